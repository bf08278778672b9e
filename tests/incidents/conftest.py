"""What several of the tests of incidents stand on."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def blobs(settings: Any, tmp_path: Path) -> Path:
    """The folder of a real file storage, as in production."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path
