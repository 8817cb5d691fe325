"""Services (kubernetes: pkg/apis/core/validation, validateService)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.addresses import address_fault, range_fault, special_fault
from pipeline.checks.kubernetes.fields import entries, is_port, minor, native, whole
from pipeline.checks.kubernetes.forms import LABEL, LABEL_KEY, PORT_NAME, SUBDOMAIN, port_complaint
from pipeline.checks.rule import ERROR, MUST, WARNING, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import at, listing, text

_NODE_PORTS: Final = range(30000, 32768)  # of a cluster that does not set another --service-node-port-range
_AFFINITY: Final = 86400  # seconds
Spec = Mapping[str, Any]
Fault = tuple[str, str]


@objects("K8S150", MUST, ERROR, "none", "Service")
def service_ports(one: Manifest, release: Release) -> Iterator[Hit]:
    """Services have ports, each with a name and a number of its own."""
    if not native(one):
        return
    ports = listing(one.spec.get("ports"))
    if not ports and _kind(one.spec) != "ExternalName" and not _headless(one.spec):
        yield one.hit("/spec/ports", "a Service needs ports, unless it is headless or an ExternalName")
    names: set[str] = set()
    taken: set[tuple[str, Any, str]] = set()
    for path, port in entries(ports, "/spec/ports"):
        yield from (one.hit(f"{path}{place}", message) for place, message in _port(port, len(ports) > 1))
        name = text(port.get("name"))
        if name in names:
            yield one.hit(f"{path}/name", f"there is another port {name!r}")
        names.update((name,) if name else ())
        for field in ("port", "nodePort"):
            key = field, whole(port.get(field)), text(port.get("protocol")) or "TCP"
            if key in taken and key[1]:
                yield one.hit(f"{path}/{field}", f"{field} {key[1]}/{key[2]} stands twice")
            taken.add(key)
        yield from _node_port(one, path, whole(port.get("nodePort")))


def _port(port: Spec, several: bool) -> Iterator[Fault]:
    name, number, target = text(port.get("name")), whole(port.get("port")), port.get("targetPort")
    if several and port.get("name") in (None, ""):
        yield "/name", "each of several ports needs a name"
    elif name and not LABEL.fits(name):
        yield "/name", f"name of port {LABEL.complaint(name)}"
    if number is not None and not is_port(number):
        yield "/port", f"port {number} must be between 1 and 65535"
    # 0 and the empty text stand for the number of the port.
    if isinstance(target, int) and target and not is_port(target):
        yield "/targetPort", f"targetPort {target} must be between 1 and 65535"
    elif isinstance(target, str) and target and not PORT_NAME.fits(target):
        yield "/targetPort", f"targetPort: {port_complaint(target)}"
    protocol = port.get("appProtocol")
    if isinstance(protocol, str) and not LABEL_KEY.fits(protocol):
        yield "/appProtocol", f"appProtocol {LABEL_KEY.complaint(protocol)}"


def _node_port(one: Manifest, path: str, number: int | None) -> Iterator[Hit]:
    if not number:
        return
    if _kind(one.spec) == "ClusterIP":
        yield one.hit(f"{path}/nodePort", "nodePort needs type: NodePort or LoadBalancer")
    elif number not in _NODE_PORTS:
        message = (
            f"nodePort {number} is refused by clusters with the usual range, {_NODE_PORTS[0]} to {_NODE_PORTS[-1]}"
        )
        yield one.hit(f"{path}/nodePort", message, WARNING)


@objects("K8S151", MUST, ERROR, "none", "Service")
def service_type(one: Manifest, release: Release) -> Iterator[Hit]:
    """Services have the fields that go with their type, and no others."""
    if native(one):
        faults = (*_of_type(one.spec), *_affinity(one.spec), *_external(one.spec))
        yield from (one.hit(f"/spec{place}", message) for place, message in faults)


def _of_type(spec: Spec) -> Iterator[Fault]:
    kind = _kind(spec)
    if kind == "ExternalName":
        name = text(spec.get("externalName")).removesuffix(".")
        if not SUBDOMAIN.fits(name):
            yield (
                "/externalName",
                f"externalName {SUBDOMAIN.complaint(name)}" if name else "an ExternalName needs externalName",
            )
        for field in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"):
            if spec.get(field):
                yield f"/{field}", f"an ExternalName must not have {field}"
    elif kind in ("NodePort", "LoadBalancer") and _headless(spec):
        yield "/clusterIP", f"a {kind} must not have clusterIP: None"
    balancer = spec.get("loadBalancerClass")
    if isinstance(balancer, str) and not LABEL_KEY.fits(balancer):
        yield "/loadBalancerClass", f"loadBalancerClass {LABEL_KEY.complaint(balancer)}"
    if kind != "LoadBalancer":
        for field in ("loadBalancerClass", "allocateLoadBalancerNodePorts", "loadBalancerSourceRanges"):
            if spec.get(field) not in (None, []):
                yield f"/{field}", f"{field} needs type: LoadBalancer"


def _affinity(spec: Spec) -> Iterator[Fault]:
    seconds = whole(at(spec, "sessionAffinityConfig", "clientIP", "timeoutSeconds"))
    if spec.get("sessionAffinity") == "ClientIP" and seconds is not None and not 1 <= seconds <= _AFFINITY:
        yield (
            "/sessionAffinityConfig/clientIP/timeoutSeconds",
            f"timeoutSeconds {seconds} must be between 1 and {_AFFINITY}",
        )


def _external(spec: Spec) -> Iterator[Fault]:
    kind, policy = _kind(spec), text(spec.get("externalTrafficPolicy"))
    outside = kind in ("NodePort", "LoadBalancer") or (kind == "ClusterIP" and listing(spec.get("externalIPs")))
    if policy and not outside:
        yield (
            "/externalTrafficPolicy",
            f"externalTrafficPolicy is for Services that are reached from outside, not for {kind}",
        )
    if whole(spec.get("healthCheckNodePort")) and not (kind == "LoadBalancer" and policy == "Local"):
        yield "/healthCheckNodePort", "healthCheckNodePort needs type: LoadBalancer and externalTrafficPolicy: Local"


@objects("K8S152", MUST, ERROR, "none", "Service")
def service_addresses(one: Manifest, release: Release) -> Iterator[Hit]:
    """Addresses and ranges of Services are such."""
    if not native(one):
        return
    version, spec = minor(release), one.spec
    for path, message in (*_cluster(spec, version), *_outside(spec, version)):
        yield one.hit(f"/spec{path}", message)


def _cluster(spec: Spec, version: int) -> Iterator[Fault]:
    single, several = text(spec.get("clusterIP")), listing(spec.get("clusterIPs"))
    for path, address in (
        ("/clusterIP", single),
        *((f"/clusterIPs/{index}", one) for index, one in enumerate(several)),
    ):
        none = address in ("", "None") and not path.endswith("s/1")
        if isinstance(address, str) and not none and (message := address_fault(address, version)):
            yield path, message
    if several and several[0] != single:
        yield "/clusterIPs", "clusterIP must be the first of clusterIPs"
    families = listing(spec.get("ipFamilies"))
    if len(several) > 2 or len(families) > 2 or (len(families) == 2 and families[0] == families[1]):
        yield "/ipFamilies", "there are two families of addresses, IPv4 and IPv6, and one address of each"
    elif (
        spec.get("ipFamilyPolicy") in (None, "SingleStack")
        and 2 in (len(several), len(families))
        and not _headless(spec)
    ):
        yield "/ipFamilyPolicy", "two families of addresses need ipFamilyPolicy: PreferDualStack or RequireDualStack"


def _outside(spec: Spec, version: int) -> Iterator[Fault]:
    for index, address in enumerate(listing(spec.get("externalIPs"))):
        if isinstance(address, str) and (message := address_fault(address, version) or special_fault(address)):
            yield f"/externalIPs/{index}", message
    for index, given in enumerate(listing(spec.get("loadBalancerSourceRanges"))):
        if isinstance(given, str) and (message := range_fault(given.strip(), version)):
            yield f"/loadBalancerSourceRanges/{index}", message


def _kind(spec: Spec) -> str:
    return text(spec.get("type")) or "ClusterIP"


def _headless(spec: Spec) -> bool:
    return spec.get("clusterIP") == "None"
