"""STO: names of storage classes, and what each is for."""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, bound, objects, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.storage import CLAIMING, MODES, STORING, VOLUME, storages

_STANDARD: Final = "standard"
_DEVELOPERS: Final = ("minikube", "ci")
_CLASSES: Final = {
    "minikube": (_STANDARD,),
    "ci": (_STANDARD,),
    "production": ("bds1", "block", "nfss1", "nfs"),
}
# Block device or network file system; standard, many operations or high throughput; version; location.
_NAME: Final = re.compile(r"(?:bd|nfs)[sit][1-9][0-9]*(?:-[a-z0-9][a-z0-9.-]*)?")
_ONCE: Final = frozenset(("ReadWriteOnce", "ReadWriteOncePod"))
_MANY: Final = "ReadWriteMany"
_KEY: Final = "/storageClassName"


@bound
@objects("STO007", SHOULD, WARNING, "reason", *STORING)
def standard_by_default(one: Manifest, release: Release) -> Iterator[Hit]:
    """Default storage class is standard."""
    role, listed = release.role, release.settings.storage_classes
    is_default = (
        role == "minikube" or (role == "ci" and not listed) or bool(release.context and release.context.defaults)
    )
    for storage in storages(one) if is_default else ():
        if storage.storage_class not in ("", _STANDARD):
            yield storage.hit(_KEY, f"the storage class is {storage.storage_class!r}, where Minikube has 'standard'")


@bound
@release("STO011", MAY, WARNING, "env")
def known_in_the_environment(release: Release) -> Iterator[Hit]:
    """Storage class exists in the environment."""
    known = release.settings.storage_classes or _CLASSES.get(release.role, ())
    if not known:
        return
    found = [storage for one in release.of(*STORING) for storage in storages(one)]
    made = {storage.storage_class for storage in found if storage.owner.kind == VOLUME}
    asked = {storage.storage_class for storage in found if storage.owner.kind in CLAIMING}
    for storage in found:
        name = storage.storage_class
        if name and name not in known:
            severity = INFO if name in made and name in asked else None
            message = f"the storage class {name!r} is none of this environment's: {', '.join(known)}"
            yield storage.hit(_KEY, message, severity)


@objects("STO012", SHOULD, WARNING, "config", "StorageClass", *STORING)
def telling_names(one: Manifest, release: Release) -> Iterator[Hit]:
    """Storage class names follow the convention."""
    if one.kind == "StorageClass":
        if not _is_telling(one.name, release):
            yield one.hit("/metadata/name", f"{one.name!r} does not say type, class and version of the storage")
        return
    for storage in storages(one):
        if storage.storage_class and not _is_telling(storage.storage_class, release):
            message = f"the storage class {storage.storage_class!r} does not say type, class and version"
            yield storage.hit(_KEY, message)


@objects("STO013", MAY, WARNING, "reason", *STORING)
def mode_fits_class(one: Manifest, release: Release) -> Iterator[Hit]:
    """Access mode fits the storage class."""
    for storage in storages(one):
        name, modes = storage.storage_class, tuple(mode for mode in storage.modes if mode in MODES)
        if not modes:
            continue
        if (name.startswith("bd") or name == "block") and not _ONCE.issuperset(modes):
            yield storage.hit(
                "/accessModes", f"a block device of class {name!r} is written by one node, with ReadWriteOnce only"
            )
        elif name.startswith("nfs") and any(mode != _MANY for mode in modes):
            yield storage.hit("/accessModes", f"a network file system of class {name!r} is meant for {_MANY}", INFO)


def _is_telling(name: str, release: Release) -> bool:
    return name in release.settings.storage_names or _NAME.fullmatch(name) is not None
