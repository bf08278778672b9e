"""Motions that adopt a scale of assessment or a budget.

Nobody stands back from them: every member pays by them, so that if parties were recused nobody would be left to vote.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal, Viewer
from apps.funding.models import Budget, Scale
from apps.funding.rules.charter import RULE
from apps.funding.rules.moved import ADOPT_BUDGET, ADOPT_SCALE
from apps.funding.selectors.shares import (
    before,
    contributions_by,
    scale_in_force,
    shares_of,
    to_be_assessed,
)
from apps.funding.services import budgets, scales
from apps.funding.services.declaring import TURN
from apps.funding.services.texts import adopt, of_motion
from apps.funding.states import Books, Text
from apps.kernel.decisions import Invalid
from apps.kernel.money import money
from apps.kernel.tenancy.turns import wait_for_turn
from apps.votes.models import Motion
from apps.votes.rules.kinds import MEMBERS, MotionKind, Parameter, Payload, Preview
from apps.votes.states import Procedure

NO_SCALE = "Contributions for the period cannot be called until a scale is adopted."
NO_BUDGET = "Nothing is called for, and nothing may be spent on its lines."
BUDGETS = "funding.budgets"
"""The turn of who adopts a budget: two for one period carried at once replace each other one after the other."""


def _row(model: Any, payload: Payload) -> Any:
    rows = model.objects.select_related("period")
    return rows.filter(draft_ref=payload.get("name", "")).first()


def _choices(model: Any, what: str) -> Any:
    def drafts(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
        rows = model.objects.visible_to(viewer).filter(state=Text.DRAFT).select_related("period").order_by("-pk")
        return [(row.draft_ref, f"{what} for {row.period.name}, draft {row.draft_ref}") for row in rows]

    return drafts


def _settle(model: Any, service: Any, field: str) -> Any:
    def settle(payload: Payload, viewer: Viewer, _now: datetime) -> dict[str, Any]:
        rows = model.objects.visible_to(viewer).filter(state=Text.DRAFT, draft_ref=payload.get(field, ""))
        row = rows.select_related("period").first()
        if row is None:
            raise Invalid({field: "Choose a draft. The treasurer or a clerk writes it on the funding pages."})
        if missing := service.what_is_missing(row):
            raise Invalid({field: missing})
        named = {"name": row.draft_ref, "period": row.period.name}
        return {field: row.draft_ref, "digest": service.digest_of(row)} | named

    return settle


def _impossible(model: Any, service: Any) -> Any:
    def impossible(payload: Payload, _now: datetime) -> str:
        row = _row(model, payload)
        if row is None or row.state not in {Text.DRAFT, Text.PROPOSED}:
            return "The draft was discarded, or decided on already."
        if row.period.state == Books.CLOSED:
            return f"The books of {row.period.name} are closed."
        if service.digest_of(row) != payload["digest"]:
            return "The draft was changed meanwhile. Move it again as it stands."
        if model is Scale and scales.is_overtaken(row):
            return "What labs declare has changed since the scale was worked out. Work it out again, and move that."
        return ""

    return impossible


def _adopt_scale(motion: Motion, actor: Portal, now: datetime) -> str:
    wait_for_turn(TURN)
    row = adopt(of_motion(motion, Scale), actor=actor, now=now)
    return f"{row.ref} is the scale of assessment for {motion.payload['period']}."


def _adopt_budget(motion: Motion, actor: Portal, now: datetime) -> str:
    wait_for_turn(BUDGETS)
    row = adopt(of_motion(motion, Budget), actor=actor, now=now)
    return f"{row.ref} is the budget for {motion.payload['period']}."


def _preview_scale(payload: Payload, viewer: Viewer, _now: datetime) -> Preview:
    row = _row(Scale, payload)
    key = _key(viewer)
    if row is None:
        return Preview(("The scale is in force for its period.",), (NO_SCALE,))
    share, was = shares_of(row).get(key), shares_of(before(row.period)).get(key)
    if share is None:
        mine = "Your organisation is not assessed by it."
    elif was is None:
        mine = f"Your organisation pays {share} per cent of what is assessed."
    else:
        mine = (
            f"Your organisation pays {share} per cent of what is assessed; it was {was} per cent in the period before."
        )
    return Preview((mine,), (NO_SCALE,))


def _preview_budget(payload: Payload, viewer: Viewer, _now: datetime) -> Preview:
    row = _row(Budget, payload)
    if row is None:
        return Preview(("The budget is in force for its period.",), (NO_BUDGET,))
    whole = to_be_assessed(row)
    says = [f"Members are assessed for {money(whole, row.period.currency)} together."]
    if (scale := scale_in_force(row.period)) is not None:
        says += [
            f"Your organisation pays {money(one.amount, row.period.currency)} of it."
            for one in contributions_by(scale, Decimal(whole))
            if one.organisation.key == _key(viewer)
        ]
    return Preview(tuple(says), (NO_BUDGET,))


def _key(viewer: Viewer) -> str:
    return Organisation.objects.filter(pk=viewer.organisation_id).values_list("key", flat=True).first() or ""


KINDS_HERE = (
    MotionKind(
        key=ADOPT_SCALE,
        label="Adopt a scale of assessment",
        hint="What each member pays of a hundred in a period.",
        article=RULE,
        electorate=MEMBERS,
        procedures=(Procedure.VOTE, Procedure.SILENCE),
        parameters=(
            Parameter("scale", "Draft", "The treasurer works it out on the funding pages.", _choices(Scale, "Scale")),
        ),
        settle=_settle(Scale, scales, "scale"),
        impossible=_impossible(Scale, scales),
        effect=_adopt_scale,
        preview=_preview_scale,
        says=lambda payload: f"Adopt the scale of assessment for {payload.get('period', '')}.",
    ),
    MotionKind(
        key=ADOPT_BUDGET,
        label="Adopt a budget",
        hint="What the committee spends in a period, and what members are assessed for.",
        article=RULE,
        electorate=MEMBERS,
        procedures=(Procedure.VOTE, Procedure.SILENCE),
        parameters=(
            Parameter("budget", "Draft", "The treasurer writes it on the funding pages.", _choices(Budget, "Budget")),
        ),
        settle=_settle(Budget, budgets, "budget"),
        impossible=_impossible(Budget, budgets),
        effect=_adopt_budget,
        preview=_preview_budget,
        says=lambda payload: f"Adopt the budget for {payload.get('period', '')}.",
    ),
)
