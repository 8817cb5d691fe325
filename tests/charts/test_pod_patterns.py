"""pod-patterns: the row of the table as rendered, and its containers as processes that make the page together."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.charts.holding import TOP, rendered
from tests.charts.rendered import Body, container, containers, pod
from tests.charts.running import Machine, until

CHART, COMPONENT = "pod-patterns", "pod-examples"
CONFIGS = TOP / "charts" / CHART / "configs"
TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
NAMES = ["init-container", "main-app-container", "sidecar-nginx-container", "ambassador-container", "adapter-container"]


@pytest.mark.parametrize(
    "values",
    [
        {"ambassador": {"url": "file:///etc/passwd"}},
        {"init": {"greeting": "a\nb"}},
        {"theEnd": {"hostPath": "tmp"}},
        {"more": 1},
    ],
    ids=str,
)
def test_the_schema_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="values don't meet the specifications of the schema"):
        rendered(CHART, values)


def test_the_row_of_the_table() -> None:
    deployment, service = (rendered(CHART).one(kind, COMPONENT) for kind in ("Deployment", "Service"))
    assert deployment["spec"]["replicas"] == 1
    assert [one["name"] for one in containers(deployment)] == NAMES
    assert set(container(deployment, NAMES[1])["lifecycle"]) == {"postStart", "preStop"}
    assert service["spec"]["type"] == "ClusterIP"
    assert service["spec"]["ports"] == [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}]
    sidecar = container(deployment, NAMES[2])
    assert [(one["name"], one["containerPort"] >= 1024) for one in sidecar["ports"]] == [("http", True)]
    for probe in ("readinessProbe", "livenessProbe"):
        assert sidecar[probe]["httpGet"] == {"path": "/index.html", "port": "http"}


def test_what_the_containers_share() -> None:
    deployment = rendered(CHART).one("Deployment", COMPONENT)
    places = {
        one["name"]: [mount["mountPath"] for mount in one["volumeMounts"] if mount["name"] == "shared-data"]
        for one in containers(deployment)
    }
    assert places == {name: ["/usr/share/nginx/html" if "nginx" in name else "/pod-data"] for name in NAMES}
    (shared,) = (one for one in pod(deployment)["volumes"] if one["name"] == "shared-data")
    assert "emptyDir" in shared


@pytest.mark.parametrize(
    ("path", "volume"),
    [("", {"emptyDir": {"sizeLimit": "1Mi"}}), ("/tmp", {"hostPath": {"path": "/tmp", "type": "Directory"}})],
)
def test_the_end_is_a_folder_of_the_node_only_where_a_value_says_so(path: str, volume: dict[str, Any]) -> None:
    deployment = rendered(CHART, {"theEnd": {"hostPath": path}}).one("Deployment", COMPONENT)
    (found,) = (one for one in pod(deployment)["volumes"] if one["name"] == "the-end")
    assert found == {"name": "the-end", **volume}
    assert {"name": "the-end", "mountPath": "/the-end"} in container(deployment, NAMES[1])["volumeMounts"]


class Clock(BaseHTTPRequestHandler):
    """A server that only knows the time, and answers everything else with an error."""

    def do_HEAD(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@contextmanager
def served(handler: Any) -> Iterator[str]:
    """A server on a free port, as host:port."""
    with HTTPServer(("localhost", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"localhost:{server.server_port}"
        server.shutdown()


@contextmanager
def page(folder: Path, url: str) -> Iterator[tuple[Machine, Body, Path]]:
    """The Pod without its sidecar, as the kubelet starts it; the page that it makes, once all lines are there."""
    values = {
        "main": {"interval": 0.2}, "ambassador": {"interval": 60, "url": url}, "adapter": {"interval": 0.1},
        "test": {"interval": 0.1}, "init": {"greeting": "1 < 2 & $HOME"},
    }  # fmt: skip
    deployment = rendered(CHART, values).one("Deployment", COMPONENT)
    data, end = folder / "pod-data", folder / "the-end"
    data.mkdir()
    end.mkdir()
    here = Machine(folder, {"/scripts": CONFIGS, "/pod-data": data, "/the-end": end})
    for _ in range(2):
        assert here.run(container(deployment, NAMES[0])).returncode == 0
    main, *others = (container(deployment, name) for name in NAMES if "nginx" not in name and "init" not in name)
    with ExitStack() as stack:
        processes = [stack.enter_context(here.running(main))]
        assert here.hook(main, "postStart").returncode == 0
        processes += [stack.enter_context(here.running(one)) for one in others]
        until(lambda: len(lines(data / "index.html")) == 6)
        yield here, deployment, data / "index.html"
        assert [one.ends() for one in processes] == [0, 0, 0]


def lines(path: Path) -> list[str]:
    """What the page says."""
    return [unescape(line) for line in re.findall("<p>(.*)</p>", path.read_text("utf-8"))] if path.exists() else []


def test_the_lines_of_the_page_in_order(tmp_path: Path) -> None:
    with served(Clock) as clock, page(tmp_path, f"http://{clock}/") as (_, _, path):
        found = lines(path)
        patterns = [
            re.escape("Init says: 1 < 2 & $HOME"),
            f"Main app says: started at {TIME}",
            f"postStart says: the main container was started at {TIME}",
            rf"Ambassador says: it is \w{{3}}, \d\d \w{{3}} \d{{4}} [\d:]{{8}} GMT at {clock}",
            f"Main app says: still here at {TIME}",
            f"Adapter says: this is the page of {TIME}",
        ]
        assert all(re.fullmatch(pattern, line) for pattern, line in zip(patterns, found, strict=True)), found
        first, newest = found[1], found[4]
        until(lambda: lines(path)[4] != newest)
        assert lines(path)[1] == first


def test_a_clock_that_does_not_answer_stops_nobody(tmp_path: Path) -> None:
    with served(Clock) as clock:
        pass
    with page(tmp_path, f"http://{clock}/") as (_, _, path):
        assert lines(path)[3].startswith(f"Ambassador says: {clock} does not answer (")


def test_the_helm_test_reads_the_page(tmp_path: Path) -> None:
    test = rendered(CHART, {"test": {"interval": 0.1}}).test(COMPONENT)["spec"]["containers"][0]
    url = {one["name"]: one["value"] for one in test["env"]}["URL"]
    assert url == "http://pod-examples-pod-patterns-x:80/index.html"

    class Sidecar(SimpleHTTPRequestHandler):
        """Serves the shared volume, as nginx does."""

        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(tmp_path / "pod-data"))

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    with served(Clock) as clock, served(Sidecar) as sidecar, page(tmp_path, f"http://{clock}/") as (here, _, path):
        assert here.run(test, URL=f"http://{sidecar}/index.html").returncode == 0
        (tmp_path / "pod-data" / "parts" / "3-post-start").unlink()
        until(lambda: len(lines(path)) == 5)
        assert here.run(test, URL=f"http://{sidecar}/index.html", TRIES="2").returncode == 1
        assert here.run(test, URL=f"http://{clock}/index.html", TRIES="1").returncode == 1


def test_the_last_words(tmp_path: Path) -> None:
    with served(Clock) as clock, page(tmp_path, f"http://{clock}/") as (here, deployment, _):
        assert here.hook(container(deployment, NAMES[1]), "preStop").returncode == 0
    said = (tmp_path / "the-end" / "last.txt").read_text("utf-8")
    assert re.fullmatch(f"preStop says: the main container was told to end at {TIME}\n", said)
