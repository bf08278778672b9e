"""What came of the bank's statements."""

from collections.abc import Sequence

from django.db.models import Count

from apps.funding.acts.contributions import IMPORTED, STATEMENT
from apps.funding.models import BankLine, BankStatement
from apps.record.models import Act


def counts_of(rows: Sequence[BankStatement]) -> dict[int, dict[str, int]]:
    """How many lines of each statement stand in which state (one query)."""
    found: dict[int, dict[str, int]] = {}
    states = BankLine.objects.filter(statement__in=rows).values_list("statement", "state").annotate(many=Count("pk"))
    for statement, state, many in states.order_by():
        found.setdefault(statement, {})[state] = many
    return found


def imported_counts(row: BankStatement) -> dict[str, str]:
    """What the record says came of a statement when it was brought in."""
    act = Act.objects.filter(kind=IMPORTED, subject_kind=STATEMENT, subject_id=row.pk).first()
    return dict(act.facts) if act else {}
