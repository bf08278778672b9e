"""The motion by which the committee finds a condition met that asks for a vote."""

from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Portal, Viewer
from apps.kernel.decisions import Invalid
from apps.pauses.kinds.orders import singled_out
from apps.pauses.models import Condition, PauseOrder
from apps.pauses.rules.charter import LIFTS_BY_ITSELF, RULE_PAUSE
from apps.pauses.rules.moved import CONDITION
from apps.pauses.rules.refusing import by
from apps.pauses.services.showing import come
from apps.pauses.states import STANDING, ConditionKind, ConditionState
from apps.record.rules import drill_first
from apps.votes.models import Motion
from apps.votes.rules.kinds import BY_VOTE, LABS, MotionKind, Parameter, Payload, Preview


def _waiting(viewer: Viewer) -> Any:
    orders = PauseOrder.objects.visible_to(viewer).standing()
    rows = Condition.objects.filter(order__in=orders, kind=ConditionKind.VOTE, state=ConditionState.OPEN)
    return rows.select_related("order").order_by("order", "number")


def _choices(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    return [
        (row.ref, drill_first(f"{row.ref}: {row.words}", {"drill": row.order.is_drill})) for row in _waiting(viewer)
    ]


def _settle(payload: Payload, viewer: Viewer, _now: datetime) -> dict[str, Any]:
    row = next((row for row in _waiting(viewer) if row.ref == payload.get("condition")), None)
    if row is None:
        raise Invalid({"condition": "Choose an open condition of a pause in force that asks for a vote."})
    found = {"condition": row.ref, "name": row.order.draft_ref, "number": row.number, "words": row.words}
    return found | ({"drill": True} if row.order.is_drill else {})


def _impossible(payload: Payload, _now: datetime) -> str:
    rows = Condition.objects.filter(order__draft_ref=payload.get("name", ""), number=payload.get("number", 0))
    row = rows.select_related("order").first()
    if row is None or row.order.state not in STANDING:
        return f"The pause has ended {by(LIFTS_BY_ITSELF)}."
    return "" if row.state == ConditionState.OPEN else f"{payload['condition']} is met already {by(LIFTS_BY_ITSELF)}."


def _effect(motion: Motion, actor: Portal, now: datetime) -> str:
    order, _slash, _number = motion.payload["condition"].partition("/")
    row = come(actor=actor, now=now, ref=order, number=motion.payload["number"], motion=motion)
    return f"{row.ref} is met."


def _preview(payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
    ref = payload.get("condition", "")
    return Preview((f"{ref} is met, and what it lifts is lifted.",), (f"{ref} stays open.",))


KINDS_HERE = (
    MotionKind(
        key=CONDITION,
        label="Find a condition of a pause met",
        hint="A condition for lifting that asks for a vote is met.",
        article=RULE_PAUSE,
        electorate=LABS,
        procedures=BY_VOTE,
        parameters=(Parameter("condition", "Condition", "One that asks for a vote.", _choices),),
        settle=_settle,
        parties=singled_out,
        impossible=_impossible,
        effect=_effect,
        preview=_preview,
        says=lambda payload: f"{payload.get('condition', '')} is met: {payload.get('words', '')}",
    ),
)
