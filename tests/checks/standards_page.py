"""Makes docs/standards.md of the rules and their words: `python -m tests.checks.standards_page`."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from pathlib import Path

from pipeline.checks.registry import rules
from pipeline.checks.rule import Rule
from pipeline.checks.settings import Settings
from pipeline.checks.words import Words, words
from pipeline.formats.manual import waivers
from tests.checks.sweep import FREQUENCY

PAGE = Path(__file__).parents[2] / "docs" / "standards.md"
_HEAD = """# The rules

By these rules `rendiff validate` and `rendiff review` judge charts, values and what is rendered. This page is made from the
words beside each rule (`python -m tests.checks.standards_page`); `rendiff rules ID` shows the same with a bad and a good example.

*Level* is how strong the standards' own words are, *severity* how bad it is to break the rule, *stage* when it is judged:
`chart-source` and `values` by what stands in files, `rendered` by what comes out in each environment, `live` by recorded
objects (`rendiff validate --objects FILE`). *Fires* says how often, over {charts} public charts with their own values (bitnami,
argo-helm, grafana, prometheus-community), of which {failed} do not render alone: hits / charts with any.

| family | rules | error | warning | info |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    frequency = json.loads(FREQUENCY.read_text("utf-8"))
    return _HEAD.format(**frequency) + "\n".join((*_table(), "", *_settings(), *_rules(frequency["rules"]))) + "\n"


def _table() -> Iterator[str]:
    for family, found in groupby(rules(), lambda rule: rule.family):
        severities = [str(rule.severity) for rule in found]
        counts = (severities.count(word) for word in ("error", "warning", "info"))
        yield f"| {family} | {len(severities)} | {' | '.join(map(str, counts))} |"


def _settings() -> Iterator[str]:
    """The keys below `standards:` that are no severities or waivers, with what they mean and their defaults."""
    yield from ("## Settings", "", "| key | default | meaning |", "|---|---|---|")
    text = " ".join((Settings.__doc__ or "").split("\n\n", 1)[1].split())
    meanings = {
        name.strip(): meaning for names, meaning in re.findall(r"([a-z_]+(?:, [a-z_]+)*): (.*?[.])(?= [a-z_]+(?:, [a-z_]+)*: |$)", text)
        for name in names.split(",")
    }  # fmt: skip
    for one in fields(Settings):
        key = re.sub("_(.)", lambda match: match[1].upper(), one.name)
        default = ", ".join(one.default) if isinstance(one.default, tuple) else str(one.default).lower()
        yield f"| `{key}` | {default or '-'} | {meanings[one.name]} |"
    yield ""


def _rules(frequency: dict[str, list[int]]) -> Iterator[str]:
    said = words()
    for rule in rules():
        yield from _rule(rule, said[rule.id], frequency.get(rule.id, [0, 0]))


def _rule(rule: Rule, said: Words, fires: list[int]) -> Iterator[str]:
    yield f"## {rule.id} {rule.title}"
    yield ""
    yield f"{rule.severity} · {rule.level.value} · {rule.stage.value} · waived: {waivers(rule)} · fires {fires[0]} / {fires[1]}"
    yield ""
    yield f"{' '.join(said.requirement.split())} {' '.join(said.rationale.split())}"
    yield ""
    yield from ("```yaml", *said.remedy.split("\n"), "```")
    if said.mirrors:
        yield ""
        yield f"Nearest elsewhere: {', '.join(said.mirrors)}."
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
