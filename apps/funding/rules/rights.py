"""What becomes of a lab's vote while it is in arrears: notice, loss, proof of payment, waiver, and giving it back."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES, OfficeKind
from apps.funding.rules.arrears import CENT, Arrears
from apps.funding.rules.charter import ARREARS_PERIODS, PROOF_DAYS, by, refuse
from apps.funding.states import Arrear
from apps.kernel.decisions import YES, Decision
from apps.kernel.money import money

PROOFS_OF_ONE_NOTICE = 2
"""A lab whose proofs were not borne out keeps no vote by showing more of them."""

LONGEST = 300


class Step(StrEnum):
    """What the portal does next about a lab's arrears."""

    NOTICE = "notice"
    LOSE = "lose"
    HOLD = "hold"
    RESTORE = "restore"
    AVERT = "avert"


def next_step(
    state: str | None,
    *,
    is_caught: bool,
    is_waived: bool = False,
    has_proof: bool = False,
    is_member: bool = True,
    is_over: bool = False,
) -> Step | None:
    """The next step for a lab whose open arrears stand at `state` (None where there are none); None for no step.

    `is_caught` says that what is overdue comes to the charter's measure, `is_over` that the notice has run. Whoever is
    no member is neither told nor loses anything, and what it has lost comes back when it has paid.
    """
    if not is_caught or is_waived:
        ends = {Arrear.NOTICED: Step.AVERT, Arrear.LOST: Step.RESTORE}
        return ends.get(Arrear(state)) if state else None
    if state is None:
        return Step.NOTICE if is_member else None
    if has_proof:
        return Step.HOLD if state == Arrear.LOST else None
    return Step.LOSE if state == Arrear.NOTICED and is_over and is_member else None


def because(arrears: Arrears, measured_by: Sequence[tuple[str, Decimal]], currency: str) -> str:
    """Why a lab has no vote, or is about to have none, as a standing says it."""
    due = ", ".join(name for name, _amount in sorted(measured_by))
    said = f"Overdue {money(arrears.overdue, currency)}; due for {due}: {money(arrears.measure, currency)}."
    return f"{said} Arrears that come to as much cost the vote {by(ARREARS_PERIODS)}."[:LONGEST]


def restored_by(arrears: Arrears, currency: str) -> str:
    """What gives the vote back."""
    return f"A payment of {money(arrears.least_payment, currency)}, or the committee's waiver."


def may_show_proof(viewer: Viewer, state: str | None, *, has_open: bool, shown: int) -> Decision:
    """Whether the viewer's lab may show proof of payment; `shown` are those that it showed since the notice."""
    if viewer.is_operator or viewer.role not in FILING_ROLES:
        return refuse(PROOF_DAYS, "A lab's own people show that it has paid.")
    if state is None:
        return refuse(PROOF_DAYS, "Your lab's vote is not at risk, so no proof of payment is needed.")
    if has_open:
        return refuse(PROOF_DAYS, "Your lab's proof of payment is being looked at already.")
    if shown >= PROOFS_OF_ONE_NOTICE:
        return refuse(
            PROOF_DAYS,
            f"Your lab has shown {shown} proofs, and no money came. A payment keeps the vote or gives it back.",
        )
    return YES


def may_reject_proof(viewer: Viewer) -> Decision:
    """The treasurer, or a clerk for them."""
    if not viewer.is_operator and (viewer.is_clerk or OfficeKind.TREASURER in viewer.offices):
        return YES
    return refuse(PROOF_DAYS, "Only the treasurer and the clerks say that a proof of payment is none.")


def proof_errors(amount: Decimal, on: date, today: date) -> dict[str, str]:
    """What is wrong with a proof, by field."""
    errors = {}
    if amount <= 0 or amount != amount.quantize(CENT):
        errors["amount"] = "Give what was paid: more than nothing, in whole cents."
    if on > today:
        errors["on"] = "This day has not come yet. Give the day on which it was paid."
    return errors


def may_waive_until(ends_at: datetime, now: datetime) -> str:
    """What is wrong with a waiver's last day, or nothing."""
    return "" if ends_at > now else "Choose a day to come."
