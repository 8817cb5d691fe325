"""Changes of resources: what counts, what varies anyway, what is secret, what was renamed."""

from typing import Any

from pipeline.compare.comparing import compare
from pipeline.manifests.identity import identify
from pipeline.manifests.masking import MASK, seal
from pipeline.model.change import Action
from pipeline.model.resource import Resource


def _resource(body: dict[str, Any], **more: Any) -> Resource:
    return Resource(identify([body], "shop")[0], body, "web/templates/x.yaml", **more)


def _map(name: str = "a", **data: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def test_the_same_is_no_change_whatever_the_order_of_keys() -> None:
    assert compare((_resource({"kind": "X", "a": 1}),), (_resource({"a": 1, "kind": "X"}),)) == ()


def test_true_is_not_one() -> None:
    (change,) = compare((_resource(_map(x=True)),), (_resource(_map(x=1)),))
    assert change.edits[0].before is True


def test_create_update_and_delete() -> None:
    before, after = (
        [_resource(_map("a")), _resource(_map("b", x="1"))],
        [_resource(_map("b", x="2")), _resource(_map("c", y="9"))],
    )
    found = {change.resource.name: change.action for change in compare(before, after)}
    assert found == {"a": Action.DELETE, "b": Action.UPDATE, "c": Action.CREATE}


def test_a_renamed_object_is_a_replacement() -> None:
    data = {f"k{index}": "v" for index in range(8)}
    (change,) = compare((_resource(_map("old", **data)),), (_resource(_map("new", **data)),))
    assert change.action is Action.REPLACE
    assert change.renamed_from is not None
    assert change.renamed_from.name == "old"


def test_a_new_version_of_the_api_is_an_update() -> None:
    (change,) = compare(
        (_resource({**_map(), "apiVersion": "x.io/v1"}),), (_resource({**_map(), "apiVersion": "x.io/v2"}),)
    )
    assert change.action is Action.UPDATE


def test_what_varies_on_both_sides_is_no_change() -> None:
    one = _resource(_map(x="abc"), unstable=("/data/x",), steady=("(unstable)",))
    other = _resource(_map(x="xyz"), unstable=("/data/x",), steady=("(unstable)",))
    assert [edit.counts for change in compare((one,), (other,)) for edit in change.edits] == [False]


def test_what_is_steady_in_a_text_that_varies_still_counts() -> None:
    one = _resource(_map(x="port 1 pass abc"), unstable=("/data/x",), steady=("port 1 pass (unstable)",))
    other = _resource(_map(x="port 2 pass xyz"), unstable=("/data/x",), steady=("port 2 pass (unstable)",))
    assert [edit.counts for change in compare((one,), (other,)) for edit in change.edits] == [True]


def test_what_begins_to_vary_counts() -> None:
    one = _resource(_map(x="fixed"))
    other = _resource(_map(x="xyz"), unstable=("/data/x",), steady=("(unstable)",))
    assert [edit.counts for change in compare((one,), (other,)) for edit in change.edits] == [True]


def test_the_same_words_in_another_order_are_no_change_where_the_order_varies() -> None:
    one = _resource(_map(x="a,b"))
    other = _resource(_map(x="b,a"), unstable=("/data/x",), steady=("(unstable)",))
    assert [edit.counts for change in compare((one,), (other,)) for edit in change.edits] == [False]


def test_an_object_with_a_random_name_is_the_same_object() -> None:
    one = _resource(_map("job-abc"), unstable=("/metadata/name",), steady=("job(unstable)",))
    other = _resource(_map("job-xyz"), unstable=("/metadata/name",), steady=("job(unstable)",))
    assert [edit.counts for change in compare((one,), (other,)) for edit in change.edits] == [False]


def test_a_changed_secret_is_seen_and_not_shown() -> None:
    def secret(value: str) -> Resource:
        body, pointers = seal(
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"p": value, "q": "same"}}, b"k"
        )
        return _resource(dict(body), secret=pointers)

    (change,) = compare((secret("b2xk"),), (secret("bmV3"),))
    (edit,) = change.edits
    assert (edit.path, edit.before, edit.after, edit.masked) == ("/data/p", MASK, MASK, True)
    assert "sealed" not in repr(change)


def test_a_secret_inside_a_new_part_is_masked_alone() -> None:
    before = _resource({"kind": "Pod", "metadata": {"name": "p"}, "spec": {}})
    body = {"kind": "Pod", "metadata": {"name": "p"}, "spec": {"env": [{"name": "A", "value": "hush"}]}}
    (change,) = compare((before,), (_resource(body, secret=("/spec/env/0/value",)),))
    assert change.edits[0].after == [{"name": "A", "value": MASK}]
    assert "hush" not in repr(change)


def test_the_same_change_has_the_same_id_in_every_namespace() -> None:
    def change(namespace: str) -> str:
        def one(value: str) -> Resource:
            body = _map(x=value)
            return Resource(identify([body], namespace)[0], body)

        return compare((one("1"),), (one("2"),))[0].id

    assert change("ci") == change("production")


def test_lists_of_custom_resources_are_matched_by_the_keys_of_their_crd() -> None:
    schema = {
        "properties": {
            "spec": {
                "properties": {
                    "ports": {"type": "array", "x-kubernetes-list-map-keys": ["number"], "items": {"properties": {}}}
                }
            }
        }
    }
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "gates.x.io"},
        "spec": {"group": "x.io", "scope": "Namespaced", "names": {"kind": "Gate"}, "versions": [{"name": "v1", "schema": {"openAPIV3Schema": schema}}]},
    }  # fmt: skip

    def gate(*ports: dict[str, Any]) -> Resource:
        return _resource(
            {"apiVersion": "x.io/v1", "kind": "Gate", "metadata": {"name": "g"}, "spec": {"ports": list(ports)}}
        )

    found = compare(
        (_resource(crd), gate({"number": 1, "v": 1})), (_resource(crd), gate({"number": 0}, {"number": 1, "v": 2}))
    )
    assert [edit.key for edit in found[0].edits] == ["spec.ports[0]", "spec.ports[1].v"]


def test_the_same_manifest_in_another_namespace_is_another_object() -> None:
    body = _map(x="1")
    before, after = (Resource(identify([body], namespace)[0], body) for namespace in ("old", "new"))
    (change,) = compare((before,), (after,))
    assert change.action is Action.REPLACE
    assert change.edits == ()
