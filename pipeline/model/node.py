"""The nodes of a cluster, as an inventory lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """One node of an environment's inventory.

    taints: as the API writes them; cordoned: nothing new is put on it. allocatable: what pods may ask of it, by resource
    ("4", "16Gi"), {} where that is not known; reserved: what other pods than the repository's take of that. group: the
    group that grows by such nodes when pods wait, "" for a node that is there. volumes: that can be attached, None for any.
    """

    name: str
    labels: Mapping[str, Any]
    taints: tuple[Mapping[str, Any], ...] = ()
    cordoned: bool = False
    allocatable: Mapping[str, Any] = field(default_factory=dict)
    reserved: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""
    volumes: int | None = None
