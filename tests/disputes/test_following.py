"""What the portal does by itself: it complains for the committee, and goes through a case whose people are gone."""

from apps.committees.models import CharterVersion, Organisation
from apps.deadlines.models import Deadline
from apps.deadlines.services.sweeping import sweep
from apps.disputes.models import Case, CaseParty, Paper, Service
from apps.disputes.selectors.panels import panel_of
from apps.disputes.services import joining
from apps.disputes.services.opening import open_for_committee
from apps.disputes.states import Capacity, PanelState, Stage
from apps.funding.models import ArrearsCase
from apps.membership.services.membership import take_step
from apps.pauses.models import ComplianceCase
from tests.cast import BEGINNING, NOW, Cast
from tests.disputes.filing import acts_in, clocks_in, filed
from tests.disputes.paneling import DAY, HOUR, composed, past, places, reported
from tests.disputes.test_course import at
from tests.funding.owed import lost
from tests.pauses.attesting import late_case, ordered


def _expel(cast: Cast, key: str) -> None:
    body = Organisation.objects.get(key=key)
    told = {"step": "expel", "decision": "MOT-2026-0009", "because": "It left its duties undone."}
    take_step(actor=cast.viewer("clerk", NOW + DAY), now=NOW + DAY, organisation=body, **told)


def _parties(case: Case) -> dict[str, str]:
    rows = CaseParty.objects.filter(case=case, left_at=None)
    return {capacity: key for key, capacity in rows.values_list("organisation__key", "capacity")}


class TestComplaintsOfTheCommittee:
    def test_who_lost_its_vote_for_arrears_is_complained_about_once(self, frontier: Cast) -> None:
        lost(frontier)
        found = {case.about[0]: case for case in Case.objects.all()}
        assert set(found) == set(ArrearsCase.objects.values_list("ref", flat=True))
        case = found[ArrearsCase.objects.get(organisation__key="borealis").ref]
        assert _parties(case) == {"complainant": "secretariat", "respondent": "borealis"}
        assert case.stage == Stage.COMPLAINT
        assert clocks_in(case)["dispute_service.reply"] == "running"
        assert Service.objects.get(paper__case=case).party.organisation.key == "borealis"
        assert case.about[0] in Paper.objects.get(case=case).text

    def test_a_pause_that_was_not_kept_comes_to_a_dispute_at_last(self, frontier: Cast) -> None:
        compliance: ComplianceCase = late_case(frontier, ordered(frontier))
        sweep(Deadline.objects.get(clock="pause_case.answer").due_at + HOUR)
        for _turn in range(4):
            sweep(Deadline.objects.filter(clock="pause_case.next").latest("pk").due_at + HOUR)
        compliance.refresh_from_db()
        assert list(compliance.consequences.order_by("pk").values_list("key", flat=True))[-1] == "dispute"
        case = Case.objects.get()
        assert compliance.ref in case.about
        says = compliance.consequences.get(key="dispute").says
        assert says.startswith("The committee complains about Borealis")
        assert case.ref not in says, "it is published with the case"

    def test_not_where_the_charter_does_not_let_it_and_not_twice(self, frontier: Cast) -> None:
        told = {"now": NOW, "respondent": Organisation.objects.get(key="cygnus"), "title": "A", "text": "B"}
        assert open_for_committee(**told, about=["ARR-2026-0001"]) is not None
        assert open_for_committee(**told, about=["ARR-2026-0001"]) is None
        values = CharterVersion.objects.get(number=1).values | {"disputes.portal": False}
        CharterVersion.objects.create(
            number=2, preset="standard", values=values, in_force_at=BEGINNING + DAY, adopted_by="A test"
        )
        assert open_for_committee(**told, about=["ARR-2026-0002"]) is None


class TestWhoIsNoMemberAnyMore:
    def test_the_only_complainants_case_is_withdrawn(self, frontier: Cast) -> None:
        case = filed(frontier)
        _expel(frontier, "aster")
        case.refresh_from_db()
        assert (case.stage, acts_in(case)[-1]) == (Stage.WITHDRAWN, "dispute.withdrawn")

    def test_against_the_only_respondent_it_goes_on_and_is_closed_once_there_is_nothing_to_reach(
        self, frontier: Cast
    ) -> None:
        case = reported(frontier)
        _expel(frontier, "borealis")
        case.refresh_from_db()
        assert case.stage == Stage.REPORT
        assert _parties(case)["respondent"] == "borealis"

    def test_after_adoption_it_is_closed(self, frontier: Cast) -> None:
        case = reported(frontier)
        past(case, "dispute.adoption", at(2027, 1, 20))
        _expel(frontier, "borealis")
        case.refresh_from_db()
        assert (case.stage, acts_in(case)[-1]) == (Stage.CLOSED, "dispute.nobody_left")
        assert set(clocks_in(case).values()) <= {"met", "moot"}

    def test_a_third_party_takes_part_no_more(self, frontier: Cast) -> None:
        case = filed(frontier)
        told = {"capacity": "third_party", "because": "Chips."}
        joinder = joining.ask_to_join(actor=frontier.viewer("cygnus.representative"), now=NOW, ref=case.ref, **told)
        joining.let_join(actor=frontier.viewer("clerk"), now=NOW, ref=case.ref, joinder=joinder.uid)
        _expel(frontier, "cygnus")
        assert Capacity.THIRD_PARTY not in _parties(case)
        joinder.refresh_from_db()
        assert joinder.state == "left"

    def test_a_panellist_of_it_leaves_the_panel(self, frontier: Cast) -> None:
        case = composed(frontier)
        _expel(frontier, "ben-institute")
        assert (panel_of(case).state, places(case)) == (PanelState.BY_LOT, ["Ada", "Cleo"])
