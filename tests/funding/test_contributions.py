"""Contributions are issued once, payments settle the oldest first, and what is undone leaves nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.funding.acts import contributions as acts
from apps.funding.models import Assessment, Instalment, Journal, Payment, Period
from apps.funding.rules.chart import BANK, CONTRIBUTIONS, CREDIT, RECEIVABLE, SURCHARGES, UNKNOWN
from apps.funding.selectors.contributing import ALWAYS, credit_of, rows_of, totals
from apps.funding.selectors.owing import owing
from apps.funding.selectors.statements import accounts_at, held
from apps.funding.services.issuing import issue_adjustment, issue_contributions, issue_surcharge
from apps.funding.services.paying import book_payment, match_payment, reverse_payment
from apps.funding.services.periods import close_books
from apps.funding.states import PAYMENTS, PaymentState
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.funding.contributed import details, in_force, issued, paid
from tests.funding.factory import IN_2027, treasurer

pytestmark = pytest.mark.django_db
LATER = IN_2027 + timedelta(days=3)


def _owes(people: Cast, lab: str) -> Decimal:
    pk = people[f"{lab}.representative"].organisation_id
    return sum((one.amount for one in owing(ALWAYS).get(pk, [])), Decimal())


def _credit(people: Cast, lab: str) -> Decimal:
    pk = people[f"{lab}.representative"].organisation_id
    return credit_of().get(pk, Decimal())


def _balances(at: date = ALWAYS) -> dict[str, Decimal]:
    found = accounts_at(at)
    assert found.statement.is_balanced
    return {row.number: row.amount for row in found.rows if row.amount}


def _reverse(people: Cast, payment: Payment, at: datetime = LATER) -> Payment:
    return reverse_payment(actor=treasurer(people, at), now=at, ref=payment.ref, because="The bank took it back.")


class TestIssuing:
    def test_each_lab_is_asked_for_its_share_in_instalments_with_a_reference_of_its_own(self, frontier: Cast) -> None:
        rows = issued(frontier)
        assert {key: row.amount for key, row in rows.items()} == {
            "aster": Decimal(500), "borealis": Decimal(300), "cygnus": Decimal(200)
        }  # fmt: skip
        assert [row.ref for row in rows.values()] == ["ASM-2027-0001", "ASM-2027-0002", "ASM-2027-0003"]
        assert len({row.reference for row in rows.values()}) == 3
        parts = Instalment.objects.filter(assessment=rows["aster"]).values_list("due", "amount")
        assert list(parts) == [(date(2027, 3, 3), Decimal(250)), (date(2027, 8, 2), Decimal(250))]
        assert _balances() == {RECEIVABLE: Decimal(1000), CONTRIBUTIONS: Decimal(1000)}

    def test_a_second_press_is_refused_and_adds_nothing(self, frontier: Cast) -> None:
        issued(frontier)
        with pytest.raises(Refused, match="were issued already"):
            issue_contributions(actor=treasurer(frontier, IN_2027), now=IN_2027, period="2027")
        assert Assessment.objects.count() == 3

    def test_letters_of_the_year_before_count_from_the_periods_first_day(self, frontier: Cast) -> None:
        issued(frontier, NOW)
        assert set(Journal.objects.values_list("on", flat=True)) == {date(2027, 1, 1)}
        assert _balances(date(2026, 12, 31)) == {}
        assert owing(date(2026, 12, 31)) == {}
        assert Instalment.objects.order_by("due").first().due == date(2027, 1, 1)

    def test_without_a_scale_or_details_nothing_is_issued(self, frontier: Cast) -> None:
        period = in_force(frontier)
        actor = treasurer(frontier, IN_2027)
        with pytest.raises(Refused, match="No scale of assessment is adopted for 2026"):
            issue_contributions(actor=actor, now=IN_2027, period="2026")
        with pytest.raises(Invalid, match="No bank details"):
            issue_contributions(actor=actor, now=IN_2027, period=period.name)
        assert issue_contributions(actor=actor, now=IN_2027, period=period.name, without_details=True)

    def test_credit_is_used_at_once_and_says_so(self, frontier: Cast) -> None:
        in_force(frontier)
        details(frontier)
        paid(frontier, "aster", "600.00")
        assert _credit(frontier, "aster") == Decimal(600)
        issue_contributions(actor=treasurer(frontier, LATER), now=LATER, period="2027")
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (0, Decimal(100))
        assert _balances() == {
            BANK: Decimal(600), RECEIVABLE: Decimal(500), CREDIT: Decimal(100), CONTRIBUTIONS: Decimal(1000)
        }  # fmt: skip
        assert Act.objects.filter(kind=acts.CREDIT_USED).count() == 1
        assert Deadline.objects.filter(clock=acts.TO_PAY, owed_by_organisation__key="aster").count() == 0

    def test_the_clocks_run_to_the_end_of_the_day_with_a_reminder(self, frontier: Cast) -> None:
        issued(frontier)
        rows = list(
            Deadline.objects.filter(clock="instalment.pay", owed_by_organisation__key="aster").order_by("due_at")
        )
        assert [row.due_at for row in rows] == [
            datetime(2027, 3, 3, 22, 59, 59, tzinfo=UTC),
            datetime(2027, 8, 2, 21, 59, 59, tzinfo=UTC),
        ]
        assert rows[0].plan["steps"][0]["after"] == -14 * 24 * 3600

    @pytest.mark.parametrize("who", ["aster.representative", "auditor", "observer.eu"])
    def test_only_the_treasurer_and_the_clerks_issue(self, frontier: Cast, who: str) -> None:
        in_force(frontier)
        with pytest.raises(Refused, match="keep the books"):
            issue_contributions(actor=frontier.viewer(who), now=IN_2027, period="2027")

    def test_an_adjustment_asks_for_more_or_gives_back(self, frontier: Cast) -> None:
        issued(frontier)
        given: dict[str, Any] = {"actor": treasurer(frontier, LATER), "now": LATER, "because": "It left on 30 June."}
        given |= {"period": Period.objects.get(name="2027"), "organisation": Organisation.objects.get(key="aster")}
        issue_adjustment(**given, amount=Decimal("-300.00"))
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (Decimal(200), 0)
        issue_adjustment(**given, amount=Decimal("-250.00"))
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (0, Decimal(50))
        issue_adjustment(**given, amount=Decimal("70.00"))
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (Decimal(20), 0)
        assert _balances()[CONTRIBUTIONS] == Decimal(520)

    def test_a_surcharge_is_an_assessment_of_its_own_and_the_portal_may_ask_for_it(self, frontier: Cast) -> None:
        issued(frontier)
        row = issue_surcharge(
            actor=Portal("a breach"), now=LATER, organisation=Organisation.objects.get(key="aster"),
            period=Period.objects.get(name="2027"), amount=Decimal("50.00"), because="PSE-2027-0001 was not kept.",
        )  # fmt: skip
        assert (row.why, row.issued_by, row.instalments.count()) == ("surcharge", None, 1)
        assert (_owes(frontier, "aster"), _balances()[SURCHARGES]) == (Decimal(550), Decimal(50))

    @pytest.mark.parametrize(
        ("amount", "because", "field"), [("0", "x", "amount"), ("0.005", "x", "amount"), ("1", " ", "because")]
    )
    def test_what_cannot_be_asked_for_is_refused(self, frontier: Cast, amount: str, because: str, field: str) -> None:
        issued(frontier)
        with pytest.raises(Invalid) as refused:
            issue_adjustment(
                actor=treasurer(frontier, LATER), now=LATER, organisation=Organisation.objects.get(key="aster"),
                period=Period.objects.get(name="2027"), amount=Decimal(amount), because=because,
            )  # fmt: skip
        assert set(refused.value.errors) == {field}


class TestPaying:
    def test_the_oldest_is_settled_first_and_what_is_over_is_credit(self, frontier: Cast) -> None:
        issued(frontier)
        paid(frontier, "aster", "300.00")
        left = {
            one.key: one.amount
            for rows in owing(ALWAYS).values()
            for one in rows
            if one.key.startswith("ASM-2027-0001")
        }
        assert left == {"ASM-2027-0001/2": Decimal(200)}
        paid(frontier, "aster", "260.00")
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (0, Decimal(60))
        assert _balances() == {
            BANK: Decimal(560), RECEIVABLE: Decimal(500), CREDIT: Decimal(60), CONTRIBUTIONS: Decimal(1000)
        }  # fmt: skip

    def test_the_clock_ends_when_the_last_cent_is_there(self, frontier: Cast) -> None:
        issued(frontier)
        first = Deadline.objects.filter(clock="instalment.pay", owed_by_organisation__key="aster").earliest("due_at")
        paid(frontier, "aster", "249.99")
        first.refresh_from_db()
        assert first.state == "running"
        paid(frontier, "aster", "0.01")
        first.refresh_from_db()
        assert first.state == "met"

    def test_what_is_paid_before_the_period_is_credit_until_it_begins(self, frontier: Cast) -> None:
        issued(frontier, NOW)
        paid(frontier, "aster", "250.00", on=NOW.date(), at=NOW)
        assert _balances(date(2026, 12, 31)) == {BANK: Decimal(250), CREDIT: Decimal(250)}
        assert _balances(date(2027, 1, 1)) == {
            BANK: Decimal(250), RECEIVABLE: Decimal(750), CONTRIBUTIONS: Decimal(1000)
        }  # fmt: skip
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (Decimal(250), 0)

    def test_a_reference_says_whose_it_is(self, frontier: Cast) -> None:
        rows = issued(frontier)
        row = paid(frontier, "", "10.00", reference=f"from {rows['borealis'].reference.lower()}")
        assert row.organisation.key == "borealis"

    def test_without_a_known_payer_it_waits_on_an_account_of_its_own(self, frontier: Cast) -> None:
        issued(frontier)
        row = paid(frontier, "", "10.00")
        assert (row.state, _balances()[UNKNOWN]) == (PaymentState.UNKNOWN, Decimal(10))
        matched = match_payment(actor=treasurer(frontier, LATER), now=LATER, ref=row.ref, organisation="cygnus")
        assert (matched.state, _owes(frontier, "cygnus")) == (PaymentState.MATCHED, Decimal(190))
        assert UNKNOWN not in _balances()
        with pytest.raises(Refused, match="It is known whose"):
            match_payment(actor=treasurer(frontier, LATER), now=LATER, ref=row.ref, organisation="cygnus")

    def test_the_like_of_one_that_is_there_asks_again(self, frontier: Cast) -> None:
        issued(frontier)
        paid(frontier, "aster", "10.00")
        with pytest.raises(Invalid, match="PAY-2027-0001 has the same day, amount and payer"):
            paid(frontier, "aster", "10.00", sure=False)
        paid(frontier, "aster", "10.00")
        assert Payment.objects.count() == 2

    def test_the_reference_of_another_asks_again(self, frontier: Cast) -> None:
        rows = issued(frontier)
        with pytest.raises(Invalid, match="This reference is of Borealis"):
            paid(frontier, "aster", "10.00", reference=rows["borealis"].reference, sure=False)

    @pytest.mark.parametrize(
        ("change", "field"),
        [({"amount": "0"}, "amount"), ({"amount": "-1"}, "amount"), ({"amount": "0.005"}, "amount"), ({"amount": "1e15"}, "amount"),
         ({"on": date(2027, 2, 2)}, "on"), ({"on": date(27, 2, 2)}, "on"), ({"lab": "veritas"}, "organisation"), ({"lab": "nobody"}, "organisation")],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_by_field(self, frontier: Cast, change: dict, field: str) -> None:
        issued(frontier)
        with pytest.raises(Invalid) as refused:
            paid(frontier, **{"lab": "aster", "amount": "1.00"} | change)
        assert set(refused.value.errors) == {field}
        assert not Payment.objects.exists()

    def test_what_came_in_closed_books_is_booked_today(self, frontier: Cast) -> None:
        issued(frontier)
        at = datetime(2027, 2, 2, 9, tzinfo=UTC)
        close_books(actor=treasurer(frontier, at), now=at, name="2026")
        row = paid(frontier, "aster", "10.00", on=date(2026, 12, 30), at=at)
        assert (row.on, Journal.objects.get(about=row.ref).on) == (date(2026, 12, 30), at.date())

    @pytest.mark.parametrize("who", ["aster.representative", "auditor", "observer.eu"])
    def test_only_the_treasurer_and_the_clerks_book(self, frontier: Cast, who: str) -> None:
        issued(frontier)
        given = {"actor": frontier.viewer(who), "now": IN_2027, "organisation": "aster"}
        with pytest.raises(Refused, match="keep the books"):
            book_payment(amount=Decimal(1), on=IN_2027.date(), **given)  # type: ignore[arg-type]


class TestReversing:
    def test_a_payment_is_undone_once_and_leaves_nothing(self, frontier: Cast) -> None:
        issued(frontier)
        before = _balances()
        row = paid(frontier, "aster", "600.00")
        _reverse(frontier, row)
        assert (_owes(frontier, "aster"), _credit(frontier, "aster"), _balances()) == (Decimal(500), 0, before)
        assert (
            Deadline.objects.filter(clock="instalment.pay", owed_by_organisation__key="aster", state="running").count()
            == 2
        )
        with pytest.raises(Refused, match="reversed already"):
            _reverse(frontier, row)

    def test_what_its_credit_settled_is_owed_again(self, frontier: Cast) -> None:
        in_force(frontier)
        details(frontier)
        row = paid(frontier, "aster", "600.00")
        issue_contributions(actor=treasurer(frontier, LATER), now=LATER, period="2027")
        _reverse(frontier, row)
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (Decimal(500), 0)
        assert _balances() == {RECEIVABLE: Decimal(1000), CONTRIBUTIONS: Decimal(1000)}

    def test_other_credit_settles_what_is_open_then(self, frontier: Cast) -> None:
        issued(frontier)
        first = paid(frontier, "aster", "500.00")
        paid(frontier, "aster", "80.00")
        _reverse(frontier, first)
        assert (_owes(frontier, "aster"), _credit(frontier, "aster")) == (Decimal(420), 0)

    def test_one_paid_ahead_is_undone_in_both_its_journals(self, frontier: Cast) -> None:
        issued(frontier, NOW)
        row = paid(frontier, "aster", "250.00", on=NOW.date(), at=NOW)
        _reverse(frontier, row, NOW + timedelta(days=1))
        assert _balances(date(2026, 12, 31)) == {}
        assert _balances() == {RECEIVABLE: Decimal(1000), CONTRIBUTIONS: Decimal(1000)}

    def test_it_needs_a_reason(self, frontier: Cast) -> None:
        issued(frontier)
        row = paid(frontier, "aster", "1.00")
        with pytest.raises(Invalid, match="Say why"):
            reverse_payment(actor=treasurer(frontier, LATER), now=LATER, ref=row.ref, because=" \0")


@pytest.mark.parametrize(("move", "state"), list(product(PAYMENTS, PaymentState)))
def test_a_payment_moves_only_as_its_table_says(frontier: Cast, move: Any, state: PaymentState) -> None:
    issued(frontier)
    row = paid(frontier, "" if state == PaymentState.UNKNOWN else "aster", "5.00")
    if state == PaymentState.REVERSED:
        _reverse(frontier, row)
    given: dict[str, Any] = {"actor": treasurer(frontier, LATER), "now": LATER, "ref": row.ref}
    verbs = {
        "match": lambda: match_payment(**given, organisation="aster"),
        "reverse": lambda: reverse_payment(**given, because="Wrong."),
    }
    if state in move.sources:
        assert verbs[move.verb]().state == move.target
    else:
        with pytest.raises(Refused, match="charter, article"):
            verbs[move.verb]()


class TestRows:
    def test_a_period_is_read_in_as_many_queries_for_one_as_for_many(
        self, frontier: Cast, django_assert_num_queries: Any
    ) -> None:
        issued(frontier)
        paid(frontier, "aster", "300.00")
        period = Period.objects.get(name="2027")
        with django_assert_num_queries(3):
            rows = rows_of(period, date(2027, 9, 1))
        aster = rows[0]
        assert (aster.organisation.key, aster.assessed, aster.paid, aster.open) == ("aster", 500, 300, 200)
        assert (aster.overdue, aster.due, aster.next_amount) == (200, date(2027, 8, 2), 200)
        assert totals(rows).open == Decimal(700)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["pay", "reverse", "more", "less"]), st.integers(1, 70_000)), min_size=1, max_size=6
    )
)
def test_whatever_is_done_the_books_and_what_is_owed_agree(cast: Cast, moves: list[tuple[str, int]]) -> None:
    """Receivable is what instalments leave open, credit is never below nothing, and nobody owes beside credit."""
    with transaction.atomic(), tenant(cast.frontier.pk):
        issued(cast)
        for verb, cents in moves:
            _do(cast, verb, Decimal(cents) / 100)
            lab = cast["aster.representative"].organisation_id
            owes, credit = _owes(cast, "aster"), _credit(cast, "aster")
            assert held(RECEIVABLE, ALWAYS).get(lab, Decimal()) == owes
            assert credit >= 0
            assert not (owes and credit)
            assert accounts_at(ALWAYS).statement.is_balanced
        transaction.set_rollback(True)


def _do(people: Cast, verb: str, amount: Decimal) -> None:
    standing = Payment.objects.exclude(state=PaymentState.REVERSED).order_by("pk").first()
    if verb == "pay":
        paid(people, "aster", str(amount))
    elif verb == "reverse" and standing:
        _reverse(people, standing)
    elif verb in {"more", "less"}:
        issue_adjustment(
            actor=treasurer(people, LATER), now=LATER, organisation=Organisation.objects.get(key="aster"),
            period=Period.objects.get(name="2027"), amount=amount if verb == "more" else -amount, because="So decided.",
        )  # fmt: skip
