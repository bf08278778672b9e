"""Who keeps a vote, in which capacity a ballot is cast, and which ballot stands before which."""

from apps.committees.rules.standing import VOTE_SUSPENDED
from apps.committees.states import VOTING_ROLES
from apps.kernel.decisions import YES, Decision, no
from apps.votes.states import Capacity, Choice, Procedure, Standing

VOTELESS = {
    "suspended": "It is suspended.",
    VOTE_SUSPENDED: "Its vote is suspended.",
    "in arrears": "It is in arrears with its contributions.",
    "left": "It has left the committee.",
    "expelled": "It was expelled.",
    "not yet a member": "It is not a member yet.",
}
"""Standings that take the vote away. A pause-compliance case alone does not; a suspended vote is a consequence of it."""

LONGEST_EXPLANATION = 5000


def keeps_its_vote(standing: str) -> Decision:
    """Whether a member of this standing is counted when a roll is frozen."""
    return no(VOTELESS[standing]) if standing in VOTELESS else YES


def may_be_cast(standing: str, because: str) -> Decision:
    """Whether a ballot may be cast for a line of the roll."""
    if standing == Standing.RECUSED:
        return no(f"You are recused from this motion. {because}")
    if standing == Standing.EXCLUDED:
        return no(f"You have no vote on this motion. {because}")
    return YES


def gives_way(capacity: Capacity, in_force: str | None) -> Decision:
    """Whether a ballot in this capacity can be cast beside the one in force.

    The representative's ballot prevails over the alternate's, and a proxy serves only where the member does not vote.
    """
    if in_force is None or capacity == Capacity.REPRESENTATIVE or in_force == capacity:
        return YES
    if capacity == Capacity.ALTERNATE and in_force == Capacity.REPRESENTATIVE:
        return no("Your representative has voted. That ballot counts, and only your representative can change it.")
    if capacity == Capacity.PROXY:
        return no("The member has voted itself, so the proxy is not used.")
    return YES


def choice_error(choice: str, procedure: str, explanation: str) -> dict[str, str]:
    """What is wrong with a ballot's content, by field."""
    errors = {}
    if choice not in set(Choice):
        errors["choice"] = "Choose yes, no or abstain."
    elif procedure == Procedure.SILENCE:
        if choice == Choice.ABSTAIN:
            errors["choice"] = "In the silence procedure you object, or take your objection back."
        if choice == Choice.NO and not explanation.strip():
            errors["explanation"] = "Say why you object."
    if len(explanation) > LONGEST_EXPLANATION:
        errors["explanation"] = f"Shorten this to {LONGEST_EXPLANATION} characters."
    return errors


def may_carry(carried: int, most: int) -> Decision:
    """Whether a member can take on another proxy; `carried` are those it has for the same vote."""
    if most == 0:
        return no("The charter allows no proxies.")
    return YES if carried < most else no(f"A member carries at most {most} proxies, and this one has them already.")


def may_give(role: str, *, is_operator: bool) -> Decision:
    """Who gives a proxy: the representative or the independent member, in person."""
    if is_operator or role not in VOTING_ROLES:
        return no("Only a representative or an independent member gives a proxy.")
    return YES
