"""The ServiceAccounts of a release: which pod runs as which, and which of them have rights or tokens."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

DEFAULT: Final = "default"
BINDINGS: Final = ("RoleBinding", "ClusterRoleBinding")
AUTOMOUNT: Final = "automountServiceAccountToken"


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a release. bound: those that a binding gives rights to, their namespaces by their names."""

    release: Release
    bound: Mapping[str, frozenset[str]]

    def is_bound(self, name: str, one: Manifest) -> bool:
        """Whether a binding gives rights to the account of this name in the namespace of an object, or to one that may be it."""
        homes, home = self.bound.get(name, frozenset()), self.release.namespace(one)
        return home in homes or "" in homes or (not home and bool(homes))

    def token(self, pod: Pod) -> Any:
        """Whether the token is mounted, as the pod or its account says it; None where neither does."""
        own = pod.spec.get(AUTOMOUNT)
        account = self.release.beside(pod.owner, "ServiceAccount", account_of(pod)) if own is None else None
        return account.body.get(AUTOMOUNT) if account else own


def account_of(pod: Pod) -> str:
    """The name of the account that a pod runs as."""
    return text(pod.spec.get("serviceAccountName")) or text(pod.spec.get("serviceAccount")) or DEFAULT


def subjects(binding: Manifest) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(pointer, subject) of each subject of a binding."""
    for index, subject in enumerate(listing(binding.body.get("subjects"))):
        yield f"/subjects/{index}", mapping(subject)


def accounts_of(release: Release) -> Accounts:
    """What a release says of accounts."""
    bound: dict[str, set[str]] = defaultdict(set)
    for binding in release.of(*BINDINGS):
        for _, subject in subjects(binding):
            if subject.get("kind") == "ServiceAccount":
                bound[text(subject.get("name"))].add(text(subject.get("namespace")) or release.namespace(binding))
    return Accounts(release, {name: frozenset(homes) for name, homes in bound.items()})
