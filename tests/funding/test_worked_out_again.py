"""A rival who trusts nobody works every published number out again, from what is published and by arithmetic of its own.

Nothing of the portal's rules is imported here: this is the script that a member would write for itself.
"""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from apps.committees.models import MembershipChange, Organisation
from apps.funding.services.issuing import issue_contributions
from apps.funding.services.paying import book_payment
from apps.funding.services.scales import draft_scale
from apps.funding.services.showing import show_contributions
from apps.funding.services.stating import publish_statement
from tests.cast import NOW, Cast
from tests.funding import factory

pytestmark = pytest.mark.django_db

CAPPED = {"aster": 10**26, "borealis": 4 * 10**25, "cygnus": 10**22}
EQUAL = dict.fromkeys(CAPPED, 10**26)
Rows = list[dict[str, str]]


def by_largest_remainder(
    parts: Mapping[str, Fraction], places: int, rank: Mapping[str, Fraction]
) -> dict[str, Decimal]:
    """Parts cut off to the last place; what is missing goes to who lost most, then to the larger, then by key."""
    whole = {key: part * 10**places // 1 for key, part in parts.items()}
    lost = {key: part * 10**places - whole[key] for key, part in parts.items()}
    missing = round(sum(lost.values()))
    for key in sorted(parts, key=lambda key: (-lost[key], -rank[key], key))[:missing]:
        whole[key] += 1
    return {key: Decimal(int(units)).scaleb(-places) for key, units in whole.items()}


def shares_again(rows: Rows) -> dict[str, Decimal]:
    """The shares of one scale from its published lines: bases, discounts, floor and ceiling."""
    bases = {row["Key"]: Fraction(row["Counts as"]) for row in rows}
    weight = {row["Key"]: bases[row["Key"]] * (100 - Fraction(row["Discount in per cent"])) for row in rows}
    part = {key: 100 * one / sum(weight.values()) for key, one in weight.items()}
    floor, ceiling = Fraction(rows[0]["Floor in per cent"]), rows[0]["Ceiling in per cent"]
    while ceiling != "none" and max(part.values()) > Fraction(ceiling):
        capped = {key for key, one in part.items() if one >= Fraction(ceiling)}
        over = sum(part[key] - Fraction(ceiling) for key in capped)
        rest = sum(one for key, one in part.items() if key not in capped)
        part = {key: Fraction(ceiling) if key in capped else one + over * one / rest for key, one in part.items()}
    while min(part.values()) < floor:
        low = {key for key, one in part.items() if one <= floor}
        lacking = sum(floor - part[key] for key in low)
        rest = sum(one for key, one in part.items() if key not in low)
        part = {key: floor if key in low else one - lacking * one / rest for key, one in part.items()}
    return by_largest_remainder(part, 3, bases)


def assessed_again(scale: Rows, budget: Rows) -> dict[str, Decimal]:
    """What each member is asked for: the budget's lines less other income, by the shares, to the cent."""
    shares = {row["Key"]: Fraction(row["Share in per cent"]) for row in scale}
    whole = sum(Fraction(row["Amount"]) for row in budget)
    return by_largest_remainder({key: whole * one / sum(shares.values()) for key, one in shares.items()}, 2, shares)


def accounts_again(table: str) -> dict[str, Decimal]:
    """What each account holds, debits less credits, from the file of all journals."""
    found: dict[str, Decimal] = {}
    for row in csv.DictReader(io.StringIO(table)):
        amount = Decimal(row["Debit"] or 0) - Decimal(row["Credit"] or 0)
        found[row["Account"]] = found.get(row["Account"], Decimal()) + amount
    return {account: amount for account, amount in found.items() if amount}


def _published(client: Client, part: str) -> Rows:
    answer: Any = client.get(f"/public/frontier/funding/{part}.json")
    return [row for row in answer.json()[part] if row["Period"] == "2026"]


def _scale(people: Cast, figures: dict[str, int], **articles: Any) -> None:
    factory.charter(**articles)
    first, _second = factory.periods(people)
    factory.figures(people, first, **figures)
    discounts = {"borealis": (Decimal("12.5"), "It is small.")} if figures is CAPPED else {}
    row = draft_scale(actor=factory.treasurer(people), now=NOW, period="2026", discounts=discounts)
    factory.carried(people, row, NOW)


@pytest.mark.parametrize(
    ("figures", "articles"),
    [
        (CAPPED, {"ceiling": 100}),
        (CAPPED, {"ceiling": 60, "floor": 1500}),
        (CAPPED, {"ceiling": 100, "exact": True}),
        ({"aster": 123456789 * 10**17, "borealis": 10**26 + 1, "cygnus": 7}, {"ceiling": 100, "exact": True}),
        (EQUAL, {"ceiling": 100}),
    ],
    ids=["bands", "ceiling and floor", "exact", "exact to the last digit", "ties"],
)
def test_every_share_follows_from_the_public_table(
    frontier: Cast, client: Client, figures: dict[str, int], articles: dict[str, Any]
) -> None:
    """Names that sort against their keys: what is published must say by which of them equals are told apart."""
    Organisation.objects.filter(key="aster").update(name="Zephyr")
    _scale(frontier, figures, **articles)
    rows = _published(client, "scale")
    assert shares_again(rows) == {row["Key"]: Decimal(row["Share in per cent"]) for row in rows}
    assert len(rows) == 3


def test_every_assessment_follows_from_the_public_scale_and_budget_to_the_cent(frontier: Cast, client: Client) -> None:
    _scale(frontier, CAPPED, ceiling=100)
    first, _second = factory.periods(frontier)
    factory.adopted_budget(frontier, first, Audits="600.01", Travel="399.98")
    issue_contributions(actor=factory.treasurer(frontier), now=NOW, period="2026", without_details=True)
    show_contributions(NOW)
    scale = _published(client, "scale")
    key_of = {row["Member"]: row["Key"] for row in scale}
    asked: dict[str, Decimal] = {}
    for row in _published(client, "contributions"):
        asked[key_of[row["Member"]]] = asked.get(key_of[row["Member"]], Decimal()) + Decimal(row["Amount"])
    assert asked == assessed_again(scale, _published(client, "budget"))
    assert sum(asked.values()) == Decimal("999.99")


def days_again(text: str) -> int:
    """How many days runs such as 2026-01-01/2026-01-31 have, their ends included."""
    ends = [run.split("/") for run in text.split("; ")]
    return sum((date.fromisoformat(last) - date.fromisoformat(first)).days + 1 for first, last in ends)


def test_what_a_member_for_some_days_pays_follows_from_the_public_table(frontier: Cast, client: Client) -> None:
    """Cygnus joined on 3 May by the committee's calendar, and Borealis was out from 11 February to 1 March."""
    Organisation.objects.filter(key="cygnus").update(admitted_at=datetime(2026, 5, 2, 22, 30, tzinfo=UTC))
    borealis = Organisation.objects.get(key="borealis")
    for state, since in (
        ("left", datetime(2026, 2, 10, 12, tzinfo=UTC)),
        ("admitted", datetime(2026, 3, 1, 23, 30, tzinfo=UTC)),
    ):
        MembershipChange.objects.create(organisation=borealis, state=state, since=since)
    _scale(frontier, CAPPED, ceiling=100)
    first, _second = factory.periods(frontier)
    factory.adopted_budget(frontier, first, Audits="600.01", Travel="399.98")
    issue_contributions(actor=factory.treasurer(frontier), now=NOW, period="2026", without_details=True)
    show_contributions(NOW)
    scale = _published(client, "scale")
    key_of = {row["Member"]: row["Key"] for row in scale}
    asked: dict[str, Decimal] = {}
    days: dict[str, tuple[str, str]] = {}
    for row in _published(client, "contributions"):
        key = key_of[row["Member"]]
        asked[key] = asked.get(key, Decimal()) + Decimal(row["Amount"])
        days[key] = (row["Days of membership"], row["Of the days"])
    whole = assessed_again(scale, _published(client, "budget"))
    assert days == {
        "aster": ("", ""),
        "borealis": ("2026-01-01/2026-02-10; 2026-03-02/2026-12-31", "2026-01-01/2026-12-31"),
        "cygnus": ("2026-05-03/2026-12-31", "2026-01-01/2026-12-31"),
    }
    for key, (runs, of) in days.items():
        part = Fraction(days_again(runs), days_again(of)) if runs else 1
        assert asked[key] == Decimal(round(Fraction(whole[key]) * part * 100)).scaleb(-2), key
    page = client.get("/public/frontier/funding/").content.decode()
    assert "member from 3 May 2026 to 31 December 2026" in page


def test_every_sum_of_a_public_statement_follows_from_the_journals(frontier: Cast, client: Client) -> None:
    _scale(frontier, CAPPED, ceiling=100)
    first, _second = factory.periods(frontier)
    factory.adopted_budget(frontier, first, Audits="999.99")
    actor = factory.treasurer(frontier)
    issue_contributions(actor=actor, now=NOW, period="2026", without_details=True)
    book_payment(actor=actor, now=NOW, on=NOW.date(), organisation="cygnus", amount=Decimal("2000.00"))
    later = factory.IN_2027
    publish_statement(actor=factory.treasurer(frontier, later), now=later, period="2026", until=first.last)
    client.force_login(frontier["borealis.representative"].person)
    table = client.get("/c/frontier/funding/books/2026/journals.csv").content.decode("utf-8-sig")
    grows_by_credit = {"liability", "equity", "income"}
    stated = {
        row["Account"]: -Decimal(row["Amount"]) if row["Kind"] in grows_by_credit else Decimal(row["Amount"])
        for row in _published(client, "statements")
    }
    assert stated == accounts_again(table)
    assert len(stated) >= 4
