"""The inbox for machines."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from apps.committees.models import Organisation
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.services import expand
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import RED, tell

pytestmark = pytest.mark.django_db
NOTICES = "/api/v1/committees/frontier/notices/"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast["clerk"].person)
    return client


@pytest.fixture
def told(cast: Cast) -> Callable[[int], None]:
    def run(times: int) -> None:
        with tenant(cast.frontier.pk):
            for _ in range(times):
                tell(cast["aster.liaison"].organisation, facts={"due_at": "2026-11-22T12:00:00Z"})
            expand(cast.frontier.pk, now=NOW, at=AT)

    return run


def test_a_notice_in_full(cast: Cast, clerk: Client, told: Callable[[int], None]) -> None:
    told(1)
    (row,) = clerk.get(NOTICES).json()["results"]
    with tenant(cast.frontier.pk):
        uid = Notice.objects.get(seat=cast["clerk"]).uid
    assert row == {
        "id": str(uid),
        "created_at": "2026-11-21T12:00:00Z",
        "read_at": None,
        "archived_at": None,
        "urgent": False,
        "act": "probe.told",
        "drill": False,
        "what": "The portal (the test's clock) filed the probe",
        "task": "",
        "asks": "Acknowledge the probe.",
        "due_at": "2026-11-22T12:00:00Z",
        "done": False,
        "receipt_due": False,
        "receipt_at": None,
        "why": "It goes to the clerks and every seat, as far as they may see it.",
        "subject": {"kind": "notice-probe", "ref": "PRB-aster", "path": "/c/frontier/probes/PRB-aster/"},
    }


def test_reading_one_twice_is_no_error_and_takes_it_from_the_unread(clerk: Client, told: Callable[[int], None]) -> None:
    told(2)
    uid = clerk.get(NOTICES).json()["results"][0]["id"]
    answers = [clerk.post(f"{NOTICES}{uid}/read/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["read_at"] == answers[1].json()["read_at"] is not None
    assert [row["id"] == uid for row in clerk.get(f"{NOTICES}?unread=true").json()["results"]] == [False]


def test_what_is_put_away_stands_in_the_archive_only(clerk: Client, told: Callable[[int], None]) -> None:
    told(2)
    uid = clerk.get(NOTICES).json()["results"][0]["id"]
    answers = [clerk.post(f"{NOTICES}{uid}/archive/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["archived_at"] == answers[1].json()["archived_at"] is not None
    assert [row["id"] for row in clerk.get(f"{NOTICES}?archived=true").json()["results"]] == [uid]
    for other in ("", "?unread=true"):
        assert uid not in {row["id"] for row in clerk.get(NOTICES + other).json()["results"]}


def test_a_receipt_is_confirmed_once_and_only_where_it_is_asked_for(cast: Cast, clerk: Client) -> None:
    with tenant(cast.frontier.pk):
        for kind in ("probe.told", "probe.signed"):
            tell(cast["aster.liaison"].organisation, kind=kind)
        expand(cast.frontier.pk, now=NOW, at=AT)
    asked, plain = sorted(clerk.get(NOTICES).json()["results"], key=lambda row: not row["receipt_due"])
    assert (asked["act"], asked["receipt_due"], plain["receipt_due"]) == ("probe.signed", True, False)
    answers = [clerk.post(f"{NOTICES}{asked['id']}/receipt/").json() for _ in range(2)]
    assert [answer["receipt_due"] for answer in answers] == [False, False]
    assert answers[0]["receipt_at"] == answers[1]["receipt_at"] is not None
    assert clerk.post(f"{NOTICES}{plain['id']}/receipt/").status_code == 409


def test_pages_follow_one_another(clerk: Client, told: Callable[[int], None]) -> None:
    told(5)
    page = clerk.get(f"{NOTICES}?limit=3").json()
    rest = clerk.get(page["next"]).json()
    ids = [row["id"] for row in page["results"] + rest["results"]]
    assert len(set(ids)) == 5
    assert rest["next"] is None


def test_what_is_no_longer_open_has_no_words(cast: Cast, clerk: Client, told: Callable[[int], None]) -> None:
    told(1)
    with tenant(cast.frontier.pk):
        Organisation.objects.filter(key="aster").update(tier=RED)
    (row,) = clerk.get(NOTICES).json()["results"]
    assert row["subject"] is None
    assert row["act"] == row["what"] == row["asks"] == row["why"] == ""
    assert row["due_at"] is None


def test_anothers_notice_and_an_unknown_one_are_the_same_404(
    cast: Cast, client: Client, told: Callable[[int], None]
) -> None:
    told(1)
    with tenant(cast.frontier.pk):
        uid = Notice.objects.get(seat=cast["clerk"]).uid
    client.force_login(cast["aster.liaison"].person)
    for verb in ("read", "archive", "receipt"):
        answers = [client.post(f"{NOTICES}{some}/{verb}/") for some in (uid, uuid.uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    with tenant(cast.frontier.pk):
        notice = Notice.objects.get(uid=uid)
    assert notice.read_at is notice.archived_at is None


@pytest.mark.parametrize(("name", "status"), [("eve", 404), ("borealis.liaison", 200)])
def test_eve_and_the_rival_learn_nothing(
    cast: Cast, client: Client, told: Callable[[int], None], name: str, status: int
) -> None:
    told(1)
    client.force_login(cast[name].person)
    answer = client.get(NOTICES)
    assert answer.status_code == status
    assert "aster" not in answer.content.decode()
