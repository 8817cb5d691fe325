"""What Helm's versions do differently from each other over the edge charts: the table in docs/parity.md."""

import tempfile
from pathlib import Path

from pipeline.manifests.kyaml import load
from pipeline.manifests.objects import content, segments
from tests.helm.clis import VERSIONS, helm
from tests.parity.case import Outcome, cli_outcome, write
from tests.parity.cases import CASES


def outcomes() -> dict[str, dict[str, Outcome]]:
    """What each version makes of each edge chart on which they do not all agree."""
    found = {}
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory() as home:
            folder = write(case, Path(home))
            each = {version: cli_outcome(helm(version), case, folder) for version in VERSIONS}
            each = {version: Outcome(one.stream, one.reason.replace(home, "")) for version, one in each.items()}
        if len(set(each.values())) > 1:
            found[name] = each
    return found


def table() -> str:
    """The rows of the table and the counts below it, in Markdown."""
    found = outcomes()
    differing = {name: each for name, each in found.items() if len({_result(one) for one in each.values()}) > 1}
    head = f"| edge chart | {' | '.join(VERSIONS)} |\n|---|{'---|' * len(VERSIONS)}\n"
    rows = "".join(f"| {name} | {' | '.join(_cells(each))} |\n" for name, each in differing.items())
    words = sum(any(one.reason for one in each.values()) for name, each in found.items() if name not in differing)
    layout = len(found) - len(differing) - words
    return (
        f"{head}{rows}\nOf {len(CASES)} edge charts {len(CASES) - len(found)} are the same to the byte in all three, "
        f"{layout} differ in blank lines only, {words} in the words of a refusal only, {len(differing)} as above.\n"
    )


def _result(outcome: Outcome) -> str:
    """What counts: the objects, or that there are none."""
    if outcome.reason:
        return "refused"
    objects = (load(content(part) + "\n") for part in segments(outcome.stream))
    return repr([one for one in objects if one is not None])


def _cells(each: dict[str, Outcome]) -> list[str]:
    """The first line that is not the same everywhere, for each version; blank lines do not count."""
    columns = [_lines(each[version]) for version in VERSIONS]
    longest = max(map(len, columns))
    padded = [[*lines, *["(ends)"] * (longest - len(lines))] for lines in columns]
    first = next(index for index in range(longest) if len({lines[index] for lines in padded}) > 1)
    return [_code(lines[first]) for lines in padded]


def _lines(outcome: Outcome) -> list[str]:
    text = outcome.stream or (f"refused: {' '.join(outcome.reason.split())}" if outcome.reason else "nothing")
    return [line for line in text.splitlines() if line.strip()]


def _code(text: str) -> str:
    shown = text.strip().replace("|", "\\|").replace("`", "'")
    return f"`{shown[:117] + '…' if len(shown) > 118 else shown or ' '}`"


if __name__ == "__main__":
    print(table(), end="")
