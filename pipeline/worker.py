"""The process in which charts are rendered and judged: reads orders, writes answers, and may be killed at any time.

A template can end the whole process (endless recursion) or never end, and nothing in Helm's SDK can be cancelled.
"""

import os
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from traceback import extract_tb

import orjson

from pipeline.engines import frames
from pipeline.engines.bundle import Bundle, Document, Order, bundle, opened, rendered, shown
from pipeline.engines.engine import Engine, Job, RenderError
from pipeline.engines.frames import LATER, REFUSED, RESOURCES, SHOWN
from pipeline.manifests.identity import identify
from pipeline.model.resource import ResourceId
from pipeline.model.verdict import Verdict

# Templates print seconds at the finest as a rule.
_TICK = 1.0


def engine_named(name: str, program: str) -> Engine:
    """The engine of this name; imported here only, for it costs a tenth of a second."""
    if name == "helm":
        from pipeline.engines.helm import Program

        return Program(program)
    from pipeline.engines.embedded import ENGINE

    return ENGINE


@dataclass
class Bench:
    """What one worker has begun: when, and the first rendering, by order."""

    engine: Engine
    begun: dict[bytes, tuple[float, tuple[Document, ...]]] = field(default_factory=dict)


def answer(text: bytes, bench: Bench) -> bytes:
    """One order answered, and judged where that is asked for.

    A chart that asks the clock is rendered again when it has moved on; meanwhile the worker does other things.
    """
    order, wanted = frames.order_of(text)
    try:
        if order.waits and text not in bench.begun:
            bench.begun[text] = time.monotonic(), rendered(order.job, bench.engine)
            return LATER
        found = bundle(order, bench.engine, _begun(text, bench))
    except RenderError as error:
        return frames.answer(REFUSED, str(error).encode("utf-8", "replace"), _verdict(order, str(error), bench))
    if not wanted:
        return frames.answer(RESOURCES, frames.resources_text(found.resources), _verdict(order, found, bench))
    return frames.answer(SHOWN, _shown_text(shown(found) if order.key else opened(found), order.job.namespace))


def _verdict(order: Order, found: Bundle | str, bench: Bench) -> bytes:
    """What the checks say; b"" where nobody asks, or where there is no release to judge. found: or Helm's reason.

    A bug in what surrounds the rules costs the verdict alone. Its message may quote a secret, so only its place is told.
    """
    if not order.brief:
        return b""
    try:
        return _judged(order, found, bench)
    except Exception as error:
        from pipeline.checks.record import verdict_text

        place = extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
        return verdict_text(Verdict(crashes=(("checks", said),)))


def _judged(order: Order, found: Bundle | str, bench: Bench) -> bytes:
    from pipeline.checks.brief import brief_of
    from pipeline.checks.inspecting import inspect_chart, inspect_release
    from pipeline.checks.record import verdict_text
    from pipeline.engines.linting import linted

    brief = brief_of(order.brief)
    if brief.source:
        again = partial(_again, bench.engine)
        return verdict_text(inspect_chart(brief, order.job, found, linted(order.job), again))
    return b"" if isinstance(found, str) else verdict_text(inspect_release(brief, order.job, found))


def _again(engine: Engine, job: Job) -> Bundle:
    return bundle(Order(job), engine)


def _begun(text: bytes, bench: Bench) -> tuple[Document, ...] | None:
    since, documents = bench.begun.pop(text, (0.0, None))
    time.sleep(max(0.0, since + _TICK - time.monotonic()) if documents is not None else 0.0)
    return documents


def _shown_text(documents: tuple[Document, ...], namespace: str) -> bytes:
    """Each document as [source, text, whether it opens its file, identity of its first object]."""
    identities = iter(identify([body for document in documents for body in document.bodies], namespace))
    return orjson.dumps([
        [document.source, document.text, document.opens, [_parts(next(identities)) for _ in document.bodies][:1]]
        for document in documents
    ])  # fmt: skip


def _parts(identity: ResourceId) -> list[str]:
    return [identity.kind, identity.namespace, identity.name]


def _prepare() -> None:
    """Loads all rules, and what judges by them, before anybody asks."""
    import_module("pipeline.checks.inspecting")
    from pipeline.checks.registry import rules

    rules()


def main() -> None:
    """Answers orders from standard input until it is closed."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall between the answers
    bench = Bench(engine_named(sys.argv[1], sys.argv[2]))
    output.write(frames.packed(bench.engine.name.encode()))
    output.flush()
    if "judges" in sys.argv:
        _prepare()
    while (text := frames.read(sys.stdin.buffer)) is not None:
        output.write(frames.packed(answer(text, bench)))
        output.flush()


if __name__ == "__main__":
    main()
