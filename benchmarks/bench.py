"""rendiff against what a team does today, in paired runs: `python -m benchmarks.bench [--quick]`."""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import oracle, today
from benchmarks.corpus import Shape, build
from tests.helm.clis import SDK
from tests.helm.clis import build as build_helm
from tests.peers.programs import KUBECONFORM
from tests.peers.programs import build as build_peer
from tests.peers.schemas import write

_JOBS = "2"


@dataclass(frozen=True)
class Place:
    """Where a benchmark works. rendiff: the command, installed beside this Python."""

    repository: Path
    work: Path
    shape: Shape
    helm: Path
    rendiff: Path
    kubeconform: Path
    schemas: Path


@dataclass(frozen=True)
class Row:
    """One line of the table: medians, how many times faster, and what is wanted."""

    name: str
    today: str
    ours: str
    ratio: str
    target: str


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def diff(place: Place, base: str, head: str, cache: Path, word: str = "diff") -> dict[str, object]:
    """One run of `rendiff diff`, or `rendiff review`, with a cache folder; its report."""
    command = [word, "--base", base, "--head", head, "--jobs", _JOBS, "--fail-on", "", "-o", "json"]
    return dict(json.loads(run(place, cache, *command)))


def run(place: Place, cache: Path, *arguments: str) -> bytes:
    """What one run of rendiff prints."""
    environment = {"HOME": str(place.work), "XDG_CACHE_HOME": str(cache), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [str(place.rendiff), *arguments], cwd=place.repository, env=environment, capture_output=True, check=True
    )
    return done.stdout


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """A folder that is empty at first and gone afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Round:
    """Paired times of one round: today's way, rendiff with nothing cached, with the base cached; the same with checks on
    both sides; and wrong answers."""

    today: float
    cold: float
    warm: float
    checked: float
    judged_cold: float
    judged_warm: float
    wrong: frozenset[str]


def one_round(place: Place, head: str) -> Round:
    """Each way once, one after the other, and both answers of rendiff held against the oracle."""
    with emptied(place.work / "today") as folder:
        theirs = seconds(lambda: today.compare(place.repository, ("base", head), place.helm, folder, place.shape))
        truth = oracle.changed(folder / "base", folder / head)
        checked = theirs + seconds(lambda: today.check(("base", head), place.kubeconform, place.schemas, folder))
    reports: list[dict[str, object]] = []
    with emptied(place.work / "cache") as cache:
        cold = seconds(lambda: reports.append(diff(place, "base", head, cache)))
    with emptied(place.work / "cache") as cache:
        diff(place, "empty", "base", cache)
        warm = seconds(lambda: reports.append(diff(place, "base", head, cache)))
    with emptied(place.work / "cache") as cache:
        judged_cold = seconds(lambda: reports.append(diff(place, "base", head, cache, "review")))
    with emptied(place.work / "cache") as cache:
        diff(place, "empty", "base", cache, "review")
        judged_warm = seconds(lambda: reports.append(diff(place, "base", head, cache, "review")))
    found = [oracle.reported(report) for report in reports]
    wrong = {f"missed {one}" for each in found for one in truth - each}
    wrong |= {f"false {one}" for each in found for one in each - truth}
    return Round(theirs, cold, warm, checked, judged_cold, judged_warm, frozenset(wrong))


def measure(place: Place, count: int) -> tuple[list[Row], set[str]]:
    """All rows, and every wrong answer."""
    one = [one_round(place, "one") for _ in range(count)]
    every = [one_round(place, "all") for _ in range(max(1, count // 2))]
    rows = [
        _faster("one chart touched, nothing cached", [(each.today, each.cold) for each in one], "10x"),
        _faster("one chart touched, base cached", [(each.today, each.warm) for each in one], "40x, 0.8 s"),
        _faster("all charts touched, nothing cached", [(each.today, each.cold) for each in every], "1.8x"),
        _faster("review: one chart touched, nothing cached", [(each.checked, each.judged_cold) for each in one], "4x"),
        _faster(
            "review: one chart touched, base cached", [(each.checked, each.judged_warm) for each in one], "40x, 0.8 s"
        ),
        _alone("checks, share of the render time, cold", f"{_share(place, count):.0%}", "25%"),
    ]
    with emptied(place.work / "cache") as cache:
        times = [seconds(lambda: diff(place, "base", "none", cache)) for _ in range(5)]
    rows.append(_alone("nothing changed", f"{statistics.median(times):.2f} s", "0.3 s"))
    python = [seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in range(9)]
    helps = [
        seconds(lambda: subprocess.run([place.rendiff, "--help"], check=True, capture_output=True)) for _ in range(9)
    ]
    extra = statistics.median(helps) - statistics.median(python)
    rows.append(_alone("rendiff --help, over bare python", f"{extra:.2f} s", "0.15 s"))
    return rows, {sentence for each in (*one, *every) for sentence in each.wrong}


def _share(place: Place, count: int) -> float:
    """What the checks add to rendering all releases alone, as a part of that: paired runs of two commands, nothing cached."""
    shares = []
    with emptied(place.work / "cache") as cache:
        flags = ("--no-cache", "--jobs", _JOBS, "--head", "base")
        for _ in range(count):
            rendering = seconds(partial(run, place, cache, "render", *flags))
            judging = seconds(partial(run, place, cache, "validate", *flags, "--fail-on", "", "-o", "json"))
            shares.append((judging - rendering) / rendering)
    return statistics.median(shares)


def _faster(name: str, pairs: list[tuple[float, float]], target: str) -> Row:
    """A row of paired times: today's, and ours."""
    today, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    return Row(name, f"{today:.1f} s", f"{ours:.2f} s", f"{today / ours:.1f}x", target)


def _alone(name: str, ours: str, target: str) -> Row:
    """A row for which nobody else has a figure."""
    return Row(name, "-", ours, "-", target)


def table(rows: list[Row], wrong: set[str]) -> str:
    """The rows in Markdown."""
    lines = ["| job | today | rendiff | ratio | target |", "|---|---|---|---|---|"]
    lines += [f"| {row.name} | {row.today} | {row.ours} | {row.ratio} | {row.target} |" for row in rows]
    false, missed = (sum(one.startswith(word) for one in wrong) for word in ("false", "missed"))
    return "\n".join([*lines, "", f"{false} false changes, {missed} missed ones against the oracle."])


def _place(repository: Path, work: Path, shape: Shape) -> Place:
    schemas = work / "schemas"
    write(schemas, "1.34.2")
    rendiff = Path(sys.executable).with_name("rendiff")
    return Place(repository, work, shape, build_helm(SDK), rendiff, build_peer(KUBECONFORM), schemas)


def main(arguments: list[str]) -> int:
    """Prints the table; 1 where an answer is wrong, whatever the times."""
    quick = "--quick" in arguments
    shape = Shape(12, 3) if quick else Shape()
    with tempfile.TemporaryDirectory() as folder:
        repository, work = Path(folder) / "repository", Path(folder) / "work"
        repository.mkdir()
        work.mkdir()
        build(repository, shape)
        place = _place(repository, work, shape)
        rows, wrong = measure(place, 1 if quick else 3)
    print(
        f"{shape.charts} charts x {shape.environments} environments, --jobs {_JOBS}, helm {SDK}\n\n{table(rows, wrong)}"
    )
    for one in sorted(wrong)[:20]:
        print(one)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
