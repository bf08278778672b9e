"""What can happen to scales and budgets."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Office, Seat
from apps.committees.states import OfficeKind, Role
from apps.funding.acts.public import of_budget, of_scale
from apps.funding.acts.told import EVERYBODY, everybody
from apps.funding.models import BUDGET, SCALE, Budget, Scale
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

SCALE_DRAFTED = "scale.drafted"
SCALE_REDRAWN = "scale.redrawn"
SCALE_DISCARDED = "scale.discarded"
SCALE_LAID = "scale.laid"
SCALE_ADOPTED = "scale.adopted"
SCALE_REJECTED = "scale.rejected"
BUDGET_DRAFTED = "budget.drafted"
BUDGET_CHANGED = "budget.changed"
BUDGET_DISCARDED = "budget.discarded"
BUDGET_LAID = "budget.laid"
BUDGET_ADOPTED = "budget.adopted"
BUDGET_REJECTED = "budget.rejected"


def _subject(key: str, label: str, model: Any, route: str) -> SubjectKind:
    def seats(pk: int, at: datetime) -> QuerySet[Seat]:
        if model.objects.filter(pk=pk, laid_at=None).exists():
            treasurers = Office.objects.at(at).filter(kind=OfficeKind.TREASURER).values("seat")
            return Seat.objects.at(at).filter(Q(role=Role.CLERK) | Q(pk__in=treasurers))
        return everybody(pk, at)

    def titles(ids: Collection[int]) -> dict[int, str]:
        rows = model.objects.filter(pk__in=ids).values_list("pk", "period__name")
        return {pk: f"{label.capitalize()} for {period}" for pk, period in rows}

    return SubjectKind(
        key=key,
        label=label,
        address=lambda slug, ref: reverse(f"funding:{route}", args=[slug, ref]),
        visible=lambda viewer: model.objects.visible_to(viewer),
        seats=seats,
        titles=titles,
        confidential=lambda pk: model.objects.filter(pk=pk, laid_at=None).exists(),
    )


def register() -> None:
    """Fill the subjects and the catalogue."""
    SUBJECTS.register(SCALE, _subject(SCALE, "scale of assessment", Scale, "scale"))
    SUBJECTS.register(BUDGET, _subject(BUDGET, "budget", Budget, "budget"))
    declare(
        ActKind(SCALE_DRAFTED, "drafted a scale of assessment", icon="scale", quiet=True),
        ActKind(SCALE_REDRAWN, "worked the draft of a scale out again", icon="scale", quiet=True),
        ActKind(SCALE_DISCARDED, "threw the draft of a scale away", icon="x", quiet=True),
        ActKind(SCALE_LAID, "laid the scale before the committee", told=EVERYBODY, icon="scale"),
        ActKind(SCALE_ADOPTED, "adopted the scale", told=EVERYBODY, icon="check", publishes=of_scale),
        ActKind(SCALE_REJECTED, "let the scale go", told=EVERYBODY, icon="x"),
        ActKind(BUDGET_DRAFTED, "drafted a budget", icon="coins", quiet=True),
        ActKind(BUDGET_CHANGED, "changed the draft of a budget", icon="coins", quiet=True),
        ActKind(BUDGET_DISCARDED, "threw the draft of a budget away", icon="x", quiet=True),
        ActKind(BUDGET_LAID, "laid the budget before the committee", told=EVERYBODY, icon="coins"),
        ActKind(BUDGET_ADOPTED, "adopted the budget", told=EVERYBODY, icon="check", publishes=of_budget),
        ActKind(BUDGET_REJECTED, "let the budget go", told=EVERYBODY, icon="x"),
    )
