"""Motions that decide in words: the general one, and the amendment of another motion's text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.committees.rules.viewer import Portal, Viewer
from apps.kernel.decisions import Invalid
from apps.votes.models import SUBJECT, Motion
from apps.votes.rules.kinds import AMENDMENT, GENERAL, KINDS, MotionKind, Parameter, Preview
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.matters import every_member_sees, matter_named, parties_of
from apps.votes.services.amending import change_text
from apps.votes.states import Procedure, State

AMENDABLE = (State.PROPOSED, State.DISCUSSION)


def _parent(payload: Mapping[str, Any]) -> Motion | None:
    return Motion.objects.filter(ref=payload["motion"]).first()


def _impossible(payload: Mapping[str, Any], _now: datetime) -> str:
    parent = _parent(payload)
    if parent is None or parent.state in {State.WITHDRAWN, State.LAPSED}:
        return f"{payload['motion']} was withdrawn or has lapsed, so its text can no longer be amended."
    if parent.state not in AMENDABLE:
        return f"Voting on {parent.ref} has opened, so its text can no longer be amended."
    if parent.texts.count() != payload["text_number"]:
        return f"The text of {parent.ref} was amended meanwhile. Propose the change to its new text."
    return ""


def _effect(motion: Motion, actor: Portal, now: datetime) -> str:
    parent = motion_for(actor, motion.payload["motion"], lock=True)
    change_text(parent, now=now, text=motion.text, because=f"Amended by {motion.ref}")
    return f"The text of {parent.ref} now reads as this motion says."


def _amendment_preview(payload: Mapping[str, Any], _viewer: Viewer, _now: datetime) -> Preview:
    ref = payload["motion"]
    return Preview((f"{ref} is put to the vote with this text.",), (f"{ref} is put to the vote as it stands.",))


def _general_preview(_payload: Mapping[str, Any], _viewer: Viewer, _now: datetime) -> Preview:
    return Preview(
        ("The decision is entered in the record and published. The portal starts nothing by itself.",),
        ("Nothing follows. The same may be moved again.",),
    )


def _settle_matter(payload: Mapping[str, Any], viewer: Viewer, now: datetime) -> dict[str, Any]:
    ref = str(payload.get("matter", "")).strip().upper()
    if not ref:
        return {}
    kind, pk = matter_named(viewer, ref)
    if pk is None:
        raise Invalid({"matter": "There is no open matter with this reference that you may see."})
    if not every_member_sees(kind, pk, now):
        raise Invalid({"matter": "Not every member may see this matter, so a motion cannot name it."})
    return {"matter": ref, "kind": kind}


def _stakes(payload: Mapping[str, Any], now: datetime) -> dict[int, str]:
    if not payload.get("matter"):
        return {}
    if payload["kind"] == SUBJECT:
        return _stakes_of(payload["matter"], now)
    return parties_of(payload["kind"], payload["matter"])


def _stakes_of(ref: str, now: datetime) -> dict[int, str]:
    """The parties of another motion; not those of whom a rival has merely said there that they must stand back."""
    motion = Motion.objects.get(ref=ref)
    return dict(KINDS[motion.kind].parties(motion.payload, now))


KINDS_HERE = (
    MotionKind(
        key=GENERAL,
        label="A decision in words",
        hint="The committee decides what the text says. The portal records it and starts nothing by itself.",
        parameters=(
            Parameter("matter", "Matter", "The reference of what it is about, such as an incident's.", optional=True),
        ),
        settle=_settle_matter,
        parties=_stakes,
        says=lambda payload: f"About {payload['matter']}." if payload.get("matter") else "",
        preview=_general_preview,
    ),
    MotionKind(
        key=AMENDMENT,
        label="Amendment of a motion's text",
        hint="Voted on before the motion itself.",
        procedures=(Procedure.VOTE, Procedure.SILENCE),
        parties=lambda payload, now: _stakes_of(payload["motion"], now),
        impossible=_impossible,
        effect=_effect,
        preview=_amendment_preview,
        says=lambda payload: f"Gives {payload['motion']} another text.",
        chosen=False,
    ),
)
