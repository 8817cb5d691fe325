"""The nodes of a cluster, as an inventory lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """One node of an environment's inventory. taints: as the API writes them; cordoned: nothing new is put on it."""

    name: str
    labels: Mapping[str, Any]
    taints: tuple[Mapping[str, Any], ...] = ()
    cordoned: bool = False
