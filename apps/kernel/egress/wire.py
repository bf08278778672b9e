"""A connection whose whole life ends at one instant, however slowly the other side drips; no Django."""

import io
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Any, cast

from apps.kernel.egress.addresses import Address

Resolver = Callable[..., Sequence[tuple[Any, ...]]]
"""What socket.getaddrinfo is."""

MOST_RECEIVED = 1024 * 1024
"""Bytes of one exchange, headers and chunk lengths included: what a hostile server can make us read."""


class TooMuch(Exception):
    """The other side sends more than MOST_RECEIVED."""


class Deadline:
    """An instant by the monotonic clock; `left` raises TimeoutError once it has passed."""

    def __init__(self, seconds: float) -> None:
        self.begun = time.monotonic()
        self.ends = self.begun + seconds

    @property
    def left(self) -> float:
        """Seconds until then."""
        seconds = self.ends - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    @property
    def spent(self) -> float:
        """Seconds since it was set."""
        return time.monotonic() - self.begun


def resolve(host: str, port: int, resolver: Resolver, deadline: Deadline) -> Sequence[tuple[Any, ...]]:
    """The resolver's answers; raises what it raises, or TimeoutError.

    In a thread, which is left behind when the time is over: the system's resolver cannot be interrupted.
    """
    answers: Future[Sequence[tuple[Any, ...]]] = Future()

    def ask() -> None:
        try:
            answers.set_result(resolver(host, port, type=socket.SOCK_STREAM))
        except Exception as error:  # handed to the caller
            answers.set_exception(error)

    Thread(target=ask, name="egress-resolve", daemon=True).start()
    return answers.result(deadline.left)


def connect(addresses: Sequence[Address], port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first address that takes one, each given its share of the time; raises the last OSError."""
    failure: OSError = OSError("no address")
    for index, address in enumerate(addresses):
        connection = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
        try:
            connection.settimeout(deadline.left / (len(addresses) - index))
            connection.connect((str(address), port))
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


def encrypt(connection: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline) -> ssl.SSLSocket:
    """The connection under TLS, the certificate checked against the host; takes the connection over."""
    try:
        connection.settimeout(deadline.left)
        wrapped = context.wrap_socket(connection, server_hostname=host, do_handshake_on_connect=False)
    except BaseException:
        connection.close()
        raise
    try:
        wrapped.settimeout(deadline.left)
        wrapped.do_handshake()
    except BaseException:
        wrapped.close()
        raise
    return wrapped


class _Reading(io.RawIOBase):
    def __init__(self, line: "Line") -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._line.receive(buffer)


class Line:
    """A socket as http.client wants one; every step is given only the time that is left of the whole."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline, self._received = connection, deadline, 0

    def sendall(self, data: bytes) -> None:
        """Send all of it; raises TimeoutError at the deadline."""
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(self._deadline.left)
            rest = rest[self._socket.send(rest) :]

    def receive(self, buffer: Any) -> int:
        """What has arrived, at least a byte unless the other side has ended; raises TimeoutError, TooMuch."""
        self._socket.settimeout(self._deadline.left)
        count = self._socket.recv_into(buffer)
        self._received += count
        if self._received > MOST_RECEIVED:
            raise TooMuch
        return count

    def makefile(self, mode: str) -> io.BufferedReader:
        """A reader over what arrives."""
        return io.BufferedReader(_Reading(self))

    def close(self) -> None:
        """Nothing: whoever opened the socket closes it, after the answer has been read."""

    def as_socket(self) -> socket.socket:
        """Itself, for http.client, whose types ask for a real socket where it uses these methods only."""
        return cast(socket.socket, self)
