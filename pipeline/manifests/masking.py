"""What is secret in an object: found, sealed so that it can be compared but not read, and masked where it is shown."""

import hmac
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from pipeline.manifests.pointer import joined, leaves, replaced

MASK: Final = "(masked)"
# A key that the API server refuses (validation of annotation keys allows no blank), so masked output cannot be applied.
REFUSED: Final = "masked by rendiff, not to be applied"
_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
_SEAL: Final = "sealed:"


def masked(body: Mapping[str, Any], pointers: tuple[str, ...], refuse: bool = False) -> Mapping[str, Any]:
    """A copy with a mask at each pointer; `refuse` adds what makes the API server refuse it."""
    result: Mapping[str, Any] = replaced(body, pointers, lambda _: MASK)
    return _refused(result) if refuse and pointers else result


def seal(body: Mapping[str, Any], key: bytes) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """The object with every value of a Secret replaced by a token, and the pointers of those values.

    Equal values have equal tokens, and who does not have the key learns nothing from them, not even the length.
    """
    pointers = tuple(_secret_values(body))
    return replaced(body, pointers, lambda value: token(value, key)), pointers


def token(value: Any, key: bytes) -> str:
    """What stands for a sealed value."""
    text = value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    return _SEAL + hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


def is_sealed(value: str) -> bool:
    """Whether a text is a token of a sealed value, so that nothing can be said of it."""
    return value.startswith(_SEAL)


def _secret_values(body: Mapping[str, Any]) -> Iterator[str]:
    """Pointers of what a Secret holds, and of the copy that `kubectl apply` keeps of it."""
    if body.get("kind") != "Secret" or body.get("apiVersion") not in ("v1", None):
        return
    for field in ("data", "stringData"):
        values = body.get(field)
        if isinstance(values, Mapping):
            yield from (
                pointer for name, value in values.items() for pointer, _ in leaves(value, joined(f"/{field}", name))
            )
        elif values is not None:
            yield f"/{field}"
    metadata = body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    if isinstance(annotations, Mapping) and _APPLIED in annotations:
        yield joined("/metadata/annotations", _APPLIED)


def _refused(body: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = body.get("metadata")
    own = dict(metadata) if isinstance(metadata, Mapping) else {}
    annotations = own.get("annotations")
    own["annotations"] = {**(annotations if isinstance(annotations, Mapping) else {}), REFUSED: ""}
    return {**body, "metadata": own}
