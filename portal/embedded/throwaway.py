"""A PostgreSQL and a Redis for one command or one test run, deleted with everything in them afterwards."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from portal.embedded import disk, servers
from portal.embedded.accounts import Account, can_use, server_account
from portal.embedded.errors import LauncherError
from portal.embedded.processes import die_with_parent, end_marked, marked, write_mark
from portal.embedded.servers import Servers
from portal.embedded.supervisor import Supervisor

PREFIX = "concord-throwaway-"
KEEPER = "keeper.mark"


@dataclass(frozen=True)
class House:
    """Throw-away servers, who keeps them, and the folder that everything of theirs is in."""

    place: Path
    supervisor: Supervisor
    servers: Servers


@contextmanager
def throwaway() -> Iterator[dict[str, str]]:
    """Run throw-away servers; gives the environment for a command that uses them (the app's role)."""
    with house() as made:
        yield made.servers.environment() | {
            "DATABASE_SUPERUSER_URL": made.servers.superuser_url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "VAR_DIR": str(made.place / "var"),
        }


@contextmanager
def house() -> Iterator[House]:
    """Run throw-away servers, for somebody who also stops and starts them."""
    account = server_account()
    temp = _temp_folder(account)
    disk.require(temp)
    sweep(temp)
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=temp))
    place.chmod(0o711)  # the servers' account passes through; the folders inside are closed
    marks = place / "marks"
    for folder in (marks, place / "log", home := place / "postgres"):
        folder.mkdir()
    write_mark(place / KEEPER, os.getpid())
    supervisor = Supervisor(marks, tell=_tell)
    try:
        yield House(place, supervisor, servers.start(supervisor, account, home, place, durable=False))
    finally:
        supervisor.stop()
        shutil.rmtree(place, ignore_errors=True)


def run(command: Sequence[str]) -> int:
    """Run a command on throw-away servers; its exit status."""
    with throwaway() as environment:
        child = subprocess.Popen(
            list(command), env=os.environ | environment, preexec_fn=die_with_parent(signal.SIGTERM)
        )
        try:
            return _status(child.wait())
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()


def sweep(temp: Path) -> None:
    """Delete what killed runs left: folders of ours whose keeper is gone."""
    for mark in temp.glob(f"{PREFIX}*/{KEEPER}"):
        with suppress(FileNotFoundError):  # its keeper may be deleting it just now
            if mark.stat().st_uid == os.geteuid() and marked(mark) is None:
                end_marked(mark.parent / "marks")
                shutil.rmtree(mark.parent, ignore_errors=True)


def _temp_folder(account: Account) -> Path:
    for folder in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - only ever through mkdtemp
        if can_use(account, folder):
            return folder
    raise LauncherError(f"PostgreSQL runs as {account.name} here, which cannot reach {tempfile.gettempdir()}.")


def _status(code: int) -> int:
    return 128 - code if code < 0 else code


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
