"""ConfigMaps and Secrets (kubernetes: pkg/apis/core/validation, ValidateConfigMap and ValidateSecret)."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import native
from pipeline.checks.kubernetes.forms import CONFIG_KEY, shown
from pipeline.checks.rule import ERROR, MUST, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.masking import is_sealed
from pipeline.manifests.pointer import joined
from pipeline.manifests.reading import mapping, text
from pipeline.repository.placeholders import stands_in

_BAGS: Final = ("data", "binaryData", "stringData")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_BREAKS: Final = str.maketrans("", "", "\r\n")
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_JSON: Final = (".dockerconfigjson", ".dockercfg")
_BASIC: Final = "kubernetes.io/basic-auth"
_ACCOUNT: Final = "kubernetes.io/service-account.name"


@objects("K8S164", MUST, ERROR, "none", "ConfigMap", "Secret")
def keys(one: Manifest, release: Release) -> Iterator[Hit]:
    """Keys of ConfigMaps and Secrets can be names of files, and each stands once."""
    if not native(one):
        return
    for bag in _BAGS:
        for key in mapping(one.body.get(bag)):
            if not CONFIG_KEY.fits(key):
                yield one.hit(joined(f"/{bag}", key), f"key {CONFIG_KEY.complaint(key)}")
    if one.kind == "ConfigMap":
        for key in mapping(one.body.get("data")).keys() & mapping(one.body.get("binaryData")).keys():
            yield one.hit(joined("/binaryData", key), f"key {shown(key)} stands in data and in binaryData", key=key)


@objects("K8S165", MUST, ERROR, "none", "Secret")
def typed_secrets(one: Manifest, release: Release) -> Iterator[Hit]:
    """Secrets hold what their type asks for."""
    if not native(one):
        return
    kind, bags = text(one.body.get("type")), [mapping(one.body.get(bag)) for bag in ("stringData", "data")]
    for key in _NEEDED.get(kind, ()):
        found = next((bag[key] for bag in bags if key in bag), ...)
        if found is ... or (key == "ssh-privatekey" and not found):
            yield one.hit("/data", f"a Secret of type {kind} needs the key {key!r}", key=key)
        elif key in _JSON and not _is_json(found, key in bags[0]):
            yield one.hit(joined("/data", key), f"{key!r} is no JSON object")
    if kind == _BASIC and not any(key in bag for bag in bags for key in ("username", "password")):
        yield one.hit("/data", f"a Secret of type {kind} needs the key 'username' or 'password'")
    if kind == "kubernetes.io/service-account-token" and not one.annotations.get(_ACCOUNT):
        yield one.hit("/metadata/annotations", f"a Secret of type {kind} needs the annotation {_ACCOUNT}")


@objects("K8S166", MUST, ERROR, "none", "Secret")
def encoded(one: Manifest, release: Release) -> Iterator[Hit]:
    """What Secrets hold under data is base64."""
    if native(one):
        for key, value in mapping(one.body.get("data")).items():
            if isinstance(value, str) and not _is_hidden(value) and _decoded(value) is None:
                yield one.hit(
                    joined("/data", key), f"value of {shown(key)} is no base64; plain text belongs under stringData"
                )


def _decoded(value: str) -> bytes | None:
    """The bytes that base64 stands for, None for what is none; line breaks in it do not count."""
    joined_up = value.translate(_BREAKS)
    if len(joined_up) % 4 or not _BASE64.fullmatch(joined_up):
        return None
    return b64decode(joined_up)


def _is_json(value: Any, plain: bool) -> bool:
    """Whether a value is, or may be, a JSON object."""
    if not isinstance(value, str):
        return value is not None
    content = value.encode("utf-8", "surrogatepass") if plain else _decoded(value)
    if content is None or _is_hidden(value) or stands_in(content.decode("utf-8", "replace")):
        return True
    try:
        return isinstance(orjson.loads(content), dict)
    except orjson.JSONDecodeError:
        return False


def _is_hidden(value: str) -> bool:
    """Whether a value is not the one that the cluster gets: sealed, or with something in it that stands for a secret."""
    return is_sealed(value) or stands_in(value)
