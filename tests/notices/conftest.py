"""The outbox worked off in the test's own process."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from apps.committees.models import Organisation
from apps.notices.services import deliver_batch, expand
from tests.cast import NOW, Cast
from tests.notices.receiver import Receiver, receiving

Work = Callable[..., int]

AT = NOW + timedelta(days=3)
"""The machines' clock; far from the portal's, to show that they are two."""


@pytest.fixture
def work(cast: Cast) -> Work:
    """Expand and deliver all that is due in Frontier; how many deliveries were tried."""

    def run(at: datetime = AT) -> int:
        expand(cast.frontier.pk, now=NOW, at=at)
        return deliver_batch(cast.frontier.pk, "email", now=NOW, watch=lambda: at)

    return run


@pytest.fixture
def post(frontier: Cast) -> Work:
    """Expand, and deliver what is due over webhooks; how many were tried."""

    def run(at: timedelta = timedelta(), now: timedelta = timedelta()) -> int:
        expand(frontier.frontier.pk, now=NOW + now, at=AT + at)
        return deliver_batch(frontier.frontier.pk, "webhook", now=NOW + now, watch=lambda: AT + at)

    return run


@pytest.fixture
def aster(frontier: Cast) -> Organisation:
    """The lab that the probes are about."""
    return frontier["aster.liaison"].organisation


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that takes whatever is sent to it."""
    with receiving() as open_receiver:
        yield open_receiver
