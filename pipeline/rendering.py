"""Planned releases become renderings: from the cache where it has them, else from worker processes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import orjson

from pipeline.engines import frames
from pipeline.engines.bundle import Order
from pipeline.engines.doubt import Doubt, doubt_of
from pipeline.engines.engine import Job
from pipeline.engines.frames import REFUSED
from pipeline.engines.workers import Answer, Crew, Standby, render_all
from pipeline.model.problem import Problem
from pipeline.model.rendering import Rendering
from pipeline.report.digest import digest
from pipeline.repository.charts import ChartFiles, materialise
from pipeline.repository.inputs import Inputs, Lookup, inputs_of
from pipeline.repository.plan import Planned
from pipeline.repository.tree import Tree
from pipeline.store.disk import Store

# Part of every address: counted up when what is kept, or how it is made, changes.
FORMAT = 1
# How often a doubtful chart is rendered again: chance shows at once, the order of a map may agree now and then.
_REPEATS = {Doubt.CHANCE: 1, Doubt.ORDER: 3, Doubt.CLOCK: 1}

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What rendering needs besides the release.

    folder: where charts are written for the engine; moment: of the run, for charts that look at the clock;
    lookup: None renders for comparison, with placeholders for secrets; key: seals what is secret, b"" leaves it open;
    standby: a worker that waits already.
    """

    crew: Crew
    engine: str
    store: Store
    folder: Path
    moment: str
    key: bytes
    variables: Mapping[str, str]
    lookup: Lookup | None = None
    progress: Progress = lambda done, total, label: None
    doubts: Callable[[ChartFiles], Doubt] = field(default_factory=lambda: _doubts())
    standby: Standby | None = None


def _doubts() -> Callable[[ChartFiles], Doubt]:
    """The doubt of each chart, looked for once."""
    known: dict[str, Doubt] = {}

    def doubt(chart: ChartFiles) -> Doubt:
        if chart.hash not in known:
            known[chart.hash] = doubt_of(chart.tree.read(set(chart.files.values())).values())
        return known[chart.hash]

    return doubt


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release ready for an engine.

    address: of its rendering; judged: address of its verdict, "" where none is wanted; chart: what must be on disk for
    it; order: the rest.
    """

    label: str
    address: str
    judged: str
    chart: ChartFiles
    order: Order
    inputs: Inputs

    @property
    def key(self) -> str:
        """The same for releases that are rendered and judged alike."""
        return self.judged or self.address


@dataclass(frozen=True)
class Made:
    """What became of a release: its resources as the worker wrote them, or the reason why there are none; its verdict."""

    payload: bytes | str
    verdict: bytes = b""

    @cached_property
    def rendering(self) -> Rendering | str:
        """The resources, read only where somebody asks for them; the reason why there are none."""
        if isinstance(self.payload, str):
            return self.payload
        resources = frames.resources_of(self.payload)
        return Rendering(resources, digest(resources))


def prepare(
    planned: Planned, tree: Tree, workshop: Workshop, brief: bytes = b"", ruleset: str = ""
) -> Prepared | tuple[Problem, ...]:
    """Reads and merges the values of a release, and names its rendering; every mistake that stops it otherwise.

    brief: what it is judged by, b"" where it is not; ruleset: the version of all rules, part of the verdict's address.
    """
    if planned.problems or planned.chart is None:
        return planned.problems
    release, chart = planned.release, planned.chart
    inputs = inputs_of(release, tree, workshop.lookup)
    if isinstance(inputs, tuple):
        return inputs
    doubt = workshop.doubts(chart) | doubt_of([orjson.dumps(inputs.values)])
    job = Job(
        workshop.folder / chart.hash / release.chart.name, release.name, inputs.namespace, release.kube_version,
        release.api_versions, inputs.values, inputs.integers,
    )  # fmt: skip
    repeats = max((count for kind, count in _REPEATS.items() if kind in doubt), default=0)
    order = Order(job, inputs.doubled, repeats, Doubt.CLOCK in doubt, workshop.key, inputs.patches, brief)
    address = _address(order, chart, doubt, workshop)
    judged = hashlib.sha256(b"\0".join((address.encode(), ruleset.encode(), brief))).hexdigest() if brief else ""
    return Prepared(release.label, address, judged, chart, order, inputs)


def rendered(prepared: Iterable[Prepared], workshop: Workshop) -> dict[str, Made]:
    """What became of each release by its key; equal ones are rendered and judged once."""
    by_key = {one.key: one for one in prepared}
    found: dict[str, Made] = {}
    missing = {}
    for key, one in by_key.items():
        kept = _kept(one, workshop.store)
        if kept is None:
            missing[key] = one
        else:
            found[key] = kept
    for key, answer in _answers(missing, workshop, shown=False):
        found[key] = _taken(missing[key], answer, workshop.store)
    if missing:
        workshop.store.prune()
    return found


def texts(prepared: Iterable[Prepared], workshop: Workshop) -> Iterator[tuple[str, Answer]]:
    """The documents of each release as Helm prints them, by key; never kept in the cache."""
    yield from _answers({one.key: one for one in prepared}, workshop, shown=True)


def _answers(missing: Mapping[str, Prepared], workshop: Workshop, shown: bool) -> Iterator[tuple[str, Answer]]:
    if not missing:
        return
    _write_charts(missing.values())
    orders = {key: frames.order_text(one.order, shown) for key, one in missing.items()}
    done = 0

    def idle(keys: Sequence[str]) -> None:
        workshop.progress(done, len(orders), ", ".join(missing[key].label for key in keys))

    charts = {key: str(one.order.job.chart) for key, one in missing.items()}
    for key, answer in render_all(orders, workshop.crew, workshop.variables, idle, charts, workshop.standby):
        done += 1
        workshop.progress(done, len(orders), missing[key].label)
        yield key, _readable(answer, missing[key])


def _write_charts(prepared: Iterable[Prepared]) -> None:
    for folder, chart in {one.order.job.chart: one.chart for one in prepared}.items():
        if not folder.exists():
            materialise(chart, folder)


def _readable(answer: Answer, one: Prepared) -> Answer:
    """A reason without the folder of this run, and without the text of a real secret."""
    if answer.kind != REFUSED:
        return answer
    message = answer.payload.decode().replace(str(one.order.job.chart), f"charts/{one.order.job.chart.name}")
    for secret in sorted(one.inputs.real, key=len, reverse=True):
        message = message.replace(secret, "(masked)") if secret else message
    return replace(answer, payload=message.encode())


def _taken(one: Prepared, answer: Answer, store: Store) -> Made:
    if answer.kind == REFUSED:
        return Made(answer.payload.decode(), answer.verdict)
    store.put(one.address, answer.payload)
    if one.judged:
        store.put(one.judged, answer.verdict)
    return Made(answer.payload, answer.verdict)


def _kept(one: Prepared, store: Store) -> Made | None:
    """What the cache has; what cannot be read, or was rendered and never judged, is made again."""
    payload = store.get(one.address)
    verdict = store.get(one.judged) if one.judged and payload is not None else b""
    if payload is None or verdict is None:
        return None
    made = Made(payload, verdict)
    try:
        return made if made.rendering else None
    except (ValueError, TypeError, IndexError, KeyError):
        return None


def _address(order: Order, chart: ChartFiles, doubt: Doubt, workshop: Workshop) -> str:
    """The content address: a hash over all that decides the rendering.

    A chart that asks the clock is rendered anew in each run: what it prints may be the same for an hour, and then differ.
    """
    job = order.job
    known = (
        FORMAT, workshop.engine, workshop.moment if Doubt.CLOCK in doubt else "", hashlib.sha256(order.key).hexdigest(),
        chart.hash, job.name, job.namespace, job.kube_version, job.api_versions, job.values,
        sorted((list(leaf) for leaf in job.integers), key=repr), order.doubled, order.patches,
    )  # fmt: skip
    return hashlib.sha256(orjson.dumps(known, option=orjson.OPT_SORT_KEYS)).hexdigest()
