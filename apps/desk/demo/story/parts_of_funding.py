"""What happens to the money in a story: each says so long ago, by whom, and for which period, the first being 0."""

from dataclasses import dataclass
from datetime import timedelta

from apps.desk.demo.evidence import Attachment
from apps.funding.rules.declaring import Said

QUARTER = 3
"""How many months a period of the story has."""


@dataclass(frozen=True, slots=True)
class OfFunding:
    """Somebody does something for a period."""

    ago: timedelta
    who: str
    period: int


@dataclass(frozen=True, slots=True)
class PeriodOpened(OfFunding):
    """Opens it; the first begins with a month, `begins` before the demo is loaded at the latest."""

    begins: timedelta = timedelta()


class BooksClosed(OfFunding):
    """Closes its books."""


@dataclass(frozen=True, slots=True)
class Declared(OfFunding):
    """Declares for the own lab; with `lab` it is the custodian who estimates what the lab did not declare."""

    flop: str
    accelerators: tuple[Said, ...]
    method: str
    confidence: str
    explanation: str = ""
    evidence: tuple[Attachment, ...] = ()
    lab: str = ""


@dataclass(frozen=True, slots=True)
class Appealed(OfFunding):
    """Appeals against the estimate; the custodian dismisses that so long after."""

    grounds: str
    dismissed_by: str
    dismissed_after: timedelta
    because: str


@dataclass(frozen=True, slots=True)
class OpeningAsked(OfFunding):
    """Asks that a lab's sealed figure be opened."""

    lab: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScaleDrafted(OfFunding):
    """Works out a scale, which a motion of the story names by its period."""

    reasons: str


@dataclass(frozen=True, slots=True)
class BudgetDrafted(OfFunding):
    """Writes a budget, which a motion of the story names by its period; lines are label, amount and purpose."""

    title: str
    reasons: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DetailsEntered(OfFunding):
    """Enters where members pay to; another approves it so long after."""

    holder: str
    iban: str
    bank: str
    approved_by: str
    approved_after: timedelta


class ContributionsIssued(OfFunding):
    """Issues the call letters."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of a bank's file, booked `ago`.

    With a `lab` it pays `part` of what the lab was asked for `period`, and `extra` on top. Else it is of `extra` alone,
    and below nothing it went out, for the expenditure whose purpose it `pays`.
    """

    ago: timedelta
    name: str
    account: str
    lab: str = ""
    period: int = 0
    part: str = "0"
    extra: str = "0"
    text: str = ""
    pays: str = ""
    with_reference: bool = True


@dataclass(frozen=True, slots=True)
class FileBroughtIn(OfFunding):
    """Brings in a bank's file, says what its lines have paid, and where all is booked finds that books and bank agree."""

    name: str
    lines: tuple[BankLine, ...]
    is_reconciled: bool = True


@dataclass(frozen=True, slots=True)
class SpendingEntered(OfFunding):
    """Enters what is to be spent on a line of the budget; it is decided so long after, where that is given."""

    line: str
    payee: str
    purpose: str
    amount: str
    invoice: str
    account: str = ""
    paper: tuple[Attachment, ...] = ()
    decided_by: str = ""
    decided_after: timedelta | None = None
    refused_because: str = ""
    redacted_because: str = ""
