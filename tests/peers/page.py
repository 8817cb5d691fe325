"""Makes docs/peers.md of the tables of the tests: `python -m tests.peers.page`; both programs must be built."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.checks.words import words
from tests.peers import conforming, scoring
from tests.peers.conforming import Answer, Text
from tests.peers.mirrors import named
from tests.peers.programs import KUBE_SCORE, KUBECONFORM
from tests.peers.test_kube_score import DIFFERENCES as SCORED
from tests.peers.test_kubeconform import DIFFERENCES as CONFORMED
from tests.peers.test_kubeconform import examples, table, texts
from tests.peers.test_mirrors import LISTED

PAGE = Path(__file__).parents[2] / "docs" / "peers.md"
BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->\n"
_SOURCES: dict[str, tuple[str, Callable[[], list[Text]]]] = {
    "examples": ("what is rendered for the examples of the rules", examples),
    "table": ("the table that is held against the API server's validation", table),
    "texts": ("what YAML can do to a manifest", texts),
}
_HEAD = """# Beside other tools

Two tools that teams use today judge what our tests judge, and every difference has its reason: kubeconform {kubeconform}
and kube-score {kube_score}, built from their Go modules (`python -m tests.peers.programs`). kubeconform reads schemas from
disk that are made from ours, strict. Of kube-linter {kube_linter} and polaris {polaris} only the names of their checks are
known here (tests/peers/names.yaml), and every name that our rules mention is one of them.

The tables are those of the tests (tests/peers/test_kubeconform.py, tests/peers/test_kube_score.py); `python -m tests.peers.page`
makes this page of them and runs both programs for the figures. What this repository's own charts render passes both ways.

"""
_CONFORM = """
## kubeconform, where it differs from K8S001 and K8S002

| kubeconform | rendiff | why | manifests |
|---|---|---|---|
"""
_SCORE = """
## kube-score, check by check

Held against the bad and the good example of the rule and the release without fault. *Same*: the same objects are found.

| rule | check | difference |
|---|---|---|
"""
_NAMES = """
## All checks that are mirrored

The nearest of ours to a check of another tool; most of ours ask for more or otherwise, as the note says.

| tool | check | rules |
|---|---|---|
"""


def page(figures: str) -> str:
    """The whole page. figures: what the programs said in their last run."""
    head = _HEAD.format(
        kubeconform=KUBECONFORM.version,
        kube_score=KUBE_SCORE.version,
        kube_linter=LISTED["kube-linter"]["version"],
        polaris=LISTED["polaris"]["version"],
    )
    parts = [head, BEGIN, figures, END, _CONFORM, *_conformed(), _SCORE, *_scored(), _NAMES, *_mirrored()]
    return "".join(parts)


def figures() -> str:
    """What both programs and we say, counted now."""
    lines = [
        f"On {datetime.now(UTC):%Y-%m-%d}:",
        "",
        "| kubeconform over | manifests | both pass | both refuse | nothing known to either | differ |",
    ]
    lines += ["|---|---|---|---|---|---|", *(_counted(*source) for source in _SOURCES.values()), ""]
    found: Counter[str] = Counter()
    for rule, check in named("kube-score"):
        for example in scoring.examples(rule).values():
            them, us = scoring.theirs(check, example), scoring.ours(rule, example)
            found += Counter(both=len(them & us), theirs=len(them - us), ours=len(us - them))
    lines.append(
        f"kube-score: {found['both']} findings of both, {found['theirs']} of kube-score alone, {found['ours']} of ours alone."
    )
    return "\n".join(lines) + "\n"


def _counted(title: str, source: Callable[[], list[Text]]) -> str:
    found = source()
    pairs = Counter(zip(conforming.theirs(found), map(conforming.ours, found), strict=True))
    passed, refused = pairs[Answer.PASSED, Answer.PASSED], pairs[Answer.REFUSED, Answer.REFUSED]
    differ = sum(count for (them, us), count in pairs.items() if them is not us)
    neither = len(found) - passed - refused - differ
    return f"| {title} | {len(found)} | {passed} | {refused} | {neither} | {differ} |"


def _conformed() -> Iterator[str]:
    rows: dict[tuple[Answer, Answer, str], list[str]] = defaultdict(list)
    for found in CONFORMED.values():
        for label, (them, us, why) in found.items():
            rows[them, us, why].append(label)
    for (them, us, why), labels in rows.items():
        yield f"| {them} | {us} | {why} | {'; '.join(labels)} |\n"


def _scored() -> Iterator[str]:
    for rule, check in sorted(named("kube-score")):
        difference = SCORED.get((rule, check))
        yield f"| {rule} | {check} | {difference.reason if difference else 'same'} |\n"


def _mirrored() -> Iterator[str]:
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for rule, said in words().items():
        for mirror in said.mirrors:
            tool, check, note = _parts(mirror)
            rows[tool, check].append(f"{rule}{note}")
    for (tool, check), rules in sorted(rows.items()):
        yield f"| {tool} | {check} | {', '.join(sorted(rules))} |\n"


def _parts(mirror: str) -> tuple[str, str, str]:
    """Tool, check and note of `helm lint: validateX (note)`."""
    check, bracket, note = mirror.replace(":", "", 1).partition(" (")
    tool = "helm lint" if check.startswith("helm lint") else check.partition(" ")[0]
    return tool, check.removeprefix(tool).strip() or "-", f"{bracket}{note}"


if __name__ == "__main__":
    PAGE.write_text(page(figures()), encoding="utf-8")
