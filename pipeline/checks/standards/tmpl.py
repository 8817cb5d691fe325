"""TMPL: what kinds of files render resources, and how they are written."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MUST, SHOULD, WARNING, chart
from pipeline.checks.subjects.actions import ACTION, without_comments
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import parts

# Folders of a chart whose files are no templates, or are judged by other rules.
_ELSEWHERE: Final = ("templates", "tests", "charts", "crds", "configs", "secrets", "ci")
_YAML: Final = (".yaml", ".yml")
_API: Final = re.compile(r"""^[ \t]*+\{?[ \t]*+["']?apiVersion["']?[ \t]*+:""", re.MULTILINE)
_KIND: Final = re.compile(r"""^[ \t]*+\{?[ \t]*+["']?kind["']?[ \t]*+:""", re.MULTILINE)
_TOP: Final = (re.compile(r"^apiVersion[ \t]*:", re.MULTILINE), re.compile(r"^kind[ \t]*:", re.MULTILINE))


@chart("TMPL001", MUST, ERROR, "reason")
def only_in_templates(chart: ChartSource) -> Iterator[Hit]:
    """Resources are defined only under templates/."""
    for path in sorted(chart.files):
        top, separator, _ = path.partition("/")
        if (top in _ELSEWHERE and separator) or (not separator and top.startswith("values")):
            continue
        if _is_manifest(chart, path):
            yield chart.hit(path, f"{path!r} defines a resource outside of templates/", key=path)


@chart("TMPL002", SHOULD, WARNING, "reason")
def suffix(chart: ChartSource) -> Iterator[Hit]:
    """Rendering templates use the .yaml suffix."""
    for path in sorted(path for path in chart.files if path.startswith("templates/")):
        name = path.rpartition("/")[2]
        if name.endswith(".yaml") or name == "NOTES.txt" or name.startswith(("_", ".")):
            continue
        outside = parts(chart.text(path)).outside
        if path in chart.own or _API.search(outside) or _KIND.search(outside):
            yield chart.hit(path, f"{path!r} renders resources and does not end in .yaml", key=path)


@chart("TMPL003", MUST, WARNING, "reason")
def macros_apart(chart: ChartSource) -> Iterator[Hit]:
    """Macros live only in .tpl files."""
    for template in chart.templates:
        for macro in parts(template.text).macros:
            yield chart.hit(template.path, f"the named template {macro.name!r} belongs into a .tpl file", macro.line)


@chart("TMPL004", MUST, ERROR, "none")
def nothing_printed(chart: ChartSource) -> Iterator[Hit]:
    """.tpl files render no resources."""
    for path, text in chart.helpers.items():
        found = parts(text)
        for number, line in enumerate(found.outside.split("\n"), 1):
            if line.strip():
                yield chart.hit(
                    path, f"{path!r} holds more than named templates: {line.strip()[:80]!r}", number, key=path
                )
                break
        for macro in found.macros:
            if _API.search(macro.text) and _KIND.search(macro.text):
                message = f"the named template {macro.name!r} holds a whole resource"
                yield chart.hit(path, message, macro.line, INFO, f"{path} {macro.name}")


@chart("TMPL014", SHOULD, WARNING, "reason")
def yaml(chart: ChartSource) -> Iterator[Hit]:
    """Manifests are written in YAML."""
    for path in sorted(path for path in chart.files if path.startswith(("templates/", "crds/"))):
        if path.endswith(".json"):
            yield chart.hit(path, f"{path!r} is JSON, not YAML", key=path)
    for template in chart.templates:
        for document in template.documents if template.path.endswith(_YAML) else ():
            if _first(document.text) == "{":
                yield chart.hit(template.path, "a resource is written in JSON, not in YAML", document.line)


def _is_manifest(chart: ChartSource, path: str) -> bool:
    if path.endswith(_YAML):
        text = chart.text(path)
        return all(pattern.search(text) for pattern in _TOP)
    if not path.endswith(".json"):
        return False
    value = chart.yaml(path).value
    return isinstance(value, dict) and "apiVersion" in value and "kind" in value


def _first(text: str) -> str:
    """The first character of what a text prints, comments and actions left out."""
    lines = (line.strip() for line in ACTION.sub("", without_comments(text)).split("\n"))
    return next((line[0] for line in lines if line and not line.startswith(("#", "---"))), "")
