"""Periods, books and people of the money, for tests."""

from datetime import UTC, date, datetime

from apps.committees.models import Office
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind
from apps.funding.models import Period
from apps.funding.services.periods import open_period
from tests.cast import BEGINNING, NOW, Cast

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NEXT = (date(2027, 1, 1), date(2027, 12, 31))
IN_2027 = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def give_office(people: Cast, name: str, kind: OfficeKind) -> None:
    """Let the seat hold an office since the beginning."""
    Office.objects.create(kind=kind, seat=people[name], starts_at=BEGINNING)


def treasurer(people: Cast, at: datetime = NOW) -> Viewer:
    """The independent member as treasurer."""
    if not Office.objects.filter(kind=OfficeKind.TREASURER).exists():
        give_office(people, "independent", OfficeKind.TREASURER)
    return people.viewer("independent", at)


def periods(people: Cast) -> tuple[Period, Period]:
    """2026 and 2027, both open, in euros."""
    actor = treasurer(people)
    return (
        open_period(actor=actor, now=NOW, name="2026", first=YEAR[0], last=YEAR[1], currency="EUR"),
        open_period(actor=actor, now=NOW, name="2027", first=NEXT[0], last=NEXT[1]),
    )
