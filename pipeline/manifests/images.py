"""References to container images taken apart (github.com/distribution/reference)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Image:
    """registry: host, "docker.io" where none is written; path: repository below it; tag, digest: "" where none is written."""

    registry: str
    path: str
    tag: str
    digest: str


def image_of(reference: str) -> Image:
    """The parts of a reference; a text that is none gives parts all the same."""
    rest, _, digest = reference.partition("@")
    slash = rest.rfind("/")
    colon = rest.rfind(":")
    name, tag = (rest[:colon], rest[colon + 1 :]) if colon > slash else (rest, "")
    first, separator, path = name.partition("/")
    if separator and ("." in first or ":" in first or first == "localhost"):
        return Image(first, path, tag, digest)
    return Image("docker.io", name if separator else f"library/{name}", tag, digest)
