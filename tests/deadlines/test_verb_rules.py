"""Who may do what with a deadline, without a database: every verb over every state and kind of viewer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.deadlines.rules import verbs
from apps.deadlines.rules.verbs import Matter
from apps.deadlines.states import MOVES, State

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MATTER = Matter(State.RUNNING, NOW - 12 * HOUR, NOW + 12 * HOUR, NOW + 12 * HOUR)

CLERK = Viewer(1, 1, 1, Role.CLERK)
CHAIR = Viewer(1, 2, 2, Role.REPRESENTATIVE, offices=frozenset({OfficeKind.CHAIR}), chairs_office=True)
DEPUTY = Viewer(1, 3, 2, Role.ALTERNATE, chairs_office=True)
MEMBER = Viewer(1, 4, 3, Role.REPRESENTATIVE)
OPERATOR = replace(CLERK, seat_id=0, organisation_id=0, operator_session=1)
EVERYONE = (CLERK, CHAIR, DEPUTY, MEMBER, OPERATOR)

OFFICIAL = {
    "pause": (verbs.may_pause, {CLERK, CHAIR}),
    "resume": (verbs.may_resume, {CLERK, CHAIR}),
    "extend": (verbs.may_extend, {CLERK, CHAIR}),
    "waive": (verbs.may_waive, {CHAIR}),
}


@pytest.mark.parametrize("verb", OFFICIAL)
def test_an_official_verb_is_open_to_its_officials_in_its_states_and_in_nobodys_own_matter(verb: str) -> None:
    rule, officials = OFFICIAL[verb]
    for viewer, state, own, second in product(EVERYONE, State, (False, True), (False, True)):
        matter = replace(MATTER, state=state, is_own=own, is_second=second)
        expected = viewer in officials and state in MOVES[verb].sources and not own and not second
        decision = rule(viewer, matter)
        assert bool(decision) is expected, (viewer, state, own, second)
        assert decision.allowed or decision.reason.endswith(".")


def test_an_hour_that_is_fixed_is_moved_by_nobody() -> None:
    matter = replace(MATTER, is_fixed=True, is_owed=True)
    rules = [rule for rule, _officials in OFFICIAL.values()] + [verbs.may_take_on, verbs.may_hand_over]
    for viewer, rule in product((CLERK, CHAIR, MEMBER), rules):
        assert not rule(viewer, matter)
    assert verbs.may_take_on(CHAIR, matter).reason.startswith("This hour is fixed")


def test_only_who_owes_it_is_on_it_and_only_while_its_ladder_climbs() -> None:
    for viewer, state, owed in product(EVERYONE, State, (False, True)):
        expected = viewer is not OPERATOR and owed and state in {State.RUNNING, State.OVERDUE}
        assert bool(verbs.may_take_on(viewer, replace(MATTER, state=state, is_owed=owed))) is expected


def test_handing_over_is_for_who_owes_it_its_representative_and_the_officials_while_it_is_open() -> None:
    for viewer, state, owed, owing in product(EVERYONE, State, (False, True), (False, True)):
        matter = replace(MATTER, state=state, is_owed=owed, is_owing_organisations=owing)
        entitled = viewer in {CLERK, CHAIR} or owed or (owing and viewer.role == Role.REPRESENTATIVE)
        is_open = state in {State.RUNNING, State.PAUSED, State.OVERDUE}
        assert bool(verbs.may_hand_over(viewer, matter)) is (entitled and is_open and viewer is not OPERATOR)


def test_chasing_is_for_officials_and_for_what_is_late_or_unanswered() -> None:
    soon, past = NOW + HOUR, NOW - HOUR
    for viewer, state, on, chased in product(EVERYONE, State, (None, past, soon), (None, past, NOW)):
        matter = replace(MATTER, state=state, taken_on_until=on, chased_at=chased)
        late = state == State.OVERDUE or (state == State.RUNNING and on != soon)
        expected = viewer in {CLERK, CHAIR} and late and chased != NOW
        assert bool(verbs.may_chase(viewer, matter, NOW)) is expected, (viewer, state, on, chased)


def test_a_clerk_extends_to_twice_the_first_length_at_most() -> None:
    limit = NOW + 36 * HOUR
    assert verbs.may_extend_to(CLERK, MATTER, limit)
    assert not verbs.may_extend_to(CLERK, MATTER, limit + timedelta(seconds=1))
    assert verbs.may_extend_to(CHAIR, MATTER, limit + 999 * HOUR)


@pytest.mark.parametrize(("minutes", "fine"), [(4, False), (5, True), (120, True), (121, False)])
def test_being_on_it_is_for_five_minutes_to_the_charters_hours(minutes: int, fine: bool) -> None:
    assert (verbs.on_it_error(NOW + timedelta(minutes=minutes), NOW, 2) == "") is fine
