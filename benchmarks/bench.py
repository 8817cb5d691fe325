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
from pathlib import Path

from benchmarks import oracle, today
from benchmarks.corpus import Shape, build
from tests.helm.clis import SDK, build as build_helm

_JOBS = "2"


@dataclass(frozen=True)
class Place:
    """Where a benchmark works. rendiff: the command, installed beside this Python."""

    repository: Path
    work: Path
    shape: Shape
    helm: Path
    rendiff: Path


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


def diff(place: Place, head: str, cache: Path) -> dict[str, object]:
    """One run of rendiff with a cache folder; its report."""
    command = [str(place.rendiff), "diff", "--base", "base", "--head", head, "--jobs", _JOBS, "-o", "json"]
    environment = {"HOME": str(place.work), "XDG_CACHE_HOME": str(cache), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=place.repository, env=environment, capture_output=True, check=True)
    return dict(json.loads(done.stdout))


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """A folder that is empty at first and gone afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def rounds(place: Place, head: str, count: int) -> tuple[list[float], list[float], list[float], set[str]]:
    """Paired times: today's way, rendiff with nothing cached, rendiff with the base cached; and every wrong answer."""
    theirs, cold, warm, wrong = [], [], [], set()
    for _ in range(count):
        with emptied(place.work / "today") as folder:
            theirs.append(
                seconds(lambda: today.compare(place.repository, ("base", head), place.helm, folder, place.shape))
            )
            truth = oracle.changed(folder / "base", folder / head)
        with emptied(place.work / "cache") as cache:
            reports = []
            cold.append(seconds(lambda: reports.append(diff(place, head, cache))))
        with emptied(place.work / "cache") as cache:
            _warm(place, cache)
            warm.append(seconds(lambda: reports.append(diff(place, head, cache))))
        for report in reports:
            wrong |= {f"missed {one}" for one in truth - oracle.reported(report)}
            wrong |= {f"false {one}" for one in oracle.reported(report) - truth}
    return theirs, cold, warm, wrong


def _warm(place: Place, cache: Path) -> None:
    """The base as the job of the default branch left it: every release of it rendered once."""
    environment = {"HOME": str(place.work), "XDG_CACHE_HOME": str(cache), "PATH": "/usr/bin:/bin"}
    empty = subprocess.run(
        ["git", "commit-tree", "-m", "empty", subprocess.run(["git", "hash-object", "-t", "tree", "/dev/null"], cwd=place.repository, capture_output=True, text=True, check=True).stdout.strip()],
        cwd=place.repository, capture_output=True, text=True, check=True,
        env={**environment, **{f"GIT_{who}_{what}": "bench@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}},
    ).stdout.strip()  # fmt: skip
    command = [str(place.rendiff), "diff", "--base", empty, "--head", "base", "--jobs", _JOBS, "-o", "json"]
    subprocess.run(command, cwd=place.repository, env=environment, capture_output=True, check=True)


def measure(place: Place, count: int) -> tuple[list[Row], set[str]]:
    """All rows."""
    theirs, cold, warm, wrong = rounds(place, "one", count)
    rows = [
        Row("one chart touched, nothing cached", statistics.median(theirs), statistics.median(cold), "10x"),
        Row("one chart touched, base cached", statistics.median(theirs), statistics.median(warm), "40x, 0.8 s"),
    ]
    theirs, cold, _, more = rounds(place, "all", max(1, count // 2))
    rows.append(Row("all charts touched, nothing cached", statistics.median(theirs), statistics.median(cold), "1.8x"))
    with emptied(place.work / "cache") as cache:
        times = [seconds(lambda: diff(place, "none", cache)) for _ in range(5)]
    rows.append(Row("nothing changed", None, statistics.median(times), "0.3 s"))
    python = [seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in range(9)]
    helps = [
        seconds(lambda: subprocess.run([place.rendiff, "--help"], check=True, capture_output=True)) for _ in range(9)
    ]
    extra = statistics.median(helps) - statistics.median(python)
    rows.append(Row("rendiff --help, over bare python", None, extra, "0.15 s"))
    return rows, wrong | more


def table(rows: list[Row], wrong: set[str]) -> str:
    """The rows in Markdown."""
    lines = ["| job | today | rendiff | ratio | target |", "|---|---|---|---|---|"]
    for row in rows:
        theirs = f"{row.today:.1f} s" if row.today is not None else "-"
        ratio = f"{row.today / row.ours:.1f}x" if row.today is not None else "-"
        lines.append(f"| {row.name} | {theirs} | {row.ours:.2f} s | {ratio} | {row.target} |")
    false, missed = (sum(one.startswith(word) for one in wrong) for word in ("false", "missed"))
    return "\n".join([*lines, "", f"{false} false changes, {missed} missed ones against the oracle."])


def main(arguments: list[str]) -> int:
    """Prints the table; 1 where an answer is wrong, whatever the times."""
    quick = "--quick" in arguments
    shape = Shape(12, 3) if quick else Shape()
    with tempfile.TemporaryDirectory() as folder:
        repository, work = Path(folder) / "repository", Path(folder) / "work"
        repository.mkdir()
        work.mkdir()
        build(repository, shape)
        place = Place(repository, work, shape, build_helm(SDK), Path(sys.executable).with_name("rendiff"))
        rows, wrong = measure(place, 1 if quick else 3)
    print(
        f"{shape.charts} charts x {shape.environments} environments, --jobs {_JOBS}, helm {SDK}\n\n{table(rows, wrong)}"
    )
    for one in sorted(wrong)[:20]:
        print(one)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
