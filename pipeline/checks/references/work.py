"""What hooks and Jobs of a release make before its pods need it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pipeline.checks.references.entries import Made, Need
from pipeline.checks.references.made import KINDS, writable
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.manifests.reading import at, listing, mapping, text

_FINITE: Final = frozenset(("Job", "CronJob"))
_MADE: Final = frozenset(KINDS.values())


def made_by_work(missing: Iterable[Need], there: Iterable[Manifest], pods: Mapping[int, Pod]) -> Iterator[Made]:
    """Of what a release needs and does not have: what its hooks and Jobs may create, or name in what they run."""
    wanted = sorted({(need.kind, need.namespace, need.name) for need in missing if need.kind in _MADE})
    work = [pod for pod in pods.values() if pod.owner.is_hook or pod.kind in _FINITE] if wanted else []
    if work:
        may_be_made = _kinds(work, there)
        said = "\n".join((*_run(work), *_scripts(there)))
        yield from (Made(*one) for one in wanted if one[0] in may_be_made or _names(said, one[2]))


def _kinds(work: Iterable[Pod], there: Iterable[Manifest]) -> frozenset[str]:
    """The kinds of objects that the accounts of hooks and Jobs may write."""
    accounts = {text(pod.spec.get("serviceAccountName")) for pod in work} - {""}
    roles = {(one.kind, one.name): frozenset(writable(one)) for one in there if one.kind in ("Role", "ClusterRole")}
    bound = (
        (text(one.get("roleRef", "kind")), text(one.get("roleRef", "name")))
        for one in there
        if one.kind in ("RoleBinding", "ClusterRoleBinding")
        and any(text(at(subject, "name")) in accounts for subject in listing(one.get("subjects")))
    )
    return frozenset(kind for role in bound for kind in roles.get(role, ()))


def _run(work: Iterable[Pod]) -> Iterator[str]:
    for pod in work:
        for container in pod.every:
            yield from container.words
            yield from (text(entry.get("value")) for _, entry in container.env)


def _scripts(there: Iterable[Manifest]) -> Iterator[str]:
    for one in there:
        if one.kind == "ConfigMap" and one.is_hook:
            yield from (value for value in mapping(one.get("data")).values() if isinstance(value, str))


def _names(said: str, name: str) -> bool:
    return name in said and re.search(rf"(?<![a-z0-9.-]){re.escape(name)}(?![a-z0-9-])", said) is not None
