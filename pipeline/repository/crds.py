"""CustomResourceDefinitions that the cluster of an environment has and no chart brings: crds/ in its folder."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.manifests.kyaml import YamlError, load_all
from pipeline.manifests.objects import flattened
from pipeline.model.problem import Place, Problem
from pipeline.repository.tree import Tree


def crds_of(tree: Tree, environment: str, problems: list[Problem]) -> tuple[Mapping[str, Any], ...]:
    """The CustomResourceDefinitions in crds/."""
    folder = f"environments/{environment}/crds/"
    files = sorted(
        path for path in tree.entries if path.startswith(folder) and path.endswith((".yaml", ".yml", ".json"))
    )
    documents = _documents(tree, files, environment, problems)
    objects = (one for _, document in documents if isinstance(document, Mapping) for one in flattened(document))
    return tuple(one for one in objects if one.get("kind") == "CustomResourceDefinition")


def _documents(tree: Tree, files: Any, environment: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    for path, data in sorted(tree.read(files).items()):
        try:
            yield from ((path, document) for document in load_all(data.decode("utf-8")))
        except UnicodeDecodeError:
            problems.append(Problem(Place(path, key="documents"), "is not UTF-8", environment))
        except YamlError as error:
            problems.append(Problem(Place(path, error.line, "documents"), f"is no valid YAML: {error}", environment))
