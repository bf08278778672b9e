"""Applying to join: without an account, confirmed by mail, seen by clerks alone, decided by the committee."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Application, CharterVersion, Invitation, Organisation
from apps.committees.states import APPLICATION, ApplicationState, Role
from apps.files.models import File
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.rules.applications import FIRST_SEAT, REQUIRED, link_secret
from apps.membership.rules.charter import SECTION
from apps.membership.services import applications as services
from apps.membership.services.membership import take_step
from apps.membership.tasks import clear_expired, send_invitations
from apps.record.models import Act
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

HOME = "/c/frontier/"
WISH = {
    "name": "Dione Research",
    "kind": "lab",
    "jurisdiction": "eu",
    "zone": "Europe/Paris",
    "flop": "3.1e25",
    "statement": "We train large models and wish to report what goes wrong.",
    "contact_name": "Dora",
    "contact_email": "Dora@dione.example",
}
DECISION = {"decision": "Decision 2026/9", "because": "The papers are in order"}


@pytest.fixture(autouse=True)
def _fresh_minute() -> None:
    cache.clear()


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()
    return re.sub(r"\s+", " ", answer.content.decode())


def papers() -> dict[str, SimpleUploadedFile]:
    return {
        f"document_{key}": SimpleUploadedFile(f"{key}.txt", f"the {key}".encode(), content_type="text/plain")
        for key in REQUIRED["registration_policy"]
    }


def applied(cast: Cast, client: Client) -> str:
    """Apply through the form; returns the path of the link that was mailed."""
    assert "One step is left" in text(client.post("/apply/frontier/", WISH | papers()))
    send_invitations()
    found = re.search(r"/apply/frontier/\S+/", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def received(cast: Cast, **more: str) -> Application:
    row = services.apply_to_join(now=NOW, **(WISH | more))
    assert row is not None
    return services.confirm_application(now=NOW, application=row)


class TestApplying:
    def test_from_the_form_to_the_seat(self, cast: Cast, client: Client) -> None:
        link = applied(cast, client)
        with tenant(cast.frontier.pk):
            row = Application.objects.get()
            assert (row.state, row.tier, row.jurisdiction) == ("unconfirmed", 2, "EU")
            assert [file.name for file in File.objects.order_by("id")] == [
                "Proof of registration - registration.txt",
                "Safety policy - policy.txt",
            ]
            assert not Act.objects.exists()
        assert "not confirmed yet" in text(client.get(link))
        assert client.post(link + "confirm/").status_code == 302
        send_invitations()
        assert "received, and waits for the committee&#x27;s decision" in text(client.get(link))
        clerk = Client()
        clerk.force_login(cast["clerk"].person)
        page = text(clerk.get(f"{HOME}applications/{row.ref}/"))
        for words in ("Dione Research", "dora@dione.example", "wish to report", "Safety policy - policy.txt"):
            assert words in page
        answer = clerk.post(f"{HOME}applications/{row.ref}/admit/", DECISION | {"key": "dione"})
        assert answer["Location"] == "/c/frontier/members/dione/"
        page = text(clerk.get(answer["Location"]))
        assert "Decision 2026/9" in page
        send_invitations()
        assert {message.subject for message in mail.outbox} >= {
            "Your application to Frontier is received",
            "Frontier has decided on your application",
            "Your seat on Frontier",
        }
        with tenant(cast.frontier.pk):
            invitation = Invitation.objects.get()
            assert (invitation.role, invitation.email) == (Role.REPRESENTATIVE, "dora@dione.example")
            kinds = list(Act.objects.order_by("id").values_list("kind", flat=True))
            assert kinds == [
                "application.received",
                "organisation.admitted",
                "invitation.made",
                "application.admitted",
            ]
        assert "It is admitted. The invitation to the first seat comes" in text(client.get(link))

    def test_a_refused_applicant_reads_why(self, cast: Cast, client: Client) -> None:
        link = applied(cast, client)
        client.post(link + "confirm/")
        with tenant(cast.frontier.pk):
            ref = Application.objects.get().ref
        clerk = Client()
        clerk.force_login(cast["clerk"].person)
        page = text(clerk.post(f"{HOME}applications/{ref}/refuse/", {"decision": ""}), 422)
        assert "There is a problem" in page
        assert "The applicant reads it, and the clerks." in page.split('id="refuse"')[1].split("Why")[0]
        clerk.post(f"{HOME}applications/{ref}/refuse/", DECISION | {"because": "No safety policy yet"})
        page = text(client.get(link))
        assert "It is refused." in page
        assert "No safety policy yet" in page
        send_invitations()
        assert "without the confirmation it is deleted" not in str(mail.outbox[-1].body)
        assert "refused" in text(clerk.get(HOME + "applications/"))
        assert "is refused" in text(clerk.post(f"{HOME}applications/{ref}/admit/", DECISION | {"key": "d"}), 409)

    def test_every_required_document_must_come(self, cast: Cast, client: Client) -> None:
        page = text(client.post("/apply/frontier/", WISH), 422)
        assert page.count("Choose a file.") >= 2
        with tenant(cast.frontier.pk):
            assert not Application.objects.exists()

    def test_mistakes_are_named_and_nothing_is_kept(self, cast: Cast, client: Client) -> None:
        wrong = {"kind": "secretariat", "flop": "many", "contact_email": "dora", "jurisdiction": "Mars"}
        page = text(client.post("/apply/frontier/", WISH | wrong | papers()), 422)
        for words in ("two letters, such as EU", "Enter a valid email address", "Give a whole number of FLOP"):
            assert words in page
        assert page.count("Choose it again") == 4  # two files, each beside its field and at the top
        page = text(client.post("/apply/frontier/", WISH | {"kind": "regulator", "jurisdiction": ""} | papers()), 422)
        assert "name its jurisdiction" in page
        with tenant(cast.frontier.pk):
            assert not Application.objects.exists()
            assert not File.objects.exists()

    def test_the_name_of_a_member_is_taken_like_any_other(self, cast: Cast, client: Client) -> None:
        assert "One step is left" in text(client.post("/apply/frontier/", WISH | {"name": "Aster"} | papers()))

    def test_unknown_and_closed_committees_and_wrong_links_look_the_same(self, cast: Cast, client: Client) -> None:
        with tenant(cast.pacific.pk):
            first = CharterVersion.objects.get()
            values = first.values | {"membership.applications": False}
            CharterVersion.objects.create(
                number=2, preset=first.preset, values=values, in_force_at=NOW - timedelta(days=1), adopted_by="All"
            )
        unknown = re.sub(r"/apply/\S+", "", text(client.get("/apply/atlantis/"), 404))
        assert re.sub(r"/apply/\S+", "", text(client.get("/apply/pacific/"), 404)) == unknown
        assert client.post("/apply/pacific/", WISH | papers()).status_code == 404
        assert client.get("/apply/frontier/guess/").status_code == 404

    def test_it_waits_after_several_in_a_minute(self, cast: Cast, client: Client) -> None:
        answers = [client.post("/apply/frontier/", {}).status_code for _number in range(45)]
        assert answers[0] == 422
        assert 429 in answers
        assert client.get("/apply/frontier/").status_code == 200

    def test_a_fourth_undecided_one_of_an_address_is_left_out_without_a_word(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            for _number in range(3):
                assert services.apply_to_join(now=NOW, **WISH)
            assert services.apply_to_join(now=NOW, **WISH) is None
            assert Application.objects.count() == 3


class TestTheLink:
    def test_the_applicant_adds_a_paper_and_withdraws(self, cast: Cast, client: Client) -> None:
        link = applied(cast, client)
        client.post(link + "confirm/")
        upload = SimpleUploadedFile("more.txt", b"more", content_type="text/plain")
        client.post(link + "papers/", {"paper": upload})
        assert "more.txt" in text(client.get(link))
        assert "Choose a file" in text(client.post(link + "papers/"), 422)
        assert client.post(link + "withdraw/").status_code == 302
        assert "withdrawn" in text(client.get(link))
        upload.seek(0)
        assert "no paper can be added" in text(client.post(link + "papers/", {"paper": upload}), 409)
        assert "is withdrawn" in text(client.post(link + "withdraw/"), 409)
        with tenant(cast.frontier.pk):
            assert Act.objects.latest("id").kind == "application.withdrawn"

    def test_confirmed_once(self, cast: Cast, client: Client) -> None:
        link = applied(cast, client)
        client.post(link + "confirm/")
        assert "received" in text(client.post(link + "confirm/"), 409)

    def test_withdrawn_before_it_is_confirmed_nothing_is_left(self, cast: Cast, client: Client) -> None:
        link = applied(cast, client)
        assert client.post(link + "withdraw/")["Location"] == "/apply/frontier/"
        with tenant(cast.frontier.pk):
            assert not Application.objects.exists()
            assert not File.objects.exists()

    def test_it_is_of_one_committee(self, cast: Cast, client: Client) -> None:
        link = applied(cast, client)
        assert client.get(link.replace("frontier", "pacific")).status_code == 404

    def test_what_nobody_confirms_is_deleted_with_its_papers(self, cast: Cast, client: Client) -> None:
        applied(cast, client)
        clear_expired()
        with tenant(cast.frontier.pk):
            assert Application.objects.count() == 1
            Application.objects.update(applied_at=clock.now() - timedelta(days=8))
        clear_expired()
        with tenant(cast.frontier.pk):
            assert not Application.objects.exists()
            assert not File.objects.exists()


class TestTheDecision:
    @pytest.mark.parametrize("state", list(ApplicationState))
    @pytest.mark.parametrize("verb", ["admit", "refuse", "withdraw", "confirm"])
    def test_every_pair_of_the_table(self, frontier: Cast, verb: str, state: ApplicationState) -> None:
        row = received(frontier)
        Application.objects.filter(pk=row.pk).update(state=state)
        clerk: dict[str, Any] = {"actor": frontier.viewer("clerk"), "now": NOW, "application": row} | DECISION
        verbs: dict[str, Any] = {
            "admit": lambda: services.admit_applicant(key="dione", **clerk),
            "refuse": lambda: services.refuse_applicant(**clerk),
            "withdraw": lambda: services.withdraw_application(now=NOW, application=row),
            "confirm": lambda: services.confirm_application(now=NOW, application=row),
        }
        if state in APPLICATION[verb].sources:
            verbs[verb]()
            left = Application.objects.filter(pk=row.pk).first()
            assert (left is None and state == "unconfirmed") or (left and left.state == APPLICATION[verb].target)
        else:
            with pytest.raises(Refused, match="This application is"):
                verbs[verb]()

    def test_it_takes_a_clerk_a_decision_and_a_free_short_name(self, frontier: Cast) -> None:
        row, clerk = received(frontier), frontier.viewer("clerk")
        with pytest.raises(Refused):
            services.admit_applicant(
                actor=frontier.viewer("aster.representative"), now=NOW, application=row, key="dione", **DECISION
            )
        with pytest.raises(Invalid):
            services.admit_applicant(actor=clerk, now=NOW, application=row, key="dione", decision="", because="")

    def test_a_taken_short_name_leaves_the_application_waiting(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            row = received(cast)
        client.force_login(cast["clerk"].person)
        page = text(client.post(f"{HOME}applications/{row.ref}/admit/", DECISION | {"key": "aster"}), 422)
        assert "has this short name already" in page
        with tenant(cast.frontier.pk):
            assert Application.objects.get().state == "received"

    def test_a_former_member_comes_back_under_its_old_name(self, frontier: Cast) -> None:
        clerk = frontier.viewer("clerk")
        cygnus = Organisation.objects.get(key="cygnus")
        take_step(actor=clerk, now=NOW, organisation=cygnus, step="expel", **DECISION)
        later = NOW + timedelta(days=30)
        row = received(frontier, name="Cygnus")
        back = services.admit_applicant(actor=clerk, now=later, application=row, key="another", **DECISION)
        assert (back.pk, back.state, back.key) == (cygnus.pk, "admitted", "cygnus")

    def test_each_kind_that_may_apply_has_a_first_seat(self) -> None:
        from apps.committees.states import ROLES_OF_KIND, OrganisationKind

        assert set(FIRST_SEAT) == set(OrganisationKind) - {OrganisationKind.SECRETARIAT}
        assert all(role in ROLES_OF_KIND[kind] for kind, role in FIRST_SEAT.items())

    def test_each_choice_of_the_charter_names_documents(self) -> None:
        article = next(one for one in SECTION.articles if one.key == "membership.documents")
        assert set(article.choices) == set(REQUIRED)


class TestWhoSees:
    def test_only_clerks_find_it_and_its_papers(self, cast: Cast, client: Client) -> None:
        link = applied(cast, client)
        client.post(link + "confirm/")
        with tenant(cast.frontier.pk):
            row, file = Application.objects.get(), File.objects.earliest("id")
        for name, status in (("clerk", 200), ("aster.representative", 404), ("observer.eu", 404)):
            visitor = Client()
            visitor.force_login(cast[name].person)
            assert visitor.get(HOME + "applications/").status_code == status
            assert visitor.get(f"{HOME}applications/{row.ref}/").status_code == status
            answer = visitor.get(f"{HOME}files/{file.uid}/")
            assert answer.status_code == status
            if status == 200:
                list(answer.streaming_content)

    def test_an_unconfirmed_one_is_nobodys(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            row = services.apply_to_join(now=NOW, **WISH)
        assert row is not None
        client.force_login(cast["clerk"].person)
        assert "Dione" not in text(client.get(HOME + "applications/"))
        assert client.get(f"{HOME}applications/{row.ref}/").status_code == 404

    def test_thirty_take_no_more_queries_than_one(self, cast: Cast, client: Client) -> None:
        client.force_login(cast["clerk"].person)

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                text(client.get(HOME + "applications/"))
            return len(captured)

        def some(count: int) -> None:
            with tenant(cast.frontier.pk):
                for number in range(count):
                    row = received(cast, contact_email=f"d{number}@dione.example")
                    if number % 2:
                        services.withdraw_application(now=NOW, application=row)

        some(2)
        queries()
        few = queries()
        some(30)
        assert queries() == few

    def test_the_link_is_made_of_the_portals_key(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            row = services.apply_to_join(now=NOW, **WISH)
        assert row is not None
        assert link_secret(settings.SECRET_KEY, str(row.uid)) != link_secret("another", str(row.uid))
