"""Requests and limits of containers (kubernetes: pkg/apis/core/validation, ValidateContainerResourceRequirements)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.forms import LABEL_KEY, shown
from pipeline.checks.rule import ERROR, MUST, pods
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined
from pipeline.manifests.quantities import is_whole, quantity
from pipeline.manifests.reading import mapping

_BASIC: Final = ("cpu", "memory")
_STANDARD: Final = frozenset((*_BASIC, "ephemeral-storage"))
_HUGE: Final = "hugepages-"
Fault = tuple[str, str]


@pods("K8S124", MUST, ERROR, "none")
def resources(pod: Pod, release: Release) -> Iterator[Hit]:
    """Requests and limits name resources that there are, in amounts that go together."""
    for container in pod.every:
        if isinstance(given := container.body.get("resources"), Mapping):
            for path, message in _faults(given):
                yield container.hit(f"/resources{path}", f"container {container.name!r}: {message}")


def _faults(given: Mapping[str, Any]) -> Iterator[Fault]:
    parts = {part: mapping(given.get(part)) for part in ("limits", "requests")}
    for part, amounts in parts.items():
        for name, amount in amounts.items():
            message = _name_fault(name) or _amount_fault(name, amount)
            if message:
                yield joined(f"/{part}", name), message
    yield from _together(parts["requests"], parts["limits"])
    names = {*parts["limits"], *parts["requests"]}
    if any(name.startswith(_HUGE) for name in names) and names.isdisjoint(_BASIC):
        yield "", "huge pages need cpu or memory beside them"


def _name_fault(name: str) -> str:
    if name in _STANDARD:
        return ""
    if not LABEL_KEY.fits(name):
        return f"name of resource {LABEL_KEY.complaint(name)}"
    if "/" not in name:
        return (
            ""
            if name.startswith(_HUGE)
            else f"there is no resource {shown(name)}: one of your own has a DNS name and '/' in front"
        )
    if "kubernetes.io/" in name or (not name.startswith("requests.") and LABEL_KEY.fits(f"requests.{name}")):
        return ""
    return f"{shown(name)} is no name of an extended resource"


def _amount_fault(name: str, given: Any) -> str:
    amount = quantity(given)
    if amount is None:  # that is the schema's matter
        return ""
    if amount < 0:
        return f"{name} {given!r} must not be negative"
    if _counted(name) and not is_whole(amount):
        return f"{name} {given!r} must be a whole number"
    if name.startswith(_HUGE):
        page = quantity(name.removeprefix(_HUGE))
        if not page or page < 1 or int(amount) % int(page):
            return f"{name} {given!r} must be a multiple of the size of a page"
    return ""


def _together(requests: Mapping[str, Any], limits: Mapping[str, Any]) -> Iterator[Fault]:
    for name, given in requests.items():
        wanted, most = _amount(given), _amount(limits[name]) if name in limits else None
        if _reserved(name) and name not in limits:
            yield joined("/limits", name), f"{name} is asked for, so it needs a limit, and the same"
        if wanted is None or most is None:
            continue
        if _reserved(name) and wanted != most:
            said = f"{name} must be asked for as it is limited: {given!r} is not {limits[name]!r}"
            yield joined("/limits", name), said
        elif wanted > most:
            yield joined("/limits", name), f"{given!r} {name} are asked for, {limits[name]!r} is the limit"


def _amount(given: Any) -> Decimal | None:
    """The number that stands there, None for what is none; null is 0 to the server."""
    return Decimal(0) if given is None else quantity(given)


def _counted(name: str) -> bool:
    """Whether a resource is an extended one, which comes in pieces."""
    return "/" in name and "kubernetes.io/" not in name


def _reserved(name: str) -> bool:
    """Whether more of a resource than there is can never be promised, so that request and limit are one."""
    return _counted(name) or name.startswith(_HUGE)
