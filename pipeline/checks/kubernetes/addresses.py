"""IP addresses and ranges as the API server reads them (k8s.io/apimachinery, pkg/util/validation: ip.go)."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from pipeline.checks.kubernetes.forms import shown

_STRICT: Final = 36  # the minor version since which zeros in front and bits behind the prefix are refused
_ZEROS: Final = re.compile(r"(?<![0-9a-fA-F:])0+(?=[0-9])")
_LETTERS: Final = r"[0-9a-fA-F:.]{2,45}"
_LINK_MULTICAST: Final = (ip_network("224.0.0.0/24"), ip_network("ff02::/16"))
_ADDRESS: Final = re.compile(_LETTERS)
_RANGE: Final = re.compile(rf"{_LETTERS}/(?:0|[1-9][0-9]{{0,2}})")


def address_fault(value: str, version: int) -> str:
    """What is wrong with an IP address, "" if nothing. version: the minor one of Kubernetes."""
    address = _address(value, version)
    if address is None or (version >= _STRICT and isinstance(address, IPv6Address) and address.ipv4_mapped):
        return f"{shown(value)} is no IP address"
    return ""


def special_fault(value: str) -> str:
    """Why an address can belong to no Service from outside, "" if it can."""
    address = _address(value, 0)
    special = address and (
        address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or any(address in network for network in _LINK_MULTICAST if network.version == address.version)
    )
    return f"{shown(value)} means the node itself, its link, or no address at all" if special else ""


def range_fault(value: str, version: int) -> str:
    """What is wrong with a CIDR range, "" if nothing. version: the minor one of Kubernetes."""
    network = network_of(value, version)
    if network is None:
        return f"{shown(value)} is no range of IP addresses (such as 10.1.0.0/16)"
    if version >= _STRICT and _address(value.partition("/")[0], version) != network.network_address:
        return f"range {shown(value)} has bits set behind its prefix: {str(network)!r} is the same"
    return ""


def network_of(value: str, version: int) -> IPv4Network | IPv6Network | None:
    """The addresses of a CIDR range; None for what is none."""
    given = value if version >= _STRICT else _ZEROS.sub("", value)
    try:
        return ip_network(given, strict=False) if _RANGE.fullmatch(given) else None
    except ValueError:
        return None


def _address(value: str, version: int) -> IPv4Address | IPv6Address | None:
    given = value if version >= _STRICT else _ZEROS.sub("", value)
    try:
        return ip_address(given) if _ADDRESS.fullmatch(given) else None
    except ValueError:
        return None
