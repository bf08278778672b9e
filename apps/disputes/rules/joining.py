"""Who takes part in a case after it was filed: what they say, who decides, and who leaves."""

from apps.committees.rules.viewer import Viewer
from apps.disputes.rules.charter import JOIN_DAYS, refuse, under
from apps.disputes.rules.who import Case, speaks
from apps.disputes.states import JOINDERS, OPEN, Capacity
from apps.kernel.decisions import YES, Decision

AS = {
    Capacity.THIRD_PARTY: "As a third party: it is heard once, and reads the first submissions",
    Capacity.COMPLAINANT: "As a complainant, beside the one that filed",
    Capacity.RESPONDENT: "As a respondent, beside the one that answers",
}
LONGEST_REASON = 2_000


def asking_errors(capacity: str, because: str) -> dict[str, str]:
    """What is missing or wrong in asking to take part, by field."""
    errors = {}
    if capacity not in set(AS):
        errors["capacity"] = "Choose as what your organisation takes part."
    if not because.strip():
        errors["because"] = "Say what your organisation has to do with the case."
    elif len(because) > LONGEST_REASON:
        errors["because"] = f"Say it in at most {LONGEST_REASON} characters."
    return errors


def may_ask_again(waits: bool) -> Decision:
    """One request of an organisation is decided before it makes another."""
    return refuse(JOIN_DAYS, "Your organisation has asked already; it is decided first.") if waits else YES


def may_take_back(viewer: Viewer, *, asked_by: int, state: str) -> Decision:
    """Whoever asked takes it back before it is decided: somebody who binds the organisation, which the asking needed too."""
    if viewer.is_operator or viewer.organisation_id != asked_by:
        return refuse(JOIN_DAYS, "Only who asked takes it back.")
    return under(JOIN_DAYS, JOINDERS.may("withdraw", state))


def may_decide(state: str) -> Decision:
    """A request is decided once."""
    return under(JOIN_DAYS, JOINDERS.may("join", state))


def may_leave(viewer: Viewer, case: Case, *, joined: bool) -> Decision:
    """Who joined a case leaves it; who began it, or answers it, does not."""
    if case.stage not in OPEN:
        return refuse(JOIN_DAYS, "The case is over.")
    if not joined:
        return refuse(JOIN_DAYS, "Only who joined the case leaves it.")
    return speaks(viewer, case, frozenset(AS), JOIN_DAYS, "Only who takes part leaves.")
