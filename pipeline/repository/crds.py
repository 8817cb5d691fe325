"""CustomResourceDefinitions that the cluster of an environment has and no chart brings: crds/ in its folder."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.manifests.documents import documents
from pipeline.manifests.kyaml import YamlError
from pipeline.manifests.objects import flattened
from pipeline.manifests.reading import text
from pipeline.model.problem import Place, Problem
from pipeline.repository.tree import Tree

_KIND: Final = "CustomResourceDefinition"


def crds_of(tree: Tree, environment: str, problems: list[Problem]) -> tuple[Mapping[str, Any], ...]:
    """The CustomResourceDefinitions in crds/; whatever else stands there goes to the problems."""
    folder = f"environments/{environment}/crds/"
    files = [path for path in tree.entries if path.startswith(folder) and path.endswith((".yaml", ".yml", ".json"))]
    found: list[Mapping[str, Any]] = []
    for path, data in sorted(tree.read(files).items()):
        try:
            for line, one in _objects(data):
                if one.get("kind") == _KIND:
                    found.append(one)
                else:
                    wrong = f"must be a {_KIND}, not {text(one.get('kind')) or 'something without a kind'}"
                    problems.append(Problem(Place(path, line, "documents"), wrong, environment))
        except YamlError as error:
            problems.append(Problem(Place(path, error.line, "documents"), f"is no valid YAML: {error}", environment))
    return tuple(found)


def _objects(data: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a file with the lines of their documents, {} for what is none."""
    for document in documents(data):
        if isinstance(document.value, Mapping):
            yield from ((document.line, one) for one in flattened(document.value))
        elif document.value is not None:
            yield document.line, {}
