"""The demo's committees as a visitor finds them. They are loaded once for the whole module."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings

from apps.accounts.models import User
from apps.accounts.selectors import person_by_address
from apps.chairs.models import Term
from apps.chairs.services import sweep as pass_on
from apps.committees.models import (
    Access,
    ApiToken,
    Application,
    Committee,
    Cover,
    Invitation,
    Office,
    OperatorSession,
    Organisation,
    Seat,
)
from apps.committees.selectors import chair_at, seats_of
from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.desk.demo.people import (
    BRITAIN,
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
from apps.desk.demo.story.frontier_open import INSIDER, REPEAT_TO_WATCH, TO_WATCH, WAITING
from apps.desk.demo_accounts import ACCOUNTS, PASSWORD
from apps.files.models import File
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident
from apps.incidents.services.handling import acknowledge
from apps.incidents.states import State
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.channels.places import place_of
from apps.notices.models import Delivery, Endpoint, FanOut, Notice, NoticePreference, QuietHours
from apps.notices.services import deliver_batch, expand
from apps.notices.services.endpoints import remove
from apps.record.models import Act, Sighting
from apps.transparency.models import PublishedRecord
from tests.guards.internal_ids import named_in, numbers_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

COUNTED = (Incident, Act, Seat, Notice, FanOut, Deadline, File, Sighting, Invitation, ApiToken, PublishedRecord)
HURRIED = next(report.title for report in WAITING if report.hurried)
SEATED = sorted(person.email for person in PEOPLE if not person.is_operator and person.email not in PAST)
FOUNDING = ["committee.created", "committee.test_notice", "committee.setup_closed", "chair.rotation_started"]
PAGES = ("", "incidents/", "inbox/", "members/", "deadlines/", "charter/")


@pytest.fixture(scope="module")
def loaded_at(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[datetime]:
    """The demo, loaded in a transaction that outlasts the module's tests; the instant of the loading."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("files")},
    }
    storages = override_settings(STORAGES=settings.STORAGES | {"default": backend})
    with django_db_blocker.unblock(), storages, transaction.atomic():
        before = clock.now()
        call_command("load_demo")
        yield before
        transaction.set_rollback(True)


@pytest.fixture
def frontier(loaded_at: datetime) -> Committee:
    """The committee that the demo is about."""
    return Committee.objects.get(slug="frontier")


def _counts() -> dict[str, int]:
    found = {"people": User.objects.count()}
    for committee in Committee.objects.all():
        with tenant(committee.pk):
            found |= {f"{committee} {model.__name__}": model.objects.count() for model in COUNTED}
    return found


def _page(email: str, path: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=email))
    answer = client.get(f"/c/frontier/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def _titled(title: str) -> Incident:
    return Incident.objects.get(title=title)


def test_loading_it_twice_adds_nothing(frontier: Committee) -> None:
    before = _counts()
    call_command("load_demo")
    assert _counts() == before


def test_no_act_gives_away_an_internal_id(frontier: Committee) -> None:
    for committee in Committee.objects.all():
        with tenant(committee.pk):
            told = list(Act.objects.values_list("kind", "facts"))
        assert [(kind, found) for kind, facts in told if (found := named_in(str(facts)))] == []
        assert {f"{kind}: {name}" for kind, facts in told for name in numbers_of(facts)} == set()


def test_outside_the_demo_it_is_refused(loaded_at: datetime) -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="this is not the demo"):
        call_command("move_demo")
    with override_settings(DEMO=False), pytest.raises(CommandError, match="only where DEMO is set"):
        call_command("load_demo")


def test_every_printed_account_is_there_with_a_proved_address(loaded_at: datetime) -> None:
    printed = {email for email, _purpose in ACCOUNTS}
    assert printed <= {person.email for person in PEOPLE}
    proved = set(EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True))
    assert {person.email for person in PEOPLE} == proved


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


def test_a_report_stands_in_every_state(frontier: Committee) -> None:
    with tenant(frontier.pk):
        assert set(Incident.objects.values_list("state", flat=True)) == set(State)
        assert Incident.objects.filter(state=State.CLOSED).count() >= 12


def test_no_two_reports_tell_the_same(frontier: Committee) -> None:
    with tenant(frontier.pk):
        for told in ("title", "narrative"):
            values = list(Incident.objects.values_list(told, flat=True))
            assert len(values) == len(set(values))


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


def test_the_independent_member_can_switch_between_two_committees(loaded_at: datetime) -> None:
    person = person_by_address(INDEPENDENT)
    assert person is not None
    assert {line.slug for line in seats_of(person.pk, clock.now())} == {"frontier", "pacific"}


def test_an_invitation_is_open_and_a_machine_has_a_token(frontier: Committee) -> None:
    with tenant(frontier.pk):
        assert Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()).count() == 1
        assert ApiToken.objects.filter(revoked_at=None, expires_at__gt=clock.now()).count() == 1


def test_the_rival_lab_knows_nothing_of_the_red_report(frontier: Committee) -> None:
    with tenant(frontier.pk):
        red = Incident.objects.get(tlp="TLP:RED")
        notices = Notice.objects.filter(subject_kind="incident", subject_id=red.pk)
        told = set(notices.values_list("seat__person__email", flat=True))
    assert told == {CLERK, COUNSEL, INDEPENDENT, *(of_lab("borealis", role) for role in LAB_ROLES)}
    client = Client()
    client.force_login(User.objects.get(email="representative@aster.example"))
    assert client.get(f"/c/frontier/incidents/{red.ref}/").status_code == 404


def test_the_watched_report_falls_overdue_and_escalates_within_minutes(
    frontier: Committee, loaded_at: datetime
) -> None:
    watched = WAITING[1].title
    with tenant(frontier.pk):
        deadline = Deadline.objects.get(subject_id=_titled(watched).pk, clock=ACKNOWLEDGEMENT)
        assert deadline.state == "running"
        assert timedelta() < deadline.due_at - loaded_at <= TO_WATCH + timedelta(seconds=60)
    sweep(deadline.due_at + timedelta(minutes=1))
    with tenant(frontier.pk):
        assert Deadline.objects.get(pk=deadline.pk).state == "overdue"
        newest = Act.objects.about("incident", deadline.subject_id).last()
        assert newest is not None
        assert (newest.kind, newest.facts["to"]) == ("deadline.escalated", ["chair", "clerks", "chairs_alternate"])


def test_the_overdue_report_has_reached_all_members_and_is_repeated(frontier: Committee, loaded_at: datetime) -> None:
    overdue = WAITING[2].title
    with tenant(frontier.pk):
        deadline = Deadline.objects.get(subject_id=_titled(overdue).pk, clock=ACKNOWLEDGEMENT)
        assert (deadline.state, deadline.repeats) == ("overdue", 0)
        escalations = Act.objects.about("incident", deadline.subject_id).filter(kind="deadline.escalated")
        assert [act.facts.get("late_minutes") for act in escalations] == [None, None]
        assert "members" in escalations[1].facts["to"]
    sweep(loaded_at + REPEAT_TO_WATCH + timedelta(minutes=2))
    with tenant(frontier.pk):
        assert Deadline.objects.get(pk=deadline.pk).repeats == 1


def test_the_critical_reports_ladder_climbs_by_the_minute_to_its_end(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        deadline = Deadline.objects.get(subject_id=_titled(HURRIED).pk, clock=ACKNOWLEDGEMENT)
        assert "come a minute apart" in deadline.because
        assert Act.objects.about("incident", deadline.subject_id).count() == 2
    for minute in range(1, 10):
        sweep(loaded_at + timedelta(minutes=minute, seconds=1))
    with tenant(frontier.pk):
        acts = Act.objects.about("incident", deadline.subject_id).filter(facts__deadline_id=str(deadline.uid))
        assert [act.kind.partition(".")[2] for act in acts] == [
            "reminded",
            "overdue",
            *["escalated"] * 5,
            "unanswered",
        ]
        assert [act.facts["to"][-1] for act in acts if "to" in act.facts] == [
            "clerks",
            "chairs_alternate",
            *["members"] * 4,
        ]
        acknowledge(actor=viewer(CLERK, clock.now()), now=clock.now(), ref=deadline.subject_ref)
        assert Deadline.objects.get(pk=deadline.pk).state == "met"


def test_duties_are_paused_extended_handed_over_and_somebody_is_on_one(
    frontier: Committee, loaded_at: datetime
) -> None:
    with tenant(frontier.pk):
        duties = Deadline.objects.open().filter(second_to=None)
        assert [duty.pause_reason for duty in duties.filter(state="paused")] == [
            "The customer's own report is awaited."
        ]
        [extended] = duties.filter(course=2)
        assert extended.due_at - extended.first_due_at == timedelta(days=3)
        [handed] = duties.exclude(owed_by_seat=None)
        assert (handed.owed_by_seat.holder, handed.state) == ("Aino Saarinen", "overdue")
        [taken] = duties.filter(taken_on_until__gt=clock.now())
        assert Deadline.objects.open().filter(second_to=taken).count() == 1


def test_one_has_a_webhook_and_a_pager_and_one_keeps_nights_quiet(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        endpoints = Endpoint.objects.order_by("id").values_list("organisation__key", "kind", "host")
        host = urlsplit(settings.BASE_URL).netloc
        assert list(endpoints) == [("cygnus", "webhook", host), ("cygnus", "pager", host)]
        quiet = QuietHours.objects.get()
        assert quiet.seat.person.email == "representative@borealis.example"
        assert NoticePreference.objects.get(seat=quiet.seat, channel="email").mode == "daily"


def _places(committee: Committee) -> list[tuple[str, str]]:
    with tenant(committee.pk):
        return [(endpoint.label, place_of(endpoint).url) for endpoint in Endpoint.objects.there().order_by("pk")]


def test_the_webhook_and_the_pager_follow_the_portal_to_another_port(frontier: Committee) -> None:
    with override_settings(BASE_URL="http://localhost:8123"):
        call_command("move_demo", stdout=StringIO())
    assert _places(frontier) == [
        ("Incident desk", "http://localhost:8123/demo/webhooks/in/"),
        ("On call", "http://localhost:8123/demo/webhooks/pager/"),
    ]


def test_what_a_visitor_has_removed_does_not_come_back_at_another_port(frontier: Committee) -> None:
    with tenant(frontier.pk):
        keeper = viewer("representative@cygnus.example", clock.now())
        desk = Endpoint.objects.there().get(label="Incident desk")
        remove(actor=keeper, now=clock.now(), uid=desk.uid)
    call_command("move_demo", stdout=StringIO())
    assert [label for label, _ in _places(frontier)] == ["On call"]


def test_history_is_in_inboxes_partly_read_and_only_the_last_day_is_mailed(
    frontier: Committee, loaded_at: datetime
) -> None:
    with tenant(frontier.pk):
        assert not Delivery.objects.exists()
        assert Notice.objects.filter(read_at=None).exists()
        assert Notice.objects.exclude(read_at=None).exists()
        told = Act.objects.filter(pk__in=FanOut.objects.values("act"))
        recent = told.filter(at__gt=loaded_at - timedelta(days=1)).values_list("pk", flat=True)
        assert set(FanOut.objects.filter(expanded_at=None).values_list("act_id", flat=True)) == set(recent)
    expand(frontier.pk, now=clock.now(), at=clock.now())
    while deliver_batch(frontier.pk, "email", now=clock.now(), watch=clock.machine_now):
        """Goes on until nothing is due."""
    assert 10 < len(mail.outbox) < 100
    about = "".join(message.subject for message in mail.outbox)
    with tenant(frontier.pk):
        spoken_of = Act.objects.filter(pk__in=recent).values("subject_id")
        for old in Incident.objects.filter(filed_at__lt=loaded_at - timedelta(days=2)).exclude(pk__in=spoken_of):
            assert old.ref not in about


def test_acts_stand_in_the_order_of_their_times(frontier: Committee) -> None:
    with tenant(frontier.pk):
        for incident in Incident.objects.all():
            times = [act.at for act in Act.objects.about("incident", incident.pk)]
            assert times == sorted(times)


def test_evidence_is_real_and_of_three_types(frontier: Committee) -> None:
    with tenant(frontier.pk):
        types = set(File.objects.values_list("content_type", flat=True))
    assert types == {"image/png", "application/pdf", "text/plain; charset=utf-8"}


def test_the_public_reads_the_published_reports_alone(loaded_at: datetime) -> None:
    page = Client().get("/public/frontier/").content.decode()
    assert "Exam-marking model marked by length" in page
    assert "Coding agent" not in page
    assert len(set(re.findall(r"INC-\d{4}-\w+", page))) == 3


def test_what_waits_is_on_the_dashboards(loaded_at: datetime) -> None:
    assert _page(CLERK, "").count("Acknowledge the report") >= 3
    assert "Benchmark answers found in a tuning set" in _page("liaison@aster.example", "")


def _seen_by(email: str) -> set[str]:
    who = viewer(email, clock.now())
    return set(Incident.objects.visible_to(who).values_list("ref", flat=True))


def test_setting_up_is_closed_before_the_rotation_starts(frontier: Committee) -> None:
    with tenant(frontier.pk):
        acts = {act.kind: act for act in Act.objects.filter(kind__in=FOUNDING)}
        assert [kind for kind, _act in sorted(acts.items(), key=lambda one: one[1].at)] == FOUNDING
        assert acts["committee.setup_closed"].facts["left"] == ["rotation"]


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
    assert "Fulgur Labs" in _page(CLERK, "applications/")


def test_a_lab_is_suspended_one_leaves_and_one_has_joined(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        found = {one.key: one for one in Organisation.objects.all()}
        assert found["fornax"].state == "suspended"
        assert found["dione"].left_at > loaded_at + timedelta(days=60)
        assert Term.objects.filter(organisation=found["elara"]).count() == 0
    plan = _page(CLERK, "chair/")
    assert "Elara" in plan


def test_a_cover_runs_and_offices_are_held_with_deputies(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        [cover] = Cover.objects.filter(starts_at__lte=loaded_at, ends_at__gt=loaded_at)
        assert cover.seat.person.email == "alternate@cygnus.example"
        offices = Office.objects.at(loaded_at).exclude(kind="chair").values_list("kind", "deputy__person__email")
        assert set(offices) == {("treasurer", "alternate@cygnus.example"), ("custodian", CLERK)}


def test_somebody_else_represented_borealis_at_first(frontier: Committee, loaded_at: datetime) -> None:
    day = f"{loaded_at - timedelta(days=130):%Y-%m-%d}"
    assert "Ulla Berg" in _page(CLERK, f"members/?on={day}")
    assert "Ulla Berg" not in _page(CLERK, "members/")
