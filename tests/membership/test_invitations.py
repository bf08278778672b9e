"""Invitations: the row is the queue; each link works once."""

import re
import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from apps.accounts.models import User
from apps.committees.models import Invitation, Organisation, Seat
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.membership import selectors, services
from apps.record.models import Act
from tests.cast import NOW, PASSWORD, Cast


def invite(cast: Cast, **changes: Any) -> Invitation:
    wishes = {
        "organisation": Organisation.objects.get(key="borealis"),
        "role": Role.LIAISON,
        "email": "Nora@Borealis.example",
        "name": "Nora Vinter",
    } | changes
    return services.invite(actor=cast.viewer("clerk"), now=NOW, **wishes)


def send(cast: Cast, now: Any = NOW) -> int:
    sent = 0
    while services.send_next_invitation(committee_id=cast.frontier.pk, now=now):
        sent += 1
    return sent


def link() -> str:
    return re.search(r"/invitations/frontier/([\w-]+)/", mail.outbox[-1].body)[1]


class TestInviting:
    def test_the_mail_carries_a_link_whose_secret_is_stored_nowhere(self, frontier: Cast) -> None:
        invitation = invite(frontier)
        assert send(frontier) == 1
        message = mail.outbox[0]
        assert message.to == ["nora@borealis.example"]
        secret = link()
        row = Invitation.objects.filter(pk=invitation.pk).values().get()
        assert secret not in str(row)
        assert selectors.invitation_by_secret(secret) == invitation
        assert row["sent_at"] == NOW
        assert row["send_at"] is None
        assert row["expires_at"] == NOW + timedelta(days=14)

    def test_it_is_sent_once(self, frontier: Cast) -> None:
        invite(frontier)
        assert send(frontier) == 1
        assert send(frontier, NOW + timedelta(hours=2)) == 0
        assert len(mail.outbox) == 1

    def test_a_mail_server_that_fails_only_delays_it(self, frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        invitation = invite(frontier)

        def refuse(*_args: object) -> None:
            raise smtplib.SMTPServerDisconnected("gone")

        with monkeypatch.context() as broken:
            broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
            assert send(frontier) == 1
        invitation.refresh_from_db()
        assert (invitation.sent_at, invitation.tries) == (None, 1)
        assert invitation.send_at == NOW + timedelta(minutes=2)
        assert send(frontier, NOW + timedelta(minutes=1)) == 0
        assert send(frontier, NOW + timedelta(minutes=2)) == 1
        assert len(mail.outbox) == 1

    def test_a_changed_key_of_the_portal_still_makes_a_link_that_works(self, frontier: Cast, settings: Any) -> None:
        invitation = invite(frontier)
        settings.SECRET_KEY = "another key, as after a rotation, long enough to be one"
        send(frontier)
        assert selectors.invitation_by_secret(link()) == invitation

    def test_only_a_clerk_invites(self, frontier: Cast) -> None:
        with pytest.raises(Refused):
            services.invite(
                actor=frontier.viewer("aster.representative"),
                now=NOW,
                organisation=frontier["aster.liaison"].organisation,
                role=Role.LIAISON,
                email="x@aster.example",
                name="X",
            )

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "nora at borealis"}, "email"),
            ({"name": "  "}, "name"),
            ({"role": Role.CLERK}, "role"),
            ({"role": Role.SERVICE}, "role"),
            ({"role": "queen"}, "role"),
            ({"email": "liaison@borealis.example"}, "email"),
        ],
    )
    def test_wrong_wishes_are_named(self, frontier: Cast, changes: dict[str, str], field: str) -> None:
        with pytest.raises(Invalid) as caught:
            invite(frontier, **changes)
        assert set(caught.value.errors) == {field}

    def test_a_second_invitation_to_the_same_seat_is_refused_while_one_is_open(self, frontier: Cast) -> None:
        invite(frontier)
        with pytest.raises(Invalid, match="under way"):
            invite(frontier)


class TestAccepting:
    def test_a_new_person_gets_account_seat_and_proved_address(self, frontier: Cast) -> None:
        invitation = invite(frontier)
        seat = services.accept_invitation(invitation=invitation, now=NOW, name="Nora Vinter", password=PASSWORD)
        person = User.objects.get(email="nora@borealis.example")
        assert seat.person == person
        assert person.check_password(PASSWORD)
        assert person.emailaddress_set.get().verified
        acts = Act.objects.order_by("id").values_list("kind", "seat_id")
        assert list(acts)[1:] == [
            ("seat.filled", seat.pk),
            ("invitation.accepted", seat.pk),
            ("seat.administrator_named", None),
        ]

    def test_it_works_once(self, frontier: Cast) -> None:
        invitation = invite(frontier)
        services.accept_invitation(invitation=invitation, now=NOW, name="Nora", password=PASSWORD)
        with pytest.raises(Refused, match="has been used"):
            services.accept_invitation(invitation=invitation, now=NOW, person=User.objects.get(name="Nora"))

    def test_it_expires(self, frontier: Cast) -> None:
        invitation = invite(frontier)
        with pytest.raises(Refused, match="expired"):
            services.accept_invitation(invitation=invitation, now=NOW + timedelta(days=14), name="N", password=PASSWORD)
        assert not User.objects.filter(email="nora@borealis.example").exists()

    def test_a_person_with_an_account_must_be_signed_in_as_themselves(self, frontier: Cast) -> None:
        invitation = invite(frontier, email="eve@pacific.example")
        with pytest.raises(Refused, match="Sign in with it"):
            services.accept_invitation(invitation=invitation, now=NOW, name="Eve", password=PASSWORD)
        with pytest.raises(Refused, match="another address"):
            services.accept_invitation(invitation=invitation, now=NOW, person=frontier["aster.liaison"].person)
        seat = services.accept_invitation(invitation=invitation, now=NOW, person=frontier["eve"].person)
        assert seat.organisation.key == "borealis"

    def test_a_second_representative_is_refused_until_the_first_seat_ends(self, frontier: Cast) -> None:
        invitation = invite(frontier, role=Role.REPRESENTATIVE)
        with pytest.raises(Refused, match="has a representative already"):
            services.accept_invitation(invitation=invitation, now=NOW, name="Nora", password=PASSWORD)
        services.end_seat(
            actor=frontier.viewer("clerk"), now=NOW, seat=frontier["borealis.representative"], reason="Replaced"
        )
        services.accept_invitation(invitation=invitation, now=NOW, name="Nora", password=PASSWORD)
        representatives = Seat.objects.at(NOW).filter(organisation__key="borealis", role=Role.REPRESENTATIVE)
        assert representatives.get().holder == "Nora"


class TestWithdrawingAndResending:
    def test_a_withdrawn_one_is_neither_sent_nor_usable(self, frontier: Cast) -> None:
        invitation = invite(frontier)
        services.withdraw_invitation(actor=frontier.viewer("clerk"), now=NOW, invitation=invitation)
        assert send(frontier) == 0
        with pytest.raises(Refused, match="withdrawn"):
            services.accept_invitation(invitation=invitation, now=NOW, name="Nora", password=PASSWORD)

    def test_a_new_sending_replaces_the_link(self, frontier: Cast) -> None:
        invitation = invite(frontier)
        send(frontier)
        old = link()
        later = NOW + timedelta(days=20)
        services.resend_invitation(actor=frontier.viewer("clerk"), now=later, invitation=invitation)
        send(frontier, later)
        assert selectors.invitation_by_secret(old) is None
        assert selectors.invitation_by_secret(link()) == invitation
        invitation.refresh_from_db()
        assert invitation.expires_at == later + timedelta(days=14)

    @pytest.mark.parametrize("verb", [services.withdraw_invitation, services.resend_invitation])
    def test_a_settled_one_is_left_alone(self, frontier: Cast, verb: Any) -> None:
        clerk = frontier.viewer("clerk")
        invitation = invite(frontier)
        services.withdraw_invitation(actor=clerk, now=NOW, invitation=invitation)
        with pytest.raises(Refused):
            verb(actor=clerk, now=NOW, invitation=invitation)

    def test_its_acts_are_for_clerks_alone(self, frontier: Cast) -> None:
        invite(frontier)
        assert Act.objects.visible_to(frontier.viewer("clerk")).count() == 1
        assert Act.objects.visible_to(frontier.viewer("aster.representative")).count() == 0
