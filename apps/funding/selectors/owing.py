"""What members still owe, instalment by instalment."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from apps.funding.models import Instalment
from apps.funding.rules.settling import Owed


def open_instalments(on: date) -> QuerySet[Instalment]:
    """Those of which something is left at the end of a day, as `left`, the oldest due first.

    Only what the books know by then: an assessment for a period to come counts from the day of its journal.
    """
    money = DecimalField(max_digits=16, decimal_places=2)
    settled = Coalesce(
        Sum("settlements__amount", filter=Q(settlements__on__lte=on)), Value(Decimal()), output_field=money
    )
    rows = Instalment.objects.annotate(left=F("amount") - settled).filter(left__gt=0, assessment__journal__on__lte=on)
    return rows.select_related("assessment").order_by("due", "assessment", "number")


def owing(on: date, organisations: Collection[int] | None = None) -> dict[int, list[Owed]]:
    """What each organisation owes at the end of a day, of all or of these (one query)."""
    rows = open_instalments(on)
    if organisations is not None:
        rows = rows.filter(assessment__organisation__in=organisations)
    found: dict[int, list[Owed]] = defaultdict(list)
    for row in rows:
        owed = Owed(f"{row.assessment.ref}/{row.number}", row.due, row.left)  # type: ignore[attr-defined]
        found[row.assessment.organisation_id].append(owed)
    return dict(found)
