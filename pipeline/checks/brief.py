"""What a worker must know besides the rendering in order to judge it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.release import Plea
from pipeline.model.node import Node
from pipeline.model.problem import Place
from pipeline.repository.neighbours import Neighbours
from pipeline.repository.origins import Written


@dataclass(frozen=True, slots=True)
class Brief:
    """source: judge the source of the chart, with this rendering by its own defaults; else the release. folder: of the
    chart, from the top of the repository. environment, role, nodes, crds: where it is rendered for. laid: its overlays.
    recorded: objects of the cluster, beside which the release is judged. pleas: of waivers, without what changes no verdict.
    neighbours: charts that dependencies of the chart point to, None where they are not known. indexed: only the index of the
    rendering is asked for, and no rule."""

    source: bool
    folder: str
    settings: Settings
    environment: str = ""
    role: str = ""
    nodes: tuple[Node, ...] = ()
    crds: tuple[Mapping[str, Any], ...] = ()
    laid: Written = field(default_factory=Written)
    recorded: tuple[Mapping[str, Any], ...] = ()
    pleas: tuple[Plea, ...] = ()
    neighbours: Neighbours | None = None
    indexed: bool = False


def brief_text(brief: Brief) -> bytes:
    """A brief as it travels; the same brief gives the same bytes."""
    laid = {
        "layers": [[origin, path, data.decode("utf-8", "replace")] for origin, path, data in brief.laid.layers],
        "settings": [[path, [place.file, place.line, place.key], layer] for path, place, layer in brief.laid.settings],
    }
    known = {
        "source": brief.source, "folder": brief.folder, "settings": asdict(brief.settings), "environment": brief.environment,
        "role": brief.role, "nodes": [[one.name, one.labels, one.taints, one.cordoned] for one in brief.nodes],
        "crds": brief.crds, "laid": laid, "recorded": brief.recorded,
        "pleas": [[one.resource, one.reason, one.agreed] for one in brief.pleas], "neighbours": brief.neighbours,
        "indexed": brief.indexed,
    }  # fmt: skip
    return orjson.dumps(known, option=orjson.OPT_SORT_KEYS)


def brief_of(text: bytes) -> Brief:
    """What `brief_text` wrote."""
    given = orjson.loads(text)
    settings: Any = {
        name: tuple(value) if isinstance(value, list) else value for name, value in given["settings"].items()
    }
    laid = Written(
        tuple((origin, path, data.encode()) for origin, path, data in given["laid"]["layers"]),
        tuple((path, Place(*place), layer) for path, place, layer in given["laid"]["settings"]),
    )
    nodes = tuple(Node(name, labels, tuple(taints), cordoned) for name, labels, taints, cordoned in given["nodes"])
    return Brief(
        given["source"], given["folder"], Settings(**settings), given["environment"], given["role"], nodes,
        tuple(given["crds"]), laid, tuple(given["recorded"]), tuple(Plea(*one) for one in given["pleas"]),
        None if given["neighbours"] is None else {place: (name, version) for place, (name, version) in given["neighbours"].items()},
        given["indexed"],
    )  # fmt: skip
