"""Expenditures approved and lines of the bank in 2027, for tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from apps.funding.models import BankLine, BankStatement, Expenditure
from apps.funding.services.importing import import_statement
from apps.funding.services.spending import Spent, approve, enter_expenditure
from tests.cast import Cast
from tests.funding.contributed import camt, issued
from tests.funding.factory import IN_2027, treasurer

LATER = IN_2027 + timedelta(days=1)
ON = date(2027, 1, 20)


def by(people: Cast, who: str = "independent", **more: Any) -> dict[str, Any]:
    """Who does it, and when: the treasurer, a day after the letters."""
    treasurer(people, LATER)
    return {"actor": people.viewer(who, LATER), "now": LATER} | more


def entered(people: Cast, amount: str = "120.00", payee: str = "Fjord Audit", **more: Any) -> Expenditure:
    """What the treasurer entered on the line for inspections."""
    spent = Spent("5000", payee, "Audit of the register", Decimal(amount), ON, **more)
    return enter_expenditure(**by(people, spent=spent))


def approved(people: Cast, amount: str = "120.00", payee: str = "Fjord Audit", **more: Any) -> Expenditure:
    """What the treasurer entered and the clerk approved."""
    return approve(**by(people, "clerk", ref=entered(people, amount, payee, **more).ref))


def statement(people: Cast, *entries: str, opening: str = "0.00", closing: str = "") -> BankStatement:
    """A statement of the bank with these lines, brought in by the treasurer."""
    content = camt(*entries, opening=opening, closing=closing)
    return import_statement(**by(people), content=content, name="s.xml").statements[0]


def line(people: Cast, entry_: str) -> BankLine:
    """The only line of a statement, with contributions issued and bank details approved."""
    issued(people)
    statement(people, entry_)
    return BankLine.objects.get()
