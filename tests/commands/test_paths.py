"""Which PATHs of `rendiff validate` are charts, which are manifests, and what becomes of those that are neither."""

import io
import json
import tarfile
from typing import Any

import pytest

from tests.conftest import CHART, Answer, Repository

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, image: nginx}\n"
TEMPLATE = "charts/web/templates/web.yaml"


def packed(files: dict[str, str], folder: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(f"{folder}/{path.removeprefix('charts/web/')}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


def releases(answer: Answer) -> dict[str, dict[str, Any]]:
    return {one["release"]: one for one in json.loads(answer.out)["releases"]}


def rules(release: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in release["findings"]}


@pytest.mark.parametrize(
    ("archive", "folder", "wrong"),
    [("shop.tgz", "web", False), ("web-1.0.0.tar.gz", "web", False), ("web.tgz", "shop", True)],
)
def test_an_archive_is_judged_by_the_folder_in_it(
    repository: Repository, archive: str, folder: str, wrong: bool
) -> None:
    answer = repository.write({archive: packed(CHART, folder)}).rendiff("validate", archive, "-o", "json")
    said = rules(releases(answer)[archive])
    assert ("CHART008" in said) is wrong
    assert "CHART006" not in said


@pytest.mark.parametrize(
    ("file", "text", "pointers"),
    [
        (
            "dup.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  name: z\ndata:\n  a: b\n  a: c\ndata: {q: w}\n",
            {"/metadata/name", "/data/a", "/data"},
        ),
        ("dup.json", '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","name":"z"}}', {"/metadata/name"}),
        (
            "dup.yaml",
            f"{POD}---\napiVersion: v1\nkind: List\nitems:\n  - {{apiVersion: v1, kind: Secret, type: a, type: b}}\n",
            {"/type"},
        ),
    ],
)
def test_keys_that_stand_twice_in_manifests(repository: Repository, file: str, text: str, pointers: set[str]) -> None:
    answer = repository.write({file: text}).rendiff("validate", file, "-o", "json")
    found = releases(answer)[file]["findings"]
    assert {one["path"] for one in found if one["rule"] == "K8S003"} == pointers


def test_kinds_without_a_schema_are_counted(repository: Repository) -> None:
    widget = '{"apiVersion": "example.org/v1", "kind": "Widget", "metadata": {"name": "w"}}'
    answer = repository.write({"w.yaml": widget}).rendiff("validate", "w.yaml", "-o", "json")
    assert releases(answer)["w.yaml"]["notChecked"] == ["example.org/v1 Widget"]
    assert "1 kind not checked: no schema" in repository.rendiff("validate", "w.yaml").out


@pytest.mark.parametrize(
    ("broken", "line", "said"),
    [
        ("a: [\n", 1, "did not find expected node content"),
        (f"# one\n---\n{POD}---\na: {{\n  b: 1\n", 11, "did not find expected ',' or '}'"),
        (f"{POD}---\n\n# text\nonly a text\n", 10, "it holds a document that is no object"),
        ("--- [1]\n", 1, "it holds a document that is no object"),
        (b"a: 1\nb: \xff\n", 2, "it is not UTF-8"),
    ],
)
def test_a_broken_file_is_a_path_of_its_own_and_hides_nothing(
    repository: Repository, broken: str | bytes, line: int, said: str
) -> None:
    repository.write({"mix/broken.yaml": broken, "mix/pod.yaml": POD, "x.tgz": b"no archive"})
    answer = repository.rendiff("validate", "mix", "x.tgz", "-o", "json")
    found = releases(answer)
    assert answer.code == 3
    assert list(found) == ["mix", "mix/broken.yaml", "x.tgz"]
    assert "IMG002" in rules(found["mix"])
    (failure,) = found["mix/broken.yaml"]["failures"]
    assert failure["message"] == f"line {line}: {said}"
    assert (failure["file"], failure["line"]) == ("mix/broken.yaml", line)
    assert found["x.tgz"]["status"] == "failed"


@pytest.mark.parametrize(
    ("path", "files", "expected"),
    [
        ("none", {"none/x.txt": ""}, "no chart, and no file that ends in .yaml, .yml, .json"),
        ("empty.yaml", {"empty.yaml": ""}, "no object of Kubernetes stands in it"),
        ("empty.yaml", {"empty.yaml": "---\n# nothing\n---\nnull\n"}, "no object of Kubernetes stands in it"),
        ("list.yaml", {"list.yaml": "apiVersion: v1\nkind: List\nitems: []\n"}, "no object of Kubernetes stands in it"),
        ("-", {}, "no object of Kubernetes stands in it"),
    ],
)
def test_nothing_to_judge_is_no_success(
    repository: Repository, path: str, files: dict[str, str], expected: str
) -> None:
    answer = repository.write(files).rendiff("validate", path)
    assert answer.code == 3
    assert f"failed: {path}: there is nothing to judge: {expected}" in answer.out


@pytest.mark.parametrize(
    ("path", "judged"),
    [
        ("charts", ["charts/box", "charts/web"]),
        (".", ["charts/box", "charts/web", "other/box"]),
        ("charts/web", ["charts/web"]),
        ("charts/web/", ["charts/web/"]),
        ("manifests", ["manifests"]),
    ],
)
def test_a_folder_of_charts_is_all_of_them(repository: Repository, path: str, judged: list[str]) -> None:
    box = {"Chart.yaml": "apiVersion: v2\nname: box\nversion: 1.0.0\n", "templates/pod.yaml": POD}
    folders = ("charts/box", "charts/web/charts/box", "other/box", ".hidden/box")
    repository.write({**CHART, **{f"{folder}/{file}": text for folder in folders for file, text in box.items()}})
    repository.write({"manifests/pod.yaml": POD, "charts/README.yaml": "a: b\n"})
    answer = repository.rendiff("validate", path, "-o", "json")
    assert list(releases(answer)) == judged
    assert answer.code == 1


@pytest.mark.parametrize("path", [TEMPLATE, "charts/web/values.yaml"])
def test_a_part_of_a_chart_is_no_manifest(repository: Repository, path: str) -> None:
    repository.write({**CHART, TEMPLATE: CHART[TEMPLATE].replace("spec:", "{{- if .Values.a }}\nspec:")})
    answer = repository.rendiff("validate", path)
    assert answer.code == 3
    assert "it belongs to the chart charts/web, which `rendiff validate charts/web` judges" in answer.out


def test_a_whole_manifest_of_a_chart_is_judged_as_one(repository: Repository) -> None:
    answer = repository.write({**CHART, "charts/web/crds/pod.yaml": POD}).rendiff(
        "validate", "charts/web/crds/pod.yaml"
    )
    assert answer.code == 1


def test_a_path_that_is_not_there_is_said_at_once(repository: Repository) -> None:
    answer = repository.write({"pod.yaml": POD}).rendiff("validate", "pod.yaml", "gone")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "rendiff: there is no file or folder gone\n"
