"""Disruption budgets, priorities, quotas and limits of namespaces (kubernetes: pkg/apis/policy, scheduling and core/validation)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, native, whole
from pipeline.checks.kubernetes.forms import LABEL_KEY, shown
from pipeline.checks.kubernetes.workloads import share_fault
from pipeline.checks.rule import ERROR, MUST, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.quantities import is_whole, quantity
from pipeline.manifests.reading import mapping, text

_HIGHEST: Final = 1_000_000_000
_PARTS: Final = ("min", "max", "default", "defaultRequest")
_TYPES: Final = ("Container", "Pod", "PersistentVolumeClaim")
_COUNTED: Final = frozenset((
    "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps",
    "services.nodeports", "services.loadbalancers",
))  # fmt: skip
_QUOTAS: Final = _COUNTED | {
    "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage",
    "limits.cpu", "limits.memory", "limits.ephemeral-storage",
}  # fmt: skip
_HUGE: Final = ("hugepages-", "requests.hugepages-")
Fault = tuple[str, str]


@objects("K8S172", MUST, ERROR, "none", "PodDisruptionBudget")
def disruption_budgets(one: Manifest, release: Release) -> Iterator[Hit]:
    """Disruption budgets say how many pods must stay or how many may go, not both."""
    if not native(one):
        return
    given = [field for field in ("minAvailable", "maxUnavailable") if one.spec.get(field) is not None]
    if len(given) > 1:
        yield one.hit("/spec/maxUnavailable", "minAvailable and maxUnavailable exclude each other")
    for field in given:
        if message := share_fault(one.spec[field]):
            yield one.hit(f"/spec/{field}", f"{field} {message}")


@objects("K8S176", MUST, ERROR, "none", "PriorityClass")
def priorities(one: Manifest, release: Release) -> Iterator[Hit]:
    """Priorities are below those of Kubernetes itself."""
    value = whole(one.body.get("value"))
    if native(one) and value is not None and value > _HIGHEST and not one.name.startswith("system-"):
        yield one.hit("/value", f"value {value} must be at most {_HIGHEST}")


@objects("K8S177", MUST, ERROR, "none", "ResourceQuota", "LimitRange")
def namespace_limits(one: Manifest, release: Release) -> Iterator[Hit]:
    """Quotas and limits name resources that there are, in amounts that go together."""
    if not native(one):
        return
    if one.kind == "ResourceQuota":
        for name, given in mapping(one.spec.get("hard")).items():
            if message := _resource_fault(name) or _amount_fault(name, given):
                yield one.hit(joined("/spec/hard", name), message)
        return
    seen: set[str] = set()
    for path, limit in entries(one.spec.get("limits"), "/spec/limits"):
        kind = text(limit.get("type"))
        if "/" not in kind and isinstance(limit.get("type"), str) and kind not in _TYPES:
            yield one.hit(f"{path}/type", f"type {shown(kind)} must be one of {', '.join(_TYPES)}")
        elif kind in seen:
            yield one.hit(f"{path}/type", f"there are other limits for type {kind}")
        seen.add(kind)
        for place, message in (*_order(limit), *_defaults(limit, kind)):
            yield one.hit(f"{path}{place}", message)


def _resource_fault(name: str) -> str:
    if not LABEL_KEY.fits(name):
        return f"name of resource {LABEL_KEY.complaint(name)}"
    known = "/" in name or name in _QUOTAS or name.startswith(_HUGE)
    return "" if known else f"there is no resource {shown(name)} to set a quota for"


def _amount_fault(name: str, given: Any) -> str:
    amount = quantity(given)
    if amount is None:
        return ""
    extended = "/" in name and "kubernetes.io/" not in name and not name.startswith("requests.")
    if (name in _COUNTED or extended) and not is_whole(amount):
        return f"{name} {given!r} must be a whole number"
    return f"{name} {given!r} must not be negative" if amount < 0 else ""


def _order(limit: Mapping[str, Any]) -> Iterator[Fault]:
    """What is out of order: min, defaultRequest, default, max."""
    amounts = {part: mapping(limit.get(part)) for part in _PARTS}
    for low, high in (("min", "max"), ("min", "defaultRequest"), ("min", "default"), ("defaultRequest", "max"),
                      ("default", "max"), ("defaultRequest", "default")):  # fmt: skip
        for name, given in amounts[low].items():
            least, most = quantity(given), quantity(amounts[high].get(name))
            if least is not None and most is not None and least > most:
                yield joined(f"/{low}", name), f"{low} {given!r} of {name} is more than {high} {amounts[high][name]!r}"


def _defaults(limit: Mapping[str, Any], kind: str) -> Iterator[Fault]:
    for part in ("default", "defaultRequest"):
        if kind == "Pod" and mapping(limit.get(part)):
            yield f"/{part}", f"{part} is not for type: Pod"
    for name, given in mapping(limit.get("maxLimitRequestRatio")).items():
        ratio = quantity(given)
        if ratio is not None and ratio < 1:
            yield joined("/maxLimitRequestRatio", name), f"ratio {given!r} of {name} must be at least 1"
    if kind == "PersistentVolumeClaim" and not any("storage" in mapping(limit.get(part)) for part in ("min", "max")):
        yield "", "limits of claims need min or max of storage"
