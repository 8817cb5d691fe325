"""How a worker and its parent talk: JSON texts, each behind its length."""

import struct
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from pipeline.engines.bundle import Order
from pipeline.engines.engine import Job
from pipeline.model.resource import Resource, ResourceId

_LENGTH = struct.Struct(">Q")
HEADER = _LENGTH.size
# The letter with which an answer begins: resources, documents to show, Helm's reason, or "ask again later".
RESOURCES, SHOWN, REFUSED, LATER = b"r", b"s", b"e", b"l"


def packed(payload: bytes) -> bytes:
    """A frame around a payload."""
    return _LENGTH.pack(len(payload)) + payload


def length(header: bytes) -> int:
    """How many bytes follow a header."""
    return int(_LENGTH.unpack(header)[0])


def answer(kind: bytes, payload: bytes, verdict: bytes = b"") -> bytes:
    """An answer as it travels: its letter, what it is about, and what the checks say."""
    return kind + packed(payload) + verdict


def answered(text: bytes) -> tuple[bytes, bytes, bytes]:
    """Letter, payload and verdict of an answer."""
    end = 1 + HEADER + length(text[1 : 1 + HEADER])
    return text[:1], text[1 + HEADER : end], text[end:]


def read(stream: BinaryIO) -> bytes | None:
    """The next payload, None at the end of the stream."""
    header = stream.read(HEADER)
    return stream.read(length(header)) if len(header) == HEADER else None


def order_text(order: Order, shown: bool) -> bytes:
    """An order as it travels; `shown` asks for texts to print instead of resources to compare."""
    job = order.job
    return orjson.dumps({
        "chart": str(job.chart), "name": job.name, "namespace": job.namespace, "kubeVersion": job.kube_version,
        "apiVersions": list(job.api_versions), "values": job.values,
        "integers": sorted((list(leaf) for leaf in job.integers), key=repr), "doubled": order.doubled,
        "repeats": order.repeats, "waits": order.waits, "key": order.key.hex(), "patches": order.patches, "brief": order.brief.decode(),
        "shown": shown,
    })  # fmt: skip


def order_of(text: bytes) -> tuple[Order, bool]:
    """What `order_text` wrote."""
    given = orjson.loads(text)
    job = Job(
        Path(given["chart"]), given["name"], given["namespace"], given["kubeVersion"], tuple(given["apiVersions"]),
        given["values"], frozenset(tuple(leaf) for leaf in given["integers"]),
    )  # fmt: skip
    order = Order(
        job, given["doubled"], given["repeats"], given["waits"], bytes.fromhex(given["key"]), tuple(given["patches"]),
        given["brief"].encode(),
    )  # fmt: skip
    return order, given["shown"]


def resources_text(resources: tuple[Resource, ...]) -> bytes:
    """Resources as they travel and as the cache keeps them."""
    return orjson.dumps([
        [[one.id.group, one.id.kind, one.id.namespace, one.id.name, one.id.occurrence],
         one.source, one.unstable, one.steady, one.secret, one.body]
        for one in resources
    ])  # fmt: skip


def resources_of(text: bytes) -> tuple[Resource, ...]:
    """What `resources_text` wrote; ValueError, TypeError or IndexError for anything else."""
    return tuple(_resource(item) for item in orjson.loads(text))


def _resource(item: list[Any]) -> Resource:
    identity, source, unstable, steady, secret, body = item
    return Resource(ResourceId(*identity), body, source, tuple(unstable), tuple(steady), tuple(secret))
