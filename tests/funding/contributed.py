"""Scales and budgets in force, bank details, contributions that were issued, and files of a bank, for tests."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from apps.committees.models import Organisation
from apps.funding.models import (
    Account,
    Assessment,
    BankDetails,
    Budget,
    BudgetLine,
    Declaration,
    Payment,
    Period,
    Scale,
    ScaleShare,
)
from apps.funding.rules.ledger import Kind
from apps.funding.services.issuing import issue_contributions
from apps.funding.services.paying import book_payment
from tests.cast import NOW, Cast
from tests.funding.factory import IN_2027, periods, treasurer
from tests.votes import factory as votes

ON = IN_2027.date()
IBAN = "DE89370400440532013000"
OTHER = "FR1420041010050500013M02606"
SHARES = {"aster": "50.000", "borealis": "30.000", "cygnus": "20.000"}


def in_force(people: Cast, whole: str = "1000.00") -> Period:
    """2027 with a scale of 50, 30 and 20 per cent and a budget of so much."""
    _first, second = periods(people)
    adopted(people, second, whole)
    return second


def adopted(people: Cast, period: Period, whole: str = "1000.00", shares: dict[str, str] = SHARES) -> None:
    """A scale and a budget in force for the period, as a motion would leave them."""
    seat = people["clerk"]
    motion = votes.draft(people)
    laid = {
        "period": period, "state": "adopted", "charter": 1, "by": seat, "at": NOW, "motion": motion,
        "laid_at": NOW, "adopted_at": NOW, "year": period.first.year, "number": 1,
    }  # fmt: skip
    year = period.first.year
    scale = Scale.objects.create(
        ref=f"SCL-{year}-0001", draft_ref=f"s{year}", floor=Decimal("0.001"), ceiling=None, **laid
    )
    for key, share in shares.items():
        lab = Organisation.objects.get(key=key)
        made = {
            "figure": "declared", "training_flop": 1, "counts": 1, "method": "measured", "confidence": "high",
            "by": people[f"{key}.liaison"], "at": NOW, "salt": "0" * 64, "commitment": "0" * 64,
        }  # fmt: skip
        figure, _made = Declaration.objects.get_or_create(period=period, organisation=lab, version=1, defaults=made)
        ScaleShare.objects.create(scale=scale, organisation=lab, declaration=figure, base=1, share=Decimal(share))
    budget = Budget.objects.create(ref=f"BUD-{year}-0001", draft_ref=f"b{year}", title="The year", **laid)
    account, _made = Account.objects.get_or_create(
        number="5000", defaults={"name": "Inspections", "kind": Kind.EXPENSE}
    )
    BudgetLine.objects.create(budget=budget, number=1, account=account, label="Inspections", amount=Decimal(whole))


def details(people: Cast, iban: str = IBAN) -> BankDetails:
    """Bank details in force."""
    return BankDetails.objects.create(
        holder="Frontier Committee", iban=iban, bic="COBADEFFXXX", bank="A bank", state="approved",
        entered_by=people["clerk"], entered_at=NOW, decided_by=people["independent"], decided_at=NOW,
    )  # fmt: skip


def issued(people: Cast, at: datetime = IN_2027, whole: str = "1000.00") -> dict[str, Assessment]:
    """The contributions for 2027, by lab: 500, 300 and 200, each in two instalments."""
    period = in_force(people, whole)
    details(people)
    rows = issue_contributions(actor=treasurer(people, at), now=at, period=period.name)
    return {row.organisation.key: row for row in rows}


def paid(people: Cast, lab: str, amount: str, on: date = ON, at: datetime = IN_2027, **more: Any) -> Payment:
    """A payment booked by hand."""
    given = {"sure": True} | more
    return book_payment(actor=treasurer(people, at), now=at, organisation=lab, amount=Decimal(amount), on=on, **given)


def entry(
    amount: str, reference: str = "", *, on: str = "2027-01-20", ref: str = "", name: str = "Somebody", account: str = OTHER,
    text: str = "", out: bool = False, currency: str = "EUR",
) -> str:  # fmt: skip
    """An entry of a CAMT.053 statement."""
    who = "Cdtr" if out else "Dbtr"
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{"DBIT" if out else "CRDT"}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><{who}><Nm>{name}</Nm>"
        f"</{who}><{who}Acct><Id><IBAN>{account}</IBAN></Id></{who}Acct></RltdPties><RmtInf><Ustrd>{text}</Ustrd><Strd>"
        f"<CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def camt(*entries: str, opening: str = "0.00", closing: str = "", account: str = IBAN, version: str = "02") -> bytes:
    """A CAMT.053 file with one statement."""
    balance = "<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>".format
    balances = balance("OPBD", opening) + balance("CLBD", closing) if closing else ""
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}'>"
        f"<BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}"
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()
