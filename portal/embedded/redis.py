"""A Redis of our own: on a loopback port that only those who know the password can use."""

import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.embedded.accounts import ourselves
from portal.embedded.errors import LauncherError
from portal.embedded.ports import any_free
from portal.embedded.service import Service, last_line

PATIENCE = 20.0


@dataclass(frozen=True)
class Redis:
    """Where a Redis keeps its data, and the port and password of this run."""

    home: Path
    program: Path
    log: Path
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        """The address with its password."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def service(self) -> Service:
        """How it is run; its password is in a closed file, since a command line shows in `ps`."""
        self.home.mkdir(parents=True, exist_ok=True)
        configuration = self.home / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(self._configuration())
        return Service(
            name="redis",
            command=[str(self.program), str(configuration)],
            log=self.log,
            account=ourselves(),
            folder=self.home,
        )

    def wait(self, alive: Callable[[], bool]) -> None:
        """Return once it answers with its data loaded; LauncherError with its last words when it does not."""
        until = time.monotonic() + PATIENCE
        while alive() and time.monotonic() < until:
            if self._ping().endswith(b"+PONG\r\n"):
                return
            time.sleep(0.05)
        raise LauncherError(f"Redis did not start: {last_line(self.log)} (see {self.log})")

    def _configuration(self) -> str:
        lines = ["bind 127.0.0.1", f"port {self.port}", f"requirepass {self.password}", 'save ""']
        lines += [f"appendonly {'yes' if self.durable else 'no'}", "maxmemory-policy noeviction"]
        return "\n".join(lines) + "\n"

    def _ping(self) -> bytes:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (part := connection.recv(200)):
                    answer += part
                return answer
        except OSError:
            return b""


def on_free_port(home: Path, program: Path, log: Path, *, durable: bool) -> Redis:
    """A Redis for this run: any free port, a new password."""
    return Redis(home, program, log, any_free(), secrets.token_urlsafe(24), durable)
