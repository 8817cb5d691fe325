"""Addresses of services on the network that a text names: URLs, hosts with a port, strings of connections."""

import re
from collections.abc import Iterator
from typing import Final

_URL: Final = re.compile(r"://([^\s\"'`<>,;|]+)")
_CONNECTION: Final = re.compile(
    r"@(?:tcp|udp)?\(?([A-Za-z0-9][A-Za-z0-9.-]*:\d{2,5})(?![\w.-])|\b(?:host|server)=([A-Za-z][\w.-]*)", re.I
)
_PARAMETERS: Final = re.compile(r"\b(?:database|dbname|port|uid|user)\s*=", re.I)
_ADDRESS: Final = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}|\d{1,3}(?:\.\d{1,3}){3}"
_FAR: Final = re.compile(rf"(?<![\w./:@-])((?:{_ADDRESS}):\d{{2,5}})(?![\w.-])")
_PAIR: Final = re.compile(rf"(?:-{{1,2}}[\w.-]+=)?((?:{_ADDRESS}|[A-Za-z][A-Za-z0-9-]*):\d{{2,5}})")
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_COMMENT: Final = ("#", "//", ";", "--", "<!--", "*")
# The pod itself, every address, the API server, and names that are never asked.
_HOME: Final = re.compile(
    r"(?:.*\.)?localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|kubernetes(?:\.default.*)?|(?:www\.)?w3\.org|json-schema\.org|schemas?\..*",
    re.I,
)


def endpoints(text: str) -> Iterator[str]:
    """Each host, with its port where it has one, that is named in a text and is not the pod itself."""
    lines = text.split("\n")
    whole = _PAIR.fullmatch(text.strip()) if len(lines) == 1 else None
    found: dict[str, None] = {whole[1]: None} if whole else {}
    for line in lines:
        if len(lines) == 1 or not line.lstrip().startswith(_COMMENT):
            found |= dict.fromkeys(_in_line(line.partition(" # ")[0]))
    return (address for address in found if not _is_home(host_of(address), text))


def host_of(address: str) -> str:
    """The host of `host:port`."""
    return address.partition(":")[0]


def _is_home(host: str, text: str) -> bool:
    """Whether a host is none of the network's; nginx gives names to groups of servers."""
    return _HOME.fullmatch(host) is not None or f"upstream {host} " in text


def _in_line(line: str) -> Iterator[str]:
    for url in _URL.finditer(line):
        authority = re.split(r"[/?#\\)\]}]", url[1], maxsplit=1)[0].rpartition("@")[2]
        if url[1].isascii() and not set("${%(") & set(url[1]) and _HOST.fullmatch(host_of(authority)):
            yield authority
    for pair in _FAR.finditer(line):
        yield pair[1]
    is_connection = _PARAMETERS.search(line) is not None
    for one in _CONNECTION.finditer(line):
        if one[1] or is_connection:
            yield one[1] or one[2]
