"""Who asks for a permit and who takes that back, and who files a complete response."""

from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES
from apps.kernel.decisions import YES, Decision, first_refusal
from apps.pauses.rules.charter import PERMIT_DAYS, RESPONSE_DAYS
from apps.pauses.rules.refusing import refuse, under
from apps.pauses.rules.verbs import Ordered
from apps.pauses.states import PERMITS, STANDING


def may_ask(viewer: Viewer, order: Ordered, article: str, *, is_bound: bool) -> Decision:
    """The people and machines of a lab that the order binds, while it stands."""
    if not is_bound or viewer.is_operator or viewer.role not in FILING_ROLES:
        return refuse(article, "Only a lab that the order binds may do that.")
    return YES if order.state in STANDING else refuse(article, "The order is not in force.")


def may_request(viewer: Viewer, order: Ordered, *, is_bound: bool) -> Decision:
    """A lab that is bound asks for a permit."""
    return may_ask(viewer, order, PERMIT_DAYS, is_bound=is_bound)


def may_withdraw(viewer: Viewer, *, lab: int, state: str) -> Decision:
    """The lab that asked takes its request back until it is decided."""
    if viewer.is_operator or viewer.organisation_id != lab or viewer.role not in FILING_ROLES:
        return refuse(PERMIT_DAYS, "Only the lab that asked for the permit may do that.")
    return under(PERMIT_DAYS, PERMITS.may("withdraw", state))


def may_respond(viewer: Viewer, order: Ordered, *, is_bound: bool, has_open: bool) -> Decision:
    """A lab that is bound says that everything is shown; one at a time."""
    is_open = refuse(RESPONSE_DAYS, "Your lab's response is not answered yet.") if has_open else YES
    return first_refusal(may_ask(viewer, order, RESPONSE_DAYS, is_bound=is_bound), is_open)
