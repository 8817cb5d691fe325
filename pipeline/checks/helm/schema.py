"""HELM001 to HELM003: values.schema.json is one that Helm can use, and the chart's own values fit it.

Facts: helm.sh/helm/v4, pkg/chart/common/util/jsonschema.go; github.com/santhosh-tekuri/jsonschema v6, draft.go and loader.go,
which compiles patterns with Go's regexp.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from textwrap import shorten
from typing import Any, Final
from urllib.parse import urljoin

from pipeline.checks.helm.defaults import defaults_of
from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MUST, SHOULD, WARNING, chart
from pipeline.checks.subjects.chart import ChartSource
from pipeline.manifests.pointer import joined, steps
from pipeline.manifests.reading import mapping
from pipeline.model.finding import Severity

FILE: Final = "values.schema.json"
_BASE: Final = f"file:///{FILE}"
# The drafts that Helm knows, and the names of their validators.
_LATEST: Final = "Draft202012Validator"
_OLDEST: Final = "Draft4Validator"
_DRAFTS: Final[Mapping[str, str]] = {
    "json-schema.org/schema": _LATEST,
    "json-schema.org/draft/2020-12/schema": _LATEST,
    "json-schema.org/draft/2019-09/schema": "Draft201909Validator",
    "json-schema.org/draft-07/schema": "Draft7Validator",
    "json-schema.org/draft-06/schema": "Draft6Validator",
    "json-schema.org/draft-04/schema": _OLDEST,
}
_REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")
# Keys below which stands data, and no schema.
_DATA: Final = frozenset(("enum", "const", "default", "examples"))
_UNREACHABLE: Final = "retrieving it failed"
_MOST: Final = 20
_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class Reference:
    """A `$ref` that leads out of the schema. path: its pointer; target: what Helm asks for."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Schema:
    """What a text is as a schema. validator: None where it is none, with the fault; path: pointer of what is wrong."""

    validator: Any = None
    fault: str = ""
    path: str = ""
    remote: tuple[Reference, ...] = ()
    severity: Severity | None = None


@chart("HELM001", MUST, ERROR, "none")
def usable(chart: ChartSource) -> Iterator[Hit]:
    """values.schema.json is a JSON Schema that Helm can use."""
    found = schema_of(chart.text(FILE)) if FILE in chart.files else Schema()
    if found.fault:
        yield _hit(chart, found.path, found.fault, found.severity)


@chart("HELM002", SHOULD, WARNING, "reason")
def complete(chart: ChartSource) -> Iterator[Hit]:
    """values.schema.json refers to nothing outside of itself."""
    for one in schema_of(chart.text(FILE)).remote if FILE in chart.files else ():
        scheme = one.target.partition(":")[0]
        if scheme in ("http", "https"):
            yield _hit(chart, one.path, f"Helm fetches {one.target!r} each time it looks at values")
        elif scheme == "urn":
            yield _hit(chart, one.path, f"Helm cannot resolve {one.target!r} and allows everything there")
        else:
            yield _hit(chart, one.path, f"Helm does not find {one.target!r}; a chart has one schema in one file", ERROR)


@chart("HELM003", SHOULD, ERROR, "reason")
def defaults(chart: ChartSource) -> Iterator[Hit]:
    """The chart's own values fit its schema."""
    if chart.defaults is not None or FILE not in chart.files:
        return
    validator = schema_of(chart.text(FILE)).validator
    for error, _ in zip(
        validator.iter_errors(defaults_of(chart.files)) if validator else (), range(_MOST), strict=False
    ):
        path = tuple(error.instance_path)
        where = ".".join(map(str, path))
        message = f"{where or 'the file'}: {error.message}"
        yield chart.hit("values.yaml", message, chart.line_of("values.yaml", *path), key=f"{where}:{error.message}")


@lru_cache(maxsize=256)
def schema_of(text: str) -> Schema:
    """A text read as Helm reads a schema."""
    try:
        return _read(text)
    except RecursionError:
        return Schema(fault="to review: whether the schema is valid, for it is nested too deeply", severity=INFO)


def _read(text: str) -> Schema:
    try:
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refused)
    except ValueError as error:
        return Schema(fault=f"the schema is no JSON: {error}")
    if not isinstance(value, dict | bool):
        return Schema(fault="the schema is neither an object nor true or false")
    declared = mapping(value).get("$schema")
    draft = _draft(declared) if isinstance(declared, str) else _LATEST
    if draft is None:
        return Schema(fault=f"{declared!r} is no draft of JSON Schema that Helm knows", path="/$schema")
    remote = tuple(_leading_out(value, "id" if draft == _OLDEST else "$id"))
    return Schema(remote=remote) if remote else _built(draft, value)


def _refused(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _draft(declared: str) -> str | None:
    return _DRAFTS.get(declared.partition("#")[0].removeprefix("http://").removeprefix("https://"))


def _built(draft: str, value: Any) -> Schema:
    import jsonschema_rs

    make, patterns = getattr(jsonschema_rs, draft), jsonschema_rs.RegexOptions()
    try:
        return Schema(make(value, retriever=_unreachable, pattern_options=patterns, mask="the value"))
    except jsonschema_rs.ValidationError as error:
        if _UNREACHABLE in error.message:
            return Schema(fault="to review: whether the schema is valid, for it refers to another draft", severity=INFO)
        path = reduce(joined, error.instance_path, "")
        return Schema(fault=f"{path or 'it'} is not valid in a schema: {shorten(error.message, _LENGTH)}", path=path)
    except ValueError as error:
        return Schema(fault=f"to review: whether the schema is valid: {error}", severity=INFO)


def _unreachable(target: str) -> Any:
    raise ValueError(f"{target} is not fetched")


def _leading_out(value: Any, key: str) -> Iterator[Reference]:
    """The references to what neither the schema itself nor a draft of JSON Schema defines."""
    found = tuple(_references(value, _BASE, "", key))
    inside = {_BASE, *(target for path, target in found if not path)}
    for path, target in found:
        if path and target not in inside and not _draft(target):
            yield Reference(path, target)


def _references(value: Any, base: str, path: str, key: str) -> Iterator[tuple[str, str]]:
    """(pointer, address without fragment) of each reference; the pointer is "" for the addresses that parts have themselves."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _references(item, base, joined(path, index), key)
    if not isinstance(value, dict):
        return
    own = value.get(key)
    if isinstance(own, str):
        base = _joined(base, own)
        yield "", base
    for name in _REFERENCES:
        target = value.get(name)
        if isinstance(target, str):
            yield f"{path}/{name}", _joined(base, target)
    for name, item in value.items():
        if name not in _DATA:
            yield from _references(item, base, joined(path, name), key)


def _joined(base: str, reference: str) -> str:
    try:
        return base if reference.startswith("#") else urljoin(base, reference).partition("#")[0]
    except ValueError:
        return reference


def _hit(chart: ChartSource, path: str, message: str, severity: Severity | None = None) -> Hit:
    line = chart.line_of(FILE, *(int(step) if step.isdecimal() else step for step in steps(path)))
    return chart.hit(FILE, message, line, severity, key=path)
