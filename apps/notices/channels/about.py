"""What must be known of the subjects of notices before anything is said of them outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.notices.models import Notice
from apps.notices.rules import one_line
from apps.record.rules import SUBJECTS
from apps.record.selectors import may_see

SubjectKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class About:
    """What messages about one subject have in common: who may read, whether to say nothing, and else its title."""

    readers: frozenset[int]
    confidential: bool
    title: str


def about(notices: Iterable[Notice], now: datetime) -> dict[SubjectKey, About]:
    """The subjects of notices, each asked about once; inside the tenant context."""
    seats: dict[SubjectKey, set[int]] = {}
    for notice in notices:
        seats.setdefault((notice.subject_kind, notice.subject_id), set()).add(notice.seat_id)
    return {(kind, pk): about_one(kind, pk, seat_ids, now) for (kind, pk), seat_ids in seats.items()}


def about_one(kind: str, pk: int, seat_ids: Iterable[int], now: datetime) -> About:
    """One subject, and which of these seats may see it now."""
    subject = SUBJECTS[kind]
    readers = may_see(kind, pk, now).filter(pk__in=list(seat_ids)).values_list("pk", flat=True)
    confidential = subject.confidential(pk)
    return About(frozenset(readers), confidential, "" if confidential else one_line(subject.titles([pk]).get(pk, "")))
