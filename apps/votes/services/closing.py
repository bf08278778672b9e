"""Voting closes: at its hour, once more when the quorum is late, or early where nothing can change."""

from datetime import datetime, timedelta

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.kernel.canonical import instant
from apps.votes import acts
from apps.votes.models import Ballot, Motion
from apps.votes.rules import charter as articles
from apps.votes.rules import is_final, tally, verbs
from apps.votes.selectors.dossier import opening_of
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.ruling import charter_of
from apps.votes.selectors.shown import is_hidden
from apps.votes.selectors.standing import ballots_in_force, choices_of, electors_of, roll_of, rule_of
from apps.votes.services.telling import tell
from apps.votes.states import TRANSITIONS, Procedure, State

HOUR = Portal("the hour of the vote")


def close_due(*, ref: str, now: datetime) -> Motion:
    """Close voting where its hour has come, or keep it open once where the quorum is late; safe to run twice."""
    motion = motion_for(HOUR, ref, lock=True)
    if motion.state != State.VOTING or motion.closes_at is None or now < motion.closes_at:
        return motion
    lines = electors_of(motion)
    ballots = ballots_in_force(motion)
    outcome = tally(rule_of(motion), roll_of(lines), choices_of(ballots))
    hours = _late_quorum(motion)
    if hours and not outcome.quorate:
        return _extend(motion, hours, now)
    return _close(motion, HOUR, motion.closes_at, now)


def close_early(*, actor: Viewer, now: datetime, ref: str) -> Motion:
    """Close voting before its hour, where the charter allows it and nothing can change. Raises Http404 or Refused."""
    motion = motion_for(actor, ref, lock=True)
    verbs.presides(actor, motion).require()
    TRANSITIONS.may("close", motion.state).require()
    values = charter_of(motion)
    ballots = ballots_in_force(motion)
    verbs.may_close_early(
        motion,
        now=now,
        allowed=values(articles.EARLY_CLOSE),
        minimum_hours=values(articles.MINIMUM_HOURS),
        settled=is_final(rule_of(motion), roll_of(electors_of(motion)), ballots.values(), hidden=is_hidden(motion)),
    ).require()
    # While this waited for the motion, a ballot may have been taken after `now`.
    return _close(motion, actor, max([now, *(row.at for row in ballots.values())]), now)


def _late_quorum(motion: Motion) -> int:
    """For how many hours a vote without its quorum stays open once more; 0 where it does not."""
    if motion.extended_at is not None or motion.procedure == Procedure.SILENCE:
        return 0
    return int(charter_of(motion)(articles.LATE_QUORUM_HOURS))


def _extend(motion: Motion, hours: int, now: datetime) -> Motion:
    motion.extended_at = now
    until = now + timedelta(hours=hours)
    motion.closes_at, motion.window_hours = until, hours
    motion.version += 1
    motion.save(update_fields=["extended_at", "closes_at", "window_hours", "version"])
    tell(acts.EXTENDED, motion, actor=HOUR, now=now, facts={"closes_at": instant(until)})
    return motion


def _close(motion: Motion, actor: Actor, at: datetime, now: datetime) -> Motion:
    """Count, keep the outcome, and publish every opening: from here on anybody can count again."""
    lines = electors_of(motion)
    outcome = tally(rule_of(motion), roll_of(lines), choices_of(ballots_in_force(motion)))
    motion.state = TRANSITIONS["close"].target
    motion.closed_at = at
    motion.outcome, motion.carried = outcome.as_data(), outcome.carried
    motion.version += 1
    motion.save(update_fields=["state", "closed_at", "outcome", "carried", "version"])
    openings = [
        {"opening": opening_of(row, motion.ref).as_data(), "commitment": row.commitment, "at": instant(row.at)}
        for row in Ballot.objects.filter(motion=motion).select_related("elector").order_by("id")
    ]
    facts = {"closed_at": instant(at), "carried": outcome.carried, "outcome": motion.outcome, "ballots": openings}
    tell(acts.CLOSED, motion, actor=actor, now=now, facts=facts)
    return motion
