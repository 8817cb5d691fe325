"""The environments of this repository: what they are for, and that rendiff and helm read them alike."""

import shutil
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from tests.charts.rendered import Body
from tests.conftest import Repository
from tests.environments.own import (
    DOCUMENTS,
    ENVIRONMENTS,
    RELEASES,
    TOP,
    Installed,
    copied,
    dry_run,
    objects,
    patched,
    template,
)
from tests.environments.requests import Asked, amount, asked, lasting, of_pod, passing

Rendered = Mapping[str, Mapping[str, str]]
ENVIRONMENT = pytest.mark.parametrize("environment", ENVIRONMENTS)
RELEASE = pytest.mark.parametrize("installed", RELEASES, ids=lambda one: f"{one.environment}/{one.name}")


def bodies(rendered: Rendered, environment: str) -> list[Body]:
    return [one for stream in rendered[environment].values() for one in objects(stream)]


@RELEASE
def test_helm_renders_the_same(installed: Installed, rendered: Rendered) -> None:
    ours, theirs = rendered[installed.environment][installed.name], template(installed)
    if "patches" in installed.entry:
        assert objects(ours) == patched(installed, objects(theirs))
    else:
        assert ours == theirs


def test_a_patch_shows_in_what_is_rendered(rendered: Rendered) -> None:
    (database,) = (one for one in objects(rendered["production"]["tango-base"]) if one["metadata"]["name"] == "tangodb-tango-base-tango-base" and one["kind"] == "StatefulSet")  # fmt: skip
    assert database["spec"]["template"]["spec"]["priorityClassName"] == "system-cluster-critical"


@RELEASE
def test_helm_takes_it(installed: Installed) -> None:
    assert f"NAMESPACE: {installed.namespace}" in dry_run(installed)


@pytest.fixture(scope="module")
def report(ours: Repository) -> Any:
    """What the rules say of everything; a waiver that matches nothing would be a warning."""
    answer = ours.rendiff("validate", "-o", "json", "--fail-on", "error,warning")
    assert answer.code == 0, answer.out
    return orjson.loads(answer.out)


@ENVIRONMENT
def test_the_standards_object_to_nothing(environment: str, report: Any) -> None:
    judged = [one for one in report["releases"] if one["environment"] == environment]
    assert {one["release"] for one in judged} == set(DOCUMENTS[environment]["releases"])
    objections = [
        found for one in judged for found in one["findings"] if found["severity"] != "info" and not found["waiver"]
    ]
    assert (objections, report["problems"], [one["failures"] for one in judged if one["failures"]]) == ([], [], [])


@pytest.mark.parametrize(
    ("environment", "rule"),
    [(name, waiver["rule"]) for name in ENVIRONMENTS for waiver in DOCUMENTS[name]["standards"]["waive"]],
)
def test_a_waiver_is_used(environment: str, rule: str, report: Any) -> None:
    judged = [one for one in report["releases"] if one["environment"] == environment]
    waived = [found for one in judged for found in one["findings"] if found["waiver"]]
    # Two rules with one objection are told as one finding.
    assert [found for found in waived if found["rule"] == rule or f"(also {rule})" in found["message"]]


def test_minikube_fits_on_a_laptop(rendered: Rendered) -> None:
    (node,) = yaml.safe_load((TOP / "environments/minikube/nodes.yaml").read_bytes())["nodes"]
    found = bodies(rendered, "minikube")
    # What Kubernetes takes itself, what stays, and the largest of what passes.
    need = asked(node["reserved"]) + lasting(found) + passing(found)
    assert need.cpu < 4 <= amount(node["allocatable"]["cpu"])
    assert need.memory < 8 * 2**30 <= amount(node["allocatable"]["memory"])
    assert lasting(found).cpu > 1, "nothing was added up"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", "1"), ("250m", "0.25"), ("0.5", "0.5"), ("1Ki", "1024"), ("1.5Gi", "1610612736"), ("2M", "2000000"), ("3k", "3000")],
)  # fmt: skip
def test_a_quantity(text: str, number: str) -> None:
    assert amount(text) == Decimal(number)


def test_a_pod_asks_for_the_largest_of_its_beginning_or_for_all_together() -> None:
    def container(cpu: str, memory: str) -> dict[str, Any]:
        return {"resources": {"requests": {"cpu": cpu, "memory": memory}}}

    spec = {"containers": [container("1", "1"), container("2", "1")], "initContainers": [container("1", "9")]}
    assert of_pod(spec) == Asked(Decimal(3), Decimal(9))


@ENVIRONMENT
def test_folders_of_nodes_are_used_in_minikube_alone(environment: str, rendered: Rendered) -> None:
    used = [one["metadata"]["name"] for one in bodies(rendered, environment) if _has(one, "hostPath")]
    expected = ["pod-examples-pod-patterns-pod-patterns", "tangodb-tango-base-tango-base"]
    assert sorted(used) == (expected if environment == "minikube" else [])


def _has(value: Any, key: str) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (isinstance(value, dict) and key in value) or any(_has(one, key) for one in inside)


@pytest.mark.parametrize(
    ("arguments", "variables", "namespace"),
    [
        ((), {}, "integration-local"),
        (("--vars", "env"), {}, "integration-local"),
        (("--vars", "env"), {"CI_COMMIT_SHORT_SHA": "0a1b2c3d"}, "integration-0a1b2c3d"),
        ((), {"CI_COMMIT_SHORT_SHA": "0a1b2c3d"}, "integration-local"),
    ],
    ids=str,
)
def test_ci_has_a_namespace_for_each_pipeline(
    arguments: tuple[str, ...], variables: dict[str, Any], namespace: str, ours: Repository, tmp_path: Path
) -> None:
    target = tmp_path / "manifests"
    answer = ours.rendiff(
        "render", "-e", "ci", "-r", "scheduling", "--output-dir", str(target), *arguments, **variables
    )
    assert answer.code == 0, answer.err
    names = {path.name for path in target.rglob("statefulset-*")}
    assert f"statefulset-{namespace}-obs1-scheduling-scheduling.yaml" in names


@pytest.mark.parametrize(("one", "other"), list(combinations(ENVIRONMENTS, 2)), ids=str)
def test_environments_differ(one: str, other: str, ours: Repository) -> None:
    answer = ours.rendiff("values", "--compare", one, other)
    assert answer.code == 0, answer.err
    differing = {line for line in answer.out.splitlines() if line and not line.startswith(" ")}
    assert differing >= set(DOCUMENTS[one]["releases"])


def _releases() -> list[Mapping[str, Any]]:
    return [entry for document in DOCUMENTS.values() for entry in document["releases"].values()]


def _some(key: str) -> Callable[[], bool]:
    return lambda: any(key in document for document in DOCUMENTS.values())


def _one(key: str) -> Callable[[], bool]:
    return lambda: any(key in entry for entry in _releases())


def _rules(key: str) -> Callable[[], bool]:
    return lambda: any(key in document["standards"] for document in DOCUMENTS.values())


def _there(pattern: str) -> Callable[[], bool]:
    return lambda: bool(list((TOP / "environments").glob(pattern)))


FEATURES: dict[str, Callable[[], bool]] = {
    "version": _some("version"),
    "kubeVersion": lambda: len({document["kubeVersion"] for document in DOCUMENTS.values()}) > 1,
    "namespace": _some("namespace"),
    "a variable with a default": lambda: ":-" in DOCUMENTS["ci"]["namespace"],
    "values": lambda: all("../common.yaml" in document["values"] for document in DOCUMENTS.values()),
    "values.yaml": _there("*/values.yaml"),
    "promotesFrom": lambda: [document.get("promotesFrom") for document in DOCUMENTS.values()] == [None, *ENVIRONMENTS[:-1]],
    "cluster": lambda: [document["cluster"]["context"] for document in DOCUMENTS.values()] == list(ENVIRONMENTS),
    "nodes.yaml": lambda: all((TOP / "environments" / name / "nodes.yaml").exists() for name in ENVIRONMENTS),
    "releases": _some("releases"),
    "releases: chart": _one("chart"),
    "releases: namespace": _one("namespace"),
    "releases: layer": _there("*/tango-base.yaml"),
    "releases: values": _one("values"),
    "releases: set": lambda: any("${" in text for entry in _releases() for text in entry.get("set", {}).values()),
    "releases: secrets": lambda: any("example" in one for entry in _releases() for one in entry.get("secrets", {}).values()),
    "releases: patches": _one("patches"),
    "ignore": _some("ignore"),
    "promotion": lambda: set(DOCUMENTS["production"]["promotion"]) == {"keys", "keep"},
    "standards": _some("standards"),
    **{f"standards: {key}": _rules(key) for key in ("role", "registries", "storageClasses", "severity", "waive")},
}  # fmt: skip


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_of_the_model_is_shown(feature: str) -> None:
    assert FEATURES[feature]()


def test_what_the_readme_shows_of_the_model_is_shown() -> None:
    block = (TOP / "README.md").read_text("utf-8").partition("# environments/production/environment.yaml\n")[2]
    document = yaml.safe_load(block.partition("```")[0])
    (entry,) = document["releases"].values()
    said = {*document, *(f"releases: {key}" for key in entry)}
    # Groups of APIs are asked for by no chart; a shallow clone has no tag to pin a release to, so that has a test of its own.
    assert said - set(FEATURES) == {"apiVersions", "releases: ref"}


def test_a_release_pinned_by_a_tag(repository: Repository) -> None:
    copied(repository).git("tag", "v1.0.0")
    place = repository.root / "environments/production/environment.yaml"
    pinned = place.read_text("utf-8").replace("  pod-sharing: {", "  pod-sharing: {ref: v1.0.0, ")
    change = {"environments/production/environment.yaml": pinned, "charts/pod-sharing/values.yaml": _with_interval("7")}
    repository.commit(change)
    assert _intervals(repository, "production") == {"1"}
    assert _intervals(repository, "ci") == {"7"}


def _with_interval(seconds: str) -> str:
    values = (TOP / "charts/pod-sharing/values.yaml").read_text("utf-8")
    assert "\ninterval: 1\n" in values
    return values.replace("\ninterval: 1\n", f"\ninterval: {seconds}\n")


def _intervals(repository: Repository, environment: str) -> set[str]:
    answer = repository.rendiff("render", "-e", environment, "-r", "pod-sharing")
    assert answer.code == 0, answer.err
    workloads = [one for one in objects(answer.out) if one["kind"] == "Deployment"]
    containers = [one for body in workloads for one in body["spec"]["template"]["spec"]["containers"]]
    return {entry["value"] for one in containers for entry in one.get("env", ()) if entry["name"] == "INTERVAL"}


def test_a_shallow_clone_has_all_it_needs(ours: Repository, repository: Repository) -> None:
    shutil.rmtree(repository.root)
    repository.root.mkdir()
    repository.git("clone", "-q", "--depth", "1", f"file://{ours.root}", ".")
    assert repository.rendiff("validate").code == 0
