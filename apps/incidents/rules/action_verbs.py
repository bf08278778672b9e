"""Who may do what with a corrective action, and the sentence for those who may not."""

from datetime import date
from typing import Protocol

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.rules.verbs import Report, stands_for_the_committee
from apps.incidents.states import ACTION_TRANSITIONS, OPEN, ActionState
from apps.kernel.decisions import YES, Decision, no

OWNING_ROLES = frozenset({Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON, Role.CLERK, Role.INDEPENDENT})
"""Whose work an action can be; observers and auditors watch."""
LONGEST_YEARS = 5
TEXT_LENGTH = 2000


class Action(Protocol):
    """What the rules need to know of an action."""

    state: str
    owner_id: int
    due_on: date

    @property
    def adding_organisation_id(self) -> int:
        """The organisation whose people added it."""


def may_add(viewer: Viewer, report: Report) -> Decision:
    """Those who file for the reporting organisation and the clerks, while the report is open."""
    if report.state not in OPEN:
        return no("Corrective actions are added only while the report is open.")
    if stands_for_the_committee(viewer, report) or _files(viewer, report):
        return YES
    return no("Only the reporting organisation and the clerks add corrective actions.")


def may_do(viewer: Viewer, action: Action) -> Decision:
    """The people of the organisation that owns it say that it is done."""
    if viewer.is_operator or viewer.organisation_id != action.owner_id or viewer.role not in OWNING_ROLES:
        return no("Only whoever owns this corrective action says that it is done.")
    return ACTION_TRANSITIONS.may("do", action.state)


def may_drop(viewer: Viewer, action: Action, report: Report) -> Decision:
    """A clerk drops any; the reporting organisation what it added itself."""
    if not stands_for_the_committee(viewer, report):
        if not _files(viewer, report):
            return no("Only a clerk, or the reporting organisation where it added it, drops a corrective action.")
        if action.adding_organisation_id != viewer.organisation_id:
            return no("The committee added this corrective action, so a clerk drops it.")
    return ACTION_TRANSITIONS.may("drop", action.state)


def day_trouble(due_on: date, today: date) -> str:
    """Why an action cannot be due on that day, or nothing; `today` is the owner's."""
    if due_on < today:
        return "Choose a day that has not passed."
    if due_on.year > today.year + LONGEST_YEARS:
        return f"Choose a day within {LONGEST_YEARS} years."
    return ""


def is_late(action: Action, today: date) -> bool:
    """Whether its day has passed and it is still open; `today` is the owner's."""
    return action.state == ActionState.OPEN and action.due_on < today


def _files(viewer: Viewer, report: Report) -> bool:
    return viewer.may_file and viewer.organisation_id == report.organisation_id
