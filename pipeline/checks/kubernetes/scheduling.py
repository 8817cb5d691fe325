"""Affinity, tolerations and spreading of pods (kubernetes: pkg/apis/core/validation, validateAffinity and ValidateTolerations)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import entries, whole
from pipeline.checks.kubernetes.forms import LABEL, LABEL_KEY, LABEL_VALUE, SUBDOMAIN, shown
from pipeline.checks.kubernetes.labels import Fault
from pipeline.checks.kubernetes.selectors import selector_faults
from pipeline.checks.rule import ERROR, MUST, pods
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"
_SETS: Final = ("In", "NotIn")
_PRESENCE: Final = ("Exists", "DoesNotExist")
_ORDER: Final = ("Gt", "Lt")


@pods("K8S135", MUST, ERROR, "none")
def affinity(pod: Pod, release: Release) -> Iterator[Hit]:
    """Affinities name topologies, weights and expressions that can be evaluated."""
    given = pod.spec.get("affinity")
    if isinstance(given, Mapping):
        for path, message in _nodes(mapping(given.get("nodeAffinity")), "/affinity/nodeAffinity"):
            yield pod.hit(path, message)
        for name in ("podAffinity", "podAntiAffinity"):
            for path, message in _pods(mapping(given.get(name)), f"/affinity/{name}"):
                yield pod.hit(path, message)


@pods("K8S136", MUST, ERROR, "none")
def tolerations(pod: Pod, release: Release) -> Iterator[Hit]:
    """Tolerations say what they tolerate in a way that can be evaluated."""
    for path, toleration in entries(pod.spec.get("tolerations"), "/tolerations"):
        for place, message in _toleration(toleration):
            yield pod.hit(f"{path}{place}", message)


@pods("K8S137", MUST, ERROR, "none")
def spreading(pod: Pod, release: Release) -> Iterator[Hit]:
    """Spread constraints name a topology each, and numbers that make sense."""
    seen: set[tuple[str, str]] = set()
    for path, constraint in entries(pod.spec.get("topologySpreadConstraints"), "/topologySpreadConstraints"):
        for place, message in _constraint(constraint):
            yield pod.hit(f"{path}{place}", message)
        pair = text(constraint.get("topologyKey")), text(constraint.get("whenUnsatisfiable"))
        if pair in seen:
            yield pod.hit(
                f"{path}/topologyKey", f"there is another constraint {pair[1]} for topologyKey {shown(pair[0])}"
            )
        seen.add(pair)


def _nodes(given: Mapping[str, Any], path: str) -> Iterator[Fault]:
    yield from node_selector_faults(mapping(given.get(_REQUIRED)), f"{path}/{_REQUIRED}")
    for place, preferred in entries(given.get(_PREFERRED), f"{path}/{_PREFERRED}"):
        yield from _weight(preferred, place)
        yield from _term(mapping(preferred.get("preference")), f"{place}/preference", False)


def node_selector_faults(selector: Mapping[str, Any], path: str) -> Iterator[Fault]:
    """(pointer, what is wrong) of each mistake in a NodeSelector."""
    if selector.get("nodeSelectorTerms") == []:
        yield f"{path}/nodeSelectorTerms", "there must be at least one term"
    for place, term in entries(selector.get("nodeSelectorTerms"), f"{path}/nodeSelectorTerms"):
        yield from _term(term, place, True)


def _term(term: Mapping[str, Any], path: str, required: bool) -> Iterator[Fault]:
    for place, expression in entries(term.get("matchExpressions"), f"{path}/matchExpressions"):
        key, values = expression.get("key"), listing(expression.get("values"))
        yield from _operator(expression, values, place)
        if isinstance(key, str) and not LABEL_KEY.fits(key):
            yield f"{place}/key", f"label key {LABEL_KEY.complaint(key)}"
        for index, value in enumerate(values if required else ()):
            if isinstance(value, str) and not LABEL_VALUE.fits(value):
                yield f"{place}/values/{index}", f"value {LABEL_VALUE.complaint(value)}"
    for place, expression in entries(term.get("matchFields"), f"{path}/matchFields"):
        if expression.get("key") != "metadata.name" or expression.get("operator") not in _SETS:
            yield place, "matchFields knows only metadata.name, with the operators In and NotIn"
        elif len(listing(expression.get("values"))) != 1:
            yield f"{place}/values", "matchFields takes exactly one value"
        elif isinstance(name := listing(expression.get("values"))[0], str) and not SUBDOMAIN.fits(name):
            yield f"{place}/values/0", f"name of node {SUBDOMAIN.complaint(name)}"


def _operator(expression: Mapping[str, Any], values: Any, path: str) -> Iterator[Fault]:
    operator = expression.get("operator")
    if operator in _SETS and not values:
        yield f"{path}/values", f"operator {operator} needs at least one value"
    elif operator in _PRESENCE and values:
        yield f"{path}/values", f"operator {operator} takes no values"
    elif operator in _ORDER and len(values) != 1:
        yield f"{path}/values", f"operator {operator} takes exactly one value"
    elif isinstance(operator, str) and operator not in _SETS + _PRESENCE + _ORDER:
        yield f"{path}/operator", f"operator {shown(operator)} must be one of {', '.join(_SETS + _PRESENCE + _ORDER)}"


def _pods(given: Mapping[str, Any], path: str) -> Iterator[Fault]:
    for place, term in entries(given.get(_REQUIRED), f"{path}/{_REQUIRED}"):
        yield from _pod_term(term, place)
    for place, preferred in entries(given.get(_PREFERRED), f"{path}/{_PREFERRED}"):
        yield from _weight(preferred, place)
        yield from _pod_term(mapping(preferred.get("podAffinityTerm")), f"{place}/podAffinityTerm")


def _pod_term(term: Mapping[str, Any], path: str) -> Iterator[Fault]:
    key = term.get("topologyKey")
    if isinstance(key, str) and not LABEL_KEY.fits(key):
        yield f"{path}/topologyKey", f"topologyKey {LABEL_KEY.complaint(key)}" if key else "topologyKey is empty"
    for field in ("labelSelector", "namespaceSelector"):
        yield from selector_faults(term.get(field), f"{path}/{field}")
    for index, namespace in enumerate(listing(term.get("namespaces"))):
        if isinstance(namespace, str) and not LABEL.fits(namespace):
            yield f"{path}/namespaces/{index}", f"namespace {LABEL.complaint(namespace)}"
    yield from _label_keys(term, path)


def _label_keys(term: Mapping[str, Any], path: str) -> Iterator[Fault]:
    for field in ("matchLabelKeys", "mismatchLabelKeys"):
        keys = listing(term.get(field))
        if keys and term.get("labelSelector") is None:
            yield f"{path}/{field}", f"{field} needs a labelSelector"
        for index, key in enumerate(keys):
            if isinstance(key, str) and not LABEL_KEY.fits(key):
                yield f"{path}/{field}/{index}", f"label key {LABEL_KEY.complaint(key)}"


def _weight(preferred: Mapping[str, Any], path: str) -> Iterator[Fault]:
    weight = whole(preferred.get("weight"))
    if weight is not None and not 1 <= weight <= 100:
        yield f"{path}/weight", f"weight {weight} must be between 1 and 100"


def _toleration(toleration: Mapping[str, Any]) -> Iterator[Fault]:
    key, value = text(toleration.get("key")), text(toleration.get("value"))
    operator = toleration.get("operator") or "Equal"
    if key and not LABEL_KEY.fits(key):
        yield "/key", f"key {LABEL_KEY.complaint(key)}"
    elif not key and operator != "Exists":
        yield "/operator", "a toleration without a key must have operator: Exists"
    if operator == "Exists" and value:
        yield "/value", f"operator Exists takes no value, not {shown(value)}"
    elif operator == "Equal" and not LABEL_VALUE.fits(value):
        yield "/value", f"value {LABEL_VALUE.complaint(value)}"
    if whole(toleration.get("tolerationSeconds")) is not None and toleration.get("effect") != "NoExecute":
        yield "/effect", "tolerationSeconds needs effect: NoExecute"


def _constraint(constraint: Mapping[str, Any]) -> Iterator[Fault]:
    skew, domains = whole(constraint.get("maxSkew")), whole(constraint.get("minDomains"))
    if skew is not None and skew <= 0:
        yield "/maxSkew", f"maxSkew {skew} must be more than 0"
    if constraint.get("topologyKey") == "":
        yield "/topologyKey", "topologyKey is empty"
    if domains is not None and domains <= 0:
        yield "/minDomains", f"minDomains {domains} must be more than 0"
    elif domains is not None and constraint.get("whenUnsatisfiable") != "DoNotSchedule":
        yield "/minDomains", "minDomains needs whenUnsatisfiable: DoNotSchedule"
    yield from selector_faults(constraint.get("labelSelector"), "/labelSelector")
    yield from _label_keys(constraint, "")
