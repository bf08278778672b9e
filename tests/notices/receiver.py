"""A real server on loopback that plays an organisation's webhook or pager, and answers as it is told."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.kernel.egress_servers import Server, listening, read_request


@dataclass
class Received:
    """One request."""

    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Its body, read."""
        return json.loads(self.body)


@dataclass
class Receiver:
    """Where it listens and what came in. `answers` are taken in turn, the last for ever: status, then words.

    `headers` go with every answer.
    """

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)


@contextmanager
def receiving(*answers: tuple[int, str]) -> Iterator[Receiver]:
    """A receiver; without answers it accepts everything."""
    receiver = Receiver(answers=list(answers) or [(202, "taken")])

    def serve(_server: Server, connection: socket.socket) -> None:
        head, _blank, body = read_request(connection).partition(b"\r\n\r\n")
        pairs = (line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line)
        receiver.received.append(Received({name.lower(): value for name, value in pairs}, body))
        status, words = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
        more = "".join(f"{name}: {value}\r\n" for name, value in receiver.headers.items())
        connection.sendall(f"HTTP/1.1 {status} Said\r\n{more}Content-Length: {len(words)}\r\n\r\n{words}".encode())

    with listening(serve) as server:
        receiver.url = server.url
        yield receiver


def dead_address() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
