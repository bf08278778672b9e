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
from django.db import connection

from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import BATCH
from apps.deadlines.states import State
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import Cast, assemble
from tests.deadlines import probe

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

DUE = BATCH + 100
SWEEP = "from apps.deadlines.tasks import sweep_deadlines as sweep; sweep.delay()"


def _environment(folder: Path) -> dict[str, str]:
    """What a worker needs to use the test's own database, as the app's role, and the demo's clock."""
    settings = connection.settings_dict
    parts = urlsplit(os.environ["DATABASE_URL"])
    place = parts.netloc.rpartition("@")[2]
    address = urlunsplit(
        parts._replace(netloc=f"concord_app:{settings['PASSWORD']}@{place}", path=f"/{settings['NAME']}")
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


def _ring(folder: Path) -> None:
    """Send the sweep as beat does."""
    code = f"import django; django.setup(); import portal.celery; {SWEEP}"
    subprocess.run([sys.executable, "-c", code], env=_environment(folder), check=True, timeout=30)


def _until(true: Callable[[], bool], what: str, folder: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.02)
    pytest.fail(f"{what} within {seconds} s\n{(folder / 'worker.log').read_text()[-3000:]}")


def _steps(cast: Cast) -> Counter:
    with tenant(cast.frontier.pk):
        acts = Act.objects.filter(kind__startswith="deadline.")
        return Counter(acts.values_list("subject_id", "kind", "facts__step"))


def _left(cast: Cast) -> int:
    """How many ladders have not been climbed."""
    with tenant(cast.frontier.pk):
        return Deadline.objects.filter(state=State.RUNNING).count()


def _leased(cast: Cast) -> bool:
    """Whether the sweep has leased a batch."""
    with tenant(cast.frontier.pk):
        return Deadline.objects.filter(state=State.RUNNING, next_step_at__gt=datetime.now(UTC)).exists()


@pytest.mark.parametrize("moment", ["in its first batch", "in its second batch"])
def test_a_worker_killed_in_a_sweep_leaves_no_step_out_and_takes_none_twice(tmp_path: Path, moment: str) -> None:
    cast = assemble()
    with tenant(cast.frontier.pk):
        probe.many(cast, DUE, due=datetime.now(UTC) - timedelta(hours=1))
    reached = {"in its first batch": lambda: _leased(cast), "in its second batch": lambda: _left(cast) < DUE}[moment]
    with _worker(tmp_path) as worker:
        _ring(tmp_path)
        _until(reached, f"the worker is {moment}", tmp_path)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
    assert _left(cast) == {"in its first batch": DUE, "in its second batch": DUE - BATCH}[moment]
    (tmp_path / "clock").write_text("180")  # the leases of the dead have run out
    with _worker(tmp_path):
        _ring(tmp_path)
        _until(lambda: _left(cast) == 0, "the rest is swept", tmp_path)
    steps = _steps(cast)
    assert set(steps.values()) == {1}
    assert Counter(step[1:] for step in steps) == {
        ("deadline.reminded", 1): DUE,
        ("deadline.overdue", None): DUE,
        ("deadline.escalated", 2): DUE,
    }
