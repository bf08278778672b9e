"""Who books payments, and what a payment must be."""

from datetime import date
from decimal import Decimal

from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.funding.rules.bank import cents
from apps.funding.rules.charter import DUE_DAYS, refuse
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.states import LINES, PAYMENTS, LineState
from apps.kernel.decisions import YES, Decision

EARLIEST = date(1990, 1, 1)


def may_book(viewer: Viewer, *, is_secretariat: bool) -> Decision:
    """The treasurer, the clerks, and the secretariat's machines."""
    if viewer.role == Role.SERVICE and is_secretariat and not viewer.is_operator:
        return YES
    return may_keep_the_books(viewer)


def errors_in_payment(amount: Decimal, on: date, today: date) -> dict[str, str]:
    """What is wrong with a payment, by field."""
    errors = errors_in_amount(amount)
    if on > today:
        errors["on"] = "A payment is booked once the money is there; give the day on which the bank credited it."
    elif on < EARLIEST:
        errors["on"] = "Give the year in full, such as 2027."
    return errors


def errors_in_amount(amount: Decimal) -> dict[str, str]:
    """What is wrong with an amount that must be more than nothing, in whole cents."""
    try:
        amount = cents(amount)
    except ValueError as error:
        return {"amount": str(error)}
    return {} if amount > 0 else {"amount": "Give an amount above nothing."}


def may_reverse(viewer: Viewer, state: str) -> Decision:
    """A payment that was not reversed yet, by whoever keeps the books."""
    may = may_keep_the_books(viewer)
    if may and not PAYMENTS.may("reverse", state):
        return refuse(DUE_DAYS, "This payment was reversed already.")
    return may


def may_match(viewer: Viewer, state: str) -> Decision:
    """A payment of which nobody knows yet whose it is."""
    may = may_keep_the_books(viewer)
    if may and not PAYMENTS.may("match", state):
        return refuse(DUE_DAYS, "It is known whose payment this is. Reverse it first if that is wrong.")
    return may


def may_move_line(viewer: Viewer, verb: str, state: str) -> Decision:
    """Book, set aside or take up a line of the bank's statement (a verb of states.LINES)."""
    may = may_keep_the_books(viewer)
    if may and (not LINES.may(verb, state) or (verb == "take up" and state == LineState.BOOKED)):
        return refuse(DUE_DAYS, WHERE_IT_STANDS[LineState(state)])
    return may


WHERE_IT_STANDS = {
    LineState.OPEN: "This line is open.",
    LineState.BOOKED: "This line is booked. Reverse what was booked of it first.",
    LineState.SET_ASIDE: "This line was set aside. Take it up first.",
}
