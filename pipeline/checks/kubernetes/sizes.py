"""How large objects may be (kubernetes: pkg/apis/core, MaxSecretSize; etcd: --max-request-bytes)."""

from collections.abc import Iterator
from typing import Any, Final

import orjson

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import native
from pipeline.checks.rule import ERROR, MUST, WARNING, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.masking import is_sealed
from pipeline.manifests.reading import mapping

_DATA: Final = 1 << 20
_OBJECT: Final = 3 << 19


@objects("K8S167", MUST, ERROR, "none")
def size(one: Manifest, release: Release) -> Iterator[Hit]:
    """Objects are not larger than the API server and etcd allow."""
    length = _length(one.body)
    if length <= _DATA:
        return
    if one.kind in ("ConfigMap", "Secret") and native(one):
        data = sum(_bytes(value, False) for value in (*_values(one, "stringData"), *_plain(one)))
        data += sum(_bytes(value, True) for value in _encoded(one))
        if data > _DATA:
            yield one.hit("", f"a {one.kind} holds at most {_DATA} bytes, not {data}", key="size")
            return
    if length > _OBJECT:
        yield one.hit("", f"object has {length} bytes as JSON, etcd usually takes at most {_OBJECT}", WARNING, "size")


def _length(body: Any) -> int:
    """Bytes of the object as JSON; 0 for what JSON cannot say, which is no matter of size."""
    try:
        return len(orjson.dumps(body))
    except orjson.JSONEncodeError:
        return 0


def _plain(one: Manifest) -> tuple[Any, ...]:
    return _values(one, "data") if one.kind == "ConfigMap" else ()


def _encoded(one: Manifest) -> tuple[Any, ...]:
    return _values(one, "binaryData" if one.kind == "ConfigMap" else "data")


def _values(one: Manifest, bag: str) -> tuple[Any, ...]:
    return tuple(mapping(one.body.get(bag)).values())


def _bytes(value: Any, encoded: bool) -> int:
    if not isinstance(value, str) or is_sealed(value):
        return 0
    if not encoded:
        return len(value.encode("utf-8", "surrogatepass"))
    letters = len(value) - value.count("\n") - value.count("\r")
    return letters // 4 * 3 - value.count("=")
