"""Locks are up to date where Helm takes them for it: it is asked for them, and what it writes is compared."""

import json
from pathlib import Path
from typing import Any

import helm_python
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.checks.helm.dependencies import lock, names, versions
from pipeline.checks.helm.lock import digests
from pipeline.manifests.kyaml import load
from pipeline.model.finding import Severity
from tests.checks.helm.asking import METADATA, packed, said

BELL = "apiVersion: v2\nname: bell\nversion: 1.2.3\n"
TEXTS = st.text(alphabet='ab.<>&é\u2028\t\x07"\\ ~^1', max_size=6)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "condition": TEXTS,
        "tags": st.lists(TEXTS, max_size=2),
        "enabled": st.booleans(),
        "import-values": st.lists(TEXTS | st.fixed_dictionaries({"parent": TEXTS, "child": TEXTS}), max_size=2),
        "alias": st.sampled_from(["ring", "Ring-2", ""]),
        "unknown": TEXTS,
        "version": st.sampled_from(["1.2.3", "~1.2", ">=1.0.0 <2", "*"]),
    },
)


def updated(folder: Path, dependency: dict[str, Any]) -> Any:
    """The lock that Helm writes for a chart with this dependency beside it."""
    (folder / "bell").mkdir(exist_ok=True)
    (folder / "shop").mkdir(exist_ok=True)
    (folder / "bell" / "Chart.yaml").write_text(BELL)
    (folder / "shop" / "Chart.yaml").write_text(
        json.dumps({"apiVersion": "v2", "name": "shop", "version": "1.0.0", "dependencies": [dependency]})
    )
    (folder / "shop" / "Chart.lock").unlink(missing_ok=True)
    helm_python.dependency_update(folder / "shop")
    return load((folder / "shop" / "Chart.lock").read_text())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(FIELDS)
def test_the_digest_is_the_one_that_helm_writes(tmp_path: Path, fields: dict[str, Any]) -> None:
    dependency = {"name": "bell", "repository": "file://../bell", "version": "1.2.3", **fields}
    written = updated(tmp_path, dependency)
    assert digests([dependency], written["dependencies"]) == {written["digest"]}


def test_a_digest_of_helms_own_tests() -> None:
    alpine = [{"name": "alpine", "version": "0.1.0", "repository": "http://localhost:8879/charts"}]
    assert digests(alpine, alpine) == {"sha256:fb239e836325c5fa14b29d1540a13b7d3ba13151b67fe719f820e0ef6d66aaaf"}


def test_a_repository_with_a_nickname_is_locked_with_its_address() -> None:
    locked = [{"name": "alpine", "version": "0.1.0", "repository": "http://localhost:8879/charts"}]
    for nickname in ("@local", "alias:local"):
        assert digests([{**locked[0], "repository": nickname}], locked) == digests(locked, locked)


def test_the_digest_of_helm_2_counts_in_its_charts_only() -> None:
    wanted = [{"name": "alpine", "version": "0.1.0", "repository": "http://localhost:8879/charts"}]
    (new,) = digests(wanted, wanted)
    assert digests(wanted, [], is_old=True) & digests(wanted, wanted, is_old=True) != {new}


def listed(version: str = "~1.2", name: str = "bell", repository: str = "https://charts.example.org") -> str:
    return f"{METADATA}dependencies:\n  - {{name: {name}, version: {version!r}, repository: {repository!r}}}\n"


def locked(version: str = "1.2.3", digest: str = "sha256:0", name: str = "bell") -> str:
    entry = f"{{name: {name}, version: {version!r}, repository: 'https://charts.example.org'}}"
    return f"dependencies:\n  - {entry}\ndigest: {digest}\n"


def good_digest(version: str = "~1.2") -> str:
    one = {"name": "bell", "repository": "https://charts.example.org"}
    (digest,) = digests([{**one, "version": version}], [{**one, "version": "1.2.3"}])
    return digest


@pytest.mark.parametrize(
    ("metadata", "held", "messages"),
    [
        (listed(), locked(digest=good_digest()), []),
        (listed(), locked(), ["the digest in Chart.lock is not that of the dependencies in Chart.yaml: run helm dependency update"]),
        (listed("~1.1"), locked(digest=good_digest()), ["'bell' is asked for as ~1.1 and locked as 1.2.3"]),
        (listed(name="ring"), locked(digest=good_digest()), ["'ring' is not in the lock"]),
        (METADATA, locked(digest=good_digest()), ["the digest in Chart.lock is not that of the dependencies in Chart.yaml: run helm dependency update"]),
        (listed(), "", ["Chart.lock cannot be read: it is no map"]),
        (listed(), "- a", ["Chart.lock cannot be read: it is no map"]),
        (listed(), "a: [", ["Chart.lock cannot be read: did not find expected node content"]),
        (listed(), "digest: null\ndependencies: {}", ["'bell' is not in the lock"]),
        (listed(), "dependencies: [null, 7, {name: [bell], version: {}}]", ["'bell' is not in the lock"]),
    ],
)  # fmt: skip
def test_locks(metadata: str, held: str, messages: list[str]) -> None:
    assert [hit.message for hit in said(lock, {"Chart.yaml": metadata, "Chart.lock": held})] == messages


def test_no_lock_is_no_stale_lock() -> None:
    assert said(lock, {"Chart.yaml": listed()}) == []


def test_charts_of_helm_2_have_their_own_files() -> None:
    old = METADATA.replace("v2", "v1")
    requirements = listed().removeprefix(METADATA)
    files = {"Chart.yaml": old, "requirements.yaml": requirements, "requirements.lock": locked(digest=good_digest())}
    assert said(lock, files) == []
    (hit,) = said(lock, {**files, "requirements.lock": locked()})
    assert (hit.file, hit.line) == ("requirements.lock", 3)


@pytest.mark.parametrize(
    ("metadata", "held", "vendored", "expected"),
    [
        (listed(), locked(), "1.2.3", []),
        (listed(), "", "1.2.9", []),
        (listed(), "", "2.0.0", [("Chart.yaml", 5, None)]),
        (listed(), locked(), "1.2.9", [("Chart.lock", 0, Severity.WARNING)]),
        (listed(), locked(name="ring"), "1.2.9", []),
        (METADATA, "", "2.0.0", []),
        (listed("latest"), "", "2.0.0", []),
        (listed(), "", "latest", []),
        (listed(), "", "{}", []),
        (listed() + "  - {name: bell, alias: ring, version: 2.x}\n", "", "2.0.0", []),
    ],
)
def test_versions_in_charts(
    metadata: str, held: str, vendored: str, expected: list[tuple[str, int, Severity | None]]
) -> None:
    files: dict[str, str | bytes] = {"Chart.yaml": metadata, **({"Chart.lock": held} if held else {})}
    bell = BELL.replace("1.2.3", vendored)
    folder = said(versions, {**files, "charts/bell/Chart.yaml": bell})
    archive = said(versions, {**files, "charts/bell-x.tgz": packed({"Chart.yaml": bell}, "bell")})
    for found in (folder, archive):
        assert [(hit.file, hit.line, hit.severity) for hit in found] == expected


def test_each_of_two_vendored_versions_is_looked_at() -> None:
    files = {f"charts/bell-{version}.tgz": packed({"Chart.yaml": BELL.replace("1.2.3", version)}, "bell") for version in ("1.2.3", "1.0.0")}  # fmt: skip
    (hit,) = said(versions, {"Chart.yaml": listed(), **files})
    assert hit.message.startswith("charts/bell-1.0.0.tgz holds version 1.0.0 and Chart.yaml asks for ~1.2")


def test_helm_takes_in_a_chart_of_another_version_without_its_alias(tmp_path: Path) -> None:
    """What the rule says, asked of Helm."""
    for path, text in {
        "Chart.yaml": f"{METADATA}dependencies:\n  - {{name: bell, version: ~1.2, alias: ring}}\n",
        "templates/a.yaml": "a: b\n",
        "charts/bell/Chart.yaml": BELL.replace("1.2.3", "2.0.0"),
        "charts/bell/templates/a.yaml": "name: {{ .Chart.Name }}\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    with helm_python.Chart.load(tmp_path) as chart:
        assert chart.render({})["shop/charts/bell/templates/a.yaml"] == "name: bell\n"


@pytest.mark.parametrize(
    ("path", "content", "keys"),
    [
        ("charts/bell/Chart.yaml", BELL, []),
        ("charts/bells/Chart.yaml", BELL, ["bells"]),
        ("charts/bell-1.2.3.tgz", packed({"Chart.yaml": BELL}, "bell"), []),
        ("charts/bell-1.2.4.tgz", packed({"Chart.yaml": BELL}, "bell"), ["bell-1.2.4.tgz"]),
        ("charts/bell.tgz", packed({"Chart.yaml": BELL}, "bell"), ["bell.tgz"]),
        ("charts/bell-1.2.3.tgz", b"version https://git-lfs.github.com/spec/v1", ["bell-1.2.3.tgz"]),
        ("charts/bell-1.2.3.tgz", packed({"values.yaml": ""}, "bell"), ["bell-1.2.3.tgz"]),
        ("charts/_bell-1.2.3.tgz", b"", []),
        ("charts/README.md", b"", []),
        ("charts/notes/README.md", b"", []),
    ],
    ids=[
        "folder",
        "other folder",
        "archive",
        "other version",
        "no version",
        "pointer",
        "no chart",
        "hidden",
        "file",
        "notes",
    ],
)
def test_names_in_charts(path: str, content: str | bytes, keys: list[str]) -> None:
    assert [hit.key for hit in said(names, {path: content})] == keys


@pytest.mark.parametrize(
    "junk", ["null", "7", "[]", "[null]", "[7]", "[{name: null}]", "[{name: {}, version: []}]", "{a: b}"]
)
def test_whatever_stands_where_dependencies_belong(junk: str) -> None:
    files = {
        "Chart.yaml": f"{METADATA}dependencies: {junk}\n",
        "Chart.lock": f"dependencies: {junk}\ndigest: {junk}\n",
        "charts/bell/Chart.yaml": f"name: {junk}\nversion: {junk}\n",
    }
    for rule in (lock, versions, names):
        said(rule, files)
