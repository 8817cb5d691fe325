"""`rendiff render` as a user runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.manifests.kyaml import load_all
from tests.conftest import CHART, ENVIRONMENT, Repository
from tests.helm.clis import SDK, helm
from tests.parity.case import Case, cli_outcome

TOP = Path(__file__).parents[2]
SECRETS = {
    **CHART,
    "charts/web/templates/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: {{ .Values.db.password | quote }}}\n",
    "charts/web/templates/u.yaml": "kind: ConfigMap\nmetadata: {name: u}\ndata: {url: 'db://u:{{ .Values.db.password }}@h', plain: x}\n",
    "environments/ci/environment.yaml": ENVIRONMENT.replace(
        "web: {}", 'web: {secrets: {db.password: "${DB_PASSWORD}"}}'
    ),
}


def test_one_release_is_printed_as_helm_prints_it(shop: Repository) -> None:
    answer = shop.rendiff("render", "-e", "production")
    case = Case({}, "replicas: 3\n", name="web")
    assert answer.out == cli_outcome(helm(SDK), case, shop.root / "charts" / "web").stream


def test_several_releases_are_told_apart(shop: Repository) -> None:
    answer = shop.rendiff("render")
    assert [line for line in answer.out.splitlines() if line.startswith("# Release")] == [
        "# Release: ci/web",
        "# Release: production/web",
    ]
    assert len([one for one in load_all(answer.out) if one]) == 2


def test_one_file_a_resource(shop: Repository) -> None:
    assert shop.rendiff("render", "--output-dir", "out").code == 0
    files = sorted(str(path.relative_to(shop.root / "out")) for path in (shop.root / "out").rglob("*.yaml"))
    assert files == ["ci/web/deployment-shop-web.yaml", "production/web/deployment-shop-web.yaml"]
    shop.write({"environments/ci/environment.yaml": ENVIRONMENT.replace("web: {}", "{}")})
    assert shop.rendiff("render", "--output-dir", "out").code == 0
    assert not (shop.root / "out" / "ci").exists()


def test_a_folder_of_somebody_else_is_left_alone(shop: Repository) -> None:
    shop.write({"mine/file": "x"})
    answer = shop.rendiff("render", "--output-dir", "mine")
    assert answer.code == 3
    assert "is not empty and not made by rendiff" in answer.err
    assert (shop.root / "mine" / "file").read_text() == "x"


def test_a_name_from_a_chart_stays_in_its_folder(shop: Repository) -> None:
    shop.commit(
        {"charts/web/templates/evil.yaml": 'kind: "../../Pod"\nmetadata: {name: "../../../owned", namespace: "/etc"}\n'}
    )
    assert shop.rendiff("render", "--output-dir", "out").code == 0
    assert not list(shop.root.parent.rglob("owned*"))
    assert all((shop.root / "out") in path.parents for path in shop.root.rglob("*owned*"))


def test_secrets_are_masked_and_what_is_masked_cannot_be_applied(repository: Repository) -> None:
    repository.commit(SECRETS)
    answer = repository.rendiff("render", "--vars", "env", DB_PASSWORD="hush-hush")
    assert answer.code == 0
    assert "hush" not in answer.out + answer.err
    bodies = {one["metadata"]["name"]: one for one in load_all(answer.out) if one}
    assert bodies["u"]["data"] == {"url": "(masked)", "plain": "x"}
    assert "masked by rendiff, not to be applied" in bodies["s"]["metadata"]["annotations"]
    assert "masked by rendiff, not to be applied" in bodies["u"]["metadata"]["annotations"]
    assert "annotations" not in bodies["web"]["metadata"]


def test_real_secrets_are_shown_where_they_are_asked_for_and_never_in_ci(repository: Repository) -> None:
    repository.commit(SECRETS)
    flags = ("render", "--vars", "env", "--show-secrets")
    assert "db://u:hush-hush@h" in repository.rendiff(*flags, DB_PASSWORD="hush-hush").out
    refused = repository.rendiff(*flags, DB_PASSWORD="hush-hush", CI="true")
    assert refused.code == 3
    assert "hush" not in refused.out + refused.err


def test_a_missing_variable_is_named_with_file_and_line(repository: Repository) -> None:
    repository.commit(SECRETS)
    answer = repository.rendiff("render", "--vars", "env")
    assert answer.code == 3
    assert (
        "environments/ci/environment.yaml:5: releases.web.secrets.db.password: variable DB_PASSWORD is not set"
        in answer.err
    )


def test_a_secret_in_an_error_of_a_chart_is_masked(repository: Repository) -> None:
    repository.commit({**SECRETS, "charts/web/templates/f.yaml": '{{ fail (printf "bad %s" .Values.db.password) }}'})
    answer = repository.rendiff("render", "--vars", "env", DB_PASSWORD="hush-hush")
    assert answer.code == 3
    assert "bad (masked)" in answer.err
    assert "hush" not in answer.err


def test_nothing_secret_is_left_in_the_cache(repository: Repository) -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hush-hush}\n"
    repository.commit({**CHART, "charts/web/templates/s.yaml": secret, "environments/ci/environment.yaml": ENVIRONMENT})
    assert repository.rendiff("review").code == 1
    assert repository.rendiff("validate").code == 1
    kept = [path for path in (repository.home / "cache").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"hush" in path.read_bytes() for path in kept)


@pytest.mark.parametrize("version", [SDK])
def test_the_helm_engine_gives_the_same(shop: Repository, version: str) -> None:
    embedded = shop.rendiff("render", "-e", "ci")
    program = shop.rendiff("render", "-e", "ci", "--engine", "helm", "--helm", str(helm(version)))
    assert program.err == ""
    assert program.out == embedded.out


def test_a_helm_that_is_not_there_is_said(shop: Repository) -> None:
    answer = shop.rendiff("render", "--engine", "helm", "--helm", "nosuch-helm")
    assert answer.code == 3
    assert "nosuch-helm" in answer.err
    assert "Traceback" not in answer.err


def test_output_that_nobody_reads_to_its_end_is_no_error(shop: Repository) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "render"], cwd=shop.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        if run.stdout and run.stderr:
            run.stdout.close()
            said = run.stderr.read().decode()
    assert "Traceback" not in said
    assert "Broken pipe" not in said


def test_ci_gets_plain_lines_of_progress_and_others_none(shop: Repository) -> None:
    assert shop.rendiff("diff", "--no-cache").err == ""
    said = shop.rendiff("diff", "--no-cache", CI="true").err
    assert said.startswith("rendered 2 of 2 in ")
    assert "\r" not in said


def test_what_sops_encrypted_is_treated_as_secret_and_never_decrypted(shop: Repository) -> None:
    template = "kind: ConfigMap\nmetadata: {name: u}\ndata: {url: 'db://{{ .Values.db }}', plain: x}\n"
    value = "ENC[AES256_GCM,data:c2VjcmV0,iv:aXY=,tag:dGFn,type:str]"
    shop.commit({"charts/web/templates/u.yaml": template, "environments/ci/web.yaml": f"db: {value}\n"})
    answer = shop.rendiff("render", "-e", "ci")
    (found,) = [one for one in load_all(answer.out) if one and one["kind"] == "ConfigMap"]
    assert found["data"] == {"url": "(masked)", "plain": "x"}


def test_what_the_command_line_sets_is_above_everything(shop: Repository) -> None:
    """Above the layers of the environment, later ones above earlier ones; an integer is whole, as Helm's `--set` makes it."""
    settings = ("--set", "replicas=4,image=a", "--set", 'image=it\'s a "$(b)"', "--set", "replicas=10000000")
    (body,) = [one for one in load_all(shop.rendiff("render", "-e", "production", *settings).out) if one]
    assert body["spec"]["replicas"] == 10000000
    assert "replicas: 10000000\n" in shop.rendiff("render", "-e", "production", *settings).out
    assert body["spec"]["template"]["spec"]["containers"][0]["image"] == 'it\'s a "$(b)"'


def test_the_variable_is_one_text_with_spaces(shop: Repository) -> None:
    answer = shop.rendiff("render", "-e", "ci", RENDIFF_SET="image=a b c=d,replicas=2")
    (body,) = [one for one in load_all(answer.out) if one]
    assert body["spec"]["template"]["spec"]["containers"][0]["image"] == "a b c=d"
    assert body["spec"]["replicas"] == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a", "--set 'a' has no value where it says 'a'; write KEY=VALUE"),
        ("image.tag=1", "--set: image is no map, so image.tag cannot be set in it"),
        ("a[x]=1", "which is no index"),
    ],
)
def test_what_cannot_be_set_is_said_once(shop: Repository, text: str, reason: str) -> None:
    shop.write({"environments/ci/web.yaml": "image: nginx\n"})
    answer = shop.rendiff("render", "-e", "ci", "--set", text)
    assert answer.code == 3
    assert answer.err.count(reason) == 1
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("text", ["db.password=hush-hush", "db.password={hush-hush}", "db.password=8463527"])
def test_a_secret_that_the_command_line_sets_stays_one(repository: Repository, text: str) -> None:
    repository.commit(SECRETS)
    answer = repository.rendiff("render", "--set", text)
    bodies = {one["metadata"]["name"]: one for one in load_all(answer.out) if one}
    assert "hush" not in answer.out
    assert "8463527" not in answer.out
    assert bodies["u"]["data"] == {"url": "(masked)", "plain": "x"}
    failing = {"charts/web/templates/f.yaml": '{{ fail (printf "bad %s" (.Values.db.password | toString)) }}'}
    refused = repository.write(failing).rendiff("render", "--set", text)
    assert refused.code == 3
    assert "(masked)" in refused.err
    assert "hush-hush" not in refused.err
    assert "8463527" not in refused.err


@pytest.mark.parametrize(
    ("chart", "settings"),
    [
        ("tango-base", ()),
        ("tango-base", ("tangorest.replicas=2", "ingress.enabled=true,ingress.hostname=a\\,b.example.org")),
        ("pod-patterns", ("replicas=3,nodeSelector.a\\.b/c=x y",)),
        ("integration-tmc-webui", ("webui.replicas=2",)),
    ],
)
def test_a_chart_alone_is_what_helm_template_prints(
    repository: Repository, chart: str, settings: tuple[str, ...]
) -> None:
    flags = [word for text in settings for word in ("--set", text)]
    install = (f"{TOP}/charts/{chart}", "--namespace", "integration", "--kube-version", "1.34.2", *flags)
    helms = subprocess.run([helm(SDK), "template", "test", *install], capture_output=True, text=True, check=False)
    ours = repository.rendiff("render", *install, "--show-secrets")
    assert helms.returncode == 0, helms.stderr
    assert ours.err == ""
    assert ours.out == helms.stdout


def test_files_of_values_and_a_packed_chart(shop: Repository) -> None:
    shop.write({"one.yaml": "replicas: 5\nimage: a\n", "two.yaml": "image: b\n"})
    subprocess.run(["tar", "-czf", "../web.tgz", "web"], cwd=shop.root / "charts", check=True)
    for path in ("web.tgz", "charts/web"):
        answer = shop.rendiff("render", path, "-f", "one.yaml", "--values", "two.yaml", "--name", "x")
        (body,) = [one for one in load_all(answer.out) if one]
        assert body["metadata"]["name"] == "x"
        assert body["spec"]["replicas"] == 5
        assert body["spec"]["template"]["spec"]["containers"][0]["image"] == "b"


def test_secrets_of_a_chart_alone_are_masked_too(repository: Repository) -> None:
    repository.write({**CHART, "charts/web/templates/s.yaml": SECRETS["charts/web/templates/s.yaml"]})
    flags = ("render", "charts/web", "--set", "db.password=hush-hush")
    assert "hush" not in repository.rendiff(*flags).out
    assert "hush-hush" in repository.rendiff(*flags, "--show-secrets").out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("charts/nosuch",), "there is no chart at charts/nosuch: neither a folder with a Chart.yaml nor a packed chart"),
        (("charts",), "there is no chart at charts"),
        (("environments/ci/environment.yaml",), "there is no chart at environments/ci/environment.yaml"),
        (("charts/web", "-e", "ci"), "--environment is for environments, which PATH has none of"),
        (("charts/web", "--head", "HEAD"), "--head is for environments"),
        (("charts/web", "--vars", "env"), "--vars is for environments"),
        (("charts/web", "--kube-version", "new"), "--kube-version must be a version of Kubernetes"),
        (("charts/web", "-f", "nosuch.yaml"), "'nosuch.yaml' does not exist"),
        (("charts/web", "-f", "bad.yaml"), "bad.yaml:1: is no valid YAML"),
        (("charts/web", "-f", "list.yaml"), "list.yaml:1: must be a map of values"),
        (("charts/web", "--name", "A B"), "A B"),
        (("--name", "x"), "--name is for PATH; an environment has its own"),
        (("-f", "bad.yaml"), "--values is for PATH"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_for_a_chart_is_said(shop: Repository, arguments: tuple[str, ...], reason: str) -> None:
    answer = shop.write({"bad.yaml": "a: ]", "list.yaml": "- a\n"}).rendiff("render", *arguments)
    assert answer.code == 3
    assert reason in answer.err
    assert "Traceback" not in answer.err
