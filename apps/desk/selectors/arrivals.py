"""Where a notice has arrived: of each seat whether it was delivered, opened, or lost on the way."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Seat
from apps.committees.states import Role
from apps.notices.models import Delivery, Notice
from apps.notices.states import OPEN, DeliveryState
from apps.record.models import Act


class Stage(StrEnum):
    """How far a notice has come to one seat."""

    OPENED = "opened"
    DELIVERED = "delivered"
    UNDERWAY = "underway"
    LOST = "lost"


WORDS = {
    Stage.OPENED: (_("Opened"), "ok"),
    Stage.DELIVERED: (_("Delivered"), "info"),
    Stage.UNDERWAY: (_("On its way"), "neutral"),
    Stage.LOST: (_("Not delivered"), "stop"),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One seat, how far the notice has come, since when, and what the other end said where it failed."""

    seat: Seat
    stage: Stage
    at: datetime | None = None
    error: str = ""

    @property
    def is_there(self) -> bool:
        """Whether it has reached the person's mailbox, or the person."""
        return self.stage in {Stage.OPENED, Stage.DELIVERED}

    @property
    def words(self) -> str:
        """The stage in words."""
        return str(WORDS[self.stage][0])

    @property
    def tone(self) -> str:
        """The stage's colour."""
        return WORDS[self.stage][1]


def arrivals(act: Act) -> list[Arrival]:
    """Of each person's seat at the instant of the act, how far its notice has come (three queries).

    Whoever did the act is not told of it and left out.
    """
    seats = Seat.objects.at(act.at).exclude(Q(role=Role.SERVICE) | Q(pk=act.seat_id or 0))
    seats = seats.select_related("organisation", "person")
    notices = {notice.seat_id: notice for notice in Notice.objects.filter(act=act)}
    sent = defaultdict(list)
    for delivery in Delivery.objects.filter(notice__act=act).order_by("id"):
        sent[delivery.notice_id].append(delivery)
    rows = seats.order_by("organisation__name", "role", "id")
    return [_arrival(seat, notices.get(seat.pk), sent) for seat in rows]


def _arrival(seat: Seat, notice: Notice | None, sent: dict[int | None, list[Delivery]]) -> Arrival:
    if notice is None:
        return Arrival(seat, Stage.UNDERWAY)
    if notice.read_at is not None:
        return Arrival(seat, Stage.OPENED, notice.read_at)
    deliveries = sent[notice.pk]
    there = [one for one in deliveries if one.state == DeliveryState.SENT]
    if there:
        return Arrival(seat, Stage.DELIVERED, there[0].sent_at)
    lost = [one for one in deliveries if one.state in {DeliveryState.FAILED, DeliveryState.GIVEN_UP}]
    if lost:
        return Arrival(seat, Stage.LOST, error=lost[-1].error)
    if any(one.state in OPEN for one in deliveries):
        return Arrival(seat, Stage.UNDERWAY)
    return Arrival(seat, Stage.LOST)
