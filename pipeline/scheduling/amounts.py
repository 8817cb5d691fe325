"""What pods ask of nodes and nodes have, in whole numbers.

Facts: kubernetes.io/docs/concepts/workloads/pods/init-containers, "Resource sharing within containers"; sidecar-containers,
"Resource sharing within containers"; k8s.io/component-helpers, resource: func PodRequests; k8s.io/kubernetes,
pkg/apis/core/v1: func defaultPodRequests.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING
from typing import Any, Final

from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, listing, mapping

# How many of a resource's smallest units that count make one: of cpu thousandths, of the others whole ones.
_CPU: Final = 1000
PODS: Final = "pods"
# Above that an amount says no more than "too much"; a sum stays below what fits into 64 bits.
MOST: Final = 1 << 62
# What can be said of a pod as a whole, with the beginning of the names of huge pages.
_OF_PODS: Final = ("cpu", "memory", "hugepages-")
Amounts = Mapping[str, int]


def amount(resource: str, value: Any) -> int:
    """A quantity in the units that are compared, rounded up; 0 for what is no quantity, or less than nothing."""
    found = quantity(value)
    if found is None or found <= 0:
        return 0
    number = found * (_CPU if resource == "cpu" else 1)
    return MOST if number >= MOST else int(number.to_integral_value(ROUND_CEILING))


def amounts(given: Any) -> dict[str, int]:
    """A list of resources ({"cpu": "100m"}) in these units."""
    return {str(name): amount(str(name), value) for name, value in mapping(given).items()}


def requests(spec: Mapping[str, Any]) -> dict[str, int]:
    """What a pod asks of its node: the most that it may need at one time, while it starts or while it runs."""
    running = total(_requests(one) for one in listing(spec.get("containers")))
    beside: dict[str, int] = {}
    most: dict[str, int] = {}
    for one in listing(spec.get("initContainers")):
        asked = _requests(one)
        if at(one, "restartPolicy") == "Always":
            beside = total((beside, asked))
            asked = beside
        else:
            asked = total((beside, asked))
        most = _larger(most, asked)
    found = _larger(most, total((running, beside)))
    found |= _of_the_pod(mapping(spec.get("resources")), found)
    return total((found, amounts(spec.get("overhead"))))


def total(every: Iterable[Amounts]) -> dict[str, int]:
    """The sum, resource by resource."""
    found: dict[str, int] = {}
    for one in every:
        for name, number in one.items():
            found[name] = min(MOST, found.get(name, 0) + number)
    return found


def _larger(one: Amounts, other: Amounts) -> dict[str, int]:
    return {name: max(one.get(name, 0), other.get(name, 0)) for name in {**one, **other}}


def _of_the_pod(resources: Mapping[str, Any], containers: Amounts) -> dict[str, int]:
    """What is asked for the pod as a whole; a limit stands for a request that neither it nor its containers have."""
    limits = mapping(resources.get("limits"))
    open_ = {name: value for name, value in limits.items() if not containers.get(name)}
    given = amounts({**open_, **mapping(resources.get("requests"))})
    return {name: number for name, number in given.items() if name.startswith(_OF_PODS)}


def _requests(container: Any) -> dict[str, int]:
    """A limit stands for a request that is not given."""
    asked = mapping(at(container, "resources", "requests"))
    return amounts({**mapping(at(container, "resources", "limits")), **asked})
