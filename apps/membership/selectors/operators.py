"""Operators' looks into committees."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Committee, OperatorSession
from apps.kernel.tenancy.context import tenant


def operator_sessions() -> QuerySet[OperatorSession]:
    """All looks of operators into the active committee, newest first."""
    return OperatorSession.objects.select_related("person").order_by("-starts_at", "-id")


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """A committee as the operator's page shows it: name only, and their own running session."""

    committee: Committee
    session: OperatorSession | None


def operator_lines(operator_id: int, now: datetime) -> list[OperatorLine]:
    """All committees, each with the operator's running session there."""
    lines = []
    for committee in Committee.objects.order_by("name"):
        with tenant(committee.pk):
            session = OperatorSession.objects.at(now).filter(person_id=operator_id).first()
        lines.append(OperatorLine(committee, session))
    return lines
