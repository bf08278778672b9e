"""A real worker is killed in the middle of a sweep; after a restart each step has been taken exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import BATCH
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import Cast, assemble
from tests.deadlines import probe

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def _environment(folder: Path) -> dict[str, str]:
    """What a worker needs to use the test's own database, as the app's role, and the demo's clock."""
    database = connection.settings_dict
    parts = urlsplit(os.environ["DATABASE_URL"])
    place = parts.netloc.rpartition("@")[2]
    address = urlunsplit(
        parts._replace(netloc=f"concord_app:{database['PASSWORD']}@{place}", path=f"/{database['NAME']}")
    )
    return os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.deadlines.worker_settings",
        "DEMO": "1",
        "VAR_DIR": str(folder),
    }


@contextmanager
def _worker(folder: Path) -> Iterator[subprocess.Popen]:
    """A Celery worker in a process group of its own; whatever is left of it is killed at the end."""
    command = [sys.executable, "-m", "celery", "-A", "portal.celery:app", "worker", "--pool", "solo", "-l", "warning"]
    with (folder / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle"],
            env=_environment(folder), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield worker
    finally:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


def _ring() -> None:
    """Send the sweep to the workers, as beat does."""
    with Celery(broker=settings.CELERY_BROKER_URL, set_as_current=False) as beat:
        beat.send_task("deadlines.sweep", ignore_result=True)


def _until(true: Callable[[], bool], what: str, folder: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.05)
    pytest.fail(f"{what} within {seconds} s\n{(folder / 'worker.log').read_text()[-3000:]}")


def _steps(cast: Cast) -> Counter:
    with tenant(cast.frontier.pk):
        acts = Act.objects.filter(kind__startswith="deadline.")
        return Counter(acts.values_list("subject_id", "kind", "facts__step"))


def _left(cast: Cast) -> int:
    """How many ladders have not been climbed."""
    with tenant(cast.frontier.pk):
        return Deadline.objects.filter(steps_taken=0).count()


def _leased(cast: Cast, at: datetime) -> bool:
    """Whether the sweep has leased a batch, which puts rows off by two minutes."""
    with tenant(cast.frontier.pk):
        return Deadline.objects.filter(steps_taken=0, next_step_at__gt=at).exists()


REMINDED, OVERDUE, ESCALATED = ("deadline.reminded", 1), ("deadline.overdue", None), ("deadline.escalated", 2)


@pytest.mark.parametrize(
    ("rows", "done", "due_in", "steps"),
    [
        pytest.param(200, 0, timedelta(hours=-1), [REMINDED, OVERDUE, ESCALATED], id="in its first batch"),
        pytest.param(BATCH + 100, BATCH, timedelta(hours=1), [REMINDED], id="in its second batch"),
    ],
)
def test_a_worker_killed_in_a_sweep_leaves_no_step_out_and_takes_none_twice(
    tmp_path: Path, rows: int, done: int, due_in: timedelta, steps: list[tuple[str, int | None]]
) -> None:
    cast, began = assemble(), datetime.now(UTC)
    with tenant(cast.frontier.pk):
        probe.many(cast, rows, due=began + due_in)
    with _worker(tmp_path) as worker:
        _ring()
        _until(lambda: _leased(cast, began) and rows - _left(cast) == done, "the worker is at work", tmp_path)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
    assert rows - _left(cast) == done, "the torn batch left something behind"
    (tmp_path / "clock").write_text("180")  # the leases of the dead have run out
    with _worker(tmp_path):
        _ring()
        _until(lambda: _left(cast) == 0, "the rest is swept", tmp_path)
    taken = _steps(cast)
    assert set(taken.values()) == {1}
    assert Counter(step[1:] for step in taken) == dict.fromkeys(steps, rows)
