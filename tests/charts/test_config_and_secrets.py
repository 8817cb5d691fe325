"""config-and-secrets: the two rows of the table as rendered, and both Pods as processes."""

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.charts.holding import TOP, rendered
from tests.charts.rendered import Objects, container, pod
from tests.charts.running import Machine

CHART = "config-and-secrets"
CONFIGS = TOP / "charts" / CHART / "configs"
CONFIG, SECRET = "dapi-test-pod", "secret-env-pod"


@pytest.mark.parametrize(
    "values",
    [
        {"special": {"level": "a b"}},
        {"special": {"properties": []}},
        {"account": {"password": ""}},
        {"account": {"key": "a"}},
    ],
    ids=str,
)
def test_the_schema_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="values don't meet the specifications of the schema"):
        rendered(CHART, values)


@pytest.mark.parametrize(
    ("component", "name", "keys", "mount"),
    [
        (CONFIG, "test-container", {"SPECIAL_LEVEL", "SPECIAL_TYPE"}, ("/etc/example.ini", "example.ini")),
        (SECRET, "mycontainer", {"username", "password"}, ("/etc/config", None)),
    ],
)
def test_a_row_of_the_table(component: str, name: str, keys: set[str], mount: tuple[str, str | None]) -> None:
    objects = rendered(CHART)
    body = objects.one("Pod", component)
    assert body["spec"]["restartPolicy"] == "Never"
    assert objects.of("Service") == []
    found = container(body, name)
    assert pod(body)["containers"] == [found]
    assert {key for key, _ in _taken(found)} == keys
    (file,) = (one for one in found["volumeMounts"] if one["name"] != "scripts")
    assert (file["mountPath"], file.get("subPath")) == mount
    assert file["readOnly"] is True


def test_the_file_of_the_secret_has_another_name_in_the_container() -> None:
    volumes = pod(rendered(CHART).one("Pod", SECRET))["volumes"]
    assert [one["secret"]["items"] for one in volumes if "secret" in one] == [
        [{"key": "config.yaml", "path": "example.yaml"}]
    ]


def _taken(container: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(key, what it is taken from) of each variable that is not written out."""
    references = [one["valueFrom"] for one in container["env"] if "valueFrom" in one]
    return [(reference["key"], kind) for one in references for kind, reference in one.items()]


def machine(objects: Objects, folder: Path) -> Machine:
    """Where both Pods run: what their volumes hold, as files."""
    config = objects.one("ConfigMap", "special-config")["data"]
    secret = {key: b64decode(text).decode() for key, text in objects.one("Secret", "mysecret")["data"].items()}
    (folder / "etc" / "config").mkdir(parents=True)
    (folder / "etc" / "example.ini").write_text(config["example.ini"], encoding="utf-8")
    (folder / "etc" / "config" / "example.yaml").write_text(secret["config.yaml"], encoding="utf-8")
    return Machine(folder, {"/scripts": CONFIGS, "/etc": folder / "etc"}, {**config, **secret})


def test_what_the_first_pod_prints(tmp_path: Path) -> None:
    objects = rendered(CHART)
    done = machine(objects, tmp_path).run(container(objects.one("Pod", CONFIG), "test-container"))
    assert done.returncode == 0
    assert done.stdout.split("\n") == [
        "very charming",
        "property.1=value-1",
        "property.2=value-2",
        "property.3=value-3",
        "",
    ]


@pytest.mark.parametrize(
    "secret", ["example-of-many-words", 'with "quotes" and \\', "ünïcode: {{ .Values }}", "$(id) `id` #!"]
)
def test_the_second_pod_proves_the_account_without_a_word_of_it(secret: str, tmp_path: Path) -> None:
    objects = rendered(CHART, {"account": {"username": "somebody-else", "password": secret}})
    found = container(objects.one("Pod", SECRET), "mycontainer")
    here = machine(objects, tmp_path)
    done = here.run(found)
    assert (done.returncode, done.stderr) == (0, "")
    file = tmp_path / "etc" / "config" / "example.yaml"
    assert done.stdout.split("\n") == [
        f"username: 13 characters, the same in {file}",
        f"password: {len(secret)} characters, the same in {file}",
        "",
    ]


@pytest.mark.parametrize(
    ("variables", "file", "said"),
    [
        ({"PASSWORD": ""}, None, "password: is missing"),
        ({"USERNAME": "other"}, None, "username: is another one in "),
        ({}, 'username: "example"\n', "password: is another one in "),
    ],
)
def test_an_account_that_is_not_whole(variables: dict[str, str], file: str | None, said: str, tmp_path: Path) -> None:
    objects = rendered(CHART)
    here = machine(objects, tmp_path)
    if file is not None:
        (tmp_path / "etc" / "config" / "example.yaml").write_text(file, encoding="utf-8")
    done = here.run(container(objects.one("Pod", SECRET), "mycontainer"), **variables)
    assert done.returncode == 1
    assert said in done.stdout


@pytest.mark.parametrize("component", [CONFIG, SECRET])
def test_the_helm_tests(component: str, tmp_path: Path) -> None:
    objects = rendered(CHART)
    (test,) = objects.test(component)["spec"]["containers"]
    assert machine(objects, tmp_path).run(test).returncode == 0


@pytest.mark.parametrize("variables", [{"EXPECTED": "not charming"}, {"PROPERTIES": "4"}], ids=str)
def test_the_helm_test_of_the_configuration_objects(variables: dict[str, str], tmp_path: Path) -> None:
    objects = rendered(CHART)
    (test,) = objects.test(CONFIG)["spec"]["containers"]
    assert machine(objects, tmp_path).run(test, **variables).returncode == 1
