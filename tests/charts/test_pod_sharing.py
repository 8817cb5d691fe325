"""pod-sharing: the four rows of the table as rendered, and their containers as processes that say what the table says."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import randbelow
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.charts.holding import TOP, rendered
from tests.charts.rendered import Body, container, containers, pod
from tests.charts.running import Machine, Process, until

CHART = "pod-sharing"
CONFIGS = TOP / "charts" / CHART / "configs"
TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
MEMORY, IPC = "pod-sharing-memory-examples", "pod-ipc-sharing-examples"
PIPE, NETWORK = "pod-sharing-examples", "pod-sharing-network-examples"
# component: containers in order, port of the Service, volumes besides the scripts, beginning of a line.
ROWS: dict[str, tuple[list[str], int, dict[str, Any], str]] = {
    MEMORY: (["producer", "consumer"], 5678, {"shared-memory": {"medium": "Memory", "sizeLimit": "1Mi"}}, "Producers says: "),
    IPC: (["builder", "producer", "consumer"], 1234, {"shared-data": {"sizeLimit": "1Mi"}}, f"Main app ({IPC}) says: "),
    PIPE: (["init-container", "producer", "consumer"], 1234, {"shared-data": {"sizeLimit": "1Mi"}}, f"Main app ({PIPE}) says: "),
    NETWORK: (["producer", "consumer"], 5678, {}, f"Main app ({NETWORK}) says: "),
}  # fmt: skip
ROW = pytest.mark.parametrize("component", ROWS)


@pytest.mark.parametrize(
    "values",
    [{"memory": {"port": 80}}, {"interval": 0}, {"image": {"tag": ""}}, {"memory": {"prot": 5678}}, {"network": None}],
    ids=str,
)
def test_the_schema_refuses(values: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="values don't meet the specifications of the schema"):
        rendered(CHART, values)


@ROW
def test_a_row_of_the_table(component: str) -> None:
    names, port, volumes, _ = ROWS[component]
    objects = rendered(CHART)
    deployment, service = objects.one("Deployment", component), objects.one("Service", component)
    assert deployment["spec"]["replicas"] == 1
    assert [one["name"] for one in containers(deployment)] == names
    assert service["spec"]["type"] == "ClusterIP"
    assert service["spec"]["ports"] == [{"name": "ncat", "port": port, "targetPort": "ncat", "protocol": "TCP"}]
    declared = {one["name"]: [port["containerPort"] for port in one.get("ports", ())] for one in containers(deployment)}
    assert declared == {name: [port] if name == "consumer" else [] for name in names}
    shared = {one["name"]: one["emptyDir"] for one in pod(deployment)["volumes"] if "emptyDir" in one}
    assert shared == volumes
    policy = objects.one("NetworkPolicy", component)["spec"]
    assert policy["ingress"] == [{"from": [{"podSelector": {}}], "ports": [{"port": "ncat", "protocol": "TCP"}]}]


@pytest.mark.parametrize("name", ["producer", "consumer"])
def test_scripts_of_shared_memory_come_by_sub_path_and_read_only(name: str) -> None:
    mounts = container(rendered(CHART).one("Deployment", MEMORY), name)["volumeMounts"]
    scripts = [one for one in mounts if one["name"] == "scripts"]
    assert {one["subPath"] for one in scripts} >= {f"memory_{name}.py"}
    assert all(one["readOnly"] and one["mountPath"] == f"/scripts/{one['subPath']}" for one in scripts)
    assert [one["mountPath"] for one in mounts if one["name"] == "shared-memory"] == ["/dev/shm"]


def test_the_segment_has_one_kibibyte_and_the_pipe_its_place() -> None:
    objects = rendered(CHART)
    environment = {one["name"]: one["value"] for one in container(objects.one("Deployment", IPC), "producer")["env"]}
    assert environment["SHM_SIZE"] == "1024"
    environment = {one["name"]: one["value"] for one in container(objects.one("Deployment", PIPE), "consumer")["env"]}
    assert environment["PIPE"] == "/pod-data/piper"


@contextmanager
def machine(folder: Path, component: str) -> Iterator[tuple[Machine, Body]]:
    """Where the containers of one row run, its init containers done twice, and its Deployment. Nothing is left in the kernel."""
    key = 1 + randbelow(2**31 - 1)  # a large one is no float when it arrives
    deployment = rendered(CHART, {"interval": 0.1, "ipc": {"key": key}}).one("Deployment", component)
    with TemporaryDirectory(dir="/dev/shm") as memory:
        places = {"/scripts": CONFIGS, "/pod-data": folder / "pod-data", "/dev/shm": Path(memory)}
        places["/pod-data"].mkdir()
        made = Machine(folder, places)
        for one in pod(deployment).get("initContainers", ()) * 2:
            assert made.run(one).returncode == 0
        try:
            yield made, deployment
        finally:
            shmtool(f"import shmtool; shmtool.remove(shmtool.find({key}))", check=False)


def shmtool(program: str, *before: str, check: bool = True) -> str:
    """What a few lines of Python with the tool print."""
    command = [*before, sys.executable, "-B", "-c", program]
    return subprocess.run(command, cwd=CONFIGS, capture_output=True, text=True, check=check).stdout.strip()


@contextmanager
def talking(machine: Machine, deployment: Body) -> Iterator[tuple[Process, Process]]:
    """Producer and consumer, and where the one listens for the other."""
    with machine.running(container(deployment, "producer"), PORT="0") as producer:
        inner = {"PRODUCER": f"localhost:{producer.port}"} if "network" in str(producer.process.args) else {}
        with machine.running(container(deployment, "consumer"), PORT="0", **inner) as consumer:
            yield producer, consumer


@ROW
def test_what_the_consumer_says(component: str, tmp_path: Path) -> None:
    pattern = re.compile(re.escape(ROWS[component][3]) + TIME)
    with machine(tmp_path, component) as (here, deployment), talking(here, deployment) as (producer, consumer):
        with socket.create_connection(("localhost", consumer.port), 20) as connection, connection.makefile() as answer:
            heard = [answer.readline().rstrip("\n") for _ in range(3)]
        printed = until(lambda: consumer.lines if len(consumer.lines) > 5 else [])
        assert all(pattern.fullmatch(line) for line in [*heard, *printed])
        assert consumer.ends() == 0
        assert producer.ends() == 0 or component == PIPE


@ROW
def test_the_helm_test_hears_it(component: str, tmp_path: Path) -> None:
    test = rendered(CHART, {"interval": 0.1}).test(component)["spec"]["containers"][0]
    assert {one["name"]: one["value"] for one in test["env"]}[
        "TARGET"
    ] == f"{component}-pod-sharing-x:{ROWS[component][1]}"
    with machine(tmp_path, component) as (here, deployment), talking(here, deployment) as (_, consumer):
        target = f"localhost:{consumer.port}"
        assert here.run(test, TARGET=target).stdout.startswith(ROWS[component][3])
        assert here.run(test, TARGET=target, EXPECTED="Somebody else", TRIES="2").returncode == 1
    assert "no line" in here.run(test, TARGET=target, TRIES="1").stdout


@pytest.mark.parametrize("component", [MEMORY, IPC, PIPE])
def test_a_consumer_outlives_its_producer(component: str, tmp_path: Path) -> None:
    with machine(tmp_path, component) as (here, deployment):
        consumer_first = here.running(container(deployment, "consumer"), PORT="0")
        with consumer_first as consumer:
            for _ in range(2):
                before = len(consumer.lines)
                with here.running(container(deployment, "producer")):
                    until(lambda before=before: len(consumer.lines) > before + 2)  # type: ignore[misc]
            assert consumer.process.poll() is None


def test_a_consumer_of_the_network_ends_with_its_producer(tmp_path: Path) -> None:
    with machine(tmp_path, NETWORK) as (here, deployment), talking(here, deployment) as (producer, consumer):
        until(lambda: consumer.lines)
        assert producer.ends() == 0
        assert consumer.process.wait(20) == 1
        assert "closed the connection" in consumer.err.read_text("utf-8")


def test_the_producer_of_the_network_listens_at_localhost_alone(tmp_path: Path) -> None:
    with (
        machine(tmp_path, NETWORK) as (here, deployment),
        here.running(container(deployment, "producer"), PORT="0") as producer,
    ):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", producer.port), 20)
        with socket.create_connection(("127.0.0.1", producer.port), 20):
            pass


def test_no_segment_has_the_id_0() -> None:
    """In an IPC namespace of its own, as a Pod has one."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "--ipc", "true"], check=False).returncode:
        pytest.skip("only root may have an IPC namespace of its own")
    alone = ("unshare", "--ipc")
    assert shmtool("import shmtool as s; print(s._LIBC.shmget(7, 1024, 0o1600))", *alone) == "0"
    assert (
        shmtool("import shmtool as s; print(s.make(7, 1024) > 0, s.make(7, 1024) == s.find(7))", *alone) == "True True"
    )


@pytest.mark.parametrize(
    ("left", "seen"),
    [("board.write('a')", "a"), ("board.write('é' * 99)", "é" * 28), ("board.write('ab'); board.write('c')", "c")],
)
def test_a_board_shows_the_newest_line(left: str, seen: str) -> None:
    program = "from board import Board; board = Board(bytearray(64)); {}; print(next(board.follow()))"
    assert shmtool(program.format(left)) == seen


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_board_shows_nothing_that_is_being_written(number: int) -> None:
    program = (
        "import struct, threading, os; from board import Board; memory = bytearray(64)\n"
        f"struct.pack_into('=Q3s', memory, 0, {number}, b'abc')\n"
        "threading.Timer(0.5, lambda: os._exit(7)).start(); print(next(Board(memory).follow()), flush=True)"
    )
    assert shmtool(program, check=False) == ""
