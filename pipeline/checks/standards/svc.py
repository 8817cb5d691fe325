"""SVC: which pods a Service sends to, and who reaches it."""

from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.checks.hit import Hit, some
from pipeline.checks.rule import ERROR, INFO, MAY, SHOULD, WARNING, objects, release
from pipeline.checks.subjects.labels import CHART, INSTANCE, NAME, VERSION, label
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import ports_of, servers
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import mapping
from pipeline.schemas.lifecycle import is_custom

_SELECTOR: Final = "/spec/selector"
_OUTSIDE: Final = "ExternalName"


@release("SVC002", SHOULD, WARNING, "reason")
def one_service(release: Release) -> Iterator[Hit]:
    """One Service per deployment."""
    serving = servers(release)
    for pod in release.pods:
        found = serving.get(pod.owner.index, ())
        if len(found) > 1 and not pod.owner.is_hook:
            message = f"{len(found)} Services select the pods of {pod.kind} {pod.owner.name!r}: {_names(found)}"
            yield pod.owner.hit(f"{pod.meta_path}/labels", message, INFO if _is_pair(pod, found) else None)


@objects("SVC003", SHOULD, ERROR, "reason", "Service")
def one_deployment(one: Manifest, release: Release) -> Iterator[Hit]:
    """One deployment per Service."""
    found = release.served(one)
    if len(found) > 1:
        names = _names([pod.owner for pod in found])
        yield one.hit(_SELECTOR, f"Service {one.name!r} selects the pods of {len(found)} workloads: {names}")


@objects("SVC004", SHOULD, ERROR, "reason", "Service")
def specific_selector(one: Manifest, release: Release) -> Iterator[Hit]:
    """Selector names the deployment and the release."""
    selector = mapping(one.spec.get("selector"))
    if not selector or one.spec.get("type") == _OUTSIDE:
        return
    for key in (NAME, INSTANCE):
        if key not in selector:
            yield one.hit(_SELECTOR, f"Service {one.name!r} selects pods without asking for {key!r}", key=key)
    known = {label(one.labels, INSTANCE), release.context.release if release.context else ""} - {""}
    asked = selector.get(INSTANCE)
    if known and INSTANCE in selector and asked not in tuple(known):
        message = f"Service {one.name!r} selects pods of instance {asked!r}, its own is {min(known)!r}"
        yield one.hit(joined(_SELECTOR, INSTANCE), message)


@objects("SVC005", SHOULD, INFO, "config", "Service")
def versioned_selector(one: Manifest, release: Release) -> Iterator[Hit]:
    """Selector also pins the version."""
    selector = mapping(one.spec.get("selector"))
    if selector and one.spec.get("type") != _OUTSIDE and VERSION not in selector and CHART not in selector:
        message = (
            f"Service {one.name!r} selects pods of every version: neither {VERSION!r} nor {CHART!r} is in its selector"
        )
        yield one.hit(_SELECTOR, message)


@objects("SVC009", SHOULD, WARNING, "env", "Service")
def declared_type(one: Manifest, release: Release) -> Iterator[Hit]:
    """ClusterIP is declared."""
    said = one.spec.get("type")
    if said in (None, ""):
        yield one.hit("/spec/type", f"Service {one.name!r} does not say its type, ClusterIP")
    elif said not in ("ClusterIP", "NodePort"):
        yield one.hit("/spec/type", f"Service {one.name!r} is of type {said!r} instead of ClusterIP")


@objects("SVC010", SHOULD, ERROR, "reason", "Service")
def no_node_ports(one: Manifest, release: Release) -> Iterator[Hit]:
    """NodePort only exceptionally."""
    if one.spec.get("type") == "NodePort":
        yield one.hit("/spec/type", f"Service {one.name!r} opens its ports on every node")
    for path, port in ports_of(one):
        if port.get("nodePort") not in (None, 0, ""):
            yield one.hit(f"{path}/nodePort", f"Service {one.name!r} takes port {port['nodePort']!r} of every node")


@objects("SVC012", MAY, WARNING, "reason", "Service")
def not_dangling(one: Manifest, release: Release) -> Iterator[Hit]:
    """Selector matches a workload of the chart."""
    if one.spec.get("type") == _OUTSIDE:
        return
    selector = mapping(one.spec.get("selector"))
    if not selector:
        yield one.hit(_SELECTOR, f"Service {one.name!r} selects nothing; others must say where it leads", INFO)
    elif not release.served(one):
        elsewhere = _elsewhere(one, release)
        if elsewhere:
            message = f"to review: Service {one.name!r} selects no pods that are rendered, those may be {elsewhere}"
            yield one.hit(_SELECTOR, message, INFO)
        else:
            yield one.hit(_SELECTOR, f"Service {one.name!r} selects the pods of no workload")


def _names(found: Sequence[Manifest]) -> str:
    return some([repr(one.name) for one in found])


def _is_pair(pod: Pod, found: Sequence[Manifest]) -> bool:
    """Whether they are the Service that names the pods of a StatefulSet, and the one that others use."""
    naming = [
        one for one in found if one.spec.get("clusterIP") == "None" and one.name == pod.owner.spec.get("serviceName")
    ]
    others = [one for one in found if one not in naming]
    return (
        pod.kind == "StatefulSet"
        and len(naming) == len(others) == 1
        and others[0].spec.get("type", "ClusterIP") == "ClusterIP"
    )


def _elsewhere(service: Manifest, release: Release) -> str:
    """Where the pods of a Service may be that finds none in the release, "" where nothing tells."""
    if release.context and service.namespace not in ("", release.context.namespace):
        return f"in namespace {service.namespace!r}"
    asked = [value for value in mapping(service.spec.get("selector")).values() if isinstance(value, str)]
    makers = (one for one in release.objects if is_custom(one.group))
    maker = next((one for one in makers if one.name in asked), None)
    return f"made of {maker.kind} {maker.name!r}" if maker else ""
