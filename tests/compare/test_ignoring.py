"""Rules of `ignore` mark edits; a change is not judged by rules that it brings itself."""

import pytest

from pipeline.compare.ignoring import ignoring, in_force
from pipeline.model.change import Action, Change, Edit
from pipeline.model.config import Ignore
from pipeline.model.problem import Place
from pipeline.model.resource import ResourceId


def _rule(resource: str, path: str) -> Ignore:
    return Ignore(resource, path, "why", Place("environments/ci/environment.yaml", 9))


def _change(*paths: str, action: Action = Action.UPDATE) -> Change:
    resource = ResourceId("", "ConfigMap", "shop", "web")
    return Change("id", action, resource, "v1", "t", {}, {}, tuple(Edit("replace", path, 1, 2) for path in paths))


@pytest.mark.parametrize(
    ("resource", "path", "edited", "ignored"),
    [
        ("*/*", "/metadata/labels/helm.sh~1chart", "/metadata/labels/helm.sh~1chart", True),
        ("ConfigMap/w*", "/data", "/data/x", True),
        ("ConfigMap/w*", "/data/x", "/data", False),
        ("ConfigMap/w*", "/data/x", "/data/xy", False),
        ("Secret/*", "/data", "/data/x", False),
        ("*/*", "/spec/*/image", "/spec/0/image", True),
        ("*/*", "/spec/*/image", "/spec/0/name", False),
    ],
)
def test_a_rule_names_places_and_what_is_below_them(resource: str, path: str, edited: str, ignored: bool) -> None:
    (found,) = ignoring([_change(edited)], [_rule(resource, path)])
    assert found.edits[0].ignored == ignored


def test_what_is_created_or_deleted_always_counts() -> None:
    change = _change("/data/x", action=Action.REPLACE)
    assert ignoring([change], [_rule("*/*", "/data")]) == (change,)


def test_only_rules_of_both_sides_are_in_force() -> None:
    old, new, gone = _rule("*/*", "/a"), _rule("*/*", "/b"), _rule("*/*", "/c")
    assert in_force([old, gone], [new, old]) == (old,)
