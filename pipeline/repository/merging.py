"""Helm's merge of values (pkg/strvals and pkg/cli/values of helm.sh/helm/v4: MergeMaps)."""

from collections.abc import Mapping
from typing import Any


def merge(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Mapping[str, Any]:
    """Maps merge, everything else of `upper` replaces; null stays, for Helm removes the chart's default with it."""
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged
