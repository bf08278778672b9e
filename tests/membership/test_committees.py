"""Founding a committee and adding organisations."""

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.committees.models import CharterVersion, Committee, Invitation, Organisation, Seat
from apps.committees.rules.viewer import Portal
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership import services
from apps.record.models import Act
from tests.cast import NOW, Cast

PORTAL = Portal("a test")


def found(**changes: object) -> Committee:
    wishes = {"slug": "arctic", "name": "Arctic", "clerk_email": "nora@arctic.example"} | changes
    return services.create_committee(actor=PORTAL, now=NOW, **wishes)


@pytest.mark.django_db
class TestFounding:
    def test_it_has_secretariat_charter_and_an_invited_clerk(self) -> None:
        committee = found(preset="treaty", zone="Europe/Oslo")
        with tenant(committee.pk):
            charter = CharterVersion.objects.get()
            assert (charter.number, charter.preset, charter.values["membership.invitation_days"]) == (1, "treaty", 30)
            invitation = Invitation.objects.get()
            assert (invitation.role, invitation.organisation.kind) == (Role.CLERK, "secretariat")
            assert invitation.send_at == NOW
            kinds = list(Act.objects.order_by("id").values_list("kind", flat=True))
        assert kinds == ["committee.created", "organisation.added", "invitation.made"]

    def test_a_known_person_is_seated_as_clerk_at_once(self) -> None:
        person = User.objects.create_user("nora@arctic.example", "x", name="Nora")
        committee = found(clerk=person)
        with tenant(committee.pk):
            assert Seat.objects.get().person == person
            assert not Invitation.objects.exists()

    def test_a_clerks_address_that_is_none_undoes_it_all(self) -> None:
        with pytest.raises(Invalid) as caught:
            found(clerk_email="nora")
        assert set(caught.value.errors) == {"email"}
        assert not Committee.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("slug", "Not A Slug"), ("slug", "-a"), ("name", " "), ("preset", "odd"), ("zone", "Mars/Base")],
    )
    def test_wrong_wishes_are_named_and_nothing_is_made(self, field: str, value: str) -> None:
        with pytest.raises(Invalid) as caught:
            found(**{field: value})
        assert set(caught.value.errors) == {field}
        assert not Committee.objects.exists()

    def test_a_taken_address_is_refused(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as caught:
            found(slug="frontier")
        assert set(caught.value.errors) == {"slug"}

    def test_the_command_founds_and_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("create_committee", "arctic", "--name", "Arctic", "--clerk", "nora@arctic.example")
        assert "invited as its clerk" in capsys.readouterr().out

    def test_the_command_names_what_is_wrong(self) -> None:
        with pytest.raises(CommandError, match="zone"):
            call_command("create_committee", "arctic", "--name", "A", "--clerk", "n@a.example", "--zone", "Mars/Base")


class TestOrganisations:
    def test_a_clerk_adds_one(self, frontier: Cast) -> None:
        made = services.add_organisation(
            actor=frontier.viewer("clerk"), now=NOW, key="dione", name="Dione", kind="lab", jurisdiction="US-CA"
        )
        assert Organisation.objects.get(key="dione") == made
        act = Act.objects.get()
        assert (act.kind, act.told) == ("organisation.added", ["members", "clerks"])

    def test_a_lab_cannot_add_one(self, frontier: Cast) -> None:
        with pytest.raises(Refused):
            services.add_organisation(
                actor=frontier.viewer("aster.representative"), now=NOW, key="dione", name="Dione", kind="lab"
            )

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"key": "aster"}, "key"),
            ({"key": "new"}, "key"),
            ({"name": "Aster"}, "name"),
            ({"kind": "club"}, "kind"),
            ({"jurisdiction": "europe"}, "jurisdiction"),
            ({"kind": "regulator"}, "jurisdiction"),
        ],
    )
    def test_wrong_wishes_are_named(self, frontier: Cast, changes: dict[str, str], field: str) -> None:
        wishes = {"key": "dione", "name": "Dione", "kind": "lab"} | changes
        with pytest.raises(Invalid) as caught:
            services.add_organisation(actor=frontier.viewer("clerk"), now=NOW, **wishes)
        assert set(caught.value.errors) == {field}
