"""Who may open what is asked of labs, what they pay, and the bank's papers: everybody the first two, few the last."""

from typing import Any

from apps.funding.models import BankLine, BankStatement
from apps.funding.services.importing import import_statement, set_aside
from tests.cast import NOW, Cast
from tests.funding.contributed import camt, entry, issued, paid
from tests.funding.factory import treasurer
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

READERS = FRONTIER - COUNSEL
KEEPERS = frozenset({"independent", "clerk"})
"""The independent member is the treasurer."""
BANK = KEEPERS | {"auditor"}
MONEY = {"money": {"amount": "1.00", "currency": "EUR"}, "on": "2026-11-20"}


def prepare(cast: Cast, stage: Stage) -> None:
    """Contributions for 2027, a payment of Aster's and one of nobody known, and a statement with three lines."""
    issued(cast, NOW)
    stage["assessment"] = "ASM-2027-0001"
    stage["payment"] = paid(cast, "aster", "7.00", on=NOW.date(), at=NOW).ref
    stage["unknown"] = paid(cast, "", "8.00", on=NOW.date(), at=NOW).ref
    lines = [entry(f"{number}.00", ref=str(number), on="2026-11-19") for number in (1, 2, 3)]
    actor = treasurer(cast)
    import_statement(actor=actor, now=NOW, content=camt(*lines), name="s.xml")
    open_line, twin, aside = BankLine.objects.order_by("number")
    BankLine.objects.filter(pk=twin.pk).update(amount=7)
    set_aside(actor=actor, now=NOW, uid=aside.uid, because="Not ours.")
    stage["statement"] = str(BankStatement.objects.get().uid)
    stage["line"], stage["twin"], stage["aside"] = str(open_line.uid), str(twin.uid), str(aside.uid)


def _of(**parts: str) -> Any:
    return lambda stage: {name: stage.get(value, value) for name, value in parts.items()}


def _writes(
    opens: frozenset[str] = KEEPERS, refused: frozenset[str] = READERS - KEEPERS, *, data: dict, **parts: str
) -> Row:
    return Row(opens, 302, method="post", kwargs=_of(**parts), data=data, refused=refused)


def _line(uid: str, **data: str) -> Row:
    """Auditors read the bank's papers and do nothing with them; for all others they are not there."""
    return _writes(refused=BANK - KEEPERS, data=data, uid=uid)


ROWS: dict[str, Row] = {
    "funding:contributions_index": Row(READERS, 302),
    "funding:contributions": Row(READERS, kwargs=_of(period="2027")),
    "funding:contributions_export": Row(READERS, kwargs=_of(period="2027")),
    "funding:contributions_xlsx": Row(READERS, kwargs=_of(period="2027")),
    "funding:issue": Row(KEEPERS, kwargs=_of(period="2027"), refused=READERS - KEEPERS),
    "funding:member": Row(READERS, kwargs=_of(period="2027", lab="aster")),
    "funding:adjust": Row(KEEPERS, kwargs=_of(period="2027", lab="aster"), refused=READERS - KEEPERS),
    "funding:assessment": Row(READERS, kwargs=_of(ref="assessment")),
    "funding:letter": Row(READERS, kwargs=_of(ref="assessment")),
    "funding:payments": Row(READERS),
    "funding:payments_export": Row(READERS),
    "funding:payments_xlsx": Row(READERS),
    "funding:payment_new": Row(KEEPERS, refused=READERS - KEEPERS),
    "funding:payment": Row(READERS, kwargs=_of(ref="payment")),
    "funding:payment_match": _writes(data={"organisation": "aster"}, ref="unknown"),
    "funding:payment_reverse": _writes(data={"because": "The bank took it back."}, ref="payment"),
    "funding:bank": Row(BANK),
    "funding:bank_upload": Row(KEEPERS, refused=BANK - KEEPERS),
    "funding:bank_lines": Row(BANK),
    "funding:bank_line_book": _line("line", organisation="aster"),
    "funding:bank_line_join": _line("twin", payment="PAY-2026-0001"),
    "funding:bank_line_aside": _line("line", because="Not ours."),
    "funding:bank_line_take_up": _line("aside"),
    "funding:bank_statement": Row(BANK, kwargs=_of(uid="statement")),
    "api-funding:assessments": Row(READERS),
    "api-funding:assessment": Row(READERS, kwargs=_of(ref="assessment")),
    "api-funding:payments": Row(KEEPERS, 201, method="post", data={"json": MONEY}, refused=READERS - KEEPERS),
    "api-funding:payment": Row(READERS, kwargs=_of(ref="payment")),
}
