"""Who may do what in a case: every verb by everybody at every stage."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.states import OfficeKind, Role
from apps.disputes.rules import docket_verbs, ruling_verbs, verbs
from apps.disputes.rules.clocks import Clock
from apps.disputes.rules.filings import FILINGS
from apps.disputes.rules.who import SPEAKING, capacity_of
from apps.disputes.states import (
    ADOPTED,
    BEFORE_PANEL,
    CASES,
    OPEN,
    UNDER_PANEL,
    Capacity,
    DocumentKind,
    DocumentState,
    RemedyKind,
    Stage,
)
from tests.disputes.cases import ASTER, AUTHORITY, BOREALIS, CIVIL, CYGNUS, DIONE, REF, SECRETARIAT, Case, viewer

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CHAIR = frozenset({OfficeKind.CHAIR})
PORTAL = Portal("a clock")

PEOPLE = {
    "aster": viewer(Role.REPRESENTATIVE, ASTER),
    "aster.chair": viewer(Role.REPRESENTATIVE, ASTER, offices=CHAIR),
    "aster.liaison": viewer(Role.LIAISON, ASTER),
    "aster.machine": viewer(Role.SERVICE, ASTER),
    "aster.counsel": viewer(Role.COUNSEL, ASTER, matter=REF),
    "borealis": viewer(Role.ALTERNATE, BOREALIS),
    "borealis.counsel": viewer(Role.COUNSEL, BOREALIS, matter=REF),
    "borealis.other_counsel": viewer(Role.COUNSEL, BOREALIS, matter="DSP-2026-ELSE"),
    "cygnus": viewer(Role.REPRESENTATIVE, CYGNUS),
    "dione": viewer(Role.REPRESENTATIVE, DIONE),
    "presiding": viewer(Role.INDEPENDENT, CIVIL, acting_for=frozenset({("dispute", 5)})),
    "clerk": viewer(Role.CLERK, SECRETARIAT),
    "observer": viewer(Role.OBSERVER, AUTHORITY),
    "first": viewer(Role.PANELLIST, CIVIL, 71, matter=REF),
    "first.other": viewer(Role.PANELLIST, CIVIL, 72, matter=REF),
    "second": viewer(Role.PANELLIST, CIVIL, 81, matter=REF),
    "review": viewer(Role.PANELLIST, CIVIL, 91, matter=REF),
    "elsewhere": viewer(Role.PANELLIST, CIVIL, 71, matter="DSP-2026-ELSE"),
    "operator": viewer(Role.CLERK, 0, 0, operator_session=3),
}
COMPLAINANTS = {"aster", "aster.chair", "aster.counsel"}
RESPONDENTS = {"borealis", "borealis.counsel"}
BOTH = COMPLAINANTS | RESPONDENTS

Verb = Callable[[Viewer, Case], Any]
LATER = {"now": NOW, "begin_due": NOW, "opens": NOW}

TABLE: dict[str, tuple[Verb, set[str], set[Stage]]] = {
    "discard": (verbs.may_discard, {"aster", "aster.chair", "aster.liaison"}, {Stage.DRAFT}),
    "edit": (verbs.may_edit, {"aster", "aster.chair", "aster.liaison"}, {Stage.DRAFT}),
    "complain": (verbs.may_complain, {"aster", "aster.chair"}, {Stage.DRAFT}),
    "consult": (verbs.may_consult, BOTH, {Stage.COMPLAINT, Stage.REPLY}),
    "request_panel": (lambda who, case: verbs.may_request_panel(who, case, **LATER), COMPLAINANTS, {Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS}),
    "compose": (verbs.may_compose, BOTH, {Stage.PANEL_REQUEST, Stage.APPEAL}),
    "draw": (lambda who, case: verbs.may_draw(who, case, now=NOW, parties_until=NOW - SECOND), {"clerk"}, {Stage.PANEL_REQUEST, *UNDER_PANEL, Stage.APPEAL, Stage.REVIEW}),
    "begin_writing": (lambda who, case: verbs.may_conduct(who, case, "begin_writing"), {"first"}, {Stage.COMPOSED}),
    "hear": (lambda who, case: verbs.may_conduct(who, case, "hear"), {"first"}, {Stage.WRITTEN}),
    "issue_interim": (lambda who, case: verbs.may_conduct(who, case, "issue_interim"), {"first"}, {Stage.WRITTEN, Stage.HEARING}),
    "circulate": (lambda who, case: verbs.may_conduct(who, case, "circulate"), {"first"}, {Stage.INTERIM}),
    "circulate_appeal": (lambda who, case: verbs.may_conduct(who, case, "circulate_appeal"), {"second"}, {Stage.APPEAL}),
    "extend": (lambda who, case: docket_verbs.may_propose_extension(who, case, Clock.REPLY, at=NOW, to=NOW + SECOND), BOTH, set(OPEN)),
    "seal": (lambda who, case: docket_verbs.may_seal(who, case, filed_it=True), BOTH | {"cygnus"}, set(OPEN)),
    "object": (lambda who, case: docket_verbs.may_object_to_seal(who, case, filed_it=False), BOTH, set(OPEN)),
    "join": (lambda who, case: verbs.may_ask_to_join(who, case, now=NOW, due=NOW), {"dione", "presiding"}, {*BEFORE_PANEL, *UNDER_PANEL}),
    "ask_suspension": (lambda who, case: verbs.may_ask_suspension(who, case, now=NOW, lapses=NOW + SECOND), COMPLAINANTS, set(UNDER_PANEL)),
    "withdraw": (verbs.may_withdraw, COMPLAINANTS, {*BEFORE_PANEL, *UNDER_PANEL}),
    "settle": (lambda who, case: verbs.may_settle(who, case, at_any_time=True), BOTH, set(OPEN)),
    "settle_early": (lambda who, case: verbs.may_settle(who, case, at_any_time=False), BOTH, {*BEFORE_PANEL, *UNDER_PANEL}),
    "appeal": (lambda who, case: ruling_verbs.may_appeal(who, case, has_appeal=True, appealed=False), BOTH, {Stage.REPORT}),
    "content": (ruling_verbs.may_be_content, COMPLAINANTS, set(ADOPTED)),
    "ask_review": (lambda who, case: ruling_verbs.may_ask_review(who, case, now=NOW + SECOND, period_ends=NOW), BOTH, {Stage.COMPLIANCE, Stage.REMEDIES}),
    "comply": (lambda who, case: ruling_verbs.may_find_compliance(who, case, "comply"), {"review"}, {Stage.REVIEW}),
    "find_against": (lambda who, case: ruling_verbs.may_find_compliance(who, case, "find_against"), {"review"}, {Stage.REVIEW}),
    "remedy": (lambda who, case: ruling_verbs.may_ask_remedy(who, case, RemedyKind.PLAN, failed=(), open_now=False, in_order=True), COMPLAINANTS, {Stage.REMEDIES}),
}  # fmt: skip


@pytest.mark.parametrize("verb", TABLE)
def test_a_verb_is_open_to_its_people_at_its_stages_and_to_nobody_else(verb: str) -> None:
    rule, people, stages = TABLE[verb]
    for (name, who), stage in product(PEOPLE.items(), Stage):
        decision = rule(who, Case(stage))
        # A draft's seals are its authors' own to set.
        expected = (name in people and stage in stages) or (
            verb == "seal" and stage == Stage.DRAFT and name in TABLE["edit"][1]
        )
        assert bool(decision) is expected, (name, stage)
        assert decision or decision.reason.endswith(").")
        assert decision or "(charter, article 8." in decision.reason


@pytest.mark.parametrize("stage", Stage)
def test_orders_are_the_panels_and_before_there_is_one_of_whoever_presides(stage: Stage) -> None:
    allowed = {name for name, who in PEOPLE.items() if docket_verbs.may_order(who, Case(stage))}
    if stage in BEFORE_PANEL:
        assert allowed == {"presiding"}
    elif stage in UNDER_PANEL:
        assert allowed == {"first"}
    elif stage == Stage.APPEAL:
        assert allowed == {"second"}
    else:
        assert allowed == ({"review"} if stage in ADOPTED else set())


class TestCapacity:
    def test_each_acts_as_what_it_is_in_the_case(self) -> None:
        acting = {name: capacity_of(who, Case(Stage.WRITTEN)) for name, who in PEOPLE.items()}
        assert {name for name, capacity in acting.items() if capacity == Capacity.NOBODY} == {
            "borealis.other_counsel",
            "dione",
            "observer",
            "second",
            "review",
            "elsewhere",
            "operator",
        }
        assert acting["aster.chair"] == Capacity.COMPLAINANT
        assert acting["cygnus"] == Capacity.THIRD_PARTY

    def test_a_party_that_is_chair_or_clerk_is_a_party_all_the_same(self) -> None:
        chair = viewer(Role.REPRESENTATIVE, BOREALIS, offices=CHAIR, acting_for=frozenset({("dispute", 5)}))
        assert capacity_of(chair, Case()) == Capacity.RESPONDENT

    def test_the_chair_presides_unless_it_stands_back(self) -> None:
        chair = viewer(Role.REPRESENTATIVE, DIONE, offices=CHAIR)
        assert capacity_of(chair, Case()) == Capacity.PRESIDING
        assert capacity_of(replace(chair, stands_back=frozenset({("dispute", 5)})), Case()) == Capacity.NOBODY

    def test_the_first_panel_can_do_the_review(self) -> None:
        case = Case(Stage.REVIEW, panel_seats={71: {1, 3}})
        assert capacity_of(PEOPLE["first"], case) == Capacity.PANEL

    def test_a_machine_and_a_liaison_bind_nobody(self) -> None:
        assert not {Role.SERVICE, Role.LIAISON} & SPEAKING
        for name in ("aster.machine", "aster.liaison"):
            assert not verbs.may_withdraw(PEOPLE[name], Case())


class TestDrafting:
    def test_members_their_people_and_clerks_draft(self) -> None:
        allowed = {name for name, who in PEOPLE.items() if verbs.may_draft(who)}
        assert allowed == {
            "aster",
            "aster.chair",
            "aster.liaison",
            "borealis",
            "cygnus",
            "dione",
            "presiding",
            "clerk",
        }

    def test_a_clerk_files_what_the_secretariat_wrote(self) -> None:
        assert verbs.may_complain(PEOPLE["clerk"], Case(Stage.DRAFT, drafted_by=SECRETARIAT, parties={}))


class TestFiling:
    @pytest.mark.parametrize("kind", DocumentKind)
    def test_whoever_may_file_a_kind_and_binds_its_side_files_it(self, kind: DocumentKind) -> None:
        for (name, who), stage in product(PEOPLE.items(), Stage):
            case = Case(stage)
            notes = kind == DocumentKind.DELIBERATION and name == "first.other"
            speaks = notes or name not in {"aster.liaison", "aster.machine", "first.other"}
            expected = capacity_of(who, case) in FILINGS[kind].by and stage in FILINGS[kind].stages and speaks
            decision = verbs.may_file(who, case, kind)
            assert bool(decision) is expected, (name, stage)
            assert decision or "(charter, article 8." in decision.reason

    def test_while_the_work_is_suspended_only_settling_and_asking_go_on(self) -> None:
        suspended = Case(Stage.WRITTEN, is_suspended=True)
        allowed = {kind for kind in DocumentKind if verbs.may_file(PEOPLE["aster"], suspended, kind)}
        assert allowed == {DocumentKind.SETTLEMENT, DocumentKind.SETTLEMENT_NOTICE, DocumentKind.REQUEST}
        assert verbs.may_file(PEOPLE["clerk"], suspended, DocumentKind.NOTICE)
        assert not verbs.may_conduct(PEOPLE["first"], suspended, "hear")

    def test_a_second_of_a_kind_that_is_filed_once_is_refused(self) -> None:
        assert not verbs.may_file(PEOPLE["aster"], Case(), DocumentKind.SUBMISSION, has_filed=True)


class TestAskingForAPanel:
    def ask(self, stage: Stage, *, now: datetime = NOW, **more: bool) -> Any:
        later = NOW + timedelta(days=1)
        return verbs.may_request_panel(PEOPLE["aster"], Case(stage), now=now, begin_due=NOW, opens=later, **more)

    def test_talks_have_their_time(self) -> None:
        for stage in (Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS):
            assert self.ask(stage).reason.startswith("Consultations have their time first")

    def test_consultations_that_were_not_entered_in_time_are_refused(self) -> None:
        assert self.ask(Stage.REPLY, now=NOW + SECOND)
        assert not self.ask(Stage.CONSULTATIONS, now=NOW + SECOND)

    def test_silence_or_the_parties_agreement_that_they_failed_open_it_at_once(self) -> None:
        assert self.ask(Stage.COMPLAINT, in_default=True)
        assert self.ask(Stage.CONSULTATIONS, agreed=True)

    def test_the_day_after_their_end_opens_it(self) -> None:
        assert self.ask(Stage.CONSULTATIONS, now=NOW + timedelta(days=1))


class TestPanelAndDocket:
    def test_the_lot_waits_for_the_parties_unless_both_ask_for_it(self) -> None:
        case, clerk = Case(Stage.PANEL_REQUEST), PEOPLE["clerk"]
        assert not verbs.may_draw(clerk, case, now=NOW, parties_until=NOW)
        assert verbs.may_draw(clerk, case, now=NOW, parties_until=NOW, both_ask=True)

    def test_whoever_wants_to_be_heard_is_heard(self) -> None:
        assert not verbs.may_conduct(PEOPLE["first"], Case(Stage.WRITTEN), "issue_interim", hearing_wanted=True)
        assert verbs.may_conduct(PEOPLE["first"], Case(Stage.HEARING), "issue_interim", hearing_wanted=True)

    def test_where_nobody_without_a_stake_presides_a_clerk_orders_until_there_is_a_panel(self) -> None:
        assert docket_verbs.may_order(PEOPLE["clerk"], Case(Stage.REPLY), clerks_do=True)
        assert not docket_verbs.may_order(PEOPLE["clerk"], Case(Stage.WRITTEN), clerks_do=True)

    def test_nobody_orders_what_their_own_organisation_asked_for_and_the_portal_may(self) -> None:
        assert not docket_verbs.may_order(PEOPLE["presiding"], Case(Stage.REPLY), own=True)
        assert docket_verbs.may_order(PORTAL, Case(Stage.REPLY))

    @pytest.mark.parametrize("state", DocumentState)
    def test_only_a_paper_that_was_filed_is_struck(self, state: DocumentState) -> None:
        decision = docket_verbs.may_strike_document(PEOPLE["first"], Case(), state=state)
        assert bool(decision) is (state in {DocumentState.FILED, DocumentState.SERVED})

    def test_a_seal_is_of_whoever_filed_the_paper_and_others_object(self) -> None:
        assert not docket_verbs.may_seal(PEOPLE["borealis"], Case(), filed_it=False)
        assert not docket_verbs.may_object_to_seal(PEOPLE["aster"], Case(), filed_it=True)

    def test_an_extension_is_answered_by_the_others(self) -> None:
        assert docket_verbs.may_answer_extension(PEOPLE["borealis"], Case(), proposed_by=ASTER)
        for name in ("aster", "cygnus", "clerk"):
            assert not docket_verbs.may_answer_extension(PEOPLE[name], Case(), proposed_by=ASTER)

    def test_a_time_that_is_not_the_parties_is_not_extended_by_them(self) -> None:
        assert not docket_verbs.may_propose_extension(PEOPLE["aster"], Case(), Clock.ADOPT, at=NOW, to=NOW + SECOND)

    def test_a_second_late_nobody_joins(self) -> None:
        assert not verbs.may_ask_to_join(PEOPLE["dione"], Case(), now=NOW + SECOND, due=NOW)
        assert verbs.may_ask_to_join(PEOPLE["dione"], Case(), now=NOW + SECOND, due=None)


class TestSuspension:
    def test_it_is_asked_for_once_at_a_time_and_resumed_by_complainant_or_panel(self) -> None:
        suspended = Case(is_suspended=True)
        assert not verbs.may_ask_suspension(PEOPLE["aster"], suspended, now=NOW, lapses=NOW + SECOND)
        allowed = {name for name, who in PEOPLE.items() if verbs.may_resume(who, suspended)}
        assert allowed == COMPLAINANTS | {"first"}
        assert {name for name, who in PEOPLE.items() if verbs.may_resume(who, Case())} == set()

    def test_it_is_not_asked_for_when_its_longest_time_is_used_up(self) -> None:
        used = verbs.may_ask_suspension(PEOPLE["aster"], Case(), now=NOW, lapses=NOW)
        assert used.reason.endswith("is used up (charter, article 8.5d).")


class TestRulings:
    def test_there_is_one_appeal_where_the_charter_has_it(self) -> None:
        case, party = Case(Stage.REPORT), PEOPLE["borealis"]
        assert not ruling_verbs.may_appeal(party, case, has_appeal=False, appealed=False)
        assert not ruling_verbs.may_appeal(party, case, has_appeal=True, appealed=True)

    @pytest.mark.parametrize("stage", Stage)
    def test_a_report_is_adopted_by_itself_after_its_hour(self, stage: Stage) -> None:
        for breach, verb in ((True, "adopt"), (False, "adopt_without_breach")):
            late = ruling_verbs.may_adopt(PORTAL, Case(stage), now=NOW + SECOND, due=NOW, breach=breach)
            assert bool(late) is (stage in CASES[verb].sources)
            assert not ruling_verbs.may_adopt(PORTAL, Case(stage), now=NOW - SECOND, due=NOW, breach=breach)

    def test_nobody_adopts_or_rejects_a_report_by_hand(self) -> None:
        for who in PEOPLE.values():
            assert not ruling_verbs.may_adopt(who, Case(Stage.REPORT), now=NOW + SECOND, due=NOW, breach=True)
            assert not ruling_verbs.may_reject(who, Case(Stage.REPORT), now=NOW, opens=NOW)

    @pytest.mark.parametrize("stage", Stage)
    def test_a_motion_rejects_a_report_from_the_day_on_which_it_can_be_adopted(self, stage: Stage) -> None:
        assert bool(ruling_verbs.may_reject(PORTAL, Case(stage), now=NOW, opens=NOW)) is (stage == Stage.REPORT)
        assert not ruling_verbs.may_reject(PORTAL, Case(stage), now=NOW - SECOND, opens=NOW)

    def test_the_respondent_may_show_early_that_it_complies(self) -> None:
        early = {"now": NOW, "period_ends": NOW}
        assert ruling_verbs.may_ask_review(PEOPLE["borealis"], Case(Stage.COMPLIANCE), **early)
        assert not ruling_verbs.may_ask_review(PEOPLE["aster"], Case(Stage.COMPLIANCE), **early)
        assert ruling_verbs.may_ask_review(PEOPLE["aster"], Case(Stage.REMEDIES), **early)

    @pytest.mark.parametrize(("kind", "before"), [(kind, list(RemedyKind)[:place]) for place, kind in enumerate(RemedyKind)])  # fmt: skip
    def test_a_remedy_is_open_when_all_milder_ones_have_failed(self, kind: RemedyKind, before: list) -> None:
        def ask(failed: list, *, in_order: bool = True, open_now: bool = False) -> Any:
            return ruling_verbs.may_ask_remedy(
                PEOPLE["aster"], Case(Stage.REMEDIES), kind, failed=failed, open_now=open_now, in_order=in_order
            )

        assert ask(before)
        assert not ask(before, open_now=True)
        assert ask([], in_order=False)
        for missing in before:
            assert not ask([one for one in before if one != missing])
