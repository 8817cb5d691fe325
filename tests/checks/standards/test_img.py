"""IMG: where images come from, and which version of them."""

import pytest

from pipeline.checks.standards.img import one_shape
from tests.checks.standards.asking import alone, plain, severities
from tests.checks.standards.test_val import judged, paths

DIGEST = f"sha256:{'0' * 64}"


def pod(*images: str) -> str:
    containers = ", ".join(f"{{name: c{index}, image: {image}}}" for index, image in enumerate(images))
    return f"apiVersion: v1\nkind: Pod\nspec: {{containers: [{containers}]}}"


@pytest.mark.parametrize(
    ("image", "listed", "is_right"),
    [
        ("registry.example.org/suite/tool:1.2", "registry.example.org", True),
        ("registry.example.org/suite/tool:1.2", "registry.example.org/", True),
        ("registry.example.org/suite/tool:1.2", "registry.example.org/suite", True),
        ("registry.example.org/suite/tool:1.2", "registry.example.org/suite/tool", True),
        ("registry.example.org/suite/tool:1.2", "registry.example.org/sui", False),
        ("registry.example.org.evil.example/tool:1.2", "registry.example.org", False),
        ("registry.example.org:5000/tool", "registry.example.org", False),
        ("registry.example.org:5000/tool", "registry.example.org:5000", True),
        ("localhost/tool", "localhost", True),
        ("someuser/tool:1.2", "docker.io", True),
        ("someuser/tool:1.2", "docker.io/library", False),
        ("mysql:8.0", "docker.io/library/mysql", True),
        ("registry.example.org/a@" + DIGEST, "registry.example.org", True),
        ("''", "docker.io", False),
        ("null", "docker.io", False),
        ("7", "docker.io", False),
        ("[a]", "docker.io", False),
    ],
)
def test_images_come_from_where_they_may(image: str, listed: str, is_right: bool) -> None:
    assert (alone("IMG001", pod(image), registries=(listed,)) == []) is is_right


def test_nothing_listed_is_said_once_and_no_image_is_an_error_all_the_same() -> None:
    hits = alone("IMG001", f"{pod('a', 'b')}\n---\n{pod('null')}")
    assert [(hit.resource, hit.path) for hit in hits] == [(-1, ""), (1, "/spec/containers/0/image")]
    assert severities(hits) == ["info", ""]
    assert alone("IMG001", "kind: ConfigMap") == []


@pytest.mark.parametrize(
    ("image", "is_right"),
    [
        ("a:1.2", True),
        ("a:1.2@" + DIGEST, True),
        ("a@" + DIGEST, True),
        ("a", False),
        ("registry.example.org:5000/a", False),
        ("registry.example.org:5000/a:1.2", True),
        ("a:latest", False),
        ("a:LATEST", False),
        ("a:latest@" + DIGEST, False),
        ("a:latest-alpine", False),
        ("a:alpine-latest", False),
        ("a:latestish", True),
        ("latest:1.2", True),
        ("'a:'", False),
        ("''", True),
        ("7", True),
    ],
)
def test_latest(image: str, is_right: bool) -> None:
    assert (plain("IMG002", pod(image)) == []) is is_right


def test_initial_containers_are_looked_at_too() -> None:
    body = "apiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {initContainers: [null, {image: a}]}}}"
    assert [hit.path for hit in plain("IMG002", body)] == ["/spec/template/spec/initContainers/1/image"]


@pytest.mark.parametrize(
    ("image", "severity"),
    [
        ("a:8.0", None),
        ("a:v8.0.1", None),
        ("a:8.0-alpine", None),
        ("a:8.0.1_build.5", None),
        ("a:1.2.3.4", None),
        ("a:8", ""),
        ("a:stable", ""),
        ("a:20240501", ""),
        ("a:8.", ""),
        ("a:x8.0", ""),
        ("a:8.0x", ""),
        ("a@" + DIGEST, "info"),
        ("a:8@" + DIGEST, ""),
        ("a", None),
        ("a:latest", None),
        ("a:dev-17", None),
        ("''", None),
    ],
)
def test_versions(image: str, severity: str | None) -> None:
    hits = alone("IMG003", pod(image), tags=("dev-[0-9]+", "("))
    assert severities(hits) == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("{image: {registry: a, image: b, tag: '1.2', pullPolicy: Always}}", []),
        ("{image: {registry: a, image: b, tag: '', pullPolicy: ''}}", []),
        ("{web: {image: {registry: a, repository: b, tag: '1.2', pullPolicy: Always}}}", ["/web/image"]),
        ("{web: {image: {registry: a, image: b, tag: '1.2', pullPolicy: Always, digest: ''}}}", ["/web/image"]),
        ("{web: {image: mysql}, initImage: a}", ["/initImage", "/web/image"]),
        ("{web: {image: ''}, dbImage: null, image: {}}", []),
        ("{image: {registry: a, image: b, tag: 1.2, pullPolicy: Sometimes}}", ["/image/pullPolicy", "/image/tag"]),
        ("{image: {registry: a, image: b, tag: latest, pullPolicy: Never}}", ["/image/tag"]),
        ("{image: {registry: a, image: b, tag: '8', pullPolicy: Never}}", ["/image/tag"]),
        ("{extra: [{image: a}], labels: {image: a}, sub: {image: a}}", []),
        ("[image]", []),
    ],
)
def test_images_have_one_shape(values: str, found: list[str]) -> None:
    metadata = "dependencies: [{name: sub}]"
    assert paths(judged(one_shape, values, metadata=metadata)) == found
    assert judged(one_shape, values, path="environments/ci/values.yaml", metadata=metadata) == []
