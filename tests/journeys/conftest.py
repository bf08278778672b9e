"""Committees whose acts really commit, so that the workers' tasks run at once, and a clock to move."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.deadlines.tasks import sweep_deadlines
from tests.cast import NOW, Cast, assemble
from tests.signing_in import sign_in

Move = Callable[[float], datetime]


@pytest.fixture
def committed(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """The cast, committed, with a file storage of its own."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return assemble()


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Sets the portal's clock to so many hours after NOW, and lets the sweep of deadlines run then."""

    def move(hours: float) -> datetime:
        now = NOW + timedelta(hours=hours)
        monkeypatch.setattr("apps.kernel.clock.now", lambda: now)
        sweep_deadlines()
        return now

    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    return move


@pytest.fixture
def session(committed: Cast, wait: Move) -> Callable[[str], Client]:
    """A browser of somebody's own, signed in by the form."""

    def open_session(name: str) -> Client:
        client = Client()
        sign_in(client, committed[name].person)
        return client

    return open_session
