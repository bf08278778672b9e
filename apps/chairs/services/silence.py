"""A chair who leaves a duty of the office undone and is not heard of for long counts as absent."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import Greatest

from apps.chairs import acts
from apps.chairs.models import Absence
from apps.chairs.rules import charter as articles
from apps.chairs.rules.who import PORTAL
from apps.chairs.selectors import Board
from apps.chairs.services.cycles import subject_of
from apps.chairs.states import TermKind
from apps.committees.models import ActingChair, Office
from apps.committees.states import OfficeKind
from apps.deadlines.models import Deadline
from apps.deadlines.states import CLIMBING
from apps.record.models import Act
from apps.record.services import record

CHAIR = "chair"


def note_silence(found: Board) -> None:
    """Find the chair absent where a duty of the office is so long overdue and the office has done nothing since."""
    term, now = found.running, found.at
    if term is None or term.kind == TermKind.INTERIM:
        return
    if Absence.objects.at(now).filter(organisation=term.organisation_id).exists():
        return
    hours = found.rule(articles.SILENCE_HOURS)
    due = _neglected_since(term.starts_at, now - timedelta(hours=hours))
    if due is None or _was_heard(due, now):
        return
    because = f"Nothing was heard of the chair for {hours} hours after a duty of the office was due."
    Absence.objects.create(organisation_id=term.organisation_id, because=because, declared_by=None, starts_at=now)
    facts = {"organisation": found.scene.organisations[term.organisation_id].key, "because": because}
    record(acts.ABSENT, actor=PORTAL, now=found.now, subject=subject_of(found.rotation), facts=facts)


def next_silence(found: Board) -> datetime | None:
    """The next instant at which the chair will count as absent unless it is heard of (two queries)."""
    term = found.running
    if term is None or term.kind == TermKind.INTERIM:
        return None
    length = timedelta(hours=found.rule(articles.SILENCE_HOURS))
    coming = _duties(term.starts_at).filter(neglected_at__gt=found.at - length)
    first = coming.aggregate(first=Min("neglected_at"))["first"]
    return first and first + length


def _neglected_since(since: datetime, until: datetime) -> datetime | None:
    """When the latest duty of the chair fell due that was due in this span and is not done yet."""
    return _duties(since).filter(neglected_at__lte=until).aggregate(latest=Max("due_at"))["latest"]


def _duties(since: datetime) -> QuerySet[Any]:
    """What the chair owes that was due since then or will be; `neglected_at` is when it was due and nobody was on it."""
    duties = Deadline.objects.filter(
        owed_by__has_key=CHAIR, state__in=CLIMBING, due_at__gte=since, second_to=None
    ).annotate(neglected_at=Greatest("due_at", "taken_on_until"))
    stood_back = ActingChair.objects.filter(ends_at=None).exclude(subject_kind="")
    for kind, pk in stood_back.values_list("subject_kind", "subject_id"):
        duties = duties.exclude(Q(subject_kind=kind, subject_id=pk))
    return duties


def _was_heard(since: datetime, now: datetime) -> bool:
    office = Office.objects.at(now).filter(kind=OfficeKind.CHAIR).first()
    if office is None:
        return True
    seats = [pk for pk in (office.seat_id, office.deputy_id) if pk]
    return Act.objects.filter(seat_id__in=seats, at__gte=since).exists()
