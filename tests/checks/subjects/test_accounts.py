"""Whose token is mounted, and who has rights."""

import pytest

from pipeline.checks.settings import Settings
from pipeline.checks.subjects.accounts import account_of, accounts_of
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.manifests.kyaml import load_all

OBJECTS = """
kind: ServiceAccount
metadata: {name: app}
automountServiceAccountToken: false
---
kind: RoleBinding
subjects: [{kind: ServiceAccount, name: app}, {kind: User, name: ada}, null, {kind: ServiceAccount, name: [x]}]
---
kind: ClusterRoleBinding
subjects: [{kind: ServiceAccount, name: admin}]
---
kind: Pod
spec: %s
"""


@pytest.mark.parametrize(
    ("spec", "name", "token"),
    [
        ("{}", "default", None),
        ("null", "default", None),
        ("{serviceAccountName: app}", "app", False),
        ("{serviceAccount: app}", "app", False),
        ("{serviceAccountName: app, automountServiceAccountToken: true}", "app", True),
        ("{serviceAccountName: 5, automountServiceAccountToken: null}", "default", None),
    ],
)
def test_accounts(spec: str, name: str, token: bool | None) -> None:
    objects = tuple(manifest(index, body) for index, body in enumerate(load_all(OBJECTS % spec)))
    release = release_of(objects, "1.34.2", Settings())
    accounts = accounts_of(release)
    assert accounts.bound.keys() - {""} == {"app", "admin"}
    assert (account_of(release.pods[0]), accounts.token(release.pods[0])) == (name, token)


TWO = """
kind: ServiceAccount
metadata: {name: app, namespace: here}
automountServiceAccountToken: false
---
kind: ServiceAccount
metadata: {name: app, namespace: there}
automountServiceAccountToken: true
---
kind: RoleBinding
metadata: {namespace: here}
subjects: [{kind: ServiceAccount, name: app, namespace: there}]
---
kind: RoleBinding
metadata: {namespace: here}
subjects: [{kind: ServiceAccount, name: other}]
---
kind: Pod
metadata: {namespace: %s}
spec: {serviceAccountName: %s}
"""


@pytest.mark.parametrize(
    ("home", "name", "token", "bound"),
    [
        ("here", "app", False, False),
        ("there", "app", True, True),
        ("elsewhere", "app", None, False),
        ("null", "app", False, True),
        ("here", "other", None, True),
        ("there", "other", None, False),
    ],
)
def test_accounts_of_one_name_in_two_namespaces_are_two(home: str, name: str, token: bool | None, bound: bool) -> None:
    objects = tuple(manifest(index, body) for index, body in enumerate(load_all(TWO % (home, name))))
    release = release_of(objects, "1.34.2", Settings())
    (pod,) = release.pods
    accounts = accounts_of(release)
    assert accounts.token(pod) is token
    assert accounts.is_bound(account_of(pod), pod.owner) is bound
