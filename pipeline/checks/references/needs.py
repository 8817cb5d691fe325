"""What objects name: in the pods they make, and in their own fields (kubernetes.io/docs/reference/kubernetes-api)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.references.entries import Need, Spot
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.model.resource import ResourceId

_CONFIG, _SECRET = "ConfigMap", "Secret"
_REFERENCES: Final = (("configMapKeyRef", _CONFIG), ("secretKeyRef", _SECRET))
_SOURCES: Final = (("configMapRef", _CONFIG), ("secretRef", _SECRET))
# Volumes of drivers, and where each names the Secret with its credentials.
_DRIVERS: Final = {
    "csi": ("nodePublishSecretRef", "name"), "azureFile": ("secretName",),
    **dict.fromkeys(("cephfs", "rbd", "flexVolume", "iscsi", "scaleIO", "storageos"), ("secretRef", "name")),
}  # fmt: skip
# A port name of the AWS load balancer controller that stands for an action in an annotation and for no Service.
ACTION: Final = "use-annotation"


@dataclass(frozen=True, slots=True)
class Origin:
    """The object whose needs are read."""

    one: Manifest
    resource: ResourceId

    @property
    def namespace(self) -> str:
        return self.resource.namespace

    def need(
        self, kind: str, name: Any, path: str, use: str, key: str = "", optional: bool = False, namespace: str | None = None
    ) -> Iterator[Need]:  # fmt: skip
        """One need, none where kind or name is no text."""
        if kind and name and isinstance(name, str):
            spot = Spot(self.resource, self.one.index, path)
            yield Need(kind, self.namespace if namespace is None else namespace, name, key, use, optional, spot)


def pod_needs(pod: Pod, origin: Origin) -> Iterator[Need]:
    """What the pods of an object name."""
    for container in pod.every:
        for path, entry in container.env:
            if "valueFrom" in entry:
                yield from _variable(mapping(entry["valueFrom"]), f"{container.path}{path}/valueFrom", origin)
        for path, entry in container.entries("envFrom"):
            for field, kind in _SOURCES:
                ref = mapping(entry.get(field))
                yield from origin.need(
                    kind, ref.get("name"), f"{container.path}{path}/{field}", "env", "", ref.get("optional") is True
                )
    for path, volume in pod.volumes:
        yield from _volume(volume, pod.path + path, origin)
    for index, entry in enumerate(listing(pod.spec.get("imagePullSecrets"))):
        yield from origin.need(_SECRET, at(entry, "name"), f"{pod.path}/imagePullSecrets/{index}", "pull")
    for field in ("serviceAccountName", "serviceAccount"):
        yield from origin.need("ServiceAccount", pod.spec.get(field), f"{pod.path}/{field}", "pod")


def _variable(source: Mapping[str, Any], path: str, origin: Origin) -> Iterator[Need]:
    for field, kind in _REFERENCES:
        ref = mapping(source.get(field))
        yield from origin.need(
            kind, ref.get("name"), f"{path}/{field}", "env", text(ref.get("key")), ref.get("optional") is True
        )


def _volume(volume: Mapping[str, Any], path: str, origin: Origin) -> Iterator[Need]:
    yield from _files(volume, path, "secretName", origin)
    claim = mapping(volume.get("persistentVolumeClaim"))
    yield from origin.need("PersistentVolumeClaim", claim.get("claimName"), f"{path}/persistentVolumeClaim", "volume")
    for index, source in enumerate(listing(at(volume, "projected", "sources"))):
        yield from _files(mapping(source), f"{path}/projected/sources/{index}", "name", origin)
    for driver, steps in _DRIVERS.items():
        if driver in volume:
            yield from origin.need(_SECRET, at(volume[driver], *steps), f"{path}/{driver}/{steps[0]}", "volume")


def _files(volume: Mapping[str, Any], path: str, secret: str, origin: Origin) -> Iterator[Need]:
    """A ConfigMap or Secret as files: all of its keys, or those that `items` names."""
    for field, kind, named in (("configMap", _CONFIG, "name"), ("secret", _SECRET, secret)):
        ref = mapping(volume.get(field))
        name, optional = ref.get(named), ref.get("optional") is True
        yield from origin.need(kind, name, f"{path}/{field}", "volume", "", optional)
        for index, item in enumerate(listing(ref.get("items"))):
            if key := text(at(item, "key")):
                yield from origin.need(kind, name, f"{path}/{field}/items/{index}", "volume", key, optional)


def own_needs(origin: Origin) -> Iterator[Need]:
    """What an object names in its own fields."""
    found = _BY_KIND.get(origin.one.kind)
    if found:
        yield from found(origin)


def _ingress(origin: Origin) -> Iterator[Need]:
    spec = origin.one.spec
    for field in ("defaultBackend", "backend"):
        yield from _backend(mapping(spec.get(field)), f"/spec/{field}", origin)
    for index, rule in enumerate(listing(spec.get("rules"))):
        for number, path in enumerate(listing(at(rule, "http", "paths"))):
            yield from _backend(
                mapping(at(path, "backend")), f"/spec/rules/{index}/http/paths/{number}/backend", origin
            )
    for index, entry in enumerate(listing(spec.get("tls"))):
        yield from origin.need(_SECRET, at(entry, "secretName"), f"/spec/tls/{index}/secretName", "tls")


def _backend(backend: Mapping[str, Any], path: str, origin: Origin) -> Iterator[Need]:
    service = mapping(backend.get("service"))
    named = mapping(service.get("port"))
    port = _port(named.get("name") or named.get("number") or backend.get("servicePort"))
    if port != ACTION:
        yield from origin.need("Service", service.get("name") or backend.get("serviceName"), path, "backend", port)


def _port(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _route(origin: Origin) -> Iterator[Need]:
    """Routes of the Gateway API (gateway-api.sigs.k8s.io/reference/spec, BackendObjectReference)."""
    for index, rule in enumerate(listing(origin.one.spec.get("rules"))):
        for number, ref in enumerate(listing(at(rule, "backendRefs"))):
            if at(ref, "kind") in (None, "Service") and not at(ref, "group"):
                path, namespace = f"/spec/rules/{index}/backendRefs/{number}", text(at(ref, "namespace"))
                yield from origin.need(
                    "Service", at(ref, "name"), path, "backend", _port(at(ref, "port")), False, namespace or None
                )


def _scale(origin: Origin) -> Iterator[Need]:
    target = mapping(origin.one.spec.get("scaleTargetRef"))
    yield from origin.need(text(target.get("kind")), target.get("name"), "/spec/scaleTargetRef", "target")


def _stateful(origin: Origin) -> Iterator[Need]:
    yield from origin.need("Service", origin.one.spec.get("serviceName"), "/spec/serviceName", "name")


def _binding(origin: Origin) -> Iterator[Need]:
    role = mapping(origin.one.get("roleRef"))
    kind = text(role.get("kind"))
    yield from origin.need(kind, role.get("name"), "/roleRef", "role", "", False, "" if kind == "ClusterRole" else None)
    for index, entry in enumerate(listing(origin.one.get("subjects"))):
        if at(entry, "kind") == "ServiceAccount":
            namespace = text(at(entry, "namespace")) or origin.namespace
            yield from origin.need(
                "ServiceAccount", at(entry, "name"), f"/subjects/{index}", "subject", "", False, namespace
            )


def _account(origin: Origin) -> Iterator[Need]:
    for index, entry in enumerate(listing(origin.one.get("imagePullSecrets"))):
        yield from origin.need(_SECRET, at(entry, "name"), f"/imagePullSecrets/{index}", "pull")


def _webhooks(origin: Origin) -> Iterator[Need]:
    for index, entry in enumerate(listing(origin.one.get("webhooks"))):
        yield from _called(at(entry, "clientConfig", "service"), f"/webhooks/{index}/clientConfig/service", origin)


def _extension(origin: Origin) -> Iterator[Need]:
    yield from _called(origin.one.spec.get("service"), "/spec/service", origin)


def _conversion(origin: Origin) -> Iterator[Need]:
    steps = ("conversion", "webhook", "clientConfig", "service")
    yield from _called(at(origin.one.spec, *steps), f"/spec/{'/'.join(steps)}", origin)


def _called(service: Any, path: str, origin: Origin) -> Iterator[Need]:
    """A Service that the API server itself calls, at port 443 where none is written."""
    port = _port(at(service, "port")) or "443"
    yield from origin.need("Service", at(service, "name"), path, "call", port, False, text(at(service, "namespace")))


_BY_KIND: Final[Mapping[str, Callable[[Origin], Iterator[Need]]]] = {
    "Ingress": _ingress, "StatefulSet": _stateful, "HorizontalPodAutoscaler": _scale,
    "RoleBinding": _binding, "ClusterRoleBinding": _binding, "ServiceAccount": _account,
    "ValidatingWebhookConfiguration": _webhooks, "MutatingWebhookConfiguration": _webhooks,
    "APIService": _extension, "CustomResourceDefinition": _conversion,
    **dict.fromkeys(("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"), _route),
}  # fmt: skip
