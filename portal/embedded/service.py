"""One long-running program of the house: how it is started, asked to stop, and recognised later."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.accounts import Account, identity
from portal.embedded.processes import die_with_parent, write_mark

LOG_LIMIT = 5_000_000


@dataclass(frozen=True)
class Service:
    """What to run; patience is how many seconds it may take to stop before it is killed."""

    name: str
    command: list[str]
    log: Path
    account: Account
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10


@dataclass
class Running:
    """A started service."""

    service: Service
    process: subprocess.Popen[bytes]
    mark: Path

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Ask it to stop, wait its patience, then kill it and whatever it left in its session."""
        if self.alive:
            self.process.send_signal(self.service.stop_signal)
            try:
                self.process.wait(self.service.patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.mark.unlink(missing_ok=True)


def start(service: Service, marks: Path) -> Running:
    """Start a service in a session of its own (Ctrl-C reaches only the launcher), its output in its log."""
    _turn_over(service.log)
    with service.log.open("ab") as log:
        process = subprocess.Popen(
            service.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=service.folder,
            env=os.environ | dict(service.environment),
            start_new_session=True,
            preexec_fn=die_with_parent(service.stop_signal),
            **identity(service.account),
        )
    mark = marks / f"{service.name}.mark"
    write_mark(mark, process.pid)
    return Running(service, process, mark)


def last_line(log: Path) -> str:
    """The last line a program wrote, for the one sentence that says why it did not start."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return "(no log)"
    return lines[-1].strip()[:300] if lines else "(nothing logged)"


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))
