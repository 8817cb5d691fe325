"""One rendered object as rules see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.manifests.reading import at, mapping, text
from pipeline.model.finding import Severity
from pipeline.schemas.lifecycle import is_custom, kinds

HOOK: Final = "helm.sh/hook"
TESTS: Final = frozenset(("test", "test-success", "test-failure"))


@dataclass(frozen=True, slots=True)
class ChartName:
    """Name and version of the chart that an object comes from, a subchart's own for its objects."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """An object with the parts that most rules ask for, all safe to read whatever the chart printed; equal to itself alone.

    index: in the rendering. source: Helm's path, chart name first ("web/templates/web.yaml"), or the file of plain manifests.
    order: of the document within its source. namespace: as written, "" where it is not. chart: None for plain
    manifests. duplicates: pointers of keys that stand twice in the text of the document. unstable: pointers of what differs
    when the same input is rendered again. listed: it is an item of a `kind: List`.
    """

    index: int
    body: Mapping[str, Any]
    source: str
    order: int
    chart: ChartName | None
    group: str
    kind: str
    name: str
    namespace: str
    metadata: Mapping[str, Any]
    labels: Mapping[str, Any]
    annotations: Mapping[str, Any]
    spec: Mapping[str, Any]
    hooks: frozenset[str]
    duplicates: tuple[str, ...] = ()
    unstable: tuple[str, ...] = ()
    listed: bool = False

    @property
    def api_version(self) -> str:
        return text(self.body.get("apiVersion"))

    @property
    def is_namesake(self) -> bool:
        """Whether it is a custom resource that is called like a kind of Kubernetes' own: a Service of Knative."""
        return is_custom(self.group) and self.kind in kinds()

    @property
    def is_hook(self) -> bool:
        return bool(self.hooks)

    @property
    def is_test(self) -> bool:
        return not self.hooks.isdisjoint(TESTS)

    @property
    def file(self) -> str:
        """Base name of its template."""
        return self.source.rpartition("/")[2]

    def get(self, *steps: str | int) -> Any:
        """What stands at these keys and positions, None where nothing does."""
        return at(self.body, *steps)

    def hit(self, path: str, message: str, severity: Severity | None = None, key: str = "") -> Hit:
        """A hit in this object. path: RFC 6901 pointer, "" for the object as a whole."""
        return Hit(message, self.index, path, severity=severity, key=key)


def manifest(
    index: int, body: Mapping[str, Any], source: str = "", order: int = 0, chart: ChartName | None = None,
    duplicates: tuple[str, ...] = (), unstable: tuple[str, ...] = (), listed: bool = False,
) -> Manifest:  # fmt: skip
    """The view of one object."""
    metadata = mapping(body.get("metadata"))
    annotations = mapping(metadata.get("annotations"))
    hook = annotations.get(HOOK)
    return Manifest(
        index, body, source, order, chart,
        text(body.get("apiVersion")).rpartition("/")[0], text(body.get("kind")), text(metadata.get("name")),
        text(metadata.get("namespace")), metadata, mapping(metadata.get("labels")), annotations, mapping(body.get("spec")),
        frozenset(event.strip().lower() for event in hook.split(",")) if isinstance(hook, str) else frozenset(), duplicates,
        unstable, listed,
    )  # fmt: skip
