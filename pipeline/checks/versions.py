"""Versions of Kubernetes that are asked for and not known."""

from functools import lru_cache

from pipeline.schemas.bundles import NEWEST, OLDEST, version_of


@lru_cache(maxsize=256)
def strangeness(kube_version: str) -> str:
    """By what a version is judged that is not known, "" for one that is."""
    known = version_of(kube_version)
    if known.exact:
        return ""
    return f"Kubernetes 1.{known.asked} is not known, only 1.{OLDEST} to 1.{NEWEST} are; it is judged by the schemas of {known}"
