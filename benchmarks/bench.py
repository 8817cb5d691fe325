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
    """One line of the table: medians in seconds, and how many times faster."""

    name: str
    today: float | None
    ours: float
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
        _row("one chart touched, nothing cached", one, [each.cold for each in one], "10x"),
        _row("one chart touched, base cached", one, [each.warm for each in one], "40x, 0.8 s"),
        _row("all charts touched, nothing cached", every, [each.cold for each in every], "1.8x"),
        _judged_row("review: one chart touched, nothing cached", one, [each.judged_cold for each in one], "4x"),
        _judged_row("review: one chart touched, base cached", one, [each.judged_warm for each in one], "40x, 0.8 s"),
        _share(place),
    ]
    with emptied(place.work / "cache") as cache:
        times = [seconds(lambda: diff(place, "base", "none", cache)) for _ in range(5)]
    rows.append(Row("nothing changed", None, statistics.median(times), "0.3 s"))
    python = [seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in range(9)]
    helps = [
        seconds(lambda: subprocess.run([place.rendiff, "--help"], check=True, capture_output=True)) for _ in range(9)
    ]
    extra = statistics.median(helps) - statistics.median(python)
    rows.append(Row("rendiff --help, over bare python", None, extra, "0.15 s"))
    return rows, {sentence for each in (*one, *every) for sentence in each.wrong}


def _judged_row(name: str, found: list[Round], ours: list[float], target: str) -> Row:
    return Row(name, statistics.median(each.checked for each in found), statistics.median(ours), target)


def _share(place: Place) -> Row:
    """What the rules cost of all releases beside rendering them: the time of `validate`, and that of rendering alone."""
    with emptied(place.work / "cache") as cache:
        alone = min(seconds(partial(diff, place, "empty", "base", cache / name)) for name in ("first", "second"))
        flags = ("validate", "--no-cache", "--jobs", _JOBS, "--fail-on", "", "-o", "json", "--head", "base")
        judged = min(seconds(lambda: run(place, cache, *flags)) for _ in range(2))
    return Row(f"validate, of it the rules {100 * (judged - alone) / alone:.0f} % of rendering", None, judged, "25 %")


def _row(name: str, found: list[Round], ours: list[float], target: str) -> Row:
    return Row(name, statistics.median(each.today for each in found), statistics.median(ours), target)


def table(rows: list[Row], wrong: set[str]) -> str:
    """The rows in Markdown."""
    lines = ["| job | today | rendiff | ratio | target |", "|---|---|---|---|---|"]
    for row in rows:
        theirs = f"{row.today:.1f} s" if row.today is not None else "-"
        ratio = f"{row.today / row.ours:.1f}x" if row.today is not None else "-"
        lines.append(f"| {row.name} | {theirs} | {row.ours:.2f} s | {ratio} | {row.target} |")
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
