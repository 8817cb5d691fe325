"""One rendered Kubernetes object, and what makes it the same object in another rendering."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class ResourceId:
    """Identity of a resource: never the version, so a new apiVersion is an update and not a replacement.

    namespace: "" for cluster-scoped kinds, else the one it will live in, written or not.
    occurrence: 0, counting up where one rendering has the same object several times.
    """

    group: str
    kind: str
    namespace: str
    name: str
    occurrence: int = 0

    def __str__(self) -> str:
        place = f"{self.namespace}/{self._shown}" if self.namespace else self._shown
        return f"{self.kind or '(no kind)'} {place}"

    @property
    def title(self) -> str:
        """Kind and name, for people."""
        return f"{self.kind or '(no kind)'} {self._shown}"

    @property
    def _shown(self) -> str:
        return self.name or "(no name)"


_NAME = "/metadata/name"


@dataclass(frozen=True, slots=True)
class Resource:
    """One rendered object.

    body: the object as Kubernetes reads it; values of a `kind: Secret` are sealed tokens (manifests/sealing).
    source: Helm's `# Source:` path, chart name first (`tango-base/templates/tangodb.yaml`).
    unstable: RFC 6901 pointers of leaves that vary between two renderings of the same input.
    steady: for each of them the text with what varies replaced by a mark, so that what does not vary is compared.
    secret: RFC 6901 pointers of leaves that are secret or derived from a secret.
    """

    id: ResourceId
    body: Mapping[str, Any]
    source: str = ""
    unstable: tuple[str, ...] = ()
    steady: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()

    @property
    def shown_id(self) -> ResourceId:
        """The identity as it is the same in each rendering: a random name is shown without what varies in it."""
        if _NAME not in self.unstable:
            return self.id
        return replace(self.id, name=self.steady[self.unstable.index(_NAME)])

    @property
    def api_version(self) -> str:
        return str(self.body.get("apiVersion", ""))
