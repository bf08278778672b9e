"""Who may do what with an alert to other labs, and the sentence for those who may not."""

from collections.abc import Sequence
from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.incidents.states import ALERT_TRANSITIONS, RECEIPT_TRANSITIONS, AlertState, State, Urgency
from apps.kernel.decisions import YES, Decision, first_refusal, no
from apps.kernel.tlp import STRICTEST_FIRST, TLP

ALERT_HOURS = "incidents.alert_hours"
"""The charter's article on how soon an alert is acknowledged."""

TITLE_LENGTH = 120
CONTACT_LENGTH = 300
TEXT_LENGTH = 4000
"""An alert is short: whoever gets it reads it at night, on a phone."""

WANTED = {
    "title": "Say in one line what it is about.",
    "seen": "Say what was seen.",
    "action": "Say what to do now.",
    "contact": "Name somebody who answers questions.",
}


class Report(Protocol):
    """What the rules need to know of the report."""

    state: str
    organisation_id: int
    tlp: str


class Alert(Protocol):
    """What the rules need to know of the alert."""

    state: str
    organisation_id: int
    source_id: int


def _is_source(viewer: Viewer, organisation_id: int) -> bool:
    return viewer.may_file and viewer.organisation_id == organisation_id


def may_alert(viewer: Viewer, report: Report) -> Decision:
    """Those who file for the reporting organisation, or a clerk, once the report is filed."""
    if report.state in {State.DRAFT, State.WITHDRAWN}:
        return no("An alert is sent from a report that is filed and not withdrawn.")
    if _is_source(viewer, report.organisation_id) or viewer.is_clerk:
        return YES
    return no("Only the organisation that reports this incident, or a clerk, alerts other labs.")


def labels_for(viewer: Viewer, report: Report) -> tuple[TLP, ...]:
    """The labels that an alert may have: any for the source; for a clerk none that is wider than the report's."""
    if _is_source(viewer, report.organisation_id):
        return STRICTEST_FIRST
    return STRICTEST_FIRST[: STRICTEST_FIRST.index(TLP(report.tlp)) + 1]


def may_label(viewer: Viewer, report: Report, label: str) -> Decision:
    """The source widens its own label; nobody else does."""
    if label in labels_for(viewer, report):
        return YES
    return no(f"The report is {report.tlp}: only the organisation that reports it tells more people than that.")


def may_address(viewer: Viewer, report: Report, outside: Sequence[str]) -> Decision:
    """`outside` are the organisations chosen, by name, that may not see the report: only the source alerts those."""
    if not outside or _is_source(viewer, report.organisation_id):
        return YES
    names = ", ".join(outside)
    return no(f"{report.tlp} does not let these in: {names}. Ask the organisation that reports it to alert them.")


def is_gravest(urgency: str) -> bool:
    """Whether the alert cannot wait for the morning."""
    return urgency == Urgency.AT_ONCE


def _of_the_sender(viewer: Viewer, alert: Alert) -> Decision:
    if _is_source(viewer, alert.source_id) or (viewer.is_clerk and viewer.organisation_id == alert.organisation_id):
        return YES
    return no("Only the organisation that sent this alert, or the one whose report it comes from, does that.")


def _is_current(alert: Alert) -> Decision:
    if alert.state == AlertState.CURRENT:
        return YES
    return no("This alert has ended.")


def may_update_alert(viewer: Viewer, alert: Alert) -> Decision:
    """Those who sent it say what is new, until the all-clear."""
    return first_refusal(_of_the_sender(viewer, alert), _is_current(alert))


def may_end_alert(viewer: Viewer, alert: Alert) -> Decision:
    """Those who sent it give the all-clear."""
    return first_refusal(_of_the_sender(viewer, alert), ALERT_TRANSITIONS.may("end", alert.state))


def may_answer_alert(viewer: Viewer, alert: Alert, *, is_own: bool) -> Decision:
    """Whoever files for an organisation that got the alert says how it stands there, as often as that changes."""
    if not (viewer.may_file and is_own):
        return no("Only an organisation that this alert was sent to answers it.")
    return _is_current(alert)


def may_acknowledge_alert(viewer: Viewer, alert: Alert, state: str, *, is_own: bool) -> Decision:
    """The same, once."""
    return first_refusal(may_answer_alert(viewer, alert, is_own=is_own), RECEIPT_TRANSITIONS.may("acknowledge", state))
