"""Which object is which."""

from pipeline.manifests.identity import identify
from pipeline.model.resource import ResourceId


def test_identity_is_never_the_version() -> None:
    one, other = identify(
        [
            {"apiVersion": "apps/v1", "kind": "X", "metadata": {"name": "a"}},
            {"apiVersion": "apps/v1beta1", "kind": "X", "metadata": {"name": "a"}},
        ],
        "shop",
    )
    assert one == ResourceId("apps", "X", "shop", "a")
    assert other == ResourceId("apps", "X", "shop", "a", 1)


def test_kinds_of_the_cluster_have_no_namespace() -> None:
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "w.example.org"},
        "spec": {"group": "example.org", "scope": "Cluster", "names": {"kind": "World"}},
    }  # fmt: skip
    found = identify(
        [
            crd,
            {"apiVersion": "example.org/v1", "kind": "World", "metadata": {"name": "w"}},
            {"kind": "Pod", "metadata": {"generateName": "p-"}},
            {},
        ],
        "shop",
    )
    assert [one.namespace for one in found] == ["", "", "shop", "shop"]
    assert found[2].name == "p-"
