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
    assert accounts.bound - {""} == {"app", "admin"}
    assert (account_of(release.pods[0]), accounts.token(release.pods[0])) == (name, token)
