"""The page of a deadline: what it offers to whom, what comes back with an error, and the part that refreshes itself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from apps.deadlines import services
from apps.deadlines.models import Deadline
from apps.deadlines.selectors import deadline_for, ladder
from apps.deadlines.states import State
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db

VERBS = ("take-on", "hand-over", "pause", "resume", "extend", "waive", "chase")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the portal's clock to some hours after the answer fell due."""

    def set_clock(hours: float = 0) -> None:
        monkeypatch.setattr("apps.kernel.clock.now", lambda: probe.DUE + timedelta(hours=hours))

    set_clock(-2)
    return set_clock


@pytest.fixture
def deadline(cast: Cast) -> Deadline:
    """An answer to Aster's probe that the clerks owe; the chair is Aster's own, so it is not for it."""
    with tenant(cast.frontier.pk):
        return probe.deadline(cast, lab="aster")


def _page(deadline: Deadline) -> str:
    return f"/c/frontier/deadlines/{deadline.uid}/"


def _as(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def _offered(client: Client, deadline: Deadline) -> set[str]:
    page = client.get(_page(deadline)).content.decode()
    return {verb for verb in VERBS if f'action="{_page(deadline)}{verb}/"' in page}


def _fresh(cast: Cast, deadline: Deadline) -> Deadline:
    with tenant(cast.frontier.pk):
        return Deadline.objects.select_related("owed_by_seat").get(pk=deadline.pk)


def _kinds(cast: Cast) -> list[str]:
    with tenant(cast.frontier.pk):
        return list(Act.objects.filter(kind__startswith="deadline.").order_by("id").values_list("kind", flat=True))


def _when(name: str, local: str) -> dict[str, str]:
    return {f"{name}_0": local, f"{name}_1": "UTC"}


def _post(client: Client, deadline: Deadline, verb: str, **data: str) -> Any:
    return client.post(f"{_page(deadline)}{verb}/", data)


def test_a_clerk_who_owes_it_is_offered_what_clerks_may(cast: Cast, client: Client, deadline: Deadline) -> None:
    offered = _offered(_as(client, cast, "clerk"), deadline)
    assert offered == {"take-on", "hand-over", "pause", "extend", "chase"}


def test_one_who_only_sees_it_is_offered_nothing(cast: Cast, client: Client, deadline: Deadline) -> None:
    assert _offered(_as(client, cast, "aster.liaison"), deadline) == set()
    page = client.get(_page(deadline)).content.decode()
    assert "What you can do" not in page
    assert "Only " not in page


def test_a_paused_one_can_run_on_and_says_why_nobody_need_be_on_it(
    cast: Cast, client: Client, deadline: Deadline
) -> None:
    _as(client, cast, "clerk")
    assert _post(client, deadline, "pause", reason="The lab answers first.").status_code == 302
    assert _offered(client, deadline) == {"hand-over", "resume"}
    page = client.get(_page(deadline)).content.decode()
    for text in (
        "The lab answers first.",
        "It is paused; nobody needs to be on it.",
        "Waits while the clock is stopped",
    ):
        assert text in page
    assert _post(client, deadline, "resume").status_code == 302
    assert _kinds(cast)[-2:] == ["deadline.paused", "deadline.resumed"]


def test_i_am_on_it_is_one_press_with_the_time_filled_in(cast: Cast, client: Client, deadline: Deadline) -> None:
    page = _as(client, cast, "clerk").get(_page(deadline)).content.decode()
    [local] = re.findall(r'name="until_0" value="([^"]+)"', page)
    assert local == "2026-11-21T12:00"
    answer = client.post(f"{_page(deadline)}take-on/", _when("until", local), follow=True).content.decode()
    assert "You are on it." in answer
    assert "Clerk, Clerk of Secretariat is on it until then" in answer
    assert _fresh(cast, deadline).taken_on_until == probe.DUE


def test_late_in_the_night_the_filled_in_time_is_an_hour_ahead(
    cast: Cast, client: Client, deadline: Deadline, at: Any
) -> None:
    at(1)
    page = _as(client, cast, "clerk").get(_page(deadline)).content.decode()
    assert 'name="until_0" value="2026-11-21T14:00"' in page


def test_it_is_handed_to_a_person_who_owes_it(cast: Cast, client: Client, deadline: Deadline) -> None:
    _as(client, cast, "clerk")
    page = client.get(_page(deadline)).content.decode()
    assert str(cast["cygnus.liaison"].uid) not in page
    answer = client.post(f"{_page(deadline)}hand-over/", {"to": str(cast["clerk"].uid), "note": "Yours."}, follow=True)
    text = answer.content.decode()
    assert "the chair and the clerks (Clerk)" in text
    assert "To Clerk, Clerk of Secretariat. Yours." in text
    assert _fresh(cast, deadline).owed_by_seat == cast["clerk"]


def test_a_rivals_seat_cannot_be_named(cast: Cast, client: Client, deadline: Deadline) -> None:
    _as(client, cast, "clerk")
    for to in (str(cast["cygnus.liaison"].uid), "", "x", "\x00"):
        answer = _post(client, deadline, "hand-over", to=to, note="Keep this.")
        assert answer.status_code == 422
        assert "Keep this." in answer.content.decode()
    assert _kinds(cast) == []


@pytest.mark.parametrize(
    ("verb", "data", "field"),
    [
        ("pause", {"reason": "  "}, "id_pause_reason"),
        ("extend", _when("until", "2026-11-20T10:00") | {"reason": "More time."}, "id_extend_until_0"),
        ("extend", _when("until", "2026-11-29T10:00") | {"reason": "More time."}, "id_extend_until_0"),
        ("extend", _when("until", "") | {"reason": "More time."}, "id_extend_until_0"),
        ("take-on", _when("until", "2026-11-21T10:01") | {"note": "More time."}, "id_take_on_until_0"),
        ("take-on", _when("until", "2026-11-25T10:00") | {"note": "More time."}, "id_take_on_until_0"),
    ],
)
def test_an_error_stands_at_its_field_and_keeps_what_was_typed(
    cast: Cast, client: Client, deadline: Deadline, verb: str, data: dict[str, str], field: str
) -> None:
    answer = _as(client, cast, "clerk").post(f"{_page(deadline)}{verb}/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in re.sub(r"\s+", " ", page)
    assert f'<a href="#{field}">' in page
    assert f'id="{field}"' in page
    for typed in data.values():
        assert typed.strip() in page
    assert _kinds(cast) == []
    assert _fresh(cast, deadline).state == State.RUNNING


def test_an_extension_shows_both_due_times(cast: Cast, client: Client, deadline: Deadline) -> None:
    _as(client, cast, "clerk")
    data = _when("until", "2026-11-22T10:00") | {"reason": "Holiday."}
    page = client.post(f"{_page(deadline)}extend/", data, follow=True).content.decode()
    assert "Due at first" in page
    assert "It was due 21 Nov 2026, 12:00 UTC. Holiday." in page


def test_a_day_passed_over_and_the_clock_it_belongs_to_are_said(cast: Cast, client: Client, deadline: Deadline) -> None:
    with tenant(cast.frontier.pk):
        services.take_on(
            actor=cast.viewer("clerk"), now=probe.DUE - timedelta(hours=2), uid=deadline.uid, until=probe.DUE
        )
        second = Deadline.objects.get(second_to=deadline)
        moved = {"rolled_from": probe.DUE - timedelta(days=1), "rolls": "BE", "zone": "Asia/Tokyo"}
        Deadline.objects.filter(pk=deadline.pk).update(**moved)
    page = _as(client, cast, "clerk").get(_page(deadline)).content.decode()
    for text in ("20 Nov 2026, 21:00 Asia/Tokyo", "no working day in BE", "21 Nov 2026, 21:00 Asia/Tokyo (12:00 UTC)"):
        assert text in page
    belonging = client.get(_page(second)).content.decode()
    assert f'<a href="{_page(deadline)}">Answer the probe</a>' in belonging
    assert "Taken on: Answer the probe" in belonging
    assert _offered(client, second) == set()


def test_what_the_chair_waives_is_over_for_good(cast: Cast, client: Client, at: Any) -> None:
    with tenant(cast.frontier.pk):
        seat = cast["independent"]
        cast["aster.representative"].offices.update(seat=seat, deputy=cast["clerk"])
        deadline = probe.deadline(cast)
        Deadline.objects.filter(pk=deadline.pk).update(subject_id=seat.organisation_id)
    _as(client, cast, "independent")
    assert "waive" in _offered(client, deadline)
    page = client.post(f"{_page(deadline)}waive/", {"reason": "Answered by phone."}, follow=True).content.decode()
    assert "Answered by phone." in page
    assert _offered(client, deadline) == set()
    assert "Waived" in page
    assert _post(client, deadline, "pause", reason="x").status_code == 409


def test_asking_again_is_refused_within_the_hour_and_says_so(
    cast: Cast, client: Client, deadline: Deadline, at: Any
) -> None:
    at(1)
    _as(client, cast, "clerk")
    assert _post(client, deadline, "chase", note="Please.").status_code == 302
    assert "chase" not in _offered(client, deadline)
    assert "They have been asked within the last hour." in client.get(_page(deadline)).content.decode()
    assert _post(client, deadline, "chase").status_code == 409
    assert _kinds(cast).count("deadline.chased") == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_upon_a_hidden_deadline_finds_nothing_and_one_by_get_is_none(
    cast: Cast, client: Client, deadline: Deadline, verb: str
) -> None:
    assert _post(_as(client, cast, "cygnus.representative"), deadline, verb).status_code == 404
    assert _as(client, cast, "clerk").get(f"{_page(deadline)}{verb}/").status_code == 405


def _poll(client: Client, page: str) -> Any:
    [address] = re.findall(r'hx-get="([^"]+seen=[^"]+)"', page)
    return client.get(address.replace("&amp;", "&"), headers={"X-Poll": "1"})


def test_the_poll_is_empty_while_nothing_changes(cast: Cast, client: Client, deadline: Deadline, at: Any) -> None:
    page = _as(client, cast, "clerk").get(_page(deadline)).content.decode()
    answer = _poll(client, page)
    assert (answer.status_code, answer.content) == (204, b"")
    at(-1.5)
    later = _poll(client, page)
    assert later.status_code == 200
    assert "in 1 h 30 min" in later.content.decode()


def test_the_poll_brings_clock_and_ladder_but_no_form(cast: Cast, client: Client, deadline: Deadline, at: Any) -> None:
    page = _as(client, cast, "clerk").get(_page(deadline)).content.decode()
    with tenant(cast.frontier.pk):
        services.pause(actor=cast.viewer("clerk"), now=probe.DUE - timedelta(hours=1), uid=deadline.uid, reason="Wait.")
    content = _poll(client, page).content.decode()
    assert 'id="live"' in content
    assert 'id="owed-live" hx-swap-oob="true"' in content
    assert "<form" not in content
    assert "This has changed since you opened the page" in content
    assert "every 15s" in content
    assert _poll(client, content).status_code == 204


def test_polling_ends_with_the_deadline(cast: Cast, client: Client, deadline: Deadline) -> None:
    page = _as(client, cast, "clerk").get(_page(deadline)).content.decode()
    with tenant(cast.frontier.pk):
        probe.act(cast, probe.ANSWERED, at=NOW, lab="aster")
    last = _poll(client, page)
    assert last.status_code == 286
    assert "hx-trigger" not in last.content.decode()
    assert 'hx-trigger="every 15s"' not in client.get(_page(deadline)).content.decode()


def test_a_reader_can_stop_it(cast: Cast, client: Client, deadline: Deadline) -> None:
    _as(client, cast, "clerk")
    answer = client.get(f"{_page(deadline)}live/", {"stop": "1"})
    assert answer.status_code == 200
    assert "hx-trigger" not in answer.content.decode()
    assert "This no longer updates by itself." in answer.content.decode()


def _drawn(cast: Cast, deadline: Deadline, hours: float) -> list[tuple[str, str, str]]:
    shown = deadline_for(cast.viewer("clerk"), deadline.uid, probe.DUE + timedelta(hours=hours))
    return [(line.title, line.mark, line.text) for line in ladder(shown)]


def test_the_ladder_tells_the_course_that_it_took(frontier: Cast) -> None:
    clerk = frontier.viewer("clerk")
    deadline = probe.deadline(frontier, lab="aster")

    def now(hours: float) -> Any:
        return {"actor": clerk, "now": probe.DUE + timedelta(hours=hours), "uid": deadline.uid}

    services.take_on(**now(-3), until=probe.DUE - timedelta(hours=2), note="Reading.")
    services.pause(**now(-2), reason="Waiting for the lab.")
    services.resume(**now(-1))
    who = "Clerk, Clerk of Secretariat"
    assert _drawn(frontier, deadline, -0.5) == [
        ("Started: Liaison, Liaison of Aster opened the probe", "started", ""),
        ("Reminder", "taken", ""),
        (f"{who} is on it", "turned", "Until 21 Nov 2026, 10:00 UTC. Reading."),
        (f"{who} stopped the clock", "turned", "Waiting for the lab."),
        (f"{who} let the clock run on", "turned", "It was due 21 Nov 2026, 12:00 UTC."),
        ("Due", "later", ""),
        ("Escalation", "next", ""),
        ("Escalation", "later", ""),
    ]
