"""The stage of the fault tests: real processes of the portal, and of the machines that it talks to."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from celery import Celery
from django.db import OperationalError, connection

from portal.embedded.ports import any_free
from portal.embedded.processes import die_with_parent
from portal.embedded.service import start
from portal.embedded.throwaway import House

HERE = Path(__file__).parent
CELERY = [sys.executable, "-m", "celery", "-A", "portal.celery:app"]
WORKER = ["worker", "-l", "warning", "--without-gossip", "--without-mingle"]
PATIENCE = 180.0
"""Seconds; what is waited for comes in a few, on a machine that has nothing else to do."""


class Machine:
    """Somebody that the portal talks to: it writes down what it accepts, and behaves as it is told."""

    def __init__(self, stage: "Stage", program: str) -> None:
        self.port = any_free()
        self._stage = stage
        self._log, self._mode = stage.folder / f"{program}.accepted", stage.folder / f"{program}.mode"
        self._command = [sys.executable, str(HERE / f"{program}.py"), *map(str, (self.port, self._log, self._mode))]
        self._log.touch()
        self.behave("ok")
        self.start()

    def start(self) -> None:
        """Start it; again at the same address after it has died."""
        self._process = self._stage.spawn(self._command)
        self._stage.until(self._listens, f"{self._command[1]} listens")

    def wait_for_its_end(self) -> None:
        """It has been told to die."""
        self._process.wait(PATIENCE)
        self._stage.kill(self._process)

    def behave(self, mode: str) -> None:
        """How it is to treat what comes from now on."""
        unfinished = self._mode.with_suffix(".new")
        unfinished.write_text(mode)
        unfinished.replace(self._mode)

    @property
    def accepted(self) -> list[list[str]]:
        """What it has accepted, in order; a line is cut at its blanks."""
        return [line.split() for line in self._log.read_text().splitlines()]

    @property
    def count(self) -> int:
        """How often it has accepted something."""
        return self._log.read_bytes().count(b"\n")

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


class Stage:
    """What a fault test starts, kills and waits for; nothing of it is left at the end."""

    def __init__(self, house: House, database: str, folder: Path) -> None:
        self.folder, self.log = folder, folder / "processes.log"
        self.log.touch()
        self._house = house
        self._processes: list[subprocess.Popen] = []
        servers = house.servers
        self.environment = servers.environment() | {
            "DATABASE_URL": servers.cluster.url("concord_app", database),
            "DJANGO_SETTINGS_MODULE": "tests.faults.worker_settings",
            "DEMO": "1",
            "VAR_DIR": str(folder),
        }

    def worker(self, *options: str, queues: str = "celery,notices") -> subprocess.Popen:
        """Start a Celery worker; without other options it is one process that does one thing at a time."""
        return self.spawn([*CELERY, *WORKER, "-Q", queues, *(options or ("--pool", "solo"))])

    def beat(self) -> subprocess.Popen:
        """Start a beat with a schedule file of its own."""
        schedule = self.folder / f"beat-{len(self._processes)}"
        return self.spawn([*CELERY, "beat", "-s", str(schedule), "--pidfile=", "-l", "warning"])

    def spawn(self, command: list[str]) -> subprocess.Popen:
        """Start a process in a group of its own."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command, env=os.environ | self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGKILL),
            )  # fmt: skip
        self._processes.append(process)
        return process

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9, with whatever it has started."""
        self._processes.remove(process)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def clear(self) -> None:
        """Kill everything that was started."""
        while self._processes:
            self.kill(self._processes[-1])

    def until(self, true: Callable[[], bool], what: str, seconds: float = PATIENCE, every: float = 0.02) -> None:
        """Wait until it is true, or fail with the last words of the processes."""
        end = time.monotonic() + seconds
        while not true():
            ended = [process.args for process in self._processes if process.poll() is not None]
            if ended or time.monotonic() > end:
                why = f"ended by themselves: {ended}" if ended else f"not within {seconds:g} s"
                pytest.fail(f"{what}: {why}\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(every)

    def until_database(self, true: Callable[[], bool], what: str) -> None:
        """The same of what a database says that has just been away."""

        def asked() -> bool:
            try:
                return true()
            except OperationalError:
                connection.close()
                return False

        self.until(asked, what, every=0.2)

    def ring(self, task: str, queue: str = "celery") -> None:
        """Send a task that needs no committee to the workers, as beat does."""
        with Celery(broker=self._house.servers.redis.url, set_as_current=False) as app:
            app.send_task(task, queue=queue, ignore_result=True)

    def move_clock(self, seconds: float) -> None:
        """Set how far the portal's clock is ahead, for the test's own process too."""
        unfinished = self.folder / "clock.new"
        unfinished.write_text(str(seconds))
        unfinished.replace(self.folder / "clock")

    @contextmanager
    def without_redis(self) -> Iterator[None]:
        """Redis is gone, and when it is back it knows nothing any more."""
        with self._stopped("redis", signal.SIGTERM):
            yield
        redis = self._house.servers.redis
        redis.wait(lambda: True)

    @contextmanager
    def without_postgres(self) -> Iterator[None]:
        """PostgreSQL falls without a goodbye (its immediate shutdown), and recovers from its log."""
        with self._stopped("postgres", signal.SIGQUIT):
            yield
        self._house.servers.cluster.wait(lambda: True)

    @contextmanager
    def _stopped(self, name: str, how: signal.Signals) -> Iterator[None]:
        kept = next(kept for kept in self._house.supervisor.kept if kept.running.service.name == name)
        kept.running.process.send_signal(how)
        kept.running.process.wait(30)
        try:
            yield
        finally:
            kept.running = start(kept.running.service, self._house.supervisor.marks)
