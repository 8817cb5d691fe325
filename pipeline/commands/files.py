"""`rendiff diff OLD NEW`: two files, folders or streams of manifests, with nothing else set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline import flow
from pipeline.checks.subjects.repeated import repeated
from pipeline.errors import PipelineError
from pipeline.judgement.paths import Documents, Found
from pipeline.manifests.documents import documents as placed
from pipeline.manifests.identity import identify
from pipeline.manifests.kyaml import YamlError
from pipeline.manifests.masking import seal
from pipeline.manifests.objects import flattened
from pipeline.model.rendering import Failure
from pipeline.model.report import Report
from pipeline.model.resource import Resource, ResourceId

# Files in a folder that hold manifests.
ENDINGS: Final = (".yaml", ".yml", ".json")
_NAMESPACE: Final = "default"


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
    return resources_of(documents(path, stream, key))


def resources_of(found: Documents) -> tuple[Resource, ...]:
    """The sealed objects of documents that can all be read; PipelineError where one cannot."""
    if found.broken:
        raise PipelineError("\n".join(f"{file}: {failure.message}" for file, failure in found.broken.items()))
    return tuple(one.resource for one in found.found)


def documents(path: str, stream: Stream, key: bytes, whole: bool = False) -> Documents:
    """The same with the texts that they stand in, with their secrets open, and without what cannot be read.

    whole: files below a folder are named with it. PipelineError for a path that is not there.
    """
    texts: dict[str, bytes] = {}
    broken: dict[str, Failure] = {}
    found: list[tuple[str, int, dict[str, Any], tuple[str, ...]]] = []
    for inside, outside in _files(path):
        source = outside if whole else inside
        try:
            data = stream.data if outside == "-" else Path(outside).read_bytes()
            found += [(source, order, *one) for order, one in enumerate(_objects(data))]
            texts[source] = data
        except YamlError as error:
            broken[outside] = Failure("head", f"line {error.line}: {error}", outside, error.line)
        except OSError as error:
            broken[outside] = Failure("head", f"it cannot be read: {error.strerror}", outside)
    identities = identify([body for *_, body, _ in found], _NAMESPACE)
    return Documents(texts, [_found(*pair, key) for pair in zip(identities, found, strict=True)], broken)


def _found(identity: ResourceId, found: tuple[str, int, dict[str, Any], tuple[str, ...]], key: bytes) -> Found:
    source, order, body, duplicates = found
    sealed, secret = seal(body, key)
    return Found(source, order, body, Resource(identity, sealed, source, secret=secret), duplicates)


def _files(path: str) -> Iterator[tuple[str, str]]:
    """The files of a path, by their names within it and as whoever runs us finds them."""
    place = Path(path)
    if path == "-":
        yield path, path
    elif place.is_dir():
        files = sorted(file for file in place.rglob("*") if file.suffix in ENDINGS and file.is_file())
        yield from ((str(file.relative_to(place)), str(file)) for file in files)
    elif place.exists():
        yield place.name, path
    else:
        raise PipelineError(f"there is no file or folder {path}")


def _objects(data: bytes) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """Each object of a file with the pointers of its keys that stand twice; YamlError has the line in the file."""
    for document in placed(data):
        if not isinstance(document.value, dict | None):
            raise YamlError("it holds a document that is no object", document.line)
        twice = repeated(document.segment)
        for position, one in enumerate(flattened(document.value) if document.value else ()):
            yield dict(one), twice[position] if twice else ()
