"""SEC: where templates take what gives access, and where they print it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks import outside
from pipeline.checks.credentials import is_credential
from pipeline.checks.hit import Hit, an
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, chart
from pipeline.checks.subjects.actions import ACTION, Guards, actions, inside, is_control, moved, without_comments
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.template import Document, Entry, Template
from pipeline.checks.subjects.written import MARK, plain
from pipeline.manifests.reading import mapping

_VALUE: Final = re.compile(r"\.Values\.([\w.]+)")
_INDEX: Final = re.compile(r"\bindex\s+\$?\.Values((?:\s+\"[^\"]*\")+)")
_VARIABLE: Final = re.compile(r"\$(\w+)\s*:?=(.*)", re.DOTALL)
_USED: Final = re.compile(r"\$(\w+)")
_NAMED: Final = re.compile(r"\b(?:include|template)\s+[\"`]([^\"`]+)")
_QUOTED: Final = re.compile(r"[\"`]([^\"`]*)[\"`]")
_DOT: Final = re.compile(r"(?:^|[\s(])\.(?=$|[\s)|])")
# Keys that take the name of a Secret, or of a key in one.
_NAMES: Final = frozenset(("secretKeyRef", "secretRef", "secretName", "imagePullSecrets"))
_ASKED: Final = re.compile(r"\b(?:not|empty)\s+\$?\.Values\.[\w.]+")
_HASHED: Final = re.compile(r"\bsha(?:1|256|512)sum\b")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What stands for a credential in one template: paths of values, variables, and named templates that print one."""

    paths: frozenset[str]
    variables: Mapping[str, str]
    named: Mapping[str, str]

    def of(self, action: str, guards: Guards = ()) -> str:
        """The path of the credential that an action prints, "" where it prints none."""
        if _HASHED.search(action):
            return ""
        if found := _path_in(action, self.paths):
            return found
        for pattern, known in ((_USED, self.variables), (_NAMED, self.named)):
            if found := next((known[name] for name in pattern.findall(action) if name in known), ""):
                return found
        around = next((guard for guard in reversed(guards) if guard.word in ("with", "range")), None)
        if around and around.word == "with" and not around.condition.startswith("not ") and _DOT.search(action):
            return _path_in(around.condition, self.paths)
        return ""


@chart("SEC004", SHOULD, WARNING, "config")
def outside_of_templates(chart: ChartSource) -> Iterator[Hit]:
    """Large or delicate secret files are kept outside the template."""
    for template in chart.templates:
        for document in template.documents:
            if plain(document.kind) == "Secret":
                parts = ("data", "stringData")
                found = {one.path: (one, why) for one, why in outside.long(document, parts, chart.settings)}
                found |= {one.path: (one, "is a PEM block") for one in outside.keys(document, parts)}
                for one, why in found.values():
                    yield chart.hit(template.path, f"{one.path[1]!r} {why} and belongs into secrets/", one.line)
    for path, line, wrong in outside.misplaced(chart, "AsSecrets"):
        yield chart.hit(path, wrong, line)
    yield from outside.unread(chart, outside.SECRETS)


@chart("SEC005", SHOULD, ERROR, "reason")
def only_into_secrets(chart: ChartSource) -> Iterator[Hit]:
    """Credential values feed Secrets only."""
    paths = frozenset(_credentials(chart.values.value if chart.values else {}, ()))
    if paths:
        named = _printing(chart, paths)
        for template in chart.templates:
            known = Credentials(paths, dict(_variables(template.text, paths)), named)
            for document in template.documents:
                yield from _printed(chart, template, document, known)


def _printed(chart: ChartSource, template: Template, document: Document, known: Credentials) -> Iterator[Hit]:
    kind = plain(document.kind)
    if kind.endswith("Secret"):
        return
    for entry in document.entries:
        if path := "" if _is_name(entry) else _credential_of(entry, known):
            if kind and MARK not in kind:
                message = f"the credential {path!r} is printed into {an(kind)}"
                yield chart.hit(template.path, message, entry.line, key=f"{kind}/{path}")
            else:
                message = f"to review: whether the credential {path!r} is printed into a Secret here"
                yield chart.hit(template.path, message, entry.line, INFO, key=f"/{path}")


def _credential_of(entry: Entry, known: Credentials) -> str:
    if "{{" not in entry.value:
        return ""
    found = (known.of(inside(action[0]), entry.guards) for action in ACTION.finditer(entry.value))
    return next((path for path in found if path), "")


def _is_name(entry: Entry) -> bool:
    return any(step in _NAMES for step in entry.path) or ("items" in entry.path and entry.path[-1] in ("key", "path"))


def _credentials(values: Mapping[str, Any], around: tuple[str, ...]) -> Iterator[str]:
    """The dotted paths of values that are named like a credential and hold one, or nothing yet."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _credentials(mapping(value), (*around, key))
        elif (value is None or (isinstance(value, str | int) and not isinstance(value, bool))) and is_credential(key):
            yield ".".join((*around, key))


def _path_in(action: str, paths: frozenset[str]) -> str:
    found: list[str] = _VALUE.findall(_ASKED.sub("", _QUOTED.sub("", action)))
    if "index" in action:
        found += [".".join(_QUOTED.findall(steps)) for steps in _INDEX.findall(action)]
    return next((path for path in found if path in paths), "")


def _variables(text: str, paths: frozenset[str]) -> Iterator[tuple[str, str]]:
    for _, action in actions(without_comments(text)):
        assigned = _VARIABLE.match(action)
        if assigned and (path := _path_in(assigned[2], paths)):
            yield assigned[1], path


def _printing(chart: ChartSource, paths: frozenset[str]) -> Mapping[str, str]:
    """The named templates that print a credential themselves, by name."""
    found: dict[str, str] = {}
    for text in (*chart.helpers.values(), *(template.text for template in chart.templates)):
        known = Credentials(paths, {}, {})
        guards: Guards = ()
        for _, action in actions(without_comments(text)):
            guards = moved(guards, action)
            defined = next((guard for guard in guards if guard.word == "define"), None)
            if defined and not is_control(action) and (path := known.of(action, guards)):
                found.update((name, path) for name in _QUOTED.findall(defined.condition)[:1])
    return found
