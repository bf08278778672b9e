"""A PostgreSQL cluster of our own: made once, reached by a unix socket only, run by a lesser account."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from portal.embedded.accounts import Account, give, identity, ourselves
from portal.embedded.errors import LauncherError
from portal.embedded.processes import end
from portal.embedded.service import Service, last_line

SUPERUSER = "postgres"
PATIENCE = 30.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder around it is closed; who connects is asked of the kernel
    "max_connections": "80",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}
# Even so a crash of the process loses nothing; one of the machine may, which a throw-away need not survive.
THROWAWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Cluster:
    """Where a cluster lives, who runs it, and whether it must survive the machine's crash."""

    home: Path
    sockets: Path
    programs: Path
    account: Account
    log: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "data"

    def url(self, role: str, database: str = "concord") -> str:
        """The address of a database in this cluster for a role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def create(self) -> None:
        """Make the data folder unless it is there; a half-made one of a killed run is made anew."""
        give(self.sockets, self.account)
        if not (self.data / "PG_VERSION").is_file() or (self.home / "unfinished").exists():
            (self.home / "unfinished").touch()
            shutil.rmtree(self.data, ignore_errors=True)
            self.data.mkdir()
            give(self.data, self.account)
            self._initdb()
            (self.home / "unfinished").unlink()
        self._write_access()

    def service(self) -> Service:
        """How the server is run: in the foreground; SIGINT is its fast shutdown, which loses nothing."""
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)} | ({} if self.durable else THROWAWAY)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            command=[str(self.programs / "postgres"), "-D", str(self.data), *options],
            log=self.log,
            account=self.account,
            stop_signal=signal.SIGINT,
            patience=20,
        )

    def wait(self, alive: Callable[[], bool]) -> None:
        """Return once the server answers; LauncherError with its last words when it does not."""
        until = time.monotonic() + PATIENCE
        while alive() and time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2).close()
                return
            time.sleep(0.05)
        raise LauncherError(f"PostgreSQL did not start: {last_line(self.log)} (see {self.log})")

    def end_leftovers(self) -> bool:
        """Stop a server that a killed run left here, and forget a dead one's pid file; whether one ran."""
        ours = [process for process in psutil.process_iter(["name"]) if self._works_here(process)]
        if ours:
            end((p for p in ours if p.ppid() not in {o.pid for o in ours}), signal.SIGINT, patience=20)
            end((p for p in ours if p.is_running()), signal.SIGKILL, patience=5)
        # Nobody can own these now; a process id that came round again would keep PostgreSQL from starting.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for stale in self.sockets.glob(".s.PGSQL.*"):
            stale.unlink()
        return bool(ours)

    def _works_here(self, process: psutil.Process) -> bool:
        try:
            # The server and each of its children work in the data folder.
            return process.info["name"].startswith("postgres") and Path(process.cwd()) == self.data.resolve()
        except (psutil.Error, OSError):
            return False

    def _initdb(self) -> None:
        command = [str(self.programs / "initdb"), "-D", str(self.data), "-U", SUPERUSER, "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--auth=peer"]
        command += [] if self.durable else ["--no-sync"]
        made = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **identity(self.account))
        if made.returncode != 0:
            words = (made.stderr or made.stdout).strip().splitlines() or ["no reason given"]
            raise LauncherError(f"PostgreSQL's data folder {self.data} could not be made: {words[-1]}")

    def _write_access(self) -> None:
        names = sorted({ourselves().name, self.account.name})
        ident = "".join(f'launcher "{name}" all\n' for name in names)
        self._write("pg_hba.conf", "local all all peer map=launcher\n")
        self._write("pg_ident.conf", ident)

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text)
        if not self.account.is_us:
            os.chown(path, self.account.uid, self.account.gid)
