"""Who works a report for the committee: who looks through what is new, takes it on, weighs it, finds and links."""

from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.rules.sight import open_roles, open_to_chairs_office
from apps.incidents.rules.verbs import Report, may_act_for_the_committee
from apps.incidents.states import OPEN, State
from apps.kernel.decisions import YES, Decision, first_refusal, no

TEXT_LENGTH = 20_000
REASON_LENGTH = 2000
WORKED = (State.ACKNOWLEDGED, State.ASSESSING)
"""The committee has taken note and is not done."""
ABLE = frozenset({Role.CLERK, Role.INDEPENDENT})
"""Whose seat alone lets them take a report on; besides them whoever is in the chair's office."""


class Worked(Report, Protocol):
    """What these rules need to know of a report besides."""

    assignee_id: int | None


class Able(Protocol):
    """What the rules need to know of a seat that a report could be given to."""

    pk: int
    organisation_id: int
    role: str


def may_triage(viewer: Viewer) -> Decision:
    """Whoever may acknowledge some report: clerks, the chair's office, who presides instead, independent members."""
    presides = any(kind == "incident" for kind, _pk in viewer.acting_for)
    independent = viewer.role == Role.INDEPENDENT and not viewer.is_operator
    if viewer.is_clerk or viewer.chairs_office or presides or independent:
        return YES
    return no("Only the clerks and the chair's office look through what is new.")


def can_take_on(seat: Able, report: Report, *, in_chairs_office: bool, is_named: bool) -> bool:
    """Whether a report can be given to the seat: it acts for the committee, sees the report, and did not make it.

    `is_named`: the report names the seat's organisation.
    """
    if seat.organisation_id == report.organisation_id or not (seat.role in ABLE or in_chairs_office):
        return False
    by_label = seat.role in open_roles(report.tlp) or (in_chairs_office and open_to_chairs_office(report.tlp))
    return is_named or by_label


def may_assign(viewer: Viewer, report: Worked) -> Decision:
    """The chair or a clerk gives an open report to somebody; who has it already hands it on."""
    if report.state not in OPEN:
        return no("Only an open report is given to somebody.")
    return _for_the_committee(viewer, report)


def may_take_back(viewer: Viewer, report: Worked) -> Decision:
    """As giving it; who has it gives it back."""
    if report.assignee_id is None:
        return no("Nobody has this report.")
    return may_assign(viewer, report)


def may_review_severity(viewer: Viewer, report: Worked) -> Decision:
    """The committee says how grave it holds an open report to be: the chair, a clerk, or who has the report."""
    if report.state not in OPEN:
        return no("Only an open report is weighed.")
    return _for_the_committee(viewer, report)


def may_find(viewer: Viewer, report: Worked) -> Decision:
    """Findings, and the note on the root cause, are the committee's, between taking note and closing."""
    return first_refusal(_for_the_committee(viewer, report), _is_worked(report))


def may_link(viewer: Viewer, report: Worked) -> Decision:
    """The reporting organisation, the chair, a clerk, or who has it; not once it was withdrawn."""
    if report.state == State.WITHDRAWN:
        return no("A report that was withdrawn is not linked.")
    if viewer.may_file and viewer.organisation_id == report.organisation_id:
        return YES
    if _for_the_committee(viewer, report):
        return YES
    return no("Only the reporting organisation, the chair and the clerks link this report.")


def may_unlink(viewer: Viewer, report: Worked, *, made_by: int) -> Decision:
    """The organisation that made the link takes it away, and so does who acts for the committee."""
    if viewer.is_operator or viewer.is_for_one_matter:
        return no("Only who made this link, the chair and the clerks take it away.")
    if viewer.organisation_id == made_by and viewer.role != Role.OBSERVER:
        return YES
    if _for_the_committee(viewer, report):
        return YES
    return no("Only who made this link, the chair and the clerks take it away.")


def _for_the_committee(viewer: Viewer, report: Worked) -> Decision:
    has_it = report.assignee_id is not None and report.assignee_id == viewer.seat_id
    if has_it and viewer.organisation_id != report.organisation_id:
        return YES
    return may_act_for_the_committee(viewer, report)


def _is_worked(report: Report) -> Decision:
    if report.state == State.FILED:
        return no("Acknowledge the report first.")
    if report.state not in WORKED:
        return no("Only a report that the committee is working on gets findings.")
    return YES
