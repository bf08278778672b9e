"""A browser and its push service in one, on loopback: takes what the portal sends, checks who signed it, and reads it."""

import json
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from apps.kernel import p256
from tests.kernel.egress_servers import Server, listening

TAKEN = "201 Created"


@dataclass(frozen=True)
class Rung:
    """What reached a browser: the request's headers, and what it shows."""

    headers: dict[str, str]
    shown: dict[str, Any]
    length: int

    def claims(self, origin: str) -> dict[str, Any]:
        """Who signed it, for whom and until when; fails where the signature does not hold."""
        assert Vapid02.verify(self.headers["authorization"])
        token = self.headers["authorization"].partition("t=")[2].partition(",")[0]
        head, body, _signature = token.split(".")
        assert json.loads(p256.decode(head))["alg"] == "ES256"
        claims = json.loads(p256.decode(body))
        assert claims["aud"] == origin
        assert time.time() < claims["exp"] <= time.time() + 24 * 3600
        return claims


@dataclass
class Browser:
    """A browser's own half of its subscription."""

    url: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(p256.CURVE))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    requests: list[bytes] = field(default_factory=list)

    @property
    def given(self) -> dict[str, str]:
        """What it gives to the page that asks."""
        return {
            "endpoint": self.url,
            "p256dh": p256.encode(p256.public(self.key)),
            "auth": p256.encode(self.secret),
        }

    @property
    def rung(self) -> list[Rung]:
        """All that it was sent, decrypted."""
        return [self._read(request) for request in self.requests]

    def _read(self, request: bytes) -> Rung:
        head, _, body = request.partition(b"\r\n\r\n")
        lines = (line.decode().partition(": ") for line in head.split(b"\r\n")[1:])
        headers = {name.lower(): value for name, _, value in lines}
        assert headers["content-encoding"] == "aes128gcm"
        text = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return Rung(headers, json.loads(text), len(body))


@dataclass
class PushService:
    """Its address, its browsers, and how it answers (by a browser's address; TAKEN else)."""

    origin: str
    browsers: dict[str, Browser] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    said: str = ""

    def browser(self) -> Browser:
        """A new one."""
        browser = Browser(f"{self.origin}/send/{secrets.token_urlsafe(24)}")
        self.browsers[browser.url] = browser
        return browser

    def serve(self, _server: Server, connection: socket.socket) -> None:
        """Take one message."""
        request = _whole(connection)
        if not request:
            return
        url = self.origin + request.split(b" ")[1].decode()
        self.browsers[url].requests.append(request)
        answer, body = self.answers.get(url, TAKEN), self.said.encode()
        connection.sendall(f"HTTP/1.1 {answer}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def _whole(connection: socket.socket) -> bytes:
    """A request, or nothing where its sender died on the way."""
    with connection.makefile("rb") as stream:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return b""
            head += line
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        body = stream.read(length)
    return head + body if len(body) == length else b""


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that runs until the end."""
    service = PushService("")
    with listening(service.serve) as server:
        service.origin = f"http://127.0.0.1:{server.port}"
        yield service
