"""Who may agree that more people see a report: a second person, never whoever asked."""

from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.rules.verbs import Report
from apps.incidents.states import OPEN, WIDENINGS
from apps.kernel.decisions import YES, Decision, first_refusal, no
from apps.kernel.tlp import TLP

SECONDS = (Role.REPRESENTATIVE, Role.ALTERNATE)
"""Who of the reporting organisation agrees."""
LONGEST = 5_000
REST_HOURS = 72
"""After so long whoever may agree is late; the request goes on waiting."""


class Request(Protocol):
    """What the rules need to know of a request."""

    state: str
    outside: bool
    """Whether nobody else of the organisation could agree when it was asked."""

    @property
    def asked_by_id(self) -> int:
        """The seat that asked."""


def may_see_audience(viewer: Viewer, report: Report) -> Decision:
    """Who sees a report by name is for its organisation and for whoever keeps its papers."""
    if viewer.organisation_id == report.organisation_id and not viewer.is_operator:
        return YES
    if stands_outside(viewer, report):
        return YES
    return no("Only the organisation that reports this incident and the clerks read who sees it.")


def stands_outside(viewer: Viewer, report: Report) -> bool:
    """Whether the viewer is a neutral second person: a clerk, or an independent member whom a TLP:RED report names."""
    if viewer.organisation_id == report.organisation_id:
        return False
    return viewer.is_clerk or (report.tlp == TLP.RED and viewer.role == Role.INDEPENDENT and not viewer.is_operator)


def may_ask(*, is_waiting: bool) -> Decision:
    """One request for a report at a time."""
    if is_waiting:
        return no(
            "A request that more people see this report waits for a second person. "
            "Take it back first, or let it be answered; narrowing is possible at once."
        )
    return YES


def _is_second(viewer: Viewer, report: Report, request: Request, *, is_same_person: bool) -> Decision:
    if viewer.seat_id == request.asked_by_id or is_same_person:
        return no("Another person than the one who asked agrees or refuses.")
    if viewer.organisation_id == report.organisation_id and viewer.role in SECONDS and not viewer.is_operator:
        return YES
    if request.outside and stands_outside(viewer, report):
        return YES
    return no("The representative or the alternate of the reporting organisation agrees or refuses.")


def may_agree(viewer: Viewer, report: Report, request: Request, *, is_same_person: bool) -> Decision:
    """A second person, while the report is open."""
    if report.state not in OPEN:
        return no("Only of an open report can the audience be widened.")
    return first_refusal(
        WIDENINGS.may("agree", request.state), _is_second(viewer, report, request, is_same_person=is_same_person)
    )


def may_refuse(viewer: Viewer, report: Report, request: Request, *, is_same_person: bool) -> Decision:
    """Whoever could agree."""
    return first_refusal(
        WIDENINGS.may("refuse", request.state), _is_second(viewer, report, request, is_same_person=is_same_person)
    )


def may_take_back(viewer: Viewer, request: Request) -> Decision:
    """Who asked."""
    if viewer.seat_id != request.asked_by_id or viewer.is_operator:
        return no("Only the person who asked takes the request back.")
    return WIDENINGS.may("take back", request.state)
