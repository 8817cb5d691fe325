"""Which ports of which Services the objects of a release name."""

from typing import Any

import pytest

from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.calling import at_home, called
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.pod import pod_of
from pipeline.checks.subjects.release import release_of


@pytest.mark.parametrize(
    ("said", "ports"),
    [
        ("web:80", {80}),
        ("http://web", {80}),
        ("https://web/path", {443}),
        ("http://web.shop.svc:8080/path", {8080}),
        ("tcp://web-0.web:53", {53}),
        ("web:http", {"http"}),
        ("http://me:secret@web:81", {81}),
        ("web:123456", {None}),
        ("a web", {None}),
        ("web and 5005", {None, 5005}),
        ("my-web:80", set()),
        ("a.b.web:80", set()),
        ("", set()),
    ],
)
def test_a_text_names_services_and_ports(said: str, ports: set[Any]) -> None:
    release = release_of((manifest(0, {"kind": "ConfigMap", "data": {"a": said}}),), "1.34.2", DEFAULTS)
    assert called(release, {"web"}).get("web", set()) == ports
    # However many others there are, which are looked for in another way.
    assert called(release, {"web", *(f"other-{number}" for number in range(100))}).get("web", set()) == ports


def test_a_container_asks_its_own_pod() -> None:
    words = ["http://localhost:80", "127.0.0.1:81", "[::1]:82", "localhost", "localhost:123456", "otherhost:83"]
    pod = pod_of(manifest(0, {"kind": "Pod", "spec": {"containers": [{"args": words}]}}))
    assert pod is not None
    assert at_home(pod.containers[0]) == {80, 81, 82}
