"""An API server that knows no more than kinds and Secrets: what `lookup` of a template finds in a cluster, helm asks it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests.charts.rendered import NAME, NAMESPACE, Body

_KINDS = {
    "v1": {"configmaps": "ConfigMap", "pods": "Pod", "secrets": "Secret", "services": "Service"},
    "apps/v1": {"statefulsets": "StatefulSet"},
    "batch/v1": {"jobs": "Job"},
    "networking.k8s.io/v1": {"networkpolicies": "NetworkPolicy"},
}
_SECRETS = f"/api/v1/namespaces/{NAMESPACE}/secrets"


@contextmanager
def cluster(secrets: Mapping[str, Mapping[str, str]], folder: Path) -> Iterator[Path]:
    """The kubeconfig of a cluster in which the release has Secrets, by name and key."""
    answers = _answers([_secret(name, data) for name, data in secrets.items()])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path.partition("?")[0])
            self.send_response(200 if answer else 404)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer or {"kind": "Status", "reason": "NotFound", "code": 404}).encode())

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    path = folder / "kubeconfig"
    path.write_text(json.dumps(_config(server.server_port)), "utf-8")
    try:
        yield path
    finally:
        server.shutdown()
        server.server_close()


def _answers(secrets: list[Body]) -> dict[str, Any]:
    groups = [version.partition("/")[0] for version in _KINDS if "/" in version]
    return {
        "/version": {"major": "1", "minor": "34", "gitVersion": "v1.34.2"},
        "/api": {"kind": "APIVersions", "versions": ["v1"]},
        "/apis": {"kind": "APIGroupList", "groups": [_group(name) for name in groups]},
        _SECRETS: {"kind": "SecretList", "apiVersion": "v1", "metadata": {}, "items": secrets},
        **{f"{_SECRETS}/{one['metadata']['name']}": one for one in secrets},
        **{f"/{'apis' if '/' in version else 'api'}/{version}": _resources(version) for version in _KINDS},
    }


def _group(name: str) -> Body:
    version = {"groupVersion": f"{name}/v1", "version": "v1"}
    return {"name": name, "versions": [version], "preferredVersion": version}


def _resources(version: str) -> Body:
    found = [
        {"name": name, "singularName": "", "namespaced": True, "kind": kind, "verbs": ["get", "list"]}
        for name, kind in _KINDS[version].items()
    ]
    return {"kind": "APIResourceList", "groupVersion": version, "resources": found}


def _secret(name: str, data: Mapping[str, str]) -> Body:
    owner = {"meta.helm.sh/release-name": NAME, "meta.helm.sh/release-namespace": NAMESPACE}
    labels = {"app.kubernetes.io/managed-by": "Helm"}
    metadata = {"name": name, "namespace": NAMESPACE, "labels": labels, "annotations": owner}
    return {"kind": "Secret", "apiVersion": "v1", "metadata": metadata, "data": data}


def _config(port: int) -> Body:
    named: dict[str, Any] = {
        "clusters": {"cluster": {"server": f"http://127.0.0.1:{port}"}},
        "contexts": {"context": {"cluster": "it", "user": "it"}},
        "users": {"user": {}},
    }
    lists = {key: [{"name": "it", **value}] for key, value in named.items()}
    return {"apiVersion": "v1", "kind": "Config", "current-context": "it", **lists}
