"""The states of declarations, scales, budgets, money and the books, and the moves between them (docs/procedures/funding.md)."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class Books(StrEnum):
    """Whether journals may still be dated in a period."""

    OPEN = "open"
    CLOSED = "closed"


class Method(StrEnum):
    """How a lab came to its figure."""

    MEASURED = "measured"
    DERIVED = "derived"
    ESTIMATED = "estimated"


class Confidence(StrEnum):
    """How sure a lab is of its figure."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Figure(StrEnum):
    """Where a figure comes from: from the lab, or from the custodian where the lab declared nothing."""

    DECLARED = "declared"
    ESTIMATED = "estimated"


class Appeal(StrEnum):
    """Where a lab's appeal against an estimate stands."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    OVERTAKEN = "overtaken"


class Opening(StrEnum):
    """Where a request to open a sealed figure stands."""

    ASKED = "asked"
    OPENED = "opened"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Text(StrEnum):
    """Where a scale or a budget stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class Why(StrEnum):
    """What an assessment is for."""

    CONTRIBUTION = "contribution"
    ADJUSTMENT = "adjustment"
    SURCHARGE = "surcharge"


class Source(StrEnum):
    """How a payment became known."""

    HAND = "hand"
    BANK = "bank"


class PaymentState(StrEnum):
    """Where a payment stands."""

    UNKNOWN = "unknown"
    MATCHED = "matched"
    REVERSED = "reversed"


class LineState(StrEnum):
    """Where a line of a bank statement stands."""

    OPEN = "open"
    BOOKED = "booked"
    SET_ASIDE = "set_aside"


class Spending(StrEnum):
    """Where an expenditure or a refund stands."""

    ENTERED = "entered"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"
    CANCELLED = "cancelled"


class BankEntryState(StrEnum):
    """Where a fee or interest of the bank stands."""

    BOOKED = "booked"
    REVERSED = "reversed"


class Details(StrEnum):
    """Where a change of the committee's bank details stands."""

    ENTERED = "entered"
    APPROVED = "approved"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


class Proof(StrEnum):
    """Where a lab's proof of payment stands."""

    OPEN = "open"
    MATCHED = "matched"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class Arrear(StrEnum):
    """Where a lab's arrears stand that came to the charter's measure."""

    NOTICED = "noticed"
    LOST = "lost"
    RESTORED = "restored"
    AVERTED = "averted"


TEXTS = Transitions(
    Move("discard", (Text.DRAFT,), Text.DISCARDED, "the treasurer"),
    Move("propose", (Text.DRAFT,), Text.PROPOSED, "a member, by a motion that names it"),
    Move("reject", (Text.PROPOSED,), Text.DISCARDED, "the portal, when its motion is lost, withdrawn or lapses"),
    Move("adopt", (Text.PROPOSED,), Text.ADOPTED, "the portal, when its motion is certified as carried"),
    Move("supersede", (Text.ADOPTED,), Text.SUPERSEDED, "the portal, when another is adopted for the same period"),
)

APPEALS = Transitions(
    Move("uphold", (Appeal.OPEN,), Appeal.UPHELD, "the custodian, with a new estimate"),
    Move("dismiss", (Appeal.OPEN,), Appeal.DISMISSED, "the custodian, with the reason"),
    Move("overtake", (Appeal.OPEN,), Appeal.OVERTAKEN, "the portal, when the lab declares a figure of its own"),
)

OPENINGS = Transitions(
    Move("open", (Opening.ASKED,), Opening.OPENED, "a second person of another organisation, with the reason"),
    Move("refuse", (Opening.ASKED,), Opening.REFUSED, "the custodian or a second person, with the reason"),
    Move("lapse", (Opening.ASKED,), Opening.LAPSED, "the portal, when nobody has answered in the charter's time"),
)

PAYMENTS = Transitions(
    Move("match", (PaymentState.UNKNOWN,), PaymentState.MATCHED, "the treasurer, who says whose it is"),
    Move(
        "reverse", (PaymentState.UNKNOWN, PaymentState.MATCHED), PaymentState.REVERSED, "the treasurer, with the reason"
    ),
)

LINES = Transitions(
    Move("book", (LineState.OPEN,), LineState.BOOKED, "the treasurer, or the portal by its reference"),
    Move("set aside", (LineState.OPEN,), LineState.SET_ASIDE, "the treasurer, with the reason"),
    Move(
        "take up",
        (LineState.SET_ASIDE, LineState.BOOKED),
        LineState.OPEN,
        "the treasurer, who reversed what was booked",
    ),
)

SPENDINGS = Transitions(
    Move("approve", (Spending.ENTERED,), Spending.APPROVED, "a second person"),
    Move("refuse", (Spending.ENTERED,), Spending.REFUSED, "a second person, with the reason"),
    Move("pay", (Spending.APPROVED,), Spending.PAID, "the treasurer or a clerk"),
    Move("return", (Spending.PAID,), Spending.APPROVED, "the treasurer or a clerk, with the reason: it was not paid"),
    Move("cancel", (Spending.ENTERED, Spending.APPROVED), Spending.CANCELLED, "the treasurer, with the reason"),
)

BANK_ENTRIES = Transitions(
    Move("reverse", (BankEntryState.BOOKED,), BankEntryState.REVERSED, "the treasurer or a clerk, with the reason"),
)

DETAILS = Transitions(
    Move("approve", (Details.ENTERED,), Details.APPROVED, "a second person"),
    Move("refuse", (Details.ENTERED,), Details.REFUSED, "a second person, with the reason"),
    Move("supersede", (Details.APPROVED,), Details.SUPERSEDED, "the portal, when newer details are approved"),
)

PROOFS = Transitions(
    Move("match", (Proof.OPEN,), Proof.MATCHED, "the portal, when the payment is booked"),
    Move("reject", (Proof.OPEN,), Proof.REJECTED, "the treasurer, with the reason"),
    Move("lapse", (Proof.OPEN,), Proof.LAPSED, "the portal, when no payment came in the charter's time"),
)

ARREARS = Transitions(
    Move("lose", (Arrear.NOTICED,), Arrear.LOST, "the portal, when the notice has run and no proof of payment is open"),
    Move("hold", (Arrear.LOST,), Arrear.NOTICED, "the portal, while a proof of payment is open"),
    Move("restore", (Arrear.LOST,), Arrear.RESTORED, "the portal, when enough is paid or the arrears are waived"),
    Move("avert", (Arrear.NOTICED,), Arrear.AVERTED, "the portal, when enough is paid or the arrears are waived"),
)
"""A notice is new; what moves it is said by `rules.rights.next_step`."""

TEXT_LABELS = {
    Text.DRAFT: "Draft",
    Text.PROPOSED: "Before the committee",
    Text.ADOPTED: "Adopted",
    Text.SUPERSEDED: "Replaced by a later one",
    Text.DISCARDED: "Not adopted",
}
SPENDING_LABELS = {
    Spending.ENTERED: "Waits for a second person",
    Spending.APPROVED: "Approved, not yet paid",
    Spending.REFUSED: "Refused",
    Spending.PAID: "Paid",
    Spending.CANCELLED: "Cancelled",
}
