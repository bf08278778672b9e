"""Who may do what with a motion, and the sentence for those who may not."""

from datetime import datetime, timedelta
from typing import Protocol

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.states import FILING_ROLES, MEMBER_ROLES, Role
from apps.kernel.decisions import YES, Decision, first_refusal, no
from apps.votes.states import BEFORE_VOTING, RECUSAL, TRANSITIONS, UNCOUNTED, Procedure, RecusalState, State


class Moved(Protocol):
    """What the rules need to know of a motion."""

    state: str
    procedure: str
    organisation_id: int

    @property
    def pk(self) -> int:
        """Its id, by which somebody may preside over it."""

    @property
    def discussed_at(self) -> datetime | None:
        """When its discussion began."""

    @property
    def opened_at(self) -> datetime | None:
        """When voting opened."""

    @property
    def closes_at(self) -> datetime | None:
        """When voting closes."""


SUBJECT = "motion"
TO_CONTEST = 24
"""For how many hours a recusal that another member declared must have stood to count because nobody contests it."""


def may_draft(viewer: Viewer) -> Decision:
    """Members and their people write motions; a clerk writes what the secretariat lays before the committee."""
    if viewer.is_operator or viewer.is_for_one_matter:
        return no("Only members of the committee and its clerks write motions.")
    if viewer.role in MEMBER_ROLES or viewer.is_clerk or viewer.role in FILING_ROLES - {Role.SERVICE}:
        return YES
    return no("Only members of the committee and its clerks write motions.")


def _of_the_mover(viewer: Viewer, motion: Moved) -> Decision:
    if viewer.organisation_id == motion.organisation_id and may_draft(viewer):
        return YES
    return no("Only the organisation that moves this may do that.")


def _speaks(viewer: Viewer) -> Decision:
    """A motion is proposed and seconded by somebody who sits for a member, or laid before it by a clerk."""
    if not viewer.is_operator and (viewer.role in MEMBER_ROLES or viewer.is_clerk):
        return YES
    return no("Your representative, or an alternate, proposes and seconds. You can prepare the draft.")


def may_edit(viewer: Viewer, motion: Moved) -> Decision:
    """The mover's people write a draft together; a proposed text changes by amendment only."""
    if motion.state != State.DRAFT:
        return no("A motion that was proposed is changed by an amendment.")
    return _of_the_mover(viewer, motion)


def may_discard(viewer: Viewer, motion: Moved) -> Decision:
    """A draft can be thrown away by the organisation that wrote it."""
    return first_refusal(TRANSITIONS.may("discard", motion.state), _of_the_mover(viewer, motion))


def may_propose(viewer: Viewer, motion: Moved) -> Decision:
    """A member's representative, alternate or independent member, or a clerk."""
    return first_refusal(TRANSITIONS.may("propose", motion.state), _of_the_mover(viewer, motion), _speaks(viewer))


def may_second(viewer: Viewer, motion: Moved) -> Decision:
    """Another member than the mover."""
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return no("Only a member of the committee seconds a motion.")
    if viewer.organisation_id == motion.organisation_id:
        return no("Another member must second it.")
    return TRANSITIONS.may("discuss", motion.state)


def may_withdraw(viewer: Viewer, motion: Moved) -> Decision:
    """The mover, until voting opens."""
    return first_refusal(TRANSITIONS.may("withdraw", motion.state), _of_the_mover(viewer, motion), _speaks(viewer))


def may_speak(viewer: Viewer, motion: Moved) -> Decision:
    """Statements are made by members, their alternates and clerks while the motion is discussed or voted on."""
    if motion.state not in UNCOUNTED:
        return no("Statements are taken while a motion is discussed or voted on.")
    return _speaks(viewer)


def may_amend(viewer: Viewer, motion: Moved, *, is_amendment: bool) -> Decision:
    """Any member, while the motion is discussed; an amendment itself is not amended."""
    if is_amendment:
        return no("An amendment is not amended itself. Propose another one to the motion.")
    if motion.procedure == Procedure.EMERGENCY:
        return no("An emergency motion is not amended, for that would hold it up. Vote it down, or move another.")
    if motion.state not in {State.PROPOSED, State.DISCUSSION}:
        return no("A text can be amended only before voting on it opens.")
    return may_draft(viewer)


def may_add_paper(viewer: Viewer, motion: Moved) -> Decision:
    """The mover, until voting opens."""
    if motion.state not in BEFORE_VOTING:
        return no("Papers are added before voting opens.")
    return _of_the_mover(viewer, motion)


def presides(actor: Actor, motion: Moved) -> Decision:
    """Whoever presides over the motion: the chair, or who acts for it because the chair has a stake in it."""
    if isinstance(actor, Portal) or (not actor.is_operator and actor.presides_over(SUBJECT, motion.pk)):
        return YES
    return no("Only whoever presides over this motion may do that.")


def opens_from(motion: Moved, hours: int) -> datetime | None:
    """The instant from which voting may open: after the charter's hours of discussion; None before it began."""
    if motion.discussed_at is None:
        return None
    return motion.discussed_at + timedelta(hours=0 if motion.procedure == Procedure.EMERGENCY else hours)


def may_open(
    actor: Actor, motion: Moved, *, now: datetime, discussion_hours: int, amendments: int, contested: int, fresh: int
) -> Decision:
    """Whoever presides, once it has been discussed, its amendments are settled and its recusals decided.

    `amendments` are those that the committee has before it, `contested` and `fresh` the recusals that
    somebody contests, and those that a rival declared too late for anybody to contest them.
    """
    first = first_refusal(TRANSITIONS.may("open", motion.state), presides(actor, motion))
    if not first:
        return first
    begins = opens_from(motion, discussion_hours)
    if begins is None or now < begins:
        return no(f"It must be discussed for {discussion_hours} hours before voting opens.")
    if amendments:
        return no("Amendments to its text are voted on first.")
    if contested:
        return no("A recusal is contested. Decide on it first.")
    if fresh:
        return no(
            f"Another member declared a recusal less than {TO_CONTEST} hours ago, and it can still be contested. Wait, or "
            "decide on it."
        )
    return YES


def is_being_voted_on(motion: Moved, now: datetime) -> Decision:
    """Whether voting is open at the instant: from the opening until the hour, the hour itself excluded."""
    if motion.opened_at is None or motion.closes_at is None or now < motion.opened_at:
        return no("Voting is not open.")
    return YES if motion.state == State.VOTING and now < motion.closes_at else no("Voting is closed.")


def may_vote_now(motion: Moved, now: datetime) -> Decision:
    """Whether a ballot that came at the instant is taken; the sentence says the hour and when it came."""
    if motion.closes_at is not None and now >= motion.closes_at:
        return no(
            "Voting has closed. Your ballot came after the hour and does not count: voting closed at "
            f"{motion.closes_at:%H:%M:%S} UTC on {motion.closes_at:%d %B %Y}, and by the database's clock it was "
            f"{now:%H:%M:%S} UTC on {now:%d %B %Y}."
        )
    return is_being_voted_on(motion, now)


def may_close_early(motion: Moved, *, now: datetime, allowed: bool, minimum_hours: int, settled: bool) -> Decision:
    """Whether voting closes before its hour: only where the charter allows and nothing can change any more."""
    if not allowed:
        return no("The charter keeps voting open to its hour.")
    if motion.closes_at is None or now >= motion.closes_at:
        return no("The hour of the vote has come: the portal closes it by itself.")
    if not settled:
        return no("Not all members have voted: they may still change the outcome.")
    if motion.opened_at is None or now < motion.opened_at + timedelta(hours=minimum_hours):
        return no(f"Voting stays open for at least {minimum_hours} hours.")
    return YES


def may_certify(actor: Actor, motion: Moved) -> Decision:
    """Whoever presides, or a clerk of the chair's office; the portal when the time has passed."""
    return first_refusal(TRANSITIONS.may("certify", motion.state), _presides_or_keeps(actor, motion))


def may_decide_recusal(actor: Actor, motion: Moved, *, state: str, verb: str) -> Decision:
    """Whoever presides, before voting opens; with a reason. Nothing is upheld unheard, but in an emergency."""
    if motion.state not in BEFORE_VOTING:
        return no("The roll is frozen: recusals are decided before voting opens.")
    if (verb, state) == ("uphold", RecusalState.PROPOSED) and motion.procedure != Procedure.EMERGENCY:
        return no(f"It is upheld once somebody contests it; after {TO_CONTEST} hours it stands by itself.")
    return first_refusal(RECUSAL.may(verb, state), presides(actor, motion))


def may_contest(viewer: Viewer, motion: Moved, *, state: str) -> Decision:
    """Any member, before voting opens."""
    if motion.state not in BEFORE_VOTING:
        return no("The roll is frozen: recusals are contested before voting opens.")
    return first_refusal(RECUSAL.may("contest", state), _member(viewer))


def may_declare_recusal(viewer: Viewer, motion: Moved) -> Decision:
    """A member stands back itself, or says that another has a stake."""
    if motion.state not in BEFORE_VOTING:
        return no("The roll is frozen: recusals are declared before voting opens.")
    return _member(viewer)


def may_review(actor: Actor, motion: Moved) -> Decision:
    """Whoever presides, or a clerk, once an emergency decision is certified."""
    if motion.state != State.CERTIFIED:
        return no("It is reviewed once it is certified.")
    return _presides_or_keeps(actor, motion)


def may_brief(viewer: Viewer, motion: Moved) -> Decision:
    """A member's own people prepare its ballot, until voting closes."""
    if motion.state not in UNCOUNTED:
        return no("There is nothing to prepare: voting is closed, or the motion is not proposed.")
    if (
        viewer.is_operator
        or viewer.is_for_one_matter
        or viewer.role not in (FILING_ROLES | MEMBER_ROLES) - {Role.SERVICE}
    ):
        return no("Only a member's own people prepare its ballot.")
    return YES


def _member(viewer: Viewer) -> Decision:
    if not viewer.is_operator and viewer.role in MEMBER_ROLES:
        return YES
    return no("Only a member of the committee may do that.")


def _presides_or_keeps(actor: Actor, motion: Moved) -> Decision:
    if presides(actor, motion) or (isinstance(actor, Viewer) and actor.is_clerk):
        return YES
    return no("Only whoever presides over this motion, or a clerk, may do that.")


def is_the_one_seen(version: int, seen: int | None) -> Decision:
    """Whether a draft is still the one that somebody changed."""
    if seen is None or seen == version:
        return YES
    return no("A colleague changed this draft meanwhile. Open it again: your words are kept on this page until you do.")
