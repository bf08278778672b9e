"""The demo's members, authorities and offices: who joined and left, who presides, whose access ends."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.chairs.models import Term
from apps.chairs.services import sweep as pass_on
from apps.committees.models import Access, ApiToken, Application, Committee, Cover, Invitation, Office, Organisation
from apps.committees.selectors import chair_at
from apps.desk.demo.people import BRITAIN, CLERK
from apps.files.models import File
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.desk.demo.conftest import page_of

pytestmark = pytest.mark.django_db


def test_asters_representative_chairs_with_the_alternate_as_deputy(frontier: Committee) -> None:
    with tenant(frontier.pk):
        chair = chair_at(clock.now())
        assert chair is not None
        assert chair.seat.person.email == "representative@aster.example"
        assert chair.deputy is not None
        assert chair.deputy.person.email == "alternate@aster.example"


def test_the_chair_passes_on_while_one_watches(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        term = Term.objects.get(state="running")
        assert [one.organisation.key for one in Term.objects.order_by("starts_at")] == ["dione", "aster"]
    # At a month's end the term may end a day or two later.
    assert timedelta() < term.ends_at - loaded_at <= timedelta(days=5)
    pass_on(term.ends_at + timedelta(minutes=1))
    with tenant(frontier.pk):
        chair = chair_at(term.ends_at)
        assert chair is not None
        assert chair.seat.person.email == "representative@borealis.example"


def test_an_invitation_is_open_and_a_machine_has_a_token(frontier: Committee) -> None:
    with tenant(frontier.pk):
        assert Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()).count() == 1
        assert ApiToken.objects.filter(revoked_at=None, expires_at__gt=clock.now()).count() == 1


def test_one_access_has_ended_and_one_ends_within_the_month(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        ends = dict(Access.objects.values_list("organisation__key", "ends_at"))
        assert ends["britain"] < loaded_at
        assert loaded_at < ends["california"] < loaded_at + timedelta(days=30)
        assert Act.objects.filter(kind="access.ended").count() == 1
        reminded = Act.objects.filter(
            kind="deadline.reminded", facts__deadline="Renew the authority's access, or let it end"
        )
        assert reminded.count() >= 3
    client = Client()
    client.force_login(User.objects.get(email=BRITAIN))
    assert "ended" in client.get("/c/frontier/", follow=True).content.decode()


def test_applications_are_waiting_admitted_and_refused_with_their_papers(frontier: Committee) -> None:
    with tenant(frontier.pk):
        states = dict(Application.objects.values_list("name", "state"))
        assert states == {"Fulgur Labs": "received", "Elara": "admitted", "Quickstep AI": "refused"}
        assert File.objects.filter(subject_kind="application").count() == 6
    assert "Fulgur Labs" in page_of(CLERK, "applications/")


def test_a_lab_is_suspended_one_leaves_and_one_has_joined(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        found = {one.key: one for one in Organisation.objects.all()}
        assert found["fornax"].state == "suspended"
        assert found["dione"].left_at > loaded_at + timedelta(days=60)
        assert Term.objects.filter(organisation=found["elara"]).count() == 0
    plan = page_of(CLERK, "chair/")
    assert "Elara" in plan


def test_a_cover_runs_and_offices_are_held_with_deputies(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        [cover] = Cover.objects.filter(starts_at__lte=loaded_at, ends_at__gt=loaded_at)
        assert cover.seat.person.email == "alternate@cygnus.example"
        offices = Office.objects.at(loaded_at).exclude(kind="chair").values_list("kind", "deputy__person__email")
        assert set(offices) == {("treasurer", "alternate@cygnus.example"), ("custodian", CLERK)}


def test_somebody_else_represented_borealis_at_first(frontier: Committee, loaded_at: datetime) -> None:
    day = f"{loaded_at - timedelta(days=130):%Y-%m-%d}"
    assert "Ulla Berg" in page_of(CLERK, f"members/?on={day}")
    assert "Ulla Berg" not in page_of(CLERK, "members/")
