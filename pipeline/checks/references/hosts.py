"""Names of Services in texts: full names of the cluster's DNS, and variables that hold the host of another component.

Facts: kubernetes.io/docs/concepts/services-networking/dns-pod-service.
"""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.references.entries import Need
from pipeline.checks.references.needs import Origin
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.texts import container_texts, data_texts
from pipeline.manifests.reading import text

_MARK: Final = ".svc"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789-"
_LONGEST: Final = 253
_MOST: Final = 100
_ENDINGS: Final = ("_HOST", "_HOSTNAME", "_URL", "_ADDR", "_ADDRESS", "_ENDPOINT", "_SERVER")


def pod_hosts(pod: Pod, origin: Origin) -> Iterator[Need]:
    """The Services that variables, commands and arguments of pods name."""
    for container in pod.every:
        for path, said in container_texts(container):
            yield from _full(said, container.path + path, origin)
        for path, entry in container.env:
            name, value = text(entry.get("name")), text(entry.get("value"))
            host = _host(value) if name.endswith(_ENDINGS) else ""
            yield from origin.need("Service", host, f"{container.path}{path}/value", "variable")


def data_hosts(origin: Origin) -> Iterator[Need]:
    """The Services that the data of a ConfigMap name."""
    for path, said in data_texts(origin.one):
        yield from _full(said, path, origin)


def _full(said: str, path: str, origin: Origin) -> Iterator[Need]:
    if _MARK in said:
        for name, namespace in sorted(set(services_in(said))):
            yield from origin.need("Service", name, path, "text", namespace=namespace)


def services_in(said: str) -> Iterator[tuple[str, str]]:
    """(name, namespace) of each full name of a Service in a text, of those that are written out whole."""
    end = 0
    for _ in range(_MOST):
        end = said.find(_MARK, end)
        if end < 0:
            return
        if said[end + len(_MARK) : end + len(_MARK) + 1] not in (*_LETTERS, "_"):
            yield from _before(said[max(0, end - _LONGEST) : end])
        end += len(_MARK)


def _before(left: str) -> Iterator[tuple[str, str]]:
    """Name and namespace that a text ends with. What a template or a shell puts in front of them makes them unknown."""
    rest = left.rstrip(f"{_LETTERS}.")
    labels = left[len(rest) :].split(".")
    is_whole = len(labels) > 2 or not rest or not (rest[-1].isalnum() or rest[-1] in "})]%*$_>")
    name, namespace = labels[-2:] if len(labels) > 1 else ("", "")
    if is_whole and name.strip("-") == name != "" and namespace.strip("-") == namespace != "":
        yield name, namespace


def _host(value: str) -> str:
    """The host in a URL, or in front of a port, where it is a name without dots; "" where it is none."""
    rest = value.partition("://")[2] or value
    for separator in "/?,":
        rest = rest.partition(separator)[0]
    host = rest.rpartition("@")[2].partition(":")[0]
    is_name = 2 < len(host) < 64 and not host.strip(_LETTERS) and host.strip("-0123456789") != ""
    return host if is_name and host != "localhost" else ""
