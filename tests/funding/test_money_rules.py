"""Arrears, payments, ages and parts of a period, to the cent."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.arrears import CENT, arrears
from apps.funding.rules.periods import Period, Span, days_within, for_the_days, spells
from apps.funding.rules.reference import is_iban
from apps.funding.rules.settling import Owed, by_age, overdue, settle

money = st.decimals(0, 10**9, places=2)
paid = st.decimals("0.01", 10**9, places=2)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
owing = st.lists(st.builds(Owed, st.text("abc", min_size=1), days, paid), max_size=8, unique_by=lambda one: one.key)


class TestArrears:
    @given(owed=money, preceding=st.lists(money, max_size=4), periods=st.integers(1, 3))
    def test_the_least_payment_gives_the_vote_back_and_a_cent_less_does_not(
        self, owed: Decimal, preceding: list[Decimal], periods: int
    ) -> None:
        found = arrears(owed, preceding, periods=periods)
        if not found.loses_vote:
            assert found.least_payment == 0
            return
        assert CENT <= found.least_payment <= owed
        assert not arrears(owed - found.least_payment, preceding, periods=periods).loses_vote
        assert arrears(owed - found.least_payment + CENT, preceding, periods=periods).loses_vote

    def test_just_as_much_is_enough(self) -> None:
        due = [Decimal(60), Decimal(40), Decimal(1000)]
        assert arrears(Decimal(100), due, periods=2).least_payment == CENT
        assert not arrears(Decimal("99.99"), due, periods=2).loses_vote

    def test_a_newcomer_without_history_keeps_its_vote(self) -> None:
        assert not arrears(Decimal(10**6), [], periods=2).loses_vote
        assert not arrears(Decimal(0), [Decimal(0), Decimal(0)], periods=2).loses_vote

    @pytest.mark.parametrize(("owed", "due", "periods"), [("-1", [], 2), ("1", [Decimal(-1)], 2), ("1", [], 0)])
    def test_what_cannot_be_is_refused(self, owed: str, due: list[Decimal], periods: int) -> None:
        with pytest.raises(ValueError, match=r"negative|one period"):
            arrears(Decimal(owed), due, periods=periods)


class TestSettling:
    @given(payment=paid, owed=owing)
    def test_every_cent_goes_somewhere_and_no_assessment_gets_too_much(
        self, payment: Decimal, owed: list[Owed]
    ) -> None:
        settled = settle(payment, owed)
        by_key = {one.key: one for one in owed}
        assert sum((part for _key, part in settled.parts), settled.credit) == payment
        assert all(0 < part <= by_key[key].amount for key, part in settled.parts)
        assert not settled.credit or dict(settled.parts) == {one.key: one.amount for one in owed}

    @given(payment=paid, owed=owing)
    def test_nothing_is_paid_while_something_older_is_owed(self, payment: Decimal, owed: list[Owed]) -> None:
        parts = dict(settle(payment, owed).parts)
        touched = [one for one in owed if one.key in parts]
        whole = {one.key for one in owed if parts.get(one.key) == one.amount}
        assert all(one.key in whole for one in owed for last in touched if one.due < last.due)

    @given(owed=owing, on=days)
    def test_ages_add_up_and_all_but_the_first_are_overdue(self, owed: list[Owed], on: date) -> None:
        ages = by_age(owed, on)
        assert sum(ages) == sum((one.amount for one in owed), Decimal())
        assert sum(ages[1:]) == overdue(owed, on)

    def test_on_its_day_it_is_not_overdue_and_ages_change_after_30_90_and_365_days(self) -> None:
        on = date(2027, 3, 31)
        for after, place in ((0, 0), (1, 1), (30, 1), (31, 2), (90, 2), (91, 3), (365, 3), (366, 4)):
            assert by_age([Owed("a", on - timedelta(after), Decimal(5))], on)[place] == 5, after

    def test_what_is_over_is_credit(self) -> None:
        owed = [Owed("b", date(2027, 2, 1), Decimal(30)), Owed("a", date(2027, 1, 1), Decimal(20))]
        assert settle(Decimal(35), owed).parts == (("a", Decimal(20)), ("b", Decimal(15)))
        assert settle(Decimal(60), owed).credit == Decimal(10)

    @pytest.mark.parametrize(("payment", "amount"), [("0", "1"), ("-1", "1"), ("1", "0")])
    def test_what_cannot_be_is_refused(self, payment: str, amount: str) -> None:
        with pytest.raises(ValueError, match="more than nothing"):
            settle(Decimal(payment), [Owed("a", date(2027, 1, 1), Decimal(amount))])


class TestPeriods:
    YEAR = Period(date(2028, 1, 1), date(2028, 12, 31))

    TWO_DAYS = Period(date(2027, 1, 1), date(2027, 1, 2))

    def _pays(self, amount: Decimal, period: Period, *spans: Span) -> Decimal:
        return for_the_days(amount, period, days_within(period, spans))

    def test_a_leap_year_has_366_days_and_who_joins_on_the_last_pays_for_one(self) -> None:
        assert self.YEAR.days == 366
        assert self._pays(Decimal(366), self.YEAR, Span(date(2028, 12, 31), None)) == Decimal("1.00")

    def test_who_leaves_on_the_first_day_pays_for_it(self) -> None:
        assert self._pays(Decimal(366), self.YEAR, Span(date(2020, 5, 1), date(2028, 1, 1))) == Decimal("1.00")

    @pytest.mark.parametrize(("amount", "half"), [("0.01", "0.00"), ("0.03", "0.02"), ("0.05", "0.02")])
    def test_half_a_cent_goes_to_the_even_one(self, amount: str, half: str) -> None:
        first = Span(date(2027, 1, 1), date(2027, 1, 1))
        assert self._pays(Decimal(amount), self.TWO_DAYS, first) == Decimal(half)

    @given(amount=money, cut=st.dates(date(2028, 1, 1), date(2028, 12, 30)))
    def test_the_two_parts_of_a_period_make_the_whole_but_for_a_cent(self, amount: Decimal, cut: date) -> None:
        before = self._pays(amount, self.YEAR, Span(date(2000, 1, 1), cut))
        after = self._pays(amount, self.YEAR, Span(cut + timedelta(1), None))
        assert abs(before + after - amount) <= CENT
        assert abs(Fraction(before) - Fraction(amount) * ((cut - self.YEAR.first).days + 1) / 366) <= Fraction(1, 200)

    def test_who_belonged_on_no_day_of_it_pays_nothing(self) -> None:
        assert self._pays(Decimal(100), self.YEAR, Span(date(2029, 1, 1), None)) == 0
        assert self._pays(Decimal(100), self.YEAR, Span(date(2020, 1, 1), date(2027, 12, 31))) == 0

    def test_who_comes_back_pays_for_the_days_of_both_spells(self) -> None:
        away = Span(date(2020, 1, 1), date(2028, 1, 10)), Span(date(2028, 12, 22), None)
        assert days_within(self.YEAR, away) == (
            Period(date(2028, 1, 1), date(2028, 1, 10)),
            Period(date(2028, 12, 22), date(2028, 12, 31)),
        )
        assert self._pays(Decimal(366), self.YEAR, *away) == Decimal("20.00")

    def test_who_leaves_and_comes_back_on_one_day_pays_for_it_once(self) -> None:
        day = date(2028, 7, 1)
        assert self._pays(Decimal(366), self.YEAR, Span(date(2020, 1, 1), day), Span(day, None)) == Decimal(366)

    @given(
        amount=money,
        ends=st.lists(st.tuples(st.dates(date(2027, 6, 1), date(2029, 6, 1)), st.integers(0, 400)), max_size=6),
    )
    def test_it_pays_for_each_day_of_any_spell_once(self, amount: Decimal, ends: list[tuple[date, int]]) -> None:
        spans = [Span(first, first + timedelta(length)) for first, length in ends]
        year = [self.YEAR.first + timedelta(day) for day in range(366)]
        days = sum(any(one.first <= day <= one.last for one in spans if one.last) for day in year)
        assert sum(run.days for run in days_within(self.YEAR, spans)) == days
        assert abs(Fraction(self._pays(amount, self.YEAR, *spans)) - Fraction(amount) * days / 366) <= Fraction(1, 200)

    def test_days_are_those_of_the_zone(self) -> None:
        auckland = ZoneInfo("Pacific/Auckland")
        joined = datetime(2027, 12, 31, 11, 30, tzinfo=UTC)
        left = datetime(2028, 6, 30, 12, 30, tzinfo=UTC)
        assert spells(joined, [(left, False)], auckland) == (Span(date(2028, 1, 1), date(2028, 7, 1)),)
        assert spells(joined, [(left, False)], UTC) == (Span(date(2027, 12, 31), date(2028, 6, 30)),)

    def test_a_suspended_member_stays_one_and_one_that_is_out_goes_out_once(self) -> None:
        at = [datetime(2028, month, 1, 12, tzinfo=UTC) for month in range(1, 7)]
        changes = [(at[1], True), (at[2], False), (at[3], False), (at[4], True)]
        assert spells(at[0], changes, UTC) == (Span(date(2028, 1, 1), date(2028, 3, 1)), Span(date(2028, 5, 1), None))

    def test_who_leaves_at_midnight_does_not_pay_for_the_day_that_begins(self) -> None:
        joined = datetime(2028, 1, 1, tzinfo=UTC)
        assert spells(joined, [(datetime(2028, 3, 1, tzinfo=UTC), False)], UTC)[0].last == date(2028, 2, 29)
        assert spells(joined, [(joined, False)], UTC) == ()

    def test_it_ends_after_it_begins(self) -> None:
        with pytest.raises(ValueError, match="first day"):
            Period(date(2028, 1, 2), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("account", "is_one"),
    [
        ("BE68539007547034", True),
        ("be68 5390 0754 7034", True),
        ("DE89370400440532013000", True),
        ("BE69539007547034", False),
        ("BE6853900754703", False),
        ("ZZ68539007547034", False),
        ("", False),
    ],
)
def test_an_iban_is_known_by_its_form_and_check_digits_not_by_lists_of_banks(account: str, is_one: bool) -> None:
    assert is_iban(account) is is_one
