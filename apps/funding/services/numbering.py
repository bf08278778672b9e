"""The next number of a kind in a year; whoever asks meanwhile waits."""

from typing import Any

from django.db.models import Max

from apps.committees.rules.references import counted_reference
from apps.kernel.tenancy.turns import wait_for_turn


def put_next_number(row: Any, prefix: str, year: int) -> None:
    """Give a row, not yet saved, its year, number and reference, such as JRN-2027-0001."""
    wait_for_turn(f"funding.{prefix}")
    model = type(row)
    row.year = year
    row.number = 1 + (model.objects.filter(year=year).aggregate(most=Max("number"))["most"] or 0)
    row.ref = counted_reference(prefix, year, row.number)
