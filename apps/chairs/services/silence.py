"""A chair who leaves a duty of the office undone and is not heard of for long counts as absent."""

from datetime import datetime, timedelta

from django.db.models import Max, Min, Q
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


def note_silence(found: Board) -> datetime | None:
    """Find the chair absent where a duty of the office is so long overdue and the office has done nothing since.

    Returns the next instant at which a duty will be; None where no later one is known.
    """
    term, now = found.running, found.at
    if term is None or term.kind == TermKind.INTERIM:
        return None
    if Absence.objects.at(now).filter(organisation=term.organisation_id).exists():
        return None
    hours = found.rule(articles.SILENCE_HOURS)
    due, coming = _neglected(term.starts_at, now - timedelta(hours=hours))
    if due is None or _was_heard(due, now):
        return coming and coming + timedelta(hours=hours)
    because = f"Nothing was heard of the chair for {hours} hours after a duty of the office was due."
    Absence.objects.create(organisation_id=term.organisation_id, because=because, declared_by=None, starts_at=now)
    facts = {"organisation": found.scene.organisations[term.organisation_id].key, "because": because}
    record(acts.ABSENT, actor=PORTAL, now=found.now, subject=subject_of(found.rotation), facts=facts)
    return None


def _neglected(since: datetime, until: datetime) -> tuple[datetime | None, datetime | None]:
    """Of what the chair owes and was due in this span: when the latest fell due; and when the next is neglected.

    A duty is neglected from when it was due, or from when nobody is on it any more.
    """
    duties = Deadline.objects.filter(
        owed_by__has_key=CHAIR, state__in=CLIMBING, due_at__gte=since, second_to=None
    ).annotate(neglected_at=Greatest("due_at", "taken_on_until"))
    stood_back = ActingChair.objects.filter(ends_at=None).exclude(subject_kind="")
    for kind, pk in stood_back.values_list("subject_kind", "subject_id"):
        duties = duties.exclude(Q(subject_kind=kind, subject_id=pk))
    found = duties.aggregate(
        latest=Max("due_at", filter=Q(neglected_at__lte=until)),
        coming=Min("neglected_at", filter=Q(neglected_at__gt=until)),
    )
    return found["latest"], found["coming"]


def _was_heard(since: datetime, now: datetime) -> bool:
    office = Office.objects.at(now).filter(kind=OfficeKind.CHAIR).first()
    if office is None:
        return True
    seats = [pk for pk in (office.seat_id, office.deputy_id) if pk]
    return Act.objects.filter(seat_id__in=seats, at__gte=since).exists()
