"""One hash over what a release renders, the same for the same result whatever varies or is secret in it."""

import hashlib
from collections.abc import Sequence

import orjson

from pipeline.manifests.masking import masked
from pipeline.model.resource import Resource


def digest(resources: Sequence[Resource]) -> str:
    """sha256 of the resources in the order of their identities, unstable and secret leaves excepted."""
    hashed = hashlib.sha256()
    for resource in sorted(resources, key=lambda one: one.id):
        body = masked(resource.body, (*resource.unstable, *resource.secret))
        hashed.update(orjson.dumps([body, resource.steady], option=orjson.OPT_SORT_KEYS))
        hashed.update(b"\n")
    return f"sha256:{hashed.hexdigest()}"
