"""What is secret is sealed, masked, and refused by the API server."""

from pipeline.manifests.masking import MASK, REFUSED, masked, seal

SECRET = {
    "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}},
    "data": {"a/b": "eA==", "n": None}, "stringData": {"c": "x"},
}  # fmt: skip


def test_every_value_of_a_secret_is_sealed() -> None:
    body, pointers = seal(SECRET, b"k")
    assert pointers == (
        "/data/a~1b", "/data/n", "/stringData/c", "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration",
    )  # fmt: skip
    assert "eA==" not in str(body)
    assert body["metadata"]["name"] == "s"


def test_equal_values_have_equal_tokens_under_one_key_only() -> None:
    one, _ = seal({"kind": "Secret", "apiVersion": "v1", "data": {"a": "x", "b": "x", "c": "y"}}, b"k")
    other, _ = seal({"kind": "Secret", "apiVersion": "v1", "data": {"a": "x"}}, b"other")
    assert one["data"]["a"] == one["data"]["b"] != one["data"]["c"]
    assert one["data"]["a"] != other["data"]["a"]


def test_tokens_are_of_one_length() -> None:
    body, _ = seal({"kind": "Secret", "apiVersion": "v1", "data": {"a": "", "b": "x" * 5000}}, b"k")
    assert len(body["data"]["a"]) == len(body["data"]["b"])


def test_other_kinds_named_secret_are_left_alone() -> None:
    body = {"apiVersion": "example.org/v1", "kind": "Secret", "data": {"a": "x"}}
    assert seal(body, b"k") == (body, ())


def test_a_secret_whose_data_is_no_map_is_sealed_whole() -> None:
    body, pointers = seal({"apiVersion": "v1", "kind": "Secret", "data": "oops"}, b"k")
    assert pointers == ("/data",)
    assert "oops" not in str(body)


def test_a_masked_object_cannot_be_applied() -> None:
    shown = masked({"kind": "ConfigMap", "data": {"a": "x", "b": ["y", "z"]}}, ("/data/a", "/data/b/1"), refuse=True)
    assert shown["data"] == {"a": MASK, "b": ["y", MASK]}
    assert REFUSED in shown["metadata"]["annotations"]
    # An annotation key is a qualified name (apimachinery, IsQualifiedName): letters, digits, -, _ and . with one slash.
    assert " " in REFUSED
    assert masked({"a": 1}, (), refuse=True) == {"a": 1}
