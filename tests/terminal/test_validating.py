"""`rendiff validate`, and the verdict of `rendiff review`, as a user runs them."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from pipeline.checks import waiving
from pipeline.checks.registry import rules
from pipeline.checks.rule import Level, Rule
from pipeline.checks.words import words_of
from pipeline.model.finding import Severity
from tests.checks.examples import HOME
from tests.conftest import Answer, Repository

SCHEMA = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parents[2] / "pipeline" / "report" / "schema.json").read_text("utf-8"))
)
TRUSTED = "standards:\n  registries: [registry.example.org]\n"
WEB = "charts/shop/templates/web.yaml"
FAULT = ("automountServiceAccountToken: false", "automountServiceAccountToken: false\n      hostPID: true")
PRODUCTION = "environments/production/environment.yaml"


@pytest.fixture
def blameless(repository: Repository) -> Repository:
    """The chart without fault in its three environments, committed."""
    files = {str(path.relative_to(HOME)): path.read_text("utf-8") for path in HOME.rglob("*") if path.is_file()}
    repository.commit({**files, "rendiff.yaml": TRUSTED})
    return repository


def text(repository: Repository, path: str) -> str:
    return (repository.root / path).read_text("utf-8")


def changed(repository: Repository, path: str, old: str, new: str) -> None:
    before = text(repository, path)
    assert old in before
    repository.write({path: before.replace(old, new)})


def report(answer: Answer) -> dict[str, Any]:
    found = json.loads(answer.out)
    SCHEMA.validate(found)
    return dict(found)


def found(answer: Answer, *states: str) -> list[tuple[str, str, str, int]]:
    """(rule, severity, file, line) of each finding, each once."""
    said = report(answer)
    parts = [*said["releases"], *said["environments"], *said["charts"]]
    return sorted({
        (one["rule"], one["severity"], one["file"], one.get("line", 0))
        for part in parts for one in part["findings"] if not states or one["state"] in states
    })  # fmt: skip


def line_of(repository: Repository, path: str, words: str) -> int:
    return next(number for number, line in enumerate(text(repository, path).split("\n"), 1) if words in line)


def test_what_is_blameless_passes(blameless: Repository) -> None:
    answer = blameless.rendiff("validate")
    assert answer.code == 0, answer.out
    assert "nothing to object to" in answer.out


def test_a_fault_is_shown_at_the_line_of_the_template_once_with_all_its_places(blameless: Repository) -> None:
    changed(blameless, WEB, *FAULT)
    answer = blameless.rendiff("validate", "-o", "json")
    assert answer.code == 1
    line = line_of(blameless, WEB, "hostPID: true")
    assert ("PSP005", "error", WEB, line) in found(answer)
    shown = blameless.rendiff("validate").out
    assert f"error   PSP005  {WEB}:{line}" in shown
    assert "Deployment web-shop-test in minikube/test, ci/test, production/test" in shown
    assert shown.count("PSP005") == 1


def test_a_value_that_came_through_unchanged_is_shown_in_its_file(blameless: Repository) -> None:
    blameless.write({"environments/production/test.yaml": "web:\n  replicas: 4\n  image:\n    tag: latest\n"})
    places = [(rule, file, line) for rule, _, file, line in found(blameless.rendiff("validate", "-o", "json"))]
    assert (
        "IMG002",
        "environments/production/test.yaml",
        4,
    ) not in places  # an image is put together from three values
    blameless.write({"environments/production/test.yaml": "web:\n  resources:\n    limits: {cpu: 1m}\n"})
    places = [(rule, file, line) for rule, _, file, line in found(blameless.rendiff("validate", "-o", "json"))]
    assert ("RES004", "environments/production/test.yaml", 3) in places


def test_review_shows_what_is_new_and_fixed_and_counts_the_rest(blameless: Repository) -> None:
    changed(blameless, WEB, *FAULT)
    blameless.commit()
    changed(blameless, WEB, "hostPID: true", "hostPID: false")
    changed(blameless, WEB, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true")
    answer = blameless.rendiff("review")
    assert answer.code == 1
    assert "1 new error · 1 fixed" in answer.out
    assert "error   PSP002" in answer.out
    assert "fixed   PSP005" in answer.out
    blameless.commit()
    again = blameless.rendiff("review", "--base", "HEAD")
    assert again.code == 0
    changed(
        blameless,
        "environments/ci/environment.yaml",
        "test: {chart: shop}",
        "test: {chart: shop, set: {web.replicas: 3}}",
    )
    third = blameless.rendiff("review")
    assert third.code == 0
    assert "no new findings · 1 existing" in third.out
    assert "PSP002" not in third.out


@pytest.mark.parametrize(
    "move",
    [
        pytest.param(lambda text: text.replace("# The window", "# One\n# Two\n# The window"), id="lines move"),
        pytest.param(lambda text: text.replace("- name: web\n", "- name: web\n          terminationMessagePath: /x\n"), id="a neighbour"),
    ],
)  # fmt: skip
def test_a_known_fault_stays_known_when_lines_move(blameless: Repository, move: Any) -> None:
    changed(blameless, WEB, *FAULT)
    blameless.commit()
    blameless.write({WEB: move(text(blameless, WEB))})
    answer = blameless.rendiff("review")
    assert answer.code == 0, answer.out
    assert "1 existing" in answer.out


def test_a_known_fault_stays_known_when_its_file_is_renamed_and_the_version_goes_up(blameless: Repository) -> None:
    changed(blameless, WEB, "# The window itself keeps nothing and may run anywhere.\n", "")
    changed(blameless, WEB, "# The Service comes first, so that its variables are there when the pods start.\n", "")
    blameless.commit()
    before = found(blameless.rendiff("validate", "-o", "json"))
    assert [rule for rule, *_ in before] == ["TMPL012"]
    blameless.git("mv", WEB, "charts/shop/templates/web-all.yaml")
    changed(blameless, "charts/shop/Chart.yaml", "version: 1.0.0", "version: 1.1.0")
    answer = blameless.rendiff("review", "-o", "json")
    assert found(answer, "new") == []
    assert [rule for rule, *_ in found(answer, "existing")] == ["TMPL012"]


def test_the_verdict_is_the_same_with_and_without_the_cache(blameless: Repository) -> None:
    changed(blameless, WEB, *FAULT)
    outs = [blameless.rendiff("review", *flags).out for flags in ((), (), ("--no-cache",), ("--jobs", "1"))]
    assert len(set(outs)) == 1
    outs = [blameless.rendiff("validate", *flags).out for flags in ((), (), ("--no-cache",))]
    assert len(set(outs)) == 1


WAIVER = '{{rule: {rule}, resource: "{resource}", reason: "it must", until: {until}{more}}}'


def waived(repository: Repository, *waivers: str) -> None:
    given = "".join(f"    - {one}\n" for one in waivers)
    repository.write({PRODUCTION: text(repository, PRODUCTION) + f"standards:\n  waive:\n{given}"})


@pytest.mark.parametrize(
    ("rule", "until", "more", "system", "expected"),
    [
        ("PSP007", "2999-01-01", ", agreed: OPS-12", False, "waived  PSP007"),
        ("PSP007", "2999-01-01", "", False, "does not count: it needs `agreed:`"),
        (
            "PSP007",
            "2020-02-03",
            ", agreed: OPS-12",
            False,
            "the waiver of PSP007 for Deployment/web-* ended on 2020-02-03",
        ),
        ("PSP005", "2999-01-01", "", False, "does not count: the chart is not listed under `standards: {system: […]}`"),
        ("PSP005", "2999-01-01", "", True, "waived  PSP005"),
        ("CFG003", "2999-01-01", "", False, "the waiver of CFG003 for Deployment/web-* matches nothing"),
        ("META001", "2999-01-01", "", False, "does not count: this rule is governed by a setting under `standards:`"),
        (
            "API001",
            "2999-01-01",
            "",
            False,
            "the waiver of API001 for Deployment/web-* does not count: this rule has no opt-out",
        ),
        ("PSP001", "2999-01-01", "", False, "the waiver of PSP001 for Deployment/web-* does not count: "),
    ],
)
def test_waivers(blameless: Repository, rule: str, until: str, more: str, system: bool, expected: str) -> None:
    changed(blameless, WEB, *FAULT)
    changed(blameless, WEB, "containerPort: 8080", "containerPort: 8080\n              hostPort: 8080")
    waived(blameless, WAIVER.format(rule=rule, resource="Deployment/web-*", until=until, more=more))
    if system:
        blameless.write({"rendiff.yaml": TRUSTED + "  system: [shop]\n"})
    assert expected in blameless.rendiff("validate", "--verbose").out


@pytest.mark.parametrize(
    ("waiver", "expected"),
    [
        ("PSP005", "must be a waiver such as"),
        ("{rule: PSP005, resource: x}", "needs `rule`, `resource`, `reason` and `until`"),
        ("{rule: PSP005, resource: x, reason: r, until: soon}", "must be a day such as 2027-06-30, not 'soon'"),
        (
            "{rule: PSP0o5, resource: x, reason: r, until: 2027-01-01}",
            "there is no rule 'PSP0o5'; did you mean 'PSP005'?",
        ),
        (
            "{rul: PSP005, resource: x, reason: r, until: 2027-01-01}",
            "is no key that is known here; did you mean 'rule'?",
        ),
    ],
)
def test_mistakes_in_waivers_have_their_place_and_hide_nothing(
    blameless: Repository, waiver: str, expected: str
) -> None:
    changed(blameless, WEB, *FAULT)
    waived(blameless, waiver)
    answer = blameless.rendiff("validate")
    assert answer.code == 3
    assert f"{PRODUCTION}:" in answer.out
    assert expected in answer.out
    assert "PSP005" in answer.out


def test_a_waiver_of_a_chart_stands_beside_it(blameless: Repository) -> None:
    changed(blameless, "charts/shop/templates/configmaps.yaml", "# What the window reads when it starts.\n", "")
    assert "TMPL012" in blameless.rendiff("validate", "--verbose").out
    waiver = (
        "- {rule: TMPL012, resource: 'charts/shop/templates/configmaps.yaml', reason: obvious, until: 2999-01-01}\n"
    )
    blameless.write({"charts/shop/waivers.yaml": waiver})
    shown = blameless.rendiff("validate", "--verbose").out
    assert "TMPL012" in shown  # the rule is governed by a setting, which the waiver cannot replace
    assert "does not count: this rule is governed by a setting" in shown


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("standards:\n  severity: {IMG02: error}\n", "there is no rule 'IMG02'"),
        ("standards:\n  severity: {PSP005: fatal}\n", "must be one of error, warning, info, off, not 'fatal'"),
        ("standards:\n  registry: [x]\n", "is no key that is known here; did you mean 'registries'?"),
        ("standards:\n  depth: deep\n", "must be a whole number"),
        ("standards:\n  tags: ['dev-[0-9']\n", "standards.tags: 'dev-[0-9' is no regular expression that"),
        ("standards:\n  logFormat: '(?=a)b'\n", "standards.logFormat: '(?=a)b' is no regular expression that"),
        ("standards:\n  preset: skaa\n", "there is no preset 'skaa'; did you mean 'ska'?"),
        ("standards: [1]\n", "must be a map, not a list"),
    ],
)
def test_mistakes_in_policies_are_named(blameless: Repository, policy: str, expected: str) -> None:
    blameless.write({PRODUCTION: text(blameless, PRODUCTION) + policy})
    answer = blameless.rendiff("validate")
    assert answer.code == 3
    assert expected in answer.out


LOOSER = [
    ("{severity: {PSP005: off}}", "production: severity {PSP005: off}: PSP005 error -> off; not yet in this verdict"),
    (
        "{severity: {'PSP005*': info}}",
        "production: severity {PSP005*: info}: PSP005 error -> info; not yet in this verdict",
    ),
    ("{preset: baseline}", "production: preset: ska -> baseline; not yet in this verdict"),
    ("{system: [shop]}", "production: system: none -> shop; not yet in this verdict"),
]


@pytest.mark.parametrize(("policy", "expected"), LOOSER)
def test_a_change_is_not_judged_by_what_it_loosens_itself(blameless: Repository, policy: str, expected: str) -> None:
    changed(blameless, WEB, *FAULT)
    blameless.write({PRODUCTION: text(blameless, PRODUCTION) + f"standards: {policy}\n"})
    answer = blameless.rendiff("review", "-e", "production")
    assert answer.code == 1
    assert f"loosened: {expected}\n" in answer.out
    assert answer.out.split("\n")[2].startswith("loosened: ")
    assert "error   PSP005" in answer.out


def test_a_setting_that_weakens_many_rules_everywhere_is_one_line(blameless: Repository) -> None:
    blameless.write({"rendiff.yaml": TRUSTED + "  severity: {must: info, PSP005: off}\n"})
    lines = [line for line in blameless.rendiff("review").out.split("\n") if line.startswith("loosened: ")]
    many = sum(rule.level is Level.MUST and rule.severity > Severity.INFO and rule.id != "PSP005" for rule in rules())
    first = next(rule for rule in rules() if rule.level is Level.MUST and rule.severity > Severity.INFO)
    said = f"severity {{must: info}}: {many} rules, such as {first.id} {first.severity} -> info"
    assert lines == [
        f"loosened: charts, ci, minikube, production: {said}; not yet in this verdict",
        "loosened: charts, ci, minikube, production: severity {PSP005: off}: PSP005 error -> off; not yet in this verdict",
    ]


def test_a_setting_that_is_gone_is_named(blameless: Repository) -> None:
    rule = next(rule for rule in rules() if rule.severity is Severity.INFO)
    blameless.commit({"rendiff.yaml": TRUSTED + f"  severity: {{{rule.id}: error}}\n"})
    blameless.write({"rendiff.yaml": TRUSTED})
    said = f"severity {{{rule.id}: error}} is gone: {rule.id} error -> info"
    assert f"loosened: charts, ci, minikube, production: {said}; not yet" in blameless.rendiff("review").out


def test_a_waiver_counts_once_it_is_merged(blameless: Repository) -> None:
    changed(blameless, WEB, "containerPort: 8080", "containerPort: 8080\n              hostPort: 8080")
    waived(
        blameless, WAIVER.format(rule="PSP007", resource="Deployment/web-*", until="2999-01-01", more=", agreed: OPS-1")
    )
    first = blameless.rendiff("review", "-e", "production")
    assert first.code == 1
    assert "waives PSP007 of Deployment/web-* until 2999-01-01; not yet in this verdict" in first.out
    blameless.commit()
    changed(blameless, WEB, "hostPort: 8080", "hostPort: 8081")
    assert blameless.rendiff("review", "-e", "production").code == 0


def test_a_waiver_that_never_counts_is_refused_by_the_review_that_brings_it(blameless: Repository) -> None:
    waived(blameless, WAIVER.format(rule="API001", resource="*", until="2999-01-01", more=""))
    answer = blameless.rendiff("review", "-e", "production")
    assert answer.code == 1
    assert "1 new error" in answer.out
    assert "the waiver of API001 for * does not count: this rule has no opt-out" in answer.out
    blameless.commit()
    assert blameless.rendiff("review", "--base", "HEAD").code == 0


@pytest.mark.parametrize("rule", waiving.RULES, ids=lambda rule: rule.id)
def test_the_example_of_each_rule_about_waivers_breaks_it(blameless: Repository, rule: Rule) -> None:
    said = words_of(waiving.__name__)[rule.id]
    ((file, more),) = (said.bad.files or {}).items()
    blameless.write({file: text(blameless, file) + (more or "").removeprefix("…\n")})
    shown = blameless.rendiff("validate", "--explain").out
    assert f"{rule.id}  {file}:" in shown
    assert said.rationale.split("\n")[0][:40] in shown


def test_presets_and_severities_of_an_environment(blameless: Repository) -> None:
    changed(blameless, WEB, *FAULT)
    blameless.write({"rendiff.yaml": TRUSTED + "  severity: {PSP005: warning}\n"})
    said = found(blameless.rendiff("validate", "-o", "json"))
    assert [severity for rule, severity, *_ in said if rule == "PSP005"] == ["warning"]
    blameless.write({PRODUCTION: text(blameless, PRODUCTION) + "standards:\n  severity: {PSP005: error}\n"})
    said = found(blameless.rendiff("validate", "-o", "json", "-e", "production"))
    assert [severity for rule, severity, *_ in said if rule == "PSP005"] == ["error"]


def test_a_chart_folder_and_its_archive_need_no_environments(blameless: Repository, tmp_path: Path) -> None:
    changed(blameless, WEB, *FAULT)
    changed(blameless, "charts/shop/values.yaml", "registry: registry.example.org", "registry: elsewhere.example.org")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        archive.add(blameless.root / "charts" / "shop", "shop")
    packed = tmp_path / "shop-1.0.0.tgz"
    packed.write_bytes(buffer.getvalue())
    elsewhere = Repository(tmp_path, blameless.home)
    for path, file in (
        (str(blameless.root / "charts/shop"), WEB.removeprefix("charts/shop/")),
        ("shop-1.0.0.tgz", "shop/templates/web.yaml"),
    ):
        answer = elsewhere.rendiff("validate", path, "-o", "json")
        assert answer.code == 1, answer.err
        assert ("PSP005", "error", f"{path}/{file}", line_of(blameless, WEB, "hostPID: true")) in found(answer)
        (one,) = report(answer)["releases"]
        assert one["environment"] is None
        assert "ENV001" in one["skippedRules"]


def test_plain_manifests_are_judged_and_what_needs_a_release_is_skipped(repository: Repository) -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, image: nginx}\n  hostPID: true\n"
    repository.write({"manifests/pod.yaml": pod, "manifests/deep/more.yml": pod.replace("name: a}", "name: b}", 1)})
    answer = repository.rendiff("validate", "manifests", "-o", "json")
    assert {file for rule, _, file, _ in found(answer) if rule == "PSP005"} == {
        "manifests/pod.yaml",
        "manifests/deep/more.yml",
    }
    assert [line for rule, _, file, line in found(answer) if rule == "PSP005"] == [7, 7]
    (one,) = report(answer)["releases"]
    assert {rule.id for rule in rules() if rule.stage.value in ("chart-source", "live")} <= set(one["skippedRules"])
    stdin = repository.rendiff("validate", "-", "-o", "json", stdin=pod)
    assert ("PSP005", "error", "-", 7) in found(stdin)


@pytest.mark.parametrize(
    ("path", "files", "expected"),
    [
        ("gone", {}, "there is no file or folder gone"),
        ("x.tgz", {"x.tgz": b"no archive"}, "x.tgz is no packed chart"),
        ("x.yaml", {"x.yaml": "a: [\n"}, "x.yaml"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    repository: Repository, path: str, files: dict[str, str | bytes], expected: str
) -> None:
    answer = repository.write(files).rendiff("validate", path)
    assert answer.code == 3
    assert expected in answer.err + answer.out
    assert "Traceback" not in answer.err


def test_one_broken_release_hides_no_finding(blameless: Repository) -> None:
    changed(blameless, WEB, *FAULT)
    blameless.write({"environments/ci/test.yaml": "web: {image: 1}\n"})
    answer = blameless.rendiff("validate")
    assert answer.code == 3
    assert answer.out.count("failed: ci/test: ") == 1
    assert "Deployment web-shop-test in minikube/test, production/test" in answer.out


def test_no_secret_is_in_a_finding(blameless: Repository) -> None:
    changed(
        blameless,
        "charts/shop/templates/configmaps.yaml",
        "  LOG_FORMAT: json",
        '  DB_URL: "db://me:{{ .Values.web.adminToken }}@db:5432"',
    )
    changed(
        blameless,
        PRODUCTION,
        "test: {chart: shop}",
        'test: {chart: shop, secrets: {web.adminToken: {from: "${TOKEN}", example: hush-hush}}}',
    )
    answer = blameless.rendiff("validate", "-e", "production", "-o", "json", "-o", "text=out.txt")
    assert "hush" not in answer.out + text(blameless, "out.txt")


def test_a_chart_is_judged_again_when_the_one_beside_it_changes(blameless: Repository) -> None:
    box = {"charts/box/Chart.yaml": "apiVersion: v2\nname: box\nversion: 0.2.0\n"}
    chart = text(blameless, "charts/shop/Chart.yaml")
    pointing = f"{chart}dependencies:\n  - {{name: box, version: 0.2.0, repository: file://../box}}\n"
    blameless.commit({**box, "charts/shop/Chart.yaml": pointing})
    blameless.commit({"charts/box/Chart.yaml": "apiVersion: v2\nname: box\nversion: 0.3.0\n"})
    answer = blameless.rendiff("review", "--base", "HEAD~1", "-o", "json")
    assert ("CHART004", "charts/shop/Chart.yaml") in {(rule, file) for rule, _, file, _ in found(answer, "new")}
