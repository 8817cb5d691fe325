"""Which ports of which Services the objects of a release name: in texts, in probes, and where traffic is led on.

Facts: gateway-api.sigs.k8s.io (routes), istio.io (VirtualService), doc.traefik.io (IngressRoute), kubernetes.io (the others).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import HANDLERS, Container
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import container_texts, release_texts
from pipeline.manifests.reading import at, listing, mapping, text

Port = int | str | None
_LEADING: Final = (
    "Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute", "VirtualService", "IngressRoute", "IngressRouteTCP",
    "IngressRouteUDP", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService",
)  # fmt: skip
_CALL: Final = re.compile(r"(?:\b(https?)://)?([a-z0-9][a-z0-9.-]*)(?::(?:(\d{1,5})(?!\d)|([a-z][a-z0-9-]*)))?")
_SCHEMES: Final = {"http": 80, "https": 443}
_NUMBER: Final = re.compile(r"\d+")
# So many names are looked for one by one faster than by all words of a text.
_FEW: Final = 64
_HOME: Final = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})(?!\d)")


def called(release: Release, names: Collection[str]) -> Mapping[str, set[Port]]:
    """The ports at which each of these Services is named, None where it is named without one.

    Where an object names a Service without a port, every number in its texts may be one.
    """
    found: dict[str, set[Port]] = defaultdict(set)
    texts: dict[int, list[str]] = defaultdict(list)
    alone: dict[int, set[str]] = defaultdict(set)
    for one, said in _texts(release):
        texts[one.index].append(said)
        for name, port in _in_text(said, names):
            found[name].add(port)
            if port is None:
                alone[one.index].add(name)
    for index, without in alone.items():
        numbers = {int(number) for said in texts[index] for number in _NUMBER.findall(said) if len(number) < 6}
        for name in without:
            found[name] |= numbers
    for one in release.of(*_LEADING):
        for name, port in _led(one.body, names):
            found[name].add(port)
    return found


def at_home(container: Container) -> frozenset[int]:
    """The ports that a container asks at its own pod."""
    return frozenset(int(port) for _, said in container_texts(container) for port in _HOME.findall(said))


def _texts(release: Release) -> Iterator[tuple[Manifest, str]]:
    yield from ((one, said) for one, _, said in release_texts(release))
    for pod in release.pods:
        for container in pod.every:
            for steps in HANDLERS:
                asked = mapping(container.get(*steps))
                yield from (
                    (pod.owner, word) for word in listing(at(asked, "exec", "command")) if isinstance(word, str)
                )
                if host := text(at(asked, "httpGet", "host")):
                    yield pod.owner, f"{host}:{at(asked, 'httpGet', 'port')}"
    for one in release.of(*_LEADING):
        yield from ((one, value) for value in one.annotations.values() if isinstance(value, str))


def _in_text(said: str, names: Collection[str]) -> Iterator[tuple[str, Port]]:
    if len(names) <= _FEW and not any(name in said for name in names):
        return
    for scheme, host, number, word in _CALL.findall(said):
        for part in host.split(".", 2)[:2]:
            if part in names:
                yield part, int(number) if number else word or _SCHEMES.get(scheme)


def _led(value: Any, names: Collection[str]) -> Iterator[tuple[str, Port]]:
    """(Service, port) of each map that says both, however deep."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, Mapping):
            todo += one.values()
            said = [text(one.get(key)).partition(".")[0] for key in ("name", "serviceName", "host")]
            yield from ((name, _port(one)) for name in said if name in names)
        elif isinstance(one, list):
            todo += one


def _port(one: Mapping[str, Any]) -> Port:
    given = one.get("port", one.get("servicePort"))
    if isinstance(given, Mapping):
        given = given.get("number") or given.get("name")
    return given if isinstance(given, int | str) else None
