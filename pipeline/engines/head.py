"""The head of a rendered document as Helm reads it, with Helm's words where it refuses.

Facts: SimpleHead in helm.sh/helm/v4 pkg/release/v1/util/manifest.go, read by sigs.k8s.io/yaml, which turns numbers
and bools into texts where the target is a text; messages as encoding/json words them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.engines.engine import RenderError
from pipeline.manifests.kyaml import YamlError, load_shared

_METADATA = 'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }'


@dataclass(frozen=True, slots=True)
class Head:
    """Kind and annotations of a document, as far as Helm looks at them."""

    kind: str = ""
    annotations: Mapping[str, str] = field(default_factory=dict)


def read_head(path: str, text: str) -> Head:
    """The head of one document; RenderError in Helm's words for what Helm refuses."""
    try:
        body = load_shared(text + "\n")
    except YamlError as error:
        raise RenderError(
            f"YAML parse error on {path}: error converting YAML to JSON: {helm_words(text, error)}"
        ) from error
    try:
        return _head(body)
    except TypeError as error:
        raise RenderError(
            f"YAML parse error on {path}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {error}"
        ) from error


def helm_words(text: str, error: YamlError) -> str:
    """Helm's own message for a text that is no YAML, asked of Helm's own parser; ours where it is content."""
    from helm_python import values_from_yaml
    from helm_python.errors import HelmError

    try:
        values_from_yaml(text)
    except HelmError as said:
        return str(said).removeprefix("error converting YAML to JSON: ")
    return str(error)


def _head(body: Any) -> Head:
    if body is None:
        return Head()
    if not isinstance(body, Mapping):
        raise TypeError(f"{_kind(body)} into Go value of type util.SimpleHead")
    _string(body.get("apiVersion"), "SimpleHead.apiVersion")
    kind = _string(body.get("kind"), "SimpleHead.kind")
    metadata = body.get("metadata")
    if metadata is None:
        return Head(kind)
    if not isinstance(metadata, Mapping):
        raise TypeError(f"{_kind(metadata)} into Go struct field SimpleHead.metadata of type {_METADATA}")
    _string(metadata.get("name"), ".metadata.name")
    annotations = metadata.get("annotations")
    if annotations is None:
        return Head(kind)
    if not isinstance(annotations, Mapping):
        raise TypeError(f"{_kind(annotations)} into Go struct field .metadata.annotations of type map[string]string")
    return Head(kind, {key: _string(value, ".metadata.annotations") for key, value in annotations.items()})


def _string(value: Any, where: str) -> str:
    if isinstance(value, Mapping | list):
        raise TypeError(f"{_kind(value)} into Go struct field {where} of type string")
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _kind(value: Any) -> str:
    if isinstance(value, Mapping):
        return "object"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, list):
        return "array"
    return "string" if isinstance(value, str) else "number"
