"""Who may, and what must hold, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.committees.rules.viewer import Portal, Viewer
from apps.committees.states import OrganisationKind, Role
from apps.membership.rules import seats, tokens, who

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)
AFTER = NOW + timedelta(days=1)


def viewer(role: Role, organisation: int = 1, seat: int = 1, operator: int | None = None) -> Viewer:
    return Viewer(committee_id=1, seat_id=seat, organisation_id=organisation, role=role, operator_session=operator)


@pytest.mark.parametrize("role", Role)
def test_only_clerks_and_the_portal_keep_the_papers(role: Role) -> None:
    assert bool(who.may_keep_papers(viewer(role))) == (role == Role.CLERK)
    assert who.may_keep_papers(Portal("a command"))
    assert not who.may_keep_papers(viewer(role, operator=9))


def test_a_representative_ends_seats_of_their_own_organisation_but_no_representatives() -> None:
    boss = viewer(Role.REPRESENTATIVE, organisation=1)
    assert who.may_end_seat(boss, organisation_id=1, role=Role.LIAISON)
    assert not who.may_end_seat(boss, organisation_id=1, role=Role.REPRESENTATIVE)
    assert not who.may_end_seat(boss, organisation_id=2, role=Role.LIAISON)
    assert not who.may_end_seat(viewer(Role.LIAISON), organisation_id=1, role=Role.LIAISON)


def test_tokens_are_for_ones_own_seat_and_the_organisations_machines() -> None:
    me = viewer(Role.LIAISON, organisation=1, seat=5)
    assert who.may_hold_tokens(me, seat_id=5, organisation_id=1, role=Role.LIAISON)
    assert who.may_hold_tokens(me, seat_id=8, organisation_id=1, role=Role.SERVICE)
    assert not who.may_hold_tokens(me, seat_id=8, organisation_id=2, role=Role.SERVICE)
    assert not who.may_hold_tokens(me, seat_id=6, organisation_id=1, role=Role.LIAISON)


def test_neither_a_machine_nor_an_operator_makes_tokens() -> None:
    machine = viewer(Role.SERVICE, organisation=1, seat=5)
    assert not who.may_hold_tokens(machine, seat_id=5, organisation_id=1, role=Role.SERVICE)
    operator = viewer(Role.OBSERVER, organisation=0, seat=0, operator=3)
    assert not who.may_hold_tokens(operator, seat_id=0, organisation_id=0, role=Role.OBSERVER)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_nobody_is_invited_to_the_seat_of_a_machine(kind: OrganisationKind) -> None:
    assert "nobody is invited" in seats.role_fits(kind, Role.SERVICE).reason


def test_labs_auditors_and_civil_society_propose_names_for_the_roster_and_a_clerk_confirms() -> None:
    able = {kind for kind in OrganisationKind if seats.role_fits(kind, Role.PANELLIST)}
    assert able == {OrganisationKind.LAB, OrganisationKind.AUDITOR, OrganisationKind.CIVIL}
    assert who.must_be_confirmed(viewer(Role.LIAISON), Role.PANELLIST)
    assert not who.must_be_confirmed(viewer(Role.CLERK), Role.PANELLIST)


def test_a_role_that_does_not_fit_is_refused_with_those_that_do() -> None:
    refusal = seats.role_fits(OrganisationKind.REGULATOR, Role.REPRESENTATIVE)
    assert not refusal
    assert refusal.reason == "This organisation can have: observer."


def test_an_organisation_has_one_voice() -> None:
    assert not seats.may_be_filled(Role.REPRESENTATIVE, "Aster", taken=True, already_in_it=False)
    assert seats.may_be_filled(Role.LIAISON, "Aster", taken=True, already_in_it=False)
    assert not seats.may_be_filled(Role.LIAISON, "Aster", taken=True, already_in_it=True)


def test_the_last_clerk_stays() -> None:
    assert not seats.may_end(Role.CLERK, starts_at=BEFORE, ended=False, other_clerks=0, now=NOW)
    assert seats.may_end(Role.CLERK, starts_at=BEFORE, ended=False, other_clerks=1, now=NOW)
    assert seats.may_end(Role.LIAISON, starts_at=BEFORE, ended=False, other_clerks=0, now=NOW)


def test_a_seat_ends_once_and_not_before_it_began() -> None:
    assert not seats.may_end(Role.LIAISON, starts_at=BEFORE, ended=True, other_clerks=1, now=NOW)
    assert not seats.may_end(Role.LIAISON, starts_at=NOW, ended=False, other_clerks=1, now=NOW)


@pytest.mark.parametrize(
    ("offer", "word"),
    [
        (seats.Offer(AFTER, BEFORE, None), "used"),
        (seats.Offer(AFTER, None, BEFORE), "withdrawn"),
        (seats.Offer(NOW, None, None), "expired"),
    ],
)
def test_each_way_an_invitation_is_over_has_its_sentence(offer: seats.Offer, word: str) -> None:
    assert word in seats.is_open(offer, NOW).reason


def test_an_open_invitation_can_be_used_up_to_its_last_moment() -> None:
    assert seats.is_open(seats.Offer(NOW + timedelta(microseconds=1), None, None), NOW)


def test_an_invitations_secret_is_the_same_for_a_repeat_and_another_for_a_new_expiry() -> None:
    first = tokens.invitation_secret("key", "uid", AFTER)
    assert tokens.invitation_secret("key", "uid", AFTER) == first
    assert tokens.invitation_secret("key", "uid", NOW) != first
    assert tokens.invitation_secret("other", "uid", AFTER) != first
    assert len(first) == 43


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        (" ", ["read"], 10, "name"),
        ("ci", [], 10, "scopes"),
        ("ci", ["read", "rule"], 10, "scopes"),
        ("ci", ["read"], 0, "days"),
        ("ci", ["read"], 367, "days"),
    ],
)
def test_what_is_wrong_with_a_token_is_said_at_its_field(name: str, scopes: list[str], days: int, field: str) -> None:
    assert set(tokens.errors_in_token(name, scopes, days)) == {field}


def test_a_year_and_a_day_is_the_longest_token() -> None:
    assert tokens.errors_in_token("ci", ["read"], 366) == {}
