"""Orders and permits as the pure rules judge them, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from apps.pauses.models import Adhesion, Binding, Measure, MeasureLab, PauseOrder, Permit, PermitMeasure
from apps.pauses.rules import measures as judged
from apps.pauses.rules import permits as carved
from apps.pauses.states import Extent, PermitState, Restricts, State


def judged_orders(orders: Iterable[PauseOrder], *, lab: str = "") -> list[judged.Order]:
    """The orders with their measures (three queries); of one lab, only what binds it.

    Whoever was served is bound, until released. An order that waits for nothing but its hour binds from that hour.
    """
    rows = list(orders)
    bound = _bound(rows)
    narrowed = defaultdict(set)
    ids = [order.pk for order in rows]
    for measure_id, key in MeasureLab.objects.filter(measure__order__in=ids).values_list(
        "measure", "binding__organisation__key"
    ):
        narrowed[measure_id].add(key)
    by_order = defaultdict(list)
    for measure in Measure.objects.filter(order__in=ids).order_by("number"):
        by_order[measure.order_id].append(measure)
    return [_order(row, by_order[row.pk], bound[row.pk], narrowed, lab) for row in rows]


def _begins(row: PauseOrder) -> datetime | None:
    """From when the order binds; None where something besides its hour has yet to come."""
    waits_for_hour = row.state == State.CONDITIONAL and row.condition_by is None
    return row.starts_at if waits_for_hour else row.in_force_at


def _bound(rows: list[PauseOrder]) -> dict[int, set[str]]:
    """The keys of the labs by order: those that were served, or will be at its hour (one query)."""
    waiting = [row.pk for row in rows if row.in_force_at is None and _begins(row)]
    latest = Adhesion.objects.filter(binding=OuterRef("pk")).order_by("-id").values("adheres")[:1]
    coming = Q(order__in=waiting) & (Q(order__labs_needed=None) | Q(joined=True))
    found = Binding.objects.filter(order__in=[row.pk for row in rows], released_at=None)
    found = found.annotate(joined=Subquery(latest)).filter(Q(served_at__isnull=False) | coming)
    bound = defaultdict(set)
    for order_id, key in found.values_list("order", "organisation__key"):
        bound[order_id].add(key)
    return bound


def _order(
    row: PauseOrder, measures: list[Measure], bound: set[str], narrowed: dict[int, set[str]], lab: str
) -> judged.Order:
    begins, found = _begins(row), []
    for measure in measures:
        labs = bound & narrowed.get(measure.pk, bound)
        if begins and row.ends_at and (not lab or lab in labs):
            found.append(_measure(row, measure, frozenset({lab} if lab else labs), begins, row.ends_at))
    return judged.Order(row.ref, tuple(found), begins, row.ended_at, row.is_drill)


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
