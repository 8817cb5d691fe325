"""`rendiff diff OLD NEW`: two files, folders or streams of manifests, with nothing else set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import flow
from pipeline.errors import PipelineError
from pipeline.manifests.identity import identify
from pipeline.manifests.kyaml import YamlError, load
from pipeline.manifests.masking import seal
from pipeline.manifests.objects import content, flattened, segments
from pipeline.model.report import Report
from pipeline.model.resource import Resource

_ENDINGS = (".yaml", ".yml", ".json")
_NAMESPACE = "default"


@dataclass(frozen=True, slots=True)
class Stream:
    """Standard input, read once, for a path that is `-`."""

    data: bytes = b""


def diff_files(old: str, new: str, stream: Stream, key: bytes, as_of: str) -> Report:
    """The report of one set of manifests against another; PipelineError for what cannot be read."""
    if old == new == "-":
        raise PipelineError("only one side can be standard input")
    before, after = manifests(old, stream, key), manifests(new, stream, key)
    return flow.review_files((old, before), (new, after), as_of)


def manifests(path: str, stream: Stream, key: bytes) -> tuple[Resource, ...]:
    """The objects in a file, in the files of a folder and below, or in standard input, sealed."""
    found = [(source, body) for source, text in _texts(path, stream) for body in _bodies(source, text)]
    identities = identify([body for _, body in found], _NAMESPACE)
    resources = []
    for identity, (source, body) in zip(identities, found, strict=True):
        sealed, secret = seal(body, key)
        resources.append(Resource(identity, sealed, source, secret=secret))
    return tuple(resources)


def _texts(path: str, stream: Stream) -> Iterator[tuple[str, str]]:
    if path == "-":
        yield "-", _decoded("-", stream.data)
        return
    place = Path(path)
    if place.is_dir():
        files = sorted(file for file in place.rglob("*") if file.suffix in _ENDINGS and file.is_file())
        yield from ((str(file.relative_to(place)), _decoded(str(file), file.read_bytes())) for file in files)
    elif place.exists():
        yield place.name, _decoded(path, place.read_bytes())
    else:
        raise PipelineError(f"there is no file or folder {path}")


def _decoded(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PipelineError(f"{path} is not UTF-8") from error


def _bodies(source: str, text: str) -> Iterator[dict[str, object]]:
    line = 1
    for segment in segments(text):
        try:
            body = load(content(segment) + "\n")
        except YamlError as error:
            raise PipelineError(f"{source}, in the document of line {line}: {error}") from error
        if isinstance(body, dict):
            yield from (dict(one) for one in flattened(body))
        elif body is not None:
            raise PipelineError(f"{source}:{line} holds a document that is no object")
        line += segment.count("\n")
