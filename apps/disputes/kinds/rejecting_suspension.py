"""The motion by which the committee rejects a suspension of rights, before that takes effect (DSU 22.6 and 22.7)."""

from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Portal, Viewer
from apps.disputes.kinds.rejecting import case_of, parties_of
from apps.disputes.models import Case, Remedy
from apps.disputes.rules.charter import ADOPT_DAYS, REJECT_RULE, by
from apps.disputes.selectors.remedies import waiting_suspension
from apps.disputes.services.suspending import reject
from apps.disputes.states import RemedyKind, RemedyState
from apps.kernel.decisions import Invalid
from apps.votes.models import Motion
from apps.votes.rules.kinds import BY_VOTE, MotionKind, Parameter, Payload, Preview

REJECT = "dispute.reject_suspension"


def _choices(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    waits = Remedy.objects.filter(kind=RemedyKind.SUSPENSION, state=RemedyState.IN_FORCE, taken_at=None)
    rows = Case.objects.read_by(viewer).filter(pk__in=waits.values("case")).order_by("ref")
    return [(row.ref, f"{row.ref} {row.title}") for row in rows]


def _settle(payload: Payload, viewer: Viewer, now: datetime) -> dict[str, Any]:
    row = Case.objects.read_by(viewer).filter(ref=payload.get("case", "")).first()
    remedy = waiting_suspension(row) if row else None
    if row is None or remedy is None or remedy.takes_effect is None or remedy.takes_effect <= now:
        raise Invalid({"case": "Choose a case in which a suspension of rights is ordered and has not taken effect."})
    return {"case": row.ref, "title": row.title, "remedy": str(remedy.uid)}


def _impossible(payload: Payload, now: datetime) -> str:
    case = case_of(payload)
    remedy = waiting_suspension(case) if case else None
    if remedy is None or remedy.takes_effect is None or remedy.takes_effect <= now:
        return f"The suspension has taken effect or ended {by(ADOPT_DAYS)}."
    return "" if str(remedy.uid) == payload.get("remedy") else f"Another suspension is in its place {by(ADOPT_DAYS)}."


def _effect(motion: Motion, actor: Portal, now: datetime) -> str:
    case = reject(actor=actor, now=now, ref=motion.payload["case"], motion_ref=motion.ref)
    return f"The suspension of rights in {case.ref} is rejected."


def _preview(payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
    ref = payload.get("case", "")
    return Preview(
        (f"No right is suspended in {ref}; the complainant may ask for another remedy.",),
        (f"The suspension in {ref} takes effect at its hour.",),
    )


KINDS_HERE = (
    MotionKind(
        key=REJECT,
        label="Reject a suspension of rights",
        hint="A suspension that a panel has ordered takes effect by itself at its hour, unless the committee rejects it.",
        article=REJECT_RULE,
        procedures=BY_VOTE,
        parameters=(
            Parameter("case", "Case", "One in which a suspension is ordered and has not taken effect.", _choices),
        ),
        settle=_settle,
        parties=parties_of,
        impossible=_impossible,
        effect=_effect,
        preview=_preview,
        says=lambda payload: (
            f"Reject the suspension of rights in {payload.get('case', '')} “{payload.get('title', '')}”."
        ),
    ),
)
