"""Who works with the committee's money, and what a period must be."""

from datetime import date, timedelta

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind
from apps.funding.rules.charter import RULE, refuse
from apps.kernel.decisions import YES, Decision

LONGEST = 400
"""Days: a year, with some to spare for a first period that is longer."""


def may_keep_the_books(viewer: Viewer) -> Decision:
    """The treasurer, and the clerks for it."""
    if not viewer.is_operator and (viewer.is_clerk or OfficeKind.TREASURER in viewer.offices):
        return YES
    return refuse(RULE, "Only the treasurer and the clerks keep the books.")


def errors_in_period(first: date, last: date, before: date | None) -> dict[str, str]:
    """What is wrong with a period's days, by field; `before` is the last day of the latest period there is."""
    errors = {}
    if before is not None and first != before + timedelta(1):
        errors["first"] = f"Periods follow one another: this one begins on {before + timedelta(1):%d %B %Y}."
    if last < first:
        errors["last"] = "A period ends on or after its first day."
    elif (last - first).days + 1 > LONGEST:
        errors["last"] = f"A period is {LONGEST} days long at most."
    return errors


def may_enter_opening(viewer: Viewer, *, stands: bool, were_undone: bool, anything_booked: bool) -> Decision:
    """Whoever keeps the books, before anything else is booked; again once the period's earlier ones were undone."""
    may = may_keep_the_books(viewer)
    if may and stands:
        return refuse(RULE, "Opening balances come before everything else, and are entered already. Undo them first.")
    if may and anything_booked and not were_undone:
        return refuse(RULE, "Opening balances come before everything else, and something was booked already.")
    return may


def may_undo_opening(viewer: Viewer, *, stands: bool, is_open: bool) -> Decision:
    """Whoever keeps the books, while the period's are open."""
    may = may_keep_the_books(viewer)
    if may and not stands:
        return refuse(RULE, "No opening balances stand in this period.")
    if may and not is_open:
        return refuse(RULE, "The books of this period are closed.")
    return may
