"""The schemas of Kubernetes' own kinds in each of its minor versions from 1.16 to 1.37, and which kinds there are.

kubernetes.tsv.gz has a row for each definition and span of versions in which it is the same: name, first and last minor
version, "group/version/Kind" where it is a kind, and the schema: strict, and without what judges nothing.
tests/schemas/build_bundles.py makes it from the OpenAPI definitions of Kubernetes. A kind is compiled when it is first
asked for.
"""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import orjson

from pipeline.schemas.flaws import Checker, compiled

OLDEST: Final = 16
NEWEST: Final = 37
_VERSION: Final = re.compile(r"v?(\d{1,4})\.(\d{1,6})")
_REFERENCE: Final = re.compile(r'"#/\$defs/([^"]+)"')
_METADATA: Final = "apis.meta.v1.ObjectMeta"


@dataclass(frozen=True, slots=True)
class Known:
    """A version whose schemas are known. minor: of Kubernetes 1; asked: the one that it stands for; no version asks for the newest."""

    minor: int
    asked: int

    @property
    def exact(self) -> bool:
        """Whether it is the version that was asked for, and not the nearest."""
        return self.minor == self.asked

    def __str__(self) -> str:
        return f"1.{self.minor}"


@lru_cache(maxsize=256)
def version_of(kube_version: str) -> Known:
    """The known version nearest to one like "1.34.2"."""
    found = _VERSION.match(kube_version)
    if not found:
        return Known(NEWEST, NEWEST)
    asked = {0: 0, 1: int(found[2])}.get(int(found[1]), NEWEST + 1)
    return Known(min(max(asked, OLDEST), NEWEST), asked)


@cache
def validator(minor: int, api_version: str, kind: str) -> Checker | None:
    """What checks objects of a kind as Kubernetes 1.<minor> has it; None for kinds that it does not have."""
    name = _version(minor).kinds.get(f"{api_version}/{kind}")
    return compiled(_bundle(minor, name)) if name else None


@cache
def kinds(minor: int) -> frozenset[tuple[str, str]]:
    """(group/version, kind) of everything that Kubernetes 1.<minor> defines, served by default or not."""
    return frozenset(
        (api_version, kind) for api_version, _, kind in (one.rpartition("/") for one in _version(minor).kinds)
    )


@cache
def metadata(minor: int) -> Mapping[str, Any]:
    """The schema of the metadata of any object, with `$defs`."""
    return _bundle(minor, _METADATA)


@dataclass(frozen=True, slots=True)
class _Version:
    """kinds: "group/version/Kind" -> name of its definition; definitions: name -> text of its schema."""

    kinds: Mapping[str, str]
    definitions: Mapping[str, str]


@cache
def _version(minor: int) -> _Version:
    named: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for row in _rows():
        name, first, last, kind, schema = row.split("\t")
        if int(first) <= minor <= int(last):
            definitions[name] = schema
            if kind:
                named[kind] = name
    return _Version(named, definitions)


@cache
def _rows() -> tuple[str, ...]:
    packed = files(__package__).joinpath("kubernetes.tsv.gz").read_bytes()
    return tuple(gzip.decompress(packed).decode().split("\n"))


def _bundle(minor: int, start: str) -> Mapping[str, Any]:
    """The schema of one definition with all that it refers to."""
    needed = {start}
    todo = [start]
    while todo:
        new = set(_REFERENCE.findall(_version(minor).definitions[todo.pop()])) - needed
        needed |= new
        todo += new
    return {"$ref": f"#/$defs/{start}", "$defs": {name: _definition(minor, name) for name in sorted(needed)}}


@cache
def _definition(minor: int, name: str) -> Any:
    return orjson.loads(_version(minor).definitions[name])
