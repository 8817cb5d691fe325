"""CFG: addresses of what an application sends to."""

import pytest

from tests.checks.standards.asking import written

DEPLOYMENT = "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          {}"


@pytest.mark.parametrize(
    ("part", "key"),
    [
        ("env: [{name: DB, value: 'mysql:3306'}]", "Deployment/'DB'/mysql:3306"),
        ("env:\n            - name: DB\n              value: mysql:3306", "Deployment/'DB'/mysql:3306"),
        ("args: ['--db=mysql:3306']", "Deployment/an argument/mysql:3306"),
        ("command:\n            - app\n            - http://mysql/", "Deployment/an argument/mysql"),
        (
            "args:\n            - |\n              wait http://mysql/\n              # http://docs/",
            "Deployment/an argument/mysql",
        ),
        ("env: [{name: DB, value: '{{ .Values.db }}:3306'}]", ""),
        ("env: [{name: DB, value: 'http://{{ .Values.db }}/'}]", ""),
        ("env: [{name: DB, value: 'http://db/{{ .Values.name }}'}]", ""),
        ("env: [{name: DB, value: 'localhost:80'}]", ""),
        ("image: registry.example.org:5000/a", ""),
        ("args: [--listen=0.0.0.0:80, 'http://127.0.0.1:80/', 'http://$(HOST)/']", ""),
        ("args: --db=mysql:3306", ""),
    ],
)
def test_addresses_come_from_values(part: str, key: str) -> None:
    assert [hit.key for hit in written("CFG005", {"templates/web.yaml": DEPLOYMENT.format(part)})] == (
        [key] if key else []
    )


def test_addresses_in_files_of_configuration_are_found_and_secrets_stay_unsaid() -> None:
    text = (
        "kind: ConfigMap\ndata:\n  a.ini: |\n    url = mysql://me:hunter2@db.example.org/shop\n  b: '{{ .Values.b }}'"
    )
    (hit,) = written("CFG005", {"templates/configmaps.yaml": text})
    assert hit.message == "'a.ini' names 'db.example.org' in the template"
