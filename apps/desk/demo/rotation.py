"""How a story's chair rotates: started so long ago that the present term ends while one watches."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apps.chairs.models import Term
from apps.chairs.rules.plan import at_wall, boundary
from apps.chairs.services import settle, start_rotation
from apps.chairs.states import TermState
from apps.committees.models import Organisation
from apps.deadlines.rules.reckoning import months_on
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.parts import RotationStarted


def starts_at(event: RotationStarted, now: datetime, zone: str) -> datetime:
    """When the rotation began, so that so many terms end just after `now`.

    In the last days of some months no term ends on this very day: then it is the first that ends later.
    """
    ends = now.replace(second=0, microsecond=0) + event.ends_in
    local = ends.astimezone(ZoneInfo(zone))
    months = event.months * event.terms
    first = months_on(local.date(), -months)
    for days in range(5):
        begins = at_wall(first + timedelta(days=days), local.time(), zone)
        if boundary(begins, event.months, event.terms, zone) >= ends:
            return begins
    raise ValueError("no term ends near enough")


def start(event: RotationStarted, clerk: str, at: datetime) -> None:
    """The clerk closes the list of all labs and independent members, and names who presides first."""
    members = list(Organisation.objects.filter(key__in=event.members))
    first = next(one for one in members if one.key == event.first)
    start_rotation(actor=viewer(clerk, at), now=at, members=members, first=first)


def pass_on_until(at: datetime) -> None:
    """Hand the chair over at the full minutes at which the sweep would have done it."""
    for ends_at in _ends(at):
        settle(ends_at)


def _ends(at: datetime) -> Iterator[datetime]:
    while term := Term.objects.filter(state=TermState.RUNNING, ends_at__lte=at).first():
        yield term.ends_at
