"""Real workers are killed and Redis is flushed in the middle of hundreds of deliveries: nothing is lost or doubled."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from redis import Redis

from apps.kernel.tenancy.context import tenant
from apps.kernel.tenancy.tasks import TenantTask
from apps.notices.models import Delivery, FanOut, Notice
from apps.notices.states import DeliveryState
from portal.celery import app
from tests.cast import Cast, assemble
from tests.notices import probe

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ACTS = 90
READERS = 4
ALL = ACTS * READERS
CELERY = [sys.executable, "-m", "celery", "-A", "portal.celery:app"]
WORKER = ["worker", "--pool", "solo", "-l", "warning", "--without-gossip", "--without-mingle"]


class Mailbox:
    """A mail server's handler: keeps the Message-ID of everything it has accepted, and takes its time."""

    def __init__(self) -> None:
        self.accepted: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.accepted.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Controller]:
    """A mail server on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def environment(tmp_path: Path, mailbox: Controller) -> dict[str, str]:
    """What a worker needs to use the test's own database, as the app's role, and the test's mail server."""
    database = connection.settings_dict
    parts = urlsplit(os.environ["DATABASE_URL"])
    login = f"concord_app:{database['PASSWORD']}@{parts.netloc.rpartition('@')[2]}"
    return os.environ | {
        "DATABASE_URL": urlunsplit(parts._replace(netloc=login, path=f"/{database['NAME']}")),
        "DJANGO_SETTINGS_MODULE": "tests.notices.worker_settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "VAR_DIR": str(tmp_path),
    }


@contextmanager
def _process(arguments: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A Celery process in a group of its own; whatever is left of it is killed at the end."""
    with _log(environment).open("ab") as log:
        process = subprocess.Popen(
            [*CELERY, *arguments], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        _kill(process)


def _kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def _log(environment: dict[str, str]) -> Path:
    return Path(environment["VAR_DIR"]) / "celery.log"


def _until(true: Callable[[], bool], what: str, environment: dict[str, str], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.01)
    pytest.fail(f"not within {seconds} s: {what}\n{_log(environment).read_text()[-3000:]}")


def _act(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record the acts; their commits ring for the real workers."""
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    lab = cast["aster.liaison"].organisation
    for _ in range(ACTS):
        with tenant(cast.frontier.pk):
            probe.tell(lab)


def _beat(folder: Path) -> list[str]:
    return ["beat", "-s", str(folder / "beat"), "--pidfile", str(folder / "beat.pid"), "-l", "warning"]


def _all_sent(cast: Cast) -> bool:
    with tenant(cast.frontier.pk):
        return Delivery.objects.filter(state=DeliveryState.SENT).count() == ALL


def test_nothing_is_lost_when_workers_are_killed_and_redis_is_flushed(
    mailbox: Controller, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = assemble()
    accepted = mailbox.handler.accepted
    with (
        _process(_beat(tmp_path), environment),
        _process(WORKER, environment) as first,
        _process(WORKER, environment) as second,
    ):
        _act(cast, monkeypatch)
        _until(lambda: len(accepted) >= ALL // 4, "a quarter is sent", environment)
        _kill(first)
        Redis.from_url(settings.REDIS_URL).flushall()
        with _process(WORKER, environment):
            _until(lambda: len(accepted) >= ALL // 2, "half is sent", environment)
            _kill(second)
            _until(lambda: _all_sent(cast), "everything is sent", environment)
    with tenant(cast.frontier.pk):
        assert not FanOut.objects.filter(expanded_at=None).exists()
        inboxes = Counter(Notice.objects.values_list("seat_id", "act_id"))
        message_ids = set(Delivery.objects.values_list("message_id", flat=True))
    assert len(inboxes) == ALL
    assert set(inboxes.values()) == {1}
    assert set(accepted) == message_ids
    # A worker that dies between acceptance and mark repeats that one message, no more.
    assert len(accepted) - len(message_ids) <= 2


def test_a_worker_that_lives_through_a_flush_of_redis_still_hears_the_sweep(
    mailbox: Controller, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The acts' own bells are lost here, so that only beat's messages can wake the worker."""
    cast = assemble()
    accepted = mailbox.handler.accepted
    monkeypatch.setattr(TenantTask, "apply_async", _lost)
    with _process(_beat(tmp_path), environment), _process(WORKER, environment):
        with tenant(cast.frontier.pk):
            probe.tell(cast["aster.liaison"].organisation)
        _until(lambda: len(accepted) == READERS, "the first is sent", environment)
        Redis.from_url(settings.REDIS_URL).flushall()
        with tenant(cast.frontier.pk):
            probe.tell(cast["aster.liaison"].organisation)
        _until(lambda: len(accepted) == 2 * READERS, "the second is sent", environment)


def _lost(*_args: Any, **_options: Any) -> None:
    raise ConnectionError("no broker")
