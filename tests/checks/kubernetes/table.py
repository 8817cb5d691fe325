"""The table of manifests and what the API server's own validation says of each: cases/*.yaml and recorded.json.

A case has a `name`, where it is `from`, and a `manifest`, or a `base` (bases.yaml) and what is laid `with` it as a merge
patch (RFC 7396); {repeat: x, times: n} is a long text. `kube` is another version of Kubernetes than the oracle's own;
`rules` are those of ours that find an error, `warns` those that only warn. `schema`: only the schema is broken;
`differs`: why we say something else than the API server.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from pipeline.manifests.kyaml import load

HERE = Path(__file__).parent
RECORDED = HERE / "recorded.json"
VERSION = "1.37"


@dataclass(frozen=True)
class Case:
    """One manifest. refused: fields and kinds of errors, as they were recorded."""

    topic: str
    name: str
    source: str
    body: Mapping[str, Any]
    kube: str
    rules: frozenset[str]
    warns: frozenset[str]
    schema: bool
    differs: str
    refused: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.topic}: {self.name}"


@cache
def cases() -> tuple[Case, ...]:
    """The whole table."""
    recorded: Mapping[str, list[str]] = orjson.loads(RECORDED.read_bytes()) if RECORDED.exists() else {}
    bases = load((HERE / "bases.yaml").read_text("utf-8"))
    return tuple(_cases(bases, recorded))


def refusals(verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """A verdict of the oracle as it is recorded: `field: kind of error`, none for what is accepted."""
    return tuple(sorted({f"{one['field']}: {one['type']}" for one in verdict.get("refused", ())}))


def _cases(bases: Mapping[str, Any], recorded: Mapping[str, list[str]]) -> Iterator[Case]:
    for path in sorted((HERE / "cases").glob("*.yaml")):
        for given in load(path.read_text("utf-8")):
            body = given.get("manifest") or _patched(bases[given["base"]], given.get("with", {}))
            case = Case(
                path.stem,
                given["name"],
                given["from"],
                _grown(body),
                given.get("kube", VERSION),
                frozenset(given.get("rules", ())),
                frozenset(given.get("warns", ())),
                given.get("schema", False),
                given.get("differs", ""),
                tuple(recorded.get(f"{path.stem}: {given['name']}", ())),
            )
            yield case


def _patched(base: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    merged = dict(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _patched(merged.get(key), value)
    return merged


def _grown(value: Any) -> Any:
    if isinstance(value, list):
        return [_grown(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"repeat", "times"}:
        return value["repeat"] * value["times"]
    return {key: _grown(item) for key, item in value.items()}
