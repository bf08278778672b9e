"""How the labs stand under an order, as a table to take away."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.kernel import clock
from apps.kernel.exports import csv_answer
from apps.kernel.times import iso
from apps.pauses.models import PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.selectors.compliance import LabRow, labs_of
from apps.pauses.selectors.finding import order_for

COLUMNS = ("order", "drill", "lab", "name", "served", "acknowledged", "attestations", "last attested", "due", "what is due", "late hours", "open cases")  # fmt: skip


@require_safe
def export(request: Any, slug: str, ref: str) -> HttpResponse:
    """How each lab stands under the order, as a table."""
    order = order_for(request.viewer, ref)
    verbs.has_words(order).require()
    name = f"{'DRILL-' if order.is_drill else ''}{order.ref}-compliance.csv"
    return csv_answer(name, COLUMNS, (_cells(order, row) for row in labs_of(request.viewer, order, clock.now())))


def _cells(order: PauseOrder, row: LabRow) -> tuple[Any, ...]:
    def written(at: datetime | None) -> str:
        return iso(at) if at is not None else ""

    return (
        order.ref,
        "DRILL" if order.is_drill else "",
        row.organisation.key,
        row.organisation.name,
        written(row.binding.served_at),
        written(row.binding.acknowledged_at),
        row.attested,
        written(row.attested_at),
        written(row.due.due_at if row.due else None),
        row.due.name if row.due else "",
        "" if row.late is None else int(row.late.total_seconds() // 3600),
        " ".join(case.ref for case in row.cases),
    )
