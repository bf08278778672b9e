"""The inbox, its bell, its settings, and the clerks' page, as a browser sees them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.committees.models import Organisation
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Attempt, Delivery, Endpoint, Notice
from apps.notices.services import expand
from apps.notices.states import AttemptState, DeliveryState, EndpointKind, Purpose
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import CANARY, RED, tell

pytestmark = pytest.mark.django_db
INBOX = "/c/frontier/inbox/"


@pytest.fixture
def told(cast: Cast) -> Callable[..., None]:
    """Tell Frontier of so many acts about Aster."""

    def run(times: int = 1, **facts: object) -> None:
        with tenant(cast.frontier.pk):
            for _ in range(times):
                tell(cast["aster.liaison"].organisation, **facts)
            expand(cast.frontier.pk, now=NOW, at=AT)

    return run


def _in(cast: Cast, client: Client, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def _notices(cast: Cast, name: str) -> list[Notice]:
    with tenant(cast.frontier.pk):
        return list(Notice.objects.filter(seat=cast[name]).order_by("-created_at", "-id"))


def test_the_inbox_says_what_happened_to_whom_it_went_and_what_to_do(
    cast: Cast, client: Client, told: Callable[..., None]
) -> None:
    told(facts={"due_at": "2099-11-22T12:00:00Z"})
    page = _in(cast, client, "clerk").get(INBOX).content.decode()
    assert "filed the probe" in page
    assert "Probe PRB-aster" in page
    assert "Acknowledge the probe." in page
    assert "22 Nov 2099, 12:00 UTC" in page
    assert "It goes to the clerks and every seat" in page


@pytest.mark.parametrize("name", ["borealis.liaison", "cygnus.representative", "observer.eu", "auditor"])
def test_a_rival_and_an_observer_see_nothing_in_their_inbox(
    cast: Cast, client: Client, told: Callable[..., None], name: str
) -> None:
    told()
    page = _in(cast, client, name).get(INBOX).content.decode()
    assert "Nothing here yet" in page
    assert "PRB-aster" not in page


def test_eve_gets_404_for_the_inbox_and_for_the_clerks_notice(
    cast: Cast, client: Client, told: Callable[..., None]
) -> None:
    told()
    uid = _notices(cast, "clerk")[0].uid
    _in(cast, client, "eve")
    assert client.get(INBOX).status_code == 404
    assert client.get(f"{INBOX}{uid}/open/").status_code == 404


def test_another_seats_notice_can_neither_be_opened_nor_marked_read(
    cast: Cast, client: Client, told: Callable[..., None]
) -> None:
    told()
    uid = _notices(cast, "clerk")[0].uid
    _in(cast, client, "aster.representative")
    assert client.get(f"{INBOX}{uid}/open/").status_code == 404
    client.post(f"{INBOX}change/", {"notice": [uid], "do": "read"})
    assert _notices(cast, "clerk")[0].read_at is None


def test_opening_marks_it_read_and_leads_to_the_subject(cast: Cast, client: Client, told: Callable[..., None]) -> None:
    told()
    uid = _notices(cast, "clerk")[0].uid
    answer = _in(cast, client, "clerk").get(f"{INBOX}{uid}/open/")
    assert answer["Location"] == "/c/frontier/probes/PRB-aster/"
    assert _notices(cast, "clerk")[0].read_at is not None


def test_what_is_no_longer_open_shows_nothing_and_leads_nowhere(
    cast: Cast, client: Client, told: Callable[..., None]
) -> None:
    told()
    with tenant(cast.frontier.pk):
        Organisation.objects.filter(key="aster").update(tier=RED)
    page = _in(cast, client, "clerk").get(INBOX).content.decode()
    assert "No longer open to you" in page
    assert "PRB-aster" not in page
    assert "probe" not in page
    answer = client.get(f"{INBOX}{_notices(cast, 'clerk')[0].uid}/open/")
    assert answer["Location"] == INBOX


def test_pages_hold_still_while_new_notices_come_in(cast: Cast, client: Client, told: Callable[..., None]) -> None:
    told(120)
    uids = [str(notice.uid) for notice in _notices(cast, "clerk")]
    _in(cast, client, "clerk")
    first = client.get(INBOX).context
    assert first["newer"] == ""
    told(5)
    second = client.get(INBOX + first["older"]).context
    third = client.get(INBOX + second["older"]).context
    seen = [str(line.notice.uid) for page in (first, second, third) for line in page["lines"]]
    assert seen == uids
    assert third["older"] == ""
    back = client.get(INBOX + third["newer"]).context
    assert [line.notice.uid for line in back["lines"]] == [line.notice.uid for line in second["lines"]]


def test_a_cursor_that_names_nothing_shows_the_first_page(
    cast: Cast, client: Client, told: Callable[..., None]
) -> None:
    told()
    _in(cast, client, "clerk")
    for cursor in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        assert len(client.get(f"{INBOX}?page={cursor}").context["lines"]) == 1


def test_the_inbox_takes_as_many_queries_for_one_notice_as_for_thirty(
    cast: Cast, client: Client, told: Callable[..., None]
) -> None:
    _in(cast, client, "clerk")
    counts = []
    for times in (1, 29):
        told(times)
        client.get(INBOX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INBOX)
        counts.append(len(queries))
    assert counts[0] == counts[1]


class TestBell:
    def test_it_answers_204_while_the_page_shows_the_right_count(
        self, cast: Cast, client: Client, told: Callable[..., None]
    ) -> None:
        told(2)
        _in(cast, client, "clerk")
        assert client.get(f"{INBOX}unread/?seen=2").status_code == 204
        changed = client.get(f"{INBOX}unread/?seen=1")
        assert changed.status_code == 200
        assert '<span class="c-count">2</span>' in changed.content.decode()

    def test_nothing_unread_is_204_for_a_page_that_shows_no_number(self, cast: Cast, client: Client) -> None:
        assert _in(cast, client, "clerk").get(f"{INBOX}unread/?seen=").status_code == 204

    def test_it_counts_to_99(self, cast: Cast, client: Client, told: Callable[..., None]) -> None:
        told(101)
        _in(cast, client, "clerk")
        assert "99+" in client.get(f"{INBOX}unread/?seen=1").content.decode()
        assert client.get(f"{INBOX}unread/?seen=99%2B").status_code == 204


class TestUndelivered:
    @pytest.fixture
    def failed(self, cast: Cast, told: Callable[..., None]) -> Delivery:
        told(tier=RED)
        with tenant(cast.frontier.pk):
            delivery = Delivery.objects.get(notice__seat=cast["aster.liaison"])
            Delivery.objects.filter(pk=delivery.pk).update(
                state=DeliveryState.GIVEN_UP, error="No such mailbox", attempts=2
            )
            for state, status, said in ((AttemptState.SENDING, None, ""), (AttemptState.FAILED, 550, "Who is that?")):
                Attempt.objects.create(delivery=delivery, state=state, started_at=NOW, status=status, said=said)
        return delivery

    def test_the_clerk_sees_whom_it_did_not_reach_but_not_what_is_closed_to_clerks(
        self, cast: Cast, client: Client, failed: Delivery
    ) -> None:
        page = _in(cast, client, "clerk").get("/c/frontier/deliveries/").content.decode()
        assert "Liaison, Liaison of Aster" in page
        assert "No such mailbox" in page
        assert "PRB-aster" not in page
        assert "Probe" not in page
        assert "filed the probe" not in page
        assert CANARY not in page

    def test_every_try_stands_there_with_its_answer(self, cast: Cast, client: Client, failed: Delivery) -> None:
        page = " ".join(_in(cast, client, "clerk").get("/c/frontier/deliveries/").content.decode().split())
        assert "2 tries" in page
        assert "550 · Who is that?" in page
        assert "cut short" in page

    def test_where_the_clerk_may_see_the_subject_it_is_named(
        self, cast: Cast, client: Client, told: Callable[..., None]
    ) -> None:
        told()
        with tenant(cast.frontier.pk):
            Delivery.objects.filter(seat=cast["aster.liaison"]).update(state=DeliveryState.FAILED)
        page = _in(cast, client, "clerk").get("/c/frontier/deliveries/").content.decode()
        assert ">Probe PRB-aster</a>: filed the probe" in page

    def test_other_channels_and_the_daily_letter_stand_there_too(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            endpoint = Endpoint.objects.create(
                kind=EndpointKind.WEBHOOK,
                organisation=cast["aster.liaison"].organisation,
                label="Duty desk",
                host="hooks.aster.example",
                sealed="",
                made_at=NOW,
                made_by=cast["aster.representative"],
            )
            rows = (
                {"channel": "webhook", "endpoint": endpoint, "purpose": Purpose.TEST},
                {"channel": "email", "seat": cast["observer.eu"], "purpose": Purpose.DIGEST},
            )
            for number, row in enumerate(rows):
                Delivery.objects.create(
                    state=DeliveryState.FAILED, next_attempt_at=NOW, message_id=f"<{number}@concord.example>", **row
                )
        page = _in(cast, client, "clerk").get("/c/frontier/deliveries/").content.decode()
        assert "Aster · Duty desk" in page
        assert "A test" in page
        assert "The daily email" in page
        assert str(cast["observer.eu"]) in page

    def test_long_lists_come_in_pages(self, cast: Cast, client: Client) -> None:
        with tenant(cast.frontier.pk):
            Delivery.objects.bulk_create(
                Delivery(
                    channel="email",
                    seat=cast["clerk"],
                    purpose=Purpose.TEST,
                    state=DeliveryState.FAILED,
                    next_attempt_at=NOW,
                    message_id=f"<{number}@concord.example>",
                )
                for number in range(70)
            )
        _in(cast, client, "clerk")
        first = client.get("/c/frontier/deliveries/").context
        second = client.get(f"/c/frontier/deliveries/{first['older']}").context
        uids = [row.delivery.uid for page in (first, second) for row in page["rows"]]
        assert len(set(uids)) == len(uids) == 70
        assert second["older"] == ""

    def test_the_clerk_tries_again(self, cast: Cast, client: Client, failed: Delivery) -> None:
        answer = _in(cast, client, "clerk").post(f"/c/frontier/deliveries/{failed.uid}/try-again/")
        assert answer.status_code == 302
        with tenant(cast.frontier.pk):
            failed.refresh_from_db()
        assert failed.state == DeliveryState.QUEUED
        again = client.post(f"/c/frontier/deliveries/{failed.uid}/try-again/")
        assert again.status_code == 409

    def test_nobody_else_sees_the_page(self, cast: Cast, client: Client, failed: Delivery) -> None:
        _in(cast, client, "aster.representative")
        assert client.get("/c/frontier/deliveries/").status_code == 404
        assert client.post(f"/c/frontier/deliveries/{failed.uid}/try-again/").status_code == 404
        assert client.post("/c/frontier/deliveries/try-again/").status_code == 404

    def test_it_takes_as_many_queries_for_one_as_for_many(
        self, cast: Cast, client: Client, told: Callable[..., None]
    ) -> None:
        _in(cast, client, "clerk")
        counts = []
        for times in (1, 9):
            told(times)
            with tenant(cast.frontier.pk):
                Delivery.objects.update(state=DeliveryState.FAILED)
                for delivery in Delivery.objects.all():
                    Attempt.objects.create(delivery=delivery, state=AttemptState.FAILED, started_at=NOW)
            client.get("/c/frontier/deliveries/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/c/frontier/deliveries/")
            counts.append(len(queries))
        assert counts[0] == counts[1]
