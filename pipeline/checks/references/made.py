"""What is not rendered and will be there all the same, as controllers make it of what is.

Facts: external-secrets.io (ExternalSecret), cert-manager.io/docs (Certificate, annotated Ingress), the documents of Sealed
Secrets, Vault Secrets Operator, Secrets Store CSI Driver, SOPS Secrets Operator, Infisical, Doppler and Crossplane.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks.references.entries import ANYTHING, Made
from pipeline.checks.references.needs import Origin
from pipeline.checks.subjects.manifest import Manifest
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.schemas.lifecycle import is_custom

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
# Resources that rights are given for, and their kinds.
KINDS: Final = {
    "secrets": "Secret", "configmaps": "ConfigMap", "persistentvolumeclaims": "PersistentVolumeClaim", "services": "Service",
    "serviceaccounts": "ServiceAccount",
}  # fmt: skip
_WRITING: Final = frozenset(("*", "create", "update", "patch"))


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
    for kind, rules in writable(origin.one).items():
        for rule in rules:
            for name in listing(rule.get("resourceNames")):
                yield from _made(kind, origin.namespace or "*", name)


def writable(role: Manifest) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The kinds that a role lets write, each with all rules about it."""
    rules = [mapping(rule) for rule in listing(role.get("rules"))]
    found = {kind: [rule for rule in rules if name in listing(rule.get("resources"))] for name, kind in KINDS.items()}
    return {kind: own for kind, own in found.items() if any(_writes(rule) for rule in own)}


def _writes(rule: Mapping[str, Any]) -> bool:
    return any(verb in _WRITING for verb in listing(rule.get("verbs")) if isinstance(verb, str))


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
