"""Cases that belong together, and what becomes of one when somebody in it leaves or is expelled."""

from itertools import product

import pytest

from apps.disputes.rules.parties import (  # fmt: skip
    AFTER_LABELS,
    JOINABLE,
    VERBS,
    WHY_LABELS,
    After,
    Involved,
    Why,
    after_leaving,
    offer,
)
from apps.disputes.states import ADOPTED, BEFORE_PANEL, CASES, OPEN, REPORTED, UNDER_PANEL, Capacity, Stage
from tests.disputes.cases import ASTER, BOREALIS, CYGNUS, DIONE

PAUSE, BUDGET = "PAU-2026-0001", "BUD-2027"


def case(
    *complainants: int,
    against: tuple[int, ...] = (BOREALIS,),
    stage: Stage = Stage.COMPLAINT,
    about: tuple[str, ...] = (PAUSE,),
    third: tuple[int, ...] = (),
) -> Involved:
    parties = dict.fromkeys(complainants, Capacity.COMPLAINANT) | dict.fromkeys(against, Capacity.RESPONDENT)
    return Involved(stage, parties | dict.fromkeys(third, Capacity.THIRD_PARTY), frozenset(about))


class TestJoinder:
    def test_cross_complaints_are_offered_whatever_they_are_about(self) -> None:
        one = case(ASTER)
        other = case(BOREALIS, against=(ASTER,), about=(BUDGET,))
        assert offer(one, other) == offer(other, one) == Why.CROSS

    def test_two_complaints_about_one_matter_against_one_member_are_offered(self) -> None:
        assert offer(case(ASTER), case(CYGNUS)) == Why.SAME
        assert offer(case(ASTER), case(CYGNUS, about=(BUDGET,))) is None
        assert offer(case(ASTER), case(CYGNUS, against=(DIONE,))) is None

    def test_a_third_party_makes_no_two_cases_one(self) -> None:
        assert offer(case(ASTER), case(CYGNUS, against=(DIONE,), third=(ASTER, BOREALIS))) is None

    @pytest.mark.parametrize(("one", "other"), list(product(Stage, Stage)))
    def test_only_until_papers_are_exchanged_in_either(self, one: Stage, other: Stage) -> None:
        offered = offer(case(ASTER, stage=one), case(BOREALIS, against=(ASTER,), stage=other))
        assert (offered == Why.CROSS) is (one in JOINABLE and other in JOINABLE)

    def test_drafts_are_not_told_of_each_other(self) -> None:
        assert Stage.DRAFT not in JOINABLE


class TestLeaving:
    @pytest.mark.parametrize("stage", OPEN)
    def test_the_only_complainant_takes_the_case_along_until_the_report(self, stage: Stage) -> None:
        expected = {
            **dict.fromkeys((*BEFORE_PANEL, *UNDER_PANEL), After.WITHDRAWN),
            **dict.fromkeys(REPORTED, After.GOES_ON),
            **dict.fromkeys(ADOPTED, After.ENDS),
        }
        assert after_leaving(case(ASTER, stage=stage), ASTER) == expected[stage]

    @pytest.mark.parametrize("stage", OPEN)
    def test_leaving_is_no_way_out_of_being_judged(self, stage: Stage) -> None:
        expected = After.ENDS if stage in ADOPTED else After.GOES_ON
        assert after_leaving(case(ASTER, stage=stage), BOREALIS) == expected

    @pytest.mark.parametrize("stage", OPEN)
    def test_where_another_of_the_same_side_remains_the_case_goes_on(self, stage: Stage) -> None:
        both = case(ASTER, CYGNUS, against=(BOREALIS, DIONE), stage=stage)
        assert {after_leaving(both, one) for one in both.parties} == {After.GOES_ON}

    @pytest.mark.parametrize("stage", OPEN)
    def test_a_third_party_or_a_stranger_ends_nothing(self, stage: Stage) -> None:
        found = case(ASTER, stage=stage, third=(CYGNUS,))
        assert {after_leaving(found, one) for one in (CYGNUS, DIONE)} == {After.GOES_ON}

    @pytest.mark.parametrize("stage", OPEN)
    def test_what_follows_is_a_move_that_is_open(self, stage: Stage) -> None:
        for leaving in (ASTER, BOREALIS):
            after = after_leaving(case(ASTER, stage=stage), leaving)
            assert after == After.GOES_ON or CASES.may(VERBS[after], stage)


def test_everything_has_its_words() -> None:
    assert set(WHY_LABELS) == set(Why)
    assert set(AFTER_LABELS) == set(After)
