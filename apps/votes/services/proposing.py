"""A motion comes before the committee: proposed, seconded, withdrawn, or left to lapse."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from apps.committees.models import Seat
from apps.committees.rules.references import counted_reference
from apps.committees.rules.viewer import Portal, Viewer
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.turns import wait_for_turn
from apps.kernel.texts import required
from apps.record.rules import drill_first
from apps.votes import acts
from apps.votes.models import Motion, MotionText
from apps.votes.rules import verbs
from apps.votes.rules.charter import SECOND
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.clocks import has_run_out, hold_clocks, may_still_amend
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.ruling import charter
from apps.votes.selectors.voices import keeps_its_voice
from apps.votes.services.recusing import propose_recusals
from apps.votes.services.telling import tell
from apps.votes.states import OPEN, TRANSITIONS, Procedure, State

CHARTER = Portal("the charter")
UNSECONDED = "Nobody seconded it in time."


def propose(*, actor: Viewer, now: datetime, ref: str) -> Motion:
    """Lay a draft before the committee: it gets its number, and its computed recusals are said.

    Where the charter asks for a second, or it is no emergency, it waits for one. Raises Http404, Refused (also where
    another open motion asks for the same) or Invalid.
    """
    motion = motion_for(actor, ref, lock=True)
    verbs.may_propose(actor, motion).require()
    keeps_its_voice(actor).require()
    may_still_amend(motion.parent, now).require()
    title = required(motion.title, "title", "Give the motion a title.", 200)
    text = required(motion.text, "text", "Write what the committee is to decide.")
    kind = KINDS[motion.kind]
    motion.payload = kind.settle(motion.payload, actor, now)
    if reason := kind.impossible(motion.payload, now):
        raise Refused(reason)
    if motion.is_drill:
        title = motion.title = drill_first(title, {"drill": True})[:200]
    motion.digest = motion.fingerprint
    _number(motion, now)
    _check_duplicate(motion)
    _version, values = charter(now)
    waits = values(SECOND) and motion.procedure != Procedure.EMERGENCY and not actor.is_clerk
    motion.state = TRANSITIONS["propose"].target if waits else TRANSITIONS["discuss"].target
    motion.mover = Seat.objects.get(pk=actor.seat_id)
    motion.proposed_at = motion.listed_at = now
    motion.discussed_at = None if waits else now
    motion.version += 1
    motion.save()
    MotionText.objects.create(motion=motion, number=1, title=title, text=text, at=now)
    facts: dict[str, Any] = {"title": title, "kind": motion.kind, "procedure": motion.procedure}
    if motion.is_amendment:
        facts["amends"] = motion.parent.ref  # type: ignore[union-attr]
    tell(acts.PROPOSED if waits else acts.TABLED, motion, actor=actor, now=now, facts=facts)
    propose_recusals(motion, now)
    return motion


def second(*, actor: Viewer, now: datetime, ref: str) -> Motion:
    """Another member seconds a motion in time: its discussion begins. Raises Http404 or Refused."""
    motion = motion_for(actor, ref, lock=True)
    verbs.may_second(actor, motion).require()
    keeps_its_voice(actor).require()
    if has_run_out(motion, acts.TO_SECOND, now):
        raise Refused(f"{UNSECONDED} It lapses.")
    motion.state = TRANSITIONS["discuss"].target
    motion.seconded_by = Seat.objects.get(pk=actor.seat_id)
    motion.discussed_at = now
    _save(motion, "seconded_by", "discussed_at")
    tell(acts.SECONDED, motion, actor=actor, now=now)
    propose_recusals(motion, now)
    return motion


def withdraw(*, actor: Viewer, now: datetime, ref: str, because: str) -> Motion:
    """The mover takes a motion back, with the reason; its open amendments go with it.

    Raises Http404, Refused or Invalid.
    """
    motion = motion_for(actor, ref, lock=True)
    verbs.may_withdraw(actor, motion).require()
    because = required(because, "because", "Say why it is withdrawn.", 2000)
    _end(motion, "withdraw", now, because)
    tell(acts.WITHDRAWN, motion, actor=actor, now=now, facts={"because": because})
    end_amendments(motion, now, f"{motion.ref} was withdrawn.")
    return motion


def lapse(motion: Motion, now: datetime, because: str, *, at: datetime | None = None) -> None:
    """Nobody has taken it further in time, or what it is about is gone; `at` is when that was so, otherwise now."""
    _end(motion, "lapse", at or now, because)
    tell(acts.LAPSED, motion, actor=CHARTER, now=now, facts={"because": because})
    end_amendments(motion, now, f"{motion.ref} lapsed.")


def end_amendments(parent: Motion, now: datetime, because: str) -> None:
    """Let the amendments lapse on which voting has not opened: there is no text to amend any more."""
    waiting = parent.amendments.filter(state__in=TRANSITIONS["lapse"].sources)
    hold_clocks(waiting)
    for amendment in waiting.select_for_update().order_by("pk"):
        lapse(amendment, now, because)


def lapse_due(*, ref: str, due_at: datetime, now: datetime) -> Motion:
    """Let a motion lapse that nobody has seconded until its time; safe to run twice."""
    motion = motion_for(CHARTER, ref, lock=True)
    if motion.state == State.PROPOSED:
        lapse(motion, now, UNSECONDED, at=due_at)
    return motion


def _number(motion: Motion, now: datetime) -> None:
    """The next number of the year; whoever proposes meanwhile waits."""
    wait_for_turn("votes.number")
    motion.year = now.year
    latest = Motion.objects.filter(year=now.year).aggregate(most=Max("number"))["most"] or 0
    motion.number = latest + 1
    motion.ref = counted_reference("MOT", now.year, motion.number)


def _check_duplicate(motion: Motion) -> None:
    same = Motion.objects.filter(digest=motion.digest, state__in=OPEN).exclude(pk=motion.pk).first()
    if same is not None:
        raise Invalid({"": f"{same.ref} asks for the same and is open. Second it, or speak to it, instead."})


def _end(motion: Motion, verb: str, at: datetime, because: str) -> None:
    motion.state = TRANSITIONS[verb].target
    motion.ended_at, motion.because = at, because
    _save(motion, "ended_at", "because")


def _save(motion: Motion, *fields: str) -> None:
    motion.version += 1
    motion.save(update_fields=["state", "version", *fields])
