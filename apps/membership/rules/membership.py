"""What must hold for a membership to change, and what each change means, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.committees.rules.viewer import Actor, Portal
from apps.committees.states import MEMBERSHIP, MembershipState, Role
from apps.kernel.decisions import YES, Decision, no

LONGEST_DECISION = 300
LONGEST_REASON = 1000

STATE_WORDS = {
    MembershipState.ADMITTED: "a member",
    MembershipState.SUSPENDED: "a suspended member",
    MembershipState.LEFT: "no member any more: it left",
    MembershipState.EXPELLED: "no member any more: it was expelled",
}

NO_FLOP = "Give a whole number of FLOP, such as 3.1e25 or 31000000000000000000000000."

SUSPENDED_MEANS = (
    "It keeps its people and its duties: it files and updates incidents, answers deadlines and reads what it may read. "
    "It has no voice until the committee reinstates it: it has no vote, does not count in a quorum, does not preside, "
    "and proposes nobody for a seat that votes."
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a clerk records: its name, what follows from it, and whether it ends the organisation's seats."""

    verb: str
    label: str
    follows: str
    is_grave: bool = False


STEPS = {
    step.verb: step
    for step in (
        Step(
            "suspend",
            "Suspend",
            f"{SUSPENDED_MEANS} Everyone is told, and the suspension is published.",
        ),
        Step(
            "reinstate",
            "Reinstate",
            "The suspension ends now. Everyone is told, and it is published.",
        ),
        Step(
            "expel",
            "Expel",
            "Its seats end now, and with them their offices and API tokens; its open invitations are withdrawn. What "
            "its people did stays in the record. This cannot be undone: to come back it must apply again. Everyone is "
            "told, and it is published.",
            is_grave=True,
        ),
        Step(
            "admit_again",
            "Admit again",
            "It is a member again from now on, under its old name. Its seats stay ended: invite its people next. "
            "Everyone is told, and it is published.",
        ),
    )
}
"""The steps that take the committee's decision."""


def may_step(verb: str, name: str, state: MembershipState) -> Decision:
    """Whether a membership in this state takes the step; the refusal says how it stands now."""
    if MEMBERSHIP.may(verb, state):
        return YES
    return no(f"{name} is {STATE_WORDS[state]} now, so this step is not open.")


def may_seat(name: str, state: MembershipState) -> Decision:
    """Whether people can take seats of an organisation in this state."""
    if MEMBERSHIP.may("leave", state):
        return YES
    return no(f"{name} is {STATE_WORDS[state]}. It must be admitted again before anybody sits for it.")


def may_speak(name: str, state: MembershipState) -> Decision:
    """Whether an organisation in this state has its voice: proposes who votes for it, votes, presides, counts."""
    if state == MembershipState.ADMITTED:
        return YES
    if state == MembershipState.SUSPENDED:
        return no(f"{name} is suspended: until it is reinstated, only a clerk fills its seats that vote.")
    return may_seat(name, state)


def may_lose(verb: str, name: str, *, clerks_elsewhere: int, clerks_here: int) -> Decision:
    """Whether the committee keeps a clerk when this organisation is suspended, expelled or leaves."""
    if clerks_here and not clerks_elsewhere and verb in {"suspend", "expel", "leave", "give_notice"}:
        return no(f"{name} holds the last clerk's seat. Seat a clerk of another organisation first.")
    return YES


def errors_in_decision(decision: str, because: str) -> dict[str, str]:
    """What is wrong with a recorded decision, by field."""
    errors = {}
    if not decision.strip():
        errors["decision"] = "Name the decision: its number, or the meeting and its date."
    elif len(decision) > LONGEST_DECISION:
        errors["decision"] = f"Give at most {LONGEST_DECISION} characters."
    return errors | errors_in_reason(because)


def errors_in_reason(because: str) -> dict[str, str]:
    """What is wrong with a reason, by field."""
    if not because.strip():
        return {"because": "Say why."}
    if len(because) > LONGEST_REASON:
        return {"because": f"Give at most {LONGEST_REASON} characters."}
    return {}


def may_declare(actor: Actor, organisation_id: int) -> Decision:
    """What an organisation declares of itself: its representative, its administrator, or a clerk who records it."""
    if isinstance(actor, Portal) or actor.is_clerk:
        return YES
    own = actor.organisation_id == organisation_id and not actor.is_operator
    if own and (actor.role == Role.REPRESENTATIVE or actor.administers):
        return YES
    return no("Only the organisation's representative or administrator, or a clerk, may declare this.")


def may_speak_of_leaving(actor: Actor, organisation_id: int) -> Decision:
    """Notice is given and taken back by the representative, or recorded by a clerk where it came by letter."""
    if isinstance(actor, Portal) or actor.is_clerk:
        return YES
    if actor.organisation_id == organisation_id and actor.speaks_for_organisation:
        return YES
    return no("Only the organisation's representative may give notice, or a clerk who has it in writing.")


def may_give_notice(name: str, state: MembershipState, leaves_at: datetime | None) -> Decision:
    """Whether a member can give notice now: once."""
    if not MEMBERSHIP.may("leave", state):
        return no(f"{name} is {STATE_WORDS[state]} now.")
    return no(f"{name} has given notice already.") if leaves_at is not None else YES


def may_take_back_notice(name: str, state: MembershipState, leaves_at: datetime | None, now: datetime) -> Decision:
    """Whether notice can be taken back: until it has run."""
    if not MEMBERSHIP.may("leave", state) or leaves_at is None:
        return no(f"{name} has given no notice.")
    return YES if now < leaves_at else no("The notice has run.")


def tier_of(flop: int, powers: Sequence[int]) -> int:
    """The tier of whoever's largest training run took so many FLOP: how far above the thresholds 10^power it is.

    “More than” on exact integers: a run of exactly 10^25 FLOP does not exceed 10^25.
    """
    return max((tier for tier, power in enumerate(powers, 1) if flop > 10**power), default=0)
