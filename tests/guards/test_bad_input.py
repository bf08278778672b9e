"""What cannot be right is refused in words: no odd byte, number, date or cursor ends in a page of error 500."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from apps.deadlines.models import Deadline
from apps.kernel.tenancy.context import tenant
from apps.membership.services import make_token
from apps.notices.models import Delivery
from apps.notices.services import deliver_batch, expand
from apps.notices.services.endpoints import add_webhook
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.notices.receiver import receiving

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/"
INCIDENTS = f"{API}incidents/"
DEEP = "[" * 100_000
HALF = '{"\\ud800": 1}'


@pytest.fixture
def lab(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast["borealis.liaison"].person)
    return client


@pytest.fixture
def ref(cast: Cast) -> str:
    with tenant(cast.frontier.pk):
        return filed(cast).ref


def _cursor(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _keyset(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


ODD_ZONES = ["2026-01-01T00:00:00+23:59", "2026-01-01T00:00:00+01:00:00.5"]
"""Times of which PostgreSQL will not hear."""

CURSORS = [
    "x",
    "é",
    *(_cursor(f"p={quote(text)}") for text in ODD_ZONES),
    _cursor("p=abc"),
    _cursor("p=%00"),
    _cursor("o=-1&p=9"),
    _cursor("r=1&p=é"),
]
LISTS = ["incidents", "deadlines", "notices", "seats", "organisations"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("cursor", CURSORS)
def test_an_odd_cursor_of_the_api_is_not_found(lab: Client, ref: str, name: str, cursor: str) -> None:
    assert lab.get(f"{API}{name}/", {"cursor": cursor}).status_code in {200, 404}


@pytest.mark.parametrize(
    "page",
    [
        "x",
        *(_keyset(["next", text, 1]) for text in ODD_ZONES),
        _keyset(["next", "2026-01-01", 1]),
        _keyset(["next", "0001-01-01T00:00:00+14:00", 1]),
        _keyset(["previous", "9999-12-31T23:59:59-12:00", 1]),
        _keyset(["next", "2026-01-01T00:00:00+00:00", float("inf")]),
        _keyset(["next", "2026-01-01T00:00:00+00:00", 10**30]),
        _keyset(["next", None, 1]),
        _keyset([["next"], 1, 2]),
        base64.urlsafe_b64encode(("[" * 2500).encode()).decode(),
        "é",
    ],
)
def test_an_odd_cursor_of_a_page_gives_the_first_page(lab: Client, ref: str, page: str) -> None:
    answer = lab.get("/c/frontier/incidents/", {"page": page})
    assert answer.status_code == 200


def test_a_cursor_of_the_api_leads_on_tells_no_key_and_cannot_be_made_by_hand(lab: Client, ref: str) -> None:
    first = lab.get(f"{API}deadlines/", {"limit": 1}).json()
    second = lab.get(first["next"]).json()
    assert second["previous"]
    assert first["results"][0]["id"] != second["results"][0]["id"]
    assert lab.get(second["previous"]).json()["results"] == first["results"]
    [cursor] = parse_qs(urlsplit(first["next"]).query)["cursor"]
    assert b"p=" not in base64.urlsafe_b64decode(cursor + "==")
    assert lab.get(f"{API}deadlines/", {"cursor": _cursor("p=999999")}).status_code == 404
    assert lab.get(f"{API}deadlines/", {"cursor": ""}).status_code == 200


@pytest.mark.parametrize("body", ["[]", "[{}]", "5", "null", '"x"', "true", DEEP, HALF, '{"facts": {"\\ud800": true}}'])
def test_a_body_that_is_no_object_is_refused(lab: Client, ref: str, body: str) -> None:
    kind = "application/json"
    answers = [
        lab.post(INCIDENTS, body, content_type=kind),
        lab.patch(f"{INCIDENTS}{ref}/", body, content_type=kind),
        lab.put(f"{INCIDENTS}by-reference/A/", body, content_type=kind),
        lab.post(f"{INCIDENTS}{ref}/updates/", body, content_type=kind),
    ]
    assert [answer.status_code for answer in answers] == [400] * 4
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}


@pytest.mark.parametrize("charset", ["hex", "rot13", "undefined", "nonsense", "utf-16"])
def test_an_odd_charset_is_refused(lab: Client, charset: str) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        for headers in ({}, {"Idempotency-Key": "k"}):
            answer = lab.generic("POST", INCIDENTS, b"{}", content_type=f"{kind}; charset={charset}", headers=headers)
            assert answer.status_code in {400, 415}, (kind, headers, answer.status_code)


@pytest.mark.parametrize(
    "path",
    [
        "/c/frontier/incidents/INC%00/",
        "/c/frontier/incidents/%00/draft/check/",
        "/api/v1/committees/frontier/incidents/%00/",
        "/api/v1/committees/frontier/incidents/by-reference/%00/",
        "/public/frontier/INC%00/",
        "/public/frontier/%00/",
    ],
)
def test_a_path_with_a_nul_is_not_found(lab: Client, path: str) -> None:
    assert lab.get(path).status_code == 404
    assert lab.put(path, "{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"organisation": "\x00"},
        {"q": "\x00"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"until": "0001-01-01"},
        {"severity": "9" * 5000},
        {"state": "\x00"},
        {"q": "'\"\\:*&|!<->()"},
    ],
)
def test_an_odd_filter_is_refused_or_ignored(lab: Client, cast: Cast, query: dict[str, str]) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        person = cast["borealis.liaison"].person
        person.zone = zone
        person.save()
        assert lab.get("/c/frontier/incidents/", query).status_code == 200
        assert lab.get("/c/frontier/incidents/export.csv", query).status_code == 200
        assert lab.get(INCIDENTS, query).status_code in {200, 400}
    assert lab.get(f"{API}deadlines/", {"subject": "\x00"}).status_code == 400
    assert lab.get(f"{API}notices/", {"limit": "-1", "unread": "\x00"}).status_code == 200


BODY: dict[str, Any] = {
    "title": "Leak",
    "kind": "harm",
    "severity": 4,
    "tlp": "TLP:GREEN",
    "narrative": "It leaked.",
    "aware_at": None,
}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo"])
@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-12:00"])
def test_an_instant_at_the_edge_of_the_calendar_is_refused(lab: Client, cast: Cast, zone: str, instant: str) -> None:
    person = cast["borealis.liaison"].person
    person.zone = zone
    person.save()
    answer = lab.post(INCIDENTS, json.dumps(BODY | {"started_at": instant}), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/started_at"


@pytest.mark.parametrize("field", ["title", "narrative", "model", "own_reference", "zone"])
def test_a_nul_in_a_text_names_its_field(lab: Client, field: str) -> None:
    answer = lab.post(INCIDENTS, json.dumps(BODY | {field: "a\x00b"}), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def _draft(lab: Client) -> str:
    made = lab.post(INCIDENTS, json.dumps({"title": "Half", "draft": True}), content_type="application/json")
    return made.json()["ref"]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu"])
@pytest.mark.parametrize("day", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_an_odd_date_in_a_form_is_an_error_at_its_field(lab: Client, zone: str, day: str) -> None:
    ref = _draft(lab)
    path = f"/c/frontier/incidents/{ref}/draft/when/"
    values = {"zone": "UTC", "started_at_0": day, "started_at_1": zone}
    answer = lab.post(path, values)
    assert answer.status_code == 200
    assert answer.context["form"].errors["started_at"]
    assert lab.post(f"{path}save/", values).status_code == 200


def test_a_start_moved_behind_the_stored_end_is_an_error_at_the_end(lab: Client) -> None:
    ref = _draft(lab)
    path = f"/c/frontier/incidents/{ref}/draft/when/"
    day = {"zone": "UTC", "started_at_1": "UTC", "ended_at_1": "UTC", "ended_at_0": "2026-01-02T11:00"}
    assert lab.post(path, day | {"started_at_0": "2026-01-02T10:00"}).status_code == 302
    later = day | {"started_at_0": "2026-01-02T12:00", "zone": "Asia/Tokyo"}
    answer = lab.post(path, later)
    assert answer.status_code == 200
    assert "ended_at" in answer.context["form"].errors
    assert lab.get(f"{INCIDENTS}{ref}/").json()["zone"] == "Asia/Tokyo"
    assert lab.post(f"{path}save/", later).status_code == 200


def test_a_nul_in_a_choice_of_organisations_is_an_error_at_its_field(lab: Client, cast: Cast) -> None:
    ref = _draft(lab)
    answer = lab.post(f"/c/frontier/incidents/{ref}/draft/who/", {"tlp": "TLP:RED", "recipients": ["\x00"]})
    assert answer.status_code == 200
    assert "recipients" in answer.context["form"].errors
    clerk = Client(raise_request_exception=False)
    clerk.force_login(cast["clerk"].person)
    invitation = {"organisation": "\x00", "role": "liaison", "name": "N", "email": "n@lab.example"}
    assert clerk.post("/c/frontier/invitations/", invitation).status_code in {200, 404, 405, 422}


def test_a_session_cookie_with_a_nul_counts_as_none(db: None) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/", headers={"Cookie": 'sessionid="\\000aaaaaaaaaa"'}).status_code == 200


def test_a_rehearsal_is_asked_for_by_its_value(lab: Client) -> None:
    send = lambda value: lab.post(f"{INCIDENTS}?dry_run={value}", json.dumps(BODY), content_type="application/json")  # noqa: E731
    assert [send(value).status_code for value in ("1", "true", "0", "false", "")] == [200, 200, 201, 201, 201]


def test_a_body_larger_than_the_limit_is_refused_unread(cast: Cast, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    with tenant(cast.frontier.pk):
        viewer = cast.viewer("borealis.liaison")
        token = make_token(
            actor=viewer, now=timezone.now(), seat=cast["borealis.liaison"], name="ci", scopes=["file"], days=366
        )
    machine = Client(headers={"Authorization": f"Bearer {token.secret}"})
    answer = machine.post(INCIDENTS, json.dumps(BODY | {"narrative": "x" * 2000}), content_type="application/json")
    assert answer.status_code == 413


MARKUP, TURNED = "<img src=x onerror=1>", "\u202eevil\u2066"
TITLES = [
    MARKUP,
    TURNED + MARKUP,
    "a\rBcc: x@elsewhere.example\r\nBcc: y@elsewhere.example",
    "\x0b\x0c\x1c\x85\u2028",
    "\U0001f600" * 200,
    "x" * 200,
    "https://xqlinkqx.example/ xqreaderqx@xqreaderqx.example",
    ".\r\n.\r\n",
    "{{ settings }}%(x)s{0}",
]
PAGES = ["", "silent/", "matrix/", "matrix/chase/", "deadlines/?whose=committee", "deadlines/calendar/?whose=committee"]
PAGES += ["inbox/", "incidents/", "endpoints/"]


def test_an_odd_title_goes_through_every_channel_and_page_as_words(cast: Cast, mailoutbox: list[Any]) -> None:
    with receiving() as receiver:
        with tenant(cast.frontier.pk):
            clerk = cast.viewer("clerk")
            add_webhook(actor=clerk, now=NOW, label=MARKUP, url=receiver.url)
            for title in TITLES:
                filed(cast, tlp="TLP:GREEN", title=title)
            duties = list(Deadline.objects.values_list("uid", flat=True))
        while expand(cast.frontier.pk, now=NOW, at=NOW):
            continue
        for channel in ("email", "webhook"):
            while deliver_batch(cast.frontier.pk, channel, now=NOW, watch=lambda: NOW):
                continue
    with tenant(cast.frontier.pk):
        assert set(Delivery.objects.values_list("channel", "state")) == {("email", "sent"), ("webhook", "sent")}
    for letter in mailoutbox:
        content = letter.message().as_bytes()
        assert b"\nBcc" not in content
        text = letter.body + letter.alternatives[0][0]
        assert MARKUP not in letter.alternatives[0][0]
        assert "\u202e" not in text
    client = Client(raise_request_exception=False)
    client.force_login(cast["clerk"].person)
    for page in [*PAGES, *(f"deadlines/{uid}/" for uid in duties)]:
        answer = client.get(f"/c/frontier/{page}")
        assert answer.status_code == 200, page
        assert MARKUP not in answer.content.decode(), page
