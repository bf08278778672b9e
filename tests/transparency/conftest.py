"""Acts that publish."""

import pytest

from tests.transparency import probe


@pytest.fixture(autouse=True)
def bulletins() -> None:
    probe.register()
