"""The outbox worked off in the test's own process."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from apps.notices.services import deliver_batch, expand
from tests.cast import NOW, Cast

AT = NOW + timedelta(days=3)
"""The machines' clock; far from the portal's, to show that they are two."""


@pytest.fixture
def work(cast: Cast) -> Callable[..., int]:
    """Expand and deliver all that is due in Frontier; how many deliveries were tried."""

    def run(at: datetime = AT) -> int:
        expand(cast.frontier.pk, now=NOW, at=at)
        return deliver_batch(cast.frontier.pk, "email", now=NOW, watch=lambda: at)

    return run
