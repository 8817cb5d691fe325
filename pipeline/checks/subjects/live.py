"""What runs, recorded from a cluster, as rules see it beside what was rendered."""

import re
import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.readiness import ended
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.texts import pod_texts
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.model.finding import Severity

# What makes the objects that keep pods, with names of their own behind its name.
_ABOVE: Final = {"ReplicaSet": "Deployment", "Job": "CronJob"}


@dataclass(frozen=True)
class Live:
    """recorded: objects of the cluster (`kubectl get … -o yaml`), Pods and their status among them, the older first; those
    of the release's namespace and of no namespace. rendered: the release as it renders now."""

    recorded: Sequence[Manifest]
    rendered: Release

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Sequence[Manifest]]:
        found: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for one in self.recorded:
            found[one.kind, one.name].append(one)
        return found

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds that were recorded."""
        return frozenset(kind for kind, _ in self._named)

    @property
    def namespace(self) -> str:
        """The release's, "" where nobody knows."""
        return self.rendered.context.namespace if self.rendered.context else ""

    def of(self, *kinds: str) -> Iterator[Manifest]:
        """The recorded objects of these kinds, each once."""
        return (found[-1] for (kind, _), found in self._named.items() if kind in kinds)

    def records(self, kind: str, name: str) -> Sequence[Manifest]:
        """The recorded objects of this kind and name: several where it was recorded again."""
        return self._named.get((kind, name), ())

    def find(self, kind: str, name: str) -> Manifest | None:
        """The recorded object of this kind and name, the newest of them."""
        found = self.records(kind, name)
        return found[-1] if found else None

    def status(self, one: Manifest) -> Mapping[str, Any]:
        """The status of a recorded object, {} where it has none."""
        return mapping(one.body.get("status"))

    def pods(self, owner: Manifest) -> Sequence[Manifest]:
        """The recorded Pods of a rendered object: itself where it is a Pod, else those that it keeps."""
        if owner.kind == "Pod":
            return [one for one in (self.find("Pod", owner.name),) if one]
        return self._kept.get((owner.kind, owner.name), ())

    @cached_property
    def _kept(self) -> Mapping[tuple[str, str], Sequence[Manifest]]:
        found: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for pod in self.of("Pod"):
            for keeper in dict.fromkeys(self._keepers(pod)):
                found[keeper].append(pod)
        return found

    def _keepers(self, pod: Manifest) -> Iterator[tuple[str, str]]:
        for kind, name in keepers(pod):
            yield kind, name
            if kind in _ABOVE:
                known = self.find(kind, name)
                yield from keepers(known) if known else [(_ABOVE[kind], name.rpartition("-")[0])]

    def proves(self, name: str) -> bool:
        """Whether a test that was told this name ended well: it spoke to what has the name."""
        whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        return any(whole.search(said) for said in self._proofs if name in said)

    @cached_property
    def _proofs(self) -> Sequence[str]:
        """What tests that ended well were told."""
        tests = (pod for pod in self.rendered.pods if pod.owner.is_test and "test-failure" not in pod.owner.hooks)
        return tuple(
            " ".join(said for _, said in pod_texts(pod))
            for pod in tests
            if (record := self.find(pod.owner.kind, pod.owner.name)) and ended(record) == "Succeeded"
        )

    def command(self, *words: str) -> str:
        """A kubectl command in the release's namespace, as it can be given to a shell."""
        place = ("--namespace", self.namespace) if self.namespace else ()
        return shlex.join(("kubectl", *place, *words))

    def hit(self, kind: str, name: str, message: str, severity: Severity | None = None, key: str = "") -> Hit:
        """A hit in what runs, at the object that is rendered under the same name, if there is one. key: tells hits apart."""
        there = (one.index for one in self.rendered.of(kind) if one.name == name)
        return Hit(message, next(there, -1), severity=severity, key=f"{kind}/{name}{key and '/'}{key}")


def keepers(one: Manifest) -> Iterator[tuple[str, str]]:
    """(kind, name) of what an object belongs to, as the cluster says it."""
    for reference in listing(one.metadata.get("ownerReferences")):
        yield text(at(reference, "kind")), text(at(reference, "name"))
