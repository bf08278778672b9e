"""The pages of membership, as a browser without JavaScript uses them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.services import create_person
from apps.committees.models import ApiToken, Invitation, Organisation, Seat
from apps.committees.states import Role
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.membership.tasks import send_invitations
from tests.cast import BEGINNING, NOW, PASSWORD, Cast
from tests.signing_in import confirm_identity, sign_in

HOME = "/c/frontier/"


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()
    return re.sub(r"\s+", " ", answer.content.decode())


class TestMembers:
    def test_it_shows_who_sits_for_whom_and_marks_the_chair(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["observer.eu"].person)
        page = text(client.get(HOME + "members/"))
        assert "Aster" in page
        assert "EU" in page
        assert page.count("Chair</strong>") == 1
        assert "Chair's deputy" in page
        assert "Pelagos" not in page

    @pytest.mark.parametrize(
        ("query", "found", "missing"),
        [
            ("q=borea", "Borealis", "Cygnus"),
            ("q=US-CA", "California", "Eu Office"),
            ("kind=auditor", "Veritas", "Aster"),
            ("kind=castle", "Aster", "There is a problem"),
        ],
    )
    def test_it_can_be_searched(self, cast: Cast, client: Client, query: str, found: str, missing: str) -> None:
        client.force_login(cast["clerk"].person)
        page = text(client.get(f"{HOME}members/?{query}")).split("<table")[1]
        assert found in page
        assert missing not in page

    def test_a_search_without_a_find_says_so(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        assert "Nobody fits" in text(client.get(HOME + "members/?q=zzz"))

    def test_thirty_organisations_take_no_more_queries_than_one(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                text(client.get(HOME + "members/"))
            return len(captured)

        queries()
        few = queries()
        with tenant(cast.frontier.pk):
            for number in range(30):
                lab = Organisation.objects.create(
                    key=f"lab-{number}", name=f"Lab {number}", kind="lab", admitted_at=BEGINNING
                )
                person = create_person(email=f"r@lab-{number}.example", name=f"R {number}", password="x")
                Seat.objects.create(organisation=lab, person=person, role="representative", starts_at=BEGINNING)
        assert queries() == few

    def test_an_organisation_shows_seats_past_ones_and_what_happened(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            services.end_seat(
                actor=cast.viewer("clerk"), now=clock.now(), seat=cast["aster.liaison"], reason="Moved to Paris"
            )
        client.force_login(cast["borealis.liaison"].person)
        page = text(client.get(HOME + "members/aster/"))
        assert "Seats that have ended" in page
        assert "Moved to Paris" in page
        assert "liaison@aster.example" not in page
        client.force_login(cast["clerk"].person)
        assert "representative@aster.example" in text(client.get(HOME + "members/aster/"))

    def test_a_clerk_adds_an_organisation_and_mistakes_are_named(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        wishes = {"name": "Dione", "key": "aster", "kind": "lab", "zone": "UTC", "decision": "No. 3", "because": "Fit"}
        page = text(client.post(HOME + "members/new/", wishes), 422)
        assert "has this short name already" in page
        assert 'value="Dione"' in page
        answer = client.post(HOME + "members/new/", wishes | {"key": "dione"})
        assert answer["Location"] == "/c/frontier/members/dione/"


class TestSeats:
    def test_a_clerk_ends_a_seat(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        seat = cast["borealis.representative"]
        assert "Enter an answer" in text(client.post(f"{HOME}seats/{seat.uid}/end/", {"reason": " "}), 422)
        assert client.post(f"{HOME}seats/{seat.uid}/end/", {"reason": "Resigned"}).status_code == 302
        assert "Ended" in text(client.get(f"{HOME}seats/{seat.uid}/"))

    def test_the_last_clerk_is_refused_with_the_reason(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        page = text(client.post(f"{HOME}seats/{cast['clerk'].uid}/end/", {"reason": "Gone"}), 409)
        assert "last clerk" in page

    def test_a_representative_adds_a_machine(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["aster.representative"].person)
        client.post(HOME + "members/aster/service-seats/", {"name": "ci-runner"})
        assert "ci-runner" in text(client.get(HOME + "members/aster/"))
        assert client.post(HOME + "members/borealis/service-seats/", {"name": "spy"}).status_code == 404


class TestTheCharter:
    def test_it_reads_as_sentences(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["auditor"].person)
        page = text(client.get(HOME + "charter/"))
        assert "An invitation to a seat can be used once, within fourteen (14) days." in page
        assert "The founders" in page
        assert client.get(HOME + "charter/1/").status_code == 200
        assert client.get(HOME + "charter/2/").status_code == 404


class TestTokens:
    def test_it_asks_who_one_is_then_shows_the_secret_once(self, cast: Cast, client: Client) -> None:
        sign_in(client, cast["aster.liaison"].person)
        seat = cast["aster.liaison"].uid
        wishes = {"seat": seat, "name": "ci", "scopes": ["read", "file"], "days": 30}
        detour = client.post(HOME + "tokens/new/", wishes)
        assert "reauthenticate" in detour["Location"]
        with tenant(cast.frontier.pk):
            assert not ApiToken.objects.exists()
        confirm_identity(client)
        answer = client.post(HOME + "tokens/new/", wishes)
        secret = re.search(r"cnc_[\w-]+", text(answer))[0]
        assert "no-store" in answer["Cache-Control"]
        page = text(client.get(HOME + "tokens/"))
        assert secret not in page
        assert secret[-4:] in page
        bearer = {"Authorization": f"Bearer {secret}"}
        assert Client().get("/api/v1/committees/", headers=bearer).status_code == 200
        with tenant(cast.frontier.pk):
            uid = ApiToken.objects.get().uid
        assert client.post(f"{HOME}tokens/{uid}/revoke/").status_code == 302
        assert "Revoked" in text(client.get(HOME + "tokens/"))
        assert Client().get("/api/v1/committees/", headers=bearer).status_code == 401

    def test_a_colleagues_seat_is_not_offered(self, cast: Cast, client: Client) -> None:
        sign_in(client, cast["aster.liaison"].person)
        confirm_identity(client)
        seat = cast["aster.representative"].uid
        wishes = {"seat": seat, "name": "ci", "scopes": ["read"], "days": 30}
        assert "There is a problem" in text(client.post(HOME + "tokens/new/", wishes), 422)

    def test_a_rivals_token_cannot_be_revoked_or_seen(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            made = services.make_token(
                actor=cast.viewer("aster.liaison"), now=NOW, seat=cast["aster.liaison"], name="kanarie", scopes=["read"]
            )
        client.force_login(cast["borealis.liaison"].person)
        assert client.post(f"{HOME}tokens/{made.token.uid}/revoke/").status_code == 404
        assert "kanarie" not in text(client.get(HOME + "tokens/"))


class TestInvitations:
    def invite(self, cast: Cast, **changes: Any) -> str:
        """The path in the mailed link."""
        wishes = {"role": Role.LIAISON, "email": "nora@borealis.example", "name": "Nora"} | changes
        with tenant(cast.frontier.pk):
            borealis = Organisation.objects.get(key="borealis")
            services.invite(actor=cast.viewer("clerk"), now=clock.now(), organisation=borealis, **wishes)
        send_invitations()
        return re.search(r"/invitations/frontier/[\w-]+/", mail.outbox[-1].body)[0]

    @pytest.mark.django_db(transaction=True)
    def test_a_clerk_invites_and_the_worker_is_rung(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)
        wishes = {"organisation": "borealis", "role": "observer", "name": "Nora", "email": "nora@borealis.example"}
        assert "This organisation can have" in text(client.post(HOME + "invitations/new/", wishes), 422)
        assert client.post(HOME + "invitations/new/", wishes | {"role": "liaison"}).status_code == 302
        assert [message.to for message in mail.outbox] == [["nora@borealis.example"]]
        assert "nora@borealis.example" in text(client.get(HOME + "invitations/"))
        with tenant(cast.frontier.pk):
            uid = Invitation.objects.get().uid
        assert client.post(f"{HOME}invitations/{uid}/resend/").status_code == 302
        assert len(mail.outbox) == 2
        assert client.post(f"{HOME}invitations/{uid}/withdraw/").status_code == 302
        assert client.post(f"{HOME}invitations/{uid}/withdraw/").status_code == 409
        assert "Withdrawn" in text(client.get(HOME + "invitations/"))

    def test_a_new_person_takes_the_seat_and_is_signed_in(self, cast: Cast, client: Client) -> None:
        path = self.invite(cast)
        assert "Liaison of Borealis" in text(client.get(path)).replace("liaison", "Liaison")
        wishes = {"name": "Nora Vinter", "password": PASSWORD, "again": PASSWORD}
        assert client.post(path, wishes)["Location"] == HOME
        assert text(client.get(HOME + "members/")).count("Nora Vinter")
        assert "Go to the start page" in text(client.get(path), 410)
        assert "Go to the start page" not in text(Client().get(path), 410)

    @pytest.mark.parametrize(
        ("password", "again", "word"),
        [("short", "short", "too short"), (PASSWORD, "another one", "differ"), ("", "", "Enter an answer")],
    )
    def test_a_bad_password_is_refused_and_the_link_stays_good(
        self, cast: Cast, client: Client, password: str, again: str, word: str
    ) -> None:
        path = self.invite(cast)
        page = text(client.post(path, {"name": "Nora", "password": password, "again": again}), 422)
        assert word in page
        assert not User.objects.filter(email="nora@borealis.example").exists()
        assert client.get(path).status_code == 200

    def test_a_known_person_signs_in_first_then_accepts(self, cast: Cast, client: Client) -> None:
        path = self.invite(cast, email="eve@pacific.example")
        page = text(client.get(path))
        assert "You have an account already" in page
        assert "password" not in re.sub("password_reset", "", page.split("<main")[1].lower())
        client.force_login(cast["aster.liaison"].person)
        assert "for another address" in text(client.get(path))
        client.force_login(cast["eve"].person)
        assert "Take the seat" in text(client.get(path))
        assert client.post(path)["Location"] == HOME
        assert client.get(HOME + "members/").status_code == 200

    def test_each_way_it_is_over_has_its_sentence(self, cast: Cast, client: Client) -> None:
        path = self.invite(cast)
        with tenant(cast.frontier.pk):
            Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
            assert "expired" in text(client.get(path), 410)
            Invitation.objects.update(withdrawn_at=clock.now())
        assert "withdrawn" in text(client.get(path), 410)

    def test_a_wrong_link_is_404(self, cast: Cast, client: Client) -> None:
        assert client.get("/invitations/frontier/guess/").status_code == 404
        assert client.get("/invitations/nowhere/guess/").status_code == 404

    def test_another_committees_address_does_not_open_it(self, cast: Cast, client: Client) -> None:
        path = self.invite(cast).replace("frontier", "pacific")
        assert client.get(path).status_code == 404


class TestSeveralSeats:
    def test_one_chooses_in_which_to_act(self, cast: Cast, client: Client) -> None:
        person = cast["aster.liaison"].person
        with tenant(cast.frontier.pk):
            second = services.fill_seat(
                actor=cast.viewer("clerk"),
                now=NOW,
                organisation=cast["clerk"].organisation,
                role=Role.CLERK,
                person=person,
            )
        client.force_login(person)
        assert client.get(HOME + "invitations/").status_code == 404
        assert "Clerk of Secretariat" in text(client.get("/seats/"))
        assert client.post("/switch/frontier/", {"seat": second.pk})["Location"] == HOME
        assert client.get(HOME + "invitations/").status_code == 200

    def test_only_ones_own(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["aster.liaison"].person)
        for slug, seat in (("frontier", cast["clerk"].pk), ("pacific", cast["eve"].pk), ("frontier", "x")):
            assert client.post(f"/switch/{slug}/", {"seat": seat}).status_code == 404


class TestTheSecondFactor:
    @pytest.mark.parametrize(("name", "needed"), [("clerk", True), ("observer.eu", True), ("aster.liaison", False)])
    def test_a_seat_that_decides_waits_for_one(
        self, cast: Cast, client: Client, settings: Any, name: str, needed: bool
    ) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        client.force_login(cast[name].person)
        answer = client.get(HOME + "members/")
        assert answer.status_code == (302 if needed else 200)
        if needed:
            assert "Your seat needs a second factor" in text(client.get(answer["Location"]))
            machine = client.get("/api/v1/committees/frontier/seats/")
            assert (machine.status_code, machine["Content-Type"]) == (403, "application/problem+json")
            Authenticator.objects.create(user=cast[name].person, type=Authenticator.Type.TOTP, data={})
            assert client.get(HOME + "members/").status_code == 200
