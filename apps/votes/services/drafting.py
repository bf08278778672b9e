"""Writing a motion before it is proposed: the mover's people do it together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.committees.models import Seat
from apps.committees.rules.references import random_reference
from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import Invalid
from apps.kernel.texts import LONGEST
from apps.votes import acts
from apps.votes.models import Motion
from apps.votes.rules import verbs
from apps.votes.rules.kinds import AMENDMENT, KINDS
from apps.votes.selectors.clocks import may_still_amend
from apps.votes.selectors.finding import motion_for
from apps.votes.services.telling import tell
from apps.votes.states import TRANSITIONS, Procedure, State

FIELDS = ("title", "text", "procedure")
LONGEST_TITLE = 200


def start_draft(
    *,
    actor: Viewer,
    now: datetime,
    kind: str,
    title: str = "",
    text: str = "",
    procedure: str = Procedure.VOTE,
    payload: Mapping[str, Any] | None = None,
) -> Motion:
    """Begin a motion that only the mover's people see. Raises Refused or Invalid."""
    verbs.may_draft(actor).require()
    if kind not in KINDS or not KINDS[kind].chosen:
        raise Invalid({"kind": "Choose what the motion is for."})
    return _begin(actor, now, kind, title=title, text=text, procedure=procedure, payload=payload)


def start_amendment(*, actor: Viewer, now: datetime, ref: str) -> Motion:
    """Begin an amendment of a motion's text: a draft that holds the text as it is. Raises Http404 or Refused."""
    parent = motion_for(actor, ref, lock=True)
    verbs.may_amend(actor, parent, is_amendment=parent.is_amendment).require()
    may_still_amend(parent, now).require()
    draft = _begin(actor, now, AMENDMENT, title=f"Amendment of {parent.ref}", text=parent.text)
    draft.parent = parent
    draft.payload = {"motion": parent.ref, "text_number": parent.texts.count()}
    draft.save(update_fields=["parent", "payload"])
    return draft


def change_draft(
    *, actor: Viewer, now: datetime, ref: str, changes: Mapping[str, Any], seen: int | None = None
) -> Motion:
    """Change title, text, procedure or what the motion names (`payload`); what is not given stays.

    `seen` is the version that was changed; another one meanwhile is Refused, so that no colleague's words are lost.
    Raises Http404, Refused or Invalid.
    """
    motion = motion_for(actor, ref, lock=True)
    verbs.may_edit(actor, motion).require()
    verbs.is_the_one_seen(motion.version, seen).require()
    _put(motion, changes)
    motion.version += 1
    motion.listed_at = now
    motion.save(update_fields=["title", "text", "procedure", "payload", "version", "listed_at"])
    return motion


def discard(*, actor: Viewer, now: datetime, ref: str) -> Motion:
    """Throw a draft away. Raises Http404 or Refused."""
    motion = motion_for(actor, ref, lock=True)
    verbs.may_discard(actor, motion).require()
    motion.state = TRANSITIONS["discard"].target
    motion.ended_at = now
    motion.version += 1
    motion.save(update_fields=["state", "ended_at", "version"])
    tell(acts.DISCARDED, motion, actor=actor, now=now)
    return motion


def _begin(actor: Viewer, now: datetime, kind: str, **content: Any) -> Motion:
    name = random_reference("DRAFT", now.year, 6)
    motion = Motion(
        ref=name,
        draft_ref=name,
        organisation_id=actor.organisation_id,
        mover=Seat.objects.get(pk=actor.seat_id),
        state=State.DRAFT,
        kind=kind,
        procedure=KINDS[kind].procedures[0],
        created_at=now,
        listed_at=now,
    )
    _put(motion, {name: value for name, value in content.items() if value is not None})
    motion.save()
    return motion


def _put(motion: Motion, changes: Mapping[str, Any]) -> None:
    errors = {}
    kind = KINDS[motion.kind]
    title, text = (str(changes.get(name, getattr(motion, name))).replace("\0", "") for name in ("title", "text"))
    if len(title.strip()) > LONGEST_TITLE:
        errors["title"] = f"Shorten the title to {LONGEST_TITLE} characters."
    if len(text) > LONGEST:
        errors["text"] = f"Shorten the text to {LONGEST} characters, or add a paper."
    procedure = changes.get("procedure", motion.procedure)
    if procedure not in set(kind.procedures):
        errors["procedure"] = "Choose how it is to be decided."
    if errors:
        raise Invalid(errors)
    motion.title, motion.text, motion.procedure = " ".join(title.split()), text.strip(), procedure
    if changes.get("payload") is not None and not motion.is_amendment:
        known = {parameter.name for parameter in kind.parameters}
        motion.payload = {name: value for name, value in changes["payload"].items() if name in known}
