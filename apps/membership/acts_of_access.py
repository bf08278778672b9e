"""What can happen to an authority's access, and the clock that reminds of its end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from apps.committees.models import Access, Administrator, Seat
from apps.deadlines.rules.clocks import CLOCKS, ClockRule, Step
from apps.record.rules import AUDIENCES, ActKind, Audience, declare

GRANTED = "access.granted"
ENDED = "access.ended"
CLOCK = "membership.access"
MANAGERS = "organisation_administrator"
TOLD = ("members", "clerks", MANAGERS)


def _managers(organisation_id: int, at: datetime) -> QuerySet[Seat]:
    managing = Administrator.objects.at(at).filter(organisation=organisation_id)
    return Seat.objects.at(at).filter(pk__in=managing.values("seat"))


def _days(organisation_id: int) -> int:
    """How many days the newest access runs, as the committee's calendar counts them."""
    newest = Access.objects.select_related("committee").filter(organisation=organisation_id).latest("starts_at")
    zone = ZoneInfo(newest.committee.zone)
    began, ends = (moment.astimezone(zone).date() for moment in (newest.starts_at, newest.ends_at))
    return (ends - began) // timedelta(days=1)


def register() -> None:
    """Fill the catalogue, the audiences and the clocks."""
    AUDIENCES.register(MANAGERS, Audience(MANAGERS, "the organisation's administrator", _managers))
    CLOCKS.register(
        CLOCK,
        ClockRule(
            key=CLOCK,
            name="Renew the authority's access, or let it end",
            owed_by=("clerks",),
            length=_days,
            unit="days",
            because="The access was granted for {length}. Then the authority's seats end, unless it is renewed.",
            ladder=(
                Step(-30 * 24, to=("clerks", MANAGERS), does="remind"),
                Step(-7 * 24, to=("clerks", MANAGERS), does="remind"),
                Step(-24, to=("clerks", MANAGERS), does="remind"),
            ),
            at_end=ENDED,
            end_after_hours=0,
        ),
    )
    declare(
        ActKind(
            GRANTED,
            "granted access to the authority",
            TOLD,
            starts=(CLOCK,),
            meets=(CLOCK,),
            icon="calendar-time",
            founding=True,
        ),
        ActKind(
            ENDED,
            "noted that the authority's access has ended",
            TOLD,
            meets=(CLOCK,),
            icon="calendar-x",
            urgent=True,
            founding=True,
        ),
    )
