"""An object that files can belong to, a storage of the test's own, and samples of every type."""

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.files import probe


@pytest.fixture(autouse=True)
def dossiers() -> None:
    probe.register()


@pytest.fixture
def blobs(settings: Any, tmp_path: Path) -> Path:
    """The folder of a real file storage, as in production."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path


@pytest.fixture
def subject(frontier: Cast) -> tuple[str, int, str]:
    """Aster's dossier, with Frontier's context open."""
    return probe.dossier_of(frontier["aster.liaison"].organisation)


def stored(folder: Path) -> list[Path]:
    """Every blob in the folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
