"""The plan of terms: against the Council of the European Union's own, and around clocks that change."""

import csv
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chairs.rules.order import with_newcomer, without
from apps.chairs.rules.plan import Cycle, Slot, boundary, plan, schedule
from apps.kernel.decisions import YES, Decision, no

COUNCIL = Path(__file__).parents[3] / "shared" / "data" / "eu" / "eu_council_presidency.csv"
START = datetime(2026, 1, 1, tzinfo=UTC)

# Council Decision (EU) 2016/1316, annex, to 2021: enough to hold the rule where the whole file is not there.
AFTER_SLOVAKIA = ["Malta", "United Kingdom", "Estonia", "Bulgaria", "Austria", "Romania", "Finland"]
DECIDED_2016 = ["Malta", "Estonia", "Bulgaria", "Austria", "Romania", "Finland", "Croatia", "Germany", "Portugal"]


def _half(slot: Slot) -> str:
    return f"{slot.starts_at.year}H{1 if slot.starts_at.month == 1 else 2}"


def test_a_withdrawal_and_a_newcomer_give_the_councils_next_terms() -> None:
    places = with_newcomer(without(["Germany", "Portugal", "Slovakia", *AFTER_SLOVAKIA], "United Kingdom"), "Croatia")
    first = datetime(2017, 1, 1, tzinfo=UTC)
    found = schedule(places, first=first, months=6, zone="UTC", terms=9, after="Slovakia")
    assert [slot.key for slot in found] == DECIDED_2016
    assert [_half(slot) for slot in found[:3]] == ["2017H1", "2017H2", "2018H1"]
    assert [slot.cycle for slot in found] == [1] * 7 + [2] * 2


@pytest.mark.skipif(not COUNCIL.exists(), reason="the Council's own schedules are not beside the project")
def test_the_councils_decision_of_2007_becomes_that_of_2016_to_its_end() -> None:
    with COUNCIL.open() as file:
        rows = list(csv.DictReader(file))
    decided = {
        name: [(row["slot"], row["member"]) for row in rows if row["schedule"] == name]
        for name in ("decision_2007", "decision_2016_1316")
    }
    before = [member for _slot, member in decided["decision_2007"]]
    places = with_newcomer(without(before, "United Kingdom"), "Croatia")
    found = schedule(
        places,
        first=datetime(2017, 1, 1, tzinfo=UTC),
        months=6,
        zone="Europe/Brussels",
        terms=len(decided["decision_2016_1316"]),
        after="Slovakia",
    )
    assert [(_half(slot), slot.key) for slot in found] == [
        (half, member) for half, member in decided["decision_2016_1316"]
    ]


@given(
    st.lists(st.text(min_size=1), unique=True, min_size=1, max_size=8),
    st.integers(1, 24),
    st.sampled_from(["UTC", "Europe/Brussels", "America/Los_Angeles", "Pacific/Apia", "Australia/Lord_Howe"]),
    st.integers(0, 20 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
)
def test_terms_never_overlap_and_leave_no_gap(places: list[str], months: int, zone: str, first: datetime) -> None:
    found = schedule(places, first=first, months=months, zone=zone, terms=20)
    assert found[0].starts_at == first
    assert all(slot.starts_at < slot.ends_at for slot in found)
    assert all(one.ends_at == other.starts_at for one, other in pairwise(found))
    assert [slot.key for slot in found] == [places[n % len(places)] for n in range(20)]


class TestBoundaries:
    def test_midnight_stays_midnight_when_the_clocks_change(self) -> None:
        first = datetime(2026, 1, 14, 23, 0, tzinfo=UTC)
        assert boundary(first, 6, 1, "Europe/Brussels") == datetime(2026, 7, 14, 22, 0, tzinfo=UTC)

    def test_an_hour_that_the_clocks_leave_out_is_the_instant_at_which_they_jump(self) -> None:
        first = datetime(2026, 2, 28, 1, 30, tzinfo=UTC)  # 02:30 in Brussels
        # On 28 March 2027 clocks there go from 02:00 to 03:00, at 01:00 UTC.
        assert boundary(first, 13, 1, "Europe/Brussels") == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)

    def test_an_hour_that_comes_twice_is_the_first_of_the_two(self) -> None:
        first = datetime(2026, 9, 25, 0, 30, tzinfo=UTC)  # 02:30 in Brussels
        # On 25 October 2026 the hour from 02:00 comes twice there.
        assert boundary(first, 1, 1, "Europe/Brussels") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    def test_a_series_begun_on_the_31st_comes_back_to_it(self) -> None:
        first = datetime(2026, 1, 31, tzinfo=UTC)
        days = [boundary(first, 1, n, "UTC").day for n in range(4)]
        assert days == [31, 28, 31, 30]


class TestPassingOver:
    @staticmethod
    def _plan(places: str, barred: dict[str, str], last: str | None = None) -> list[Slot]:
        def may(key: str, _at: datetime, before: str | None) -> Decision:
            if key in barred:
                return no(barred[key])
            return no("twice") if key == before else YES

        return list(
            islice(
                plan(
                    Cycle(tuple(places)),
                    last=last,
                    begins=lambda n: boundary(START, 6, n, "UTC"),
                    next_cycle=lambda _number: tuple(places),
                    may=may,
                ),
                4,
            )
        )

    def test_who_may_not_is_named_with_the_reason_and_the_next_takes_the_term(self) -> None:
        found = self._plan("abc", {"b": "suspended"})
        assert [slot.key for slot in found] == ["a", "c", "a", "c"]
        assert found[1].passed == (("b", "suspended"),)
        assert found[1].starts_at == boundary(START, 6, 1, "UTC")

    def test_nobody_presides_twice_in_a_row_where_there_is_another(self) -> None:
        assert [slot.key for slot in self._plan("ab", {}, last="a")] == ["b", "a", "b", "a"]

    def test_the_plan_ends_where_nobody_may(self) -> None:
        assert self._plan("abc", dict.fromkeys("abc", "suspended")) == []
        assert self._plan("", {}) == []
