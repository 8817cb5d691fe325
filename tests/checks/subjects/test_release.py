"""Which pods a selector finds, and which of them a Service sends to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.manifests.selectors import matches

LABELS = st.dictionaries(st.sampled_from("abc"), st.one_of(st.sampled_from(["x", "y"]), st.none(), st.just(["x"])))


def _release(*bodies: dict[str, Any], namespace: str = "") -> Release:
    context = Context("test", namespace, "shop", "1.0.0") if namespace else None
    return release_of(tuple(manifest(index, body) for index, body in enumerate(bodies)), "1.34.2", DEFAULTS, context)


def _pod(name: str, labels: Any, namespace: str | None = None) -> dict[str, Any]:
    return {"kind": "Pod", "metadata": {"name": name, "labels": labels, "namespace": namespace}}


def _names(release: Release, spec: Any, namespace: str | None = None) -> list[str]:
    service = manifest(9, {"kind": "Service", "metadata": {"namespace": namespace}, "spec": spec})
    return [pod.owner.name for pod in release.served(service)]


@given(st.lists(LABELS, max_size=6), LABELS)
def test_the_index_finds_what_looking_at_each_pod_finds(pods: list[Any], selector: Any) -> None:
    release = _release(*(_pod(str(index), labels) for index, labels in enumerate(pods)))
    wanted = [str(index) for index, labels in enumerate(pods) if selector and matches(selector, labels)]
    plain = not any(isinstance(value, list) for value in selector.values())
    assert [pod.owner.name for pod in release.selected(selector)] == (wanted if plain else [])


@pytest.mark.parametrize(
    ("spec", "namespace", "expected"),
    [
        ({"selector": {"app": "web"}}, None, ["here", "named"]),
        ({"selector": {"app": "web"}}, "home", ["here", "named"]),
        ({"selector": {"app": "web"}}, "other", ["away"]),
        ({"selector": {"app": "web"}, "type": "ExternalName"}, None, []),
        ({"selector": {}}, None, []),
        ({"selector": ["app"]}, None, []),
        (None, None, []),
    ],
)
def test_a_service_sends_to_pods_of_its_own_namespace(spec: Any, namespace: str | None, expected: list[str]) -> None:
    web = {"app": "web"}
    release = _release(_pod("here", web), _pod("named", web, "home"), _pod("away", web, "other"), namespace="home")
    assert _names(release, spec, namespace) == expected


@pytest.mark.parametrize(
    ("pods", "namespace", "expected"),
    [
        ({"here": None, "away": "other"}, None, ["here"]),
        ({"here": None, "away": "other"}, "other", ["away"]),
        ({"here": None, "away": "other"}, "third", ["here"]),
        ({"away": "other"}, None, ["away"]),
        ({"away": "other"}, "third", []),
    ],
)
def test_of_plain_manifests_a_namespace_that_is_not_written_may_be_any(
    pods: dict[str, str | None], namespace: str | None, expected: list[str]
) -> None:
    release = _release(*(_pod(name, {"app": "web"}, there) for name, there in pods.items()))
    assert _names(release, {"selector": {"app": "web"}}, namespace) == expected


@pytest.mark.parametrize(
    ("home", "namespace", "found"),
    [("", None, "web"), ("", "other", "web"), ("", "third", None), ("other", None, "web"), ("third", None, None)],
)
def test_what_is_beside_an_object(home: str, namespace: str | None, found: str | None) -> None:
    release = _release(_pod("web", {}, "other"), namespace=home)
    one = manifest(9, {"kind": "Service", "metadata": {"namespace": namespace}})
    there = release.beside(one, "Pod", "web")
    assert (there.name if there else None) == found
    assert release.beside(one, "Pod", "gone") is None


def test_many_services_of_one_label_are_answered_once() -> None:
    web = {"app": "web"}
    release = _release(*(_pod(str(index), web) for index in range(500)))
    ones = [manifest(index, {"kind": "Service", "spec": {"selector": dict(web)}}) for index in range(500)]
    first = release.served(ones[0])
    assert len(first) == 500
    assert all(release.served(one) is first for one in ones)
