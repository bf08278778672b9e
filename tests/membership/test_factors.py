"""A lost second factor: two people together, neither the one concerned; told wherever the person sits."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from apps.committees.models import FactorReset, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.membership.test_pages import HOME, text
from tests.signing_in import confirm_identity, sign_in

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def people(frontier: Cast) -> dict[str, Viewer]:
    """Aster's administrator is its alternate; its liaison has lost a second factor."""
    services.name_administrator(
        actor=frontier.viewer("clerk"), now=NOW - timedelta(days=1), seat=frontier["aster.alternate"]
    )
    Authenticator.objects.create(user=frontier["aster.liaison"].person, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=frontier["aster.liaison"].person, type=Authenticator.Type.RECOVERY_CODES, data={})
    return {name: frontier.viewer(name) for name in frontier.in_frontier}


def ask(cast: Cast, actor: Viewer, seat: str = "aster.liaison") -> FactorReset:
    return services.ask_factor_reset(actor=actor, now=NOW, seat=cast[seat], because="She rang me")


def has_factor(cast: Cast) -> bool:
    return Authenticator.objects.filter(user=cast["aster.liaison"].person).exists()


@pytest.mark.parametrize(("first", "second"), [("aster.alternate", "clerk"), ("clerk", "aster.alternate")])
def test_the_two_together_remove_every_factor(
    frontier: Cast, people: dict[str, Viewer], first: str, second: str
) -> None:
    reset = ask(frontier, people[first])
    assert has_factor(frontier)
    services.confirm_factor_reset(actor=people[second], now=LATER, reset=reset)
    assert not has_factor(frontier)
    act = Act.objects.get(kind="factor_reset.done")
    assert act.told == ["members", "clerks", f"seat:{frontier['aster.liaison'].pk}"]
    assert act.seat_id == people[second].seat_id
    with pytest.raises(Refused, match="settled already"):
        services.confirm_factor_reset(actor=people[second], now=LATER, reset=reset)


@pytest.mark.parametrize("who", ["aster.representative", "borealis.representative", "observer.eu", "aster.liaison"])
def test_nobody_else_asks(frontier: Cast, people: dict[str, Viewer], who: str) -> None:
    with pytest.raises(Refused):
        ask(frontier, people[who])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("aster.alternate", "aster.alternate"),
        ("clerk", "clerk"),
        ("clerk", "aster.representative"),
        ("clerk", "aster.liaison"),
        ("aster.alternate", "borealis.representative"),
    ],
)
def test_one_alone_or_a_wrong_second_removes_nothing(
    frontier: Cast, people: dict[str, Viewer], first: str, second: str
) -> None:
    reset = ask(frontier, people[first])
    with pytest.raises(Refused):
        services.confirm_factor_reset(actor=people[second], now=LATER, reset=reset)
    assert has_factor(frontier)


def test_a_second_seat_of_the_asker_is_no_second_person(frontier: Cast, people: dict[str, Viewer]) -> None:
    second = services.fill_seat(
        actor=people["clerk"],
        now=NOW,
        organisation=frontier["clerk"].organisation,
        role=Role.CLERK,
        person=frontier["aster.alternate"].person,
    )
    reset = ask(frontier, people["aster.alternate"])
    with pytest.raises(Refused, match="yourself"):
        services.confirm_factor_reset(actor=viewer_of(second, LATER), now=LATER, reset=reset)


class TestTheAdministratorsOwn:
    def test_a_clerk_cannot_ask_and_confirm_and_another_clerk_can(
        self, frontier: Cast, people: dict[str, Viewer]
    ) -> None:
        reset = ask(frontier, people["clerk"], "aster.alternate")
        with pytest.raises(Refused, match="yourself"):
            services.confirm_factor_reset(actor=people["clerk"], now=LATER, reset=reset)
        other = services.fill_seat(
            actor=people["clerk"],
            now=NOW,
            organisation=frontier["clerk"].organisation,
            role=Role.CLERK,
            person=frontier["eve"].person,
        )
        services.confirm_factor_reset(actor=viewer_of(other, LATER), now=LATER, reset=reset)
        assert FactorReset.objects.get().done

    def test_for_a_colleague_a_clerk_who_manages_the_secretariat_needs_a_second_clerk(
        self, frontier: Cast, people: dict[str, Viewer]
    ) -> None:
        lost, other = (
            services.fill_seat(
                actor=people["clerk"],
                now=NOW,
                organisation=frontier["clerk"].organisation,
                role=Role.CLERK,
                person=frontier[name].person,
            )
            for name in ("eve", "pacific.clerk")
        )
        services.name_administrator(actor=people["clerk"], now=NOW, seat=frontier["clerk"])
        clerk = frontier.viewer("clerk", LATER)
        reset = services.ask_factor_reset(actor=clerk, now=LATER, seat=lost, because="He rang me")
        for alone, why in ((clerk, "yourself"), (viewer_of(lost, LATER), "Somebody else")):
            with pytest.raises(Refused, match=why):
                services.confirm_factor_reset(actor=alone, now=LATER, reset=reset)
        services.confirm_factor_reset(actor=viewer_of(other, LATER), now=LATER, reset=reset)
        assert FactorReset.objects.get().done

    def test_another_clerk_does_not_stand_in_for_an_administrator_who_is_there(
        self, frontier: Cast, people: dict[str, Viewer]
    ) -> None:
        other = services.fill_seat(
            actor=people["clerk"],
            now=NOW,
            organisation=frontier["clerk"].organisation,
            role=Role.CLERK,
            person=frontier["eve"].person,
        )
        reset = ask(frontier, people["clerk"])
        with pytest.raises(Refused, match="administrator must"):
            services.confirm_factor_reset(actor=viewer_of(other, LATER), now=LATER, reset=reset)


def test_it_lapses_after_a_day_and_can_be_asked_again(frontier: Cast, people: dict[str, Viewer]) -> None:
    reset = ask(frontier, people["aster.alternate"])
    late = NOW + timedelta(hours=24)
    with pytest.raises(Refused, match="in time"):
        services.confirm_factor_reset(actor=people["clerk"], now=late, reset=reset)
    services.confirm_factor_reset(actor=people["clerk"], now=late - timedelta(seconds=1), reset=reset)


def test_it_is_asked_once_with_a_reason_and_turned_down(frontier: Cast, people: dict[str, Viewer]) -> None:
    with pytest.raises(Invalid):
        services.ask_factor_reset(actor=people["clerk"], now=NOW, seat=frontier["aster.liaison"], because=" ")
    reset = ask(frontier, people["aster.alternate"])
    with pytest.raises(Refused, match="already"):
        ask(frontier, people["clerk"])
    services.refuse_factor_reset(actor=people["aster.liaison"], now=LATER, reset=reset)
    with pytest.raises(Refused, match="settled"):
        services.confirm_factor_reset(actor=people["clerk"], now=LATER, reset=reset)
    assert has_factor(frontier)


def test_every_committee_of_the_person_is_told_but_not_where_it_was_done(
    frontier: Cast, people: dict[str, Viewer]
) -> None:
    with tenant(frontier.pacific.pk):
        pelagos = frontier["eve"].organisation
        there = Seat.objects.create(
            organisation=pelagos, person=frontier["aster.liaison"].person, role=Role.LIAISON, starts_at=NOW
        )
    reset = ask(frontier, people["aster.alternate"])
    services.confirm_factor_reset(actor=people["clerk"], now=LATER, reset=reset)
    with tenant(frontier.pacific.pk):
        act = Act.objects.get(kind="factor_reset.done")
        assert act.subject_id == there.pk
        assert act.seat_id is None
        assert "asked by" not in act.facts
        assert "Frontier" not in str(act.facts) + act.actor
    assert Act.objects.filter(kind="factor_reset.done").count() == 1


def test_through_the_browser_sessions_end(cast: Cast, client: Client) -> None:
    liaison, seat = Client(), f"{HOME}seats/{cast['aster.liaison'].uid}/"
    sign_in(liaison, cast["aster.liaison"].person)
    assert liaison.get(HOME).status_code == 200
    assert UserSession.objects.filter(user=cast["aster.liaison"].person).exists()
    with tenant(cast.frontier.pk):
        services.name_administrator(
            actor=cast.viewer("clerk"), now=NOW - timedelta(days=1), seat=cast["aster.alternate"]
        )
    client.force_login(cast["aster.alternate"].person)
    assert "Lost second factor" in text(client.get(seat))
    assert "There is a problem" in text(client.post(f"{seat}second-factor/", {"because": ""}), 422)
    page = text(client.post(f"{seat}second-factor/", {"because": "She rang me"}, follow=True))
    assert "Take it back" in page
    assert "Confirm the reset" not in page
    clerk = Client()
    sign_in(clerk, cast["clerk"].person)
    assert "Confirm the reset" in text(clerk.get(f"{seat}second-factor/"))
    assert "reauthenticate" in clerk.post(f"{seat}second-factor/confirm/")["Location"]
    confirm_identity(clerk)
    assert "is removed" in text(clerk.post(f"{seat}second-factor/confirm/", follow=True))
    assert liaison.get(HOME).status_code == 302
    assert not UserSession.objects.filter(user=cast["aster.liaison"].person).exists()
    assert clerk.post(f"{seat}second-factor/confirm/").status_code == 404
