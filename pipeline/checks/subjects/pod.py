"""The pod template of an object, and its containers, as rules see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.subjects.manifest import Manifest
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.model.finding import Severity

# Where the pod template stands, by kind; the pod itself for a Pod.
_TEMPLATES: Final[Mapping[str, tuple[str, ...]]] = {
    "Pod": (),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    **dict.fromkeys(
        ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"), ("spec", "template")
    ),
}
WORKLOADS: Final = frozenset(_TEMPLATES)
_GROUPS: Final = frozenset(("", "apps", "batch", "extensions"))
# Where a container has handlers: programs that are run in it and requests that are sent to it.
HANDLERS: Final = (
    ("livenessProbe",), ("readinessProbe",), ("startupProbe",), ("lifecycle", "postStart"), ("lifecycle", "preStop"),
)  # fmt: skip
_FINITE: Final = ("Job", "CronJob")


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """One container, equal to itself alone. path: pointer of it in the object; init: it is an initContainer."""

    owner: Manifest
    path: str
    body: Mapping[str, Any]
    init: bool

    @property
    def name(self) -> str:
        return text(self.body.get("name"))

    @property
    def image(self) -> str:
        return text(self.body.get("image"))

    @property
    def words(self) -> tuple[str, ...]:
        """command and args, what is no text left out."""
        return tuple(
            word for key in ("command", "args") for word in listing(self.body.get(key)) if isinstance(word, str)
        )

    @property
    def env(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(pointer within the container, entry) of each environment variable."""
        yield from self.entries("env")

    def entries(self, *keys: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(pointer within the container, entry) of each map in the list at these keys."""
        found = listing(at(self.body, *keys))
        path = f"/{'/'.join(keys)}" if found else ""
        for index, entry in enumerate(found):
            yield f"{path}/{index}", mapping(entry)

    def get(self, *steps: str | int) -> Any:
        """What stands at these keys and positions, None where nothing does."""
        return at(self.body, *steps)

    def hit(self, path: str, message: str, severity: Severity | None = None, key: str = "") -> Hit:
        """A hit in this container. path: pointer within the container ("/image"); a key that is missing is pointed to all the same."""
        return self.owner.hit(self.path + path, message, severity, key)


@dataclass(frozen=True, slots=True, eq=False)
class Pod:
    """A pod template, equal to itself alone. path: pointer of the pod's spec; meta_path: of the metadata beside it."""

    owner: Manifest
    path: str
    meta_path: str
    spec: Mapping[str, Any]
    metadata: Mapping[str, Any]
    labels: Mapping[str, Any]
    annotations: Mapping[str, Any]
    containers: tuple[Container, ...]
    inits: tuple[Container, ...]

    @property
    def every(self) -> tuple[Container, ...]:
        """containers and initContainers."""
        return self.containers + self.inits

    @property
    def kind(self) -> str:
        return self.owner.kind

    @property
    def long_running(self) -> bool:
        """Neither a Job or CronJob, nor a hook, nor a Pod that ends by itself."""
        if self.owner.hooks or self.kind in _FINITE:
            return False
        return self.kind != "Pod" or self.spec.get("restartPolicy") not in ("Never", "OnFailure")

    @property
    def volumes(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(pointer within the spec, volume) of each volume."""
        for index, volume in enumerate(listing(self.spec.get("volumes"))):
            yield f"/volumes/{index}", mapping(volume)

    def hit(self, path: str, message: str, severity: Severity | None = None, key: str = "") -> Hit:
        """A hit in the pod's spec. path: pointer within the spec ("/hostNetwork")."""
        return self.owner.hit(self.path + path, message, severity, key)


def pod_of(owner: Manifest) -> Pod | None:
    """The pod template of an object, None for kinds that have none."""
    steps = _TEMPLATES.get(owner.kind)
    if steps is None or owner.group not in _GROUPS:
        return None
    template = mapping(owner.get(*steps)) if steps else owner.body
    top = "".join(f"/{step}" for step in steps)
    metadata, spec = mapping(template.get("metadata")), mapping(template.get("spec"))
    return Pod(
        owner, f"{top}/spec", f"{top}/metadata", spec, metadata, mapping(metadata.get("labels")),
        mapping(metadata.get("annotations")), _containers(owner, f"{top}/spec", spec, "containers"),
        _containers(owner, f"{top}/spec", spec, "initContainers"),
    )  # fmt: skip


def _containers(owner: Manifest, path: str, spec: Mapping[str, Any], key: str) -> tuple[Container, ...]:
    return tuple(
        Container(owner, f"{path}/{key}/{index}", mapping(body), key == "initContainers")
        for index, body in enumerate(listing(spec.get(key)))
    )
