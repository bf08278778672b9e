"""A worker's key, and documents that it really signs, for tests."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from apps.kernel import clock, ed25519
from apps.kernel.tenancy.context import tenant
from apps.pauses import tasks
from apps.pauses.models import MeasuresKey, SignedMeasures
from tests.cast import Cast


def give_key(settings: Any, folder: Path, name: str = "measures-key") -> Path:
    """A new key in a file that the worker is told of."""
    path = folder / name
    ed25519.write(path, ed25519.make())
    settings.MEASURES_KEY_FILE = str(path)
    return path


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The portal's clock stands at the instant."""
    monkeypatch.setattr(clock, "now", lambda: at)


def sign(cast: Cast, monkeypatch: pytest.MonkeyPatch, at: datetime) -> dict[str, SignedMeasures]:
    """What the worker's task has signed by the instant, by lab."""
    set_clock(monkeypatch, at)
    with tenant(cast.frontier.pk):
        tasks.sign_measures.apply_async()
        return {row.organisation.key: row for row in SignedMeasures.objects.select_related("organisation")}


def pinned() -> dict[str, str]:
    """The keys as a lab has them."""
    return {row.key_id: row.public_key for row in MeasuresKey.objects.all()}
