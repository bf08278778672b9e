"""A bank's file is brought in whole or not at all, each line once, and what nobody knows stays open with a suggestion."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.funding.acts import contributions as acts
from apps.funding.models import BankLine, BankStatement, Payment
from apps.funding.rules.chart import BANK
from apps.funding.selectors.contributing import ALWAYS
from apps.funding.selectors.statements import held
from apps.funding.selectors.whose import to_do
from apps.funding.services.importing import (
    Imported,
    book_line,
    import_statement,
    join_line,
    set_aside,
    take_up,
)
from apps.funding.services.paying import reverse_payment
from apps.funding.states import LINES, LineState, PaymentState
from apps.kernel.decisions import Invalid, Refused
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.funding.contributed import IBAN, OTHER, camt, details, entry, in_force, issued, paid
from tests.funding.factory import IN_2027, periods, treasurer

pytestmark = pytest.mark.django_db
LATER = IN_2027 + timedelta(days=1)


def brought_in(people: Cast, content: bytes, name: str = "statement.xml") -> Imported:
    return import_statement(actor=treasurer(people, IN_2027), now=IN_2027, content=content, name=name)


def only(**narrowed: Any) -> BankLine:
    return BankLine.objects.get(**narrowed)


def by(people: Cast, **more: Any) -> dict[str, Any]:
    return {"actor": treasurer(people, LATER), "now": LATER} | more


def test_lines_with_a_reference_are_booked_and_others_stay_open(frontier: Cast) -> None:
    rows = issued(frontier)
    file = camt(
        entry("250.00", rows["aster"].reference, ref="1"),
        entry("10.00", text=f"re {rows['borealis'].reference.lower()}", ref="2"),
        entry("7.00", ref="3"),
        entry("4.00", ref="4", out=True),
        opening="100.00",
        closing="363.00",
    )
    found = brought_in(frontier, file)
    assert (found.booked, found.open, found.skipped, found.is_known) == (2, 2, 0, False)
    assert [(row.organisation.key, row.amount, row.source) for row in Payment.objects.order_by("pk")] == [
        ("aster", Decimal(250), "bank"), ("borealis", Decimal(10), "bank")
    ]  # fmt: skip
    assert Payment.objects.first().reference == rows["aster"].reference
    assert held(BANK, ALWAYS) == {None: Decimal(260)}
    [row] = found.statements
    assert (row.first, row.last, row.opening, row.closing) == (date(2027, 1, 20), date(2027, 1, 20), 100, 363)


def test_the_same_file_again_does_nothing_and_shows_the_earlier(frontier: Cast) -> None:
    rows = issued(frontier)
    file = camt(entry("250.00", rows["aster"].reference, ref="1"))
    first = brought_in(frontier, file)
    again = brought_in(frontier, file)
    assert (again.is_known, again.statements) == (True, first.statements)
    assert (BankStatement.objects.count(), Payment.objects.count()) == (1, 1)


def test_lines_of_files_that_overlap_are_booked_once(frontier: Cast) -> None:
    rows = issued(frontier)
    one, two, three = (entry(f"{number}.00", rows["aster"].reference, ref=str(number)) for number in (1, 2, 3))
    brought_in(frontier, camt(one, two))
    found = brought_in(frontier, camt(two, three))
    assert (found.booked, found.skipped) == (1, 1)
    assert held(BANK, ALWAYS) == {None: Decimal(6)}


def test_a_table_is_brought_in_too(frontier: Cast) -> None:
    rows = issued(frontier)
    text = f"Datum;Betrag;Verwendungszweck;Name\n20.01.2027;250,00;{rows['aster'].reference};Aster Böreal\n"
    found = brought_in(frontier, text.encode("cp1252"), "umsatz.csv")
    assert found.booked == 1
    assert (only().other_name, found.statements[0].account) == ("Aster Böreal", IBAN)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (camt(entry("1.00"), account=OTHER), "not the committee's"),
        (camt(entry("1.00", currency="USD")), "in USD"),
        (camt(entry("1.00", currency="USD")).replace(b"EUR", b"USD"), "books are in EUR"),
        (camt(entry("1.00"), opening="0.00", closing="2.00"), "differ by 1.00"),
        (camt(), "nothing to bring in"),
        (camt(entry("1.00", on="2027-03-01")), "days to come"),
        (camt(entry("1.00"), entry("0.005")), "3 decimal places"),
        (b"", "names its columns"),
    ],
)
def test_what_does_not_fit_is_refused_whole(frontier: Cast, content: bytes, says: str) -> None:
    issued(frontier)
    with pytest.raises(Invalid, match=says) as refused:
        brought_in(frontier, content)
    assert set(refused.value.errors) == {"file"}
    assert not BankStatement.objects.exists()


def test_without_bank_details_or_a_period_nothing_is_brought_in(frontier: Cast) -> None:
    actor = treasurer(frontier, IN_2027)
    with pytest.raises(Refused, match="Open a period first"):
        import_statement(actor=actor, now=IN_2027, content=camt(entry("1.00")), name="x")
    periods(frontier)
    with pytest.raises(Refused, match="no bank details yet"):
        import_statement(actor=actor, now=IN_2027, content=camt(entry("1.00")), name="x")


@pytest.mark.parametrize("who", ["aster.representative", "auditor", "observer.eu"])
def test_only_the_treasurer_and_the_clerks_bring_statements_in(frontier: Cast, who: str) -> None:
    with pytest.raises(Refused, match="keep the books"):
        import_statement(actor=frontier.viewer(who), now=NOW, content=b"", name="x")


def test_a_line_that_looks_like_a_payment_by_hand_waits_and_is_joined(frontier: Cast) -> None:
    rows = issued(frontier)
    payment = paid(frontier, "aster", "250.00", on=date(2027, 1, 22))
    found = brought_in(frontier, camt(entry("250.00", rows["aster"].reference, ref="1")))
    assert (found.booked, found.open) == (0, 1)
    [todo] = to_do([only()])
    assert (todo.organisation.key, todo.twin) == ("aster", payment)
    join_line(**by(frontier, uid=only().uid, payment=payment.ref))
    assert (only().state, Payment.objects.get().line) == (LineState.BOOKED, only())
    assert held(BANK, ALWAYS) == {None: Decimal(250)}


def test_a_line_is_not_joined_with_another_amount(frontier: Cast) -> None:
    issued(frontier)
    payment = paid(frontier, "aster", "250.00")
    brought_in(frontier, camt(entry("251.00", ref="1")))
    with pytest.raises(Refused, match="is not that line"):
        join_line(**by(frontier, uid=only().uid, payment=payment.ref))


def test_who_paid_from_an_account_before_is_suggested_for_it(frontier: Cast) -> None:
    rows = issued(frontier)
    brought_in(frontier, camt(entry("1.00", rows["cygnus"].reference, ref="1"), entry("2.00", ref="2")))
    [todo] = to_do([only(amount=2)])
    assert (todo.organisation.key, todo.suggestion.because) == ("cygnus", "account")
    payment = book_line(**by(frontier, uid=only(amount=2).uid, organisation="cygnus"))
    assert (payment.organisation.key, payment.line, only(amount=2).state) == ("cygnus", only(amount=2), "booked")


def test_a_line_of_nobody_known_waits_as_such_and_is_open_again_when_reversed(frontier: Cast) -> None:
    issued(frontier)
    brought_in(frontier, camt(entry("2.00", ref="2")))
    payment = book_line(**by(frontier, uid=only().uid))
    assert payment.state == PaymentState.UNKNOWN
    reverse_payment(**by(frontier, ref=payment.ref, because="Booked too early."))
    assert only().state == LineState.OPEN
    again = book_line(**by(frontier, uid=only().uid, organisation="aster"))
    assert again.state == PaymentState.MATCHED


def test_money_that_went_out_is_not_booked_as_a_payment(frontier: Cast) -> None:
    issued(frontier)
    brought_in(frontier, camt(entry("2.00", ref="2", out=True)))
    with pytest.raises(Refused, match="belongs to an expenditure"):
        book_line(**by(frontier, uid=only().uid))


@pytest.mark.parametrize(("move", "state"), list(product(LINES, LineState)))
def test_a_line_moves_only_as_its_table_says(frontier: Cast, move: Any, state: LineState) -> None:
    issued(frontier)
    brought_in(frontier, camt(entry("2.00", ref="2")))
    uid = only().uid
    payment = book_line(**by(frontier, uid=uid)) if state == LineState.BOOKED else None
    if state == LineState.SET_ASIDE:
        set_aside(**by(frontier, uid=uid, because="A test of the bank."))
    verbs = {
        "book": lambda: book_line(**by(frontier, uid=uid)),
        "set aside": lambda: set_aside(**by(frontier, uid=uid, because="A test of the bank.")),
        "take up": lambda: take_up(**by(frontier, uid=uid)),
    }
    if payment and move.verb == "take up":
        reverse_payment(**by(frontier, ref=payment.ref, because="Wrong."))
        assert only().state == move.target
    elif state in move.sources:
        verbs[move.verb]()
        assert only().state == move.target
    else:
        with pytest.raises(Refused, match="charter, article"):
            verbs[move.verb]()
        assert only().state == state


def test_what_is_typed_about_a_line_stays_out_of_the_facts(frontier: Cast) -> None:
    issued(frontier)
    brought_in(frontier, camt(entry("2.00", ref="2", name="Somebody Secret")))
    with pytest.raises(Invalid, match="Say why"):
        set_aside(**by(frontier, uid=only().uid, because=" "))
    set_aside(**by(frontier, uid=only().uid, because="Somebody paid us by mistake."))
    facts = Act.objects.get(kind=acts.SET_ASIDE).facts
    assert set(facts["because"]) == {"commitment"}
    assert "Secret" not in str(list(Act.objects.values_list("facts", flat=True)))


def test_a_large_file_takes_as_many_queries_as_a_small_one(frontier: Cast) -> None:
    rows = issued(frontier, whole="1000000.00")
    references = [row.reference for row in rows.values()]
    counted = []
    for lines in (4, 2000):
        file = camt(*(entry("1.00", (*references, "")[number % 4], ref=f"{lines}-{number}") for number in range(lines)))
        with CaptureQueriesContext(connection) as seen:
            found = brought_in(frontier, file)
        assert (found.booked, found.open) == (lines // 4 * 3, lines // 4)
        counted.append(len(seen))
    assert counted[1] <= counted[0] + 5
    assert held(BANK, ALWAYS) == {None: Decimal(1503)}


def test_suggestions_take_as_many_queries_for_one_line_as_for_many(
    frontier: Cast, django_assert_num_queries: Any
) -> None:
    issued(frontier)
    brought_in(frontier, camt(*(entry(f"{number}.00", ref=str(number)) for number in range(1, 31))))
    for lines in (list(BankLine.objects.all()[:1]), list(BankLine.objects.all())):
        with django_assert_num_queries(4):
            to_do(lines)


def test_in_force_is_needed_for_neither(frontier: Cast) -> None:
    """Money can come before anything was asked for."""
    in_force(frontier)
    details(frontier)
    assert brought_in(frontier, camt(entry("5.00", ref="1"))).open == 1
