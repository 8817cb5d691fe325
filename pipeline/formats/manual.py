"""The manual page of a rule, as text for a terminal."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.rule import Rule
from pipeline.checks.words import Example, Words
from pipeline.formats.lines import Paint
from pipeline.manifests.emitting import dump

_WAIVERS: Final[Mapping[str, str]] = {
    "none": "cannot be waived",
    "reason": "with a reason",
    "env": "with a reason, in one environment",
    "config": "not by a waiver: set what is allowed under `standards:`",
    "ops": "with a reason and an agreement of operations (`agreed:`)",
    "system": "with a reason, for charts listed under `standards: {system: [...]}`",
}


def page(rule: Rule, said: Words, paint: Paint, width: int) -> str:
    """Everything about one rule; sentences are wrapped at the width, what can be pasted is left as it is."""
    return "\n".join(_lines(rule, said, paint, width)) + "\n"


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """A sentence as lines of at most that width, those behind the first indented; what holds together stays together."""
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def waivers(rule: Rule) -> str:
    """How the rule may be waived, in words."""
    return ", or ".join(_WAIVERS[one] for one in rule.waivers)


def example_text(one: Example) -> str:
    """An example as a person would write it: files with their names, conditions as comments."""
    return "\n".join(part.rstrip("\n") for part in _parts(one) if part)


def _lines(rule: Rule, said: Words, paint: Paint, width: int) -> Iterator[str]:
    facts = f"{rule.severity} · {rule.level.value} · {rule.stage.value} · waived: {waivers(rule)}"
    yield from map(paint.bold, wrapped(f"{rule.id}  {rule.title}", width, " " * (len(rule.id) + 2)))
    yield from map(paint.dim, wrapped(facts, width, "  "))
    yield ""
    yield from wrapped(" ".join(said.requirement.split()), width)
    yield from wrapped(" ".join(said.rationale.split()), width)
    for title, text in (
        ("What to do", said.remedy),
        ("Bad", example_text(said.bad)),
        ("Good", example_text(said.good)),
    ):
        yield ""
        yield paint.bold(title)
        yield from (f"  {line}".rstrip() for line in text.split("\n"))
    if said.mirrors:
        yield ""
        yield from map(paint.dim, wrapped(f"Nearest: {', '.join(said.mirrors)}", width, "  "))


def _parts(one: Example) -> Iterator[str]:
    conditions: dict[str, Any] = {
        "role": one.role, "kubeVersion": one.kube_version, "standards": one.settings, "without": list(one.without),
    }  # fmt: skip
    for name, value in conditions.items():
        if value:
            yield "\n".join(f"# {line}" for line in dump({name: value}).rstrip().split("\n"))
    yield one.objects
    for path, text in (one.files or {}).items():
        yield f"# {path}: not there" if text is None else f"# {path}\n{text}"
    if one.beside:
        yield f"# of another release of the environment\n{one.beside}"
    if one.recorded:
        yield f"# as it runs\n{one.recorded}"
