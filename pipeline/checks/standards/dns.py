"""DNS: how components find each other."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, release
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.policies import peers
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.serving import servers
from pipeline.checks.subjects.texts import data_texts, pod_texts, words_of
from pipeline.manifests.reading import at, listing, text

# An address, and no version: those stand behind a letter, a slash or a dot, or go on behind their fourth number.
_FOUR: Final = re.compile(
    r"(?<![\w.])(?<![A-Za-z][-/])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)(?!-[A-Za-z])(?!/\d{1,2}(?![\w.]))"
)
_SIX: Final = re.compile(r"(?<![\w)\]])\[([0-9A-Fa-f:.]{2,45})\]")
_VERSION: Final = "version"
_BEFORE: Final = 16  # characters in which a version says that it is one
_COMMENT: Final = ("#", ";", "//")
_ANYWHERE: Final = ("0.0.0.0/0", "::/0")
_MASK: Final = 0xFF000000
_WORD: Final = re.compile(r"[a-z0-9-]+")
_VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]*")
_INJECTED: Final = ("HOST", "PORT")
_SELECTED, _NAMED, _ASKED = "which selects its pods", "which it names", "whose variables it asks for"


@release("DNS001", SHOULD, WARNING, "reason")
def names_not_addresses(release: Release) -> Iterator[Hit]:
    """Components find each other by DNS name."""
    for pod in release.pods:
        for container in pod.every:
            for path, said in _told(container):
                yield from (container.hit(path, _message(one), key=one) for one in addresses(said))
        for index, alias in enumerate(listing(pod.spec.get("hostAliases"))):
            address = text(at(alias, "ip"))
            if addresses(address):
                yield pod.hit(f"/hostAliases/{index}/ip", f"address {address!r} gets names in the pod", INFO, address)
    for one in release.of("ConfigMap"):
        for path, said in data_texts(one):
            yield from (one.hit(path, _message(address), key=address) for address in addresses(said))
    for one in release.of("Service", "NetworkPolicy"):
        for path, address in _fixed(one):
            yield one.hit(path, f"address {address!r} is fixed here", INFO, address)


@release("DNS002", SHOULD, WARNING, "reason")
def services_first(release: Release) -> Iterator[Hit]:
    """Services come before the Pods that use them."""
    last: dict[tuple[str, str], tuple[str, int]] = {}
    named: dict[tuple[str, str, str], Manifest] = {}
    for service in release.of("Service"):
        home = _home(service, release)
        named[*home, service.name] = named[*home, service.name.upper().replace("-", "_")] = service
        last[home] = max(last.get(home, ("", 0)), _place(service))
    selecting = servers(release) if last else {}
    for pod in release.pods:
        home = _home(pod.owner, release)
        if pod.owner.is_hook or last.get(home, ("", 0)) <= _place(pod.owner):
            continue
        choosing = max(selecting.get(pod.owner.index, ()), key=_place, default=None)
        used = {choosing.index: _SELECTED} if choosing else {}
        used |= {named[*home, word].index: _NAMED for word in _words(pod) if (*home, word) in named}
        used |= {named[*home, word].index: _ASKED for word in _variables(pod) if (*home, word) in named}
        yield from _late(pod, used, release)


def addresses(said: str) -> tuple[str, ...]:
    """Addresses of other hosts in a text, each once: none of the pod itself, no masks, no ranges, no versions."""
    found: dict[str, None] = {}
    for match in _FOUR.finditer(said) if said.count(".") > 2 else ():
        if _is_host(match[0]) and not _is_remark(said, match.start()):
            found[match[0]] = None
    for match in _SIX.finditer(said) if "[" in said else ():
        if _is_host(match[1]):
            found[match[1]] = None
    return tuple(found)


def _message(address: str) -> str:
    return f"address {address!r} is written out; the name of a Service lasts longer"


def _told(container: Container) -> Iterator[tuple[str, str]]:
    yield from words_of(container)
    for path, entry in container.env:
        if _VERSION not in text(entry.get("name")).lower():
            yield f"{path}/value", text(entry.get("value"))


def _is_host(said: str) -> bool:
    try:
        address: IPv4Address | IPv6Address = ip_address(said)
    except ValueError:
        return False
    if address.is_loopback or address.is_unspecified:
        return False
    rest = ~int(address) & 0xFFFFFFFF
    return address.version == 6 or int(address) < _MASK or rest & (rest + 1) != 0


def _is_remark(said: str, start: int) -> bool:
    """Whether what starts there is a version, or stands in a comment."""
    line = said.rfind("\n", 0, start) + 1
    return _VERSION in said[max(line, start - _BEFORE) : start].lower() or said[line : line + 99].lstrip().startswith(
        _COMMENT
    )


def _fixed(one: Manifest) -> Iterator[tuple[str, str]]:
    """(pointer, address) of each that a Service or a policy of the network is given."""
    for index, address in enumerate(listing(one.spec.get("externalIPs"))):
        yield f"/spec/externalIPs/{index}", str(address)
    if address := one.spec.get("loadBalancerIP"):
        yield "/spec/loadBalancerIP", str(address)
    for peer in peers(one) if one.kind == "NetworkPolicy" else ():
        block = text(at(peer.body, "ipBlock", "cidr"))
        if block and block not in _ANYWHERE:
            yield f"{peer.path}/ipBlock/cidr", block


def _home(one: Manifest, release: Release) -> tuple[str, str]:
    """Chart and namespace: between others there is no order."""
    return one.source.rpartition("/templates/")[0] if one.chart else "", release.namespace(one)


def _place(one: Manifest) -> tuple[str, int]:
    return one.source, one.order


def _words(pod: Pod) -> Iterator[str]:
    return (word.strip("-") for _, said in pod_texts(pod) for word in _WORD.findall(said))


def _variables(pod: Pod) -> Iterator[str]:
    """The Services whose variables a pod asks for, as those spell their names."""
    for _, said in pod_texts(pod):
        for word in _VARIABLE.findall(said):
            name, mark, what = word.partition("_SERVICE_")
            if mark and what.startswith(_INJECTED):
                yield name


def _late(pod: Pod, used: dict[int, str], release: Release) -> Iterator[Hit]:
    """used: how the pod is bound to each Service, by the index of that."""
    for index, how in used.items():
        service = release.objects[index]
        if _place(service) > _place(pod.owner):
            message = f"{pod.kind} {pod.owner.name!r} is declared before Service {service.name!r}, {how}"
            yield pod.owner.hit("", message, ERROR if how == _ASKED else None, service.name)
