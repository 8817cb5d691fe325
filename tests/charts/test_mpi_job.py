"""mpi-job: both rows of its table as rendered, its key, and its containers as processes that do the work over localhost."""

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pipeline.manifests.kyaml import load_all
from tests.charts import holding
from tests.charts.cluster import cluster
from tests.charts.holding import TOP, rendered
from tests.charts.mpi import PROGRAMS
from tests.charts.rendered import NAME, NAMESPACE, Body, Objects, container, containers, pod
from tests.charts.running import Machine, Process, until
from tests.conftest import Repository
from tests.helm.clis import SDK, VERSIONS, helm

CHART = "mpi-job"
SCRIPTS = TOP / "charts" / CHART / "configs" / "scripts"
WORKER, LAUNCHER, KEYS = "worker-mpi-job-x", "launcher-mpi-job-x-1", "keys-mpi-job-x"
KINDS = pytest.mark.parametrize("kind", ["StatefulSet", "DaemonSet"])
PLACED = {
    "nodeSelector": {"kubernetes.io/os": "linux"},
    "affinity": {"podAffinity": {}},
    "tolerations": [{"operator": "Exists"}],
    "topologySpreadConstraints": [
        {"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway"}
    ],
}
EVERYTHING: dict[str, Any] = {
    "imagePullSecrets": [{"name": "registry"}],
    "ssh": {"privateKey": "a key\n"},
    "worker": {"kind": "DaemonSet", **PLACED},
    "launcher": PLACED,
}
NOTHING: dict[str, Any] = {"networkPolicy": {"enabled": False}, "ssh": {"existingSecret": "mine"}}
SETTINGS = pytest.mark.parametrize("values", [{}, EVERYTHING, NOTHING], ids=["defaults", "all on", "all off"])


@SETTINGS
@pytest.mark.parametrize("version", VERSIONS)
def test_helm_lints_it(values: dict[str, Any], version: str, tmp_path: Path) -> None:
    holding.is_linted(CHART, values, tmp_path, version)


@SETTINGS
def test_helm_takes_it_and_renders_the_same(values: dict[str, Any], tmp_path: Path) -> None:
    holding.is_taken(CHART, values, tmp_path)
    holding.renders_alike(CHART, values, tmp_path)


@SETTINGS
def test_it_conforms(values: dict[str, Any]) -> None:
    holding.conforms(CHART, values)


def test_the_standards_object_to_nothing(repository: Repository) -> None:
    holding.is_blameless(CHART, repository)


@pytest.mark.parametrize(
    "values",
    [
        {"worker": {"kind": "Deployment"}},
        {"worker": {"replicas": 0}},
        {"ssh": {"port": 22}},
        {"user": 0},
        {"work": {"command": []}},
        {"launcher": {"runs": 2}},
        {"image": {"tag": ""}},
    ],
    ids=str,
)
def test_the_schema_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="values don't meet the specifications of the schema"):
        rendered(CHART, values)


@KINDS
def test_the_row_of_the_workers(kind: str) -> None:
    objects = rendered(CHART, {"worker": {"kind": kind, "nodeSelector": {"mpi": "worker"}}})
    workers = objects.one(kind, "worker")
    assert workers["metadata"]["name"] == WORKER
    assert pod(workers)["nodeSelector"] == {"mpi": "worker"}
    assert workers["spec"].get("replicas") == (2 if kind == "StatefulSet" else None)
    assert workers["spec"].get("podManagementPolicy") == ("Parallel" if kind == "StatefulSet" else None)
    service = objects.one("Service", "worker")
    assert service["spec"]["clusterIP"] == "None"
    assert service["spec"]["ports"] == [{"name": "ssh", "port": 2222, "targetPort": "ssh", "protocol": "TCP"}]


@KINDS
def test_the_row_of_the_launcher(kind: str) -> None:
    launcher = rendered(CHART, {"worker": {"kind": kind, "replicas": 3}}).one("Job", "launcher")
    assert launcher["metadata"]["name"] == LAUNCHER
    assert pod(launcher)["restartPolicy"] == "Never"
    assert [one["name"] for one in containers(launcher)] == ["wait-for-workers", "launcher"]
    assert environment(container(launcher, "wait-for-workers"))["WORKERS"] == "3"


@KINDS
def test_head_and_workers_are_one_component_type(kind: str) -> None:
    objects = rendered(CHART, {"worker": {"kind": kind}})
    bodies = [objects.one(kind, "worker"), objects.one("Job", "launcher"), objects.test("worker")]
    for key in ("image", "securityContext", "volumeMounts"):
        assert len({json.dumps(one[key]) for body in bodies for one in containers(body)}) == 1
    for key in ("volumes", "securityContext"):
        assert len({json.dumps(pod(body)[key]) for body in bodies}) == 1


@pytest.mark.parametrize("kind", ["PersistentVolume", "PersistentVolumeClaim", "Role", "ServiceAccount"])
def test_there_is_none(kind: str) -> None:
    assert rendered(CHART, EVERYTHING).of(kind) == []


def test_nobody_is_root_or_may_become_it() -> None:
    objects = rendered(CHART)
    for body in (objects.one("StatefulSet", "worker"), objects.one("Job", "launcher"), objects.test("worker")):
        assert pod(body)["securityContext"]["runAsNonRoot"]
        for one in containers(body):
            assert one["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
            }  # fmt: skip


@pytest.mark.parametrize("component", ["worker", "launcher"])
def test_each_goes_where_its_values_say(component: str) -> None:
    objects = rendered(CHART, {component: PLACED})
    bodies = {"worker": objects.one("StatefulSet", "worker"), "launcher": objects.one("Job", "launcher")}
    placed = {name: {key: value for key, value in pod(body).items() if key in PLACED} for name, body in bodies.items()}
    assert placed == {"worker": {}, "launcher": {}} | {component: PLACED}


@pytest.mark.parametrize(
    ("worker", "lines"),
    [
        ({}, [f"{WORKER}-0.{WORKER} slots=2", f"{WORKER}-1.{WORKER} slots=2"]),
        ({"replicas": 1, "slots": 4}, [f"{WORKER}-0.{WORKER} slots=4"]),
        ({"kind": "DaemonSet", "replicas": 5}, [f"{WORKER} slots=2"]),
    ],
    ids=str,
)
def test_the_hostfile_is_made_of_the_replicas(worker: dict[str, Any], lines: list[str]) -> None:
    objects = rendered(CHART, {"worker": worker})
    assert objects.one("ConfigMap", "settings")["data"]["hostfile"].splitlines() == lines
    assert objects.one("Service", "worker")["metadata"]["name"] == WORKER


def test_another_run_is_another_job() -> None:
    objects = rendered(CHART, {"launcher": {"run": 2}})
    assert objects.one("Job", "launcher")["metadata"]["name"] == "launcher-mpi-job-x-2"
    assert reached(objects, "worker") == {"launcher-mpi-job-x-2", WORKER, f"{WORKER}-answer-test"}


def test_only_this_job_is_reached_by_itself() -> None:
    objects = rendered(CHART)
    assert reached(objects, "worker") == {LAUNCHER, WORKER, f"{WORKER}-answer-test"}
    assert reached(objects, "launcher") == {WORKER}


def test_more_workers_restart_none() -> None:
    few, many = (rendered(CHART, {"worker": {"replicas": count}}).one("StatefulSet", "worker") for count in (2, 3))
    assert few["spec"]["template"] == many["spec"]["template"]


@pytest.mark.parametrize("ssh", [{"port": 2223}, {"privateKey": "another"}, {"existingSecret": "other"}], ids=str)
def test_what_sshd_reads_restarts_the_workers(ssh: dict[str, Any]) -> None:
    before, after = (
        rendered(CHART, {"ssh": given}).one("StatefulSet", "worker")["spec"]["template"]["metadata"]["annotations"][
            "checksum/sshd"
        ]
        for given in ({}, ssh)
    )
    assert before != after


def test_a_key_that_is_given_is_taken() -> None:
    secret = rendered(CHART, {"ssh": {"privateKey": "my key"}}).one("Secret", "keys")
    assert secret["type"] == "kubernetes.io/ssh-auth"
    assert base64.b64decode(secret["data"]["ssh-privatekey"]) == b"my key"


def test_a_secret_that_is_there_is_taken_and_none_is_made() -> None:
    objects = rendered(CHART, {"ssh": {"existingSecret": "mine", "privateKey": "my key"}})
    assert objects.of("Secret") == []
    volumes = pod(objects.one("Job", "launcher"))["volumes"]
    assert {"name": "keys", "secret": {"secretName": "mine", "defaultMode": 0o440}} in volumes


def test_without_a_cluster_no_key_is_made() -> None:
    first, second = (rendered(CHART).one("Secret", "keys") for _ in range(2))
    assert first == second
    assert base64.b64decode(first["data"]["ssh-privatekey"]).startswith(b"no key: ")


def test_in_a_cluster_a_key_is_made_once(tmp_path: Path) -> None:
    with cluster({}, tmp_path) as kubeconfig:
        made, another = key_in(kubeconfig), key_in(kubeconfig)
    assert made != another
    assert base64.b64decode(made).startswith(b"-----BEGIN EC PRIVATE KEY-----\n")
    with cluster({KEYS: {"ssh-privatekey": made}}, tmp_path) as kubeconfig:
        assert key_in(kubeconfig) == made
        assert key_in(kubeconfig, "--set", "ssh.privateKey=mine") == base64.b64encode(b"mine").decode()


def key_in(kubeconfig: Path, *arguments: str) -> str:
    """The key that an installation would have, or an upgrade."""
    command = [
        str(helm(SDK)), "template", NAME, str(TOP / "charts" / CHART), "--namespace", NAMESPACE, "--dry-run=server",
        "--disable-openapi-validation", "--kubeconfig", str(kubeconfig), *arguments,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    objects = Objects(tuple(filter(None, load_all(done.stdout))))
    return str(objects.one("Secret", "keys")["data"]["ssh-privatekey"])


def reached(objects: Objects, component: str) -> set[str]:
    """Who may get into the Pods of a component."""
    rules = objects.one("NetworkPolicy", component)["spec"]["ingress"]
    return {peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for rule in rules for peer in rule["from"]}


def environment(one: Body) -> dict[str, str]:
    """The variables of a container."""
    return {entry["name"]: entry["value"] for entry in one["env"]}


@dataclass(frozen=True, slots=True)
class Job:
    """A release whose Pods are processes. machine: where they run; folder: its files."""

    machine: Machine
    folder: Path
    objects: Objects
    kind: str

    @contextmanager
    def worker(self, number: int) -> Iterator[Process]:
        """One worker that answers at an address of its own."""
        own = self.folder / f"worker-{number}"
        own.mkdir(exist_ok=True)
        one = container(self.objects.one(self.kind, "worker"), "worker")
        with self.machine.running(one, ADDRESS=address(number), STATE=str(own), **self._variables()) as process:
            until(lambda: process.port)
            yield process

    def run(self, one: Body, **variables: str) -> "subprocess.CompletedProcess[str]":
        """A container of the launcher, or the test."""
        command = [*one["command"], *one.get("args", ())]
        return self.machine.run({**one, "command": command}, **self._variables(), **variables)

    def of_launcher(self, name: str) -> Body:
        """A container of the launcher."""
        return container(self.objects.one("Job", "launcher"), name)

    def _variables(self) -> dict[str, str]:
        path = f"{self.folder / 'tools'}{os.pathsep}{os.environ['PATH']}"
        return {"PATH": path, "NAMES": str(self.folder / "names"), "ASKED": str(self.folder / "asked")}


def address(number: int) -> str:
    """Where a worker listens: each at an address of its own, all at the same port."""
    return f"127.0.0.{number + 2}"


def job(folder: Path, kind: str = "StatefulSet", **values: Any) -> Job:
    """A release of two workers, with a key of its own, on a port that is free."""
    if not shutil.which("ssh-keygen"):
        pytest.skip("ssh-keygen is not installed")
    with socket.create_server((address(0), 0)) as free:
        port = free.getsockname()[1]
    given = {"ssh": {"port": port}, "worker": {"kind": kind}, "wait": {"tries": 3, "pause": 0.1}, **values}
    objects = rendered(CHART, given)
    for name in ("keys", "settings", "state", "tools"):
        (folder / name).mkdir()
    for name, text in objects.one("ConfigMap", "settings")["data"].items():
        (folder / "settings" / name).write_text(text, "utf-8")
    for name in PROGRAMS:
        tool = folder / "tools" / name
        tool.write_text(f'#!/bin/sh\nPYTHONPATH={TOP} exec {sys.executable} -m tests.charts.mpi {name} "$@"\n', "utf-8")
        tool.chmod(0o755)
    pods = [WORKER] * 2 if kind == "DaemonSet" else [f"{WORKER}-{number}.{WORKER}" for number in range(2)]
    names = "".join(f"{name} {address(number)}\n" for number, name in enumerate(pods))
    (folder / "names").write_text(names, "utf-8")
    command = ["ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-f", str(folder / "keys" / "ssh-privatekey")]
    subprocess.run(command, check=True)
    places = {"/scripts": SCRIPTS, **{f"/{name}": folder / name for name in ("keys", "settings", "state")}}
    return Job(Machine(folder, places), folder, objects, kind)


@KINDS
def test_the_launcher_distributes_the_work_to_all_workers(kind: str, tmp_path: Path) -> None:
    here = job(tmp_path, kind)
    with ExitStack() as stack:
        workers = [stack.enter_context(here.worker(number)) for number in range(2)]
        waited = here.run(here.of_launcher("wait-for-workers"))
        assert (waited.returncode, waited.stdout) == (0, "2 of 2 workers answer\n")
        done = here.run(here.of_launcher("launcher"))
        assert all(worker.process.poll() is None for worker in workers)
    assert (tmp_path / "state" / "hostfile").read_text() == f"{address(0)} slots=2\n{address(1)} slots=2\n"
    assert done.returncode == 0, done.stderr
    *parts, total = done.stdout.splitlines()
    assert [part.split(" on ")[0] for part in parts] == [f"rank {rank} of 4" for rank in range(4)]
    assert total == "4 processes found 3.141592654"


def test_the_arguments_of_mpirun(tmp_path: Path) -> None:
    here = job(tmp_path, mpirun={"options": ["--bind-to", "core"]}, work={"command": ["echo", "a b"]})
    (tmp_path / "state" / "hostfile").write_text(f"{address(0)} slots=2\n{address(1)} slots=3\n", "utf-8")
    here.run(here.of_launcher("launcher"))
    assert json.loads((tmp_path / "asked").read_text()) == [
        "--hostfile", f"{tmp_path}/state/hostfile", "-np", "5",
        "--mca", "plm_rsh_agent", f"ssh -F {tmp_path}/settings/ssh_config", "--bind-to", "core", "echo", "a b",
    ]  # fmt: skip


def test_the_launcher_starts_when_the_last_worker_has(tmp_path: Path) -> None:
    here = job(tmp_path, wait={"tries": 200, "pause": 0.1})
    wait = here.of_launcher("wait-for-workers")
    with here.worker(0), here.machine.running(wait, **here._variables()) as waiting:
        until(lambda: "1 of 2 workers answer" in waiting.lines)
        assert waiting.process.poll() is None
        with here.worker(1):
            assert waiting.process.wait(20) == 0
        assert waiting.lines[-1] == "2 of 2 workers answer"


def test_the_launcher_waits_no_longer_than_it_shall(tmp_path: Path) -> None:
    here = job(tmp_path)
    with here.worker(0):
        done = here.run(here.of_launcher("wait-for-workers"))
    assert (done.returncode, done.stdout) == (1, "1 of 2 workers answer\n" * 3)
    assert f"ssh: {address(1)}: " in done.stderr


def test_who_only_listens_does_not_answer(tmp_path: Path) -> None:
    here = job(tmp_path)
    port = here.objects.one("Service", "worker")["spec"]["ports"][0]["port"]
    with here.worker(0), socket.create_server((address(1), port)) as other:
        Thread(target=lambda: other.accept()[0].close(), daemon=True).start()
        assert here.run(here.of_launcher("wait-for-workers"), TRIES="1").stdout == "1 of 2 workers answer\n"


def test_nobody_is_known_before_the_first_worker_is_ready(tmp_path: Path) -> None:
    here = job(tmp_path)
    (tmp_path / "names").write_text("", "utf-8")
    done = here.run(here.of_launcher("wait-for-workers"), TRIES="2")
    assert (done.returncode, done.stdout, done.stderr) == (1, "0 of 2 workers answer\n" * 2, "")


@KINDS
def test_the_helm_test_asks_all_workers(kind: str, tmp_path: Path) -> None:
    here = job(tmp_path, kind)
    test = here.objects.test("worker")["spec"]["containers"][0]
    assert environment(test)["TRIES"] == "10"
    with here.worker(0), here.worker(1):
        assert here.run(test).returncode == 0
    assert here.run(test, TRIES="1").returncode == 1


def test_trust_is_in_the_key(tmp_path: Path) -> None:
    here = job(tmp_path)
    with here.worker(0):
        pass
    own = tmp_path / "worker-0"
    public = " ".join((tmp_path / "keys" / "ssh-privatekey.pub").read_text().split()[:2])
    for name, prefix in (("authorized_keys", ""), ("known_hosts", "* ")):
        assert (own / name).read_text().strip().startswith(prefix + public)
        assert (own / name).stat().st_mode & 0o077 == 0
    assert (own / "sshd").read_bytes() == (tmp_path / "tools" / "sshd").read_bytes()


def test_what_is_no_key_starts_no_worker(tmp_path: Path) -> None:
    here = job(tmp_path)
    (tmp_path / "keys" / "ssh-privatekey").write_text("no key: without a cluster", "utf-8")
    done = here.run(container(here.objects.one("StatefulSet", "worker"), "worker"), ADDRESS=address(0))
    assert done.returncode != 0
    assert not (tmp_path / "state" / "sshd").exists()


def test_ssh_understands_its_settings(tmp_path: Path) -> None:
    if not shutil.which("ssh"):
        pytest.skip("ssh is not installed")
    here = job(tmp_path)
    command = ["ssh", "-G", "-F", str(tmp_path / "settings" / "ssh_config"), "worker-0"]
    known = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())
    port = here.objects.one("Service", "worker")["spec"]["ports"][0]["port"]
    assert known >= {f"port {port}", "batchmode yes", "stricthostkeychecking true", "identityfile /keys/ssh-privatekey"}


@pytest.mark.parametrize(
    ("command", "code", "shown"),
    [
        (["echo", "hello"], 1, "hello\n" * 4),
        (["sh", "-c", "echo failed; exit 7"], 7, "failed\n" * 4),
        (["echo", "rank 0 of 4 on a: 1"], 1, "rank 0 of 4 on a: 1\n" * 4),
    ],
    ids=["no numbers", "a failure", "one rank four times"],
)
def test_the_launcher_fails_with_its_work(command: list[str], code: int, shown: str, tmp_path: Path) -> None:
    here = job(tmp_path, work={"command": command})
    with here.worker(0), here.worker(1):
        assert here.run(here.of_launcher("wait-for-workers")).returncode == 0
        done = here.run(here.of_launcher("launcher"))
    assert (done.returncode, done.stdout) == (code, shown)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["rank 0 of 1 on a: 2.5"], "1 processes found 2.500000000\n"),
        (["rank 1 of 2 on a: 1", "noise", "rank 0 of 2 on b-1.c: 0.5"], "2 processes found 1.500000000\n"),
        (["rank 0 of 2 on a: 1"], ""),
        (["rank 0 of 2 on a: 1", "rank 0 of 2 on a: 1", "rank 1 of 2 on a: 1"], ""),
        ([], ""),
    ],
    ids=["one", "two and noise", "one is missing", "one twice", "none"],
)
def test_the_total_is_of_all_or_none(lines: list[str], said: str) -> None:
    command = ["awk", "-f", str(SCRIPTS / "total.awk")]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == (said, 0 if said else 1)


@pytest.mark.parametrize("size", [1, 3, 7])
def test_the_shares_of_pi_are_pi(size: int) -> None:
    found = 0.0
    for rank in range(size):
        variables = {**os.environ, "OMPI_COMM_WORLD_RANK": str(rank), "OMPI_COMM_WORLD_SIZE": str(size)}
        command = ["sh", str(SCRIPTS / "work.sh"), "1000"]
        said = subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout
        assert said.startswith(f"rank {rank} of {size} on ")
        found += float(said.split()[-1])
    assert found == pytest.approx(3.1415927, abs=1e-6)
