"""What the public reads of an order: its words, whom it binds, and what became of it; nothing that a lab said under it."""

from typing import Any

from django.db.models import OuterRef, Subquery

from apps.pauses.models import SUBJECT, Adhesion, Measure, PauseOrder
from apps.pauses.rules.words import measure_reads
from apps.pauses.states import STATE_LABELS, ConditionState, State
from apps.transparency.rules import Published


def public_form(act: Any) -> Published:
    """The order as it stands at the act."""
    return _public(PauseOrder.objects.get(pk=act.subject_id))


def _public(order: PauseOrder) -> Published:
    conditions = list(order.conditions.values_list("state", flat=True))
    met = sum(state == ConditionState.MET for state in conditions)
    return Published(
        kind=SUBJECT,
        ref=order.ref,
        title=order.marked_title,
        summary=order.reasons,
        body={
            "state": str(STATE_LABELS[State(order.state)]),
            "drill": order.is_drill,
            "adopted": order.adopted_at,
            "waits for": _waits_for(order),
            "in force from": order.in_force_at or order.starts_at,
            "ends": order.ends_at,
            "to be confirmed by": (order.confirm_by if order.confirmed_at is None else None) or "",
            "labs": _labs(order),
            "measures": [_reads(row) for row in order.measures.order_by("number")],
            "conditions for lifting met": f"{met} of {len(conditions)}" if conditions else "",
            "ended": order.ended_at or "",
            "why it ended": order.because,
        },
    )


def public_form_of_condition(act: Any) -> Published:
    """The order of the condition, as it stands at the act."""
    return _public(PauseOrder.objects.get(conditions=act.subject_id))


def public_when_adopted(act: Any) -> Published | None:
    """The same; nothing of an order that the committee has yet to decide on."""
    adopted = PauseOrder.objects.filter(pk=act.subject_id, adopted_at__isnull=False).exists()
    return public_form(act) if adopted else None


def _waits_for(order: PauseOrder) -> str:
    if order.labs_needed is None or order.in_force_at is not None or order.state != State.CONDITIONAL:
        return ""
    if order.condition_by is None:
        return "its hour; enough labs have joined"
    return (
        f"at least {order.labs_needed} labs with at least {order.share_needed} of the declared frontier computation "
        "to join"
    )


def _labs(order: PauseOrder) -> list[str]:
    """Whom it binds, or would bind: of an order in force that asked labs to join, those that did."""
    rows = order.bindings.filter(released_at=None)
    if order.labs_needed is not None and order.in_force_at is not None:
        latest = Adhesion.objects.filter(binding=OuterRef("pk")).order_by("-id").values("adheres")[:1]
        rows = rows.annotate(joined=Subquery(latest)).filter(joined=True)
    return list(rows.order_by("organisation__name").values_list("organisation__name", flat=True))


def _reads(row: Measure) -> str:
    above = None if row.above is None else int(row.above)
    reads = measure_reads(row.restricts, row.extent, above, row.marker)
    said = f"{reads} {row.words}".strip()
    return f"{said} Lifted on {row.lifted_at:%d %B %Y, %H:%M} UTC." if row.lifted_at else said
