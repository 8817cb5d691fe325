"""Keeps Helm's `--set` integers whole in the embedded engine.

`helm --set port=8080` makes a 64-bit integer, a values file makes a float: templates print and compare them unlike
(`eq .Values.port 8080` fails on a float). Values reach the embedded engine as JSON, which has floats only. Helm runs
the templates whose paths are deepest first (pkg/engine/engine.go, sortTemplates), so one template of ours, deeper
than any other, sets the integers before the first of the chart's own is run, and prints nothing.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Leaf = tuple[str | int, ...]

_FOLDER = "/".join(("templates", *("rendiff" for _ in range(60))))
TEMPLATE = f"{_FOLDER}/integers.yaml"


def with_integers(chart: Path, values: Mapping[str, Any], integers: frozenset[Leaf], folder: Path) -> Path:
    """A copy of the chart below `folder` whose first template makes these leaves integers."""
    copy = folder / chart.name
    shutil.copytree(chart, copy)
    template = copy / TEMPLATE
    template.parent.mkdir(parents=True)
    template.write_text(preamble(values, integers), encoding="utf-8")
    return copy


def preamble(values: Mapping[str, Any], integers: frozenset[Leaf]) -> str:
    """The text of the template."""
    own = "".join(_assignments(values, integers, "$.Values"))
    shared = {leaf for leaf in integers if leaf[0] == "global" and len(leaf) > 1}
    below = "".join(_assignments(values, frozenset(shared), "$sub.Values"))
    if not below:
        return own
    # Helm copies globals into the values of each subchart, all the way down, before any template runs.
    walk = (
        '{{- define "rendiff.integers" -}}{{- range $_, $sub := .Subcharts -}}'
        f'{below}{{{{- include "rendiff.integers" $sub -}}}}{{{{- end -}}}}{{{{- end -}}}}'
    )
    return f'{walk}{own}{{{{- include "rendiff.integers" . -}}}}'


def _assignments(values: Mapping[str, Any], integers: frozenset[Leaf], root: str) -> Iterator[str]:
    """One `set` for each key of a map whose value is an integer or a list that holds one."""
    for target in sorted({_assigned(leaf) for leaf in integers}, key=repr):
        parent, key = target[:-1], target[-1]
        holder = f"(index {root} {' '.join(map(_literal, parent))})" if parent else root
        value = _expression(_at(values, target), target, integers, root)
        yield f"{{{{- $_ := set {holder} {_literal(key)} {value} -}}}}"


def _assigned(leaf: Leaf) -> Leaf:
    """Templates can set keys of maps only: the nearest key of a map that holds the leaf."""
    end = max(index for index, step in enumerate(leaf) if isinstance(step, str))
    return leaf[: end + 1]


def _expression(value: Any, path: Leaf, integers: frozenset[Leaf], root: str) -> str:
    if path in integers:
        return f"(int64 {value})"
    if isinstance(value, list) and any(leaf[: len(path)] == path for leaf in integers):
        items = (_expression(item, (*path, index), integers, root) for index, item in enumerate(value))
        return f"(list {' '.join(items)})"
    return f"(index {root} {' '.join(map(_literal, path))})"


def _literal(step: str | int) -> str:
    return str(step) if isinstance(step, int) else json.dumps(step, ensure_ascii=False)


def _at(values: Any, path: Leaf) -> Any:
    for step in path:
        values = values[step]
    return values
