"""`rendiff review` and `rendiff diff` as a user runs them."""

import json
import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.conftest import CHART, ENVIRONMENT, Answer, Repository

SCHEMA = jsonschema_rs.validator_for(
    json.loads((Path(__file__).parents[2] / "pipeline" / "report" / "schema.json").read_text("utf-8"))
)
BROKEN = '{{ fail "not today" }}'


def report(answer: Answer) -> dict[str, Any]:
    found = json.loads(answer.out)
    SCHEMA.validate(found)
    return dict(found)


def statuses(repository: Repository, *arguments: str) -> dict[str, str]:
    found = report(repository.rendiff("diff", "-o", "json", *arguments))
    return {f"{one['environment']}/{one['release']}": one["status"] for one in found["releases"]}


def test_a_clean_default_branch_shows_the_newest_change_to_its_inputs(shop: Repository) -> None:
    shop.commit({"environments/production/web.yaml": "replicas: 5\n"})
    shop.commit({"README.md": "words"})
    answer = shop.rendiff("review")
    assert answer.code == 0
    assert "spec.replicas: 3 -> 5" in answer.out
    assert "unchanged: web" in answer.out


def test_a_dirty_default_branch_is_compared_with_its_head(shop: Repository) -> None:
    shop.commit({"environments/production/web.yaml": "replicas: 5\n"})
    shop.write({"charts/web/templates/new.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: {name: untracked}\n"})
    found = shop.rendiff("review").out
    assert "+ ConfigMap shop/untracked" in found
    assert "replicas" not in found


def test_ignored_files_of_a_chart_count_for_helm_reads_them(shop: Repository) -> None:
    shop.commit({".gitignore": "*.yaml.local\nvalues.yaml\n"})
    shop.write({"charts/web/templates/ignored.yaml.local": "kind: X\nmetadata: {name: local}\n"})
    assert "local" in shop.rendiff("diff").out


def test_a_branch_is_compared_with_where_it_began(shop: Repository) -> None:
    shop.git("checkout", "-q", "-b", "topic")
    shop.commit({"environments/ci/web.yaml": "replicas: 2\n"})
    shop.git("checkout", "-q", "main")
    shop.commit({"environments/production/web.yaml": "replicas: 9\n"})
    shop.git("checkout", "-q", "topic")
    assert statuses(shop) == {"ci/web": "changed", "production/web": "unchanged"}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "main~1"}, "spec.replicas: 3 -> 7"),
        ({"CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "main~1", "CI_MERGE_REQUEST_EVENT_TYPE": "merged_result",
          "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "main"}, "no change"),
        ({"CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "0" * 40}, "spec.replicas: 3 -> 7"),
    ],
)  # fmt: skip
def test_gitlab_says_the_base_of_a_merge_request(shop: Repository, variables: dict[str, str], expected: str) -> None:
    shop.commit({"environments/production/web.yaml": "replicas: 7\n"})
    assert expected in shop.rendiff("review", folder=None, stdin="", **variables).out


def test_the_first_commit_is_compared_with_nothing(shop: Repository) -> None:
    assert statuses(shop) == {"ci/web": "added", "production/web": "added"}


def test_the_root_may_be_a_folder_of_a_larger_repository(repository: Repository) -> None:
    files = {**CHART, "environments/ci/environment.yaml": ENVIRONMENT}
    repository.commit({f"deploy/{path}": text for path, text in files.items()})
    repository.write({"deploy/environments/ci/web.yaml": "replicas: 4\n"})
    answer = repository.rendiff("diff", folder=repository.root / "deploy" / "charts")
    assert "spec.replicas: 1 -> 4" in answer.out


def test_a_release_that_fails_is_named_and_never_compared(shop: Repository) -> None:
    shop.commit({"charts/web/templates/bad.yaml": BROKEN})
    answer = shop.rendiff("review", "-o", "json")
    assert answer.code == 3
    found = report(answer)
    assert [one["changes"] for one in found["releases"]] == [[], []]
    text = shop.rendiff("review").out
    assert "head: execution error at (web/templates/bad.yaml:1:3): not today" in text
    assert "deleted" not in text


def test_a_release_that_failed_and_renders_now_is_repaired(shop: Repository) -> None:
    shop.commit({"charts/web/templates/bad.yaml": BROKEN})
    shop.commit({"charts/web/templates/bad.yaml": "# fine\n"})
    answer = shop.rendiff("review", "--fail-on", "delete")
    assert answer.code == 0
    assert "web: repaired" in answer.out
    assert "base: execution error" in answer.out


def test_one_broken_release_hides_no_other(shop: Repository) -> None:
    shop.commit(
        {
            "environments/ci/environment.yaml": ENVIRONMENT + "  more: {chart: gone}\n",
            "environments/production/web.yaml": "replicas: 4\n",
        }
    )
    answer = shop.rendiff("review")
    assert answer.code == 3
    assert "there is no chart 'gone'" in answer.out
    assert "spec.replicas: 3 -> 4" in answer.out


def test_releases_come_and_go(shop: Repository) -> None:
    shop.commit({"environments/ci/environment.yaml": ENVIRONMENT.replace("web:", "site: {chart: web}\n  #")})
    assert statuses(shop) == {"ci/site": "added", "ci/web": "removed", "production/web": "unchanged"}


def test_an_environment_that_goes_is_all_deleted(shop: Repository) -> None:
    shop.git("rm", "-rq", "environments/production")
    shop.commit()
    assert statuses(shop) == {"ci/web": "unchanged", "production/web": "removed"}


def test_a_chart_from_another_revision(shop: Repository) -> None:
    shop.git("tag", "v1")
    shop.commit({"environments/ci/environment.yaml": ENVIRONMENT.replace("web: {}", "web: {ref: v1}")})
    shop.commit({"charts/web/values.yaml": "replicas: 1\nimage: nginx:2\n"})
    assert statuses(shop) == {"ci/web": "unchanged", "production/web": "changed"}
    shop.write({"environments/ci/environment.yaml": ENVIRONMENT.replace("web: {}", "web: {ref: v2}")})
    assert "git knows no revision 'v2'" in shop.rendiff("diff").out


def test_random_values_are_no_change_and_are_counted(shop: Repository) -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {p: {{ randAlphaNum 20 | b64enc }}}\n"
    shop.commit({"charts/web/templates/secret.yaml": secret})
    shop.commit({"charts/web/templates/other.yaml": "# comment\n"})
    answer = shop.rendiff("review", "--no-cache")
    assert "no change in 2 releases" in answer.out
    assert "2 unstable fields left out" in answer.out
    assert "data.p" in shop.rendiff("review", "--no-cache", "--show-unstable").out


def test_what_is_random_makes_no_two_reports_differ(shop: Repository) -> None:
    random = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: 'job-{{ randAlphaNum 5 | lower }}'}\ndata: {p: '{{ uuidv4 }}', q: 'port 1 {{ uuidv4 }}'}\n"
    shop.commit({"charts/web/templates/a.yaml": random, "charts/web/templates/b.yaml": random.replace("job", "task")})
    flags = ("review", "--no-cache", "-o", "json")
    reports = [json.loads(shop.rendiff(*flags).out) | {"asOf": ""} for _ in range(2)]
    assert reports[0] == reports[1]
    shop.commit({"charts/web/templates/a.yaml": random.replace("port 1", "port 2")})
    reports = [json.loads(shop.rendiff(*flags).out) | {"asOf": ""} for _ in range(2)]
    assert reports[0] == reports[1]
    text = shop.rendiff("review", "--no-cache").out
    assert "ConfigMap shop/job(unstable)" in text
    assert "data.q: port 1 (unstable) -> port 2 (unstable)" in text


def test_the_same_answer_with_and_without_the_cache(shop: Repository) -> None:
    shop.commit({"charts/web/values.yaml": "replicas: 2\nimage: nginx:2\n"})
    first, second, third = (shop.rendiff("review", *flags) for flags in ((), (), ("--no-cache",)))
    assert first.out == second.out == third.out
    assert shop.rendiff("cache").out.startswith("16 renderings and verdicts")


def test_a_device_or_pipe_is_written_to_and_not_replaced(shop: Repository) -> None:
    pipe = shop.root / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        assert shop.rendiff("diff", "-o", f"json={pipe}").code == 0
        assert json.loads(reader.communicate(timeout=10)[0])["schema"] == "rendiff.report/1"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    answer = shop.rendiff("diff", "-o", "json=charts")
    assert answer.code == 3
    assert "charts cannot be written: Is a directory" in answer.err


def test_several_formats_at_once(shop: Repository) -> None:
    answer = shop.rendiff("review", "-o", "text", "-o", "json=report.json")
    assert "resources created" in answer.out
    SCHEMA.validate(json.loads((shop.root / "report.json").read_text()))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "yml"], "there is no format 'yml'; known: codequality, json, junit, sarif, text"),
        (["-o", "text", "-o", "json"], "only one format can go to standard output"),
        (["-o", "json=nowhere/x.json"], "there is no folder nowhere"),
        (["-o", "json="], "names no file"),
        (["-e", "prodution"], "there is no environment 'prodution'; did you mean 'production'?"),
        (["-r", "wob"], "there is no release 'wob'; did you mean 'web'?"),
        (["--base", "nosuch"], "git knows no revision 'nosuch'"),
        (["--base", "--upload-pack=x"], "git knows no revision"),
        (["--fail-on", "eror"], "--fail-on does not know 'eror'; did you mean 'error'?"),
        (["--nosuch"], "No such option"),
        (["--timeout", "soon"], "not a valid float"),
        (["one"], "diff takes two files or folders"),
        (["gone", "away"], "there is no file or folder gone"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_code_3(shop: Repository, arguments: list[str], words: str) -> None:
    answer = shop.rendiff("diff", *arguments)
    assert (answer.code, answer.out) == (3, "")
    assert words in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--detailed-exitcode"], 2),
        (["--fail-on", "delete"], 1),
        (["--fail-on", "delete:production"], 0),
        (["--fail-on", "delete:ci,replace", "--detailed-exitcode"], 1),
    ],
)
def test_exit_codes(shop: Repository, arguments: list[str], code: int) -> None:
    shop.commit({"environments/ci/environment.yaml": ENVIRONMENT.replace("  web: {}\n", "  {}\n")})
    answer = shop.rendiff("review", *arguments)
    assert answer.code == code
    assert ("not allowed: ci/web" in answer.err) == (code == 1)


def test_a_change_cannot_loosen_what_it_is_judged_by(shop: Repository) -> None:
    shop.commit({"rendiff.yaml": "fail-on: delete\n"})
    shop.commit(
        {
            "rendiff.yaml": "fail-on: replace\n",
            "environments/ci/environment.yaml": ENVIRONMENT.replace("  web: {}\n", "  {}\n"),
        }
    )
    assert shop.rendiff("review").code == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jbos: 2\n", "rendiff.yaml:1: jbos: is no key that is known here; did you mean 'jobs'?"),
        ("jobs: many\n", "rendiff.yaml:1: jobs: must be a number"),
        ("engine: magic\n", "engine must be embedded or helm"),
    ],
)
def test_mistakes_in_rendiff_yaml(shop: Repository, text: str, words: str) -> None:
    shop.commit({"rendiff.yaml": text})
    answer = shop.rendiff("review")
    assert answer.code == 3
    assert words in answer.err


def test_variables_set_flags_below_the_command_line(shop: Repository) -> None:
    shop.commit({"environments/production/web.yaml": "replicas: 5\n", "environments/ci/web.yaml": "replicas: 5\n"})
    assert "ci (" not in shop.rendiff("review", RENDIFF_ENVIRONMENT="production").out
    assert "ci (" in shop.rendiff("review", "-e", "ci", RENDIFF_ENVIRONMENT="production").out
    assert shop.rendiff("review", RENDIFF_OUTPUT="json").out.startswith("{")


def test_what_a_chart_says_cannot_steer_a_terminal(shop: Repository) -> None:
    shop.commit({"charts/web/templates/c.yaml": 'kind: X\nmetadata: {name: "a\\e]0;owned\\a\\u202e"}\nv: "\\e[2J"\n'})
    answer = shop.rendiff("review")
    assert "\x1b" not in answer.out
    assert "\u202e" not in answer.out
    assert "owned" in answer.out


@pytest.mark.parametrize(
    ("arguments", "variables", "colored"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {}, False),
    ],
)
def test_color(shop: Repository, arguments: list[str], variables: dict[str, str], colored: bool) -> None:
    assert ("\x1b[" in shop.rendiff("review", *arguments, folder=None, stdin="", **variables).out) == colored


def test_a_branch_name_from_a_stranger_is_harmless(shop: Repository) -> None:
    shop.git("checkout", "-q", "-b", "a;touch${IFS}owned")
    shop.commit({"environments/ci/web.yaml": "replicas: 2\n"})
    answer = shop.rendiff("diff", "--base", "main", "--head", "a;touch${IFS}owned")
    assert "spec.replicas: 1 -> 2" in answer.out
    assert not (shop.root / "owned").exists()


def test_a_link_out_of_the_repository_is_not_followed(shop: Repository) -> None:
    (shop.root / "charts/web/templates/passwd.yaml").symlink_to("/etc/passwd")
    answer = shop.rendiff("diff")
    assert answer.code == 3
    assert "out of the repository" in answer.out
    assert "root:" not in answer.out


def test_outside_of_a_repository(tmp_path: Path, repository: Repository) -> None:
    answer = repository.rendiff("review", folder=tmp_path)
    assert answer.code == 3
    assert "there is no environments/" in answer.err


def test_two_sets_of_manifests(repository: Repository) -> None:
    old = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: '1', y: 0777}\n---\nkind: Secret\napiVersion: v1\nmetadata: {name: s}\ndata: {p: b2xk}\n"
    repository.write(
        {
            "old.yaml": old,
            "new/a.yaml": old.split("---")[0].replace("'1'", "'2'"),
            "new/b.yml": "---" + old.split("---")[1].replace("b2xk", "bmV3"),
        }
    )
    answer = repository.rendiff("diff", "old.yaml", "new", "--detailed-exitcode")
    assert answer.code == 2
    assert 'data.x: "1" -> "2"' in answer.out
    assert "data.p: a secret value that differs" in answer.out
    assert "b2xk" not in answer.out
    same = repository.rendiff("diff", "-", "old.yaml", stdin=old)
    assert same.code == 0
    assert "no change" in same.out
    SCHEMA.validate(json.loads(repository.rendiff("diff", "old.yaml", "new", "-o", "json").out))


def test_broken_manifests_are_named_with_file_and_line(repository: Repository) -> None:
    repository.write({"old.yaml": "kind: X\n---\na: [1\n", "new.yaml": "kind: X\n"})
    answer = repository.rendiff("diff", "old.yaml", "new.yaml")
    assert answer.code == 3
    assert "old.yaml" in answer.err
    assert "line 3" in answer.err


def test_ignored_edits_are_counted_and_a_new_rule_heads_the_verdict(shop: Repository) -> None:
    rule = "ignore:\n  - {resource: '*/*', path: /spec/replicas, reason: scaled by hand}\n"
    environment = ENVIRONMENT + "promotesFrom: ci\n" + rule
    shop.commit(
        {"environments/production/environment.yaml": environment, "environments/production/web.yaml": "replicas: 4\n"}
    )
    first = shop.rendiff("review")
    assert "loosened: environments/production/environment.yaml:8: ignore[0]: ignores /spec/replicas of */*" in first.out
    assert "spec.replicas: 3 -> 4" in first.out
    shop.commit({"environments/production/web.yaml": "replicas: 5\n"})
    second = shop.rendiff("review")
    assert "no change in 2 releases" in second.out
    assert "1 edit ignored" in second.out
    assert "spec.replicas: 4 -> 5  (ignored)" in shop.rendiff("review", "--verbose").out
