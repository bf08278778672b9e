"""The motion by which the committee lets a lab keep its vote in spite of its arrears, until a day.

The lab is a party and stands back: whoever owes does not decide on it. A lab whose vote is lost already has none anyway,
as under Article 19 of the Charter of the United Nations, where the Assembly decides.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal, Viewer
from apps.funding.models.rights import OPEN_ARREARS, ArrearsCase
from apps.funding.rules.charter import ARREARS_PERIODS, RULE, by
from apps.funding.selectors.rights import zone_here
from apps.funding.services.waiving import waive
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid
from apps.votes.models import Motion
from apps.votes.rules.kinds import BY_VOTE, MotionKind, Parameter, Payload, Preview

WAIVE = "arrears.waive"


def _labs(viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    rows = ArrearsCase.objects.visible_to(viewer).filter(state__in=OPEN_ARREARS).order_by("organisation__name")
    return list(rows.values_list("organisation__key", "organisation__name"))


def _settle(payload: Payload, viewer: Viewer, now: datetime) -> dict[str, Any]:
    labs = dict(_labs(viewer, now))
    errors, ends_at, day = {}, now, None
    if payload.get("organisation") not in labs:
        errors["organisation"] = "Choose a lab that has been told that its arrears cost it its vote."
    try:
        day = datetime.strptime(str(payload.get("until", "")).strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a date
        ends_at = datetime.combine(day + timedelta(1), time(), ZoneInfo(zone_here()))
    except (ValueError, OverflowError):
        errors["until"] = "Give the last day as a date such as 2027-03-31."
    if day is not None and ends_at <= now:
        errors["until"] = "Choose a day to come."
    if errors or day is None:
        raise Invalid(errors)
    key = payload["organisation"]
    return {"organisation": key, "name": labs[key], "until": day.isoformat(), "until_at": instant(ends_at)}


def _lab(payload: Payload) -> Organisation | None:
    return Organisation.objects.filter(key=payload.get("organisation", "")).first()


def _party(payload: Payload, _now: datetime) -> dict[int, str]:
    row = _lab(payload)
    return {row.pk: f"The motion is about the arrears of {row.name} itself."} if row else {}


def _impossible(payload: Payload, now: datetime) -> str:
    if not ArrearsCase.objects.filter(organisation=_lab(payload), state__in=OPEN_ARREARS).exists():
        return f"The arrears of {payload.get('name', 'the lab')} cost it nothing any more {by(ARREARS_PERIODS)}."
    ends_at = payload.get("until_at")
    return "The last day of the waiver has passed." if ends_at and datetime.fromisoformat(ends_at) <= now else ""


def _effect(motion: Motion, actor: Portal, now: datetime) -> str:
    row = Organisation.objects.get(key=motion.payload["organisation"])
    ends_at = datetime.fromisoformat(motion.payload["until_at"])
    because = f"The committee decided: {motion.title}."
    waive(actor=actor, now=now, organisation=row, ends_at=ends_at, motion_ref=motion.ref, because=because)
    return f"{row.name} keeps its vote until the end of {motion.payload['until']}."


def _preview(payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
    name, until = payload.get("name", ""), payload.get("until", "")
    return Preview(
        (
            f"{name} has its vote until the end of {until}, whatever it owes, in motions that open from then on.",
            "What it owes stays owed. Afterwards its arrears are judged anew, with a new notice.",
        ),
        (f"{name} has no vote, or loses it, until it has paid enough.",),
    )


KINDS_HERE = (
    MotionKind(
        key=WAIVE,
        label="Waive what a lab's arrears cost",
        hint="A lab keeps its vote in spite of its arrears, until a day.",
        article=RULE,
        procedures=BY_VOTE,
        parameters=(
            Parameter("organisation", "Lab", "One that has been told that its arrears cost it its vote.", _labs),
            Parameter("until", "Last day", "A date such as 2027-03-31."),
        ),
        settle=_settle,
        parties=_party,
        impossible=_impossible,
        effect=_effect,
        preview=_preview,
        says=lambda payload: f"{payload.get('name', '')} keeps its vote until the end of {payload.get('until', '')}",
    ),
)
