"""DNS: names of Services as templates write them."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, MAY, WARNING, chart
from pipeline.checks.subjects.actions import ACTION, inside
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import assigned, called
from pipeline.checks.subjects.template import Template
from pipeline.checks.subjects.texts import release_texts
from pipeline.checks.subjects.written import in_full, plain

_HOST: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
_LONGEST: Final = 253  # characters of a name in the DNS
_SERVICE: Final = "svc"
# What stands behind the name of a file or of a host in the outside world.
_ENDINGS: Final = frozenset((
    "cfg", "cnf", "com", "conf", "crt", "csr", "db", "ini", "io", "jks", "js", "json", "key", "lan", "local", "log", "net", "org",
    "p12", "pem", "pid", "properties", "py", "sh", "sock", "sql", "toml", "txt", "xml", "yaml", "yml", "tar", "gz", "tgz",
))  # fmt: skip
_TOLD: Final = frozenset(("env", "args", "command"))
_LITERAL: Final = re.compile(r"(?:\}\}|%s)\.([a-z0-9][a-z0-9-]*)\.svc(?![\w-])")
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
_VARIABLE: Final = re.compile(r"\$\w+")
_FLEETING: Final = re.compile(
    r"(?<![\w.$])(?:rand\w+|uuidv4|now|date|dateInZone|htmlDate|htmlDateInZone|unixEpoch|sha\d+sum)\b"
    r"|\.Chart\.Version\b|\.Release\.Revision\b"
)


@chart("DNS003", MAY, WARNING, "reason")
def open_namespaces(chart: ChartSource) -> Iterator[Hit]:
    """Namespaces are not fixed in DNS names."""
    found = _rendered(chart) if chart.defaults else _written(chart)
    for file, line, name in dict.fromkeys(found):
        yield chart.hit(file, f"the namespace in {name!r} is fixed", line)


@chart("DNS004", MAY, ERROR, "none")
def lasting_names(chart: ChartSource) -> Iterator[Hit]:
    """Service names are permanent and predictable."""
    for template in chart.templates:
        for document in template.documents:
            if plain(document.kind) != "Service":
                continue
            for one in in_full(document):
                if one.path == ("metadata", "generateName"):
                    yield chart.hit(template.path, "generateName gives the Service a name that nobody knows", one.line)
                elif one.path == ("metadata", "name"):
                    for word in dict.fromkeys(_fleeting(chart, template, one.text)):
                        message = f"the name of the Service is made with {word!r}, so it does not last"
                        yield chart.hit(template.path, message, one.line, key=word)


def _rendered(chart: ChartSource) -> Iterator[tuple[str, int, str]]:
    """(file, line, name) of each full name of a Service that is rendered and has its namespace written out."""
    services = {one.name for one in chart.defaults.of("Service")} if chart.defaults else set()
    for one, _, said in release_texts(chart.defaults) if chart.defaults and services else ():
        path = one.source.partition("/")[2]
        for service, namespace in dict.fromkeys(_full_names(said, services)) if path in chart.own else ():
            place = _place(chart, path, service, namespace)
            if place:
                yield *place, f"{service}.{namespace}"


def _full_names(said: str, services: set[str]) -> Iterator[tuple[str, str]]:
    """(Service, namespace) of each name in a text that says both."""
    for match in _HOST.finditer(said) if "." in said else ():
        parts = match[0].rstrip(".-").split(".") if len(match[0]) <= _LONGEST else []
        for index, part in enumerate(parts[:-1]):
            namespace, *rest = parts[index + 1 :]
            is_full = rest[:1] == [_SERVICE] or (not rest and namespace not in _ENDINGS)
            if part in services and is_full and namespace != _SERVICE:
                yield part, namespace


def _place(chart: ChartSource, path: str, service: str, namespace: str) -> tuple[str, int] | None:
    """File and line where the namespace is written behind the Service, None where it comes from elsewhere."""
    wanted = re.compile(rf"(?:\}}\}}|%s|{re.escape(service)})\.{re.escape(namespace)}(?![\w-])")
    for file in (path, *chart.helpers, "values.yaml"):
        content = chart.text(file)
        match = wanted.search(content)
        if match:
            return file, content.count("\n", 0, match.start()) + 1
    return None


def _written(chart: ChartSource) -> Iterator[tuple[str, int, str]]:
    """The same as far as the templates tell, of a chart that does not render."""
    for template in chart.templates:
        for document in template.documents:
            for one in in_full(document):
                if not _TOLD.isdisjoint(one.path) or (
                    one.path[:1] == ("data",) and plain(document.kind) == "ConfigMap"
                ):
                    for match in _LITERAL.finditer(one.text):
                        yield template.path, one.line, f"….{match[1]}.svc"


def _fleeting(chart: ChartSource, template: Template, text: str) -> Iterator[str]:
    """What makes a name random, a matter of time or of the version, in its actions and in all that they call."""
    given = assigned(template.text)
    seen: set[str] = set()
    todo = [text]
    while todo:
        for match in ACTION.finditer(todo.pop()):
            action = inside(match[0])
            bare = _TEXT.sub('""', action)
            yield from _FLEETING.findall(bare)
            for name in {*called(action), *_VARIABLE.findall(bare)} - seen:
                seen.add(name)
                macro = chart.macros.get(name)
                todo += [macro.text] if macro else [f"{{{{ {one} }}}}" for one in given.get(name, ())]
