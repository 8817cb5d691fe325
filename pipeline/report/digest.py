"""One hash over what a release renders, the same for the same result whatever varies or is secret in it."""

import hashlib
from collections.abc import Sequence

import orjson

from pipeline.manifests.masking import masked
from pipeline.model.resource import Resource


def digest(resources: Sequence[Resource]) -> str:
    """sha256 of the resources, whatever their order, unstable and secret leaves excepted."""
    lines = (
        orjson.dumps(
            [masked(one.body, (*one.unstable, *one.secret)), one.steady],
            option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE,
        )
        for one in resources
    )
    hashed = hashlib.sha256(b"".join(sorted(lines)))
    return f"sha256:{hashed.hexdigest()}"
