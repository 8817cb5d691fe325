"""Parity over any folder of charts: `python -m tests.parity.folder FOLDER...` prints how many are identical."""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from pipeline.engines.embedded import ENGINE
from pipeline.engines.engine import Job
from pipeline.manifests.steady import blend, start, written
from tests.helm.clis import SDK, build
from tests.parity.case import Case, Outcome, cli_outcome, engine_outcome

_CASE = Case({})
_TICK = 1.1  # charts that print the time print seconds


@dataclass(frozen=True)
class Verdict:
    """What became of one chart. difference: "" where both sides say the same."""

    chart: str
    failed: bool
    random: bool
    difference: str


def charts_below(folder: Path) -> Iterator[Path]:
    """Folders with a Chart.yaml that lie in no other chart."""
    for file in sorted(folder.rglob("Chart.yaml")):
        if not any((parent / "Chart.yaml").exists() for parent in file.parent.parents if parent.is_relative_to(folder)):
            yield file.parent


def verdict(folder: Path, program: Path) -> Verdict:
    """One chart with its own values, on both sides; what is random anyway is left out of the comparison."""
    ours, theirs = _both(folder, program)
    if ours == theirs:
        return Verdict(str(folder), bool(theirs.reason), False, "")
    time.sleep(_TICK)
    again, once_more = _both(folder, program)
    if ours.stream and theirs.stream and _steady(ours, again) == _steady(theirs, once_more):
        return Verdict(str(folder), False, True, "")
    return Verdict(str(folder), bool(theirs.reason), False, _first(ours, theirs))


def _both(folder: Path, program: Path) -> tuple[Outcome, Outcome]:
    job = Job(folder, _CASE.name, _CASE.namespace, _CASE.kube_version, (), {})
    with tempfile.TemporaryDirectory() as home:
        place = Path(home) / "edge"
        place.symlink_to(folder.resolve())
        theirs = cli_outcome(program, _CASE, place)
    return _unplaced(engine_outcome(ENGINE, job), folder), _unplaced(theirs, place)


def _unplaced(outcome: Outcome, folder: Path) -> Outcome:
    """Where the chart lies is no part of the answer."""
    return Outcome(outcome.stream, outcome.reason.replace(str(folder), "CHART"))


def _steady(one: Outcome, other: Outcome) -> str:
    """The lines with what varies marked; the number of lines varies too seldom to be worth more."""
    pairs = zip(one.stream.splitlines(), other.stream.splitlines(), strict=False)
    return "\n".join(written(blend(start(line), start(again))) for line, again in pairs)


def _first(ours: Outcome, theirs: Outcome) -> str:
    pairs = zip((ours.stream or ours.reason).splitlines(), (theirs.stream or theirs.reason).splitlines(), strict=False)
    found = next(((line, (one, other)) for line, (one, other) in enumerate(pairs, 1) if one != other), None)
    return f"line {found[0]}: {found[1][0]!r}, helm {found[1][1]!r}" if found else "one is longer"


def verdicts(folders: Sequence[Path], program: Path) -> Iterator[Verdict]:
    """All charts below the folders, two at a time; a chart that ends its process is a difference."""
    for folder in folders:
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            waiting = [(chart, pool.submit(verdict, chart, program)) for chart in charts_below(folder)]
            for chart, future in waiting:
                try:
                    yield future.result()
                except BrokenProcessPool:
                    yield Verdict(str(chart), True, False, "the process ended")


def main(arguments: list[str]) -> int:
    """Prints every difference and the count; 1 where there is one."""
    if not arguments:
        sys.exit("name a folder of charts: make parity CHARTS=folder")
    found = list(verdicts([Path(argument) for argument in arguments], build(SDK)))
    for one in found:
        if one.difference:
            print(f"{one.chart}: {one.difference}")
    same, failed = sum(not one.difference for one in found), sum(one.failed and not one.difference for one in found)
    random = sum(one.random for one in found)
    print(
        f"{same} of {len(found)} charts identical to helm {SDK} ({failed} refused by both, {random} random but for that)"
    )
    return int(same < len(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
