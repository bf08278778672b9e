"""Who may do what with a report, and the sentence for those who may not."""

from datetime import datetime
from typing import Protocol

from apps.committees.rules.offices import may_decide
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.states import OPEN, TRANSITIONS, State
from apps.kernel.decisions import YES, Decision, first_refusal, no
from apps.kernel.tlp import TLP


class Report(Protocol):
    """What the rules need to know of a report."""

    state: str
    organisation_id: int
    tlp: str

    @property
    def pk(self) -> int:
        """Its id, by which somebody may preside over it."""

    @property
    def published_at(self) -> datetime | None:
        """When it entered the public record."""


def may_start(viewer: Viewer) -> Decision:
    """Labs and providers file; others have no report to make."""
    if viewer.may_file:
        return YES
    return no("Only a lab's or provider's representative, alternate, liaison or service seat files incidents.")


def _of_the_reporter(viewer: Viewer, report: Report) -> Decision:
    if viewer.may_file and viewer.organisation_id == report.organisation_id:
        return YES
    return no("Only the organisation that reports this incident may do that.")


def _is_neutral(viewer: Viewer, report: Report) -> bool:
    """A TLP:RED report may name an independent member instead of the secretariat, so that somebody can act on it."""
    return report.tlp == TLP.RED and viewer.role == Role.INDEPENDENT


def stands_for_the_committee(viewer: Viewer, report: Report) -> bool:
    """A clerk, or on a TLP:RED report that they may not see the independent member whom it names."""
    return viewer.is_clerk or _is_neutral(viewer, report)


def _presides(viewer: Viewer, report: Report) -> bool:
    """The chair, or whoever presides over this report because the chair has a stake in it."""
    return viewer.presides_over("incident", report.pk)


def _of_the_chair_or_clerks(viewer: Viewer, report: Report) -> Decision:
    if not (viewer.is_clerk or _presides(viewer, report) or _is_neutral(viewer, report)):
        return no("Only the chair or a clerk may do that.")
    return _not_its_own(viewer, report)


def may_act_for_the_committee(viewer: Viewer, report: Report) -> Decision:
    """The chair or a clerk, or the independent member of a TLP:RED report; not on their own organisation's report."""
    return _of_the_chair_or_clerks(viewer, report)


def _not_its_own(viewer: Viewer, report: Report) -> Decision:
    return may_decide(is_own=viewer.organisation_id == report.organisation_id)


def may_edit_draft(viewer: Viewer, report: Report) -> Decision:
    """The reporting organisation's colleagues write a draft together."""
    return first_refusal(_of_the_reporter(viewer, report), TRANSITIONS.may("file", report.state))


def may_file(viewer: Viewer, report: Report) -> Decision:
    """Filing is the reporting organisation's."""
    return may_edit_draft(viewer, report)


def may_discard(viewer: Viewer, report: Report) -> Decision:
    """A draft can be thrown away by the organisation that wrote it."""
    return first_refusal(_of_the_reporter(viewer, report), TRANSITIONS.may("discard", report.state))


def may_amend(viewer: Viewer, report: Report) -> Decision:
    """The reporting organisation corrects a report while it is open."""
    if report.state not in OPEN:
        return no("Only an open report can be corrected.")
    return _of_the_reporter(viewer, report)


def may_acknowledge(viewer: Viewer, report: Report) -> Decision:
    """The chair or a clerk, not on their own organisation's report."""
    return first_refusal(_of_the_chair_or_clerks(viewer, report), TRANSITIONS.may("acknowledge", report.state))


def may_assess(viewer: Viewer, report: Report) -> Decision:
    """As acknowledging."""
    return first_refusal(_of_the_chair_or_clerks(viewer, report), TRANSITIONS.may("assess", report.state))


def may_close(viewer: Viewer, report: Report) -> Decision:
    """As acknowledging."""
    return first_refusal(_of_the_chair_or_clerks(viewer, report), TRANSITIONS.may("close", report.state))


def may_withdraw(viewer: Viewer, report: Report) -> Decision:
    """The reporting organisation, while the report is open."""
    return first_refusal(_of_the_reporter(viewer, report), TRANSITIONS.may("withdraw", report.state))


def may_update(viewer: Viewer, report: Report) -> Decision:
    """The reporting organisation, the chair and the clerks add to an open report."""
    if report.state not in OPEN:
        return no("Updates can be added only while the report is open.")
    if viewer.is_clerk or _presides(viewer, report) or _is_neutral(viewer, report):
        return YES
    return _of_the_reporter(viewer, report)


def may_add_evidence(viewer: Viewer, report: Report) -> Decision:
    """The reporting organisation adds files to a draft or an open report."""
    if report.state != State.DRAFT and report.state not in OPEN:
        return no("Evidence can be added only while the report is a draft or open.")
    return _of_the_reporter(viewer, report)


def may_publish(viewer: Viewer, report: Report) -> Decision:
    """A clerk publishes what the source has labelled TLP:CLEAR, once; not what their own organisation reported."""
    if not viewer.is_clerk:
        return no("Only a clerk publishes.")
    if report.tlp != TLP.CLEAR:
        return no("Only a report labelled TLP:CLEAR may be published; the reporting organisation sets the label.")
    if report.state in {State.DRAFT, State.WITHDRAWN}:
        return no("A draft or withdrawn report is not published.")
    if report.published_at is not None:
        return no("This report is already in the public record.")
    return _not_its_own(viewer, report)
