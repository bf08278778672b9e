"""Who has confirmed having read what an act asks its readers to confirm, and who has not."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.notices.models import Notice
from apps.notices.rules import may_see_receipts
from apps.record.models import Act
from apps.record.rules import CATALOGUE


@dataclass(frozen=True, slots=True)
class Receipt:
    """A reader's confirmation."""

    seat: Seat
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipts:
    """An act's readers: those who have confirmed, first to last, and those who have not."""

    given: list[Receipt] = field(default_factory=list)
    missing: list[Seat] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that asks its readers to confirm: the viewer's own notice where that is still open, and all readers'."""

    act: Act
    label: str
    mine: uuid.UUID | None
    readers: Receipts | None


def receipts(act_ids: Collection[int]) -> dict[int, Receipts]:
    """The readers of acts by id; whoever asks has found out that the viewer may know them. One query."""
    rows = Notice.objects.filter(act__in=act_ids, receipt_due=True)
    found = {pk: Receipts() for pk in act_ids}
    for notice in rows.select_related("seat__organisation", "seat__person").order_by("receipt_at", "id"):
        if notice.receipt_at is None:
            found[notice.act_id].missing.append(notice.seat)
        else:
            found[notice.act_id].given.append(Receipt(notice.seat, notice.receipt_at))
    return found


def receipts_of(viewer: Viewer, subject_kind: str, subject_id: int) -> list[Asked]:
    """What an object that the viewer may see asks to confirm, newest first.

    Without acts that ask, as with most objects, no query or one; else three.
    """
    kinds = [key for key, kind in CATALOGUE if kind.receipt]
    acts = list(Act.objects.about(subject_kind, subject_id).filter(kind__in=kinds).reverse()) if kinds else []
    if not acts:
        return []
    own = Notice.objects.visible_to(viewer).filter(act__in=acts, receipt_due=True, receipt_at=None)
    mine = dict(own.values_list("act_id", "uid"))
    shown = receipts([act.pk for act in acts if may_see_receipts(viewer, act.seat_id)])
    asked = [Asked(act, CATALOGUE[act.kind].label, mine.get(act.pk), shown.get(act.pk)) for act in acts]
    return [each for each in asked if each.mine or each.readers]
