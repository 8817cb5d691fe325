"""What runs, recorded from a cluster, as rules see it beside what was rendered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.checks.hit import Hit
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Live:
    """recorded: objects of the cluster (`kubectl get … -o yaml`), Pods and their status among them; those of the
    release's namespace and of no namespace. rendered: the release as it renders now."""

    recorded: Sequence[Manifest]
    rendered: Release

    def find(self, kind: str, name: str) -> Manifest | None:
        """The recorded object of this kind and name."""
        return next((one for one in self.recorded if one.kind == kind and one.name == name), None)

    def status(self, one: Manifest) -> Mapping[str, Any]:
        """The status of a recorded object, {} where it has none."""
        found = one.body.get("status")
        return found if isinstance(found, Mapping) else {}

    def hit(self, kind: str, name: str, message: str, severity: Severity | None = None) -> Hit:
        """A hit in what runs; there is no file to point to."""
        return Hit(message, severity=severity, key=f"{kind}/{name}")
