"""Who keeps webhooks and pagers, what they see of them, and that a secret is shown once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant
from apps.notices.acts import ADDED, ENDPOINT, FAILING, REMOVED
from apps.notices.models import Delivery, Endpoint, Notice
from apps.notices.rules import MOST_ENDPOINTS, may_replay
from apps.notices.services import deliver_batch, expand
from apps.notices.services.endpoints import add_webhook, pause, remove, resume, rotate
from apps.notices.services.failing import tell_of_failing
from apps.notices.services.resending import replay, send_again, send_test
from apps.notices.states import EndpointKind
from apps.record.models import Act
from apps.record.rules import SUBJECTS
from tests.cast import NOW, Cast
from tests.notices.conftest import AT
from tests.notices.probe import RED, tell
from tests.notices.receiver import Receiver
from tests.signing_in import confirm_identity, sign_in

pytestmark = pytest.mark.django_db
HOME = "/c/frontier/endpoints/"
URL = "http://127.0.0.1:9/hook/T0000AAAA"
KEEPERS = {
    *(f"{lab}.representative" for lab in ("aster", "borealis", "cygnus")),
    "clerk",
    "independent",
    "auditor",
    "observer.eu",
    "observer.california",
}


@pytest.fixture
def keeper(cast: Cast, client: Client) -> Client:
    """Aster's representative, who has just proved who they are."""
    sign_in(client, cast["aster.representative"].person)
    confirm_identity(client)
    return client


def _text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def _add(cast: Cast, who: str = "aster.representative", url: str = URL) -> Endpoint:
    with tenant(cast[who].committee_id):
        return add_webhook(actor=cast.viewer(who), now=NOW, label="kanarie", url=url).endpoint


def test_only_who_answers_for_an_organisation_may_add_one(frontier: Cast) -> None:
    able = set()
    for name in frontier.in_frontier:
        try:
            add_webhook(actor=frontier.viewer(name), now=NOW, label="desk", url=URL)
        except Refused:
            continue
        able.add(name)
    assert able == KEEPERS
    assert Endpoint.objects.count() == len(KEEPERS)


def test_another_organisations_endpoint_is_not_there(frontier: Cast) -> None:
    uid = _add(frontier).uid
    verbs = [
        lambda actor: rotate(actor=actor, now=NOW, uid=uid),
        lambda actor: pause(actor=actor, now=NOW, uid=uid),
        lambda actor: resume(actor=actor, now=NOW, uid=uid),
        lambda actor: remove(actor=actor, now=NOW, uid=uid),
        lambda actor: send_test(actor=actor, at=AT, uid=uid),
        lambda actor: send_again(actor=actor, at=AT, uid=uid, delivery=uid),
        lambda actor: replay(actor=actor, now=NOW, at=AT, uid=uid, since=NOW),
    ]
    for name in ("borealis.representative", "clerk", "eve"):
        for verb in verbs:
            with pytest.raises(Endpoint.DoesNotExist):
                verb(frontier.viewer(name))


def test_there_is_room_for_so_many(frontier: Cast) -> None:
    for _time in range(MOST_ENDPOINTS):
        last = _add(frontier)
    with pytest.raises(Refused, match="Remove one first"):
        _add(frontier)
    remove(actor=frontier.viewer("aster.representative"), now=NOW, uid=last.uid)
    _add(frontier)


def test_a_seat_that_needs_a_second_factor_makes_no_secret_without_one(frontier: Cast, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    with pytest.raises(Refused, match="second factor"):
        _add(frontier)


def test_every_change_stands_in_the_record_without_a_secret(frontier: Cast) -> None:
    actor = frontier.viewer("aster.representative")
    made = add_webhook(actor=actor, now=NOW, label="desk", url=URL)
    uid = made.endpoint.uid
    secrets = [made.secret, rotate(actor=actor, now=NOW, uid=uid).secret, "T0000AAAA"]
    pause(actor=actor, now=NOW, uid=uid)
    resume(actor=actor, now=NOW, uid=uid)
    replay(actor=actor, now=NOW, at=AT, uid=uid, since=NOW - timedelta(days=1))
    remove(actor=actor, now=NOW, uid=uid)
    acts = Act.objects.about(ENDPOINT, made.endpoint.pk)
    assert [act.kind.removeprefix("endpoint.") for act in acts] == [
        "added",
        "rotated",
        "paused",
        "resumed",
        "replayed",
        "removed",
    ]
    assert acts[0].facts == {"kind": "webhook", "label": "desk", "host": "127.0.0.1"}
    assert [secret for secret in secrets if secret in str([act.facts for act in acts])] == []
    assert Endpoint.objects.get(uid=uid).sealed == ""


def test_what_happens_to_an_endpoint_is_seen_by_its_keepers_and_the_clerks_alone(frontier: Cast) -> None:
    endpoint, subject = _add(frontier), SUBJECTS[ENDPOINT]
    seen = {
        name for name in frontier.in_frontier if subject.visible(frontier.viewer(name)).filter(pk=endpoint.pk).exists()
    }
    assert seen == {"aster.representative", "clerk"}
    names = {seat.pk: name for name, seat in frontier.seats.items()}
    assert {names[pk] for pk in subject.seats(endpoint.pk, NOW).values_list("pk", flat=True)} == seen


def test_a_pause_cannot_be_paused(frontier: Cast) -> None:
    uid, actor = _add(frontier).uid, frontier.viewer("aster.representative")
    with pytest.raises(Refused, match="not paused"):
        resume(actor=actor, now=NOW, uid=uid)
    pause(actor=actor, now=NOW, uid=uid)
    with pytest.raises(Refused, match="paused already"):
        pause(actor=actor, now=NOW, uid=uid)


def test_what_is_on_its_way_is_not_sent_again(frontier: Cast) -> None:
    endpoint, actor = _add(frontier), frontier.viewer("aster.representative")
    waiting = send_test(actor=actor, at=AT, uid=endpoint.uid)
    with pytest.raises(Refused, match="on its way"):
        send_again(actor=actor, at=AT, uid=endpoint.uid, delivery=waiting.uid)
    with pytest.raises(Refused, match="on its way"):
        send_test(actor=actor, at=AT, uid=endpoint.uid)


def test_a_pager_is_not_replayed_and_a_webhook_a_month_at_most() -> None:
    assert not may_replay(EndpointKind.PAGER, NOW, NOW)
    assert may_replay(EndpointKind.WEBHOOK, NOW - timedelta(days=30), NOW)
    assert not may_replay(EndpointKind.WEBHOOK, NOW - timedelta(days=31), NOW)
    assert not may_replay(EndpointKind.WEBHOOK, NOW + timedelta(seconds=1), NOW)


def test_a_secret_is_shown_once_after_proving_who_one_is(cast: Cast, client: Client) -> None:
    sign_in(client, cast["aster.representative"].person)
    wishes = {"label": "ticket system", "url": URL}
    assert "reauthenticate" in client.post(HOME + "webhook/", wishes)["Location"]
    with tenant(cast.frontier.pk):
        assert not Endpoint.objects.exists()
    confirm_identity(client)
    answer = client.post(HOME + "webhook/", wishes)
    secret = re.search(r"whsec_[\w+/=]+", _text(answer))[0]
    assert "no-store" in answer["Cache-Control"]
    with tenant(cast.frontier.pk):
        uid = Endpoint.objects.get().uid
    pages = [client.get(address).content.decode() for address in (HOME, f"{HOME}{uid}/", f"{HOME}{uid}/secret/")]
    assert all("ticket system" in page for page in pages)
    assert [page for page in pages if secret in page or "T0000AAAA" in page] == []
    new = re.search(r"whsec_[\w+/=]+", _text(client.post(f"{HOME}{uid}/secret/")))[0]
    assert new != secret
    assert "signs until" in _text(client.get(f"{HOME}{uid}/"))


def test_a_pager_shows_its_token_and_never_its_routing_key(cast: Cast, keeper: Client) -> None:
    wishes = {"label": "on call", "url": URL, "routing_key": "verysecretkey"}
    page = _text(keeper.post(HOME + "pager/", wishes))
    assert re.search(r"cnp_[\w-]{43}", page)
    assert "verysecretkey" not in page + _text(keeper.get(HOME))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.org/hook", "must start with https://"),
        ("https://10.0.0.7/hook", "is a private address"),
        ("https://169.254.169.254/latest", "is a link-local address"),
        ("zebra", "https://"),
    ],
)
def test_an_address_that_is_not_taken_is_refused_in_words_and_what_was_typed_stays(
    keeper: Client, settings: Any, url: str, said: str
) -> None:
    settings.EGRESS_ALLOWED_NETWORKS = []
    settings.EGRESS_PROXY = "http://127.0.0.1:9"
    answer = keeper.post(HOME + "webhook/", {"label": "ticket system", "url": url})
    assert said in _text(answer, 422)
    assert f'value="{url}"' in answer.content.decode()


def test_a_name_is_taken_as_it_is_and_the_page_says_that_only_a_test_tells(keeper: Client, settings: Any) -> None:
    settings.EGRESS_ALLOWED_NETWORKS = []
    page = _text(keeper.post(HOME + "webhook/", {"label": "desk", "url": "https://nowhere.invalid/hook"}))
    assert "Whether the address can be reached shows with the first message" in page


def test_the_host_is_shown_as_it_is_looked_up(cast: Cast, keeper: Client) -> None:
    """Marks that the look-up drops would make it look like another one, or longer than its column."""
    url = f"http://127.0.0.1{chr(0xFE00) * 400}:9/hook"
    assert keeper.post(HOME + "webhook/", {"label": "desk", "url": url}).status_code == 200
    with tenant(cast.frontier.pk):
        assert Endpoint.objects.get().host == "127.0.0.1"


def test_the_page_of_a_rivals_endpoint_does_not_exist(cast: Cast, client: Client) -> None:
    uid = _add(cast).uid
    client.force_login(cast["borealis.representative"].person)
    assert client.get(f"{HOME}{uid}/").status_code == 404
    assert client.post(f"{HOME}{uid}/remove/").status_code == 404
    assert "kanarie" not in _text(client.get(HOME))


def test_the_log_tells_each_try_and_the_filter_leaves_what_arrived_out(
    cast: Cast, keeper: Client, receiver: Receiver
) -> None:
    receiver.answers = [(500, "mending"), (202, "taken")]
    endpoint = _add(cast, url=receiver.url)
    with tenant(cast.frontier.pk):
        tell(cast["aster.liaison"].organisation)
    expand(cast.frontier.pk, now=NOW, at=AT)
    deliver_batch(cast.frontier.pk, "webhook", now=NOW, watch=lambda: AT)
    page = _text(keeper.get(f"{HOME}{endpoint.uid}/"))
    for words in ("Filed the probe", "Probe PRB-aster", "Will be tried again", "500", "mending", "do not get through"):
        assert words in page
    deliver_batch(cast.frontier.pk, "webhook", now=NOW, watch=lambda: AT + timedelta(hours=1))
    page = _text(keeper.get(f"{HOME}{endpoint.uid}/"))
    assert "Accepted" in page
    assert "mending" in page
    assert "taken" in page
    assert "Everything was delivered" in _text(keeper.get(f"{HOME}{endpoint.uid}/?undelivered=1"))


def test_the_log_names_no_subject_that_its_reader_may_no_longer_see(cast: Cast, client: Client) -> None:
    endpoint = _add(cast, "clerk")
    with tenant(cast.frontier.pk):
        aster = cast["aster.liaison"].organisation
        tell(aster)
        expand(cast.frontier.pk, now=NOW, at=AT)
        tell(aster, kind="probe.silent", tier=RED)
    client.force_login(cast["clerk"].person)
    page = _text(client.get(f"{HOME}{endpoint.uid}/"))
    assert "no longer open to you" in page
    assert "PRB-aster" not in page
    assert "filed the probe" not in page


def test_a_test_by_button_stands_in_the_log_and_the_log_asks_again_until_it_is_out(
    cast: Cast, keeper: Client, receiver: Receiver
) -> None:
    endpoint = _add(cast, url=receiver.url)
    address = f"{HOME}{endpoint.uid}/"
    assert keeper.post(f"{address}test/").status_code == 302
    answer = keeper.get(address)
    assert "Waiting" in _text(answer)
    assert "every 3s" in answer.content.decode()
    with tenant(cast.frontier.pk):
        at = Delivery.objects.get().next_attempt_at
    deliver_batch(cast.frontier.pk, "webhook", now=NOW, watch=lambda: at)
    part = keeper.get(address, headers={"HX-Request": "true"})
    assert "Accepted" in _text(part)
    assert "every 3s" not in part.content.decode()
    assert "<h1" not in part.content.decode()


def test_every_button_does_its_verb(cast: Cast, keeper: Client) -> None:
    endpoint = _add(cast)
    address = f"{HOME}{endpoint.uid}/"
    assert keeper.post(f"{address}pause/").status_code == 302
    assert "It is paused" in _text(keeper.get(address))
    assert keeper.post(f"{address}resume/").status_code == 302
    assert "0 messages are being sent again" in _text(keeper.post(f"{address}again/", {"since": "day"}, follow=True))
    assert "Choose from when" in _text(keeper.post(f"{address}again/", {"since": "ever"}, follow=True))
    with tenant(cast.frontier.pk):
        message = endpoint.deliveries.create(
            channel="webhook", purpose="over", state="failed", next_attempt_at=AT, message_id="m"
        )
    assert "with the same id" in _text(keeper.post(f"{address}{message.uid}/again/", follow=True))
    assert keeper.post(f"{address}{endpoint.uid}/again/").status_code == 404
    assert "deleted" in _text(keeper.post(f"{address}remove/", follow=True))
    assert keeper.get(address).status_code == 404


def test_list_and_log_ask_as_often_for_thirty_as_for_one(cast: Cast, client: Client) -> None:
    endpoint = _add(cast)
    client.force_login(cast["aster.representative"].person)
    counts = []
    for number in (1, 19):
        with tenant(cast.frontier.pk):
            for _time in range(number):
                tell(cast["aster.liaison"].organisation)
            if number > 1:
                for _time in range(number):
                    _add(cast)
        expand(cast.frontier.pk, now=NOW, at=AT)
        for address in (HOME, f"{HOME}{endpoint.uid}/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_log_is_paged(cast: Cast, client: Client) -> None:
    endpoint = _add(cast)
    with tenant(cast.frontier.pk):
        for number in range(30):
            endpoint.deliveries.create(
                channel="webhook", purpose="test", state="sent", next_attempt_at=AT, message_id=f"number-{number}-"
            )
    client.force_login(cast["aster.representative"].person)
    first = client.get(f"{HOME}{endpoint.uid}/").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(f"{HOME}{endpoint.uid}/{older}").content.decode()
    shown = [set(re.findall(r"number-\d+-", page)) for page in (first, second)]
    assert [len(one) for one in shown] == [25, 5]
    assert not shown[0] & shown[1]
    assert 'rel="prev"' in second


def test_the_notice_of_a_failing_endpoint_names_nothing_in_the_mail(frontier: Cast, mailoutbox: list[Any]) -> None:
    endpoint = _add(frontier)
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=AT)
    tell_of_failing(frontier.frontier.pk, now=NOW, at=AT + timedelta(days=1))
    expand(frontier.frontier.pk, now=NOW, at=AT)
    deliver_batch(frontier.frontier.pk, "email", now=NOW, watch=lambda: AT)
    assert [message.to for message in mailoutbox] == [["representative@aster.example"]]
    assert "kanarie" not in mailoutbox[0].message().as_string()
    assert Notice.objects.get(act__kind=FAILING).urgent
    assert not Notice.objects.filter(act__kind__in=(ADDED, REMOVED)).exists()
