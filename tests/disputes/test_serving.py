"""What was served is opened by a party's agent of record, or served again where nobody opens it; then silence counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.disputes.models import Case, CaseParty, Service
from apps.disputes.selectors.cases import known
from apps.disputes.selectors.papers import agents_of, reading
from apps.disputes.services.serving import name_agent, open_paper
from apps.disputes.states import Stage
from apps.kernel.decisions import Invalid, Refused
from apps.notices.models import FanOut
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.disputes.filing import (
    CONSULTATION,
    REPLY,
    SETTLEMENT,
    acts_in,
    clocks_in,
    complaint_in,
    entered,
    filed,
    opened,
    service_in,
)
from tests.disputes.placing import body, seat_somebody

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
DUE = datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)
SWEPT = datetime(2026, 12, 2, 1, 0, tzinfo=UTC)
ANEW = datetime(2026, 12, 12, 22, 59, 59, tzinfo=UTC)
"""Ten days after the 2nd of December in Brussels."""
THEM, US = "borealis.representative", "aster.representative"


@pytest.fixture
def case(frontier: Cast) -> Case:
    return filed(frontier)


def _name(cast: Cast, case: Case, agent: str, who: str = THEM) -> CaseParty:
    return name_agent(actor=cast.viewer(who), now=NOW, ref=case.ref, seat=cast[agent].uid)


def _shown(cast: Cast, case: Case, name: str) -> tuple[str, ...]:
    return reading(cast.viewer(name), complaint_in(case), known(case)).paragraphs


def _of_reply(case: Case) -> list[tuple[str, datetime]]:
    rows = Deadline.objects.filter(subject_ref__startswith=case.ref, clock="dispute_service.reply").order_by("pk")
    return list(rows.values_list("state", "due_at"))


class TestOpening:
    def test_it_is_the_receipt(self, frontier: Cast, case: Case) -> None:
        service = opened(frontier, case, at=NOW + HOUR)
        assert (service.state, service.opened_at) == ("opened", NOW + HOUR)
        assert service.opened_by_id == frontier[THEM].pk
        act = Act.objects.get(kind="dispute_service.opened")
        assert (act.subject_ref, act.facts, act.seat_id) == (f"{case.ref}/1", {"party": "borealis"}, frontier[THEM].pk)

    @pytest.mark.parametrize(("kind", "by", "to"), [(REPLY, THEM, "aster"), (CONSULTATION, US, "borealis"), (SETTLEMENT, THEM, "aster")])  # fmt: skip
    def test_who_speaks_for_the_party_is_told_of_it(
        self, frontier: Cast, case: Case, kind: Any, by: str, to: str
    ) -> None:
        entered(frontier, case, kind, by)
        served = FanOut.objects.filter(act__kind__startswith="dispute_service.served").order_by("act")
        told = [("borealis", served[0]), (to, served[1])]
        for key, row in told:
            assert set(row.seat_ids) == {frontier[f"{key}.representative"].pk, frontier[f"{key}.alternate"].pk}

    def test_until_then_nobody_of_the_party_reads_it(self, frontier: Cast, case: Case) -> None:
        frontier.retain(case.ref)
        theirs = (THEM, "borealis.liaison", "counsel")
        assert [_shown(frontier, case, name) for name in theirs] == [()] * 3
        for name in (US, "cygnus.liaison", "clerk"):
            assert len(_shown(frontier, case, name)) == 2
        opened(frontier, case)
        assert [len(_shown(frontier, case, name)) for name in theirs] == [2] * 3

    def test_it_happens_once(self, frontier: Cast, case: Case) -> None:
        opened(frontier, case)
        for name in (THEM, "borealis.alternate"):
            with pytest.raises(Refused, match=r"opened before \(charter, article 8\.1a\)"):
                opened(frontier, case, name)

    @pytest.mark.parametrize("name", [US, "cygnus.representative", "clerk", "independent"])
    def test_others_do_not_open_it(self, frontier: Cast, case: Case, name: str) -> None:
        with pytest.raises(Refused):
            opened(frontier, case, name)
        assert service_in(case).state == "sent"

    @pytest.mark.parametrize("name", ["observer.eu", "auditor", "counsel"])
    def test_to_whom_it_is_not_there_it_is_not_there(self, frontier: Cast, case: Case, name: str) -> None:
        with pytest.raises(Http404):
            opened(frontier, case, name)

    def test_a_liaison_does_not_bind_the_party(self, frontier: Cast, case: Case) -> None:
        with pytest.raises(Refused, match="Your representative, an alternate or your counsel"):
            opened(frontier, case, "borealis.liaison")

    @pytest.mark.parametrize(("kind", "by", "to", "name"), [(REPLY, THEM, US, "2"), (CONSULTATION, US, THEM, "C1"), (SETTLEMENT, THEM, US, "S1")])  # fmt: skip
    def test_every_paper_is_opened_so(self, frontier: Cast, case: Case, kind: Any, by: str, to: str, name: str) -> None:
        entered(frontier, case, kind, by)
        assert opened(frontier, case, to, name=name).state == "opened"
        for missing in ("3", "S2", "C0", "P1-1", "x"):
            with pytest.raises(Http404):
                opened(frontier, case, to, name=missing)


class TestTheAgentOfRecord:
    def test_once_one_is_named_nobody_else_opens(self, frontier: Cast, case: Case) -> None:
        _name(frontier, case, "borealis.alternate")
        with pytest.raises(Refused, match="Your agent of record"):
            opened(frontier, case)
        assert opened(frontier, case, "borealis.alternate").state == "opened"

    def test_another_takes_its_place_and_the_record_says_so_once(self, frontier: Cast, case: Case) -> None:
        frontier.retain(case.ref)
        for agent in ("borealis.alternate", "counsel", "counsel"):
            assert _name(frontier, case, agent).agent_id == frontier[agent].pk
        acts = Act.objects.filter(kind="dispute.agent_named").order_by("pk")
        assert [act.facts["agent"] for act in acts] == [frontier[one].holder for one in ("borealis.alternate", "counsel")]  # fmt: skip
        assert opened(frontier, case, "counsel").state == "opened"

    @pytest.mark.parametrize("agent", ["counsel", "borealis.liaison", "aster.alternate", "clerk", "eve"])
    def test_it_speaks_for_the_party_in_this_case(self, frontier: Cast, case: Case, agent: str) -> None:
        with pytest.raises(Invalid) as refusal:
            _name(frontier, case, agent)
        assert set(refusal.value.errors) == {"seat"}
        assert CaseParty.objects.filter(agent=None).count() == 2

    def test_those_who_can_be_it_are_offered(self, frontier: Cast, case: Case) -> None:
        frontier.retain(case.ref)
        seat_somebody(frontier, "counsel.else", "borealis", Role.COUNSEL, "DSP-2026-ELSE")
        offered = set(agents_of(case, body("borealis").pk, NOW))
        assert offered == {frontier[name] for name in (THEM, "borealis.alternate", "counsel")}

    @pytest.mark.parametrize("name", ["borealis.liaison", "cygnus.representative", "clerk"])
    def test_only_who_binds_a_party_names_one(self, frontier: Cast, case: Case, name: str) -> None:
        with pytest.raises(Refused, match=r"article 8\.1a"):
            _name(frontier, case, name, who=name)


class TestSilence:
    def test_what_nobody_opened_in_time_is_served_again_and_the_whole_time_runs_anew(
        self, frontier: Cast, case: Case
    ) -> None:
        sweep(DUE)
        assert service_in(case).state == "sent", "what is due now is in time"
        sweep(SWEPT)
        service = service_in(case)
        assert (service.state, service.sent_again_at) == ("sent_again", SWEPT)
        assert _of_reply(case) == [("moot", DUE), ("running", ANEW)]
        assert acts_in(case)[-1] == "dispute_service.served_again"

    def test_a_reply_in_that_time_is_in_time(self, frontier: Cast, case: Case) -> None:
        sweep(SWEPT)
        opened(frontier, case, at=SWEPT + HOUR)
        assert entered(frontier, case, REPLY, THEM, at=ANEW).due_at is None
        assert clocks_in(case)["dispute_service.reply"] == "met"

    @pytest.mark.parametrize("opens", [False, True])
    def test_a_second_silence_counts_and_there_is_no_third_service(
        self, frontier: Cast, case: Case, opens: bool
    ) -> None:
        sweep(SWEPT)
        if opens:
            opened(frontier, case, at=SWEPT + HOUR)
        for hours in (2, 3, 400):
            sweep(ANEW + hours * HOUR)
        assert Service.objects.get().sent_again_at == SWEPT
        assert _of_reply(case) == [("moot", DUE), ("lapsed", ANEW)]
        assert [acts_in(case).count(f"dispute_service.{act}") for act in ("served_again", "silent")] == [1, 1]

    def test_who_opened_it_in_time_is_silent_at_the_first_end(self, frontier: Cast, case: Case) -> None:
        opened(frontier, case, at=DUE)
        sweep(SWEPT)
        assert (_of_reply(case), service_in(case).sent_again_at) == ([("lapsed", DUE)], None)
        assert acts_in(case)[-1] == "dispute_service.silent"
        case.refresh_from_db()
        assert case.stage == Stage.COMPLAINT

    def test_who_opens_it_late_and_before_it_is_served_again_has_the_whole_time_from_then(
        self, frontier: Cast, case: Case
    ) -> None:
        opened(frontier, case, at=DUE + SECOND)
        sweep(SWEPT)
        assert service_in(case).sent_again_at is None
        late = datetime(2026, 12, 12, 22, 59, 59, tzinfo=UTC)
        assert _of_reply(case) == [("moot", DUE), ("running", late)]
        sweep(late + 2 * HOUR)
        assert _of_reply(case) == [("moot", DUE), ("lapsed", late)]
        assert acts_in(case)[-1] == "dispute_service.silent"

    def test_who_has_replied_is_not_silent(self, frontier: Cast, case: Case) -> None:
        entered(frontier, case, REPLY, THEM, at=DUE)
        sweep(SWEPT)
        assert (_of_reply(case), service_in(case).state) == ([("met", DUE)], "sent")

    def test_other_papers_are_never_served_again(self, frontier: Cast, case: Case) -> None:
        entered(frontier, case, SETTLEMENT, US)
        sweep(SWEPT)
        assert Service.objects.get(paper__kind=SETTLEMENT).state == "sent"
        with pytest.raises(Refused, match="Only the party on which it was served"):
            open_paper(actor=frontier.viewer(US), now=SWEPT, ref=case.ref, name="S1")
