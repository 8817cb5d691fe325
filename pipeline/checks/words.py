"""The words of each rule, from the YAML files beside their modules: the manual, and the examples that are the tests.

An entry has `requirement`, `rationale`, `remedy`, `bad` and `good`, and may have `mirrors` (nearest checks of other tools) and
`also` (rules that the bad example breaks besides its own). An example is a text of objects, of which it shows only what
matters (the rest is as in an object without fault), or a map:

    objects: text of such objects          files: path in the repository -> text, null where it is missing; below a first
                                           line of three dots (…) it stands below what is there
    without: [Kind/name, …]                role: of the environment
    settings: as under `standards:`        kubeVersion: "1.34.2"
    recorded: text of objects as they run, laid over what a cluster shows of a release without fault
    beside: text of objects of another release of the same environment
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.checks.registry import modules
from pipeline.manifests.kyaml import load
from pipeline.manifests.reading import mapping


@dataclass(frozen=True, slots=True)
class Example:
    """objects, recorded, beside: texts of YAML documents; files: path -> text, None for one that is missing; the rest as above."""

    objects: str = ""
    files: Mapping[str, str | None] | None = None
    without: tuple[str, ...] = ()
    role: str = ""
    settings: Mapping[str, Any] | None = None
    kube_version: str = ""
    recorded: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one rule. remedy: something a person can paste."""

    requirement: str
    rationale: str
    remedy: str
    bad: Example
    good: Example
    mirrors: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@cache
def words() -> Mapping[str, Words]:
    """The words of every rule by its id."""
    return {rule: said for module in modules() for rule, said in words_of(module).items()}


def words_of(module: str) -> Mapping[str, Words]:
    """The words of the rules of one module, from the file beside it."""
    package, _, name = module.rpartition(".")
    file = files(package).joinpath(f"{name}.yaml")
    given = mapping(load(file.read_text("utf-8"))) if file.is_file() else {}
    return {rule: _words(entry) for rule, entry in given.items()}


def _words(entry: Mapping[str, Any]) -> Words:
    return Words(
        entry["requirement"].strip(), entry["rationale"].strip(), entry["remedy"].rstrip(), _example(entry["bad"]),
        _example(entry["good"]), tuple(entry.get("mirrors") or ()), tuple(entry.get("also") or ()),
    )  # fmt: skip


def _example(given: Any) -> Example:
    if isinstance(given, str):
        return Example(given)
    return Example(
        given.get("objects", ""), given.get("files"), tuple(given.get("without") or ()), given.get("role", ""),
        given.get("settings"), given.get("kubeVersion", ""), given.get("recorded", ""),
        given.get("beside", ""),
    )  # fmt: skip
