"""Questions to kube-scheduler and to us, made by chance from what manifests say of nodes and pods."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model.node import Node
from pipeline.scheduling.cluster import Cluster, Unit, wishes
from pipeline.scheduling.filters import refusals
from pipeline.scheduling.kinship import kinship
from pipeline.scheduling.workloads import Given, claim, volume, workload

HOSTNAME, ZONE, REGION = "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region"
OLD_ZONE = "failure-domain.beta.kubernetes.io/zone"
_TAINTS = (
    {"key": "key1", "value": "value1", "effect": "NoSchedule"},
    {"key": "key1", "value": "other", "effect": "NoSchedule"},
    {"key": "gpu", "effect": "NoExecute"},
    {"key": "soft", "effect": "PreferNoSchedule"},
)
_TOLERATIONS = (
    {"key": "key1", "operator": "Equal", "value": "value1", "effect": "NoSchedule"},
    {"key": "key1", "operator": "Exists"},
    {"operator": "Exists", "effect": "NoExecute"},
    {"key": "gpu", "effect": "NoExecute"},
    {"key": "key1", "operator": "Gt", "value": "value1"},
    {"key": "node.kubernetes.io/unschedulable", "operator": "Exists", "effect": "NoSchedule"},
)
_EXPRESSIONS = (
    {"key": "rack", "operator": "In", "values": ["rack01", "rack03"]},
    {"key": "rack", "operator": "NotIn", "values": ["rack02"]},
    {"key": "master", "operator": "Exists"},
    {"key": "master", "operator": "DoesNotExist"},
    {"key": "size", "operator": "Gt", "values": ["3"]},
    {"key": "size", "operator": "Lt", "values": ["5"]},
    {"key": "master", "operator": "NotIn", "values": [""]},
)
_HOSTS: tuple[dict[str, str], ...] = ({}, {"hostIP": "127.0.0.1"}, {"hostIP": "0.0.0.0"}, {"hostIP": "::"})
_FIELDS = (
    {"key": "metadata.name", "operator": "In", "values": ["node-0"]},
    {"key": "metadata.name", "operator": "In", "values": ["node-1"]},
    {"key": "metadata.name", "operator": "NotIn", "values": ["node-0"]},
)


@dataclass(frozen=True)
class Question:
    """One question, as the API has it."""

    nodes: list[dict[str, Any]]
    running: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    volumes: list[dict[str, Any]]
    drivers: list[dict[str, Any]]
    pod: dict[str, Any]

    def asked(self) -> dict[str, Any]:
        """For kube-scheduler."""
        return {
            "nodes": self.nodes, "running": self.running, "claims": self.claims, "volumes": self.volumes,
            "drivers": self.drivers, "pod": self.pod,
        }  # fmt: skip

    def answered(self) -> Mapping[str, tuple[str, ...]]:
        """By us."""
        every = [*self.running, self.pod]
        found = [workload(_given(pod)) for pod in every]
        wished = wishes(found)
        most = {one["metadata"]["name"]: one["spec"]["drivers"][0]["allocatable"]["count"] for one in self.drivers}
        nodes = [_node(one, most.get(one["metadata"]["name"])) for one in self.nodes]
        claims = {(one["metadata"]["namespace"], one["metadata"]["name"]): one for one in self.claims}
        cluster = Cluster(
            nodes, kinship(wished), {}, {key: claim(*key, body) for key, body in claims.items()},
            tuple(volume(one["metadata"]["name"], one) for one in self.volumes),
        )  # fmt: skip
        known = {node.name: node for node in nodes}
        for number, pod in enumerate(self.running):
            cluster.put(Unit(found[number], wished[number], number), known[pod["spec"]["nodeName"]])
        return refusals(Unit(found[-1], wished[-1], len(every) - 1), cluster)


def _node(body: Mapping[str, Any], volumes: int | None) -> Node:
    spec = body["spec"]
    return Node(
        body["metadata"]["name"], body["metadata"]["labels"], tuple(spec.get("taints", ())),
        spec.get("unschedulable", False), body["status"]["allocatable"], volumes=volumes,
    )  # fmt: skip


def _given(pod: Mapping[str, Any]) -> Given:
    meta = pod["metadata"]
    return Given("Pod", meta["namespace"], meta["name"], pod, meta["labels"], pod["spec"])


def question(seed: int) -> Question:
    """One by chance."""
    chance = random.Random(seed)
    nodes = [_a_node(chance, number) for number in range(chance.randint(1, 5))]
    volumes = [_a_volume(chance, number) for number in range(2)]
    claims = [_a_claim(chance, number) for number in range(2)]
    names = [node["metadata"]["name"] for node in nodes]
    drivers = [_a_driver(chance, name) for name in names if chance.random() < 0.4]
    running = [_a_pod(chance, f"running-{number}", chance.choice(names)) for number in range(chance.randint(0, 5))]
    return Question(nodes, running, claims, volumes, drivers, _a_pod(chance, "asked", ""))


def _a_node(chance: random.Random, number: int) -> dict[str, Any]:
    labels = {HOSTNAME: f"node-{number}", "rack": chance.choice(("rack01", "rack02", "rack03"))}
    labels |= {"master": ""} if chance.random() < 0.3 else {}
    labels |= {"size": chance.choice(("2", "4", "8", "big"))} if chance.random() < 0.6 else {}
    labels |= {ZONE: chance.choice(("a", "b"))} if chance.random() < 0.5 else {}
    labels |= {REGION: chance.choice(("north", "south"))} if chance.random() < 0.3 else {}
    labels |= {OLD_ZONE: chance.choice(("a", "b"))} if chance.random() < 0.1 else {}
    spec: dict[str, Any] = {"taints": chance.sample(_TAINTS, chance.choice((0, 0, 0, 1, 2)))}
    if chance.random() < 0.15:  # the controller of nodes adds this taint to what is cordoned
        cordon = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
        spec = {"unschedulable": True, "taints": [*spec["taints"], cordon]}
    room = {"cpu": chance.choice(("500m", "1", "4")), "memory": chance.choice(("256Mi", "1Gi", "8Gi"))}
    room |= {"pods": chance.choice(("1", "3", "110"))}
    room |= {"example.org/gpu": "1"} if chance.random() < 0.3 else {}
    room |= {"hugepages-2Mi": chance.choice(("0", "4Mi"))} if chance.random() < 0.3 else {}
    room |= {"ephemeral-storage": chance.choice(("500Mi", "2Gi"))}
    return {"metadata": {"name": f"node-{number}", "labels": labels}, "spec": spec, "status": {"allocatable": room}}


def _a_volume(chance: random.Random, number: int) -> dict[str, Any]:
    labels = {ZONE: chance.choice(("a", "b", "a__b"))} if chance.random() < 0.3 else {}
    labels |= {OLD_ZONE: chance.choice(("a", "a__b"))} if chance.random() < 0.2 else {}
    labels |= {REGION: "north"} if chance.random() < 0.2 else {}
    spec: dict[str, Any] = {
        "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}, "csi": {"driver": "d", "volumeHandle": str(number)},
    }  # fmt: skip
    if chance.random() < 0.5:
        term = {"matchExpressions": [chance.choice(_EXPRESSIONS)]}
        spec["nodeAffinity"] = {"required": {"nodeSelectorTerms": [term]}}
    return {"metadata": {"name": f"volume-{number}", "labels": labels}, "spec": spec}


def _a_driver(chance: random.Random, node: str) -> dict[str, Any]:
    driver = {"name": "d", "nodeID": node, "allocatable": {"count": chance.randint(1, 2)}}
    return {"metadata": {"name": node}, "spec": {"drivers": [driver]}}


def _a_claim(chance: random.Random, number: int) -> dict[str, Any]:
    mode = "ReadWriteOncePod" if chance.random() < 0.4 else "ReadWriteOnce"
    bound = {"annotations": {"pv.kubernetes.io/bind-completed": "yes"}}
    return {
        "metadata": {"name": f"claim-{number}", "namespace": "one", **bound},
        "spec": {"accessModes": [mode], "volumeName": f"volume-{number}"}, "status": {"phase": "Bound"},
    }  # fmt: skip


def _a_pod(chance: random.Random, name: str, node: str) -> dict[str, Any]:
    spec: dict[str, Any] = {"containers": [_a_container(chance, "main"), _a_container(chance, "second")]}
    if chance.random() < 0.3:
        sidecar = {"restartPolicy": "Always"} if chance.random() < 0.5 else {}
        spec["initContainers"] = [{**_a_container(chance, "first"), **sidecar}, _a_container(chance, "then")]
    spec |= {"resources": {"requests": {"cpu": "600m", "memory": "300Mi"}}} if chance.random() < 0.1 else {}
    spec |= {"nodeName": node} if node else {}
    spec |= {"nodeSelector": {"rack": chance.choice(("rack01", "rack02"))}} if chance.random() < 0.2 else {}
    spec |= {"tolerations": chance.sample(_TOLERATIONS, chance.randint(1, 2))} if chance.random() < 0.4 else {}
    spec |= {"affinity": _affinity(chance)} if chance.random() < 0.6 else {}
    if chance.random() < 0.4:
        spec["topologySpreadConstraints"] = [_spread(chance) for _ in range(chance.randint(1, 2))]
    spec |= {"overhead": {"cpu": "50m"}} if chance.random() < 0.1 else {}
    namespace = "one" if chance.random() < 0.8 else "two"
    if namespace == "one" and chance.random() < 0.3:
        own = chance.choice((("claim-0",), ("claim-1",), ("claim-0", "claim-1")))
        spec["volumes"] = [{"name": name, "persistentVolumeClaim": {"claimName": name}} for name in own]
    labels = {"app": chance.choice(("web", "db")), "tier": chance.choice(("a", "b"))}
    return {"metadata": {"name": name, "namespace": namespace, "uid": name, "labels": labels}, "spec": spec}


def _a_container(chance: random.Random, name: str) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    asked |= {"cpu": chance.choice(("100m", "250m", "0.3"))} if chance.random() < 0.6 else {}
    asked |= {"memory": chance.choice(("64Mi", "200M"))} if chance.random() < 0.6 else {}
    asked |= {"example.org/gpu": "1"} if chance.random() < 0.05 else {}
    asked |= {"ephemeral-storage": "700Mi"} if chance.random() < 0.1 else {}
    asked |= {"hugepages-2Mi": "2Mi"} if chance.random() < 0.05 else {}
    limits = {"cpu": "400m"} if chance.random() < 0.2 and "cpu" not in asked else {}
    ports: list[dict[str, Any]] = (
        [{"containerPort": 80, "hostPort": chance.choice((80, 443))}] if chance.random() < 0.1 else []
    )
    ports = [{**port, **chance.choice(_HOSTS), **chance.choice(({}, {"protocol": "UDP"}))} for port in ports]
    return {
        "name": name,
        "image": "i",
        "resources": {"requests": {**limits, **asked}, "limits": limits},
        "ports": ports,
    }


def _affinity(chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    required = "requiredDuringSchedulingIgnoredDuringExecution"
    if chance.random() < 0.4:
        terms = [_a_node_term(chance) for _ in range(chance.randint(1, 2))]
        found["nodeAffinity"] = {required: {"nodeSelectorTerms": terms}}
    for kind in ("podAffinity", "podAntiAffinity"):
        if chance.random() < 0.4:
            found[kind] = {required: [_term(chance) for _ in range(chance.randint(1, 2))]}
    return found


def _a_node_term(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.3:
        return {"matchFields": chance.sample(_FIELDS, chance.choice((1, 1, 1, 2)))}
    return {"matchExpressions": chance.sample(_EXPRESSIONS, chance.randint(1, 2))}


def _term(chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {"topologyKey": chance.choice((HOSTNAME, "rack", ZONE)), "labelSelector": _selector(chance)}
    return found | chance.choice(({}, {}, {}, {"namespaces": ["two"]}, {"namespaceSelector": {}}))


def _selector(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.5:
        return {"matchLabels": {"app": chance.choice(("web", "db"))}}
    return {"matchExpressions": [{"key": "tier", "operator": "In", "values": [chance.choice(("a", "b"))]}]}


def _spread(chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {
        "maxSkew": chance.randint(1, 2), "topologyKey": chance.choice((HOSTNAME, "rack", ZONE)),
        "whenUnsatisfiable": chance.choice(("DoNotSchedule", "DoNotSchedule", "ScheduleAnyway")),
        "labelSelector": _selector(chance),
    }  # fmt: skip
    found |= {"nodeTaintsPolicy": "Honor"} if chance.random() < 0.3 else {}
    found |= {"nodeAffinityPolicy": "Ignore"} if chance.random() < 0.3 else {}
    hard = found["whenUnsatisfiable"] == "DoNotSchedule"
    return found | ({"minDomains": 3} if hard and chance.random() < 0.2 else {})
