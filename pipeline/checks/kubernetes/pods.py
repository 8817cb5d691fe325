"""What pods say besides their containers and volumes (kubernetes: pkg/apis/core/validation, ValidatePodSpec)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.addresses import address_fault
from pipeline.checks.kubernetes.fields import entries, minor, whole
from pipeline.checks.kubernetes.forms import LABEL, LABEL_KEY, SEARCH, SUBDOMAIN, Form, shown
from pipeline.checks.rule import ERROR, MUST, pods
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

_NAMES: Final[Mapping[str, Form]] = {
    "serviceAccountName": SUBDOMAIN, "priorityClassName": SUBDOMAIN, "runtimeClassName": SUBDOMAIN, "nodeName": SUBDOMAIN,
    "hostname": LABEL, "subdomain": LABEL, "hostnameOverride": SUBDOMAIN,
}  # fmt: skip
_NEVER_EMPTY: Final = ("runtimeClassName", "hostnameOverride")
_OVERWRITTEN: Final = ("hostname", "subdomain")  # by the controller of a StatefulSet
_NAMESERVERS: Final = 3
_SEARCHES: Final = 32
_DEADLINE: Final = 2**31 - 1
Fault = tuple[str, str]


@pods("K8S126", MUST, ERROR, "none")
def pod_fields(pod: Pod, release: Release) -> Iterator[Hit]:
    """What a pod says of itself is well-formed and does not contradict itself."""
    version = minor(release)
    faults = (
        *_names(pod), *_together(pod.spec), *_numbers(pod), *_dns(pod.spec, version), *_gates(pod), *_aliases(pod.spec, version),
    )  # fmt: skip
    yield from (pod.hit(path, message) for path, message in faults)


def _names(pod: Pod) -> Iterator[Fault]:
    for field, form in _NAMES.items():
        name = pod.spec.get(field)
        if (
            isinstance(name, str)
            and (name or field in _NEVER_EMPTY)
            and not form.fits(name)
            and not (pod.kind == "StatefulSet" and field in _OVERWRITTEN)
        ):
            yield f"/{field}", f"{field} {form.complaint(name)}"


def _together(spec: Mapping[str, Any]) -> Iterator[Fault]:
    if spec.get("shareProcessNamespace") is True and spec.get("hostPID") is True:
        yield "/shareProcessNamespace", "shareProcessNamespace and hostPID exclude each other"
    if spec.get("hostUsers") is False:
        for field in ("hostNetwork", "hostPID", "hostIPC"):
            if spec.get(field) is True:
                yield f"/{field}", f"{field} needs hostUsers: true"
    override = text(spec.get("hostnameOverride"))
    if override and (spec.get("hostNetwork") is True or spec.get("setHostnameAsFQDN") is True):
        yield "/hostnameOverride", "hostnameOverride excludes hostNetwork and setHostnameAsFQDN"


def _numbers(pod: Pod) -> Iterator[Fault]:
    deadline = whole(pod.spec.get("activeDeadlineSeconds"))
    if deadline is not None and not 1 <= deadline <= _DEADLINE:
        yield "/activeDeadlineSeconds", f"activeDeadlineSeconds {deadline} must be between 1 and {_DEADLINE}"


def _dns(spec: Mapping[str, Any], version: int) -> Iterator[Fault]:
    config = mapping(spec.get("dnsConfig"))
    servers, searches = listing(config.get("nameservers")), listing(config.get("searches"))
    if spec.get("dnsPolicy") == "None" and not servers:
        yield "/dnsConfig/nameservers", "dnsPolicy: None needs at least one nameserver"
    if len(servers) > _NAMESERVERS:
        yield "/dnsConfig/nameservers", f"there are {len(servers)} nameservers, at most {_NAMESERVERS} are allowed"
    if len(searches) > _SEARCHES:
        yield "/dnsConfig/searches", f"there are {len(searches)} searches, at most {_SEARCHES} are allowed"
    for path, option in entries(config.get("options"), "/dnsConfig/options"):
        if not option.get("name"):
            yield f"{path}/name", "option has no name"
    for index, server in enumerate(servers):
        if isinstance(server, str) and (message := address_fault(server, version)):
            yield f"/dnsConfig/nameservers/{index}", message
    for index, search in enumerate(searches):
        if isinstance(search, str) and search != "." and not SEARCH.fits(search.removesuffix(".")):
            yield f"/dnsConfig/searches/{index}", f"search {SEARCH.complaint(search)}"


def _gates(pod: Pod) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, gate in entries(pod.spec.get("schedulingGates"), "/schedulingGates"):
        name = text(gate.get("name"))
        if not LABEL_KEY.fits(name):
            yield f"{path}/name", f"name of scheduling gate {LABEL_KEY.complaint(name)}"
        elif name in seen:
            yield f"{path}/name", f"scheduling gate {shown(name)} stands twice"
        seen.add(name)
    if seen and pod.kind == "Pod" and pod.spec.get("nodeName"):
        yield "/nodeName", "a pod with schedulingGates cannot have a nodeName"
    for path, gate in entries(pod.spec.get("readinessGates"), "/readinessGates"):
        condition = gate.get("conditionType")
        if isinstance(condition, str) and not LABEL_KEY.fits(condition):
            yield f"{path}/conditionType", f"conditionType {LABEL_KEY.complaint(condition)}"


def _aliases(spec: Mapping[str, Any], version: int) -> Iterator[Fault]:
    for path, alias in entries(spec.get("hostAliases"), "/hostAliases"):
        address = alias.get("ip")
        if isinstance(address, str) and (message := address_fault(address, version)):
            yield f"{path}/ip", message
        for index, name in enumerate(listing(alias.get("hostnames"))):
            if isinstance(name, str) and not SUBDOMAIN.fits(name):
                yield f"{path}/hostnames/{index}", f"hostname {SUBDOMAIN.complaint(name)}"
