"""What makes two hits the same fault: no line numbers, no positions in lists, no versions, no environment."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipeline.checks.hit import Hit
from pipeline.checks.references.view import Breach
from pipeline.manifests.pointer import steps
from pipeline.manifests.reading import at, mapping, text
from pipeline.model.resource import ResourceId


class Fingerprints:
    """Makes fingerprints for the hits of one chart; equal faults are told apart by their order.

    chart: its name; release: "" where there is none; texts: files of the chart by path.
    """

    def __init__(self, chart: str, release: str, texts: Mapping[str, bytes]) -> None:
        self._chart = chart
        # Names end with the release by the standards, and a chart may be called as its release.
        self._release = re.compile(rf"(.*)(?<![a-z0-9]){re.escape(release)}(?![a-z0-9])") if release else None
        self._texts = texts
        self._lines: dict[str, list[bytes]] = {}
        self._seen: Counter[tuple[str, ...]] = Counter()

    def of_object(self, rule: str, hit: Hit, identity: ResourceId, path: str) -> str:
        """Of a hit in a rendered object: its kind and name, the release left out. path: of the hit, as `keyed` writes it."""
        return self._hashed(rule, self._chart, identity.kind, self._starred(identity.name), path, hit.key)

    def of_breach(self, breach: Breach) -> str:
        """Of a reference that leads nowhere: as of a hit in an object, with the name that it leads to for positions."""
        one, path = breach.resource, "/".join("[]" if step.isdigit() else step for step in steps(breach.path))
        return self._hashed(
            breach.rule, self._chart, one.kind, self._starred(one.name), path, self._starred(breach.key)
        )

    def of_file(self, rule: str, hit: Hit) -> str:
        """Of a hit in a file: what the line says, so that a file may be renamed and lines may move; a file of values by its path."""
        lines = self._lines_of(hit.file)
        line = lines[hit.line - 1] if 0 < hit.line <= len(lines) else b""
        overlay = hit.file if hit.file not in self._texts else ""
        return self._hashed(rule, self._chart, overlay, hit.key or " ".join(line.decode("utf-8", "replace").split()))

    def _lines_of(self, file: str) -> list[bytes]:
        if file not in self._lines:
            self._lines[file] = self._texts.get(file, b"").split(b"\n")
        return self._lines[file]

    def _starred(self, name: str) -> str:
        return self._release.sub(r"\1*", name) if self._release else name

    def _hashed(self, *parts: str) -> str:
        count = self._seen[parts]
        self._seen[parts] += 1
        known = "\0".join((*parts, str(count) if count else ""))
        return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def keyed(body: Any, pointer: str) -> str:
    """A pointer with the entries of lists by their `name` or, of a text or number, by what it says: never by position."""
    parts = []
    for step in steps(pointer):
        entry = isinstance(body, list) and step.isdigit()
        body = at(body, int(step) if entry else step)
        parts.append(f"[{_called(body)}]" if entry else step)
    return "/".join(parts)


def _called(entry: Any) -> str:
    if isinstance(entry, dict | list):
        return text(mapping(entry).get("name"))
    return "" if entry is None else str(entry)
