"""References judged: every rule over the joined indices of one environment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.checks.judging import Crash
from pipeline.checks.references.entries import Index
from pipeline.checks.references.view import Breach, View
from pipeline.checks.registry import of
from pipeline.checks.rule import Subject
from pipeline.model.node import Node


def judge(indices: Mapping[str, Index], nodes: Sequence[Node] = ()) -> tuple[tuple[Breach, ...], tuple[Crash, ...]]:
    """What is broken, and the rules that failed.

    indices: of every release of one environment by its label ("production/web"); nodes: of its inventory.
    """
    view = View(dict(sorted(indices.items())), tuple(nodes))
    found: list[Breach] = []
    crashes: list[Crash] = []
    for rule in of(Subject.REFERENCES):
        try:
            found += [replace(one, rule=rule.id) for one in rule.check(view)]
        except Exception as error:
            crashes.append(Crash(rule.id, f"{type(error).__name__}: {error}"))
    return tuple(found), tuple(crashes)
