"""`rendiff diff OLD NEW`: two files, folders or streams of manifests, with nothing else set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import flow
from pipeline.errors import PipelineError
from pipeline.judgement.paths import Documents
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
    return tuple(resource for *_, resource in documents(path, stream, key).found)


def documents(path: str, stream: Stream, key: bytes, whole: bool = False) -> Documents:
    """The same with the texts that they stand in, and with their secrets open. whole: files below a folder are named with it."""
    texts = {_named(path, source) if whole else source: text for source, text in _texts(path, stream)}
    found = [
        (source, order, body) for source, text in texts.items() for order, body in enumerate(_bodies(source, text))
    ]
    identities = identify([body for *_, body in found], _NAMESPACE)
    resources = []
    for identity, (source, _, body) in zip(identities, found, strict=True):
        sealed, secret = seal(body, key)
        resources.append(Resource(identity, sealed, source, secret=secret))
    contents = {source: text.encode("utf-8", "surrogatepass") for source, text in texts.items()}
    return Documents(contents, [(*one, resource) for one, resource in zip(found, resources, strict=True)])


def _named(path: str, source: str) -> str:
    return str(Path(path) / source) if Path(path).is_dir() else path


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
