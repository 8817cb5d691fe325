"""The ServiceAccounts of a release: which pod runs as which, and which of them have rights or tokens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import listing, mapping, text

DEFAULT: Final = "default"
BINDINGS: Final = ("RoleBinding", "ClusterRoleBinding")
_AUTOMOUNT: Final = "automountServiceAccountToken"


@dataclass(frozen=True, slots=True)
class Accounts:
    """bound: names of accounts that a binding of the release gives rights to. tokens: by name, what each ServiceAccount
    of the release says of its token, None where it says nothing."""

    bound: frozenset[str]
    tokens: Mapping[str, Any]

    def token(self, pod: Pod) -> Any:
        """Whether the token is mounted, as the pod or its account says it; None where neither does."""
        own = pod.spec.get(_AUTOMOUNT)
        return own if own is not None else self.tokens.get(account_of(pod))


def account_of(pod: Pod) -> str:
    """The name of the account that a pod runs as."""
    return text(pod.spec.get("serviceAccountName")) or text(pod.spec.get("serviceAccount")) or DEFAULT


def subjects(binding: Manifest) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(pointer, subject) of each subject of a binding."""
    for index, subject in enumerate(listing(binding.body.get("subjects"))):
        yield f"/subjects/{index}", mapping(subject)


def accounts_of(release: Release) -> Accounts:
    """What a release says of accounts."""
    bound = (
        text(subject.get("name"))
        for binding in release.of(*BINDINGS)
        for _, subject in subjects(binding)
        if subject.get("kind") == "ServiceAccount"
    )
    tokens = {account.name: account.body.get(_AUTOMOUNT) for account in release.of("ServiceAccount")}
    return Accounts(frozenset(bound), tokens)
