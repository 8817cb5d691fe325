"""The table of Kubernetes' own kinds: rebuilt from its source, and asked as checks ask it."""

import gzip
import os
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.kyaml import load
from pipeline.schemas import bundles
from pipeline.schemas.flaws import FlawKind
from tests.schemas.build_bundles import definitions, rows

TABLE = Path(bundles.__file__).with_name("kubernetes.tsv.gz")
ALL = range(bundles.OLDEST, bundles.NEWEST + 1)


def test_table_is_what_its_source_makes_of_it(tmp_path: Path) -> None:
    folder = Path(os.environ.get("RENDIFF_TESTS_CACHE") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        source = definitions(folder)
    except subprocess.CalledProcessError:
        if os.environ.get("CI"):
            raise
        pytest.skip("kubernetes-validate cannot be downloaded")
    assert gzip.decompress(TABLE.read_bytes()).decode().split("\n") == rows(source)


def test_what_is_known_is_in_the_wheel() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    data = [path.name for path in TABLE.parent.iterdir() if path.is_file() and path.suffix != ".py"]
    assert [name for name in data if not any(fnmatch(name, pattern) for pattern in patterns)] == []


@pytest.mark.parametrize(
    ("text", "minor", "asked"),
    [
        ("1.34.2", 34, 34), ("v1.30.0-gke.100", 30, 30), ("1.16", 16, 16), ("1.37.9", 37, 37), ("1.15.12", 16, 15),
        ("0.9", 16, 0), ("1.38.0", 37, 38), ("1.380.0", 37, 380), ("2.0.0", 37, 38), ("", 37, 37), ("latest", 37, 37),
    ],
)  # fmt: skip
def test_nearest_known_version(text: str, minor: int, asked: int) -> None:
    known = bundles.version_of(text)
    assert (known.minor, known.asked, known.exact) == (minor, asked, minor == asked)


@pytest.mark.parametrize(
    ("api_version", "kind", "first", "last"),
    [
        ("v1", "Pod", 16, 37),
        ("apps/v1", "Deployment", 16, 37),
        ("networking.k8s.io/v1", "Ingress", 19, 37),
        ("networking.k8s.io/v1beta1", "Ingress", 16, 21),
        ("batch/v1", "CronJob", 21, 37),
        ("batch/v1beta1", "CronJob", 16, 24),
        ("policy/v1beta1", "PodSecurityPolicy", 16, 24),
        ("autoscaling/v2", "HorizontalPodAutoscaler", 23, 37),
        ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 21),
        ("policy/v1", "Eviction", 0, 0),
        ("v1", "PodList", 0, 0),
        ("v1", "Status", 0, 0),
    ],
)
def test_which_kinds_there_are(api_version: str, kind: str, first: int, last: int) -> None:
    there = [minor for minor in ALL if (api_version, kind) in bundles.kinds(minor)]
    assert (there[:1], there[-1:]) == (([first], [last]) if first else ([], []))


def test_every_kind_of_every_version_compiles() -> None:
    for minor in ALL:
        for api_version, kind in bundles.kinds(minor):
            checker = bundles.validator(minor, api_version, kind)
            assert checker
            assert all(flaw.kind is FlawKind.MISSING for flaw in checker({"apiVersion": api_version, "kind": kind}))


def test_unknown_kinds_have_no_validator() -> None:
    assert bundles.validator(34, "example.org/v1", "Shop") is None
    assert bundles.validator(34, "networking.k8s.io/v1beta1", "Ingress") is None


POD = """
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {tier: "1"}}
spec:
  containers:
    - name: web
      image: nginx
      ports: [{containerPort: 80}]
"""


@pytest.mark.parametrize(
    ("change", "by", "path", "message", "found"),
    [
        ('tier: "1"', "tier: 1", ("metadata", "labels", "tier"), "must be a text", "the number 1"),
        ("containerPort: 80", "containerPort: http", ("spec", "containers", 0, "ports", 0, "containerPort"), "must be a whole number", "the text 'http'"),
        ("containerPort: 80", "containerPort: 1.5", ("spec", "containers", 0, "ports", 0, "containerPort"), "must be a whole number", "the number 1.5"),
        ("containerPort: 80", "containerPort: 3000000000", ("spec", "containers", 0, "ports", 0, "containerPort"), "must be at most 2147483647", "the number 3000000000"),
        ("containerPort: 80", "protocol: TCP", ("spec", "containers", 0, "ports", 0), "required field 'containerPort' is missing", ""),
        ("[{containerPort: 80}]", "[null]", ("spec", "containers", 0, "ports", 0), "must be a map", "null"),
        ("[{containerPort: 80}]", "80", ("spec", "containers", 0, "ports"), "must be a list", "the number 80"),
        ("image: nginx", "image: [a]", ("spec", "containers", 0, "image"), "must be a text", "a list"),
        ("image: nginx", "livenessProbe: {httpGet: {port: 3000000000}}", ("spec", "containers", 0, "livenessProbe", "httpGet", "port"), "must be at most 2147483647", "the number 3000000000"),
        ("image: nginx", "imgae: null", ("spec", "containers", 0, "imgae"), "unknown field 'imgae'", ""),
        ("image: nginx", "imgae: nginx", ("spec", "containers", 0, "imgae"), "unknown field 'imgae'", ""),
        ("image: nginx", "resources: {limits: {cpu: 1 core}}", ("spec", "containers", 0, "resources", "limits", "cpu"), "must be a quantity (like 500m, 1.5 or 64Mi)", "the text '1 core'"),
        ("name: web,", "name: web, creationTimestamp: now,", ("metadata", "creationTimestamp"), "must be a time (like 2026-01-31T12:00:00Z)", "the text 'now'"),
    ],
)  # fmt: skip
def test_flaws_of_a_pod(change: str, by: str, path: tuple[str | int, ...], message: str, found: str) -> None:
    checker = bundles.validator(34, "v1", "Pod")
    assert checker
    assert checker(load(POD)) == ()
    (flaw,) = checker(load(POD.replace(change, by)))
    assert (flaw.path, flaw.message, flaw.found) == (path, message, found)


@pytest.mark.parametrize(
    "by",
    [
        "image: null", "command: null", "resources: {limits: {cpu: null, memory: 64Mi}}", "resources: {limits: {cpu: 0.5, memory: 1e3}}",
        "livenessProbe: {httpGet: {port: http}}", "livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: Host}]}}",
        "resources: {requests: {memory: ' 64Mi'}}", "args: []",
    ],
)  # fmt: skip
def test_what_the_server_takes_is_no_flaw(by: str) -> None:
    checker = bundles.validator(34, "v1", "Pod")
    assert checker
    assert checker(load(POD.replace("image: nginx", by))) == ()


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        # Required by the definitions of these versions, filled or not asked for by their servers.
        (20, "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: a}, roleRef: {kind: Role, name: a}}"),
        (20, "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: RoleBinding, metadata: {name: a}, roleRef: {kind: Role, name: a}}"),
        (30, "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {selector: {}, template: {}}}"),
        (30, "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {selector: {}, template: {}}, status: {}}"),
        (30, "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: QQ==}, stringData: {b: text}}"),
        (30, '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, binaryData: {a: "QQ=\\n=\\n", b: "", c: "QUJD\\nQUJD"}}'),
        (34, "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {ingress: [{ports: [{port: null}]}]}}"),
    ],
)  # fmt: skip
def test_objects_that_are_fine(minor: int, text: str) -> None:
    body = load(text)
    checker = bundles.validator(minor, body["apiVersion"], body["kind"])
    assert checker
    assert checker(body) == ()


def test_bytes_are_base64() -> None:
    checker = bundles.validator(34, "v1", "ConfigMap")
    assert checker
    (flaw,) = checker(load("{apiVersion: v1, kind: ConfigMap, binaryData: {a: 'not so'}}"))
    assert (flaw.message, flaw.found) == ("must be base64", "the text 'not so'")


def test_a_field_is_known_from_the_version_that_brought_it() -> None:
    body = load(POD.replace("image: nginx", "image: nginx\n      restartPolicy: Always"))
    old, new = (bundles.validator(minor, "v1", "Pod") for minor in (27, 28))
    assert old
    assert new
    (flaw,) = old(body)
    assert (flaw.kind, "readinessProbe" in flaw.known) == (FlawKind.UNKNOWN, True)
    assert new(body) == ()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["spec", "metadata", "x", ""]) | st.text(), inner, max_size=3)
    ),
)


@given(st.dictionaries(st.sampled_from(["metadata", "spec", "data", "items"]), ANYTHING))
def test_an_object_of_any_shape_is_answered(body: dict[str, object]) -> None:
    for kind in ("v1/Pod", "v1/ConfigMap", "apiextensions.k8s.io/v1/CustomResourceDefinition"):
        checker = bundles.validator(37, *kind.rsplit("/", 1))
        assert checker
        for flaw in checker(body):
            assert 0 < len(flaw.message) + len(flaw.found) < 400


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a" * 58, f"the text {'a' * 58!r}"), ("a" * 59, "a text of 59 characters"), ("it's", "the text \"it's\""),
        ("two\nlines", "a text of 9 characters"), (int("9" * 61), "a number of 61 characters"), (0.5, "the number 0.5"),
        (False, "false"), ({}, "a map"), ([], "a list"),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_value_is_shown_whole_or_not_at_all(value: object, found: str) -> None:
    checker = bundles.validator(34, "v1", "ConfigMap")
    assert checker
    (flaw,) = checker({"immutable": value} if value is not False else {"data": {"a": value}})
    assert flaw.found == found
