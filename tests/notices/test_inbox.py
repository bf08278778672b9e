"""Keeping an inbox: parts, kinds, many at once, and what is done already."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.notices.models import Notice
from apps.notices.rules import DONE
from apps.notices.services import archive, expand, mark_read, mark_unread
from apps.record.models import Act
from apps.record.services import record
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import tell

pytestmark = pytest.mark.django_db
INBOX = "/c/frontier/inbox/"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast["clerk"].person)
    return client


@pytest.fixture
def told(cast: Cast) -> Callable[..., list[Notice]]:
    """Tell Frontier of so many acts about Aster; the clerk's notices, newest first."""

    def run(times: int = 1, **facts: object) -> list[Notice]:
        with tenant(cast.frontier.pk):
            for _ in range(times):
                tell(cast["aster.liaison"].organisation, **facts)
            expand(cast.frontier.pk, now=NOW, at=AT)
            return _of(cast, "clerk")

    return run


def _of(cast: Cast, name: str) -> list[Notice]:
    with tenant(cast.frontier.pk):
        return list(Notice.objects.filter(seat=cast[name]).order_by("-created_at", "-id"))


def _shown(client: Client, show: str, **more: str) -> list[str]:
    lines = client.get(INBOX, {"show": show, **more}).context["lines"]
    return [str(line.notice.uid) for line in lines]


def _change(client: Client, verb: str, *notices: Notice, **more: str) -> str:
    ticked = [str(notice.uid) for notice in notices]
    answer = client.post(f"{INBOX}change/", {"do": verb, "notice": ticked, **more})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_notice_says_how_long_what_was_done_holds(clerk: Client, told: Callable[..., list[Notice]]) -> None:
    told(facts={"until": "2026-11-22T12:00:00Z"})
    assert 'Until <time datetime="2026-11-22T12:00' in clerk.get(INBOX).content.decode()
    told(facts={"until": ""})
    assert clerk.get(INBOX).content.decode().count("Until <time") == 1


def test_ticked_notices_are_marked_read_and_unread_again(
    cast: Cast, clerk: Client, told: Callable[..., list[Notice]]
) -> None:
    first, second, _third = told(3)
    _change(clerk, "read", first, second)
    assert [bool(notice.read_at) for notice in _of(cast, "clerk")] == [True, True, False]
    _change(clerk, "unread", second)
    assert [bool(notice.read_at) for notice in _of(cast, "clerk")] == [True, False, False]


def test_each_part_shows_its_own(clerk: Client, told: Callable[..., list[Notice]]) -> None:
    read, unread, away = told(3)
    _change(clerk, "read", read)
    _change(clerk, "archive", away)
    assert _shown(clerk, "unread") == [str(unread.uid)]
    assert _shown(clerk, "all") == [str(read.uid), str(unread.uid)]
    assert _shown(clerk, "archived") == [str(away.uid)]
    assert _shown(clerk, "nonsense") == _shown(clerk, "all")


def test_what_is_put_away_counts_as_unread_no_more_and_can_be_brought_back(
    clerk: Client, told: Callable[..., list[Notice]]
) -> None:
    first, _second = told(2)
    _change(clerk, "archive", first)
    page = clerk.get(INBOX, {"show": "archived"})
    assert page.context["unread"] == "1"
    assert "Bring back" in page.content.decode()
    _change(clerk, "bring-back", first)
    assert clerk.get(INBOX).context["unread"] == "2"
    assert _shown(clerk, "archived") == []


def test_a_change_leads_back_to_the_part_it_was_made_in(clerk: Client, told: Callable[..., list[Notice]]) -> None:
    [notice] = told()
    there = _change(clerk, "archive", notice, show="unread", kind="incident", page="abc=")
    assert there == f"{INBOX}?show=unread&kind=incident&page=abc%3D"
    assert _change(clerk, "bring-back", notice, show="//evil.example", page="") == f"{INBOX}?show=all"


def test_nothing_ticked_says_so_and_an_odd_verb_is_404(clerk: Client, told: Callable[..., list[Notice]]) -> None:
    [notice] = told()
    answer = clerk.post(f"{INBOX}change/", {"do": "archive"}, follow=True)
    assert "Tick the notices first." in answer.content.decode()
    assert clerk.post(f"{INBOX}change/", {"do": "burn", "notice": [notice.uid]}).status_code == 404
    assert clerk.post(f"{INBOX}change/", {"do": "read", "notice": ["7"]}).status_code == 404


@pytest.mark.parametrize("verb", ["read", "unread", "archive", "bring-back"])
def test_nobody_keeps_anothers_inbox(cast: Cast, client: Client, told: Callable[..., list[Notice]], verb: str) -> None:
    [notice] = told()
    with tenant(cast.frontier.pk):
        if verb in {"unread", "bring-back"}:
            Notice.objects.update(read_at=NOW, archived_at=NOW)
    client.force_login(cast["aster.liaison"].person)
    _change(client, verb, notice)
    [after] = _of(cast, "clerk")
    assert bool(after.read_at) == bool(after.archived_at) == (verb in {"unread", "bring-back"})


def test_marking_twice_keeps_the_first_instant(cast: Cast, told: Callable[..., list[Notice]]) -> None:
    [notice] = told()
    viewer = cast.viewer("clerk")
    with tenant(cast.frontier.pk):
        assert [mark_read(actor=viewer, now=at, uids=[notice.uid]) for at in (NOW, AT)] == [1, 0]
        assert [archive(actor=viewer, now=at, uids=[notice.uid]) for at in (NOW, AT)] == [1, 0]
        assert [mark_unread(actor=viewer, uids=[notice.uid]) for _ in range(2)] == [1, 0]
    assert _of(cast, "clerk")[0].archived_at == NOW


def test_the_filter_shows_one_kind_of_subject(cast: Cast, clerk: Client, told: Callable[..., list[Notice]]) -> None:
    seat = cast["observer.eu"]
    with tenant(cast.frontier.pk):
        record("seat.filled", actor=cast.viewer("aster.liaison"), now=NOW, subject=("seat", seat.pk, "7"))
    told()
    kinds = {notice.subject_kind: str(notice.uid) for notice in _of(cast, "clerk")}
    assert set(kinds) == {"seat", "notice-probe"}
    assert _shown(clerk, "all", kind="seat") == [kinds["seat"]]
    assert _shown(clerk, "all", kind="incident") == []
    assert "Nothing fits" in clerk.get(INBOX, {"kind": "incident"}).content.decode()
    assert len(_shown(clerk, "all", kind="nonsense")) == 2


def test_when_all_of_a_page_is_put_away_the_first_one_shows(
    cast: Cast, clerk: Client, told: Callable[..., list[Notice]]
) -> None:
    notices = told(60)
    older = clerk.get(INBOX).context["older"]
    _change(clerk, "archive", *notices[50:])
    assert len(clerk.get(INBOX + older).context["lines"]) == 50


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Acts whose duties are met, as a higher app would say."""
    ids: set[int] = set()
    monkeypatch.setitem(DONE._items, "probe", lambda acts: {act.pk for act in acts} & ids)
    return ids


def test_what_has_been_done_is_struck(clerk: Client, told: Callable[..., list[Notice]], met: set[int]) -> None:
    done, _open = told(2, facts={"due_at": "2099-11-22T12:00:00Z"})
    assert "Settled" not in clerk.get(INBOX).content.decode()
    met.add(done.act_id)
    page = clerk.get(INBOX)
    assert [line.is_done for line in page.context["lines"]] == [True, False]
    struck = re.findall(r"Settled</strong>\s*<s>(.*?)</s>", page.content.decode(), re.S)
    assert len(struck) == 1
    assert "Acknowledge the probe." in struck[0]
    rows = clerk.get("/api/v1/committees/frontier/notices/").json()["results"]
    assert [row["done"] for row in rows] == [True, False]


def test_acts_themselves_are_untouched_by_keeping_an_inbox(
    cast: Cast, clerk: Client, told: Callable[..., list[Notice]]
) -> None:
    [notice] = told()
    for verb in ("read", "archive", "bring-back", "unread"):
        _change(clerk, verb, notice)
    with tenant(cast.frontier.pk):
        assert Act.objects.count() == 1
