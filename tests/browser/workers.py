"""Real worker and beat processes beside the live server, on its database, and the clock that moves for all of them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from apps.kernel import clock
from portal.embedded.processes import die_with_parent
from tests.bell import rings

CELERY = [sys.executable, "-m", "celery", "-A", "portal.celery:app"]
PATIENCE = 90.0
"""Seconds; what is waited for comes in a few."""
CALM = 5.0
"""Seconds in which every sweep has had its turn."""


class Workers:
    """What the test starts beside the live server; `move` lets time pass for everybody."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "processes.log"
        self._processes: list[subprocess.Popen] = []
        self._environment = os.environ | {
            "DATABASE_URL": _url(connection.settings_dict),
            "REDIS_URL": settings.REDIS_URL,
            "DJANGO_SETTINGS_MODULE": "tests.browser.worker_settings",
            "DEMO": "1",
            "VAR_DIR": str(folder),
        }

    def start(self) -> None:
        """Start one worker and one beat."""
        self._spawn("worker", "-l", "warning", "--pool", "solo", "--without-gossip", "--without-mingle")
        self._spawn("beat", "-s", str(self.folder / "beat"), "--pidfile=", "-l", "warning")

    def stop(self) -> None:
        """Kill them."""
        for process in self._processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def move(self, by: timedelta) -> None:
        """Let so much time pass."""
        unfinished = self.folder / "clock.new"
        unfinished.write_text(str((clock.offset() + by).total_seconds()))
        unfinished.replace(self.folder / "clock")

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until the workers have done it, or fail with their last words."""
        end = time.monotonic() + PATIENCE
        while not true():
            ended = [process.args for process in self._processes if process.poll() is not None]
            if ended or time.monotonic() > end:
                said = self.log.read_text(errors="replace")[-3000:]
                pytest.fail(f"{what}: {f'ended: {ended}' if ended else f'not within {PATIENCE:g} s'}\n{said}")
            time.sleep(0.2)

    def settled(self, asked: Callable[[], str], what: str) -> str:
        """What is said once it has been the same for a while, for several sweeps may have their turn first."""
        said, since = asked(), time.monotonic()

        def same() -> bool:
            nonlocal said, since
            if (now := asked()) != said:
                said, since = now, time.monotonic()
            return bool(said) and time.monotonic() - since > CALM

        self.until(same, what)
        return said

    def _spawn(self, *words: str) -> None:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*CELERY, *words], env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGKILL),
            )  # fmt: skip
        self._processes.append(process)


def _url(database: dict[str, Any]) -> str:
    """The address of the test's database."""
    return "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(
        **{name: quote(str(value or ""), safe="") for name, value in database.items() if isinstance(value, str | int)}
    )


@contextmanager
def at_work(folder: Path, changes: Any) -> Iterator[Workers]:
    """Workers for as long as a test lasts, once it starts them; what the live server commits rings for them."""
    changes.DEMO_CLOCK_FILE = folder / "clock"
    workers = Workers(folder)
    with rings(settings.REDIS_URL, changes):
        try:
            yield workers
        finally:
            workers.stop()
