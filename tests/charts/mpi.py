"""ssh, sshd, getent and mpirun where there are none: they take the same arguments, and talk over plain sockets at localhost.

    python -m tests.charts.mpi PROGRAM ARGUMENT...

ADDRESS is where an sshd listens, NAMES a file of names with their addresses, ASKED a file for the arguments of mpirun.
"""

import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# Options of mpirun that are used here, with the number of words behind each.
_OPTIONS = {"--hostfile": 1, "-np": 1, "--mca": 2, "--bind-to": 1}
Arguments = Sequence[str]


def getent(arguments: Arguments) -> int:
    """Each address three times, for three types of socket, as the real one does; 2 where nothing is known."""
    database, name = arguments
    assert database == "ahosts"
    lines = [line.split() for line in Path(os.environ["NAMES"]).read_text("utf-8").splitlines()]
    found = [address for known, address in lines if known == name]
    for address in found:
        print(f"{address:15} STREAM {name}", f"{address:15} DGRAM", f"{address:15} RAW", sep="\n")
    return 0 if found else 2


def sshd(arguments: Arguments) -> int:
    """Does what it is told, one after the other, for ever."""
    assert arguments[:3] == ["-D", "-e", "-f"]
    server = socket.create_server((os.environ["ADDRESS"], _port(arguments[3])))
    print(f"listening on port {server.getsockname()[1]}", file=sys.stderr, flush=True)
    while True:
        client, _ = server.accept()
        with client, client.makefile("rw") as stream:
            done = subprocess.run(["sh", "-c", stream.readline()], capture_output=True, text=True, check=False)
            stream.write(json.dumps([done.returncode, done.stdout]))


def ssh(arguments: Arguments) -> int:
    """What the command does there; 255 where nobody lets it in."""
    flag, config, host, *command = [one for one in arguments if one != "-n"]
    assert flag == "-F"
    try:
        with socket.create_connection((host, _port(config)), 5) as connection, connection.makefile("rw") as stream:
            stream.write(f"{' '.join(command)}\n")
            stream.flush()
            code, out = json.load(stream)
    except (OSError, ValueError) as error:
        print(f"ssh: {host}: {error}", file=sys.stderr)
        return 255
    print(out, end="")
    return int(code)


def mpirun(arguments: Arguments) -> int:
    """Starts the command in each slot, by the agent that it is given; the first code that is not 0."""
    Path(os.environ["ASKED"]).write_text(json.dumps(arguments), "utf-8")
    options, command = _split(arguments)
    (agent,) = (value for key, value in options["--mca"] if key == "plm_rsh_agent")
    ((hostfile,),), ((size,),) = options["--hostfile"], options["-np"]
    hosts = [line.split() for line in Path(hostfile).read_text("utf-8").splitlines()]
    slots = [host for host, slots in hosts for _ in range(int(slots.removeprefix("slots=")))]
    codes = []
    for rank, host in enumerate(slots[: int(size)]):
        told = f"OMPI_COMM_WORLD_RANK={rank} OMPI_COMM_WORLD_SIZE={size} {shlex.join(command)}"
        codes.append(subprocess.run([*agent.split(), host, told], check=False).returncode)
    return next(filter(None, codes), 0)


def _split(arguments: Arguments) -> tuple[dict[str, list[list[str]]], list[str]]:
    options: dict[str, list[list[str]]] = {name: [] for name in _OPTIONS}
    rest = list(arguments)
    while rest[0] in _OPTIONS:
        name = rest.pop(0)
        options[name].append([rest.pop(0) for _ in range(_OPTIONS[name])])
    return options, rest


def _port(config: str) -> int:
    (port,) = (line.split()[1] for line in Path(config).read_text("utf-8").splitlines() if line.split()[:1] == ["Port"])
    return int(port)


PROGRAMS: Mapping[str, Callable[[Arguments], int]] = {"getent": getent, "mpirun": mpirun, "ssh": ssh, "sshd": sshd}

if __name__ == "__main__":
    sys.exit(PROGRAMS[sys.argv[1]](sys.argv[2:]))
