"""The texts by which programs are told things."""

from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.checks.subjects.texts import release_texts
from pipeline.manifests.kyaml import load_all

OBJECTS = """
kind: Pod
metadata: {name: a}
spec:
  containers:
    - {command: [run, 1, null], args: [now], env: [{name: A, value: b}, {name: C, value: 1}, {name: D}, null]}
  initContainers:
    - {command: run, args: {a: b}, env: {A: b}}
    - {args: [later]}
---
kind: ConfigMap
metadata: {name: b}
data: {a/b.ini: "[c]", d: 1}
---
kind: ConfigMap
metadata: {name: c}
data: [a]
"""


def test_every_text_is_found_with_its_place_and_nothing_else() -> None:
    bodies = [body for body in load_all(OBJECTS) if body]
    release = release_of(tuple(manifest(index, body) for index, body in enumerate(bodies)), "1.34.2", DEFAULTS)
    assert [(one.name, path, said) for one, path, said in release_texts(release)] == [
        ("a", "/spec/containers/0/command/0", "run"),
        ("a", "/spec/containers/0/args/0", "now"),
        ("a", "/spec/containers/0/env/0/value", "b"),
        ("a", "/spec/initContainers/1/args/0", "later"),
        ("b", "/data/a~1b.ini", "[c]"),
    ]
