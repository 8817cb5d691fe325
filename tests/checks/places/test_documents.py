"""Objects are found where they are written: items of lists and branches of templates have lines of their own."""

from time import perf_counter

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.places.locating import Sources, Spot, locate
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of

LIST = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: one
- apiVersion: v1
  kind: Service
  metadata:
    name: two
  spec:
    ports:
    - port: 99999
    - port: 80
"""
NESTED = "kind: ConfigMap\nmetadata: {name: a}\n---\n" + LIST.replace("kind: List", "kind: ServiceList")
FLOW = '---\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: List\nitems: [{"kind": "Service", "metadata": {"name": "two"}}]\n'
OBJECT = "kind: ConfigMap\nmetadata:\n  name: {}-{{{{ .Release.Name }}}}\n"
BRANCHES = "{{ if .Values.a }}\n" + OBJECT.format("one") + "{{ else }}\n" + OBJECT.format("two") + "{{ end }}\n"
KINDS = BRANCHES.replace("ConfigMap", "Secret", 1)
ALTERNATIVES = """\
kind: Service
metadata: {name: s}
---
apiVersion: apps/v1
{{ if .Values.a }}
kind: DaemonSet
{{ else }}
kind: Deployment
{{ end }}
metadata:
  name: d
---
kind: Service
metadata: {name: t}
"""


def found(text: str, kind: str, name: str, pointer: str, order: int = 0, count: int = 1) -> Spot:
    """The place of a hit in one object, which is the last of so many from this text."""
    body = {"kind": kind, "metadata": {"name": name}, "spec": {"ports": [{"port": 99999}, {"port": 80}]}}
    others = [manifest(index, {}, "a.yaml", 0) for index in range(count - 1)]
    release = release_of((*others, manifest(count - 1, body, "a.yaml", order)), "1.34.2", DEFAULTS)
    return locate(Hit("", count - 1, pointer), release, Sources("", {"a.yaml": text.encode()}))


@pytest.mark.parametrize(
    ("text", "kind", "name", "pointer", "order", "line", "certainty"),
    [
        pytest.param(LIST, "ConfigMap", "one", "/metadata/name", 0, 7, "exact", id="first item"),
        pytest.param(LIST, "Service", "two", "/spec/ports/0/port", 1, 14, "exact", id="second item"),
        pytest.param(LIST, "Service", "two", "/spec/ports/1/port", 1, 15, "exact", id="second port"),
        pytest.param(LIST, "Service", "two", "/metadata/labels", 1, 10, "exact", id="what is missing"),
        pytest.param(NESTED, "Service", "two", "/metadata/name", 2, 14, "exact", id="a list behind a document"),
        pytest.param(FLOW, "Service", "two", "/metadata/name", 1, 5, "template", id="a list in flow style"),
        pytest.param(BRANCHES, "ConfigMap", "one-x", "/metadata/name", 0, 4, "exact", id="one branch"),
        pytest.param(BRANCHES, "ConfigMap", "two-x", "/metadata/name", 0, 8, "exact", id="the other branch"),
        pytest.param(KINDS, "ConfigMap", "two-x", "/metadata/name", 0, 8, "exact", id="branches of two kinds"),
        pytest.param(ALTERNATIVES, "DaemonSet", "d", "/metadata/name", 0, 11, "exact", id="first alternative kind"),
        pytest.param(ALTERNATIVES, "Deployment", "d", "/metadata/name", 0, 11, "exact", id="second alternative kind"),
    ],
)
def test_objects_are_found_where_they_are_written(
    text: str, kind: str, name: str, pointer: str, order: int, line: int, certainty: str
) -> None:
    assert found(text, kind, name, pointer, order) == Spot("a.yaml", line, certainty)


def test_many_documents_are_found_in_a_time_that_grows_with_their_number() -> None:
    """Ten thousand took minutes when all were looked through for each object."""
    names = [f"c{number}" for number in range(10_000)]
    text = "---\n".join(f"kind: ConfigMap\nmetadata:\n  name: {name}\n" for name in names)
    bodies = ({"kind": "ConfigMap", "metadata": {"name": name}} for name in names)
    release = release_of(
        tuple(manifest(index, body, "a.yaml", index) for index, body in enumerate(bodies)), "1.34.2", DEFAULTS
    )
    sources = Sources("", {"a.yaml": text.encode()})
    began = perf_counter()
    lines = [locate(Hit("", index, "/metadata/name"), release, sources).line for index in range(len(names))]
    assert lines == [3 + 4 * index for index in range(len(names))]
    assert perf_counter() - began < 20
