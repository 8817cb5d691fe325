"""Autoscalers (kubernetes: pkg/apis/autoscaling/validation)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, minor, native, whole
from pipeline.checks.kubernetes.forms import SEGMENT, shown
from pipeline.checks.rule import ERROR, MUST, WARNING, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import listing, mapping, text

# Type of a metric -> its field, and what its target may have, of which it needs at least one.
_METRICS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "Resource": ("resource", ("averageUtilization", "averageValue")),
    "ContainerResource": ("containerResource", ("averageUtilization", "averageValue")),
    "Pods": ("pods", ("averageValue",)),
    "Object": ("object", ("value", "averageValue")),
    "External": ("external", ("value", "averageValue")),
}
_TARGETS: Final = ("Utilization", "Value", "AverageValue")
_EXCLUSIVE: Final = ("resource", "containerResource", "external")
_SELECT: Final = ("Max", "Min", "Disabled")
_POLICIES: Final = ("Pods", "Percent")
_PERIOD: Final = 1800  # seconds
_WINDOW: Final = 3600  # seconds
_TO_ZERO: Final = 37  # the minor version since which autoscalers may take all pods away
_GROUPED: Final = 37  # the minor version that refuses a target that cannot be found; others just do not scale it
Fault = tuple[str, str]


@objects("K8S173", MUST, ERROR, "none", "HorizontalPodAutoscaler")
def bounds(one: Manifest, release: Release) -> Iterator[Hit]:
    """Autoscalers have bounds, and a target of a kind and a name."""
    if not native(one):
        return
    least, most = whole(one.spec.get("minReplicas")), whole(one.spec.get("maxReplicas"))
    lowest = 0 if minor(release) >= _TO_ZERO and _from_outside(one.spec) else 1
    if least is not None and least < lowest:
        allowed = f"at least 1, or 0 since Kubernetes 1.{_TO_ZERO} with a metric of type Object or External"
        yield one.hit("/spec/minReplicas", f"minReplicas {least} must be {allowed}")
    if most is not None and most < max(1, least or 1):
        yield one.hit("/spec/maxReplicas", f"maxReplicas {most} must be at least {max(1, least or 1)}")
    if (share := whole(one.spec.get("targetCPUUtilizationPercentage"))) is not None and share < 1:
        yield one.hit(
            "/spec/targetCPUUtilizationPercentage", f"targetCPUUtilizationPercentage {share} must be more than 0"
        )
    yield from _target(one, minor(release))


def _target(one: Manifest, version: int) -> Iterator[Hit]:
    target = mapping(one.spec.get("scaleTargetRef"))
    for place, message in _named(target, "kind", "name"):
        yield one.hit(f"/spec/scaleTargetRef{place}", message)
    api, kind = target.get("apiVersion"), target.get("kind")
    if isinstance(api, str | None) and "/" not in text(api) and kind != "ReplicationController":
        where = f"in apiVersion {api!r}" if api else "without an apiVersion"
        message = f"there is no {text(kind) or 'object'!r} to scale {where}, which must have a group, like apps/v1"
        yield one.hit("/spec/scaleTargetRef/apiVersion", message, ERROR if version >= _GROUPED else WARNING)


def _named(reference: Mapping[str, Any], *fields: str) -> Iterator[Fault]:
    for field in fields:
        value = reference.get(field)
        if isinstance(value, str) and not SEGMENT.fits(value):
            yield f"/{field}", f"{field} {SEGMENT.complaint(value)}" if value else f"{field} is empty"


@objects("K8S174", MUST, ERROR, "none", "HorizontalPodAutoscaler")
def metrics(one: Manifest, release: Release) -> Iterator[Hit]:
    """Metrics of autoscalers have one source and a target that fits it."""
    if one.api_version == "autoscaling/v2":
        for path, metric in entries(one.spec.get("metrics"), "/spec/metrics"):
            yield from (one.hit(f"{path}{place}", message) for place, message in _metric(metric))


@objects("K8S175", MUST, ERROR, "none", "HorizontalPodAutoscaler")
def behavior(one: Manifest, release: Release) -> Iterator[Hit]:
    """Autoscalers scale by policies with numbers that make sense."""
    given = mapping(one.spec.get("behavior"))
    for direction in ("scaleUp", "scaleDown") if native(one) else ():
        if isinstance(rules := given.get(direction), Mapping):
            for place, message in _rules(rules):
                yield one.hit(f"/spec/behavior/{direction}{place}", message)


def _from_outside(spec: Mapping[str, Any]) -> bool:
    return any(mapping(metric).get("type") in ("Object", "External") for metric in listing(spec.get("metrics")))


def _metric(metric: Mapping[str, Any]) -> Iterator[Fault]:
    kind = metric.get("type")
    if not isinstance(kind, str):
        return
    if kind not in _METRICS:
        yield "/type", f"type {shown(kind)} must be one of {', '.join(_METRICS)}"
        return
    field, choices = _METRICS[kind]
    others = [name for name, _ in _METRICS.values() if name != field and metric.get(name) is not None]
    if metric.get(field) is None:
        yield f"/{field}", f"a metric of type {kind} needs {field}"
    if others:
        yield f"/{others[0]}", f"a metric of type {kind} must not have {', '.join(others)}"
    if isinstance(source := metric.get(field), Mapping):
        yield from ((f"/{field}{place}", message) for place, message in _source(source, field, choices))


def _source(source: Mapping[str, Any], field: str, choices: tuple[str, ...]) -> Iterator[Fault]:
    if "esource" in field:
        yield from _named(source, "name")
    else:
        yield from ((f"/metric{place}", message) for place, message in _named(mapping(source.get("metric")), "name"))
        described = mapping(source.get("describedObject"))
        yield from ((f"/describedObject{place}", message) for place, message in _named(described, "kind", "name"))
    target = mapping(source.get("target"))
    given = [choice for choice in choices if target.get(choice) is not None]
    if target and not given:
        yield "/target", f"the target needs {' or '.join(choices)}"
    elif len(given) > 1 and field in _EXCLUSIVE:
        yield "/target", f"the target must not have both {' and '.join(given)}"
    kind = target.get("type")
    if isinstance(kind, str) and kind not in _TARGETS:
        yield "/target/type", f"type {shown(kind)} must be one of {', '.join(_TARGETS)}"
    for choice in ("value", "averageValue", "averageUtilization"):
        amount = quantity(target.get(choice))
        if amount is not None and amount <= 0:
            yield f"/target/{choice}", f"{choice} {target[choice]!r} must be more than 0"


def _rules(rules: Mapping[str, Any]) -> Iterator[Fault]:
    window, select = whole(rules.get("stabilizationWindowSeconds")), rules.get("selectPolicy")
    if window is not None and not 0 <= window <= _WINDOW:
        yield "/stabilizationWindowSeconds", f"stabilizationWindowSeconds {window} must be between 0 and {_WINDOW}"
    if isinstance(select, str) and select not in _SELECT:
        yield "/selectPolicy", f"selectPolicy {shown(select)} must be one of {', '.join(_SELECT)}"
    if rules.get("policies") == []:
        yield "/policies", "there must be at least one policy"
    for path, policy in entries(rules.get("policies"), "/policies"):
        kind, value, period = policy.get("type"), whole(policy.get("value")), whole(policy.get("periodSeconds"))
        if isinstance(kind, str) and kind not in _POLICIES:
            yield f"{path}/type", f"type {shown(kind)} must be one of {', '.join(_POLICIES)}"
        if value is not None and value <= 0:
            yield f"{path}/value", f"value {value} must be more than 0"
        if period is not None and not 1 <= period <= _PERIOD:
            yield f"{path}/periodSeconds", f"periodSeconds {period} must be between 1 and {_PERIOD}"
