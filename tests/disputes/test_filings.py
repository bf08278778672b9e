"""What is filed by whom and when, what is late, and when silence counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.rules.charter import preset_values
from apps.disputes.rules.clocks import CLOCKS, Clock, Event, Pace
from apps.disputes.rules.filings import (
    FILINGS,
    Service,
    lateness,
    may_file,
    may_find_default,
    must_serve_again,
    open_to,
    silent_after,
    suggested,
)
from apps.disputes.states import CASES, ENDED, Capacity, DocumentKind, ServiceState, Stage, Track

PACE = Pace(preset_values("standard"), "Europe/Brussels")
SERVED = datetime(2026, 11, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 12, 22, 59, 59, tzinfo=UTC)
"""Ten days on, in Brussels."""
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)

BY_HAND = {
    (Capacity.COMPLAINANT, Stage.DRAFT): "complaint",
    (Capacity.RESPONDENT, Stage.COMPLAINT): "reply consultation exhibit request settlement settlement_notice",
    (Capacity.COMPLAINANT, Stage.COMPLAINT): "consultation panel_request exhibit request settlement settlement_notice",
    (Capacity.COMPLAINANT, Stage.PANEL_REQUEST): "strike exhibit request settlement settlement_notice",
    (Capacity.RESPONDENT, Stage.PANEL_REQUEST): "strike exhibit request settlement settlement_notice",
    (Capacity.COMPLAINANT, Stage.WRITTEN): "submission rebuttal exhibit request settlement settlement_notice",
    (Capacity.THIRD_PARTY, Stage.WRITTEN): "third_submission exhibit request",
    (Capacity.THIRD_PARTY, Stage.INTERIM): "exhibit request",
    (Capacity.RESPONDENT, Stage.INTERIM): "exhibit request comment settlement settlement_notice",
    (Capacity.PANEL, Stage.WRITTEN): "order interim_report deliberation",
    (Capacity.PANEL, Stage.INTERIM): "order deliberation report",
    (Capacity.PANEL, Stage.APPEAL): "order deliberation report",
    (Capacity.PRESIDING, Stage.REPLY): "order",
    (Capacity.CLERK, Stage.HEARING): "notice minutes",
    (Capacity.CLERK, Stage.REPORT): "notice summary",
    (Capacity.RESPONDENT, Stage.REPORT): "appeal settlement settlement_notice",
    (
        Capacity.RESPONDENT,
        Stage.COMPLIANCE,
    ): "exhibit request intentions compliance_report review_request settlement settlement_notice",
    (
        Capacity.COMPLAINANT,
        Stage.REMEDIES,
    ): "exhibit request review_request remedy_request settlement settlement_notice",
    (Capacity.THIRD_PARTY, Stage.CLOSED): "",
}


class TestWhoFilesWhat:
    @pytest.mark.parametrize(("capacity", "stage"), BY_HAND)
    def test_the_forms_offered_are_those_worked_out_by_hand(self, capacity: Capacity, stage: Stage) -> None:
        assert open_to(capacity, stage) == BY_HAND[capacity, stage].split()

    def test_every_refusal_says_who_or_when_and_by_which_article(self) -> None:
        for kind in DocumentKind:
            for capacity in Capacity:
                for stage in Stage:
                    decision = may_file(kind, capacity, stage)
                    filing = FILINGS[kind]
                    assert bool(decision) is (capacity in filing.by and stage in filing.stages)
                    assert decision or "(charter, article 8." in decision.reason

    def test_whoever_is_nobody_in_the_case_files_nothing(self) -> None:
        assert [open_to(Capacity.NOBODY, stage) for stage in Stage if open_to(Capacity.NOBODY, stage)] == []

    def test_when_a_case_is_over_only_its_public_summary_is_still_written(self) -> None:
        found = {kind for capacity in Capacity for stage in ENDED for kind in open_to(capacity, stage)}
        assert found == {DocumentKind.SUMMARY}

    def test_what_is_filed_once_is_not_filed_again_but_struck(self) -> None:
        once = {kind for kind in DocumentKind if FILINGS[kind].once}
        for kind in DocumentKind:
            capacity, stage = min(FILINGS[kind].by), FILINGS[kind].stages[0]
            assert bool(may_file(kind, capacity, stage, has_filed=True)) is (kind not in once)

    def test_the_sentence_names_the_stages(self) -> None:
        assert may_file(DocumentKind.REPLY, Capacity.RESPONDENT, Stage.WRITTEN).reason == (
            "Reply: the case is at “Written rounds”; one is filed at “Complaint served”, “Replied to”, “In consultations” (charter, article 8.1a)."
        )
        assert may_file(DocumentKind.ORDER, Capacity.CLERK, Stage.WRITTEN).reason.startswith(
            "Order: only the panel or whoever presides files one"
        )

    def test_what_moves_a_case_can_be_filed_where_the_move_begins(self) -> None:
        moves = {
            DocumentKind.COMPLAINT: "file",
            DocumentKind.REPLY: "reply",
            DocumentKind.PANEL_REQUEST: "request_panel",
            DocumentKind.INTERIM_REPORT: "issue_interim",
            DocumentKind.APPEAL: "appeal",
            DocumentKind.REVIEW_REQUEST: "review",
        }
        also = {DocumentKind.REPLY: {Stage.REPLY, Stage.CONSULTATIONS}}
        for kind, verb in moves.items():
            assert set(FILINGS[kind].stages) == {*CASES[verb].sources, *also.get(kind, ())}, kind


class TestSuggestedDeadlines:
    def find(self, kind: DocumentKind, by: Capacity = Capacity.COMPLAINANT, stage: Stage = Stage.WRITTEN, pace: Pace = PACE) -> dict:  # fmt: skip
        return {one.clock: (one.due, one.by) for one in suggested(kind, SERVED, pace, by=by, stage=stage)}

    def test_a_complaint_starts_reply_and_consultations(self) -> None:
        assert self.find(DocumentKind.COMPLAINT, stage=Stage.COMPLAINT) == {
            Clock.REPLY: (DUE, "(charter, article 8.1a)"),
            Clock.BEGIN: (datetime(2026, 12, 2, 22, 59, 59, tzinfo=UTC), "(charter, article 8.1b)"),
            Clock.CONSULT: (datetime(2027, 1, 1, 22, 59, 59, tzinfo=UTC), "(charter, article 8.1c)"),
        }

    def test_on_the_urgent_track_they_are_the_urgent_ones(self) -> None:
        found = self.find(DocumentKind.COMPLAINT, pace=Pace(PACE.charter, PACE.zone, Track.URGENT))
        assert found[Clock.BEGIN] == (DUE, "(charter, article 8.1a)")
        assert found[Clock.CONSULT] == (DUE + 10 * DAY, "(charter, article 8.1d)")

    def test_a_submission_is_answered_and_its_answer_rebutted(self) -> None:
        assert list(self.find(DocumentKind.SUBMISSION)) == [Clock.ANSWER]
        assert list(self.find(DocumentKind.SUBMISSION, Capacity.RESPONDENT)) == [Clock.REBUTTAL]

    @pytest.mark.parametrize("stage", [Stage.APPEAL, Stage.REVIEW])
    def test_a_second_panel_and_one_of_a_review_set_their_own_times(self, stage: Stage) -> None:
        for side in (Capacity.COMPLAINANT, Capacity.RESPONDENT):
            assert self.find(DocumentKind.SUBMISSION, side, stage) == {}

    def test_a_report_is_adopted_in_its_time_by_the_panel_it_comes_from(self) -> None:
        adopted = {
            stage: list(self.find(DocumentKind.REPORT, Capacity.PANEL, stage)) for stage in FILINGS["report"].stages
        }
        assert adopted == {
            Stage.INTERIM: [Clock.ADOPT],
            Stage.APPEAL: [Clock.ADOPT_APPEAL],
            Stage.REVIEW: [],
        }

    def test_a_paper_that_asks_for_nothing_starts_nothing(self) -> None:
        assert self.find(DocumentKind.EXHIBIT) == {}

    def test_every_clock_is_started_by_a_filing_or_by_what_happens_to_the_case(self) -> None:
        by_filings = {
            one.clock
            for kind, filing in FILINGS.items()
            for by in filing.by
            for stage in filing.stages
            for one in suggested(kind, SERVED, PACE, by=by, stage=stage)
        }
        others = {clock for clock in Clock if clock not in by_filings}
        assert {CLOCKS[clock].starts for clock in others} == {
            Event.CONSULTATIONS_OVER,
            Event.PARTIES_TIME_OVER,
            Event.COMPOSED,
            Event.SEAL_OBJECTED,
            Event.SUSPENDED,
            Event.ADOPTED,
        }


class TestLateness:
    def test_the_last_second_is_in_time(self) -> None:
        assert lateness(DUE, DUE) is None
        assert lateness(DUE + DAY, None) is None

    def test_one_second_late_is_accepted_as_late_with_a_request_for_leave(self) -> None:
        late = lateness(DUE + SECOND, DUE)
        assert late is not None
        assert late.by == SECOND
        assert late.sentence == "Received 1 second after it was due: accepted as late, with a request for leave."

    @pytest.mark.parametrize(
        ("by", "words"),
        [
            (timedelta(microseconds=1), "1 second"),
            (timedelta(seconds=59), "59 seconds"),
            (timedelta(minutes=1), "1 minute"),
            (timedelta(hours=2, minutes=59), "2 hours"),
            (timedelta(days=3, hours=23), "3 days"),
        ],
    )
    def test_it_says_by_how_much_never_more_than_it_was(self, by: timedelta, words: str) -> None:
        late = lateness(DUE + by, DUE)
        assert late is not None
        assert late.sentence.startswith(f"Received {words} after it was due")


class TestDefault:
    def silent(self, **more: datetime) -> datetime | None:
        return silent_after(Service(SERVED, **more), Clock.REPLY, PACE)

    def test_opened_in_time_the_time_from_service_counts(self) -> None:
        assert self.silent(opened_at=DUE) == DUE
        assert self.silent(opened_at=SERVED) == DUE

    def test_unopened_nobody_is_in_default_however_late_it_is(self) -> None:
        assert self.silent() is None
        refused = may_find_default(Service(SERVED), Clock.REPLY, PACE, SERVED + 500 * DAY, answered=False)
        assert "serve it a second time" in refused.reason

    def test_served_a_second_time_the_whole_time_runs_anew(self) -> None:
        assert self.silent(sent_again_at=DUE + DAY) == DUE + 11 * DAY
        assert self.silent(sent_again_at=SERVED + 3 * DAY) == DUE + 3 * DAY

    def test_opened_too_late_the_whole_time_runs_from_the_opening(self) -> None:
        assert self.silent(opened_at=DUE + SECOND + timedelta(hours=2)) == DUE + 11 * DAY

    def test_opening_it_after_the_second_service_gains_nothing(self) -> None:
        assert self.silent(sent_again_at=DUE + DAY, opened_at=DUE + 5 * DAY) == DUE + 11 * DAY

    def test_whoever_opened_it_in_time_gains_nothing_by_a_second_service(self) -> None:
        assert self.silent(opened_at=SERVED + DAY, sent_again_at=SERVED + 2 * DAY) == DUE

    def test_silence_counts_a_second_after_the_hour_and_not_once_answered(self) -> None:
        opened = Service(SERVED, opened_at=SERVED + DAY)
        assert not may_find_default(opened, Clock.REPLY, PACE, DUE, answered=False)
        assert may_find_default(opened, Clock.REPLY, PACE, DUE + SECOND, answered=False)
        assert not may_find_default(opened, Clock.REPLY, PACE, DUE + SECOND, answered=True)

    def test_what_nobody_opened_in_time_is_served_again_once(self) -> None:
        assert must_serve_again(Service(SERVED), Clock.REPLY, PACE, DUE + SECOND)
        assert not must_serve_again(Service(SERVED), Clock.REPLY, PACE, DUE)
        for known in (Service(SERVED, opened_at=SERVED), Service(SERVED, sent_again_at=DUE + SECOND)):
            assert not must_serve_again(known, Clock.REPLY, PACE, DUE + DAY)

    @pytest.mark.parametrize(
        ("service", "state"),
        [
            (Service(SERVED), ServiceState.SENT),
            (Service(SERVED, sent_again_at=DUE), ServiceState.SENT_AGAIN),
            (Service(SERVED, sent_again_at=DUE, opened_at=DUE), ServiceState.OPENED),
        ],
    )
    def test_service_says_where_it_stands(self, service: Service, state: ServiceState) -> None:
        assert service.state == state

    AFTER = st.none() | st.integers(0, 100 * 86_400).map(lambda seconds: SERVED + timedelta(seconds=seconds))

    @given(AFTER, AFTER)
    def test_nobody_has_less_than_the_whole_time_from_service_or_is_in_default_unseen(
        self, again: datetime | None, opened: datetime | None
    ) -> None:
        at = silent_after(Service(SERVED, again, opened), Clock.REPLY, PACE)
        if again is None and opened is None:
            assert at is None
        else:
            assert at is not None
            assert at >= DUE
            seen = min(one for one in (again, opened) if one is not None)
            assert at > seen or opened == at
