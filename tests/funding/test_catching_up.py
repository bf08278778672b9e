"""Who came or left after the letters: what was asked for is compared with its days, and one press away from right."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import MembershipChange, Organisation
from apps.funding.models import Period
from apps.funding.rules import periods
from apps.funding.selectors.catching_up import behind
from apps.funding.selectors.contributing import credit_of
from apps.funding.services.issuing import issue_adjustment, issue_contributions
from tests.cast import Cast
from tests.funding.contributed import in_force, issued, paid
from tests.funding.factory import IN_2027, treasurer
from tests.funding.test_contribution_pages import Pages

pytestmark = pytest.mark.django_db
MAY_3 = datetime(2027, 5, 3, 12, tzinfo=UTC)
JUNE = datetime(2027, 6, 1, 12, tzinfo=UTC)


def _changed(_people: Cast, lab: str, state: str, since: datetime = MAY_3) -> Organisation:
    row = Organisation.objects.get(key=lab)
    MembershipChange.objects.create(organisation=row, state=state, since=since)
    return row


def _behind() -> list[tuple[str, Decimal | None, Decimal]]:
    return [(row.organisation.key, row.asked, row.by) for row in behind(Period.objects.get(name="2027"))]


def test_nobody_is_behind_before_the_letters_nor_while_nobody_came_or_left(frontier: Cast) -> None:
    in_force(frontier)
    _changed(frontier, "aster", "left")
    assert _behind() == []


def test_one_that_left_after_the_letters_gets_back_what_its_days_do_not_come_to(frontier: Cast) -> None:
    issued(frontier)
    assert _behind() == []
    _changed(frontier, "aster", "left")
    assert _behind() == [("aster", Decimal(500), Decimal("168.49") - 500)]


def test_a_suspended_lab_is_not_behind(frontier: Cast) -> None:
    issued(frontier)
    _changed(frontier, "aster", "suspended")
    assert _behind() == []


def test_one_that_came_back_pays_for_both_spells(frontier: Cast) -> None:
    issued(frontier)
    _changed(frontier, "aster", "left")
    _changed(frontier, "aster", "admitted", JUNE)
    assert _behind() == [("aster", Decimal(500), Decimal("461.64") - 500)]


def test_an_adjustment_by_the_difference_settles_it(frontier: Cast) -> None:
    issued(frontier)
    lab = _changed(frontier, "aster", "left")
    [row] = behind(Period.objects.get(name="2027"))
    issue_adjustment(
        actor=treasurer(frontier, JUNE), now=JUNE, organisation=lab, period=Period.objects.get(name="2027"),
        amount=row.by, because=row.because,
    )  # fmt: skip
    assert _behind() == []


def test_an_expelled_lab_keeps_what_it_paid_beyond_its_days_as_credit(frontier: Cast) -> None:
    issued(frontier)
    paid(frontier, "aster", "500.00")
    lab = _changed(frontier, "aster", "expelled")
    [row] = behind(Period.objects.get(name="2027"))
    issue_adjustment(
        actor=treasurer(frontier, JUNE), now=JUNE, organisation=lab, period=Period.objects.get(name="2027"),
        amount=row.by, because=row.because,
    )  # fmt: skip
    assert credit_of([lab.pk]) == {lab.pk: Decimal("331.51")}


def test_one_that_has_no_letter_yet_is_named_and_issuing_again_asks_it_alone(frontier: Cast) -> None:
    in_force(frontier)
    lab = Organisation.objects.get(key="aster")
    Organisation.objects.filter(pk=lab.pk).update(admitted_at=datetime(2028, 1, 2, tzinfo=UTC))
    now = {"period": "2027", "without_details": True}
    issue_contributions(actor=treasurer(frontier, IN_2027), now=IN_2027, **now)
    assert _behind() == []
    Organisation.objects.filter(pk=lab.pk).update(admitted_at=MAY_3)
    assert _behind() == [("aster", None, Decimal("332.88"))]
    [made] = issue_contributions(actor=treasurer(frontier, JUNE), now=JUNE, **now)
    assert (made.organisation, made.amount) == (lab, Decimal("332.88"))
    assert _behind() == []


def test_the_reason_names_the_days() -> None:
    year = periods.Period(date(2027, 1, 1), date(2027, 12, 31))
    runs = (periods.Period(date(2027, 1, 1), date(2027, 5, 3)), periods.Period(date(2027, 12, 31), date(2027, 12, 31)))
    assert periods.in_words(runs, year) == (
        "Member for 124 of 365 days: 1 January 2027 to 3 May 2027, 31 December 2027 to 31 December 2027."
    )
    assert periods.in_words((), year) == "Member on no day of the period."


@pytest.fixture
def pages(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Pages:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: JUNE)
    found = Pages(cast, client)
    found.made(treasurer, JUNE)
    found.come("clerk")
    found.made(issued)
    return found


def test_the_page_names_who_left_and_the_form_is_filled_in(pages: Pages) -> None:
    pages.made(_changed, "aster", "left")
    shown = pages.words("contributions", "2027")
    assert "left on 3 May 2027" in shown
    assert "331.51 less" in shown
    form = pages.get("adjust", "2027", "aster", **{"for": "days"})
    assert 'value="331.51"' in form
    assert "Member for 123 of 365 days: 1 January 2027 to 3 May 2027." in form
    assert 'value="331.51"' not in pages.get("adjust", "2027", "aster")


def test_only_who_keeps_the_books_reads_it(pages: Pages) -> None:
    pages.made(_changed, "aster", "left")
    pages.come("borealis.liaison")
    assert "left on 3 May 2027" not in pages.words("contributions", "2027")


def test_how_many_queries_it_takes_does_not_grow_with_who_left(pages: Pages) -> None:
    counted = []
    for lab in ("aster", "borealis", "cygnus"):
        pages.made(_changed, lab, "left")
        pages.get("contributions", "2027")
        with CaptureQueriesContext(connection) as seen:
            pages.get("contributions", "2027")
        counted.append(len(seen))
    assert len(set(counted)) == 1
