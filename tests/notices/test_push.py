"""A browser is rung, by a real push service on loopback: who gets what, encrypted for whom, and what becomes of it."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.kernel import clock, p256
from apps.notices.channels.push.transport import public_key
from apps.notices.models import Attempt, Delivery, Endpoint, FanOut, NoticePreference, QuietHours
from apps.notices.services import deliver_batch, expand
from apps.notices.services.browsers import remove_browser, ring_browser, try_browser
from apps.notices.states import Mode
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import CANARY, CONFIDENTIAL, RED, tell
from tests.notices.push_service import Browser, PushService, push_service

pytestmark = pytest.mark.django_db
Ring = Callable[[str], Browser]
URGENT = {"kind": "probe.urgent", "told": ("everyone",)}


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def ring(frontier: Cast, service: PushService) -> Ring:
    """Let a seat be rung in a new browser."""

    def add(name: str) -> Browser:
        browser = service.browser()
        ring_browser(actor=frontier.viewer(name), now=NOW, user_agent="Firefox/1 Linux", **browser.given)
        return browser

    return add


@pytest.fixture
def push(frontier: Cast) -> Callable[..., int]:
    """Expand and push all that is due; how many were tried."""

    def run(at: datetime = AT) -> int:
        expand(frontier.frontier.pk, now=NOW, at=at)
        return deliver_batch(frontier.frontier.pk, "push", now=NOW, watch=lambda: at)

    return run


def _states() -> list[str]:
    return list(Delivery.objects.filter(channel="push").order_by("id").values_list("state", flat=True))


def test_the_browser_reads_what_happened_what_to_do_and_where(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    browser = ring("aster.liaison")
    tell(aster, facts={"deadline": "First report", "due_at": "2026-11-24T09:00:00+00:00"})
    assert push() == 1
    assert _states() == ["sent"], Delivery.objects.get(channel="push").error
    [rung] = browser.rung
    assert rung.shown["title"] == "Frontier"
    assert rung.shown["body"].splitlines() == [
        "The portal (the test's clock) filed the probe",
        f"Probe PRB-aster: {CANARY}",
        "First report – Acknowledge the probe.",
        "Due: 24 Nov 2026, 09:00 UTC",
    ]
    notice = Delivery.objects.get(channel="push").notice
    assert rung.shown["url"] == f"http://testserver/c/frontier/inbox/{notice.uid}/open/"
    assert _states() == ["sent"]
    assert Attempt.objects.get(delivery__channel="push").status == 201


def test_the_push_service_sees_who_signed_and_nothing_else(
    aster: Organisation, ring: Ring, push: Callable[..., int], service: PushService
) -> None:
    browsers = [ring("aster.liaison"), ring("clerk")]
    tell(aster)
    tell(aster, **URGENT)
    tell(aster, tier=CONFIDENTIAL)
    push()
    rung = [one for browser in browsers for one in browser.rung]
    assert len(rung) == 6
    assert {one.length for one in rung} == {86 + 3000 + 17}
    for one in rung:
        assert one.claims(service.origin)["sub"] == "mailto:operator@concord.example"
        assert one.headers["authorization"].endswith(f"k={public_key()}")
        assert 0 < int(one.headers["ttl"]) <= 28 * 24 * 3600
    for browser in browsers:
        for request in browser.requests:
            assert b"robe" not in request
            assert b"Frontier" not in request


def test_what_is_urgent_wakes_the_device_and_the_newer_replaces_the_older_of_the_same_subject(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    liaison, clerk = ring("aster.liaison"), ring("clerk")
    tell(aster)
    push()
    tell(aster, **URGENT)
    push()
    first, second = liaison.rung
    assert [first.headers["urgency"], second.headers["urgency"]] == ["normal", "high"]
    assert [first.shown["pressing"], second.shown["pressing"]] == [False, True]
    assert first.headers["topic"] == second.headers["topic"] == first.shown["tag"]
    assert len(first.headers["topic"]) == 32
    assert len(p256.decode(first.headers["topic"])) == 24
    assert clerk.rung[0].headers["topic"] != first.headers["topic"], "no push service may link two readers"


def test_about_a_confidential_subject_it_says_only_task_due_time_and_link(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    browser = ring("clerk")
    facts = {"deadline": "First report", "due_at": "2026-11-24T09:00:00+00:00"}
    tell(aster, tier=CONFIDENTIAL, facts=facts)
    push()
    tell(aster, tier=CONFIDENTIAL, facts=facts, actor=frontier.viewer("aster.liaison"))
    push()
    by_portal, by_person = (rung.shown["body"].splitlines() for rung in browser.rung)
    due = "Due: 24 Nov 2026, 09:00 UTC"
    assert by_portal == ["Probe PRB-aster", "First report – Acknowledge the probe.", due]
    assert by_person == ["Probe PRB-aster", "Acknowledge the probe.", due]


def test_a_long_name_in_any_script_still_fits(frontier: Cast, aster: Organisation, ring: Ring, push: Any) -> None:
    browser = ring("clerk")
    frontier.frontier.name = "委員会" * 40
    frontier.frontier.save()
    User.objects.filter(pk=frontier["aster.liaison"].person_id).update(name="\U0001f9ea" * 100)
    tell(aster, actor=frontier.viewer("aster.liaison"))
    push()
    [rung] = browser.rung
    assert rung.length == 86 + 3000 + 17
    assert rung.shown["title"].startswith("委員会")


def test_rivals_who_may_not_see_it_and_removed_browsers_are_not_rung(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    rival, observer, mine, removed = ring("borealis.liaison"), ring("observer.eu"), ring("clerk"), ring("clerk")
    newest = Endpoint.objects.latest("pk")
    remove_browser(actor=frontier.viewer("clerk"), now=NOW, uid=newest.uid)
    tell(aster)
    tell(aster, **URGENT)
    push()
    assert [len(browser.requests) for browser in (rival, observer, mine, removed)] == [0, 0, 2, 0]


def test_what_changes_after_it_was_queued_withholds_it(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    names = ["clerk", "aster.alternate", "aster.liaison", "aster.representative"]
    browsers = [ring(name) for name in names]
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    Organisation.objects.filter(pk=aster.pk).update(tier=RED)  # closed to the clerk
    Seat.objects.filter(pk=frontier["aster.alternate"].pk).update(ends_at=NOW)
    User.objects.filter(pk=frontier["aster.liaison"].person_id).update(is_active=False)
    Endpoint.objects.filter(seat=frontier["aster.representative"]).update(removed_at=NOW)
    push()
    assert _states() == ["withheld"] * 4
    assert [browser.requests for browser in browsers] == [[]] * 4


def test_who_has_left_cannot_be_tried_either(frontier: Cast, ring: Ring, push: Callable[..., int]) -> None:
    browser = ring("aster.alternate")
    viewer = frontier.viewer("aster.alternate")
    Seat.objects.filter(pk=frontier["aster.alternate"].pk).update(ends_at=NOW)
    try_browser(actor=viewer, at=AT, uid=Endpoint.objects.get().uid)
    push()
    assert _states() == ["withheld"]
    assert browser.requests == []


def test_only_what_was_chosen_rings_and_quiet_hours_hold_back_the_rest(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    off, daily, quiet = ring("aster.liaison"), ring("aster.alternate"), ring("clerk")
    for name, mode in (("aster.liaison", Mode.OFF), ("aster.alternate", Mode.DAILY)):
        NoticePreference.objects.create(seat=frontier[name], channel="push", mode=mode)
    night = AT.replace(hour=23)
    QuietHours.objects.create(seat=frontier["clerk"], starts=time(22), ends=time(7))
    tell(aster)
    push(night)
    assert [len(browser.requests) for browser in (off, daily, quiet)] == [0, 0, 0]
    push(night + timedelta(hours=8))
    assert [len(browser.requests) for browser in (off, daily, quiet)] == [0, 0, 1]
    tell(aster, **URGENT)
    push(night)
    assert [len(browser.requests) for browser in (off, daily, quiet)] == [1, 1, 2]


def test_each_browser_is_told_once_however_often_the_fan_out_is_expanded(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    browsers = [ring("clerk"), ring("clerk")]
    tell(aster)
    push()
    FanOut.objects.update(expanded_at=None)
    push()
    assert [len(browser.requests) for browser in browsers] == [1, 1]


def test_a_browser_that_nobody_has_any_more_is_removed(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int], service: PushService
) -> None:
    gone, there = ring("clerk"), ring("clerk")
    service.answers = {gone.url: "410 Gone"}
    service.said = f"unsubscribed: {gone.url}"
    tell(aster)
    push()
    tell(aster)
    push()
    assert [len(browser.requests) for browser in (gone, there)] == [1, 2]
    ended = Endpoint.objects.get(removed_at__isnull=False)
    refused = Delivery.objects.get(endpoint=ended)
    assert (refused.state, refused.error) == ("given_up", "410 unsubscribed: …")


@pytest.mark.parametrize("answer", ["429 Too Many Requests", "503 Unavailable", "301 Moved"])
def test_a_busy_push_service_is_tried_again_and_delays_no_other(
    answer: str, aster: Organisation, ring: Ring, push: Callable[..., int], service: PushService
) -> None:
    busy, well = ring("clerk"), ring("aster.liaison")
    service.answers = {busy.url: answer}
    tell(aster)
    assert push() == 2
    assert sorted(_states()) == ["failed", "sent"]
    assert Endpoint.objects.get(seat__role="clerk").failing_since == AT
    service.answers = {}
    push(AT + timedelta(minutes=1))
    assert [len(browser.requests) for browser in (busy, well)] == [2, 1]
    assert _states() == ["sent", "sent"]
    assert Endpoint.objects.get(seat__role="clerk").failing_since is None
    topics = {rung.headers["topic"] for rung in busy.rung}
    assert len(topics) == 1, "a repeated message replaces itself"


def test_one_that_takes_no_connection_is_unreachable_and_named_by_its_host_only(
    frontier: Cast, aster: Organisation, push: Callable[..., int]
) -> None:
    with push_service() as stopped:
        browser = stopped.browser()
        ring_browser(actor=frontier.viewer("clerk"), now=NOW, **browser.given)
    tell(aster)
    push()
    failed = Delivery.objects.get(channel="push")
    assert (failed.state, failed.error) == ("failed", "127.0.0.1 takes no connection.")


def test_without_a_key_nothing_is_queued_and_what_was_is_withheld(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int], settings: Settings
) -> None:
    browser = ring("clerk")
    tell(aster)
    expand(frontier.frontier.pk, now=NOW, at=AT)
    settings.VAPID_PRIVATE_KEY = ""
    tell(aster)
    push()
    assert _states() == ["withheld"]
    assert browser.requests == []


def test_a_signature_lasts_by_the_machines_clock_not_the_demos(
    aster: Organisation, ring: Ring, push: Callable[..., int], service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "offset", lambda: timedelta(days=300))
    browser = ring("clerk")
    tell(aster)
    push()
    lasts = browser.rung[0].claims(service.origin)["exp"] - clock.machine_now().timestamp()
    assert 0 < lasts <= timedelta(days=1).total_seconds()


def test_queueing_costs_the_same_for_one_browser_and_for_many(
    frontier: Cast, aster: Organisation, ring: Ring, push: Callable[..., int]
) -> None:
    def queries() -> int:
        tell(aster)
        with CaptureQueriesContext(connection) as captured:
            expand(frontier.frontier.pk, now=NOW, at=AT)
        return len(captured)

    ring("clerk")
    first = queries()
    for name in ("clerk", "aster.liaison", "aster.alternate", "aster.representative") * 2:
        ring(name)
    assert queries() == first
    assert Delivery.objects.filter(channel="push").count() == 1 + 9
