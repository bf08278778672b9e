"""The site's root, the shell, the list of public records, health."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from apps.accounts.models import User
from apps.committees.models import CharterVersion, OperatorSession, Seat
from apps.committees.states import Role
from apps.desk import health
from apps.desk.tasks import heartbeat
from apps.incidents.services.handling import publish
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership.rules.charter import APPLICATIONS
from tests.cast import BEGINNING, NOW, Cast
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _person(**fields: object) -> User:
    return User.objects.create_user("pat@concord.example", "correct horse battery", name="Pat", **fields)


def test_a_stranger_finds_out_what_this_is_without_a_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page = client.get("/").content.decode()
    assert "Sign in" in page
    assert 'href="/public/"' in page


def test_one_seat_leads_to_its_dashboard(cast: Cast) -> None:
    assert _as(cast["eve"].person).get("/").headers["Location"] == "/c/pacific/"


def test_several_seats_lead_to_a_choice(cast: Cast) -> None:
    person = cast["clerk"].person
    with tenant(cast.pacific.pk):
        harbour = cast["pacific.clerk"].organisation
        Seat.objects.create(organisation=harbour, person=person, role=Role.CLERK, starts_at=BEGINNING)
    client = _as(person)
    assert client.get("/").headers["Location"] == "/seats/"
    page = client.get("/c/frontier/").content.decode()
    assert "Change committee" in page
    assert 'href="/c/pacific/"' in page


def test_a_person_without_a_seat_is_told_how_seats_begin(db: None) -> None:
    page = _as(_person()).get("/").content.decode()
    assert "You hold no seat at present" in page
    assert "has ended" not in page


def test_a_person_whose_seats_have_ended_is_told_where_and_led_to_when(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        Seat.objects.filter(pk=cast["observer.eu"].pk).update(ends_at=clock.now() - timedelta(minutes=1))
    page = _as(cast["observer.eu"].person).get("/").content.decode()
    assert "Your seat on Frontier has ended." in page
    assert 'href="/c/frontier/"' in page
    assert "Pacific" not in page


def test_an_operator_without_a_seat_is_led_to_the_operators_page(db: None) -> None:
    assert _as(_person(is_operator=True)).get("/").headers["Location"] == "/operator/"


def test_an_operators_look_in_is_announced_on_every_page_and_has_no_inbox(cast: Cast) -> None:
    pat = _person(is_operator=True)
    now = clock.now()
    with tenant(cast.frontier.pk):
        OperatorSession.objects.create(
            person=pat, reason="A search that fails", starts_at=now, ends_at=now + timedelta(minutes=30)
        )
    page = _as(pat).get("/c/frontier/").content.decode()
    assert "Pat looks into Frontier as operator until" in page
    assert "Every page opened is recorded" in page
    assert "c-unread" not in page
    assert "File an incident" not in page


def test_the_navigation_says_where_one_is(cast: Cast) -> None:
    page = _as(cast["clerk"].person).get("/c/frontier/charter/").content.decode()
    nav = page.split('id="nav"')[1].split("</nav>")[0]
    assert nav.count('aria-current="page"') == 1
    assert "Charter" in nav.split('aria-current="page"')[1].split("</a>")[0]
    assert "Committee" in nav.split('aria-current="true"')[1].split("</summary>")[0]


def _current(cast: Cast, who: str, path: str) -> list[str]:
    page = _as(cast[who].person).get(path).content.decode()
    nav = page.split('id="nav"')[1].split("</nav>")[0]
    return re.findall(r'href="([^"]+)" aria-current="page"', nav)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("", ""),
        ("inbox/settings/", "inbox/"),
        ("deliveries/", "inbox/"),
        ("deadlines/calendar/", "deadlines/"),
        ("matrix/chase/", "matrix/"),
        ("invitations/", "members/"),
        ("operators/", "members/"),
    ],
)
def test_a_page_below_another_belongs_to_its_entry(cast: Cast, path: str, entry: str) -> None:
    assert _current(cast, "clerk", f"/c/frontier/{path}") == [f"/c/frontier/{entry}"]


def test_a_page_of_the_account_belongs_to_no_entry_of_the_navigation(cast: Cast) -> None:
    assert _current(cast, "clerk", "/c/frontier/tokens/") == []


def test_the_menu_shows_the_matrix_to_those_who_chase(cast: Cast) -> None:
    assert 'href="/c/frontier/matrix/"' in _as(cast["clerk"].person).get("/c/frontier/").content.decode()
    assert 'href="/c/frontier/matrix/"' not in _as(cast["borealis.liaison"].person).get("/c/frontier/").content.decode()


def test_account_pages_lead_back_to_the_committee(cast: Cast) -> None:
    page = _as(cast["clerk"].person).get("/account/profile/").content.decode()
    assert 'href="/c/frontier/"' in page
    assert "/c/frontier/incidents/" not in page


def test_the_public_list_names_only_committees_that_have_published(cast: Cast, client: Client) -> None:
    assert "Frontier" not in client.get("/public/").content.decode()
    with tenant(cast.frontier.pk):
        ref = filed(cast, tlp="TLP:CLEAR").ref
        publish(actor=cast.viewer("clerk"), now=NOW, ref=ref)
    client.force_login(cast["clerk"].person)
    answer = client.get("/public/")
    page = answer.content.decode()
    assert 'href="/public/frontier/"' in page
    assert "Pacific" not in page
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Sign out" not in page


def test_the_public_page_leads_to_the_application_while_the_committee_takes_any(cast: Cast, client: Client) -> None:
    address = 'href="/apply/frontier/"'
    assert address in client.get("/public/frontier/").content.decode()
    with tenant(cast.frontier.pk):
        first = CharterVersion.objects.get()
        values = first.values | {APPLICATIONS: False}
        CharterVersion.objects.create(
            number=2, preset=first.preset, values=values, in_force_at=BEGINNING, adopted_by=""
        )
    assert client.get("/apply/frontier/").status_code == 404
    assert address not in client.get("/public/frontier/").content.decode()


@pytest.mark.parametrize("path", ["/accessibility/", "/licence/"])
def test_plain_pages_need_no_account(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_healthz_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.content == b"ok\n"


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker has been heard of and nothing is known of migrations."""
    health.cache.delete(health.HEARTBEAT)
    monkeypatch.setattr(health, "_migrated", [])


def test_readyz_is_ready_once_a_worker_has_been_heard_of(client: Client, fresh: None) -> None:
    before = client.get("/readyz")
    assert before.status_code == 503
    expected = {"database": True, "redis": True, "worker": False, "migrations": True}
    assert before.json() == {"ready": False, "checks": expected}
    heartbeat.delay()
    after = client.get("/readyz")
    assert after.status_code == 200
    assert after.json()["ready"] is True


def test_a_worker_not_heard_of_for_a_minute_counts_as_gone(client: Client, fresh: None) -> None:
    health.beat(clock.machine_now() - timedelta(seconds=61))
    assert client.get("/readyz").json()["checks"]["worker"] is False


def test_readyz_survives_a_redis_that_is_down_and_tells_no_secret(
    client: Client, fresh: None, settings: Settings
) -> None:
    settings.REDIS_URL = "redis://:hunter2@127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.json()["checks"]["redis"] is False
    assert b"hunter2" not in answer.content
