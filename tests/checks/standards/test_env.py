"""ENV: one chart in all its environments."""

from collections.abc import Sequence

import pytest

from pipeline.checks.hit import Hit
from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import ChartName, manifest
from pipeline.checks.subjects.profiles import Profile, Profiles, comparable
from pipeline.checks.subjects.release import Release, release_of
from pipeline.manifests.kyaml import load_all
from pipeline.model.resource import Resource, ResourceId


def rendering(objects: str) -> Release:
    return release_of(
        tuple(manifest(index, body) for index, body in enumerate(load_all(objects))), "1.34.2", Settings()
    )


def profile(
    environment: str, objects: str | None, role: str = "", release: str = "test", version: str = "1.34.2"
) -> Profile:
    """A release in an environment with the role of its name; None for what does not render."""
    found = None if objects is None else rendering(objects)
    return Profile(environment, role or environment, release, version, f"{environment}.yaml", 3, (), found)


def asked(
    rule: str, profiles: Sequence[Profile], defaults: str | None = None, metadata: str = "name: shop"
) -> list[Hit]:
    chart = ChartSource("charts/shop", {"Chart.yaml": metadata.encode()}, Settings())
    own = None if defaults is None else rendering(defaults)
    return list(by_id()[rule].check(Profiles(chart, tuple(profiles), own)))


@pytest.mark.parametrize(
    ("roles", "missing"),
    [
        (["minikube", "ci", "production"], []),
        (["production", "ci", "minikube", "", "production"], []),
        (["minikube", "minikube", "minikube"], ["ci", "production"]),
        (["", "", ""], ["minikube", "ci", "production"]),
        ([], ["minikube", "ci", "production"]),
    ],
)
def test_each_role_wants_an_environment(roles: list[str], missing: list[str]) -> None:
    found = asked("ENV001", [Profile(f"env{i}", role, "test", "", "", 1) for i, role in enumerate(roles)])
    assert [hit.key for hit in found] == missing


def test_a_library_is_released_nowhere() -> None:
    assert asked("ENV001", [], metadata="name: shop\ntype: library") == []


WEB = "kind: Deployment\nmetadata: {name: web}\nspec: {replicas: %s, list: [{a: 1}, {a: 2}]}"


@pytest.mark.parametrize(
    ("defaults", "rendered", "ends"),
    [
        (WEB % 1, WEB % 1, []),
        (WEB % 1, WEB % 2, ["at /spec/replicas"]),
        (WEB % 1, f"{WEB % 1}\nextra: null", []),
        (WEB % "[1, 2]", WEB % "[1, 3]", ["at /spec/replicas/1"]),
        (WEB % "[1, 2]", WEB % "[1]", ["at /spec/replicas"]),
        (WEB % "{a~b/c: 1}", WEB % "{a~b/c: 2}", ["at /spec/replicas/a~0b~1c"]),
        (WEB % 1, "kind: Service\nmetadata: {name: web}", ["by the chart's own values only", "not rendered by the chart's own values"]),
        ("kind: Secret\ndata: {a: eA==}", "kind: Secret\ndata: {a: eQ==}", []),
        ("kind: Secret\ntype: a\nstringData: {a: x}", "kind: Secret\ntype: b\nstringData: {a: y}", ["at /type"]),
        ("kind: A\nmetadata: {annotations: {checksum/x: 1}}", "kind: A\nmetadata: {annotations: {checksum/x: 2}}", []),
        ("kind: A\nwebhooks: [{clientConfig: {caBundle: a}}]", "kind: A\nwebhooks: [{clientConfig: {caBundle: b}}]", ["at /webhooks/0/clientConfig/caBundle"]),
        ("kind: A\nmetadata: 1", "kind: A\nmetadata: []", ["at /metadata"]),
    ],
)  # fmt: skip
def test_minikube_is_what_the_chart_says_itself(defaults: str, rendered: str, ends: list[str]) -> None:
    found = asked("ENV002", [profile("ci", WEB % 9), profile("minikube", rendered)], defaults)
    assert len(found) == len(ends)
    assert all(hit.message.endswith(end) for hit, end in zip(found, ends, strict=True))
    assert {(hit.file, hit.line) for hit in found} <= {("minikube.yaml", 3)}


@pytest.mark.parametrize(
    ("profiles", "defaults"),
    [
        ([profile("ci", WEB % 2)], WEB % 1),
        ([profile("minikube", None)], WEB % 1),
        ([profile("minikube", WEB % 1)], None),
        ([profile("minikube", WEB % 1), profile("kind", WEB % 2, "minikube", "other")], WEB % 1),
    ],
)
def test_minikube_is_compared_where_there_is_something_to_compare(
    profiles: list[Profile], defaults: str | None
) -> None:
    assert asked("ENV002", profiles, defaults) == []


@pytest.mark.parametrize(
    ("minikube", "ci", "ends"),
    [
        (WEB % 1, WEB % 2, []),
        ("kind: PersistentVolumeClaim\nspec: {storageClassName: a}", "kind: PersistentVolumeClaim\nspec: {storageClassName: b}", ["at /spec/storageClassName"]),
        ("kind: PersistentVolumeClaim\nspec: {storageClassName: a}", "kind: PersistentVolumeClaim\nspec: {}", ["at /spec/storageClassName"]),
        ("kind: Service\nspec: {type: ClusterIP}", "kind: Service\nspec: {}", []),
        ("kind: Service\nspec: {type: NodePort}", "kind: Service\nspec: {}", ["at /spec/type"]),
        ("kind: Other\nspec: {type: NodePort}", "kind: Other\nspec: {}", []),
        ("kind: Pod\nspec: {securityContext: {runAsUser: 1}}", "kind: Pod\nspec: {securityContext: {runAsUser: 2}}", ["at /spec/securityContext/runAsUser"]),
        ("kind: A", "kind: B", ["in 'minikube' only", "not rendered in 'minikube'"]),
    ],
)  # fmt: skip
def test_ci_has_the_structure_of_minikube(minikube: str, ci: str, ends: list[str]) -> None:
    found = asked("ENV004", [profile("minikube", minikube), profile("ci", ci)])
    assert len(found) == len(ends)
    assert all(hit.message.endswith(end) for hit, end in zip(found, ends, strict=True))


def test_names_of_releases_make_no_difference_between_ci_and_minikube() -> None:
    names = "kind: Service\nmetadata: {name: %s-web}\n---\nkind: Role\nmetadata: {name: web-%s-x}"
    minikube = profile("minikube", names % ("one", "one"), release="one")
    assert asked("ENV004", [minikube, profile("ci", names % ("other", "other"), release="other")]) == []
    assert asked("ENV004", [minikube, profile("ci", names % ("other", "others"), release="other")]) != []


@pytest.mark.parametrize(
    ("minikube", "ci"),
    [
        ("web-shop-shop", "web-shop-test"),
        ("web-shop", "web-shop-test"),
        ("shop-web", "test-shop-web"),
        ("shop", "test-shop"),
        ("web-shop-two-shop", "web-shop-two-test"),
    ],
)
def test_a_release_that_is_called_like_its_chart_is_no_difference(minikube: str, ci: str) -> None:
    role, claim = "kind: Role\nmetadata: {name: %s}", "\n---\nkind: Role\nmetadata: {name: %s-x}"
    found = [
        profile("minikube", role % minikube + claim % minikube, release="shop"),
        profile("ci", role % ci + claim % ci),
    ]
    assert asked("ENV004", found) == []
    (hit,) = asked("ENV004", [found[0], profile("ci", role % ci)])
    assert hit.message.endswith("in 'minikube' only")


def test_objects_whose_names_differ_by_the_chart_alone_are_two() -> None:
    role = "kind: Role\nmetadata: {name: %s}"
    both = f"{role % 'web-shop'}\n---\n{role % 'web-shop-test'}"
    (hit,) = asked("ENV004", [profile("minikube", both), profile("ci", role % "web-shop-test")])
    assert hit.message == "Role 'web-*' (2) is rendered in 'minikube' only"


def test_what_differs_each_time_is_held_against_nothing() -> None:
    def one(password: str, level: str, name: str) -> Resource:
        body = {
            "kind": "Job",
            "metadata": {"name": f"job-{name}"},
            "spec": {"a": f"password={password}\nlevel={level}"},
        }
        steady = ("job-(unstable)", f"password=(unstable)\nlevel={level}")
        return Resource(ResourceId("", "Job", "", f"job-{name}"), body, "", ("/metadata/name", "/spec/a"), steady)

    def said(*found: Resource) -> list[str]:
        objects = [comparable((each,), ChartName("shop", "1.0.0")) for each in found]
        own, other = (release_of(each, "1.34.2", Settings()) for each in objects)
        chart = ChartSource("charts/shop", {}, Settings())
        minikube = Profile("minikube", "minikube", "test", "1.34.2", "minikube.yaml", 3, (), other)
        return [hit.message for hit in by_id()["ENV002"].check(Profiles(chart, (minikube,), own))]

    assert said(one("xK2", "info", "a1"), one("p09", "info", "b2")) == []
    assert said(one("xK2", "info", "a1"), one("p09", "debug", "b2")) == [
        "Job 'job-(unstable)' is not as by the chart's own values at /spec/a"
    ]


@pytest.mark.parametrize(
    "profiles",
    [
        [profile("ci", "kind: A")],
        [profile("minikube", None), profile("ci", "kind: A")],
        [profile("minikube", "kind: A"), profile("ci", None)],
        [profile("minikube", "kind: B", release="b"), profile("minikube", "kind: A"), profile("ci", "kind: A")],
    ],
)
def test_ci_is_compared_with_the_release_of_its_name(profiles: list[Profile]) -> None:
    assert asked("ENV004", profiles) == []


@pytest.mark.parametrize(
    ("wanted", "version", "message"),
    [
        ('">=1.16.0-0"', "1.16.2", ""),
        ('">=1.16.0-0"', "", ""),
        ('">=1.22.0"', "", "the chart asks for Kubernetes '>=1.22.0', and 'ci' has 1.16.2"),
        ('">=1.22.0"', "1.27.3-eks-a5565ad", "the chart asks for Kubernetes '>=1.22.0', and 'ci' has 1.27.3-eks-a5565ad"),
        ('">=1.22.0-0"', "v1.27.3-eks-a5565ad", ""),
        ("latest", "1.16.2", "kubeVersion 'latest' is no range of versions"),
        ("1.16", "1.16.2", ""),
        ("null", "1.16.2", ""),
        ("[]", "1.16.2", ""),
        ('" "', "1.16.2", ""),
    ],
)  # fmt: skip
def test_a_chart_admits_the_versions_on_which_it_is_released(wanted: str, version: str, message: str) -> None:
    found = asked("ENV006", [profile("ci", None, version=version)], metadata=f"name: shop\nkubeVersion: {wanted}")
    # YAML reads 1.16 as a number, and nothing else than text is a range.
    assert [hit.message for hit in found] == ([message] if message else [])


def test_many_objects_are_compared_in_no_time() -> None:
    many = "\n---\n".join(f"kind: A\nmetadata: {{name: a{index}}}\nspec: [1, {index}]" for index in range(2_000))
    profiles = [profile("minikube", many), profile("ci", many.replace("kind: A", "kind: B"))]
    assert len(asked("ENV002", profiles, many.replace("[1,", "[2,"))) == 2_000
    assert len(asked("ENV004", profiles)) == 4_000
