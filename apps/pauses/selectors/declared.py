"""What labs declare of their computation, for those who may read it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.pauses.models import DeclaredCompute, PauseOrder
from apps.pauses.rules.declaring import may_keep_figures
from apps.pauses.states import State


@dataclass(frozen=True, slots=True)
class Figures:
    """A lab with its figures, the newest first; `current` is None where it declares nothing now."""

    lab: Organisation
    rows: list[DeclaredCompute]
    current: DeclaredCompute | None


def labs_at(now: datetime) -> QuerySet[Organisation]:
    """The labs that are members."""
    return members_at(now).filter(kind=OrganisationKind.LAB).order_by("name")


def lab_for(key: str, now: datetime) -> Organisation:
    """A lab that is a member, by its short name; raises Http404."""
    found = labs_at(now).filter(key=key).first()
    if found is None:
        raise Http404(key)
    return found


def figures_for(viewer: Viewer, now: datetime) -> list[Figures]:
    """Every lab with its figures for the custodian, the own one for a lab's people; nothing for all others (two queries)."""
    labs = labs_at(now)
    if not may_keep_figures(viewer):
        labs = labs.filter(pk=viewer.organisation_id) if not viewer.is_for_one_matter else labs.none()
    known = defaultdict(list)
    readable = DeclaredCompute.objects.readable_by(viewer).select_related("set_by__person")
    for row in readable.order_by("-starts_at", "-pk"):
        known[row.organisation_id].append(row)
    return [Figures(lab, known[lab.pk], _current(known[lab.pk], now)) for lab in labs]


def _current(rows: list[DeclaredCompute], now: datetime) -> DeclaredCompute | None:
    return next((row for row in rows if row.starts_at <= now and (row.ends_at is None or now < row.ends_at)), None)


def waiting_orders(now: datetime, lab: Organisation) -> QuerySet[PauseOrder]:
    """The orders whose condition of participation is still to be met and that would bind the lab, oldest first."""
    waiting = PauseOrder.objects.filter(state=State.CONDITIONAL, in_force_at=None, condition_by__gt=now)
    bound = waiting.filter(bindings__organisation=lab, bindings__released_at=None)
    return bound.order_by("pk")
