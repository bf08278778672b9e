"""Asks ClamAV's daemon about a stream of bytes: INSTREAM and PING, over TCP or a socket file (decisions/0018).

The daemon is the operator's own and is named in the environment, never by people: no way out for anybody else.
"""

import socket
import struct
import time
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
SECONDS = 60.0
"""For one file from connecting to the verdict; a daemon that dribbles gets no more."""


class ScannerAway(Exception):
    """No verdict: the daemon cannot be reached, says nothing in time, or says something else than a verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the daemon has said; `found` names what it found, empty for a clean stream."""

    found: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.found


def scan(address: str, stream: BinaryIO, *, seconds: float = SECONDS) -> Verdict:
    """Send the stream from its start, which it is left at; raises ScannerAway where there is no verdict."""
    stream.seek(0)
    try:
        with _Line(address, seconds) as line:
            answer = line.ask_about(stream)
    finally:
        stream.seek(0)
    if answer == "stream: OK":
        return Verdict()
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(answer.removeprefix("stream: ").removesuffix(" FOUND").strip()[:200] or "something")
    raise ScannerAway(f"the scanner answered “{answer[:200]}”" if answer else "the scanner closed the line early")


def answers(address: str, *, seconds: float) -> bool:
    """Whether the daemon is there and says so."""
    try:
        with _Line(address, seconds) as line:
            return line.ask(b"zPING\0") == "PONG"
    except ScannerAway:
        return False


def _by_file(path: str, seconds: float) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


class _Line:
    """One connection with one deadline for all that is sent and read on it."""

    def __init__(self, address: str, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        parts = urlsplit(address)
        try:
            if parts.scheme == "unix":
                self.socket = _by_file(parts.path, self._left())
            else:
                self.socket = socket.create_connection((parts.hostname or "", parts.port or 3310), self._left())
        except OSError as error:
            raise ScannerAway(f"the scanner cannot be reached: {error}") from error

    def __enter__(self) -> "_Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def _left(self) -> float:
        left = self.end - time.monotonic()
        if left <= 0:
            raise ScannerAway("the scanner took too long")
        return left

    def ask(self, command: bytes) -> str:
        """Send a command and read the answer to its end."""
        try:
            self._send(command)
        except OSError as error:
            raise ScannerAway(f"the line broke: {error}") from error
        return self._read()

    def ask_about(self, stream: BinaryIO) -> str:
        """Send the stream in lengths and read the answer.

        A daemon whose limit is passed answers and closes while more is being sent: what it said is read all the same.
        """
        try:
            self._send(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK):
                self._send(struct.pack("!L", len(chunk)) + chunk)
            self._send(struct.pack("!L", 0))
        except OSError:
            return self._read()
        return self._read()

    def _send(self, part: bytes) -> None:
        self.socket.settimeout(self._left())
        self.socket.sendall(part)

    def _read(self) -> str:
        answer = b""
        try:
            while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
                self.socket.settimeout(self._left())
                part = self.socket.recv(1024)
                if not part:
                    break
                answer += part
        except OSError as error:
            raise ScannerAway(f"the line broke: {error}") from error
        # Without its closing mark an answer may be half of another one: “stream: OK” of “stream: OKAPI.Worm FOUND”.
        return answer.partition(b"\0")[0].decode("utf-8", "replace").strip() if b"\0" in answer else ""
