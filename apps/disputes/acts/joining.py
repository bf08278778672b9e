"""What can happen when a member asks to take part in a case, and who is told."""

from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Seat
from apps.committees.selectors import presiding
from apps.committees.states import Role
from apps.disputes.acts.sides import PANEL, READERS, SIDES
from apps.disputes.models import CaseParty
from apps.disputes.rules.who import SUBJECT
from apps.record.rules import AUDIENCES, ActKind, Audience, declare

ASKED = "dispute.join_asked"
TAKEN_BACK = "dispute.join_taken_back"
JOINED = "dispute.joined"
KEPT_OUT = "dispute.join_refused"
LEFT = "dispute.left"
ORDERS = "dispute.orders"


def _ordering(case_id: int, at: datetime) -> QuerySet[Seat]:
    """Whoever presides over the case, and the clerks where nobody without a stake does."""
    head = presiding(at, SUBJECT, case_id).seat
    seats = Seat.objects.at(at)
    parties = CaseParty.objects.filter(case=case_id, left_at=None).values("organisation")
    neutral = seats.exclude(organisation__in=parties)
    heads = neutral.filter(pk=head.pk) if head else neutral.none()
    return heads if heads.exists() else neutral.filter(role=Role.CLERK)


def register() -> None:
    """Fill the audience and the catalogue."""
    AUDIENCES.register(ORDERS, Audience(ORDERS, "whoever presides over the case", _ordering))
    declare(
        ActKind(ASKED, "asked to take part", told=(SIDES, ORDERS, PANEL), asks="Whoever orders in the case decides.", icon="user-question"),
        ActKind(TAKEN_BACK, "took back its request to take part", told=(ORDERS, PANEL), icon="arrow-back-up"),
        ActKind(JOINED, "let a member take part", told=(READERS,), icon="user-plus"),
        ActKind(KEPT_OUT, "did not let a member take part", told=(READERS,), icon="user-x"),
        ActKind(LEFT, "takes part no more", told=(READERS,), icon="user-minus"),
    )  # fmt: skip
