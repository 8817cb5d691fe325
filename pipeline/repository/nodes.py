"""nodes.yaml of an environment: the nodes of its cluster, what is taken of them already, and groups that grow.

Node objects as `kubectl get nodes -o yaml` prints them, or short:

    reserved: {cpu: 200m, memory: 512Mi}          # of each node, for what is not in the repository
    nodes:
      - {name: k8s-minion-0, labels: {rack: rack01}, allocatable: {cpu: "8", memory: 32Gi, pods: "110"}}
    autoscaled:
      - {name: burst, max: 3, labels: {rack: cloud}, allocatable: {cpu: "16", memory: 64Gi}}
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.manifests.kyaml import YamlError, load_all
from pipeline.manifests.objects import flattened
from pipeline.manifests.quantities import quantity
from pipeline.manifests.reading import at, listing
from pipeline.manifests.reading import mapping as shape
from pipeline.manifests.reading import text as words
from pipeline.model.node import Node
from pipeline.model.problem import Problem
from pipeline.repository.sheet import Path, Sheet, entries, kind, mapping, open_sheet, text
from pipeline.repository.tree import Tree

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
    objects = _objects(data)
    if objects is None:
        sheet = open_sheet(file, data, environment)
        found = tuple(_short(sheet))
        problems += sheet.problems
    else:
        found = tuple(node for one in objects if (node := _of_object(one)))
    return tuple(sorted({node.name: node for node in found}.values(), key=lambda node: node.name))


def _objects(data: bytes) -> list[Mapping[str, Any]] | None:
    """The objects of a file as the API writes it, None where it is written short or cannot be read."""
    try:
        documents = load_all(data.decode("utf-8"))
        if not any(isinstance(one, Mapping) and "apiVersion" in one for one in documents):
            return None
    except (YamlError, UnicodeDecodeError):
        return None
    return [body for one in documents if isinstance(one, Mapping) for body in flattened(one)]


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


def _short(sheet: Sheet) -> Iterator[Node]:
    if isinstance(sheet.value, list):
        yield from entries(sheet, (), lambda sheet, path: _node(sheet, path, {}))
        return
    mapping(sheet, (), _TOP)
    reserved = _resources(sheet, ("reserved",))
    yield from entries(sheet, ("nodes",), lambda sheet, path: _node(sheet, path, reserved))
    for group in entries(sheet, ("autoscaled",), lambda sheet, path: _group(sheet, path, reserved)):
        yield from group


def _node(sheet: Sheet, path: Path, reserved: Mapping[str, Any]) -> Node | None:
    given = mapping(sheet, path, _NODE)
    cordoned = given.get("cordoned")
    if not isinstance(cordoned, bool | None):
        sheet.wrong((*path, "cordoned"), f"must be true or false, not {kind(cordoned)}")
    name = _name(sheet, path)
    return _made(sheet, path, name, reserved, cordoned is True) if name else None


def _group(sheet: Sheet, path: Path, reserved: Mapping[str, Any]) -> tuple[Node, ...]:
    mapping(sheet, path, _GROUP)
    name, most = _name(sheet, path), _count(sheet, (*path, "max"))
    if not name or most is None:
        if name:
            sheet.wrong(path, f"needs `max`, the number of nodes it may have, up to {_MOST}")
        return ()
    return tuple(
        _made(sheet, path, f"{name}-{number}", reserved, False, name) for number in range(1, min(most, _MOST) + 1)
    )


def _made(sheet: Sheet, path: Path, name: str, reserved: Mapping[str, Any], cordoned: bool, group: str = "") -> Node:
    own = _resources(sheet, (*path, "reserved"))
    return Node(
        name, mapping(sheet, (*path, "labels")), _taints(sheet, (*path, "taints")), cordoned,
        _resources(sheet, (*path, "allocatable")), {**reserved, **own}, group, _count(sheet, (*path, "volumes")),
    )  # fmt: skip


def _name(sheet: Sheet, path: Path) -> str:
    name = text(sheet, (*path, "name"))
    if not name:
        sheet.wrong(path, "needs `name`")
    return name or ""


def _taints(sheet: Sheet, path: Path) -> tuple[Mapping[str, Any], ...]:
    def taint(sheet: Sheet, path: Path) -> Mapping[str, Any] | None:
        given = mapping(sheet, path, ("key", "value", "effect"))
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
    return int(value) if str(value).isdecimal() and str(value).isascii() and len(str(value)) < 10 else None
