"""How a case ends before a panel has it: the complainant withdraws, or nobody asks for a panel in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from apps.committees.models import CharterVersion
from apps.committees.rules.charter import preset_values
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.deadlines.selectors.matter import owing_seats
from apps.deadlines.services import sweep
from apps.disputes.models import Case, Paper
from apps.disputes.services.ending import lapse_unasked, withdraw
from apps.disputes.services.filing import file_paper
from apps.disputes.services.serving import name_agent
from apps.disputes.states import DocumentKind, Stage
from apps.kernel.decisions import Invalid, Refused
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.disputes.filing import CONSULTATION, REPLY, SETTLEMENT, acts_in, begun, clocks_in, entered, filed, opened
from tests.disputes.placing import seat_somebody

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BECAUSE = "We have talked."
THEM, US = "borealis.representative", "aster.representative"
TALKED = datetime(2027, 1, 20, 22, 59, 59, tzinfo=UTC)
ASKED = datetime(2028, 1, 20, 22, 59, 59, tzinfo=UTC)
"""Sixty days after the 21st of November 2026 in Brussels, and twelve months after that."""


@pytest.fixture
def case(frontier: Cast) -> Case:
    return filed(frontier)


def _withdraw(cast: Cast, case: Case, who: str = US, because: str = BECAUSE, at: datetime = NOW) -> Case:
    return withdraw(actor=cast.viewer(who, at), now=at, ref=case.ref, because=because)


def _ask() -> Deadline:
    return Deadline.objects.get(clock="dispute.ask")


class TestWithdrawing:
    def test_its_clocks_fall_away_and_no_answer_is_owed(self, frontier: Cast, case: Case) -> None:
        case = _withdraw(frontier, case, at=NOW + DAY)
        assert (case.stage, case.ended_at) == (Stage.WITHDRAWN, NOW + DAY)
        assert clocks_in(case) == dict.fromkeys(["dispute_service.reply", "dispute.consult", "dispute.talk"], "moot")
        assert acts_in(case)[-2:] == ["dispute_service.no_longer_owed", "dispute.withdrawn"]
        assert Act.objects.get(kind="dispute.withdrawn").facts == {"because": BECAUSE}

    def test_what_was_done_by_then_stays_done(self, frontier: Cast, case: Case) -> None:
        entered(frontier, case, REPLY, THEM)
        entered(frontier, case, CONSULTATION, US)
        case = _withdraw(frontier, case)
        assert clocks_in(case) == {"dispute_service.reply": "met", "dispute.consult": "met", "dispute.talk": "moot"}
        assert "dispute_service.no_longer_owed" not in acts_in(case)

    def test_everybody_goes_on_reading_what_they_read(self, frontier: Cast, case: Case) -> None:
        def read() -> dict[str, set[int]]:
            return {name: set(Paper.objects.read_by(frontier.viewer(name)).values_list("pk", flat=True)) for name in frontier.in_frontier}  # fmt: skip

        entered(frontier, case, REPLY, THEM)
        before = read()
        _withdraw(frontier, case)
        assert read() == before

    @pytest.mark.parametrize("name", ["aster.alternate", "counsel.aster"])
    def test_whoever_binds_the_complainant_does_it(self, frontier: Cast, case: Case, name: str) -> None:
        seat_somebody(frontier, "counsel.aster", "aster", Role.COUNSEL, case.ref)
        assert _withdraw(frontier, case, name).stage == Stage.WITHDRAWN

    @pytest.mark.parametrize("name", ["aster.liaison", THEM, "cygnus.representative", "independent", "clerk"])
    def test_nobody_else_does(self, frontier: Cast, case: Case, name: str) -> None:
        with pytest.raises(Refused, match=r"article 8\.11"):
            _withdraw(frontier, case, name)
        case.refresh_from_db()
        assert case.stage == Stage.COMPLAINT

    @pytest.mark.parametrize("name", ["observer.eu", "auditor", "counsel"])
    def test_to_whom_it_is_not_there_it_is_not_there(self, frontier: Cast, case: Case, name: str) -> None:
        with pytest.raises(Http404):
            _withdraw(frontier, case, name)

    @pytest.mark.parametrize("because", ["", " \n ", "B" * 2001])
    def test_it_has_a_reason(self, frontier: Cast, case: Case, because: str) -> None:
        with pytest.raises(Invalid) as refusal:
            _withdraw(frontier, case, because=because)
        assert set(refusal.value.errors) == {"because"}
        assert set(clocks_in(case).values()) == {"running"}

    def test_it_is_final(self, frontier: Cast, case: Case) -> None:
        name = str(begun(frontier, case, SETTLEMENT, US).uid)
        _withdraw(frontier, case)
        for again in (
            lambda: _withdraw(frontier, case),
            lambda: begun(frontier, case, REPLY, THEM),
            lambda: begun(frontier, case, CONSULTATION, US),
            lambda: file_paper(actor=frontier.viewer(US), now=NOW, ref=case.ref, name=name),
            lambda: name_agent(actor=frontier.viewer(US), now=NOW, ref=case.ref, seat=frontier[US].uid),
        ):
            with pytest.raises(Refused, match=r"article 8\."):
                again()
        lapse_unasked(ref=case.ref, now=ASKED + DAY)
        case.refresh_from_db()
        assert case.stage == Stage.WITHDRAWN

    def test_what_was_served_before_can_still_be_opened(self, frontier: Cast, case: Case) -> None:
        _withdraw(frontier, case)
        assert opened(frontier, case).state == "opened"
        assert clocks_in(case)["dispute_service.reply"] == "moot"


class TestTheTimeToAsk:
    def test_it_begins_when_consultations_are_over_however_late_the_sweep(self, frontier: Cast, case: Case) -> None:
        sweep(TALKED - HOUR)
        assert not Deadline.objects.filter(clock="dispute.ask").exists()
        sweep(TALKED + 3 * DAY)
        assert (_ask().due_at, _ask().state) == (ASKED, "running")
        assert clocks_in(case)["dispute.talk"] == "moot"
        assert acts_in(case).count("dispute.talked") == 1
        case.refresh_from_db()
        assert case.stage == Stage.COMPLAINT

    def test_the_complainant_owes_it_and_is_told(self, frontier: Cast, case: Case) -> None:
        sweep(TALKED + HOUR)
        for name, owes in ((US, True), ("aster.alternate", True), (THEM, False), ("clerk", False)):
            found = Deadline.objects.waiting_for(frontier.viewer(name, TALKED + HOUR))
            assert found.filter(pk=_ask().pk).exists() is owes, name
        sides = {frontier[f"{lab}.{role}"].pk for lab in ("aster", "borealis") for role in ("representative", "alternate")}  # fmt: skip
        assert set(FanOut.objects.get(act__kind="dispute.talked").seat_ids) == sides

    def test_in_an_urgent_case_it_begins_after_twenty_days(self, frontier: Cast) -> None:
        filed(frontier, urgent=True)
        sweep(datetime(2026, 12, 12, tzinfo=UTC))
        assert _ask().due_at == datetime(2027, 12, 11, 22, 59, 59, tzinfo=UTC)

    def test_the_charter_of_the_day_on_which_the_case_was_filed_goes_on(self, frontier: Cast, case: Case) -> None:
        CharterVersion.objects.create(
            number=2,
            preset="standard",
            values=preset_values("standard") | {"disputes.suspension_months": 1},
            in_force_at=NOW + DAY,
            adopted_by="A test",
        )
        sweep(TALKED + HOUR)
        assert (_ask().due_at, _ask().rule_version, _ask().citation) == (ASKED, "1", "Charter, article 8.5d")


class TestLapsing:
    @pytest.mark.parametrize("papers", [[], [(REPLY, THEM)], [(REPLY, THEM), (CONSULTATION, US)], [(CONSULTATION, THEM)]])  # fmt: skip
    def test_a_case_for_which_nobody_asks_for_a_panel_lapses(
        self, frontier: Cast, case: Case, papers: list[tuple[DocumentKind, str]]
    ) -> None:
        for kind, who in papers:
            entered(frontier, case, kind, who)
        sweep(TALKED + HOUR)
        sweep(ASKED - HOUR)
        case.refresh_from_db()
        assert case.stage != Stage.LAPSED
        for hours in (1, 2):
            sweep(ASKED + hours * HOUR)
        case.refresh_from_db()
        assert (case.stage, case.ended_at) == (Stage.LAPSED, ASKED + HOUR)
        assert set(clocks_in(case).values()) <= {"met", "moot", "lapsed"}
        assert acts_in(case).count("dispute.lapsed") == 1

    def test_one_that_was_withdrawn_does_not(self, frontier: Cast, case: Case) -> None:
        sweep(TALKED + HOUR)
        _withdraw(frontier, case, at=TALKED + DAY)
        assert _ask().state == "moot"
        sweep(ASKED + HOUR)
        case.refresh_from_db()
        assert (case.stage, case.ended_at) == (Stage.WITHDRAWN, TALKED + DAY)
        assert "dispute.lapsed" not in acts_in(case)


def test_who_owes_something_is_reminded_of_it(frontier: Cast, case: Case) -> None:
    sweep(datetime(2026, 11, 30, 0, tzinfo=UTC))
    sweep(datetime(2026, 12, 20, 0, tzinfo=UTC))
    reminded = Act.objects.filter(kind="deadline.reminded").order_by("pk")
    told = [(act.subject_kind, set(FanOut.objects.get(act=act).seat_ids)) for act in reminded]
    speak = {frontier[f"{lab}.{role}"].pk for lab in ("aster", "borealis") for role in ("representative", "alternate")}
    theirs = {frontier[f"borealis.{role}"].pk for role in ("representative", "alternate", "liaison")}
    assert (told[0], told[-1]) == (("dispute_service", theirs), ("dispute", speak))
    for deadline in Deadline.objects.filter(subject_kind="dispute"):
        assert {seat.pk for seat in owing_seats(deadline, NOW)} == speak
