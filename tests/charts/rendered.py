"""The objects that a chart renders, and how a test finds its way in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAME, NAMESPACE, VERSION = "x", "shop", "1.34.2"
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Objects:
    """All objects of one release."""

    bodies: tuple[Body, ...]

    def one(self, kind: str, component: str) -> Body:
        """The object of this kind that belongs to a component; tests belong to theirs too, but are hooks."""
        (found,) = (one for one in self.of(kind) if _label(one) == component and not _is_hook(one))
        return found

    def of(self, kind: str) -> list[Body]:
        """All objects of this kind."""
        return [one for one in self.bodies if one["kind"] == kind]

    def test(self, component: str) -> Body:
        """The helm test of a component."""
        (found,) = (one for one in self.of("Pod") if _label(one) == component and _is_hook(one))
        return found


def pod(body: Body) -> Body:
    """The spec of the Pod in a workload."""
    spec: Body = body["spec"] if body["kind"] == "Pod" else body["spec"]["template"]["spec"]
    return spec


def container(body: Body, name: str) -> Body:
    """One container of a workload."""
    (found,) = (one for one in containers(body) if one["name"] == name)
    return found


def containers(body: Body) -> list[Body]:
    """All containers of a workload, those of its init first."""
    spec = pod(body)
    return [*spec.get("initContainers", ()), *spec["containers"]]


def _label(body: Body) -> str:
    return str(body["metadata"]["labels"]["app.kubernetes.io/component"])


def _is_hook(body: Body) -> bool:
    return "helm.sh/hook" in body["metadata"].get("annotations", {})
