"""Who attests, challenges, answers and decides under an order, and the sentence for those who may not."""

from datetime import datetime
from typing import Protocol

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.committees.states import FILING_ROLES, MEMBER_ROLES, Role
from apps.kernel.decisions import YES, Decision, first_refusal
from apps.pauses.rules.charter import ATTEST_HOURS, CASE_DAYS, CONSEQUENCE_DAYS
from apps.pauses.rules.deciding import may_decide as decides
from apps.pauses.rules.refusing import refuse, under
from apps.pauses.rules.verbs import Ordered, presides
from apps.pauses.states import CASES, STANDING, CaseState, ChallengeState


class Bound(Protocol):
    """What the rules need to know of what binds a lab; instants are None where it has not happened."""

    organisation_id: int
    served_at: datetime | None
    released_at: datetime | None


def may_attest(viewer: Viewer, order: Ordered, bound: Bound) -> Decision:
    """The people of a lab that was served, and its machine, attest while the order stands."""
    if bound.organisation_id != viewer.organisation_id or viewer.is_operator or viewer.role not in FILING_ROLES:
        return refuse(ATTEST_HOURS, "Only the lab itself attests.")
    if bound.served_at is None:
        return refuse(ATTEST_HOURS, "The order does not bind your lab: it has not been served.")
    if bound.released_at is not None or order.state not in STANDING:
        return refuse(ATTEST_HOURS, "The order binds your lab no longer; there is nothing to attest.")
    return YES


def may_add_evidence(viewer: Viewer, order: Ordered, bound: Bound) -> Decision:
    """Whoever may attest may send evidence ahead."""
    return may_attest(viewer, order, bound)


def may_challenge(viewer: Viewer, order: Ordered, bound: Bound) -> Decision:
    """An auditor, or a member that is not the lab itself; not whoever would decide on it."""
    if viewer.is_operator or viewer.role not in MEMBER_ROLES | {Role.AUDITOR}:
        return refuse(CASE_DAYS, "Only members of the committee and its auditors challenge an attestation.")
    if bound.organisation_id == viewer.organisation_id:
        return refuse(CASE_DAYS, "Your own lab's attestation is not for you to challenge; attest again instead.")
    if presides(viewer, order, CASE_DAYS):
        return refuse(CASE_DAYS, "You decide on challenges of this pause, so that another member makes one.")
    return YES


def may_decide_challenge(
    actor: Actor, order: Ordered, bound: Bound, *, state: str, challenger: int, clerks_do: bool
) -> Decision:
    """Whoever presides over the order, unless it is their own organisation's matter; `challenger` by organisation.

    `clerks_do` says that nobody presides who has no stake of their own, so that a clerk decides.
    """
    if state != ChallengeState.OPEN:
        return refuse(CASE_DAYS, "It has been decided already.")
    return decides(actor, order, CASE_DAYS, barred={bound.organisation_id, challenger}, clerks_do=clerks_do)


def may_answer(viewer: Viewer, bound: Bound, *, state: str) -> Decision:
    """The lab's people answer, once."""
    if bound.organisation_id != viewer.organisation_id or viewer.is_operator or viewer.role not in FILING_ROLES:
        return refuse(CASE_DAYS, "Only the lab answers its case.")
    return under(CASE_DAYS, CASES.may("answer", state))


def may_decide(actor: Actor, order: Ordered, bound: Bound, verb: str, *, state: str, clerks_do: bool) -> Decision:
    """Find, clear or remedy (`verb`): whoever presides over the order, never on a case of their own lab.

    Where nobody presides without a stake of their own (`clerks_do`) a clerk decides. While the lab has time to answer,
    nobody but the portal finds against it.
    """
    article = CONSEQUENCE_DAYS if state == CaseState.FOUND else CASE_DAYS
    if verb == "find" and state == CaseState.OPEN and not isinstance(actor, Portal):
        return refuse(CASE_DAYS, "The lab may still answer; without an answer the portal finds against it in time.")
    may = decides(actor, order, article, barred={bound.organisation_id}, clerks_do=clerks_do)
    return first_refusal(under(article, CASES.may(verb, state)), may)
