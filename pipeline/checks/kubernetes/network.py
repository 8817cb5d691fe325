"""Network policies (kubernetes: pkg/apis/networking/validation, ValidateNetworkPolicySpec)."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.addresses import network_of, range_fault
from pipeline.checks.kubernetes.fields import entries, is_port, minor, native, whole
from pipeline.checks.kubernetes.forms import PORT_NAME, port_complaint, shown
from pipeline.checks.rule import ERROR, MUST, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping

_SIDES: Final = (("ingress", "from"), ("egress", "to"))
Fault = tuple[str, str]
Network = IPv4Network | IPv6Network


@objects("K8S156", MUST, ERROR, "none", "NetworkPolicy")
def network_policies(one: Manifest, release: Release) -> Iterator[Hit]:
    """Network policies name ports and peers that can be evaluated."""
    if not native(one):
        return
    if len(listing(one.spec.get("policyTypes"))) > len(_SIDES):
        yield one.hit("/spec/policyTypes", "there are only two policyTypes")
    for direction, side in _SIDES:
        for path, rule in entries(one.spec.get(direction), f"/spec/{direction}"):
            for place, port in entries(rule.get("ports"), f"{path}/ports"):
                yield from (one.hit(f"{place}{step}", message) for step, message in _port(port))
            for place, peer in entries(rule.get(side), f"{path}/{side}"):
                yield from (one.hit(f"{place}{step}", message) for step, message in _peer(peer, minor(release)))


def _port(given: Mapping[str, Any]) -> Iterator[Fault]:
    port, end = given.get("port"), whole(given.get("endPort"))
    number = whole(port)
    if number is not None and not is_port(number):
        yield "/port", f"port {number} must be between 1 and 65535"
    elif isinstance(port, str) and not PORT_NAME.fits(port):
        yield "/port", port_complaint(port)
    if end is None:
        return
    if number is None:
        yield "/endPort", "endPort needs a port that is a number"
    elif end < number or not is_port(end):
        yield "/endPort", f"endPort {end} must be at least port {number}, and at most 65535"


def _peer(peer: Mapping[str, Any], version: int) -> Iterator[Fault]:
    block = peer.get("ipBlock")
    others = [name for name in ("podSelector", "namespaceSelector") if peer.get(name) is not None]
    if block is None and not others:
        yield "", "a peer must have podSelector, namespaceSelector or ipBlock"
    elif block is not None and others:
        yield "/ipBlock", f"ipBlock excludes {' and '.join(others)}"
    if isinstance(block, Mapping):
        yield from ((f"/ipBlock{place}", message) for place, message in _block(block, version))


def _block(block: Mapping[str, Any], version: int) -> Iterator[Fault]:
    whole_range = block.get("cidr")
    if not isinstance(whole_range, str):
        return
    if message := range_fault(whole_range, version):
        yield "/cidr", message
    outer = network_of(whole_range, version)
    for index, given in enumerate(listing(mapping(block).get("except"))):
        if not isinstance(given, str):
            continue
        inner = network_of(given, version)
        if message := range_fault(given, version):
            yield f"/except/{index}", message
        elif outer and inner and not _inside(inner, outer):
            yield f"/except/{index}", f"range {shown(given)} must lie within {shown(whole_range)}, and be smaller"


def _inside(inner: Network, outer: Network) -> bool:
    same = inner.version == outer.version
    return same and inner.prefixlen > outer.prefixlen and inner.network_address in outer
