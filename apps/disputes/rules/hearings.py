"""Who calls a hearing and when it can be; each refusal names its article."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.disputes.rules.charter import REPORT_MONTHS, SUSPENSION_MONTHS, refuse
from apps.disputes.rules.who import Case, speaks
from apps.disputes.states import PARTIES, Capacity, Stage
from apps.kernel.decisions import YES, Decision

HEARD_AT = (Stage.WRITTEN, Stage.HEARING, Stage.APPEAL, Stage.REVIEW)
LONGEST_WHERE = 300


def may_want_hearing(viewer: Viewer, case: Case) -> Decision:
    """A party asks to be heard before the panel issues its interim report."""
    if case.stage not in {Stage.COMPOSED, Stage.WRITTEN}:
        return refuse(REPORT_MONTHS, "A hearing is asked for while the written rounds run.")
    return speaks(viewer, case, PARTIES, REPORT_MONTHS, "Only the parties ask to be heard.")


def may_call_hearing(viewer: Viewer, case: Case) -> Decision:
    """The panel that sits calls a hearing, and calls it off."""
    if case.stage not in HEARD_AT:
        return refuse(REPORT_MONTHS, "A hearing is called after the written rounds have begun and before the report.")
    if case.is_suspended:
        return refuse(SUSPENSION_MONTHS, "The panel's work is suspended; it goes on when it is resumed.")
    return speaks(viewer, case, {Capacity.PANEL}, REPORT_MONTHS, "Only the panel calls a hearing.")


def must_come(there: bool) -> Decision:
    """Only a hearing that is still to come is called off."""
    return YES if there else refuse(REPORT_MONTHS, "No hearing is still to come.")


def errors(starts_at: datetime | None, ends_at: datetime | None, where: str, now: datetime) -> dict[str, str]:
    """What is missing or wrong in a hearing's dates and place, by field."""
    found = {}
    if starts_at is None or starts_at <= now:
        found["starts_at"] = "Give a time that is still to come."
    if ends_at is None or (starts_at is not None and ends_at <= starts_at):
        found["ends_at"] = "Give a time after the beginning."
    if not where.strip():
        found["where"] = "Say where: a room, or how one joins from afar."
    elif len(where) > LONGEST_WHERE:
        found["where"] = f"Say it in at most {LONGEST_WHERE} characters."
    return found
