"""POD: how containers share a pod."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, pods, release
from pipeline.checks.subjects.labels import COMPONENT, label
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import declares, ports_of, target_of
from pipeline.checks.subjects.texts import container_texts
from pipeline.manifests.reading import mapping, text

_AUXILIARY: Final = ("proxy", "exporter", "logger")
_LEADING: Final = ("main", "app")
_ROLE: Final = "rendiff/role."
_HOME: Final = ("localhost", "127.0.0.1")
_SHARED_MEMORY: Final = "/dev/shm"  # noqa: S108  # a path that is looked for, not one that is used


@pods("POD001", SHOULD, INFO, "reason")
def leading_first(pod: Pod, release: Release) -> Iterator[Hit]:
    """A Pod has one leading container, listed first."""
    if len(pod.containers) < 2:
        return
    first, *others = pod.containers
    core = {label(pod.labels, COMPONENT), label(pod.owner.labels, COMPONENT), pod.owner.name.partition("-")[0]} - {""}
    if first.name in core or not _mentions(first.name, (*release.settings.roles, *_AUXILIARY)):
        return
    leading = next((one for one in others if one.name in core or _mentions(one.name, _LEADING)), None)
    if leading:
        yield first.hit(
            "/name", f"container {first.name!r} stands before {leading.name!r}, which looks like the leading one"
        )


@pods("POD002", MAY, INFO, "config")
def auxiliary_roles(pod: Pod, release: Release) -> Iterator[Hit]:
    """Auxiliary containers show their pattern."""
    if len(pod.containers) < 2:
        return
    roles = release.settings.roles
    shared = _shared(pod, (name for name, kind in _volumes(pod).items() if "emptyDir" in kind))
    at_home = _is_at_home(pod.containers[0])
    for container in pod.containers[1:]:
        said = text(pod.annotations.get(_ROLE + container.name))
        partner = at_home or shared & _mounts(container) or _is_at_home(container)
        if not partner and not _mentions(container.name, roles) and said not in roles:
            yield container.hit("/name", f"container {container.name!r} does not say which of {', '.join(roles)} it is")


@release("POD003", MAY, INFO, "reason")
def tightly_coupled(release: Release) -> Iterator[Hit]:
    """Only tightly coupled containers share a Pod."""
    several = [pod for pod in release.pods if len(pod.containers) > 1]
    targets = _targets(release) if several else {}
    for pod in several:
        most = release.settings.containers
        if len(pod.containers) > most:
            message = f"to review: {len(pod.containers)} containers share the pod, more than {most}: can some of them live apart"
            yield pod.hit("/containers", message, key="many")
        wanted = targets.get(pod.owner.index, ())
        open_ = [one for one in pod.containers if any(declares(one, target) for target in wanted)]
        apart = len(open_) > 1 and not _shared(pod, None, open_) and not any(map(_is_at_home, pod.containers))
        if apart:
            names = ", ".join(repr(one.name) for one in open_[:most])
            message = f"to review: containers {names} each serve a port and share nothing: do they belong into one pod"
            yield pod.hit("/containers", message, key="apart")


@release("POD014", SHOULD, WARNING, "ops")
def shared_inside(release: Release) -> Iterator[Hit]:
    """Containers share through volumes, memory or localhost inside the Pod."""
    used: dict[str, Pod] = {}
    for pod in release.pods:
        if pod.spec.get("hostIPC") is True and len(pod.containers) > 1:
            yield pod.hit("/hostIPC", f"{len(pod.containers)} containers share the memory of their node", key="ipc")
        yield from _host_paths(pod, used)


def _host_paths(pod: Pod, used: dict[str, Pod]) -> Iterator[Hit]:
    """used: the first pod that has each path of a node."""
    mounted: Counter[str] = Counter()
    for path, volume in pod.volumes:
        place = _place(volume)
        if not place:
            continue
        mounted = mounted or Counter(name for one in pod.containers for name in _mounts(one))
        name = text(volume.get("name"))
        if mounted[name] > 1:
            yield pod.hit(
                path, f"{mounted[name]} containers share {place!r} of their node through {name!r}", key="containers"
            )
        if place == _SHARED_MEMORY or place.startswith(f"{_SHARED_MEMORY}/"):
            yield pod.hit(path, f"volume {name!r} is the shared memory of the node, {place!r}", key="memory")
        first = used.setdefault(place, pod)
        if first is not pod:
            message = f"{place!r} of the node is shared with {first.kind} {first.owner.name!r}"
            yield pod.hit(path, message, key="workloads")


def _place(volume: Mapping[str, object]) -> str:
    """The path of the node that a volume is, "" for other volumes."""
    path = text(mapping(volume.get("hostPath")).get("path"))
    return path.rstrip("/") or path


def _targets(release: Release) -> Mapping[int, Sequence[object]]:
    """Where Services lead to in the pods of each object, by its index."""
    found: dict[int, list[object]] = defaultdict(list)
    for service in release.of("Service"):
        wanted = [target_of(port) for _, port in ports_of(service)]
        for pod in release.served(service):
            found[pod.owner.index] += wanted
    return found


def _mentions(name: str, words: Iterable[str]) -> bool:
    return any(word in name.lower() for word in words)


def _is_at_home(container: Container) -> bool:
    """Whether a container talks to its own pod."""
    return any(home in said for _, said in container_texts(container) for home in _HOME)


def _volumes(pod: Pod) -> Mapping[str, Mapping[str, object]]:
    return {text(volume.get("name")): volume for _, volume in pod.volumes}


def _mounts(container: Container) -> frozenset[str]:
    return frozenset(text(mount.get("name")) for _, mount in container.entries("volumeMounts")) - {""}


def _shared(pod: Pod, names: Iterable[str] | None = None, among: Sequence[Container] = ()) -> frozenset[str]:
    """The volumes that two or more containers mount. names: the only ones that count; among: the only containers."""
    mounted = Counter(name for one in among or pod.containers for name in _mounts(one))
    several = {name for name, count in mounted.items() if count > 1}
    return frozenset(several if names is None else several & set(names))
