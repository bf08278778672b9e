"""The result is certified, and what it decides happens in the same transaction; or the record says why it could not."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal
from apps.deadlines.rules.reckoning import Unit, due_at
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.texts import required
from apps.votes import acts
from apps.votes.models import Motion
from apps.votes.rules import charter as articles
from apps.votes.rules import verbs
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.clocks import is_overdue
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.ruling import charter_of
from apps.votes.selectors.standing import ballots_in_force, electors_of
from apps.votes.services.opening import put_to_vote
from apps.votes.services.telling import seat_of, tell
from apps.votes.states import TRANSITIONS, Effect, Procedure, State

TIME = Portal("the charter's time for certifying")


def certify(*, actor: Actor, now: datetime, ref: str) -> Motion:
    """Certify the result of a closed vote; a carried motion's effect happens now. Raises Http404 or Refused.

    What cannot happen any more is said in the certification, and nothing of it is done.
    """
    motion = motion_for(actor, ref, lock=True)
    verbs.may_certify(actor, motion).require()
    motion.state = TRANSITIONS["certify"].target
    motion.certified_at = now
    motion.certified_by_id = seat_of(actor)
    motion.effect, motion.effect_note = _take_effect(motion, now)
    reviewed = motion.carried and motion.procedure == Procedure.EMERGENCY
    if reviewed:
        days = charter_of(motion)(articles.REVIEW_DAYS)
        motion.review_at = due_at(now, days, Unit.DAYS, motion.committee.zone)
    motion.version += 1
    motion.save()
    tell(acts.CERTIFIED, motion, actor=actor, now=now, facts=_facts(motion))
    if reviewed:
        tell(acts.REVIEW_SET, motion, actor=actor, now=now, facts={"review_at": instant(motion.review_at)})
    if motion.parent is not None and is_overdue(motion.parent, now):
        put_to_vote(ref=motion.parent.ref, now=now)
    return motion


def certify_due(*, ref: str, now: datetime) -> Motion:
    """Certify what the chair's office has left undone; safe to run twice."""
    motion = motion_for(TIME, ref, lock=True)
    return certify(actor=TIME, now=now, ref=ref) if motion.state == State.CLOSED else motion


def review(*, actor: Actor, now: datetime, ref: str, text: str) -> Motion:
    """Say what came of the review of an emergency decision. Raises Http404, Refused or Invalid."""
    motion = motion_for(actor, ref, lock=True)
    verbs.may_review(actor, motion).require()
    if motion.review_at is None:
        raise Refused("This decision has no review to come.")
    text = required(text, "text", "Say what came of the review.", 2000)
    motion.review_at = None
    motion.version += 1
    motion.save(update_fields=["review_at", "version"])
    tell(acts.REVIEWED, motion, actor=actor, now=now, facts={"text": text})
    return motion


def decided_by(motion: Motion) -> Portal:
    """The actor of what a carried motion does."""
    return Portal(f"motion {motion.ref}")


def _take_effect(motion: Motion, now: datetime) -> tuple[Effect, str]:
    """Do what a carried motion asks for, all of it or nothing."""
    kind = KINDS[motion.kind]
    if not motion.carried:
        return Effect.NONE, "The motion is lost. Nothing follows from it."
    if kind.effect is None:
        return Effect.NONE, "The decision stands for itself."
    if reason := kind.impossible(motion.payload, now):
        return Effect.IMPOSSIBLE, reason
    try:
        with transaction.atomic():
            return Effect.DONE, kind.effect(motion, decided_by(motion), now)
    except Http404:
        return Effect.IMPOSSIBLE, "What the motion names is not there any more."
    except (Refused, Invalid) as error:
        return Effect.IMPOSSIBLE, str(error)


def _facts(motion: Motion) -> dict[str, Any]:
    ballots = ballots_in_force(motion)
    roll = [
        {
            "member": line.key,
            "name": line.name,
            "weight": line.weight,
            "standing": line.standing,
            "choice": ballots[line.pk].choice if line.pk in ballots else "",
        }
        for line in electors_of(motion)
    ]
    return {
        "carried": motion.carried,
        "outcome": motion.outcome,
        "effect": motion.effect,
        "effect_note": motion.effect_note,
        "roll": roll,
    }
