"""The deadlines of a case, worked out by hand, and what holds for all of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.rules.charter import preset_values
from apps.disputes.rules import charter as article
from apps.disputes.rules.clocks import (
    CLOCKS,
    EVENT_LABELS,
    Clock,
    Event,
    Pace,
    adoption_opens,
    adoption_window,
    after_suspension,
    authority_lapses,
    due,
    latest,
    may_put_off,
    may_report_later,
    panel_from,
    period_ends,
    put_off,
    timetable,
    unit_of,
)
from apps.disputes.states import Track

BRUSSELS = "Europe/Brussels"
SECOND = timedelta(seconds=1)
STANDARD = preset_values("standard")
PACE = Pace(STANDARD, BRUSSELS)
URGENT = Pace(STANDARD, BRUSSELS, Track.URGENT)
SMALL = Pace(preset_values("small"), BRUSSELS)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


EVENTS: Mapping[Event, datetime] = {
    # Half past one on 1 September in Brussels, still August in UTC: day 0 is 1 September.
    Event.COMPLAINT_SERVED: utc("2026-08-31T23:30:00"),
    Event.CONSULTATIONS_OVER: utc("2026-10-31T22:59:59"),
    Event.ESTABLISHED: utc("2026-11-02T09:00:00"),
    Event.PARTIES_TIME_OVER: utc("2026-11-22T22:59:59"),
    Event.COMPOSED: utc("2026-11-30T15:00:00"),
    Event.SUBMISSION_SERVED: utc("2026-12-21T10:00:00"),
    Event.ANSWER_SERVED: utc("2027-01-11T10:00:00"),
    Event.INTERIM_SERVED: utc("2027-02-26T10:00:00"),
    Event.SEAL_OBJECTED: utc("2026-12-24T10:00:00"),
    Event.CIRCULATED: utc("2026-12-15T12:00:00"),
    Event.APPEALED: utc("2027-01-10T12:00:00"),
    Event.APPEAL_CIRCULATED: utc("2027-03-01T12:00:00"),
    Event.ADOPTED: utc("2027-02-13T20:00:00"),
    Event.REVIEW_ASKED: utc("2028-05-20T08:00:00"),
    Event.SUSPENDED: utc("2028-02-29T12:00:00"),
}
BY_HAND = {
    Clock.REPLY: "2026-09-11T21:59:59",  # 1 September + 10
    Clock.BEGIN: "2026-10-01T21:59:59",  # + 30
    Clock.CONSULT: "2026-10-31T22:59:59",  # + 60, the clocks having gone back on 25 October
    Clock.PANEL: "2027-10-31T22:59:59",  # twelve months, the clocks back again on that very day
    Clock.SIZE: "2026-11-12T22:59:59",  # 2 November + 10
    Clock.JOIN: "2026-11-12T22:59:59",
    Clock.COMPOSE: "2026-11-22T22:59:59",  # + 20
    Clock.LOT: "2026-12-02T22:59:59",  # ten more
    Clock.SUBMISSION: "2026-12-21T22:59:59",  # 30 November + 21
    Clock.ANSWER: "2027-01-11T22:59:59",  # 21 December + 21, over the year's end
    Clock.REBUTTAL: "2027-01-25T22:59:59",  # 11 January + 14
    Clock.SEAL: "2027-01-03T22:59:59",  # 24 December + 10
    Clock.COMMENT: "2027-03-05T22:59:59",  # 26 February + 7, February having 28 days
    Clock.REPORT: "2027-05-30T21:59:59",  # 30 November + 6 months
    Clock.SUSPENSION: "2029-02-28T22:59:59",  # twelve months after a 29 February
    Clock.ADOPT: "2027-02-13T22:59:59",  # 15 December + 60
    Clock.APPEAL: "2027-03-11T22:59:59",  # 10 January + 60
    Clock.ADOPT_APPEAL: "2027-03-31T21:59:59",  # 1 March + 30
    Clock.INTENTIONS: "2027-03-15T22:59:59",  # 13 February + 30
    Clock.AGREE_PERIOD: "2027-03-30T21:59:59",  # + 45
    Clock.ARBITER: "2027-05-14T21:59:59",  # + 90
    Clock.PERIOD: "2028-05-13T21:59:59",  # fifteen months
    Clock.REVIEW: "2028-08-18T21:59:59",  # 20 May + 90
}


class TestACaseWorkedOutByHand:
    @pytest.mark.parametrize("clock", Clock)
    def test_each_clock_ends_on_the_day_counted_by_hand(self, clock: Clock) -> None:
        assert due(clock, EVENTS, PACE) == utc(BY_HAND[clock])

    def test_the_timetable_has_them_all_in_order(self) -> None:
        found = timetable(EVENTS, PACE)
        assert list(found.values()) == sorted(found.values())
        assert set(found) == set(Clock)

    def test_the_timetable_begins_with_what_a_complaint_starts(self) -> None:
        served = {Event.COMPLAINT_SERVED: EVENTS[Event.COMPLAINT_SERVED]}
        assert list(timetable(served, PACE)) == [Clock.REPLY, Clock.BEGIN, Clock.CONSULT]

    def test_in_an_urgent_case_consultations_and_the_report_are_due_earlier(self) -> None:
        assert due(Clock.BEGIN, EVENTS, URGENT) == utc("2026-09-11T21:59:59")
        assert due(Clock.CONSULT, EVENTS, URGENT) == utc("2026-09-21T21:59:59")
        assert due(Clock.REPORT, EVENTS, URGENT) == utc("2027-02-28T22:59:59"), "there is no 30 February"
        urgent = {clock for clock in Clock if due(clock, EVENTS, URGENT) != due(clock, EVENTS, PACE)}
        assert urgent == {Clock.BEGIN, Clock.CONSULT, Clock.REPORT}

    def test_a_panel_composed_late_has_nine_months_from_its_establishment(self) -> None:
        late = {**EVENTS, Event.COMPOSED: utc("2027-03-31T10:00:00")}
        assert due(Clock.REPORT, late, PACE) == utc("2027-08-02T21:59:59")

    def test_a_panel_may_be_asked_for_from_the_day_after_consultations_end(self) -> None:
        assert panel_from(EVENTS[Event.COMPLAINT_SERVED], PACE) == utc("2026-10-31T23:00:00")

    def test_a_report_can_be_adopted_from_midnight_of_the_twentieth_day(self) -> None:
        assert adoption_opens(EVENTS[Event.CIRCULATED], PACE) == utc("2027-01-03T23:00:00")

    def test_a_day_that_begins_at_one_o_clock_begins_at_one_o_clock(self) -> None:
        """In Santiago the clocks leave midnight out on 6 September 2026."""
        opens = adoption_opens(utc("2026-08-17T15:00:00"), Pace(STANDARD, "America/Santiago"))
        assert opens.astimezone(ZoneInfo("America/Santiago")).isoformat() == "2026-09-06T01:00:00-03:00"

    def test_a_suspension_moves_the_report_by_as_many_dates(self) -> None:
        at = due(Clock.REPORT, EVENTS, PACE)
        moved = after_suspension(
            Clock.REPORT, at, PACE, suspended=utc("2027-01-10T10:00:00"), resumed=utc("2027-02-20T10:00:00")
        )
        assert moved == utc("2027-07-10T21:59:59"), "41 dates after 30 May"

    def test_what_was_suspended_before_counts_towards_the_longest_time(self) -> None:
        before = [(utc("2027-01-10T10:00:00"), utc("2027-02-20T10:00:00"))]
        again = utc("2027-06-30T10:00:00")
        assert authority_lapses(again, [], PACE) == utc("2028-06-30T21:59:59")
        assert authority_lapses(again, before, PACE) == utc("2028-05-20T21:59:59"), "41 dates less"

    def test_a_year_of_suspensions_uses_the_time_up(self) -> None:
        year = [(utc("2027-01-10T10:00:00"), utc("2028-01-11T10:00:00"))]
        assert authority_lapses(utc("2028-06-01T10:00:00"), year, PACE) <= utc("2028-06-01T10:00:00")

    def test_after_an_appeal_the_window_opens_at_once(self) -> None:
        assert adoption_window(EVENTS, PACE) == (EVENTS[Event.APPEAL_CIRCULATED], utc("2027-03-31T21:59:59"))
        first = {Event.CIRCULATED: EVENTS[Event.CIRCULATED]}
        assert adoption_window(first, PACE) == (utc("2027-01-03T23:00:00"), utc("2027-02-13T22:59:59"))

    def test_no_charter_adopts_a_report_before_it_can_be_rejected(self) -> None:
        odd = Pace(STANDARD | {article.ADOPT_FROM_DAYS: 20, article.ADOPT_DAYS: 5}, BRUSSELS)
        window = adoption_window({Event.CIRCULATED: EVENTS[Event.CIRCULATED]}, odd)
        assert window == (utc("2027-01-03T23:00:00"), utc("2027-01-04T22:59:59"))

    def test_the_small_charter_takes_a_sixth_rounded_up(self) -> None:
        days = {clock: due(clock, EVENTS, SMALL) for clock in (Clock.REPLY, Clock.CONSULT, Clock.AGREE_PERIOD)}
        assert days == {
            Clock.REPLY: utc("2026-09-03T21:59:59"),  # two days: 10 / 6 rounded up
            Clock.CONSULT: utc("2026-09-11T21:59:59"),  # ten
            Clock.AGREE_PERIOD: utc("2027-02-21T22:59:59"),  # eight: 7.5 rounded up
        }
        assert due(Clock.REPORT, EVENTS, SMALL) == utc("2026-12-30T22:59:59"), "one month after 30 November"


class TestTheTimeToComply:
    ADOPTED = EVENTS[Event.ADOPTED]

    def test_it_is_what_the_parties_agreed_on_even_beyond_the_guideline(self) -> None:
        agreed = utc("2029-01-01T00:00:00")
        assert period_ends(self.ADOPTED, PACE, agreed=agreed, awarded=utc("2027-06-01T00:00:00")) == agreed

    def test_an_award_is_cut_at_the_longest(self) -> None:
        assert period_ends(self.ADOPTED, PACE, awarded=utc("2027-06-01T00:00:00")) == utc("2027-06-01T00:00:00")
        assert period_ends(self.ADOPTED, PACE, awarded=utc("2029-01-01T00:00:00")) == utc("2028-05-13T21:59:59")

    def test_where_nobody_sets_it_it_is_the_longest(self) -> None:
        assert period_ends(self.ADOPTED, PACE) == utc("2028-05-13T21:59:59")


class TestExtensions:
    def test_parties_extend_what_is_theirs_alone(self) -> None:
        at = EVENTS[Event.APPEALED]
        theirs = {clock for clock in Clock if may_put_off(clock, at, at + timedelta(days=5), None)}
        assert set(Clock) - theirs == {
            Clock.PANEL,
            Clock.JOIN,
            Clock.SEAL,
            Clock.REPORT,
            Clock.SUSPENSION,
            Clock.ADOPT,
            Clock.ADOPT_APPEAL,
        }

    def test_a_refusal_names_its_article(self) -> None:
        at = EVENTS[Event.CIRCULATED]
        assert may_put_off(Clock.ADOPT, at, at + SECOND, None).reason.endswith("(charter, article 8.6b).")
        assert may_put_off(Clock.REPLY, at, at, None).reason.startswith("Name a later day")

    def test_an_appeal_takes_ninety_days_at_most_whatever_the_parties_agree_on(self) -> None:
        at, longest = due(Clock.APPEAL, EVENTS, PACE), latest(Clock.APPEAL, EVENTS, PACE)
        assert longest == utc("2027-04-10T21:59:59"), "ninety days, the clocks having gone forward on 28 March"
        assert may_put_off(Clock.APPEAL, at, longest, longest)
        assert "(charter, article 8.7c)" in may_put_off(Clock.APPEAL, at, longest + SECOND, longest).reason

    def test_days_put_off_end_as_days_do_over_a_change_of_clocks(self) -> None:
        assert put_off(utc("2026-10-24T21:59:59"), 3, BRUSSELS) == utc("2026-10-27T22:59:59")

    def test_a_panel_puts_its_report_off_up_to_its_longest_time(self) -> None:
        longest = latest(Clock.REPORT, EVENTS, PACE)
        assert longest == utc("2027-08-02T21:59:59")
        assert may_report_later(longest, EVENTS, PACE)
        refused = may_report_later(longest + SECOND, EVENTS, PACE)
        assert refused.reason.endswith("(charter, article 8.5c).")

    def test_what_has_no_longest_time_says_so(self) -> None:
        assert latest(Clock.REPLY, EVENTS, PACE) is None


class TestLaws:
    INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    ZONES = st.sampled_from([BRUSSELS, "UTC", "America/Los_Angeles", "Pacific/Auckland", "America/Santiago"])

    @given(INSTANTS, ZONES, st.sampled_from(list(Clock)), st.sampled_from(["small", "standard", "treaty"]))
    def test_everything_is_due_at_the_last_second_of_a_day_after_what_starts_it(
        self, start: datetime, zone: str, clock: Clock, preset: str
    ) -> None:
        at = due(clock, dict.fromkeys(Event, start), Pace(preset_values(preset), zone))
        assert at > start
        assert f"{at.astimezone(ZoneInfo(zone)):%H:%M:%S}" == "23:59:59"

    @given(INSTANTS, ZONES, st.sampled_from(list(Clock)))
    def test_the_urgent_track_is_never_slower_and_small_never_slower_than_standard(
        self, start: datetime, zone: str, clock: Clock
    ) -> None:
        events = dict.fromkeys(Event, start)
        standard = due(clock, events, Pace(STANDARD, zone))
        assert due(clock, events, Pace(STANDARD, zone, Track.URGENT)) <= standard
        assert due(clock, events, Pace(preset_values("small"), zone)) <= standard

    @given(INSTANTS, INSTANTS, ZONES)
    def test_no_report_is_due_after_nine_months_from_establishment(
        self, established: datetime, composed: datetime, zone: str
    ) -> None:
        events = {Event.ESTABLISHED: established, Event.COMPOSED: composed}
        at = due(Clock.REPORT, events, Pace(STANDARD, zone))
        longest = latest(Clock.REPORT, events, Pace(STANDARD, zone))
        assert longest is not None
        assert at <= longest

    @given(INSTANTS, ZONES)
    def test_adoption_opens_before_it_is_due_and_at_the_start_of_a_day(self, circulated: datetime, zone: str) -> None:
        pace = Pace(STANDARD, zone)
        opens = adoption_opens(circulated, pace)
        before = (opens - SECOND).astimezone(ZoneInfo(zone)).date()
        day = opens.astimezone(ZoneInfo(zone)).date()
        assert day - before == timedelta(days=1)
        assert day - circulated.astimezone(ZoneInfo(zone)).date() == timedelta(days=20)
        assert opens < due(Clock.ADOPT, {Event.CIRCULATED: circulated}, pace)


class TestTheTable:
    def test_every_clock_counts_by_an_article_of_days_or_months(self) -> None:
        assert set(CLOCKS) == set(Clock)
        for rule in CLOCKS.values():
            for key in filter(None, (rule.article, rule.urgent, rule.cap[1] if rule.cap else "")):
                assert unit_of(key) in {"days", "months"}
            assert rule.source

    def test_every_event_starts_a_clock_and_has_words(self) -> None:
        assert {rule.starts for rule in CLOCKS.values()} == set(Event) == set(EVENT_LABELS)

    def test_a_clock_whose_event_has_not_happened_is_not_reckoned(self) -> None:
        with pytest.raises(KeyError):
            due(Clock.REPLY, {}, PACE)


DOMAIN = {
    article.REPLY_DAYS: 10,
    article.BEGIN_DAYS: 30,
    article.CONSULT_DAYS: 60,
    article.URGENT_CONSULT_DAYS: 20,
    article.SIZE_DAYS: 10,
    article.COMPOSE_DAYS: 20,
    article.LOT_DAYS: 10,
    article.REPORT_MONTHS: 6,
    article.URGENT_REPORT_MONTHS: 3,
    article.LONGEST_MONTHS: 9,
    article.SUSPENSION_MONTHS: 12,
    article.ADOPT_FROM_DAYS: 20,
    article.ADOPT_DAYS: 60,
    article.APPEAL_DAYS: 60,
    article.APPEAL_MOST_DAYS: 90,
    article.INTENTIONS_DAYS: 30,
    article.PERIOD_DAYS: 45,
    article.ARBITER_DAYS: 90,
    article.PERIOD_MONTHS: 15,
    article.REVIEW_DAYS: 90,
}
"""The figures of DOMAIN, section 6."""


class TestTheCharter:
    def test_the_standard_charter_has_the_figures_of_the_domain(self) -> None:
        assert {key: STANDARD[key] for key in DOMAIN} == DOMAIN
        assert {key: preset_values("treaty")[key] for key in DOMAIN} == DOMAIN

    def test_every_time_in_the_small_charter_is_a_sixth_and_never_under_two_days(self) -> None:
        small = preset_values("small")
        times = [one for one in article.SECTION.articles if one.unit in {"days", "months"}]
        assert len(times) > len(DOMAIN)
        for one in times:
            least = 2 if one.unit == "days" else 1
            standard = one.presets["standard"]
            assert isinstance(standard, int)
            assert 6 * small[one.key] >= standard, one.key
            assert small[one.key] == least or 6 * (small[one.key] - 1) < standard, one.key
            assert small[one.key] >= least, one.key

    def test_a_charter_leaves_the_windows_in_their_order(self) -> None:
        for preset in ("small", "standard", "treaty"):
            values = preset_values(preset)
            assert values[article.REPLY_DAYS] <= values[article.BEGIN_DAYS] < values[article.CONSULT_DAYS]
            assert values[article.REPLY_DAYS] < values[article.URGENT_CONSULT_DAYS] < values[article.CONSULT_DAYS]
            assert values[article.ADOPT_FROM_DAYS] < values[article.ADOPT_DAYS]
            assert values[article.APPEAL_DAYS] < values[article.APPEAL_MOST_DAYS]
            assert values[article.PERIOD_DAYS] < values[article.ARBITER_DAYS]
            assert values[article.REPORT_MONTHS] <= values[article.LONGEST_MONTHS]
