"""What drafts of scales and budgets tell, and whom: no sealed figure to who writes them, nothing to anybody else."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from apps.funding.models import BUDGET, Account, Scale
from apps.funding.rules import scale
from apps.funding.rules.bands import MOST_BANDS, band_of
from apps.funding.rules.drafting import may_try_bands
from apps.funding.selectors.shares import shares_of
from apps.funding.services import budgets, scales
from apps.funding.states import Text
from apps.kernel.decisions import Refused
from apps.record.rules import SUBJECTS
from tests.cast import NOW, Cast
from tests.funding import factory

COUNTS = range(1, MOST_BANDS + 1)
WORD = "kanaribudgetdraftx"
OPEN = (
    "/c/frontier/funding/",
    "/c/frontier/funding/scales/",
    "/c/frontier/funding/budgets/",
    "/c/frontier/funding/books/",
    "/c/frontier/funding/books/2026/",
    "/c/frontier/funding/books/2026/statement.csv",
    "/c/frontier/funding/spending/",
    "/api/v1/committees/frontier/funding/scale/",
    "/api/v1/committees/frontier/funding/statement/?at=2026-11-20",
)

LISTS = (
    "/c/frontier/funding/scales/",
    "/c/frontier/funding/budgets/",
    "/api/v1/committees/frontier/funding/scale/",
)


@pytest.fixture
def uncapped(frontier: Cast) -> Cast:
    """Three labs need a ceiling above a third."""
    factory.charter(ceiling=100)
    return frontier


def _drafted(people: Cast, **flop: int) -> Scale:
    _first, period = factory.periods(people)
    factory.figures(people, period, **flop)
    return scales.draft_scale(actor=factory.treasurer(people), now=NOW, period="2027")


def test_only_bands_made_up_of_those_of_the_scale_are_tried() -> None:
    for drawn in COUNTS:
        open_ones = {wanted for wanted in COUNTS if may_try_bands(wanted, drawn)}
        assert open_ones == {wanted for wanted in COUNTS if drawn % wanted == 0}
        assert not may_try_bands(None, drawn)
        assert may_try_bands(drawn, None)


def test_bands_that_can_be_tried_tell_no_more_than_the_band_does() -> None:
    figures = [digit * 10**decade for decade in (20, 25, 26) for digit in range(1, 10)]
    for drawn in COUNTS:
        for wanted in (one for one in COUNTS if may_try_bands(one, drawn)):
            for figure in figures:
                stands_for_it = int(band_of(figure, per_decade=drawn).representative)
                assert band_of(stands_for_it, per_decade=wanted) == band_of(figure, per_decade=wanted)


@pytest.mark.django_db
def test_all_that_a_treasurer_can_try_is_the_same_for_figures_of_the_same_bands(uncapped: Cast) -> None:
    factory.periods(uncapped)
    seen = []
    for figure in (26 * 10**24, 39 * 10**24):
        with transaction.atomic():
            row = _drafted(uncapped, aster=10**26, borealis=10**25, cygnus=figure)
            seen.append([_tried(uncapped, row, per_decade) for per_decade in COUNTS])
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert [count for count, found in zip(COUNTS, seen[0], strict=True) if found] == [1, 5]


def _tried(people: Cast, row: Scale, per_decade: int) -> dict[str, Decimal] | None:
    """The shares with so many bands; None where they are refused."""
    settings = scales.settings_with(row, per_decade=per_decade)
    try:
        return scales.tried(actor=factory.treasurer(people), ref=row.ref, settings=settings)
    except Refused:
        return None


@pytest.mark.django_db
def test_exact_figures_of_thirty_one_digits_stay_exact(frontier: Cast) -> None:
    factory.charter(ceiling=100, exact=True)
    figures = {"aster": 10**30 + 7, "borealis": 4 * 10**29 + 1, "cygnus": 3}
    row = _drafted(frontier, **figures)
    assert {one.organisation.key: int(one.base) for one in row.shares.all()} == figures


@pytest.mark.django_db
def test_the_table_holds_all_that_works_the_shares_out_again(uncapped: Cast, client: Client) -> None:
    row = _drafted(uncapped, aster=10**26, borealis=4 * 10**25, cygnus=10**25)
    discounts = {"cygnus": (Decimal(50), "It is small.")}
    scales.redraw(actor=factory.treasurer(uncapped), now=NOW, ref=row.ref, reasons="", discounts=discounts)
    client.force_login(uncapped["clerk"].person)
    answer = client.get(f"/c/frontier/funding/scales/{row.ref}/scale.csv")
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    [(floor, ceiling, places)] = {
        (one["Floor in per cent"], one["Ceiling in per cent"], one["Places"]) for one in lines
    }
    again = scale(
        {one["Key"]: Decimal(one["Base"]) for one in lines},
        floor=Decimal(floor),
        ceiling=None if ceiling == "none" else Decimal(ceiling),
        discounts={one["Key"]: Decimal(one["Discount in per cent"]) for one in lines},
        places=int(places),
    )
    assert again == shares_of(row) == {one["Key"]: Decimal(one["Share in per cent"]) for one in lines}
    assert [one["Why"] for one in lines if one["Key"] == "cygnus"] == ["It is small."]


@pytest.mark.django_db
def test_a_treasurer_who_held_another_office_before_still_reads_drafts(frontier: Cast) -> None:
    factory.periods(frontier)
    row = budgets.draft_budget(actor=factory.treasurer(frontier), now=NOW, period="2027", title="The year")
    seat = frontier["independent"]
    Office.objects.create(
        kind=OfficeKind.CUSTODIAN, seat=seat, starts_at=NOW - timedelta(20), ends_at=NOW - timedelta(10)
    )
    readers = {one.pk for one in SUBJECTS.get(BUDGET).seats(row.pk, NOW)}
    assert readers == {seat.pk, frontier["clerk"].pk}


@pytest.mark.django_db
def test_who_was_treasurer_before_reads_no_drafts(frontier: Cast) -> None:
    factory.periods(frontier)
    row = budgets.draft_budget(actor=factory.treasurer(frontier), now=NOW, period="2027", title="The year")
    Office.objects.filter(kind=OfficeKind.TREASURER).update(ends_at=NOW)
    assert {one.pk for one in SUBJECTS.get(BUDGET).seats(row.pk, NOW)} == {frontier["clerk"].pk}


@pytest.mark.django_db
def test_accounts_are_counted_on_past_four_digits(frontier: Cast) -> None:
    factory.periods(frontier)
    Account.objects.create(number="9990", name="The last of four digits", kind="expense")
    actor = factory.treasurer(frontier)
    row = budgets.draft_budget(actor=actor, now=NOW, period="2027", title="The year")
    made = [
        budgets.put_line(actor=actor, now=NOW, ref=row.ref, label=label, amount=Decimal(5)).account.number
        for label in ("Audits", "Secretariat")
    ]
    assert made == ["10000", "10010"]


@pytest.mark.django_db
def test_other_income_without_a_reason_marks_its_field(frontier: Cast, client: Client) -> None:
    factory.periods(frontier)
    actor = factory.treasurer(frontier)
    row = budgets.draft_budget(actor=actor, now=NOW, period="2027", title="The year")
    client.force_login(frontier["clerk"].person)
    answer = client.post(
        f"/c/frontier/funding/budgets/{row.ref}/change/", {"title": "The year", "other_income": "5", "because": ""}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data().keys() == {"because"}


@pytest.mark.django_db
@pytest.mark.parametrize("page", OPEN)
@pytest.mark.parametrize("who", ["auditor", "borealis.representative"])
def test_nothing_of_a_draft_stands_where_everybody_reads(frontier: Cast, client: Client, who: str, page: str) -> None:
    factory.periods(frontier)
    actor = factory.treasurer(frontier)
    row = budgets.draft_budget(actor=actor, now=NOW, period="2026", title=f"{WORD}title", reasons=f"{WORD}reasons")
    budgets.put_line(
        actor=actor, now=NOW, ref=row.ref, label=f"{WORD}label", amount=Decimal(5), purpose=f"{WORD}purpose"
    )
    client.force_login(frontier[who].person)
    answer = client.get(page)
    assert answer.status_code == 200
    assert WORD.encode() not in b"".join(answer.streaming_content if answer.streaming else [answer.content])


@pytest.mark.django_db
def test_a_draft_is_not_offered_to_a_member_who_moves(frontier: Cast, client: Client) -> None:
    factory.periods(frontier)
    row = budgets.draft_budget(actor=factory.treasurer(frontier), now=NOW, period="2026", title=f"{WORD}title")
    client.force_login(frontier["borealis.representative"].person)
    answer = client.get("/c/frontier/motions/new/?kind=budget.adopt")
    assert answer.status_code == 200
    assert row.draft_ref not in answer.content.decode()
    assert WORD not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_lists_ask_the_same_at_one_row_and_at_many(uncapped: Cast, client: Client, address: str) -> None:
    _first, period = factory.periods(uncapped)
    row = factory.adopted_scale(uncapped, period, aster=10**26, borealis=4 * 10**25, cygnus=10**25)
    client.force_login(uncapped["clerk"].person)
    client.get(address)
    at_one = _queries(client, address)
    _many(uncapped, row)
    assert _queries(client, address) == at_one


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def _many(people: Cast, row: Scale) -> None:
    """Thirty budgets in draft, and thirty scales that were replaced, each with its shares."""
    shares = list(row.shares.all())
    for number in range(502, 532):
        budgets.draft_budget(actor=factory.treasurer(people), now=NOW, period="2027", title=f"Budget {number}")
        row.pk, row.uid, row.number, row.state = None, uuid4(), number, Text.SUPERSEDED
        row.ref = row.draft_ref = f"SCL-2026-{number:04d}"
        row.save(force_insert=True)
        for one in shares:
            one.pk, one.scale = None, row
            one.save(force_insert=True)
