"""The demo's folder: one demo at a time, its secrets, and the file by which manage.py finds it."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from apps.kernel import ed25519, p256
from portal.embedded.errors import LauncherError

ROOT = Path(__file__).resolve().parents[2]


def var_folder() -> Path:
    """VAR_DIR, or var/ in the project."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


@dataclass(frozen=True)
class Held:
    """The folder, held by this launcher until it ends (however it ends)."""

    var: Path
    lock: TextIO

    def announce(self, address: str) -> None:
        """Leave the address for whoever tries to start a second demo here."""
        self.lock.seek(0)
        self.lock.truncate()
        self.lock.write(address)
        self.lock.flush()

    def secret_key(self) -> str:
        """Django's secret key: made once, kept."""
        path = self.var / "secret-key"
        if not path.is_file() or not path.read_text().strip():
            _write_closed(path, secrets.token_urlsafe(50))
        return path.read_text().strip()

    def push_key(self) -> str:
        """The key that signs what browsers are sent: made once, kept."""
        path = self.var / "vapid-key"
        if not path.is_file() or not path.read_text().strip():
            _write_closed(path, p256.make())
        return path.read_text().strip()

    def measures_key(self) -> Path:
        """The file of the key that signs what binds labs, for the worker alone: made once, kept."""
        path = self.var / "measures-key"
        if not path.is_file():
            ed25519.write(path, ed25519.make())
        return path

    @property
    def environment_file(self) -> Path:
        """What manage.py reads when its own environment names no database."""
        return self.var / "demo.env"

    def write_environment(self, environment: Mapping[str, str]) -> None:
        """Write KEY=VALUE lines that only we can read."""
        lines = "".join(f"{name}={value}\n" for name, value in environment.items())
        _write_closed(self.environment_file, f"# The running demo; removed when it stops.\n{lines}")


@contextlib.contextmanager
def hold(var: Path) -> Iterator[Held]:
    """Take the folder; LauncherError, with the address, when a demo already runs in it."""
    for folder in (var, var / "log", var / "run"):
        folder.mkdir(parents=True, exist_ok=True)
    with (var / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "it is still starting"
            raise LauncherError(f"The demo already runs here: {where} (stop it with Ctrl-C).") from None
        held = Held(var, lock)
        held.announce("")
        yield held


def _write_closed(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
