"""A daemon that speaks ClamAV's protocol on a real socket, and misbehaves on demand."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Listens while its context is open. `says` gives the answer for the bytes that came; None closes without one."""

    def __init__(self, says: Callable[[bytes], bytes | None] | None = None, path: Path | None = None) -> None:
        self.says = says or _honest
        self.path = path
        self.heard: list[bytes] = []
        self.limit = 0
        self.hangs = False
        self.closes_early = False

    def __enter__(self) -> "Clamd":
        if self.path is not None:
            self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.listener.bind(str(self.path))
            self.address = f"unix://{self.path}"
        else:
            self.listener = socket.socket()
            self.listener.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        self.listener.listen(8)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.ended.set()
        # Closing alone wakes nobody who waits in accept().
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)

    def _serve(self) -> None:
        while not self.ended.is_set():
            try:
                line, _peer = self.listener.accept()
            except OSError:
                return
            with line:
                try:
                    self._answer(line)
                except OSError:
                    continue

    def _answer(self, line: socket.socket) -> None:
        if self.hangs:
            self.ended.wait(5)
            return
        command = b""
        while not command.endswith(b"\0"):
            command += line.recv(1)
        if command == b"zPING\0":
            line.sendall(b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        if self.closes_early:
            return
        content = b""
        while (length := struct.unpack("!L", _exactly(line, 4))[0]) > 0:
            content += _exactly(line, length)
            if self.limit and len(content) > self.limit:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.heard.append(content)
        answer = self.says(content)
        if answer is not None:
            line.sendall(answer)


def _exactly(line: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        part = line.recv(length - len(got))
        if not part:
            raise OSError("closed")
        got += part
    return got


def _honest(content: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def dribble(_content: bytes) -> bytes | None:
    """An answer that never ends."""
    time.sleep(0.01)
    return b"stream: "


@contextmanager
def clamd(**wishes: object) -> Iterator[Clamd]:
    """A daemon with these habits."""
    with Clamd() as daemon:
        for name, value in wishes.items():
            setattr(daemon, name, value)
        yield daemon
