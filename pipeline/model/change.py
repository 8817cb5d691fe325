"""What happens to one resource between two sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pipeline.model.problem import Place
from pipeline.model.resource import ResourceId


class Absent(StrEnum):
    """The value of a field that is not there, where None is a value of its own."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


class Action(StrEnum):
    """What happens to the object; the order is the order of risk."""

    REPLACE = "replace"
    DELETE = "delete"
    UPDATE = "update"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Edit:
    """One operation of RFC 6902; the edits of a change, in their order, turn `before` into `after`.

    op: "add", "remove", "replace" or "move".
    path: RFC 6901 pointer at the moment when the operation is applied; `source` is the `from` of a move.
    before, after: the value that was and that will be; ABSENT where there is none.
    key: the same path for people, list entries by their key (`spec.template.spec.containers[web].image`).
    text: lines of a unified comparison where both values are texts of several lines, else ().
    masked: what is secret in the values is masked. unstable: they vary between two renderings anyway.
    equivalent: Kubernetes reads both values as the same. ignored: a rule of the environment says that it does not count.
    """

    op: str
    path: str
    before: Any = ABSENT
    after: Any = ABSENT
    source: str = ""
    key: str = ""
    text: tuple[str, ...] = ()
    masked: bool = False
    unstable: bool = False
    equivalent: bool = False
    ignored: bool = False
    causes: tuple[Place, ...] = ()

    @property
    def counts(self) -> bool:
        return not (self.unstable or self.equivalent or self.ignored)


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one resource.

    id: hash of the content, the same for the same change wherever it happens.
    api_version: of the head, or of the base where the resource is deleted.
    before, after: whole manifests, masked; None where the resource does not exist.
    template: Helm's `# Source:` path.
    """

    id: str
    action: Action
    resource: ResourceId
    api_version: str
    template: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    edits: tuple[Edit, ...] = ()
    renamed_from: ResourceId | None = None
    effects: tuple[str, ...] = ()
    destroys: tuple[str, ...] = ()
