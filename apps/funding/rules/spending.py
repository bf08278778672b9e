"""Who spends the committee's money: what one person enters, another approves."""

from decimal import Decimal

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind
from apps.funding.rules.charter import TWO_PEOPLE, refuse
from apps.funding.rules.reference import is_iban
from apps.funding.rules.treasury import may_keep_the_books
from apps.kernel.decisions import YES, Decision

CENT = Decimal("0.01")


def may_enter(viewer: Viewer) -> Decision:
    """The treasurer and the clerks enter what is spent."""
    return may_keep_the_books(viewer)


def may_decide(
    viewer: Viewer, *, entered_by: int, entered_for: int, amount: Decimal | None, alone_up_to: Decimal
) -> Decision:
    """The treasurer, a clerk or whoever holds the chair, if it is not the one who entered it.

    Above `alone_up_to`, and for what has no amount, it is somebody of another organisation.
    """
    holds = viewer.is_clerk or viewer.is_chair or OfficeKind.TREASURER in viewer.offices
    if viewer.is_operator or not holds:
        return refuse(TWO_PEOPLE, "Only the treasurer, the clerks and the chair approve or refuse.")
    if viewer.seat_id == entered_by:
        return refuse(TWO_PEOPLE, "What one person entered, another approves.")
    if viewer.organisation_id == entered_for and (amount is None or amount > alone_up_to):
        return refuse(TWO_PEOPLE, "The two are of two organisations here.")
    return YES


def errors_in_spending(payee: str, purpose: str, amount: Decimal | None, iban: str) -> dict[str, str]:
    """What is wrong with an expenditure, by field."""
    errors = {}
    if not payee:
        errors["payee"] = "Say who is paid."
    if not purpose:
        errors["purpose"] = "Say what for."
    if amount is None or amount <= 0:
        errors["amount"] = "Give an amount above nothing, such as 1 200.00."
    elif amount != amount.quantize(CENT):
        errors["amount"] = "Give whole cents: two digits after the point."
    if iban and not is_iban(iban):
        errors["payee_account"] = "This is no IBAN; check it against the invoice."
    return errors


def bare(text: str) -> str:
    """An account number without blanks, in capitals."""
    return "".join(text.split()).upper()
