"""What a system is made of and who asks whom, read from its manifests: the content of its picture."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.charts.rendered import Body, pod

_KINDS = ("StatefulSet", "Deployment", "DaemonSet", "Job", "Pod")
_OPERATORS = {"In": "in", "NotIn": "not", "Exists": "has", "DoesNotExist": "lacks"}


@dataclass(frozen=True, slots=True)
class Component:
    """One workload. group: what it is a part of; facts: what else is to be said, by subject; steps: its containers in order."""

    title: str
    group: str
    kind: str
    replicas: int
    steps: tuple[tuple[str, bool], ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """source asks target. kind: "waits" if it does so before it starts, "asks", or "beside" if it wants its node."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class System:
    """All components of one release. doors: hosts from outside, each with the component that it leads to."""

    components: Mapping[str, Component]
    links: tuple[Link, ...]
    doors: tuple[tuple[str, str], ...]


def system(release: str, bodies: Iterable[Body]) -> System:
    """The system of a release; tests are no part of it."""
    found = [one for one in bodies if "helm.sh/hook" not in one["metadata"].get("annotations", {})]
    workloads = {one["metadata"]["name"]: one for one in found if one["kind"] in _KINDS}
    services = [(one, name) for one in found if one["kind"] == "Service" for name, two in workloads.items() if _takes(one["spec"]["selector"], two)]  # fmt: skip
    components = {
        name: _component(release, one, found, [service for service, target in services if target == name])
        for name, one in workloads.items()
    }
    return System(components, tuple(_links(workloads, services, found)), tuple(_doors(found, services)))


def _component(release: str, body: Body, found: list[Body], services: list[Body]) -> Component:
    spec, title = pod(body), _title(body)
    group = re.sub(rf"-{re.escape(release)}(-\d+)?$", "", body["metadata"]["name"].removeprefix(f"{title}-"))
    steps = [(one["name"], True) for one in spec.get("initContainers", ())] + [(one["name"], False) for one in spec["containers"]]  # fmt: skip
    ports = [_port(port) for service in services for port in service["spec"].get("ports", ())]
    claims = body["spec"].get("volumeClaimTemplates", [])
    disks = [
        f"{one['spec']['resources']['requests']['storage']} of {one['spec']['storageClassName']}" for one in claims
    ]
    told = {
        "ports": ports, "admits": _admitted(body, found), "disk": disks, "shares": _shared(spec),
        "config": _mounted(spec, found, "ConfigMap"), "secret": _mounted(spec, found, "Secret"), "node": list(_rules(spec)),
    }  # fmt: skip
    facts = tuple((subject, tuple(words)) for subject, words in told.items() if words)
    return Component(title, group, body["kind"], body["spec"].get("replicas", 1), tuple(steps), facts)


def _port(port: Mapping[str, Any]) -> str:
    return f"{port['port']}{'' if port['protocol'] == 'TCP' else '/' + port['protocol']} {port['name']}"


def _title(body: Body) -> str:
    labels = body["metadata"]["labels"]
    return str(labels.get("app", labels["app.kubernetes.io/component"]))


def _labels(body: Body) -> Mapping[str, str]:
    labels: Mapping[str, str] = (body if body["kind"] == "Pod" else body["spec"]["template"])["metadata"]["labels"]
    return labels


def _takes(selector: Mapping[str, str], workload: Body) -> bool:
    return selector.items() <= _labels(workload).items()


def _admitted(body: Body, found: list[Body]) -> list[str]:
    """Who gets in by the policies of a workload; nothing where there is none."""
    specs = [one["spec"] for one in found if one["kind"] == "NetworkPolicy" and _takes(one["spec"]["podSelector"]["matchLabels"], body)]  # fmt: skip
    rules = [rule for spec in specs for rule in spec.get("ingress", ())]
    peers = [_peer(peer, found) for rule in rules for peer in rule.get("from", [None])]
    names = [name for peer in dict.fromkeys(peers) for name in peer]
    return list(dict.fromkeys(names)) or (["nobody"] if specs else [])


def _peer(peer: Any, found: list[Body]) -> tuple[str, ...]:
    if peer is None:
        return ("everybody",)
    if not (wanted := peer["podSelector"].get("matchLabels")):
        return ("its namespace",)
    names = tuple(_title(one) for one in found if one["kind"] in _KINDS and _takes(wanted, one))
    return names if "app.kubernetes.io/name" in wanted else ("its release",)


def _shared(spec: Body) -> list[str]:
    """Volumes through which containers of a pod reach each other; scratch space is none of them."""
    own = [one["name"] for one in spec.get("volumes", ()) if "emptyDir" in one and one["name"] != "tmp"]
    every = [*spec.get("initContainers", ()), *spec["containers"]]
    mounted = [mount["name"] for one in every for mount in one.get("volumeMounts", ())]
    return [name for name in own if mounted.count(name) > 1]


def _mounted(spec: Body, found: list[Body], kind: str) -> list[str]:
    """ConfigMaps or Secrets of the release that a pod reads; its scripts are a part of it, and not worth a word."""
    used = set(_references(spec))
    named = {_title(one) for one in found if (one["kind"], one["metadata"]["name"]) in {(kind, name) for name in used}}
    return sorted(named - {"scripts"})


def _references(value: Any) -> Iterator[str]:
    for key, inside in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        if key in ("configMap", "configMapKeyRef", "secret", "secretKeyRef"):
            yield inside.get("secretName") or inside["name"]
        else:
            yield from _references(inside)


def _rules(spec: Body) -> Iterator[str]:
    """Where its pods may be, as the chart says it."""
    yield from (f"{key}={value}" for key, value in (spec.get("nodeSelector") or {}).items())
    affinity = spec.get("affinity") or {}
    terms = affinity.get("nodeAffinity", {})
    for term in terms.get("requiredDuringSchedulingIgnoredDuringExecution", {}).get("nodeSelectorTerms", ()):
        yield from map(_expression, term["matchExpressions"])
    for term in terms.get("preferredDuringSchedulingIgnoredDuringExecution", ()):
        yield from (f"rather {_expression(one)}" for one in term["preference"]["matchExpressions"])
    if affinity.get("podAntiAffinity", {}).get("requiredDuringSchedulingIgnoredDuringExecution"):
        yield "one on a node"
    yield from (f"tolerates {one['key']}={one['value']}" for one in spec.get("tolerations") or ())


def _expression(one: Mapping[str, Any]) -> str:
    return f"{_OPERATORS[one['operator']]} {one['key'].rpartition('/')[2]}"


def _links(workloads: Mapping[str, Body], services: list[tuple[Body, str]], found: list[Body]) -> Iterator[Link]:
    maps = {one["metadata"]["name"]: str(one.get("data")) for one in found if one["kind"] == "ConfigMap"}
    for name, body in workloads.items():
        before = _said(pod(body).get("initContainers", ()), pod(body), maps)
        after = _said(pod(body)["containers"], pod(body), maps)
        for service, target in services:
            if target != name and _names(before + after, service["metadata"]["name"]):
                yield Link(name, target, "waits" if _names(before, service["metadata"]["name"]) else "asks")
        yield from (Link(name, target, "beside") for target in _neighbours(body, workloads))


def _said(some: Iterable[Body], spec: Body, maps: Mapping[str, str]) -> str:
    """All text of containers, with that of the ConfigMaps they mount."""
    volumes = {one["name"]: one["configMap"]["name"] for one in spec.get("volumes", ()) if "configMap" in one}
    mounted = [volumes.get(mount["name"], "") for one in some for mount in one.get("volumeMounts", ())]
    return " ".join([*map(str, some), *(maps.get(name, "") for name in mounted)])


def _neighbours(body: Body, workloads: Mapping[str, Body]) -> Iterator[str]:
    affinity = (pod(body).get("affinity") or {}).get("podAffinity", {})
    for term in affinity.get("requiredDuringSchedulingIgnoredDuringExecution", ()):
        for rule in term["labelSelector"]["matchExpressions"]:
            yield from (name for name, one in workloads.items() if _labels(one).get(rule["key"]) in rule["values"])


def _doors(found: list[Body], services: list[tuple[Body, str]]) -> Iterator[tuple[str, str]]:
    targets = {service["metadata"]["name"]: target for service, target in services}
    for ingress in (one for one in found if one["kind"] == "Ingress"):
        for rule in ingress["spec"]["rules"]:
            yield from ((rule["host"], targets[path["backend"]["service"]["name"]]) for path in rule["http"]["paths"])


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None
