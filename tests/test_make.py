"""The targets of the Makefile, by the real make and shell, with programs in place of helm that write down what they are asked."""

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.conftest import Answer, Repository
from tests.helm.clis import VERSIONS, helm

TOP = Path(__file__).parents[1]
# Writes its arguments down. What runs is what lies beside it; without that there is no release.
STUB = """#!/bin/sh
here=$(dirname "$0")
printf '%s\\0' "$@" >>"$here/asked"
printf '\\n\\0' >>"$here/asked"
case $1 in
  get) cat "$here/running" 2>/dev/null || { cat "$here/trouble" 2>/dev/null || echo 'Error: release: not found'; exit 1; } >&2;;
  template) cat "$here/rendered";;
esac
"""
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {restartPolicy: Never}\n"
HOSTILE = (
    "a b", "it's", '"', "$(touch owned)", "`touch owned`", "; touch owned", "&& touch owned #", "$(shell touch owned)", "$$HOME",
    "${SET}", "*", "\\", "a\nb", "'; touch owned; '", '"; touch owned; "', "--help", "a ",
)  # fmt: skip


@dataclass(frozen=True)
class Workshop:
    """A repository with the Makefile and a .venv. tools: what comes first on the PATH."""

    repository: Repository
    tools: Path

    @property
    def root(self) -> Path:
        return self.repository.root

    def stub(self, place: Path, **files: str) -> None:
        place.parent.mkdir(exist_ok=True)
        place.unlink(missing_ok=True)
        place.write_text(STUB)
        place.chmod(0o755)
        for name, text in files.items():
            (place.parent / name).write_text(text)

    def asked(self, folder: Path | None = None) -> list[list[str]]:
        """The calls of a stub, each with its arguments."""
        found = (folder or self.tools) / "asked"
        calls = found.read_bytes().decode().split("\n\0")[:-1] if found.exists() else []
        return [call.split("\0")[:-1] for call in calls]

    def make(
        self, *arguments: str, stdin: int = subprocess.DEVNULL, variables: Mapping[str, str] = MappingProxyType({})
    ) -> Answer:
        done = subprocess.run(
            ["make", *arguments], cwd=self.root, capture_output=True, text=True, check=False, stdin=stdin, timeout=120,
            env={"PATH": f"{self.tools}:/usr/bin:/bin", "HOME": str(self.repository.home), **variables},
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def workshop(shop: Repository) -> Workshop:
    shutil.copy(TOP / "Makefile", shop.root / "Makefile")
    shop.write({
        "pyproject.toml": "",
        ".venv/bin/python": "",
        ".venv/bin/rendiff": f'#!/bin/sh\nexec {sys.executable} -m pipeline "$@"\n',
        ".venv/product": "",
    })  # fmt: skip
    (shop.root / ".venv/bin/rendiff").chmod(0o755)
    tools = shop.root.parent / "tools"
    tools.mkdir()
    return Workshop(shop, tools)


@pytest.fixture
def helmed(workshop: Workshop) -> Workshop:
    workshop.stub(workshop.tools / "helm", rendered=POD)
    return workshop


def test_make_alone_lists_every_target(workshop: Workshop) -> None:
    answer = workshop.make()
    listed = [line.split()[1] for line in answer.out.splitlines() if line.startswith("make ")]
    rules = re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text(), re.MULTILINE)
    assert listed == rules
    assert {"lint", "show", "dry-run", "deploy", "delete", "test-chart", "new", "review", "test"} <= set(listed)
    assert all(len(line.split()) > 2 for line in answer.out.splitlines() if line.startswith("make "))
    assert answer.err == ""


def test_lint_is_what_the_rules_say(workshop: Workshop) -> None:
    workshop.stub(workshop.root / ".venv/bin/rendiff")
    for arguments in (
        (),
        ("HELM_CHART=web",),
        ("ENVIRONMENT=ci",),
        ("ENVIRONMENT=ci", "HELM_CHART=web"),
        ("ENVIRONMENT=ci", "HELM_CHART=web", "HELM_RELEASE=x"),
    ):
        workshop.make("lint", *arguments)
    assert workshop.asked(workshop.root / ".venv/bin") == [
        ["validate"],
        ["validate", "charts/web"],
        ["validate", "-e", "ci"],
        ["validate", "-e", "ci", "-r", "web"],
        ["validate", "-e", "ci", "-r", "x"],
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_show_prints_what_helm_template_does(workshop: Workshop, version: str) -> None:
    answer = workshop.make("show", "HELM_CHART=web", "KUBE_NAMESPACE=integration", "SET=replicas=7,image=a b")
    command = [
        str(helm(version)),
        "template",
        "test",
        "charts/web",
        "--namespace",
        "integration",
        "--set",
        "replicas=7,image=a b",
    ]
    assert answer.err == ""
    assert answer.out == subprocess.run(command, cwd=workshop.root, capture_output=True, text=True, check=True).stdout


def test_show_of_an_environment(workshop: Workshop) -> None:
    answer = workshop.make("show", "ENVIRONMENT=production", "SET=image=x")
    assert "replicas: 3\n" in answer.out
    assert "image: x\n" in answer.out
    assert (
        workshop.make("show", "ENVIRONMENT=production", "HELM_CHART=web").out
        == workshop.repository.rendiff("render", "-e", "production").out
    )
    refused = workshop.make("show", "ENVIRONMENT=production", "KUBE_NAMESPACE=x")
    assert refused.code
    assert "--namespace is for PATH; an environment has its own" in refused.err


@pytest.mark.parametrize("version", [version for version in VERSIONS if version.startswith("4")])
def test_dry_run_by_helm_itself(workshop: Workshop, version: str) -> None:
    """Helm 3 wants to reach a cluster even so."""
    (workshop.tools / "helm").symlink_to(helm(version))
    workshop.repository.write({"charts/web/templates/NOTES.txt": "Welcome to {{ .Release.Namespace }}."})
    answer = workshop.make(
        "dry-run", "HELM_CHART=web", "KUBE_NAMESPACE=integration", "HELM_RELEASE=x", "SET=replicas=7"
    )
    assert answer.code == 0, answer.err
    assert "replicas: 7\n" in answer.out
    assert "Welcome to integration." in answer.out


@pytest.mark.parametrize(
    ("target", "calls"),
    [
        (
            "dry-run",
            [["install", "--dry-run=client", "--hide-secret", "--namespace=n", "--set=a=1", "--", "r", "charts/web"]],
        ),
        (
            "deploy",
            [
                ["get", "manifest", "--namespace=n", "--", "r"],
                ["template", "--no-hooks", "--namespace=n", "--set=a=1", "--", "r", "charts/web"],
                ["upgrade", "--install", "--namespace=n", "--set=a=1", "--", "r", "charts/web"],
            ],
        ),
        ("delete", [["get", "manifest", "--namespace=n", "--", "r"], ["uninstall", "--namespace=n", "--", "r"]]),
        ("test-chart", [["test", "--logs", "--namespace=n", "--", "r"]]),
    ],
)
def test_what_helm_is_asked(helmed: Workshop, target: str, calls: list[list[str]]) -> None:
    (helmed.tools / "running").write_text(POD)
    answer = helmed.make(target, "HELM_CHART=web", "HELM_RELEASE=r", "KUBE_NAMESPACE=n", "SET=a=1", "YES=1")
    assert answer.code == 0, answer.err
    assert helmed.asked() == calls


def test_without_further_words_it_is_test_in_default(helmed: Workshop) -> None:
    helmed.make("dry-run", "HELM_CHART=web")
    assert helmed.asked() == [
        ["install", "--dry-run=client", "--hide-secret", "--namespace=default", "--", "test", "charts/web"]
    ]


@pytest.mark.parametrize("given", HOSTILE)
@pytest.mark.parametrize("way", ["argument", "variable"])
def test_no_value_runs_anything(helmed: Workshop, given: str, way: str) -> None:
    """Each reaches rendiff and helm as it is, whatever make and the shell could make of it."""
    helmed.stub(helmed.root / ".venv/bin/rendiff")
    names = ("HELM_CHART", "HELM_RELEASE", "KUBE_NAMESPACE", "SET", "CHART")
    typed = dict.fromkeys(names, given)
    for target in ("show", "dry-run", "deploy", "new"):
        if way == "argument":
            helmed.make(target, "YES=1", *(f"{name}={text}" for name, text in typed.items()))
        else:
            helmed.make(target, variables={**typed, "YES": "1"})
    where, install = f"--namespace={given}", [f"--namespace={given}", f"--set={given}", "--", given, f"charts/{given}"]
    assert helmed.asked() == [
        ["install", "--dry-run=client", "--hide-secret", *install],
        ["get", "manifest", where, "--", given],
        ["template", "--no-hooks", *install],
        ["upgrade", "--install", *install],
    ]
    shown, _, new = helmed.asked(helmed.root / ".venv/bin")
    assert shown == ["render", f"--set={given}", f"--name={given}", where, "--", f"charts/{given}"]
    assert new == ["init", f"--chart={given}"]
    helmed.make("show", f"ENVIRONMENT={given}", f"HELM_RELEASE={given}")
    assert helmed.asked(helmed.root / ".venv/bin")[-1] == ["render", "-e", given, "-r", given]
    assert not list(helmed.root.parent.rglob("owned"))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("show",), "name a chart of charts/ with HELM_CHART="),
        (("dry-run",), "name a chart of charts/ with HELM_CHART="),
        (("deploy", "YES=1"), "name a chart of charts/ with HELM_CHART="),
        (("new",), "name the new chart with CHART="),
        (("dry-run", "HELM_CHART=web", "ENVIRONMENT=ci"), "helm knows no ENVIRONMENT; lint and show do"),
        (("deploy", "HELM_CHART=web", "ENVIRONMENT=ci", "YES=1"), "helm knows no ENVIRONMENT"),
        (("delete", "ENVIRONMENT=ci", "YES=1"), "helm knows no ENVIRONMENT"),
        (("test-chart", "ENVIRONMENT=ci"), "helm knows no ENVIRONMENT"),
    ],
)
def test_what_is_missing_is_said(helmed: Workshop, arguments: tuple[str, ...], reason: str) -> None:
    answer = helmed.make(*arguments)
    assert answer.code
    assert f"make {arguments[0]}: {reason}" in answer.err
    assert helmed.asked() == []


@pytest.mark.parametrize("target", ["dry-run", "deploy", "delete", "test-chart"])
def test_without_helm_it_is_said(workshop: Workshop, target: str) -> None:
    answer = workshop.make(target, "HELM_CHART=web", "YES=1")
    assert answer.code
    assert answer.err.splitlines()[0] == f"make {target}: there is no helm on the PATH; lint, show and new do without"


def test_the_change_is_shown_before(helmed: Workshop) -> None:
    (helmed.tools / "running").write_text(POD)
    (helmed.tools / "rendered").write_text(POD.replace("Never", "Always"))
    assert "spec.restartPolicy: Never -> Always" in helmed.make("deploy", "HELM_CHART=web", "YES=1").out
    assert "1 resource deleted" in helmed.make("delete", "YES=1").out
    (helmed.tools / "running").unlink()
    assert "1 resource created" in helmed.make("deploy", "HELM_CHART=web", "YES=1").out


def test_a_cluster_that_does_not_answer_stops_it(helmed: Workshop) -> None:
    (helmed.tools / "trouble").write_text("Error: Kubernetes cluster unreachable\n")
    answer = helmed.make("deploy", "HELM_CHART=web", "YES=1")
    assert answer.code
    assert "Kubernetes cluster unreachable" in answer.err
    assert [call[0] for call in helmed.asked()] == ["get"]


@pytest.mark.parametrize("target", ["deploy", "delete"])
def test_without_a_terminal_nothing_happens(helmed: Workshop, target: str) -> None:
    (helmed.tools / "running").write_text(POD)
    for yes in ("", "0", "yes"):
        answer = helmed.make(target, "HELM_CHART=web", f"YES={yes}")
        assert answer.code
        assert f"make {target}: there is no terminal to ask on; YES=1 goes ahead without" in answer.err
    assert not {"upgrade", "uninstall"} & {call[0] for call in helmed.asked()}


@pytest.mark.parametrize(
    ("typed", "done"), [("y", True), ("Y", True), ("n", False), ("", False), ("yes please", False)]
)
@pytest.mark.parametrize("target", ["deploy", "delete"])
def test_on_a_terminal_it_asks(helmed: Workshop, target: str, typed: str, done: bool) -> None:
    (helmed.tools / "running").write_text(POD)
    terminal, end = pty.openpty()
    os.write(terminal, f"{typed}\n".encode())
    answer = helmed.make(target, "HELM_CHART=web", "HELM_RELEASE=x", stdin=end)
    os.close(terminal)
    os.close(end)
    assert f"{target} x? [y/N] " in answer.out
    assert bool({"upgrade", "uninstall"} & {call[0] for call in helmed.asked()}) is done
    assert (answer.code == 0) is done


def test_nothing_of_the_sides_is_left(helmed: Workshop) -> None:
    temporary = helmed.root.parent / "temporary"
    temporary.mkdir()
    helmed.make("deploy", "HELM_CHART=web", "YES=1", variables={"TMPDIR": str(temporary)})
    helmed.make("deploy", "HELM_CHART=web", variables={"TMPDIR": str(temporary)})
    assert list(temporary.iterdir()) == []


def test_new_makes_a_chart(workshop: Workshop) -> None:
    workshop.repository.git("config", "user.name", "Ada")
    workshop.repository.git("config", "user.email", "ada@example.org")
    assert workshop.make("new", "CHART=front").code == 0
    assert (workshop.root / "charts/front/Chart.yaml").exists()
