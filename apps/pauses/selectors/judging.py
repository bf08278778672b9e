"""Orders and permits as the pure rules judge them, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from apps.pauses.models import Binding, Measure, MeasureLab, PauseOrder, Permit, PermitMeasure
from apps.pauses.rules import measures as judged
from apps.pauses.rules import permits as carved
from apps.pauses.states import Extent, PermitState, Restricts


def judged_orders(orders: Iterable[PauseOrder], *, lab: str = "") -> list[judged.Order]:
    """The orders with their measures (three queries); of one lab, only what binds it.

    Whoever was served is bound, until released.
    """
    rows = list(orders)
    ids = [order.pk for order in rows]
    bound = defaultdict(set)
    served = Binding.objects.filter(order__in=ids, served_at__isnull=False, released_at=None)
    for order_id, key in served.values_list("order", "organisation__key"):
        bound[order_id].add(key)
    narrowed = defaultdict(set)
    for measure_id, key in MeasureLab.objects.filter(measure__order__in=ids).values_list(
        "measure", "binding__organisation__key"
    ):
        narrowed[measure_id].add(key)
    by_order = defaultdict(list)
    for measure in Measure.objects.filter(order__in=ids).order_by("number"):
        by_order[measure.order_id].append(measure)
    return [_order(row, by_order[row.pk], bound[row.pk], narrowed, lab) for row in rows]


def _order(
    row: PauseOrder, measures: list[Measure], bound: set[str], narrowed: dict[int, set[str]], lab: str
) -> judged.Order:
    found = []
    for measure in measures:
        labs = bound & narrowed.get(measure.pk, bound)
        if row.in_force_at and row.ends_at and (not lab or lab in labs):
            found.append(_measure(row, measure, frozenset({lab} if lab else labs), row.in_force_at, row.ends_at))
    return judged.Order(row.ref, tuple(found), row.in_force_at, row.ended_at, row.is_drill)


def _measure(
    order: PauseOrder, row: Measure, labs: frozenset[str], in_force_at: datetime, ends_at: datetime
) -> judged.Measure:
    return judged.Measure(
        f"{order.ref}/{row.number}",
        Restricts(row.restricts),
        labs,
        max(in_force_at, row.starts_at or in_force_at),
        min(ends_at, row.ends_at or ends_at),
        Extent(row.extent),
        None if row.above is None else int(row.above),
        row.marker,
        row.lifted_at,
    )


def judged_permits(rows: QuerySet[Permit]) -> list[carved.Permit]:
    """Granted permits as the rules judge them (two queries)."""
    granted = list(
        rows.filter(state__in=[PermitState.GRANTED, PermitState.REVOKED, PermitState.EXPIRED]).select_related(
            "binding__organisation"
        )
    )
    keys = defaultdict(set)
    names = ("permit", "measure__order__ref", "measure__number")
    for permit_id, ref, number in PermitMeasure.objects.filter(permit__in=granted).values_list(*names):
        keys[permit_id].add(f"{ref}/{number}")
    return [_permit(row, frozenset(keys[row.pk])) for row in granted]


def _permit(row: Permit, measures: frozenset[str]) -> carved.Permit:
    return carved.Permit(
        row.ref,
        row.binding.organisation.key,
        row.run,
        measures,
        int(row.flop),
        row.decided_at or row.requested_at,
        row.until,
        row.conditions,
        row.ended_at,
    )
