"""Who may open books and bank, match money that went out, and book what the bank took: the bank's papers are for few.

What the bank took or gave everybody reads.
"""

from decimal import Decimal
from typing import Any

from apps.funding.models import Account, BankDetails, BankLine, Expenditure, Period
from apps.funding.rules.chart import BANK_FEES
from apps.funding.selectors.reconciling import reconciling
from apps.funding.services.bank_entries import book_bank_entry
from apps.funding.services.importing import import_statement
from apps.funding.services.reconciling import state_balances
from tests.cast import NOW, Cast
from tests.funding.contributed import camt, details, entry
from tests.funding.factory import periods, treasurer
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

READERS = FRONTIER - COUNSEL
KEEPERS = frozenset({"independent", "clerk"})
"""The independent member is the treasurer."""
BANK = KEEPERS | {"auditor"}


def prepare(cast: Cast, stage: Stage) -> None:
    """A statement with money that went out: what was approved, a fee to book and one that is booked; all balances agree."""
    periods(cast)
    if not BankDetails.objects.filter(state="approved").exists():
        details(cast)
    actor = treasurer(cast)
    given = {"actor": actor, "now": NOW}
    lines = [entry(amount, ref=f"out {amount}", on="2026-11-20", out=True) for amount in ("9.00", "0.50", "0.25")]
    row = import_statement(**given, content=camt(*lines), name="out.xml").statements[0]
    went = sum(Decimal(amount) for amount in ("9.00", "0.50", "0.25"))
    state_balances(**given, uid=row.uid, opening=went, closing=Decimal(0))
    missing = -reconciling(row).found.difference  # type: ignore[union-attr]
    state_balances(**given, uid=row.uid, opening=missing + went, closing=missing)
    stage["own statement"] = str(row.uid)
    stage["out"], stage["fee"], booked = (
        str(BankLine.objects.get(statement=row, amount=-Decimal(amount)).uid) for amount in ("9.00", "0.50", "0.25")
    )
    stage["bank entry"] = book_bank_entry(**given, uid=booked, account=BANK_FEES).ref  # type: ignore[arg-type]
    Expenditure.objects.create(
        ref="EXP-2026-0901", year=2026, number=901, period=Period.objects.get(name="2026"),
        account=Account.objects.get(number=BANK_FEES), payee="Fjord Audit", purpose="Audit", amount=Decimal(9),
        on=NOW.date(), entered_by=cast["clerk"], entered_at=NOW, state="approved", decided_by=cast["independent"],
        decided_at=NOW,
    )  # fmt: skip


def _of(**parts: str) -> Any:
    return lambda stage: {name: stage[value] for name, value in parts.items()}


def _keeps(part: str, data: dict[str, str]) -> Row:
    """What the treasurer and the clerks do; auditors read the bank's papers, and for all others they are not there."""
    return Row(KEEPERS, 302, method="post", kwargs=_of(uid=part), data=data, refused=BANK - KEEPERS)


ROWS: dict[str, Row] = {
    "funding:bank_line_pay": _keeps("out", {"expenditure": "EXP-2026-0901"}),
    "funding:bank_line_own": _keeps("fee", {"account": BANK_FEES}),
    "funding:bank_reconcile": Row(BANK, kwargs=_of(uid="own statement")),
    "funding:bank_reconcile_csv": Row(BANK, kwargs=_of(uid="own statement")),
    "funding:bank_reconcile_xlsx": Row(BANK, kwargs=_of(uid="own statement")),
    "funding:bank_reconcile_do": _keeps("own statement", {}),
    "funding:bank_balances": _keeps("own statement", {"opening": "9.75", "closing": "0.00"}),
    "funding:bank_entry": Row(READERS, kwargs=_of(ref="bank entry")),
    "funding:bank_entry_reverse": Row(
        KEEPERS,
        302,
        method="post",
        kwargs=_of(ref="bank entry"),
        data={"because": "It was a payment."},
        refused=READERS - KEEPERS,
    ),
}
