"""CTRL: which controller runs what."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, MAY, WARNING, objects, pods, release
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.labels import COMPONENT, PART_OF, label
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import servers
from pipeline.manifests.images import image_of
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.manifests.selectors import selects
from pipeline.scheduling.terms import terms

_ONCE: Final = frozenset(("ReadWriteOnce", "ReadWriteOncePod"))
_ENDING: Final = ("Never", "OnFailure")
_HOST: Final = "kubernetes.io/hostname"
_MPI: Final = "mpi"


@pods("CTRL001", MAY, INFO, "reason", "Deployment", "Pod")
def stores(pod: Pod, release: Release) -> Iterator[Hit]:
    """Stateful named services are StatefulSets."""
    if pod.owner.is_hook:
        return
    known = frozenset(release.settings.stores)
    for path, volume in pod.volumes:
        name = text(mapping(volume.get("persistentVolumeClaim")).get("claimName"))
        if name:
            yield from _claimed(pod, path, name, release)
    for container in pod.containers:
        store = image_of(container.image).path.rpartition("/")[2].lower()
        if store in known:
            yield container.hit(
                "/image", f"{container.image!r} keeps state: a StatefulSet gives it a name and a disk of its own"
            )
    component = (label(pod.labels, COMPONENT) or label(pod.owner.labels, COMPONENT)).lower()
    if component in known:
        yield pod.owner.hit(
            "", f"component {component!r} keeps state: a StatefulSet gives it a name and a disk of its own"
        )


@release("CTRL002", MAY, INFO, "reason")
def stateless(release: Release) -> Iterator[Hit]:
    """Stateless scalable services are Deployments."""
    serving = servers(release) if "Pod" in release.kinds else {}
    for one in release.of("Pod"):
        if serving.get(one.index) and not one.is_hook and not _is_device(one, release.settings):
            name = serving[one.index][0].name
            yield one.hit(
                "", f"Service {name!r} sends to a bare Pod, which nothing replaces or scales; a Deployment would"
            )


@objects("CTRL003", MAY, INFO, "reason", "Pod", "Deployment")
def devices(one: Manifest, release: Release) -> Iterator[Hit]:
    """Bare Pods only for single-instance, replaceable devices."""
    if one.is_hook:
        return
    device = _is_device(one, release.settings)
    replicas = one.spec.get("replicas")
    if one.kind == "Pod" and not device:
        yield one.hit("", "a bare Pod that is no device is not started again when its node goes")
    elif one.kind == "Deployment" and device and replicas not in (None, 1):
        yield one.hit("/spec/replicas", f"a device exists once, the Deployment asks for {replicas!r} replicas")


@pods("CTRL004", MAY, INFO, "reason", "Pod", "Job", "CronJob")
def finite_work(pod: Pod, release: Release) -> Iterator[Hit]:
    """Run-to-completion work is a Job or CronJob."""
    policy = pod.spec.get("restartPolicy")
    if pod.kind == "Pod":
        if policy in _ENDING and not pod.owner.is_hook:
            yield pod.hit(
                "/restartPolicy", f"a bare Pod with restartPolicy {policy!r} is work that ends: nothing tracks it"
            )
    elif policy not in _ENDING:
        said = "says no restartPolicy" if policy is None else f"has restartPolicy {policy!r}"
        yield pod.hit("/restartPolicy", f"a {pod.kind} {said}; it must be Never or OnFailure", ERROR)


@pods("CTRL005", MAY, INFO, "reason", "Deployment")
def one_a_node(pod: Pod, release: Release) -> Iterator[Hit]:
    """One instance per node means DaemonSet."""
    if pod.owner.spec.get("replicas") is not None:
        return
    for term in terms(pod.spec):
        apart = term.apart and term.hard and term.key == _HOST and selects(term.body.get("labelSelector"), pod.labels)
        if apart and not _is_scaled(pod.owner, release):
            message = "at most one pod a node and no number of replicas: a DaemonSet runs exactly one"
            yield pod.hit(term.path, message)


@release("CTRL007", MAY, INFO, "reason")
def one_image(release: Release) -> Iterator[Hit]:
    """MPI launcher and workers can share one image."""
    suites: dict[str, list[Pod]] = {}
    for pod in release.pods:
        suite = label(pod.owner.labels, PART_OF)
        if _MPI in suite.lower() and pod.containers and not pod.owner.is_hook:
            suites.setdefault(suite, []).append(pod)
    for found in suites.values():
        launcher = next((pod for pod in found if pod.kind == "Job"), None)
        for worker in found if launcher else ():
            if launcher and worker.kind in ("DaemonSet", "StatefulSet"):
                first, head = worker.containers[0], launcher.containers[0]
                if image_of(first.image) != image_of(head.image):
                    message = (
                        f"the workers run {first.image!r}, the launcher {launcher.owner.name!r} runs {head.image!r}"
                    )
                    yield first.hit("/image", message)


@release("CTRL008", MAY, WARNING, "reason")
def service_names(release: Release) -> Iterator[Hit]:
    """StatefulSet names an existing Service."""
    for one in release.of("StatefulSet"):
        name = text(one.spec.get("serviceName"))
        service = release.beside(one, "Service", name)
        if not name:
            yield one.hit("/spec/serviceName", "no serviceName, so the pods have no stable names in the DNS")
        elif service is None:
            yield one.hit("/spec/serviceName", f"serviceName {name!r} is no Service that is rendered beside it")
        elif not any(pod.owner is one for pod in release.served(service)):
            yield one.hit("/spec/serviceName", f"Service {name!r} does not select the pods of this StatefulSet")
        elif service.spec.get("clusterIP") != "None":
            yield one.hit("/spec/serviceName", f"Service {name!r} is not headless (clusterIP: None)", INFO)


def _claimed(pod: Pod, path: str, name: str, release: Release) -> Iterator[Hit]:
    """path: of the volume; name: of its claim."""
    claim = release.beside(pod.owner, "PersistentVolumeClaim", name)
    modes = [mode for mode in listing(claim.spec.get("accessModes")) if isinstance(mode, str)] if claim else []
    place = f"{path}/persistentVolumeClaim/claimName"
    if claim is None:
        yield pod.hit(
            place,
            f"to review: claim {name!r} is not rendered here; a StatefulSet suits it where one pod alone may write",
        )
    elif modes and _ONCE.issuperset(modes):
        yield pod.hit(
            place, f"claim {name!r} can be written by one node alone: a StatefulSet gives each pod a claim of its own"
        )


def _is_device(one: Manifest, settings: Settings) -> bool:
    """Whether labels or annotations mark an object as a device that exists once."""
    marks = frozenset(settings.devices)
    metadata = mapping(at(one.spec, "template", "metadata"))
    sets = (one.labels, mapping(metadata.get("labels")))
    said = {label(labels, key).lower() for labels in sets for key in (COMPONENT, PART_OF)}
    notes: Mapping[str, Any] = {**one.annotations, **mapping(metadata.get("annotations"))}
    said |= {value.lower() for value in notes.values() if isinstance(value, str) and len(value) < 64}
    said |= {str(key).rpartition("/")[2] for key, value in notes.items() if value in ("true", True)}
    return not marks.isdisjoint(said)


def _is_scaled(one: Manifest, release: Release) -> bool:
    """Whether an autoscaler says how many there are."""
    scalers = release.of("HorizontalPodAutoscaler", "ScaledObject")
    return any(at(scaler.spec, "scaleTargetRef", "name") == one.name for scaler in scalers)
