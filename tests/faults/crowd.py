"""Many readers, many acts that they must be told of, and the count of what has become of them."""

from collections import Counter

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Portal
from apps.committees.states import Role
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Delivery, FanOut, Notice
from apps.notices.states import DeliveryState
from apps.record.services import Entry, record_all
from tests.cast import BEGINNING, NOW, Cast
from tests.notices import probe

AT_FIRST = 4
"""Whom an act about Aster is told to in the standing cast: Aster's three and the clerk."""


def gather(cast: Cast, readers: int) -> Organisation:
    """Seat liaisons at Aster until so many read of it; the lab."""
    lab = cast["aster.liaison"].organisation
    more = range(readers - AT_FIRST)
    people = User.objects.bulk_create(
        [User(email=f"liaison-{n}@aster.example", name=f"Liaison {n}", password="!") for n in more]
    )
    with tenant(cast.frontier.pk):
        seats = [Seat(organisation=lab, person=each, role=Role.LIAISON, starts_at=BEGINNING) for each in people]
        Seat.objects.bulk_create(seats)
    return lab


def tell(cast: Cast, lab: Organisation, acts: int) -> None:
    """Record so many acts that all of them must be told of, in one transaction."""
    entry = Entry("probe.told", Portal("the test's clock"), (probe.KIND, lab.pk, f"PRB-{lab.key}"))
    with tenant(cast.frontier.pk):
        record_all([entry] * acts, now=NOW)


def all_sent(cast: Cast, count: int) -> bool:
    """Whether so many deliveries are marked as sent, and no more are to come."""
    with tenant(cast.frontier.pk):
        states = Counter(Delivery.objects.values_list("state", flat=True))
        return states == {DeliveryState.SENT: count} and not FanOut.objects.filter(expanded_at=None).exists()


def inboxes(cast: Cast) -> Counter:
    """How often each act is in each inbox."""
    with tenant(cast.frontier.pk):
        return Counter(Notice.objects.values_list("seat_id", "act_id"))


def message_ids(cast: Cast, channel: str = "email") -> set[str]:
    """The ids of all messages of a channel."""
    with tenant(cast.frontier.pk):
        return set(Delivery.objects.filter(channel=channel).values_list("message_id", flat=True))
