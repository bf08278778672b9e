"""Arrears, payments, ages and parts of a period, to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.arrears import CENT, arrears
from apps.funding.rules.periods import Period, for_the_days
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

    def test_a_leap_year_has_366_days_and_half_a_cent_goes_to_the_even_one(self) -> None:
        assert self.YEAR.days == 366
        assert for_the_days(Decimal(366), self.YEAR, since=date(2028, 12, 31), until=None) == Decimal("1.00")
        assert (
            for_the_days(
                Decimal("0.01"), Period(date(2027, 1, 1), date(2027, 1, 2)), since=None, until=date(2027, 1, 1)
            )
            == 0
        )
        assert for_the_days(
            Decimal("0.03"), Period(date(2027, 1, 1), date(2027, 1, 2)), since=None, until=date(2027, 1, 1)
        ) == Decimal("0.02")

    @given(amount=money, cut=st.dates(date(2028, 1, 1), date(2028, 12, 30)))
    def test_the_two_parts_of_a_period_make_the_whole_but_for_a_cent(self, amount: Decimal, cut: date) -> None:
        before = for_the_days(amount, self.YEAR, since=None, until=cut)
        after = for_the_days(amount, self.YEAR, since=cut + timedelta(1), until=None)
        assert abs(before + after - amount) <= CENT
        assert abs(Fraction(before) - Fraction(amount) * ((cut - self.YEAR.first).days + 1) / 366) <= Fraction(1, 200)

    def test_who_belonged_on_no_day_of_it_pays_nothing(self) -> None:
        assert for_the_days(Decimal(100), self.YEAR, since=date(2029, 1, 1), until=None) == 0
        assert for_the_days(Decimal(100), self.YEAR, since=None, until=date(2027, 12, 31)) == 0

    def test_it_ends_after_it_begins(self) -> None:
        with pytest.raises(ValueError, match="first day"):
            Period(date(2028, 1, 2), date(2028, 1, 1))
