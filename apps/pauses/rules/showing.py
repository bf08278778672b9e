"""Who may do what with a condition for lifting, and the sentence for those who may not."""

from collections.abc import Collection

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.states import FILING_ROLES, MEMBER_ROLES, Role
from apps.kernel.decisions import YES, Decision, first_refusal
from apps.pauses.rules.charter import LIFTS_BY_ITSELF as LIFTING
from apps.pauses.rules.refusing import refuse, under
from apps.pauses.rules.verbs import Ordered
from apps.pauses.states import CONDITIONS, STANDING, ConditionKind

BY_EVIDENCE = (ConditionKind.MILESTONE, ConditionKind.METRIC)
"""What somebody shows; a date comes and a vote is carried."""
VERIFYING = MEMBER_ROLES | FILING_ROLES - {Role.SERVICE} | {Role.AUDITOR}
"""No clerk, who decides where whoever presides verified it."""
TIERS = {
    0: "Declared",
    1: "Documents reviewed",
    2: "Independent audit",
    3: "On-site or continuous access",
    4: "Hardware evidence",
}
"""How closely something is verified, by tier."""


def is_open(order: Ordered, kind: str, verb: str, state: str) -> Decision:
    """Whether the step is open for the condition at all."""
    if order.state not in STANDING:
        return refuse(LIFTING, "The order is not in force.")
    if kind == ConditionKind.DATE and verb != "come":
        return refuse(LIFTING, "A condition that is a date is met when the date has come, and needs no evidence.")
    if kind == ConditionKind.VOTE and verb not in {"come", "reopen"}:
        return refuse(LIFTING, "This condition is met by a vote: move the motion.")
    if kind in BY_EVIDENCE and verb == "come":
        return refuse(LIFTING, "This condition is met by evidence that was verified.")
    return under(LIFTING, CONDITIONS.may(verb, state))


def may_submit(viewer: Viewer, order: Ordered, *, kind: str, state: str, is_bound: bool) -> Decision:
    """The people and machines of a lab that the order binds give evidence."""
    if not is_bound or viewer.is_operator or viewer.role not in FILING_ROLES:
        return refuse(LIFTING, "Only a lab that the order binds gives evidence.")
    return is_open(order, kind, "submit", state)


def is_verifier(actor: Actor, *, bound: Collection[int], tied: Collection[int]) -> Decision:
    """Somebody of an organisation that the order does not bind and that no declared tie binds to one that it does."""
    if isinstance(actor, Portal) or actor.is_operator or actor.role not in VERIFYING:
        return refuse(LIFTING, "An auditor, an independent member or another seat without a stake verifies.")
    if actor.organisation_id in bound:
        return refuse(LIFTING, "A verifier is never of a lab that the order binds.")
    if actor.organisation_id in tied:
        return refuse(LIFTING, "Your organisation has a declared tie with a lab that the order binds.")
    return YES


def may_verify(
    actor: Actor, order: Ordered, *, kind: str, state: str, bound: Collection[int], tied: Collection[int]
) -> Decision:
    """A verifier says how closely the evidence was verified."""
    return first_refusal(is_open(order, kind, "verify", state), is_verifier(actor, bound=bound, tied=tied))


def may_accept(actor: Actor, *, verified_by: int | None) -> Decision:
    """Two organisations look at each condition: the one that verified it does not also find it met."""
    if isinstance(actor, Viewer) and actor.organisation_id == verified_by:
        return refuse(LIFTING, "Whoever verified it does not also find it met; a clerk decides in the chair's place.")
    return YES
