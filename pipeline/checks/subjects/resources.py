"""The resources of a template: each with the document that writes it and what comes of that by the chart's own values."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import HOOK, Manifest
from pipeline.checks.subjects.template import Document, Template
from pipeline.checks.subjects.written import MARK, plain


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource, however often a loop prints it.

    kind: "" where neither the template nor the rendering says it. line: of its `kind`, 0 where a macro prints all of it.
    document: None where nothing of it is written in the template. objects: () where it is switched off.
    """

    kind: str
    line: int
    document: Document | None
    objects: tuple[Manifest, ...]

    @property
    def is_hook(self) -> bool:
        """Whether it is a hook, or is written as one."""
        lines = self.document.below("metadata") if self.document else ()
        return any(one.is_hook for one in self.objects) or any(HOOK in one.path or HOOK in one.value for one in lines)


@lru_cache(maxsize=512)
def resources(chart: ChartSource, template: Template) -> tuple[Resource, ...]:
    """The resources of a template in their order, looked for once; those that are switched off are told by what is written."""
    kinds = [_kinds(one) for one in template.documents]
    homes = _homes(kinds, chart.own.get(template.path, ()))
    found: list[Resource] = []
    for index, (document, own) in enumerate(zip(template.documents, kinds, strict=True)):
        objects = tuple(homes.get(index, ()))
        entry = document.entry("kind")
        if entry:
            shown = next((one.kind for one in objects), next(filter(None, own), ""))
            found.append(Resource(shown, entry.line, document, objects))
        else:
            found += _by_kind(objects)
    return (*found, *_by_kind(homes.get(-1, ())))


def _kinds(document: Document) -> Sequence[str]:
    """The kinds that a document may have, more than one where blocks decide; "" where an action prints it."""
    found = [plain(entry.value) for entry in document.entries if entry.path == ("kind",)]
    return ["" if MARK in kind else kind for kind in found] or [""]


def _homes(kinds: Sequence[Sequence[str]], objects: Sequence[Manifest]) -> Mapping[int, Sequence[Manifest]]:
    """The objects by the document that seems to write them: those of a kind in turn, the others to the first that is open."""
    own: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(kinds):
        for kind in group:
            own[kind].append(index)
    found: dict[int, list[Manifest]] = defaultdict(list)
    turns: dict[str, int] = defaultdict(int)
    for one in objects:
        turn = turns[one.kind]
        turns[one.kind] += 1
        candidates = own.get(one.kind) or own.get("", [-1])[:1]
        found[candidates[min(turn, len(candidates) - 1)]].append(one)
    return found


def _by_kind(objects: Sequence[Manifest]) -> Iterator[Resource]:
    found: dict[str, list[Manifest]] = defaultdict(list)
    for one in objects:
        found[one.kind].append(one)
    return (Resource(kind, 0, None, tuple(group)) for kind, group in found.items())
