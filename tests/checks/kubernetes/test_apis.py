"""Versions of APIs: of custom kinds, in the upgrades ahead, and those that templates ask for."""

import pytest

from pipeline.checks.kubernetes import apis
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.profiles import Profile, Profiles
from pipeline.checks.subjects.release import Context, Release, release_of
from pipeline.manifests.kyaml import load_all

CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.org
  names: {kind: Pane}
  versions: [{name: v1, served: true}, {name: v2, served: true}, {name: v1beta1, served: false}]
"""


def made(text: str, version: str = "1.34.2", api_versions: tuple[str, ...] = (), crds: str = "") -> Release:
    bodies = tuple(manifest(index, body) for index, body in enumerate(load_all(text)) if body is not None)
    context = Context("r", "n", "c", "1.0.0", api_versions=api_versions, crds=tuple(load_all(crds)))
    return release_of(bodies, version, DEFAULTS, context)


@pytest.mark.parametrize(
    ("api_version", "expected"),
    [
        ("example.org/v1", []),
        ("example.org/v2", []),
        ("example.org/v1beta1", ["the definition of Pane serves v1, v2, not 'v1beta1'"]),
        ("example.org/v3", ["the definition of Pane serves v1, v2, not 'v3'"]),
        ("other.org/v3", []),
        ("null", []),
        ("5", []),
    ],
)
def test_versions_of_definitions(api_version: str, expected: list[str]) -> None:
    pane = f"{{apiVersion: {api_version}, kind: Pane}}"
    for release in (made(f"{CRD}---\n{pane}"), made(pane, crds=CRD)):
        assert [hit.message for hit in apis.version_of_definition.check(release)] == expected


def test_a_definition_that_serves_nothing() -> None:
    text = CRD.replace("served: true", "served: false") + "---\n{apiVersion: example.org/v1, kind: Pane}"
    assert [hit.message for hit in apis.version_of_definition.check(made(text))] == [
        "the definition of Pane serves no version, not 'v1'"
    ]


@pytest.mark.parametrize(
    ("version", "api_version", "kind", "expected"),
    [
        ("1.22.0", "policy/v1beta1", "PodDisruptionBudget", []),
        ("1.23.0", "policy/v1beta1", "PodDisruptionBudget", ["PodDisruptionBudget of policy/v1beta1 is gone from Kubernetes 1.25 on; use policy/v1"]),
        ("1.24.0", "policy/v1beta1", "PodDisruptionBudget", ["PodDisruptionBudget of policy/v1beta1 is gone from Kubernetes 1.25 on; use policy/v1"]),
        ("1.25.0", "policy/v1beta1", "PodDisruptionBudget", []),
        ("1.22.0", "policy/v1beta1", "PodSecurityPolicy", ["PodSecurityPolicy of policy/v1beta1 is deprecated since Kubernetes 1.21, and nothing takes its place"]),
        ("1.23.0", "policy/v1beta1", "PodSecurityPolicy", ["PodSecurityPolicy of policy/v1beta1 is gone from Kubernetes 1.25 on"]),
        # Never one that is newer than the target.
        ("1.23.0", "autoscaling/v2beta1", "HorizontalPodAutoscaler", ["HorizontalPodAutoscaler of autoscaling/v2beta1 is gone from Kubernetes 1.25 on; use autoscaling/v2"]),
        ("1.20.0", "extensions/v1beta1", "Ingress", ["Ingress of extensions/v1beta1 is gone from Kubernetes 1.22 on; use networking.k8s.io/v1"]),
        ("1.38.0", "resource.k8s.io/v1beta2", "ResourceClaim", ["ResourceClaim of resource.k8s.io/v1beta2 is gone from Kubernetes 1.39 on; use resource.k8s.io/v1"]),
        ("1.34.0", "v1", "Endpoints", []),
        ("1.34.0", "apps/v1", "Deployment", []),
        ("1.34.0", "example.org/v1", "Pane", []),
        ("", "policy/v1beta1", "PodSecurityPolicy", []),
        ("1.34.0", "5", "null", []),
    ],
)  # fmt: skip
def test_what_the_next_versions_lack(version: str, api_version: str, kind: str, expected: list[str]) -> None:
    release = made(f"{{apiVersion: {api_version}, kind: {kind}}}", version)
    assert [hit.message for hit in apis.here_to_stay.check(release.objects[0], release)] == expected


def asked(template: str, version: str = "1.34.2", api_versions: tuple[str, ...] = ()) -> list[tuple[str, int, str]]:
    chart = ChartSource(
        "charts/c", {"templates/a.yaml": template.encode(), "templates/_b.tpl": b"{{/* none */}}"}, DEFAULTS
    )
    profile = Profile(
        "prod", "", "r", version, "environments/prod/environment.yaml", 3, (), made("", version, api_versions)
    )
    return [(hit.file, hit.line, hit.message) for hit in apis.asked_for.check(Profiles(chart, (profile,)))]


PDB = 'kind: A\n{{- if .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" }}\n{{- end }}\n'


def test_what_the_cluster_has_and_the_environment_does_not_list() -> None:
    ((file, line, message),) = asked(PDB)
    assert (file, line) == ("environments/prod/environment.yaml", 3)
    assert message == (
        "the chart asks for 'policy/v1/PodDisruptionBudget', which Kubernetes 1.34 serves; without a cluster Helm says no, "
        "because apiVersions of the environment does not list it"
    )


@pytest.mark.parametrize(
    ("template", "version", "api_versions"),
    [
        (PDB, "1.34.2", ("policy/v1/PodDisruptionBudget",)),
        (PDB, "1.20.0", ()),
        (PDB.replace("v1/Pod", "v1beta1/Pod"), "1.34.2", ()),
        (PDB.replace("/PodDisruptionBudget", ""), "1.34.2", ()),
        (PDB.replace("policy/v1/PodDisruptionBudget", "monitoring.coreos.com/v1/ServiceMonitor"), "1.34.2", ()),
        (PDB.replace("policy/v1/PodDisruptionBudget", "resource.k8s.io/v1beta1/ResourceClaim"), "1.34.2", ()),
        (PDB.replace("{{- if", "{{- /* if").replace('t" }}', 't" */}}'), "1.34.2", ()),
        (PDB.replace('"policy/v1/PodDisruptionBudget"', ".Values.api"), "1.34.2", ()),
    ],
)
def test_what_is_no_reason_to_say_anything(template: str, version: str, api_versions: tuple[str, ...]) -> None:
    assert asked(template, version, api_versions) == []


@pytest.mark.parametrize("name", ["policy/v2/PodDisruptionBudget", "networking.k8s.io/v1/Ingres", "v1/Pods"])
def test_what_no_kubernetes_ever_served(name: str) -> None:
    template = PDB.replace('"policy/v1/PodDisruptionBudget"', f"`{name}`")
    assert asked(template) == [("templates/a.yaml", 2, f"no Kubernetes ever served {name!r}, which is asked for here")]


def test_a_chart_that_asks_without_end() -> None:
    assert asked(PDB * 10_000 + "Capabilities.APIVersions.Has " * 100_000) == asked(PDB)
