"""Whom a visitor of the demo can be, and what each finds and does not find."""

import re
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from apps.accounts.models import User
from apps.accounts.selectors import person_by_address
from apps.committees.models import Committee, Invitation, OperatorSession, Seat
from apps.committees.selectors import seats_of
from apps.desk.demo.people import (
    CALIFORNIA,
    CLERK,
    COUNSEL,
    EVE,
    INDEPENDENT,
    LAB_ROLES,
    OPERATOR,
    PAST,
    PEOPLE,
    REGISTRY,
    of_lab,
)
from apps.desk.demo.seats import seat_of, viewer
from apps.desk.demo.story.frontier_open import INSIDER
from apps.desk.demo_accounts import ACCOUNTS, PASSWORD
from apps.incidents.models import Incident
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.record.models import Act
from tests.desk.demo.conftest import page_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

SEATED = sorted(person.email for person in PEOPLE if not person.is_operator and person.email not in PAST)
PAGES = ("", "incidents/", "inbox/", "members/", "deadlines/", "charter/")


def _seen_by(email: str) -> set[str]:
    who = viewer(email, clock.now())
    return set(Incident.objects.visible_to(who).values_list("ref", flat=True))


def test_every_printed_account_is_there_with_a_proved_address(loaded_at: datetime) -> None:
    printed = {email for email, _purpose in ACCOUNTS}
    assert printed <= {person.email for person in PEOPLE}
    proved = set(EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True))
    assert {person.email for person in PEOPLE} == proved


@pytest.mark.walks
@pytest.mark.parametrize("email", SEATED)
def test_an_account_signs_in_and_finds_its_pages(loaded_at: datetime, email: str) -> None:
    client = Client()
    sign_in(client, User.objects.get(email=email), PASSWORD)
    slugs = {line.slug for line in seats_of(User.objects.get(email=email).pk, clock.now())}
    assert slugs
    for slug in slugs:
        for page in PAGES:
            answer = client.get(f"/c/{slug}/{page}")
            assert answer.status_code == 200, (slug, page)


def test_the_operator_signs_in_and_sees_no_committee(loaded_at: datetime, frontier: Committee) -> None:
    client = Client()
    sign_in(client, User.objects.get(email=OPERATOR), PASSWORD)
    assert client.get("/operator/").status_code == 200
    assert client.get("/c/frontier/").status_code == 404
    with tenant(frontier.pk):
        assert not OperatorSession.objects.exists()


def test_eve_gets_404_from_frontier_and_frontier_from_pacific(loaded_at: datetime, frontier: Committee) -> None:
    with tenant(frontier.pk):
        refs = list(Incident.objects.values_list("ref", flat=True))
    client = Client()
    client.force_login(User.objects.get(email=EVE))
    for page in (*PAGES, *(f"incidents/{ref}/" for ref in refs), "incidents/export.csv"):
        assert client.get(f"/c/frontier/{page}").status_code == 404, page
    client.force_login(User.objects.get(email="liaison@aster.example"))
    assert client.get("/c/pacific/").status_code == 404


def test_the_independent_member_can_switch_between_two_committees(loaded_at: datetime) -> None:
    person = person_by_address(INDEPENDENT)
    assert person is not None
    assert {line.slug for line in seats_of(person.pk, clock.now())} == {"frontier", "pacific"}


def test_the_rival_lab_knows_nothing_of_the_red_report(frontier: Committee) -> None:
    with tenant(frontier.pk):
        red = Incident.objects.get(tlp="TLP:RED", protected=False)
        notices = Notice.objects.filter(subject_kind="incident", subject_id=red.pk)
        told = set(notices.values_list("seat__person__email", flat=True))
    assert told == {CLERK, COUNSEL, INDEPENDENT, *(of_lab("borealis", role) for role in LAB_ROLES)}
    client = Client()
    client.force_login(User.objects.get(email="representative@aster.example"))
    assert client.get(f"/c/frontier/incidents/{red.ref}/").status_code == 404


def test_the_public_reads_the_published_reports_alone(loaded_at: datetime) -> None:
    page = Client().get("/public/frontier/").content.decode()
    assert "Exam-marking model marked by length" in page
    assert "Coding agent" not in page
    assert len(set(re.findall(r"INC-\d{4}-\w+", page))) == 3


def test_what_waits_is_on_the_dashboards(loaded_at: datetime) -> None:
    assert page_of(CLERK, "").count("Acknowledge the report") >= 3
    assert "Benchmark answers found in a tuning set" in page_of("liaison@aster.example", "")


def test_two_authorities_of_one_state_do_not_see_each_others_papers(frontier: Committee) -> None:
    with tenant(frontier.pk):
        addressed = Incident.objects.get(recipients__organisation__key="california").ref
        assert addressed in _seen_by(CALIFORNIA)
        assert addressed not in _seen_by(REGISTRY)


def test_counsel_reads_the_one_report_and_no_other(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        incident = Incident.objects.get(title=INSIDER)
        assert _seen_by(COUNSEL) == {incident.ref}
        seat = Seat.objects.get(person__email=COUNSEL)
        assert incident.filed_at < seat.starts_at < loaded_at < seat.ends_at
        assert seat.organisation.key == "borealis"
        invitation = Invitation.objects.get(email=COUNSEL)
        made = Act.objects.get(kind="invitation.made", subject_id=invitation.pk, subject_kind="invitation")
        assert made.seat == seat_of("representative@borealis.example", clock.now())
