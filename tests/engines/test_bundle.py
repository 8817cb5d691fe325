"""One release with what varies and what is secret in it."""

import base64
from pathlib import Path
from typing import Any

import pytest

from pipeline.engines.bundle import Order, bundle, opened, shown
from pipeline.engines.embedded import ENGINE
from pipeline.engines.engine import Job, RenderError
from pipeline.manifests.masking import REFUSED
from pipeline.model.resource import Resource


def _order(folder: Path, template: str, values: dict[str, Any] | None = None, **more: Any) -> Order:
    (folder / "templates").mkdir()
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 1.0.0\n")
    (folder / "templates" / "t.yaml").write_text(template)
    return Order(Job(folder, "rel", "shop", "1.34.2", (), values or {}), **{"key": b"k", **more})


def _only(folder: Path, template: str, **more: Any) -> Resource:
    (found,) = bundle(_order(folder, template, **more), ENGINE).resources
    return found


def test_chance_is_found_by_a_second_rendering(tmp_path: Path) -> None:
    found = _only(tmp_path, "kind: X\na: 1\nb: {{ randAlphaNum 20 }}\nc: 'port 80 {{ uuidv4 }}'\n", repeats=1)
    assert found.unstable == ("/b", "/c")
    assert found.steady == ("(unstable)", "port 80 (unstable)")


def test_what_derives_from_a_secret_is_secret_however_it_was_derived(tmp_path: Path) -> None:
    template = (
        "kind: X\na: {{ .Values.p | b64enc }}\nb: {{ .Values.p | sha256sum | trunc 8 }}\nc: postgres://u:{{ .Values.p }}@h\n"
        "d: {{ .Values.p | trunc 3 }}\ne: plain\nf: {{ len .Values.p }}\n"
    )
    found = _only(tmp_path, template, values={"p": "Aa1-example"}, doubled={"p": "Bb2-fybnqmf"})
    assert found.secret == ("/a", "/b", "/c", "/d")


def test_values_of_secrets_leave_the_worker_sealed(tmp_path: Path) -> None:
    hush = base64.b64encode(b"port=1 pass=hush").decode()
    found = _only(
        tmp_path,
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {{p: {hush}, q: {{{{ randAlphaNum 9 | b64enc }}}}}}\n",
        repeats=1,
    )
    assert hush not in str(found)
    assert found.secret == ("/data/p", "/data/q")
    assert found.unstable == ("/data/q",)
    assert found.steady[0].startswith("sealed:")


def test_masked_output_cannot_be_applied_and_the_rest_is_helms_own_text(tmp_path: Path) -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hush}"
    plain = "# a comment\nkind: ConfigMap\nmetadata: {name: c}   # another\n"
    found = bundle(_order(tmp_path, f"{secret}\n---\n{plain}"), ENGINE)
    texts = {document.bodies[0]["kind"]: document.text for document in shown(found)}
    assert "hush" not in texts["Secret"]
    assert REFUSED in texts["Secret"]
    assert texts["ConfigMap"].strip() == plain.strip()


def test_without_a_key_everything_is_open(tmp_path: Path) -> None:
    found = bundle(_order(tmp_path, "apiVersion: v1\nkind: Secret\nstringData: {p: hush}\n", key=b""), ENGINE)
    assert "hush" in opened(found)[0].text


def test_patches_are_applied_to_what_they_name(tmp_path: Path) -> None:
    patch = {
        "resource": "Deploy*/a-*",
        "operations": [{"op": "add", "path": "/spec", "value": {"x": 1}}],
        "place": "p.yaml:1",
    }
    order = _order(
        tmp_path,
        "kind: Deployment\nmetadata: {name: a-1}\n---\nkind: Deployment\nmetadata: {name: b}\n",
        patches=(patch,),
    )
    assert [one.body.get("spec") for one in bundle(order, ENGINE).resources] == [{"x": 1}, None]


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ({"resource": "Pod/*", "operations": [], "place": "p.yaml:3"}, "p.yaml:3: no rendered resource is a Pod/\\*"),
        ({"resource": "X/a", "operations": [{"op": "remove", "path": "/no"}], "place": "p.yaml:3"}, "p.yaml:3: the patch of X/a does not apply"),
        ({"resource": "X/a", "operations": [{"op": "test", "path": "/kind", "value": "Y"}], "place": "p.yaml:3"}, "does not apply"),
    ],
)  # fmt: skip
def test_a_patch_that_does_nothing_is_an_error(tmp_path: Path, patch: dict[str, Any], words: str) -> None:
    with pytest.raises(RenderError, match=words):
        bundle(_order(tmp_path, "kind: X\nmetadata: {name: a}\n", patches=(patch,)), ENGINE)


@pytest.mark.parametrize("template", ["kind: X\nx: .nan\n", "kind: X\nx: {null: 1}\n"])
def test_what_kubernetes_cannot_read_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(RenderError):
        bundle(_order(tmp_path, template), ENGINE)
