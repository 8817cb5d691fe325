"""One hash over what a release renders, the same for the same result whatever varies or is secret in it."""

import hashlib
from collections.abc import Sequence

import orjson

from pipeline.manifests.masking import masked
from pipeline.model.resource import Resource


def digest(resources: Sequence[Resource]) -> str:
    """sha256 of the resources, whatever their order, unstable and secret leaves excepted."""
    hashed = hashlib.sha256(b"".join(sorted(map(_line, resources))))
    return f"sha256:{hashed.hexdigest()}"


def _line(one: Resource) -> bytes:
    """What is steady in a secret is sealed with a key of this user, and the digest is the same for everybody."""
    steady = [text for leaf, text in zip(one.unstable, one.steady, strict=True) if leaf not in one.secret]
    body = masked(one.body, (*one.unstable, *one.secret))
    return orjson.dumps([body, steady], option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
