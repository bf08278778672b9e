"""Motions about rules: amend the charter, waive a deadline."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from apps.committees.models import CharterDraft
from apps.committees.rules.viewer import Portal, Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.rules import CLOCKS
from apps.deadlines.services.closing import waive
from apps.deadlines.states import OPEN
from apps.kernel.decisions import Invalid
from apps.membership.selectors.charter import draft_for, effect_of, latest_charter, open_drafts
from apps.membership.services.charter import adopt_amendment
from apps.votes.kinds.members import decision_of
from apps.votes.models import Motion
from apps.votes.rules.charter import RULE_CHARTER
from apps.votes.rules.kinds import MotionKind, Parameter, Payload, Preview
from apps.votes.selectors.matters import every_member_sees
from apps.votes.states import Procedure

MOST_CHOICES = 200


def _uid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _drafts(_viewer: Viewer, _now: datetime) -> list[tuple[str, str]]:
    return [(str(row.uid), row.title) for row in open_drafts()[:MOST_CHOICES]]


def _draft(payload: Payload) -> CharterDraft | None:
    return CharterDraft.objects.filter(uid=_uid(payload.get("draft"))).first()


def _settle_draft(payload: Payload, _viewer: Viewer, _now: datetime) -> dict[str, Any]:
    row = _draft(payload)
    if row is None:
        raise Invalid({"draft": "Choose a draft of an amendment."})
    return {"draft": str(row.uid), "name": row.title, "version": row.version, "onto": latest_charter().number}


def _draft_gone(payload: Payload, _now: datetime) -> str:
    row = _draft(payload)
    if row is None or row.withdrawn_at is not None:
        return "The draft of the amendment was withdrawn."
    if row.adopted_as_id is not None:
        return "The draft of the amendment was adopted already."
    if row.version != payload["version"]:
        return "The draft of the amendment was changed after it was moved. Move it again as it stands now."
    if latest_charter().number != payload["onto"]:
        return "Another amendment was adopted meanwhile. Move this one again, upon the charter as it stands now."
    return ""


def _amend(motion: Motion, actor: Portal, now: datetime) -> str:
    payload = motion.payload
    version = adopt_amendment(
        actor=actor,
        now=now,
        draft=UUID(payload["draft"]),
        onto=payload["onto"],
        seen=payload["version"],
        decision=decision_of(motion),
    )
    return f"Version {version.number} of the charter is in force."


def _amend_preview(payload: Payload, viewer: Viewer, now: datetime) -> Preview:
    try:
        effect = effect_of(draft_for(UUID(payload["draft"])), viewer, now)
    except Http404:
        return Preview()
    changes = tuple(f"{one.number} {one.title}: {one.was} → {one.becomes}" for one in effect.changes)
    return Preview((*changes, *effect.foreseen), ("The charter stays as it is.",))


def _deadlines(viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    rows = Deadline.objects.visible_to(viewer).filter(state__in=OPEN, second_to=None).order_by("due_at")
    movable = [row for row in rows[:MOST_CHOICES] if _movable(row)]
    return [(str(row.uid), f"{row.subject_ref}: {row.name}, due {row.due_at:%d %B %Y %H:%M} UTC") for row in movable]


def _movable(row: Deadline) -> bool:
    clock = CLOCKS.get(row.clock)
    return clock is None or not clock.fixed


def _deadline(payload: Payload) -> Deadline | None:
    return Deadline.objects.filter(uid=_uid(payload.get("deadline"))).first()


def _settle_deadline(payload: Payload, viewer: Viewer, now: datetime) -> dict[str, Any]:
    row = _deadline(payload)
    seen = row is not None and Deadline.objects.visible_to(viewer).filter(pk=row.pk).exists()
    if row is None or not seen or not _movable(row):
        raise Invalid({"deadline": "Choose a deadline that is still owed."})
    if not every_member_sees(row.subject_kind, row.subject_id, now):
        raise Invalid({"deadline": "Not every member may see what it is about, so a motion cannot name it."})
    return {"deadline": str(row.uid), "name": row.name, "subject": row.subject_ref}


def _not_owed(payload: Payload, _now: datetime) -> str:
    row = _deadline(payload)
    return "" if row is not None and row.state in OPEN else "The deadline is not owed any more."


def _owes(payload: Payload, _now: datetime) -> dict[int, str]:
    row = _deadline(payload)
    owing = row.owed_by_organisation if row else None
    return {owing.pk: f"{owing.name} owes what the motion would waive."} if owing else {}


def _waive(motion: Motion, actor: Portal, now: datetime) -> str:
    row = waive(
        actor=actor, now=now, uid=UUID(motion.payload["deadline"]), reason=f"{decision_of(motion)}: {motion.title}"
    )
    return f"“{row.name}” on {row.subject_ref} is no longer owed."


def _waive_preview(payload: Payload, _viewer: Viewer, _now: datetime) -> Preview:
    name, subject = payload.get("name", ""), payload.get("subject", "")
    return Preview(
        (f"“{name}” on {subject} is no longer owed, for good.",), (f"“{name}” on {subject} stays due as it is.",)
    )


KINDS_HERE = (
    MotionKind(
        key="charter.amendment",
        label="Amend the charter",
        hint="A draft of an amendment becomes the charter's next version.",
        article=RULE_CHARTER,
        procedures=(Procedure.VOTE,),
        parameters=(Parameter("draft", "Draft", "Write the draft on the charter's page first.", _drafts),),
        settle=_settle_draft,
        impossible=_draft_gone,
        effect=_amend,
        preview=_amend_preview,
        says=lambda payload: f"Adopt the draft “{payload.get('name', '')}”.",
    ),
    MotionKind(
        key="deadline.waive",
        label="Waive a deadline",
        hint="What was owed is no longer owed, for good.",
        parameters=(Parameter("deadline", "Deadline", "Those that you may see and that are owed.", _deadlines),),
        settle=_settle_deadline,
        parties=_owes,
        impossible=_not_owed,
        effect=_waive,
        preview=_waive_preview,
        says=lambda payload: f"Waive “{payload.get('name', '')}” on {payload.get('subject', '')}.",
    ),
)
