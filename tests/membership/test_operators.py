"""An operator sees nothing but in a reasoned, timed, recorded session."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client

from apps.accounts.models import User
from apps.accounts.services import create_person
from apps.committees.models import OperatorSession
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.record.models import Act
from tests.cast import NOW, PASSWORD, Cast
from tests.signing_in import confirm_identity, sign_in

REASON = "A member reports that a page fails for them."
PAGE = "/c/frontier/members/"


@pytest.fixture
def operator(cast: Cast) -> User:
    return create_person(email="root@concord.example", name="Olga", password=PASSWORD, is_operator=True)


class TestTheDoor:
    def test_content_is_404_before_and_after_and_open_between(self, cast: Cast, operator: User, client: Client) -> None:
        client.force_login(operator)
        with time_machine.travel(NOW, tick=False):
            assert client.get(PAGE).status_code == 404
            with tenant(cast.frontier.pk):
                services.open_operator_session(operator=operator, now=NOW, reason=REASON, minutes=20)
            assert "Aster" in client.get(PAGE).content.decode()
            assert client.get("/c/pacific/members/").status_code == 404
        with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
            assert client.get(PAGE).status_code == 404

    def test_every_opening_is_in_the_record_and_told_to_members_and_clerks(
        self, frontier: Cast, operator: User
    ) -> None:
        for minutes in (0, 30):
            now = NOW + timedelta(minutes=minutes)
            services.open_operator_session(operator=operator, now=now, reason=REASON, minutes=20)
        acts = list(Act.objects.order_by("id"))
        assert [(act.kind, act.actor, act.seat_id) for act in acts] == [
            ("operator_session.opened", "Olga, operator", None)
        ] * 2
        assert acts[0].told == ["members", "clerks"]
        assert acts[0].facts["reason"] == REASON
        assert Act.objects.visible_to(frontier.viewer("aster.liaison")).count() == 2

    def test_it_closes_with_the_second_factor(self, cast: Cast, operator: User, client: Client, settings: Any) -> None:
        client.force_login(operator)
        settings.REQUIRE_SECOND_FACTOR = True
        with time_machine.travel(NOW, tick=False):
            with tenant(cast.frontier.pk):
                services.open_operator_session(operator=operator, now=NOW, reason=REASON, minutes=20)
            assert client.get(PAGE).status_code == 404
            Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={})
            assert client.get(PAGE).status_code == 200

    def test_nothing_can_be_done_in_it(self, cast: Cast, operator: User, client: Client) -> None:
        client.force_login(operator)
        with time_machine.travel(NOW, tick=False):
            with tenant(cast.frontier.pk):
                services.open_operator_session(operator=operator, now=NOW, reason=REASON, minutes=20)
            seat = cast["aster.liaison"].uid
            for address in (
                f"/c/frontier/seats/{seat}/end/",
                f"/c/frontier/seats/{seat}/chair/",
                "/c/frontier/invitations/new/",
                "/c/frontier/members/aster/service-seats/",
                "/c/frontier/tokens/new/",
            ):
                assert client.post(address, {"reason": "x"}).status_code == 404, address

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"reason": "Too short."}, "reason"), ({"minutes": 61}, "minutes"), ({"minutes": 0}, "minutes")],
    )
    def test_reason_and_length_are_checked(
        self, frontier: Cast, operator: User, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            services.open_operator_session(
                **({"operator": operator, "now": NOW, "reason": REASON, "minutes": 20} | changes)
            )
        assert set(caught.value.errors) == {field}
        assert not Act.objects.exists()

    def test_only_operators_open_one_and_only_one_at_a_time(self, frontier: Cast, operator: User) -> None:
        with pytest.raises(Refused):
            services.open_operator_session(operator=frontier["clerk"].person, now=NOW, reason=REASON, minutes=20)
        services.open_operator_session(operator=operator, now=NOW, reason=REASON, minutes=20)
        with pytest.raises(Refused):
            services.open_operator_session(operator=operator, now=NOW, reason=REASON, minutes=20)


class TestThePages:
    def test_opening_asks_for_the_password_again_then_opens_and_closes(
        self, cast: Cast, operator: User, client: Client
    ) -> None:
        sign_in(client, operator)
        detour = client.get("/operator/frontier/open/")
        assert (detour.status_code, "reauthenticate" in detour["Location"]) == (302, True)
        confirm_identity(client)
        assert client.get("/operator/frontier/open/").status_code == 200
        assert client.post("/operator/frontier/open/", {"reason": "short", "minutes": 5}).status_code == 422
        opened = client.post("/operator/frontier/open/", {"reason": REASON, "minutes": 5})
        assert opened["Location"] == "/c/frontier/"
        assert REASON in client.get("/operator/").content.decode()
        assert REASON in client.get("/c/frontier/operators/").content.decode()
        assert client.post("/operator/frontier/close/").status_code == 302
        assert client.get(PAGE).status_code == 404
        with tenant(cast.frontier.pk):
            assert list(Act.objects.order_by("id").values_list("kind", flat=True)) == [
                "operator_session.opened",
                "operator_session.closed",
            ]

    def test_others_do_not_find_them(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        assert client.get("/operator/").status_code == 404
        assert client.get("/operator/frontier/open/").status_code == 404
        assert client.post("/operator/frontier/close/").status_code == 404

    def test_an_operator_without_a_second_factor_is_sent_to_add_one(
        self, cast: Cast, operator: User, client: Client, settings: Any
    ) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        client.force_login(operator)
        assert client.get("/operator/")["Location"] == "/account/second-factor/"
        assert client.post("/operator/frontier/open/", {"reason": REASON, "minutes": 5}).status_code == 302
        with tenant(cast.frontier.pk):
            assert not OperatorSession.objects.exists()


def test_the_command_makes_an_operator_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_operator", "Root@Concord.example", "--name", "Olga")
    call_command("create_operator", "root@concord.example")
    person = User.objects.get()
    assert (person.is_operator, person.has_usable_password()) == (True, False)
    assert "/account/password/reset/" in capsys.readouterr().out
