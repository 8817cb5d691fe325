"""What offers storage and what asks for it: volumes, claims, and the templates of claims in StatefulSets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text
from pipeline.model.finding import Severity

VOLUME: Final = "PersistentVolume"
CLAIM: Final = "PersistentVolumeClaim"
CLAIMING: Final = (CLAIM, "StatefulSet")
STORING: Final = (VOLUME, *CLAIMING)
# kubernetes.io/docs/concepts/storage/persistent-volumes: "Access Modes". The last one is there from 1.27 on: before, it has to
# be turned on (ReadWriteOncePod under "Feature Gates", reference/command-line-tools-reference).
MODES: Final = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
ONE_POD_SINCE: Final = 27
_NAME: Final = "app.kubernetes.io/name"


@dataclass(frozen=True, slots=True)
class Storage:
    """One volume, claim or template of claims. path: pointer of its spec in the object."""

    owner: Manifest
    path: str
    spec: Mapping[str, Any]

    @property
    def storage_class(self) -> str:
        return text(self.spec.get("storageClassName"))

    @property
    def modes(self) -> tuple[Any, ...]:
        """Its access modes, of whatever type they are."""
        return tuple(listing(self.spec.get("accessModes")))

    def hit(self, path: str, message: str, severity: Severity | None = None, key: str = "") -> Hit:
        """A hit in the spec. path: pointer within it."""
        return self.owner.hit(self.path + path, message, severity, key)


def storages(one: Manifest) -> Iterator[Storage]:
    """What an object of STORING offers or asks for."""
    if one.kind != "StatefulSet":
        yield Storage(one, "/spec", one.spec)
        return
    for index, body in enumerate(listing(one.spec.get("volumeClaimTemplates"))):
        yield Storage(one, f"/spec/volumeClaimTemplates/{index}/spec", mapping(mapping(body).get("spec")))


def pairs(release: Release) -> Iterator[tuple[Storage, Storage]]:
    """Each claim with the volume of the release that it names, or with the only one of the same name label."""
    named = {one.name: one for one in release.of(VOLUME)}
    labelled: dict[str, list[Manifest]] = {}
    for one in named.values():
        labelled.setdefault(text(one.labels.get(_NAME)), []).append(one)
    for claim in release.of(CLAIM) if named else ():
        wanted = claim.spec.get("volumeName")
        alike = labelled.get(text(claim.labels.get(_NAME)) or "\0", [])
        found = named.get(text(wanted)) if wanted else alike[0] if len(alike) == 1 else None
        if found:
            yield Storage(claim, "/spec", claim.spec), Storage(found, "/spec", found.spec)


def candidates(release: Release) -> Iterator[tuple[Storage, tuple[str, ...]]]:
    """Each claim with the names of those volumes of the release that fit it by class, and by name or else name label."""
    fitting: dict[tuple[str, str], list[str]] = {}
    for one in release.of(VOLUME):
        of = text(one.spec.get("storageClassName"))
        for word in {text(one.labels.get(_NAME)), one.name} - {""}:
            fitting.setdefault((of, word), []).append(one.name)
    for claim in release.of(CLAIM):
        asked = Storage(claim, "/spec", claim.spec)
        words = (claim.name, text(claim.labels.get(_NAME)))
        yield (
            asked,
            next((tuple(fitting[key]) for word in words if (key := (asked.storage_class, word)) in fitting), ()),
        )
