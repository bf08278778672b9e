"""“Ring this browser”: agreed to on the settings page, tried, removed; nobody else's, and its address shown to nobody."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.committees.models import Seat
from apps.kernel import p256
from apps.kernel.tenancy.context import tenant
from apps.notices.channels.push.naming import called
from apps.notices.channels.push.subscription import Subscription
from apps.notices.models import Delivery, Endpoint
from apps.notices.services import deliver_batch, expand
from apps.notices.services.browsers import MOST, ring_browser
from apps.notices.states import Purpose
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import tell
from tests.notices.push_service import Browser, PushService, push_service

pytestmark = pytest.mark.django_db
SETTINGS = "/c/frontier/inbox/settings/"
BROWSERS = "/c/frontier/inbox/browsers/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def browser(service: PushService) -> Browser:
    return service.browser()


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return _client(cast, "clerk")


def _client(cast: Cast, name: str) -> Client:
    client = Client(headers={"User-Agent": FIREFOX})
    client.force_login(cast[name].person)
    return client


def _endpoints(cast: Cast) -> list[Endpoint]:
    with tenant(cast.frontier.pk):
        return list(Endpoint.objects.there().order_by("pk"))


def _push(cast: Cast) -> int:
    return deliver_batch(cast.frontier.pk, "push", now=NOW, watch=lambda: AT)


def _said(client: Client, address: str, given: dict[str, str] | None = None) -> str:
    """Post, and the page that one then is on."""
    answer = client.post(address, given or {}, follow=True)
    assert answer.redirect_chain == [(f"{SETTINGS}#browsers", 302)]
    return answer.content.decode()


def test_a_browser_is_added_rung_at_once_and_listed(cast: Cast, clerk: Client, browser: Browser) -> None:
    page = _said(clerk, BROWSERS, browser.given)
    assert "The first message is on its way" in page
    assert "Firefox on Linux" in page
    assert "not rung yet" in page
    with tenant(cast.frontier.pk):
        Delivery.objects.update(next_attempt_at=AT)
    assert _push(cast) == 1
    [rung] = browser.rung
    assert rung.shown["body"] == "This browser can be rung."
    assert rung.headers["urgency"] == "high"
    assert "last rung" in clerk.get(SETTINGS).content.decode()


def test_its_address_is_sealed_and_on_no_page(cast: Cast, clerk: Client, browser: Browser) -> None:
    clerk.post(BROWSERS, browser.given)
    [row] = _endpoints(cast)
    token = browser.url.rpartition("/")[2]
    assert token not in str({field.name: getattr(row, field.attname) for field in Endpoint._meta.fields})
    kept = Subscription.unsealed(row.sealed)
    assert (kept.url, kept.secret) == (browser.url, browser.secret)
    assert token not in repr(kept)
    for address in (SETTINGS, "/c/frontier/inbox/", "/c/frontier/deliveries/"):
        page = clerk.get(address).content.decode()
        assert token not in page
        assert browser.given["auth"] not in page
    assert "127.0.0.1" in clerk.get(SETTINGS).content.decode()


def test_the_same_browser_again_is_the_same_row(cast: Cast, clerk: Client, service: PushService) -> None:
    browser = service.browser()
    clerk.post(BROWSERS, browser.given)
    newer = Browser(browser.url)
    clerk.post(BROWSERS, newer.given)
    [row] = _endpoints(cast)
    assert Subscription.unsealed(row.sealed).secret == newer.secret


def test_a_browser_that_changes_hands_rings_for_the_new_person_only(
    cast: Cast, clerk: Client, browser: Browser
) -> None:
    _client(cast, "aster.liaison").post(BROWSERS, browser.given)
    clerk.post(BROWSERS, browser.given)
    [row] = _endpoints(cast)
    assert row.seat_id == cast["clerk"].pk


def test_whoever_had_it_before_is_rung_in_it_in_no_committee(cast: Cast, clerk: Client, browser: Browser) -> None:
    with tenant(cast.pacific.pk):
        ring_browser(actor=cast.viewer("eve"), now=NOW, **browser.given)
        tell(cast["eve"].organisation, told=("everyone",))
    expand(cast.pacific.pk, now=NOW, at=AT)
    clerk.post(BROWSERS, browser.given)
    with tenant(cast.pacific.pk):
        assert not Endpoint.objects.there().exists()
    assert deliver_batch(cast.pacific.pk, "push", now=NOW, watch=lambda: AT) == 1
    assert browser.rung == []
    assert [row.seat_id for row in _endpoints(cast)] == [cast["clerk"].pk]


def test_the_same_person_is_rung_in_it_in_every_committee(cast: Cast, clerk: Client, browser: Browser) -> None:
    with tenant(cast.pacific.pk):
        Seat.objects.filter(pk=cast["pacific.clerk"].pk).update(person=cast["clerk"].person)
    other, here = "/c/pacific/inbox/browsers/", Browser(browser.url)
    for address in (other, BROWSERS, other):
        clerk.post(address, here.given)
    for committee in (cast.frontier, cast.pacific):
        with tenant(committee.pk):
            assert Endpoint.objects.there().get().made_by.person_id == cast["clerk"].person_id


def test_there_is_a_limit(cast: Cast, clerk: Client, service: PushService) -> None:
    for _ in range(MOST):
        clerk.post(BROWSERS, service.browser().given)
    page = _said(clerk, BROWSERS, service.browser().given)
    assert "You are rung in 10 browsers already" in page
    assert len(_endpoints(cast)) == MOST


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"endpoint": "https://10.1.2.3/send/x"}, "10.1.2.3 is a private address"),
        ({"endpoint": "http://192.0.2.7/send/x"}, "must start with https"),
        ({"endpoint": "file:///etc/passwd"}, "no push subscription"),
        ({"endpoint": ""}, "no push subscription"),
        ({"p256dh": "guess"}, "no push subscription"),
        ({"p256dh": p256.encode(b"\x04" + b"\x01" * 64)}, "no push subscription"),
        ({"auth": p256.encode(b"short")}, "no push subscription"),
        ({"auth": "\x00"}, "no push subscription"),
    ],
)
def test_what_is_no_subscription_or_leads_inside_is_refused_in_words(
    changes: dict[str, str], words: str, cast: Cast, clerk: Client, browser: Browser
) -> None:
    assert words in _said(clerk, BROWSERS, browser.given | changes)
    assert _endpoints(cast) == []


def test_it_is_tried_again_and_a_test_that_waits_is_not_doubled(cast: Cast, clerk: Client, browser: Browser) -> None:
    clerk.post(BROWSERS, browser.given)
    [row] = _endpoints(cast)
    assert "A test is on its way" in _said(clerk, f"{BROWSERS}{row.uid}/test/")
    with tenant(cast.frontier.pk):
        assert Delivery.objects.filter(purpose=Purpose.TEST).count() == 1
        Delivery.objects.update(next_attempt_at=AT)
    _push(cast)
    clerk.post(f"{BROWSERS}{row.uid}/test/")
    with tenant(cast.frontier.pk):
        Delivery.objects.update(next_attempt_at=AT)
    _push(cast)
    assert len(browser.rung) == 2


def test_a_removed_browser_is_gone_and_rings_no_more(cast: Cast, clerk: Client, browser: Browser) -> None:
    clerk.post(BROWSERS, browser.given)
    [row] = _endpoints(cast)
    page = _said(clerk, f"{BROWSERS}{row.uid}/remove/")
    assert "Firefox on Linux is rung no more." in page
    assert "None yet." in page
    with tenant(cast.frontier.pk):
        Delivery.objects.update(next_attempt_at=AT)
    _push(cast)
    assert browser.requests == []
    assert clerk.post(f"{BROWSERS}{row.uid}/test/").status_code == 404


@pytest.mark.parametrize("verb", ["test", "remove"])
@pytest.mark.parametrize("who", ["aster.liaison", "aster.representative", "eve"])
def test_nobody_else_sees_tries_or_removes_it(verb: str, who: str, cast: Cast, clerk: Client, browser: Browser) -> None:
    clerk.post(BROWSERS, browser.given)
    [row] = _endpoints(cast)
    other = _client(cast, who)
    assert other.post(f"{BROWSERS}{row.uid}/{verb}/").status_code == 404
    assert "Firefox on Linux" not in other.get(SETTINGS).content.decode()
    assert len(_endpoints(cast)) == 1


def test_what_the_push_service_refused_is_said(cast: Cast, clerk: Client, service: PushService) -> None:
    browser = service.browser()
    service.answers, service.said = {browser.url: "403 Forbidden"}, "the key is another one"
    clerk.post(BROWSERS, browser.given)
    with tenant(cast.frontier.pk):
        Delivery.objects.update(next_attempt_at=AT)
    _push(cast)
    page = clerk.get(SETTINGS).content.decode()
    assert "Does not ring" in page
    assert "403 the key is another one" in page
    for_clerks = clerk.get("/c/frontier/deliveries/")
    assert for_clerks.status_code == 200
    assert browser.url.rpartition("/")[2] not in for_clerks.content.decode()


def test_without_a_key_the_page_says_so_and_takes_none(
    cast: Cast, clerk: Client, browser: Browser, settings: Settings
) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    page = clerk.get(SETTINGS).content.decode()
    assert "VAPID_PRIVATE_KEY" in page
    assert "Ring this browser" not in page
    assert clerk.post(BROWSERS, browser.given).status_code == 409
    assert _endpoints(cast) == []


def test_the_page_says_what_it_needs_where_there_is_no_script(clerk: Client) -> None:
    page = clerk.get(SETTINGS).content.decode()
    assert "<p data-c-push-without>To ring this browser, JavaScript must be on.</p>" in page
    assert clerk.get(SETTINGS).headers["Content-Security-Policy"].count("worker-src 'self'") == 1


def test_the_list_costs_the_same_for_one_browser_and_for_ten(cast: Cast, clerk: Client, service: PushService) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            clerk.get(SETTINGS)
        return len(captured)

    clerk.post(BROWSERS, service.browser().given)
    first = queries()
    for _ in range(MOST - 1):
        clerk.post(BROWSERS, service.browser().given)
    clerk.get(SETTINGS)
    assert queries() == first


def test_the_worker_is_served_at_the_root_and_asked_for_each_time(client: Client) -> None:
    answer = client.get("/push-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Something is in your inbox." in answer.content.decode()
    assert client.get("/portal.webmanifest").json()["display"] == "standalone"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/19 Safari/605", "Safari on macOS"),
        ("", "A browser"),
        ("curl/8", "A browser"),
    ],
)
def test_a_browser_is_called_by_what_it_says_of_itself(agent: str, name: str) -> None:
    assert called(agent) == name


def test_a_key_for_the_operator_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_vapid_key")
    printed = capsys.readouterr().out
    p256.read(printed)
    assert len(printed.splitlines()) == 1
