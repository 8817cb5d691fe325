"""The process in which charts are rendered: reads orders, writes answers, and may be killed at any time.

A template can end the whole process (endless recursion) or never end, and nothing in Helm's SDK can be cancelled.
"""

import os
import sys

import orjson

from pipeline.engines import frames
from pipeline.engines.bundle import Bundle, bundle, shown
from pipeline.engines.engine import Engine, RenderError

RESOURCES, SHOWN, REFUSED = b"r", b"s", b"e"


def engine_named(name: str, program: str) -> Engine:
    """The engine of this name; imported here only, for it costs a tenth of a second."""
    if name == "helm":
        from pipeline.engines.helm import Program

        return Program(program)
    from pipeline.engines.embedded import ENGINE

    return ENGINE


def answer(text: bytes, engine: Engine) -> bytes:
    """One order answered: a letter that says what follows, then JSON."""
    order, wanted = frames.order_of(text)
    try:
        found = bundle(order, engine)
    except RenderError as error:
        return REFUSED + str(error).encode("utf-8", "replace")
    return SHOWN + _shown_text(found, bool(order.key)) if wanted else RESOURCES + frames.resources_text(found.resources)


def _shown_text(found: Bundle, masks: bool) -> bytes:
    return orjson.dumps([
        [source, text, [[one.id.group, one.id.kind, one.id.namespace, one.id.name] for one in resources]]
        for source, text, resources in shown(found, refuse=True)
    ] if masks else [
        [document.source, document.text, []] for document in found.documents
    ])  # fmt: skip


def main() -> None:
    """Answers orders from standard input until it is closed."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall between the answers
    engine = engine_named(sys.argv[1], sys.argv[2])
    output.write(frames.packed(engine.name.encode()))
    output.flush()
    while (text := frames.read(sys.stdin.buffer)) is not None:
        output.write(frames.packed(answer(text, engine)))
        output.flush()


if __name__ == "__main__":
    main()
