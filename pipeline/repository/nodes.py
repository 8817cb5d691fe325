"""nodes.yaml of an environment: the nodes of its cluster, what is taken of them already, and groups that grow.

Node objects as `kubectl get nodes -o yaml` prints them, or short:

    reserved: {cpu: 200m, memory: 512Mi}          # of each node, for what is not in the repository
    nodes:
      - {name: k8s-minion-0, labels: {rack: rack01}, allocatable: {cpu: "8", memory: 32Gi, pods: "110"}}
    autoscaled:
      - {name: burst, max: 3, labels: {rack: cloud}, allocatable: {cpu: "16", memory: 64Gi}}
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pipeline.manifests.kyaml import YamlError, load_all
from pipeline.manifests.objects import parts
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, listing
from pipeline.manifests.reading import mapping as shape
from pipeline.manifests.reading import text as words
from pipeline.model.node import Node
from pipeline.model.problem import Problem
from pipeline.repository.sheet import Path, Sheet, entries, kind, mapping, open_sheet, text
from pipeline.repository.tree import Tree

# A node, and where it stands in its file.
Named = tuple[Path, Node]
_TOP: Final = ("nodes", "autoscaled", "reserved")
_NODE: Final = ("name", "labels", "taints", "cordoned", "allocatable", "reserved", "volumes")
_GROUP: Final = (*(key for key in _NODE if key != "cordoned"), "max")
_EFFECTS: Final = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_MOST: Final = 1000


def nodes_of(tree: Tree, environment: str, problems: list[Problem]) -> tuple[Node, ...]:
    """The nodes in nodes.yaml, those that a group may add among them, by name; mistakes go to the problems."""
    file = f"environments/{environment}/nodes.yaml"
    if file not in tree.entries:
        return ()
    data = tree.read([file])[file]
    sheet = open_sheet(file, data, environment)
    objects = _objects(data)
    named = list(_short(sheet) if objects is None else _listed(sheet, objects))
    found: dict[str, Node] = {}
    again: dict[Path, str] = {}
    for path, node in named:
        if found.setdefault(node.name, node) is not node:
            again.setdefault(path, node.name)
    for path, name in again.items():
        sheet.wrong(path, f"names the node {name!r} a second time")
    if not found and not sheet.problems:
        sheet.wrong((), "lists no nodes")
    problems += sheet.problems
    return tuple(sorted(found.values(), key=lambda node: node.name))


def _objects(data: bytes) -> Sequence[Any] | None:
    """The documents of a file as the API writes it, None where it is written short or cannot be read."""
    try:
        documents = load_all(data.decode("utf-8"))
    except (YamlError, UnicodeDecodeError):
        return None
    return documents if any("apiVersion" in shape(one) for one in documents) else None


def _listed(sheet: Sheet, documents: Sequence[Any]) -> Iterator[Named]:
    """The nodes of all documents; places are known in the first one only, which is the only one that kubectl writes."""
    for number, document in enumerate(documents):
        for path, body in parts(shape(document)):
            node = _of_object(body)
            if node:
                yield path if number == 0 else (), node
            elif document is not None:
                sheet.wrong(path if number == 0 else (), "is no Node with a name")


def _of_object(body: Mapping[str, Any]) -> Node | None:
    name = words(at(body, "metadata", "name"))
    if not name or body.get("kind") != "Node":
        return None
    taints = tuple(shape(taint) for taint in listing(at(body, "spec", "taints")))
    allocatable = shape(at(body, "status", "allocatable"))
    volumes = [value for key, value in allocatable.items() if str(key).startswith("attachable-volumes-")]
    return Node(
        name, shape(at(body, "metadata", "labels")), taints, at(body, "spec", "unschedulable") is True, allocatable,
        volumes=_whole(volumes[0]) if len(volumes) == 1 else None,
    )  # fmt: skip


def _short(sheet: Sheet) -> Iterator[Named]:
    if isinstance(sheet.value, list):
        yield from entries(sheet, (), lambda sheet, path: _node(sheet, path, {}))
        return
    mapping(sheet, (), _TOP)
    reserved = _resources(sheet, ("reserved",))
    yield from entries(sheet, ("nodes",), lambda sheet, path: _node(sheet, path, reserved))
    for group in entries(sheet, ("autoscaled",), lambda sheet, path: _group(sheet, path, reserved)):
        yield from group


def _node(sheet: Sheet, path: Path, reserved: Mapping[str, Any]) -> Named | None:
    given = mapping(sheet, path, _NODE)
    cordoned = given.get("cordoned")
    if not isinstance(cordoned, bool | None):
        sheet.wrong((*path, "cordoned"), f"must be true or false, not {kind(cordoned)}")
    name = _name(sheet, path)
    return (path, _made(sheet, path, name, reserved, cordoned is True)) if name else None


def _group(sheet: Sheet, path: Path, reserved: Mapping[str, Any]) -> tuple[Named, ...]:
    mapping(sheet, path, _GROUP)
    name, most = _name(sheet, path), _count(sheet, (*path, "max"))
    if most is None or most > _MOST:
        sheet.wrong((*path, "max"), f"must be the number of nodes that the group may have, up to {_MOST}")
    if not name or most is None:
        return ()
    first = _made(sheet, path, name, reserved, False, name)
    return tuple((path, replace(first, name=f"{name}-{number}")) for number in range(1, min(most, _MOST) + 1))


def _made(sheet: Sheet, path: Path, name: str, reserved: Mapping[str, Any], cordoned: bool, group: str = "") -> Node:
    own = _resources(sheet, (*path, "reserved"))
    return Node(
        name, _labels(sheet, (*path, "labels")), _taints(sheet, (*path, "taints")), cordoned,
        _resources(sheet, (*path, "allocatable")), {**reserved, **own}, group, _count(sheet, (*path, "volumes")),
    )  # fmt: skip


def _name(sheet: Sheet, path: Path) -> str:
    name = text(sheet, (*path, "name"))
    if not name:
        sheet.wrong(path, "needs `name`")
    return name or ""


def _labels(sheet: Sheet, path: Path) -> Mapping[str, Any]:
    return {key: value for key in mapping(sheet, path) if (value := text(sheet, (*path, key))) is not None}


def _taints(sheet: Sheet, path: Path) -> tuple[Mapping[str, Any], ...]:
    def taint(sheet: Sheet, path: Path) -> Mapping[str, Any] | None:
        given = mapping(sheet, path, ("key", "value", "effect"))
        text(sheet, (*path, "value"))
        if given.get("effect") in _EFFECTS and words(given.get("key")):
            return given
        sheet.wrong(path, f"needs `key` and `effect`, one of {', '.join(_EFFECTS)}")
        return None

    return entries(sheet, path, taint)


def _resources(sheet: Sheet, path: Path) -> Mapping[str, Any]:
    given = mapping(sheet, path)
    for name, value in given.items():
        if quantity(value) is None:
            sheet.wrong((*path, name), f"must be a quantity such as 500m or 16Gi, not {value!r}")
    return {name: value for name, value in given.items() if quantity(value) is not None}


def _count(sheet: Sheet, path: Path) -> int | None:
    value = sheet.get(path)
    if value is None:
        return None
    number = _whole(value)
    if number is None:
        sheet.wrong(path, f"must be a whole number, not {value!r}")
    return number


def _whole(value: Any) -> int | None:
    digits = str(value) if isinstance(value, int | str) else ""
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) < 10 else None
