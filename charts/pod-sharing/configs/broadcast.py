"""Prints lines, and sends each to everybody who is connected."""

import socket
import sys
from collections.abc import Iterable
from threading import Thread

from saying import end_when_told


def serve(lines: Iterable[str], port: int, host: str = "") -> None:
    """Listens before the first line is asked for, until the lines end. Port 0 is one that is free: the log tells it."""
    end_when_told()
    server = socket.create_server((host, port))
    print(f"listening on port {server.getsockname()[1]}", file=sys.stderr, flush=True)
    clients: set[socket.socket] = set()
    Thread(target=_accept, args=(server, clients), daemon=True).start()
    for line in lines:
        print(line, flush=True)
        for client in tuple(clients):
            _send(line, client, clients)


def _accept(server: socket.socket, clients: set[socket.socket]) -> None:
    while True:
        client, _ = server.accept()
        client.settimeout(1)
        clients.add(client)


def _send(line: str, client: socket.socket, clients: set[socket.socket]) -> None:
    try:
        client.sendall(f"{line}\n".encode())
    except OSError:
        clients.discard(client)
        client.close()
