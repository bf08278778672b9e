"""Who may open spending and the committee's bank details: everybody reads, the treasurer and the clerks enter."""

from decimal import Decimal
from typing import Any

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from apps.funding.models import Account, Expenditure, Period
from apps.funding.services.details import enter_details
from tests.cast import BEGINNING, NOW, Cast
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

READERS = FRONTIER - COUNSEL
KEEPERS = frozenset({"clerk", "independent"})
DECIDERS = frozenset({"independent", "aster.representative"})
"""The clerk entered it; the treasurer and the chair decide."""


def prepare(cast: Cast, stage: Stage) -> None:
    """What the clerk entered and nobody has decided yet: an expenditure, and bank details."""
    if not Office.objects.filter(kind=OfficeKind.TREASURER).exists():
        Office.objects.create(kind=OfficeKind.TREASURER, seat=cast["independent"], starts_at=BEGINNING)
    period = Period.objects.filter(name="2026").first() or Period.objects.create(
        name="2026",
        first="2026-01-01",
        last="2026-12-31",
        currency="EUR",
        opened_by=cast["clerk"],
        opened_at=NOW,
        declare_by="2026-03-01",
    )
    account, _made = Account.objects.get_or_create(
        number="5900", defaults={"name": "Audits of labs", "kind": "expense"}
    )
    row = Expenditure.objects.create(
        ref="EXP-2026-0900",
        year=2026,
        number=900,
        period=period,
        account=account,
        payee="Fjord Audit",
        purpose="Audit",
        amount=Decimal(5),
        on=NOW.date(),
        entered_by=cast["clerk"],
        entered_at=NOW,
    )
    stage["expenditure"] = row.ref
    details = enter_details(actor=cast.viewer("clerk"), now=NOW, holder="Frontier", iban="DE89370400440532013000")
    stage["bank details"] = str(details.uid)


def _on(stage: Stage) -> dict[str, Any]:
    return {"ref": stage["expenditure"]}


ROWS: dict[str, Row] = {
    "funding:spending": Row(),
    "funding:spending_csv": Row(),
    "funding:spending_xlsx": Row(),
    "funding:new_expenditure": Row(KEEPERS),
    "funding:new_refund": Row(KEEPERS),
    "funding:expenditure": Row(READERS, kwargs=_on),
    "funding:decide_expenditure": Row(
        DECIDERS,
        302,
        method="post",
        kwargs=lambda stage: _on(stage) | {"verb": "refuse"},
        data={"because": "No invoice."},
        refused=READERS - DECIDERS,
    ),
    "funding:bank_details": Row(READERS),
    "funding:decide_details": Row(
        DECIDERS,
        302,
        method="post",
        kwargs=lambda stage: {"uid": stage["bank details"], "verb": "refuse"},
        data={"because": "Another bank."},
        refused=READERS - DECIDERS,
    ),
}
