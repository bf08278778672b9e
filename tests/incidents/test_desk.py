"""An authority's desk: what was sent to it, narrowed and in pages; nobody else has it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import Duty, Package
from apps.incidents.selectors.desk import ASKED, LATE, DeskFigures, DeskFilters, desk_figures, desk_of
from apps.incidents.services.answering import accept, ask, receive, require_revision
from apps.incidents.services.packages import mark_sent, send
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import png
from tests.incidents.owing import breach, duty_of, owe
from tests.shared import own, shared

pytestmark = pytest.mark.django_db

DESK = reverse("incidents:desk", args=["frontier"])
Open = Callable[[str], Client]
Sent = Callable[..., Duty]


@pytest.fixture
def opened(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The browser of somebody; the portal's clock stands at NOW."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)

    def sign_in(name: str) -> Client:
        client.force_login(cast[name].person)
        return client

    return sign_in


stage = shared(owe)


@pytest.fixture
def cast(stage: tuple[Cast, int]) -> Cast:
    """The cast; every regime that ships is loaded."""
    return own(stage[0])


@pytest.fixture
def sent(cast: Cast) -> Sent:
    """Sends another report of Borealis to the European authority."""

    def another(at: datetime = NOW, late: str = "") -> Duty:
        with tenant(cast.frontier.pk):
            duty = duty_of(breach(cast))
            if late:
                Duty.objects.filter(pk=duty.pk).update(due_at=at - timedelta(hours=1))
            send(actor=cast.viewer("borealis.liaison"), now=at, ref=duty.ref, late_reason=late)
            return Duty.objects.select_related("incident").get(pk=duty.pk)

    return another


def _page(client: Client, **query: str) -> str:
    answer = client.get(DESK, query)
    assert answer.status_code == 200
    return answer.content.decode()


def _steps(cast: Cast, sent: Sent) -> dict[str, Duty]:
    """One package in each standing."""
    duties = {
        name: sent() for name in ("sent", "received", "accepted", "revision_required", ASKED)
    } | {LATE: sent(late="We were asleep.")}  # fmt: skip
    with tenant(cast.frontier.pk):
        authority, by = cast.viewer("observer.eu"), NOW + timedelta(days=2)
        for name in ("received", "accepted", ASKED, LATE):
            receive(actor=authority, now=NOW, ref=duties[name].ref)
        accept(actor=authority, now=NOW, ref=duties["accepted"].ref)
        ask(actor=authority, now=NOW, ref=duties[ASKED].ref, text="Which weights?", answer_by=by)
        revised = duties["revision_required"].ref
        require_revision(actor=authority, now=NOW, ref=revised, words="Name the model.", revise_by=by)
    return duties


def test_the_desk_shows_each_report_with_its_standing_and_its_clock(cast: Cast, sent: Sent, opened: Open) -> None:
    duties = _steps(cast, sent)
    page = _page(opened("observer.eu"))
    for duty in duties.values():
        assert reverse("incidents:duty", args=["frontier", *duty.ref.split("/")]) in page
        assert duty.incident.title not in page
    for words in ("Waiting for receipt", "Received", "Accepted", "Revision required", "1 question open", "Borealis"):
        assert words in page
    assert "We were asleep." in page
    assert page.count("in 2 days") == 2
    assert "6 reports" in page


@pytest.mark.parametrize("standing", ["sent", "accepted", "revision_required", ASKED, LATE])
def test_the_desk_is_narrowed_to_a_standing(cast: Cast, sent: Sent, opened: Open, standing: str) -> None:
    duties = _steps(cast, sent)
    page = _page(opened("observer.eu"), standing=standing)
    assert [name for name, duty in duties.items() if duty.incident.ref in page] == [standing]


def test_the_desk_is_narrowed_to_an_organisation_and_to_days(cast: Cast, sent: Sent, opened: Open) -> None:
    first, second = sent(NOW), sent(NOW + timedelta(days=3))
    client = opened("observer.eu")
    assert "Nothing fits" in _page(client, organisation="cygnus")
    assert first.incident.ref in _page(client, organisation="borealis")
    later = _page(client, since="2026-11-23")
    assert (first.incident.ref in later, second.incident.ref in later) == (False, True)
    before = _page(client, until="2026-11-21")
    assert (first.incident.ref in before, second.incident.ref in before) == (True, False)
    for rim in ({"since": "0001-01-01"}, {"until": "9999-12-31"}):
        assert first.incident.ref in _page(client, **rim)


def test_a_filter_that_is_none_is_named(sent: Sent, opened: Open) -> None:
    duty = sent()
    page = _page(opened("observer.eu"), standing="burnt")
    assert "Select a valid choice" in page
    assert duty.incident.ref in page


def test_another_version_lies_on_top(cast: Cast, sent: Sent) -> None:
    first, second = sent(NOW), sent(NOW + timedelta(hours=1))
    with tenant(cast.frontier.pk):
        later = NOW + timedelta(hours=2)
        rows = desk_of(cast.viewer("observer.eu"), DeskFilters()).order_by("-sent_at")
        assert [row.ref for row in rows] == [second.ref, first.ref]
        send(actor=cast.viewer("borealis.liaison"), now=later, ref=first.ref, reason="More is known.")
        assert [row.ref for row in rows.all()] == [first.ref, second.ref]


def test_pages_hold_fifty_and_take_the_same_queries_whatever_they_hold(
    cast: Cast, sent: Sent, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.incidents.views.desk.PAGE", 2)
    client = opened("observer.eu")
    refs = [sent(NOW + timedelta(minutes=number)).incident.ref for number in range(2)]
    before = _queries(client)
    refs += [sent(NOW + timedelta(minutes=number)).incident.ref for number in range(2, 5)]
    assert _queries(client) == before
    page, seen = _page(client), []
    while True:
        seen += [ref for ref in reversed(refs) if ref in page]
        if "Older" not in page or "page=" not in page.split("Older")[0].rsplit("<a", 1)[-1]:
            break
        address = page.split("Older")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        page = client.get(DESK + address).content.decode()
    assert seen == refs[::-1]


def _queries(client: Client) -> int:
    client.get(DESK)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(DESK).status_code == 200
    return len(captured)


def test_an_empty_desk_says_what_will_lie_there(cast: Cast, sent: Sent, opened: Open) -> None:
    sent()
    assert "Nothing was sent to you yet" in _page(opened("observer.california"))


def test_only_an_authority_has_a_desk_and_is_shown_the_way(cast: Cast, sent: Sent, opened: Open) -> None:
    sent()
    for name in ("borealis.liaison", "aster.representative", "clerk", "auditor", "independent", "counsel"):
        client = opened(name)
        assert client.get(DESK).status_code == 404
        assert DESK not in client.get("/c/frontier/").content.decode()
    assert DESK in opened("observer.eu").get("/c/frontier/").content.decode()


def test_what_went_by_the_official_channel_alone_does_not_lie_here(cast: Cast, sent: Sent, opened: Open) -> None:
    with tenant(cast.frontier.pk):
        duty = duty_of(breach(cast))
        lab = cast.viewer("borealis.liaison")
        mark_sent(actor=lab, now=NOW, ref=duty.ref, sent_at=NOW, proof=png("receipt.png"))
        assert Package.objects.get().sent_at is None
    assert "Nothing was sent to you yet" in _page(opened("observer.eu"))


def test_the_figures_count_what_waits(cast: Cast, sent: Sent) -> None:
    _steps(cast, sent)
    with tenant(cast.frontier.pk):
        found = desk_figures(cast.viewer("observer.eu"))
        assert desk_figures(cast.viewer("observer.california")) == DeskFigures()
    assert found == DeskFigures(waiting=1, asked=1, revision=1, late=1)


def test_the_dashboard_of_an_authority_says_what_waits_on_its_desk(cast: Cast, sent: Sent, opened: Open) -> None:
    _steps(cast, sent)
    page = opened("observer.eu").get("/c/frontier/").content.decode()
    for words in ("Waiting for receipt", "Questions open", f"{DESK}?standing=sent", f"{DESK}?standing=asked"):
        assert words in page
