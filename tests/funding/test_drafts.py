"""Drafts of scales and budgets: each change is an act, none is drafted for closed books, lists ask the same at many rows."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.funding.acts import shares as acts
from apps.funding.models import Period, Scale
from apps.funding.rules.drafting import may_write_for
from apps.funding.services import budgets, scales, spending
from apps.funding.services.periods import close_books
from apps.funding.services.spending import Spent
from apps.funding.states import Books, Text
from apps.kernel.decisions import Refused
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.funding import factory
from tests.torn import new_acts

pytestmark = pytest.mark.django_db

FIGURES = {"aster": 10**26, "borealis": 4 * 10**25, "cygnus": 10**25}


def _scale(people: Cast) -> Scale:
    factory.charter(ceiling=100)
    first, _second = factory.periods(people)
    factory.figures(people, first, **FIGURES)
    return scales.draft_scale(actor=factory.treasurer(people), now=NOW, period="2026")


def _budget(people: Cast) -> str:
    factory.periods(people)
    return budgets.draft_budget(actor=factory.treasurer(people), now=NOW, period="2026", title="The secret move").ref


def test_working_a_scale_out_again_and_throwing_it_away_are_acts(frontier: Cast) -> None:
    row = _scale(frontier)
    given: dict[str, Any] = {"actor": factory.treasurer(frontier), "now": NOW, "ref": row.ref}
    with new_acts() as made:
        scales.redraw(**given, reasons="", discounts={})
        scales.discard_scale(**given)
    assert made == [acts.SCALE_REDRAWN, acts.SCALE_DISCARDED]


def test_each_change_of_a_budget_is_an_act(frontier: Cast) -> None:
    given: dict[str, Any] = {"actor": factory.treasurer(frontier), "now": NOW, "ref": _budget(frontier)}
    with new_acts() as made:
        budgets.put_line(**given, label="Audits", amount=Decimal(5))
        budgets.put_line(**given, label="Audits", amount=Decimal(6), number=1)
        budgets.change_budget(**given, title="The move", reasons="", other_income=Decimal(), because="")
        budgets.drop_line(**given, number=1)
        budgets.discard_budget(**given)
    assert made == [acts.BUDGET_CHANGED] * 4 + [acts.BUDGET_DISCARDED]


def test_what_the_record_says_of_a_draft_holds_none_of_its_words(frontier: Cast) -> None:
    """Once it is laid before the committee everybody reads what was recorded of it before."""
    ref = _budget(frontier)
    budgets.put_line(actor=factory.treasurer(frontier), now=NOW, ref=ref, label="Audits", amount=Decimal("1234.56"))
    facts = str(list(Act.objects.filter(kind__startswith="budget.").values_list("facts", flat=True)))
    assert "version" in facts
    assert not [word for word in ("Audits", "1234", "secret") if word in facts]


def test_a_draft_is_not_told_to_who_may_not_read_it(frontier: Cast) -> None:
    _budget(frontier)
    seen = {
        name
        for name in frontier.in_frontier
        if Act.objects.visible_to(frontier.viewer(name)).filter(kind__startswith="budget.").exists()
    }
    assert seen == {"clerk", "independent"}


@pytest.mark.parametrize("books", Books)
def test_scales_and_budgets_are_drafted_for_open_books_only(books: Books) -> None:
    assert bool(may_write_for("2026", books)) == (books == Books.OPEN)


def test_for_closed_books_nothing_is_drafted_changed_or_moved_but_a_draft_is_thrown_away(frontier: Cast) -> None:
    row, budget = _scale(frontier), _budget(frontier)
    later = factory.IN_2027
    actor = factory.treasurer(frontier, later)
    close_books(actor=actor, now=later, name="2026")
    given: dict[str, Any] = {"actor": actor, "now": later}
    refused = (
        lambda: scales.draft_scale(**given, period="2026"),
        lambda: scales.redraw(**given, ref=row.ref, reasons="", discounts={}),
        lambda: budgets.draft_budget(**given, period="2026", title="Too late"),
        lambda: budgets.put_line(**given, ref=budget, label="Audits", amount=Decimal(5)),
        lambda: factory.moved(frontier, "scale.adopt", row.draft_ref, at=later),
    )
    for verb in refused:
        with pytest.raises(Refused, match=r"The books of 2026 are closed"):
            verb()
    scales.discard_scale(**given, ref=row.ref)
    assert Scale.objects.get().state == Text.DISCARDED


def test_the_list_of_spending_asks_the_same_at_one_row_and_at_many(frontier: Cast, client: Client) -> None:
    factory.periods(frontier)
    factory.adopted_budget(frontier, Period.objects.get(name="2026"), Audits="5000.00")
    client.force_login(frontier["clerk"].person)
    counted = []
    for more in (1, 29):
        for number in range(more):
            spent = Spent("5000", f"Payee {number}", "An audit", Decimal(5), NOW.date() - timedelta(number))
            spending.enter_expenditure(actor=factory.treasurer(frontier), now=NOW, spent=spent)
        client.get("/c/frontier/funding/spending/")
        with CaptureQueriesContext(connection) as seen:
            page = client.get("/c/frontier/funding/spending/").content.decode()
        counted.append(len(seen))
    assert page.count("EXP-2026-") >= 20
    assert counted[0] == counted[1]
