"""The watch itself: what is said of the sweep. Only clerks see it, for how much was due is a secret of who owes it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.committees.models import Committee, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

WATCH = "deadline_watch"
CAUGHT_UP = "deadlines.caught_up"


def _watch(viewer: Viewer) -> QuerySet[Committee]:
    rows = Committee.objects.filter(pk=viewer.committee_id)
    return rows if viewer.is_clerk or viewer.is_operator else rows.none()


def _clerks(_committee_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(role=Role.CLERK)


def register() -> None:
    """Add the subject and what happens to it."""
    SUBJECTS.register(
        WATCH,
        SubjectKind(
            WATCH,
            "watch over deadlines",
            lambda slug, _ref: f"/c/{slug}/deadlines/",
            visible=_watch,
            seats=_clerks,
            confidential=lambda _committee_id: False,
        ),
    )
    declare(
        ActKind(
            CAUGHT_UP,
            str(_("caught up with deadlines after a time in which nobody looked")),
            ("clerks",),
            icon="clock-exclamation",
            urgent=True,
            founding=True,
        )
    )
