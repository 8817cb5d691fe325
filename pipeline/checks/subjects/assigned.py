"""The settings that a template writes out: values of environment variables, and entries of ConfigMaps."""

from collections.abc import Iterator

from pipeline.checks.subjects.pod import WORKLOADS
from pipeline.checks.subjects.template import Document
from pipeline.checks.subjects.written import MARK, Written, plain, written


def assigned(document: Document) -> Iterator[tuple[str, Written]]:
    """(name, value) of each variable of a workload, of each entry in `data` of a ConfigMap."""
    kind = plain(document.kind)
    if kind == "ConfigMap":
        for one in written(document):
            if len(one.path) == 2 and one.path[0] == "data":
                yield str(one.path[1]), one
    elif kind in WORKLOADS:
        scalars = tuple(written(document))
        names = {one.path[:-1]: readable(one.text) for one in scalars if one.path[-1:] == ("name",)}
        for one in scalars:
            if one.path[-1:] == ("value",) and one.path[-3:-2] == ("env",):
                yield names.get(one.path[:-1], ""), one


def is_switched(document: Document, value: Written) -> bool:
    """Whether a block inside of the list or map that holds a value decides that it is there."""
    holder = document.entry(*(value.path[:1] if value.path[0] == "data" else value.path[:-2]))
    return holder is not None and len(value.guards) > len(holder.guards)


def readable(text: str) -> str:
    """A text with dots for its actions."""
    return text.replace(MARK, "…")
