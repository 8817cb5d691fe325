"""What is not rendered and will be there all the same: made by operators, hooks and Jobs.

Facts: external-secrets.io (ExternalSecret), cert-manager.io/docs (Certificate, annotated Ingress), the documents of Sealed
Secrets, Vault Secrets Operator, Secrets Store CSI Driver, SOPS Secrets Operator, Infisical, Doppler and Crossplane.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks.references.entries import ANYTHING, Made, Need
from pipeline.checks.references.needs import Origin
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.manifests.reading import at, listing, mapping, text

# Where custom objects say which Secret is made of them; "*" is each entry of a list.
_SECRETS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "ExternalSecret": (("target", "name"),),
    "ClusterExternalSecret": (("externalSecretName",), ("externalSecretSpec", "target", "name")),
    "SealedSecret": (("template", "metadata", "name"),),
    "Certificate": (("secretName",),),
    "SecretProviderClass": (("secretObjects", "*", "secretName"),),
    "SopsSecret": (("secretTemplates", "*", "name"),),
    "InfisicalSecret": (("managedSecretReference", "secretName"),),
    "DopplerSecret": (("managedSecret", "name"),),
    **dict.fromkeys(
        ("VaultStaticSecret", "VaultDynamicSecret", "VaultPKISecret", "HCPVaultSecretsApp"), (("destination", "name"),)
    ),
}
_ANY: Final = (("writeConnectionSecretToRef", "name"),)
# Custom kinds of which nothing is made that anybody names.
_PASSIVE: Final = frozenset((
    "ServiceMonitor", "PodMonitor", "PrometheusRule", "Probe", "ScrapeConfig", "AlertmanagerConfig", "GrafanaDashboard",
    "Issuer", "ClusterIssuer", "VirtualService", "DestinationRule", "PeerAuthentication", "AuthorizationPolicy", "Sidecar",
    "IngressRoute", "IngressRouteTCP", "IngressRouteUDP", "Middleware", "TLSOption", "ScaledObject", "ClusterPolicy",
    "CiliumNetworkPolicy", "BackendConfig", "FrontendConfig", "TargetGroupBinding", "AppProject",
))  # fmt: skip
# Services that the Prometheus Operator makes under a name of its own.
_OPERATED: Final = {
    "Prometheus": "prometheus-operated", "Alertmanager": "alertmanager-operated", "ThanosRuler": "thanos-ruler-operated",
}  # fmt: skip
_ISSUERS: Final = ("cert-manager.io/issuer", "cert-manager.io/cluster-issuer", "kubernetes.io/tls-acme")
_NAMED: Final = {
    "secrets": "Secret", "configmaps": "ConfigMap", "persistentvolumeclaims": "PersistentVolumeClaim", "services": "Service",
    "serviceaccounts": "ServiceAccount",
}  # fmt: skip
_WRITING: Final = frozenset(("*", "create", "update", "patch"))
_WORKERS: Final = frozenset(("Job", "CronJob"))


def made_by(origin: Origin) -> Iterator[Made]:
    """What becomes of one object."""
    one = origin.one
    if is_custom(one.group):
        yield from _by_operator(origin)
    elif one.kind == "Ingress" and any(key in one.annotations for key in _ISSUERS):
        for entry in listing(one.spec.get("tls")):
            yield from _made("Secret", origin.namespace, at(entry, "secretName"))
    elif one.kind == "StatefulSet":
        for claim in listing(one.spec.get("volumeClaimTemplates")):
            name = text(at(claim, "metadata", "name"))
            yield from _made("PersistentVolumeClaim", origin.namespace, f"{name}-{one.name}-*")
    elif one.kind in ("Role", "ClusterRole"):
        yield from _by_right(origin)


def is_custom(group: str) -> bool:
    """Whether an API group is none of Kubernetes' own, whose names end in .k8s.io or have no dot."""
    return "." in group and not group.endswith(".k8s.io")


def _by_operator(origin: Origin) -> Iterator[Made]:
    one = origin.one
    namespace = "*" if one.kind == "ClusterExternalSecret" else origin.namespace or "*"
    for steps in (*_SECRETS.get(one.kind, ()), *_ANY):
        for name in _at(one.spec, steps):
            yield from _made("Secret", namespace, name)
    if one.kind in _SECRETS:
        yield from _made("Secret", namespace, one.name)
    elif one.kind not in _PASSIVE:
        yield from _made(ANYTHING, namespace, one.name)
        yield from _made("Service", namespace, _OPERATED.get(one.kind))


def _by_right(origin: Origin) -> Iterator[Made]:
    """What rights by name are given for, where things of that kind may be written."""
    rules = [mapping(rule) for rule in listing(origin.one.get("rules"))]
    for resource, kind in _NAMED.items():
        own = [rule for rule in rules if resource in listing(rule.get("resources"))]
        if any(verb in _WRITING for rule in own for verb in listing(rule.get("verbs")) if isinstance(verb, str)):
            for name in (name for rule in own for name in listing(rule.get("resourceNames"))):
                yield from _made(kind, origin.namespace or "*", name)


def made_by_work(missing: Iterable[Need], there: Iterable[Manifest], pods: Mapping[int, Pod]) -> Iterator[Made]:
    """What hooks and Jobs name in their commands, scripts and variables, of what their release needs and does not have."""
    wanted = {(need.kind, need.namespace, need.name) for need in missing if need.kind in _NAMED.values()}
    if wanted:
        said = "\n".join(_said(there, pods))
        yield from (Made(kind, namespace, name) for kind, namespace, name in sorted(wanted) if _names(said, name))


def _names(said: str, name: str) -> bool:
    return name in said and re.search(rf"(?<![a-z0-9.-]){re.escape(name)}(?![a-z0-9-])", said) is not None


def _said(there: Iterable[Manifest], pods: Mapping[int, Pod]) -> Iterator[str]:
    for one in there:
        if one.kind == "ConfigMap" and one.is_hook:
            yield from (value for value in mapping(one.get("data")).values() if isinstance(value, str))
        elif (one.kind in _WORKERS or one.is_hook) and one.index in pods:
            for container in pods[one.index].every:
                yield from container.words
                yield from (text(entry.get("value")) for _, entry in container.env)


def _made(kind: str, namespace: str, name: Any) -> Iterator[Made]:
    if name and isinstance(name, str):
        yield Made(kind, namespace, name)


def _at(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    if not steps:
        yield value
    elif steps[0] == "*":
        for entry in listing(value):
            yield from _at(entry, steps[1:])
    else:
        yield from _at(mapping(value).get(steps[0]), steps[1:])
