"""Two cases that are heard together: who asks for it, who decides, and what becomes of their panels.

Source: DSU 9.1 and 9.3 (one panel where that can be done, else the same people on each). Each case keeps its docket, its
claims and its report.
"""

from collections.abc import Collection
from typing import TypeVar

from apps.committees.rules.viewer import Viewer
from apps.disputes.rules.charter import COMPOSE_DAYS, JOIN_DAYS, refuse, under
from apps.disputes.rules.docket_verbs import may_order
from apps.disputes.rules.parties import JOINABLE
from apps.disputes.rules.who import Case, speaks
from apps.disputes.states import JOINDERS, PARTIES, Stage
from apps.kernel.decisions import YES, Decision, first_refusal

Known = TypeVar("Known", bound=Case)


def still_open(one: Case, other: Case) -> Decision:
    """Cases are put together until papers are exchanged in either."""
    if one.stage in JOINABLE and other.stage in JOINABLE:
        return YES
    return refuse(JOIN_DAYS, "Two cases are put together until papers are exchanged in either of them.")


def may_ask_for(viewer: Viewer, one: Case, other: Case, *, state: str) -> Decision:
    """A party of either case asks that both be heard together, where it is offered."""
    its_own = one if viewer.organisation_id in one.parties else other
    return first_refusal(
        still_open(one, other),
        speaks(viewer, its_own, PARTIES, JOIN_DAYS, "Only the parties of the two cases ask for that."),
        under(JOIN_DAYS, JOINDERS.may("ask", state)),
    )


def deciding(one: Known, other: Known) -> Known:
    """The case in which it is decided: the one that has a panel, else the one that was filed first."""
    return other if other.stage == Stage.COMPOSED and one.stage != Stage.COMPOSED else one


def may_put_together(viewer: Viewer, one: Case, other: Case, *, state: str, clerks_do: bool) -> Decision:
    """The panel decides, before there is one whoever presides; nobody of a party's own organisation ever does."""
    own = viewer.organisation_id in {*one.parties, *other.parties}
    return first_refusal(
        still_open(one, other),
        may_order(viewer, deciding(one, other), own=own, clerks_do=clerks_do),
        under(JOIN_DAYS, JOINDERS.may("join", state)),
    )


def may_choose_alone(ref: str, own: Collection[int], others: Collection[int]) -> Decision:
    """The parties of one case choose the panel by themselves, unless it also hears a case with other parties."""
    if set(others) <= set(own):
        return YES
    return refuse(COMPOSE_DAYS, f"The same panel hears {ref}, which has other parties: the lot composes it.")
