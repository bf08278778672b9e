"""Who manages an organisation's people: named, handed on; what they may do, and what a clerk must confirm."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from apps.committees.models import Administrator, Invitation, Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import viewer_of
from apps.committees.states import Role
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import selectors, services
from apps.record.models import Act
from apps.record.rules import SUBJECTS
from tests.cast import NOW, PASSWORD, Cast
from tests.membership.test_pages import HOME, text

LATER = NOW + timedelta(hours=1)


def administer(cast: Cast, name: str) -> Viewer:
    """Let the seat manage its organisation since NOW."""
    services.name_administrator(actor=cast.viewer("clerk"), now=NOW, seat=cast[name])
    return viewer_of(cast[name], LATER)


def offer(actor: Viewer, role: Role = Role.LIAISON, key: str = "aster", **changes: Any) -> Invitation:
    wishes = {"email": "nora@aster.example", "name": "Nora"} | changes
    organisation = Organisation.objects.get(key=key)
    return services.invite(actor=actor, now=LATER, organisation=organisation, role=role, **wishes)


def send(cast: Cast, now: Any = LATER) -> int:
    while services.send_next_invitation(committee_id=cast.frontier.pk, now=now):
        pass
    return len(mail.outbox)


class TestNaming:
    def test_a_clerk_names_one_who_hands_it_on(self, frontier: Cast) -> None:
        first = administer(frontier, "aster.liaison")
        assert first.administers
        services.name_administrator(actor=first, now=LATER, seat=frontier["aster.alternate"])
        assert not viewer_of(frontier["aster.liaison"], LATER).administers
        assert viewer_of(frontier["aster.alternate"], LATER).administers
        assert viewer_of(frontier["aster.liaison"], LATER - timedelta(seconds=1)).administers
        told = Act.objects.filter(kind="seat.administrator_named").latest("id").told
        assert told == ["clerks", f"seat:{frontier['aster.alternate'].pk}"]

    @pytest.mark.parametrize("who", ["aster.representative", "borealis.representative", "observer.eu"])
    def test_nobody_else_names_one(self, frontier: Cast, who: str) -> None:
        with pytest.raises(Refused, match="administrator or a clerk"):
            services.name_administrator(actor=frontier.viewer(who), now=NOW, seat=frontier["aster.liaison"])

    def test_it_does_not_reach_another_organisation(self, frontier: Cast) -> None:
        actor = administer(frontier, "aster.liaison")
        with pytest.raises(Refused):
            services.name_administrator(actor=actor, now=LATER, seat=frontier["borealis.liaison"])

    def test_a_machine_manages_nobody(self, frontier: Cast) -> None:
        clerk, aster = frontier.viewer("clerk"), frontier["aster.liaison"].organisation
        machine = services.add_service_seat(actor=clerk, now=NOW, organisation=aster, name="ci")
        with pytest.raises(Refused, match="not a machine"):
            services.name_administrator(actor=clerk, now=LATER, seat=machine)

    def test_the_same_one_twice_is_refused(self, frontier: Cast) -> None:
        administer(frontier, "aster.liaison")
        with pytest.raises(Refused, match="already"):
            services.name_administrator(actor=frontier.viewer("clerk"), now=LATER, seat=frontier["aster.liaison"])

    def test_the_first_who_accepts_becomes_it_and_the_second_does_not(self, frontier: Cast) -> None:
        clerk = frontier.viewer("clerk")
        seats = []
        for name in ("nora", "olaf"):
            invitation = offer(clerk, email=f"{name}@aster.example", name=name)
            seats.append(
                services.accept_invitation(invitation=invitation, now=LATER, name=name.title(), password=PASSWORD)
            )
        assert [viewer_of(seat, LATER).administers for seat in seats] == [True, False]
        assert Act.objects.get(kind="seat.administrator_named").actor.startswith("The portal")

    def test_it_ends_with_the_seat(self, frontier: Cast) -> None:
        administer(frontier, "aster.liaison")
        services.end_seat(actor=frontier.viewer("clerk"), now=LATER, seat=frontier["aster.liaison"], reason="Moved")
        assert not Administrator.objects.at(LATER).exists()


class TestInviting:
    def test_what_does_not_vote_is_sent_at_once(self, frontier: Cast) -> None:
        invitation = offer(administer(frontier, "aster.liaison"))
        assert not selectors.invitations(frontier.viewer("clerk"), LATER).unconfirmed
        assert send(frontier) == 1
        assert mail.outbox[0].to == [invitation.email]

    def test_what_votes_waits_for_a_clerk(self, frontier: Cast) -> None:
        services.end_seat(actor=frontier.viewer("clerk"), now=NOW, seat=frontier["aster.representative"], reason="Gone")
        actor = administer(frontier, "aster.liaison")
        invitation = offer(actor, Role.REPRESENTATIVE)
        assert send(frontier) == 0
        with pytest.raises(Refused, match="not confirmed"):
            services.accept_invitation(invitation=invitation, now=LATER, name="Nora", password=PASSWORD)
        with pytest.raises(Refused, match="not confirmed"):
            services.resend_invitation(actor=actor, now=LATER, invitation=invitation)
        with pytest.raises(Refused, match="clerk"):
            services.confirm_invitation(actor=actor, now=LATER, invitation=invitation)
        assert selectors.invitations(frontier.viewer("clerk"), LATER).unconfirmed == [invitation]
        assert Act.objects.get(kind="invitation.proposed").told == ["clerks"]

        services.confirm_invitation(actor=frontier.viewer("clerk"), now=LATER, invitation=invitation)
        assert send(frontier) == 1
        assert Act.objects.get(kind="invitation.confirmed").told == [f"seat:{actor.seat_id}"]
        with pytest.raises(Refused, match="has been sent"):
            services.confirm_invitation(actor=frontier.viewer("clerk"), now=LATER, invitation=invitation)
        services.accept_invitation(invitation=invitation, now=LATER, name="Nora", password=PASSWORD)

    def test_a_clerks_own_needs_no_second_clerk(self, frontier: Cast) -> None:
        offer(frontier.viewer("clerk"), Role.REPRESENTATIVE)
        assert send(frontier) == 1

    def test_never_for_another_organisation(self, frontier: Cast) -> None:
        actor = administer(frontier, "aster.liaison")
        with pytest.raises(Refused):
            offer(actor, key="borealis", email="nora@borealis.example")

    def test_it_sees_its_own_organisations_only(self, frontier: Cast) -> None:
        actor = administer(frontier, "aster.liaison")
        clerk = frontier.viewer("clerk")
        mine = offer(clerk)
        theirs = offer(clerk, key="borealis", email="olaf@borealis.example")
        assert selectors.invitations(actor, LATER).running == [mine]
        assert not selectors.invitations(frontier.viewer("aster.representative"), LATER).running
        with pytest.raises(Refused):
            services.withdraw_invitation(actor=actor, now=LATER, invitation=theirs)

    def test_who_is_told_is_who_may_see_it(self, frontier: Cast) -> None:
        administer(frontier, "aster.liaison")
        invitation = offer(frontier.viewer("clerk"))
        subject = SUBJECTS["invitation"]
        seats = set(subject.seats(invitation.pk, LATER))
        assert seats == {
            frontier[name]
            for name in frontier.in_frontier
            if subject.visible(viewer_of(frontier[name], LATER)).filter(pk=invitation.pk).exists()
        }
        assert seats == {frontier["clerk"], frontier["aster.liaison"]}


class TestEnding:
    def test_of_its_organisation_any_seat_of_another_none(self, frontier: Cast) -> None:
        actor = administer(frontier, "aster.liaison")
        boss = frontier["aster.representative"]
        services.end_seat(actor=actor, now=LATER, seat=boss, reason="Moved")
        boss.refresh_from_db()
        assert boss.ends_at == LATER
        other = frontier["borealis.liaison"]
        with pytest.raises(Refused, match="Only a clerk, or the organisation's own administrator"):
            services.end_seat(actor=actor, now=LATER, seat=other, reason="Moved")
        other.refresh_from_db()
        assert other.ends_at is None

    def test_service_seats_of_its_organisation_too(self, frontier: Cast) -> None:
        actor = administer(frontier, "aster.liaison")
        aster, borealis = (frontier[name].organisation for name in ("aster.liaison", "borealis.liaison"))
        machine = services.add_service_seat(actor=actor, now=LATER, organisation=aster, name="ci")
        assert (machine.organisation, machine.role, machine.holder) == (aster, Role.SERVICE, "ci")
        with pytest.raises(Refused):
            services.add_service_seat(actor=actor, now=LATER, organisation=borealis, name="ci")
        assert not Seat.objects.filter(organisation=borealis, role=Role.SERVICE).exists()


class TestPages:
    def test_a_proposal_goes_through_the_browser(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            administer(cast, "aster.liaison")
            services.end_seat(actor=cast.viewer("clerk"), now=NOW, seat=cast["aster.alternate"], reason="Gone")
        client.force_login(cast["aster.liaison"].person)
        assert "Invite someone" in text(client.get(f"{HOME}members/aster/"))
        assert "Invite someone" not in text(client.get(f"{HOME}members/borealis/"))
        wishes = {"organisation": "aster", "role": "alternate", "name": "Nora", "email": "nora@aster.example"}
        answer = client.post(f"{HOME}invitations/new/", wishes, follow=True)
        assert "A clerk is asked to confirm the seat of Nora" in text(answer)
        assert "Confirm and send" not in text(answer)
        refused = client.post(f"{HOME}invitations/new/", wishes | {"organisation": "borealis"})
        assert refused.status_code == 422
        client.force_login(cast["clerk"].person)
        assert "Confirm and send" in text(client.get(f"{HOME}invitations/"))
        with tenant(cast.frontier.pk):
            uid = Invitation.objects.get().uid
        page = text(client.post(f"{HOME}invitations/{uid}/confirm/", follow=True))
        assert "on its way to nora@aster.example" in page

    def test_the_seat_says_who_manages_and_hands_it_on(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        address = f"{HOME}seats/{cast['aster.liaison'].uid}/"
        assert "Make administrator" in text(client.get(address))
        page = text(client.post(f"{address}administrator/", follow=True))
        assert "manages the people of Aster from now on" in page
        assert "Make administrator" not in page
        client.force_login(cast["aster.representative"].person)
        assert client.post(f"{address}administrator/").status_code == 404
