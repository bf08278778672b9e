"""API tokens: several at once, shown once, gone with the next request."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from apps.accounts import services as people
from apps.committees.models import ApiToken, Seat
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.record.models import Act
from tests.cast import NOW, Cast

SEATS = "/api/v1/committees/frontier/seats/"


def ask(client: Client, secret: str, address: str = SEATS) -> Any:
    return client.get(address, headers={"Authorization": f"Bearer {secret}"})


def make(cast: Cast, who: str = "aster.liaison", seat: Seat | None = None, **changes: Any) -> services.NewToken:
    wishes = {"name": "ci", "scopes": ["read"], "days": 90} | changes
    with tenant(cast.frontier.pk):
        return services.make_token(actor=cast.viewer(who), now=NOW, seat=seat or cast[who], **wishes)


@pytest.fixture(autouse=True)
def _the_day(cast: Cast) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


class TestALife:
    def test_it_opens_the_api_as_its_seat_until_it_is_revoked(self, cast: Cast, client: Client) -> None:
        made = make(cast)
        assert made.secret.startswith("cnc_")
        assert ask(client, made.secret).status_code == 200
        with tenant(cast.frontier.pk):
            assert made.secret not in str(ApiToken.objects.values().get())
            services.revoke_token(actor=cast.viewer("aster.liaison"), now=NOW, token=made.token)
        assert ask(client, made.secret).status_code == 401

    def test_several_live_side_by_side_so_that_one_can_replace_the_other(self, cast: Cast, client: Client) -> None:
        old, new = make(cast), make(cast, name="ci, next")
        assert ask(client, old.secret).status_code == ask(client, new.secret).status_code == 200
        with tenant(cast.frontier.pk):
            services.revoke_token(actor=cast.viewer("aster.liaison"), now=NOW, token=old.token)
        assert ask(client, old.secret).status_code == 401
        assert ask(client, new.secret).status_code == 200

    def test_it_expires(self, cast: Cast, client: Client) -> None:
        made = make(cast, days=1)
        with time_machine.travel(NOW + timedelta(days=1), tick=False):
            assert ask(client, made.secret).status_code == 401

    def test_it_ends_with_its_seat(self, cast: Cast, client: Client) -> None:
        made = make(cast)
        with tenant(cast.frontier.pk):
            services.end_seat(actor=cast.viewer("clerk"), now=NOW, seat=cast["aster.liaison"], reason="Moved")
        assert ask(client, made.secret).status_code == 401

    def test_it_dies_at_once_with_the_account(self, cast: Cast, client: Client) -> None:
        made = make(cast)
        people.disable(person=cast["aster.liaison"].person)
        assert ask(client, made.secret).status_code == 401

    def test_it_opens_no_other_committee(self, cast: Cast, client: Client) -> None:
        made = make(cast)
        assert ask(client, made.secret, "/api/v1/committees/pacific/seats/").status_code == 404

    def test_a_token_that_only_files_reads_nothing(self, cast: Cast, client: Client) -> None:
        made = make(cast, scopes=["file"])
        answer = ask(client, made.secret)
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"

    def test_making_and_revoking_are_recorded_for_the_organisation_and_clerks_alone(self, cast: Cast) -> None:
        made = make(cast)
        with tenant(cast.frontier.pk):
            services.revoke_token(actor=cast.viewer("aster.liaison"), now=NOW, token=made.token)
            for name, seen in (("aster.representative", 2), ("clerk", 2), ("borealis.representative", 0)):
                assert Act.objects.visible_to(cast.viewer(name)).count() == seen


class TestWhoMay:
    def test_a_liaison_makes_one_for_their_organisations_machine(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            machine = services.add_service_seat(
                actor=cast.viewer("clerk"), now=NOW, organisation=cast["aster.liaison"].organisation, name="ci"
            )
        made = make(cast, seat=machine)
        assert ask(client, made.secret).status_code == 200

    def test_not_for_a_colleagues_seat_nor_a_rivals_machine(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            machine = services.add_service_seat(
                actor=cast.viewer("clerk"), now=NOW, organisation=cast["borealis.liaison"].organisation, name="ci"
            )
        for seat in (cast["aster.representative"], machine):
            with pytest.raises(Refused):
                make(cast, seat=seat)

    def test_not_to_revoke_a_rivals(self, cast: Cast) -> None:
        made = make(cast)
        with tenant(cast.frontier.pk), pytest.raises(Refused):
            services.revoke_token(actor=cast.viewer("borealis.liaison"), now=NOW, token=made.token)

    def test_wrong_wishes_are_named(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as caught:
            make(cast, scopes=[], days=400)
        assert set(caught.value.errors) == {"scopes", "days"}

    @pytest.mark.parametrize(("name", "refused"), [("clerk", True), ("aster.liaison", False)])
    def test_it_is_no_side_door_around_the_second_factor(
        self, cast: Cast, settings: Any, name: str, refused: bool
    ) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        if refused:
            with pytest.raises(Refused, match="second factor"):
                make(cast, name)
            Authenticator.objects.create(user=cast[name].person, type=Authenticator.Type.TOTP, data={})
        make(cast, name)

    def test_it_rests_while_its_persons_second_factor_is_gone(self, cast: Cast, client: Client, settings: Any) -> None:
        secret = make(cast, "clerk").secret
        settings.REQUIRE_SECOND_FACTOR = True
        assert ask(client, secret).status_code == 403
        Authenticator.objects.create(user=cast["clerk"].person, type=Authenticator.Type.TOTP, data={})
        assert ask(client, secret).status_code == 200
        Authenticator.objects.all().delete()
        assert ask(client, secret).status_code == 403


class TestTheCommand:
    def test_the_token_is_the_last_word_and_may_do_everything(
        self, cast: Cast, client: Client, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("api_token", "clerk@secretariat.example", "--committee", "frontier", "--days", "3")
        secret = capsys.readouterr().out.split()[-1]
        assert ask(client, secret).status_code == 200
        with tenant(cast.frontier.pk):
            token = ApiToken.objects.get()
            assert (token.scopes, token.seat.role) == (["read", "write", "file", "vote"], Role.CLERK)
            assert token.expires_at == NOW + timedelta(days=3)

    def test_scopes_can_be_narrowed(self, cast: Cast) -> None:
        call_command("api_token", "clerk@secretariat.example", "--committee", "frontier", "--scope", "read")
        with tenant(cast.frontier.pk):
            assert ApiToken.objects.get().scopes == ["read"]

    @pytest.mark.parametrize("email", ["eve@pacific.example", "nobody@nowhere.example"])
    def test_somebody_without_a_seat_gets_none(self, cast: Cast, email: str) -> None:
        with pytest.raises(CommandError, match="no seat"):
            call_command("api_token", email, "--committee", "frontier")

    def test_it_asks_for_the_second_factor_too(self, cast: Cast, settings: Any) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        with pytest.raises(CommandError, match="second factor"):
            call_command("api_token", "clerk@secretariat.example", "--committee", "frontier")
