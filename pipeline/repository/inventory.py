"""What an environment's folder says of its cluster besides environment.yaml: its nodes, and CRDs that no chart brings."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.manifests.kyaml import YamlError, load_all
from pipeline.manifests.objects import flattened
from pipeline.manifests.reading import at, listing, mapping, text
from pipeline.model.node import Node
from pipeline.model.problem import Place, Problem
from pipeline.repository.tree import Tree


def nodes_of(tree: Tree, environment: str, problems: list[Problem]) -> tuple[Node, ...]:
    """The nodes in nodes.yaml: Node objects as `kubectl get nodes -o yaml` prints them, or a list of name, labels, taints."""
    file = f"environments/{environment}/nodes.yaml"
    documents = _documents(tree, (file,) if file in tree.entries else (), environment, problems)
    found = (node for _, document in documents for one in _entries(document) if (node := _node(mapping(one))))
    return tuple(sorted(found, key=lambda node: node.name))


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


def _entries(document: Any) -> Iterator[Any]:
    if isinstance(document, list):
        yield from document
    elif isinstance(document, Mapping):
        listed = document.get("nodes")
        yield from listed if isinstance(listed, list) else flattened(document)


def _node(given: Mapping[str, Any]) -> Node | None:
    """One node, written as the API has it or short."""
    short = "metadata" not in given
    name = text(given.get("name") if short else at(given, "metadata", "name"))
    labels = mapping(given.get("labels") if short else at(given, "metadata", "labels"))
    taints = listing(given.get("taints") if short else at(given, "spec", "taints"))
    cordoned = given.get("cordoned") if short else at(given, "spec", "unschedulable")
    return Node(name, labels, tuple(mapping(taint) for taint in taints), cordoned is True) if name else None
