"""Who is asked to decide under an order: whoever presides over it, or the clerks where that is nobody without a stake."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.committees.models import ActingChair, Office, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import presiding
from apps.committees.states import OfficeKind, Role
from apps.pauses.models import SUBJECT, presided_by


def clerks_do(order_id: int, barred: Collection[int], at: datetime) -> bool:
    """Whether a clerk decides, because nobody presides over the order, or only one of these organisations."""
    seat = presiding(at, SUBJECT, order_id).seat
    return seat is None or seat.organisation_id in barred


def deciding_seats(order_id: int, barred: Collection[int], at: datetime) -> QuerySet[Seat]:
    """The seats that decide where these organisations have a stake of their own."""
    seats = Seat.objects.at(at)
    seat = presiding(at, SUBJECT, order_id).seat
    if seat is None or seat.organisation_id in barred:
        return seats.filter(role=Role.CLERK).exclude(organisation__in=barred)
    return seats.filter(pk=seat.pk)


def decided_by(rows: QuerySet[Any], viewer: Viewer, order: str, lab: str) -> QuerySet[Any]:
    """The inverse: the rows on which the viewer decides; `order` and `lab` are how a row names them.

    Nobody asks for the hour here: the latest chair's office is taken as the one that runs.
    """
    if viewer.is_operator or viewer.is_for_one_matter:
        return rows.none()
    rows = rows.exclude(**{lab: viewer.organisation_id})
    if not viewer.is_clerk:
        return rows.filter(presided_by(viewer, order))
    acting = ActingChair.objects.filter(ends_at=None, subject_kind=SUBJECT, subject_id=OuterRef(order))
    away = ActingChair.objects.filter(ends_at=None, subject_kind="", seat__isnull=False)
    chairs = Office.objects.filter(kind=OfficeKind.CHAIR).order_by("-starts_at").values("seat__organisation")[:1]
    heads = Q(Exists(away), **{f"{lab}__in": away.values("seat__organisation")})
    heads |= Q(~Exists(away), **{f"{lab}__in": chairs})
    return rows.filter(
        Exists(acting.filter(seat=None))
        | Exists(acting.filter(seat__organisation=OuterRef(lab)))
        | (~Exists(acting) & heads)
    )
