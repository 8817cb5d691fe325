"""Our schemas as files in the layout that kubeconform reads, for it has no network in the tests."""

from pathlib import Path

import orjson

from pipeline.schemas.bundles import kinds, validator, version_of

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def full(kube_version: str) -> str:
    """A version as kubeconform wants it: "1.37" is "1.37.0"."""
    return kube_version if kube_version.count(".") > 1 else f"{kube_version}.0"


def write(folder: Path, kube_version: str) -> None:
    """Writes the schema of each kind of one version of Kubernetes, strict, below a folder for `-schema-location`."""
    home = folder / f"v{full(kube_version)}-standalone-strict"
    home.mkdir(parents=True)
    minor = version_of(kube_version).minor
    for api_version, kind in kinds(minor):
        checker = validator(minor, api_version, kind)
        assert checker
        (home / _name(api_version, kind)).write_bytes(orjson.dumps({"$schema": _DRAFT, **checker.schema}))


def _name(api_version: str, kind: str) -> str:
    group, _, version = api_version.rpartition("/")
    return "-".join(part for part in (kind, group.partition(".")[0], version) if part).lower() + ".json"
