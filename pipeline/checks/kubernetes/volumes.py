"""Volumes of pods (kubernetes: pkg/apis/core/validation, ValidateVolumes)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.environment import amount_faults, field_faults
from pipeline.checks.kubernetes.fields import entries, whole
from pipeline.checks.kubernetes.forms import LABEL, SUBDOMAIN, shown
from pipeline.checks.kubernetes.storage import claim_faults
from pipeline.checks.rule import ERROR, MUST, WARNING, pods
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, mapping, text

_MODES: Final = 0o777
_TOKEN: Final = 600  # seconds that a projected token lives at least
_FIELDS: Final = frozenset((
    "metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations",
))  # fmt: skip
Source = Mapping[str, Any]
Fault = tuple[str, str]


@pods("K8S130", MUST, ERROR, "none")
def volumes(pod: Pod, release: Release) -> Iterator[Hit]:
    """Volumes have names of their own and one source each."""
    if not pod.spec.get("volumes"):
        return
    claims = entries(pod.owner.spec.get("volumeClaimTemplates"), "") if pod.kind == "StatefulSet" else ()
    replaced = {text(at(claim, "metadata", "name")) for _, claim in claims}
    seen: set[str] = set()
    for path, volume in pod.volumes:
        name = volume.get("name")
        if not isinstance(name, str) or name in replaced:
            continue
        if not LABEL.fits(name):
            yield pod.hit(f"{path}/name", f"name of volume {LABEL.complaint(name)}")
        elif name in seen:
            yield pod.hit(f"{path}/name", f"there is another volume {name!r}")
        seen.add(name)
        yield from _sources(pod, path, volume)


def _sources(pod: Pod, path: str, volume: Source) -> Iterator[Hit]:
    name = shown(text(volume.get("name")))
    given = [key for key, value in volume.items() if key != "name" and value is not None]
    if not given:
        yield pod.hit(path, f"volume {name} has no source, so it becomes an emptyDir", WARNING)
    elif len(given) > 1:
        yield pod.hit(path, f"volume {name} has {len(given)} sources: {', '.join(given)}")
    for source in given:
        for place, message in source_faults(source, mapping(volume[source])):
            yield pod.hit(f"{path}/{source}{place}", f"volume {name}: {message}")


def source_faults(name: str, source: Source) -> Iterator[Fault]:
    """(pointer within the source, what is wrong) for the sources that charts use."""
    if name in _CHECKS:
        yield from _CHECKS[name](source)


def _keys(source: Source, named: str = "name") -> Iterator[Fault]:
    """A ConfigMap or a Secret as files."""
    if source.get(named) in (None, ""):
        yield f"/{named}", f"{named} is missing"
    yield from _mode(source, "defaultMode")
    for path, item in entries(source.get("items"), "/items"):
        if item.get("key") == "":
            yield f"{path}/key", "key is empty"
        yield from _file(item, path)


def _file(item: Source, path: str) -> Iterator[Fault]:
    """A file in a volume: its path and mode."""
    way = item.get("path")
    if isinstance(way, str) and (not way or way.startswith(("/", "..")) or ".." in way.split("/")):
        yield f"{path}/path", f"path {shown(way)} must be a relative path without '..'"
    yield from ((f"{path}{place}", message) for place, message in _mode(item, "mode"))


def _mode(source: Source, field: str) -> Iterator[Fault]:
    mode = whole(source.get(field))
    if mode is not None and not 0 <= mode <= _MODES:
        yield f"/{field}", f"{field} {mode} must be between 0 and {_MODES} (octal 0777)"


def _downward(source: Source) -> Iterator[Fault]:
    yield from _mode(source, "defaultMode")
    for path, item in entries(source.get("items"), "/items"):
        yield from _file(item, path)
        field, amount = item.get("fieldRef"), item.get("resourceFieldRef")
        if (field is None) == (amount is None):
            yield path, "an item must have one of fieldRef and resourceFieldRef"
        for place, message in field_faults(mapping(field), _FIELDS):
            yield f"{path}/fieldRef{place}", message
        for place, message in amount_faults(mapping(amount)):
            yield f"{path}/resourceFieldRef{place}", message
        if amount is not None and not mapping(amount).get("containerName"):
            yield f"{path}/resourceFieldRef/containerName", "containerName is missing"


def _projected(source: Source) -> Iterator[Fault]:
    yield from _mode(source, "defaultMode")
    paths: set[str] = set()
    for path, projection in entries(source.get("sources"), "/sources"):
        given = [key for key, value in projection.items() if value is not None]
        if len(given) > 1:
            yield path, f"an entry of sources must have one source, not {len(given)}: {', '.join(given)}"
        for name in given:
            if name in _PROJECTIONS:
                for place, message in _PROJECTIONS[name](mapping(projection[name])):
                    yield f"{path}/{name}{place}", message
            for place, item in entries(mapping(projection[name]).get("items"), f"{path}/{name}/items"):
                way = text(item.get("path"))
                if way in paths:
                    yield f"{place}/path", f"path {shown(way)} stands twice"
                paths.update((way,) if way else ())


def _token(source: Source) -> Iterator[Fault]:
    seconds = whole(source.get("expirationSeconds"))
    if seconds is not None and not _TOKEN <= seconds <= 1 << 32:
        yield "/expirationSeconds", f"expirationSeconds {seconds} must be at least {_TOKEN}"
    yield from _file(source, "")


def _empty(source: Source) -> Iterator[Fault]:
    size = quantity(source.get("sizeLimit"))
    if size is not None and size < 0:
        yield "/sizeLimit", f"sizeLimit {source['sizeLimit']!r} must not be negative"


def _host(source: Source) -> Iterator[Fault]:
    way = source.get("path")
    if isinstance(way, str) and (not way or ".." in way.split("/")):
        yield "/path", f"path {shown(way)} must not be empty or contain '..'"


def _nfs(source: Source) -> Iterator[Fault]:
    way = source.get("path")
    if isinstance(way, str) and not way.startswith("/"):
        yield "/path", f"path {shown(way)} must be an absolute path"
    if source.get("server") == "":
        yield "/server", "server is empty"


def _claim(source: Source) -> Iterator[Fault]:
    if source.get("claimName") == "":
        yield "/claimName", "claimName is empty"


def _csi(source: Source) -> Iterator[Fault]:
    driver = source.get("driver")
    if isinstance(driver, str) and (len(driver) > LABEL.longest or not SUBDOMAIN.fits(driver.lower())):
        yield "/driver", f"driver {shown(driver)} must be a DNS name of at most {LABEL.longest} characters"


def _ephemeral(source: Source) -> Iterator[Fault]:
    template = source.get("volumeClaimTemplate")
    if template is None:
        yield "/volumeClaimTemplate", "volumeClaimTemplate is missing"
    else:
        spec = mapping(mapping(template).get("spec"))
        yield from ((f"/volumeClaimTemplate/spec{place}", message) for place, message in claim_faults(spec))


_PROJECTIONS: Final[Mapping[str, Callable[[Source], Iterator[Fault]]]] = {
    "configMap": _keys, "secret": _keys, "downwardAPI": _downward, "serviceAccountToken": _token,
}  # fmt: skip
_CHECKS: Final[Mapping[str, Callable[[Source], Iterator[Fault]]]] = {
    "configMap": _keys, "secret": lambda source: _keys(source, "secretName"), "downwardAPI": _downward, "projected": _projected,
    "emptyDir": _empty, "hostPath": _host, "nfs": _nfs, "persistentVolumeClaim": _claim, "csi": _csi, "ephemeral": _ephemeral,
}  # fmt: skip
