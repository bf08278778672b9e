"""The verbs of deadlines for machines, and what a pager may say."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.dateparse import parse_datetime

from apps.deadlines import services
from apps.deadlines.models import Deadline
from apps.deadlines.rules import PAGERS
from apps.deadlines.states import State
from apps.kernel.tenancy.context import active_committee, tenant
from apps.membership.services import make_token
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/deadlines/"
NOWHERE = "00000000-0000-4000-8000-000000000000"
AT = probe.DUE - timedelta(hours=2)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the portal's clock to some hours after the answer fell due."""

    def set_clock(hours: float = 0) -> None:
        monkeypatch.setattr("apps.kernel.clock.now", lambda: probe.DUE + timedelta(hours=hours))

    set_clock(-2)
    return set_clock


@pytest.fixture
def deadline(cast: Cast) -> Deadline:
    """An answer to Aster's probe that the clerks owe."""
    with tenant(cast.frontier.pk):
        return probe.deadline(cast, lab="aster")


@pytest.fixture
def clerk(cast: Cast) -> Client:
    """A machine in the clerk's seat."""
    with tenant(cast.frontier.pk):
        made = make_token(
            actor=cast.viewer("clerk"), now=AT, seat=cast["clerk"], name="ci", scopes=["read", "write"], days=9
        )
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def _send(client: Client, deadline: Deadline | str, verb: str, body: Any = None, **headers: str) -> Any:
    address = f"{API}{deadline.uid if isinstance(deadline, Deadline) else deadline}/{verb}/"
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def _kinds(cast: Cast) -> list[str]:
    """What was done upon deadlines, besides reminding."""
    with tenant(cast.frontier.pk):
        acts = Act.objects.filter(kind__startswith="deadline.").exclude(kind="deadline.reminded").order_by("id")
        return [kind.removeprefix("deadline.") for kind in acts.values_list("kind", flat=True)]


UNTIL = (AT + timedelta(hours=1)).isoformat()


def test_one_deadline_is_the_row_of_the_list(clerk: Client, deadline: Deadline) -> None:
    [listed] = clerk.get(API).json()["results"]
    assert clerk.get(f"{API}{deadline.uid}/").json() == listed
    assert clerk.get(f"{API}{NOWHERE}/").status_code == 404


def test_acknowledging_says_until_when_and_once_for_one_key(cast: Cast, clerk: Client, deadline: Deadline) -> None:
    body = {"until": UNTIL, "note": "Reading it."}
    answers = [_send(clerk, deadline, "acknowledge", body, **{"Idempotency-Key": "k"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert parse_datetime(answers[0].json()["on_it_until"]) == AT + timedelta(hours=1)
    assert _kinds(cast).count("taken_on") == 1


def test_the_course_is_changed_by_machines_too(cast: Cast, clerk: Client, deadline: Deadline) -> None:
    paused = _send(clerk, deadline, "pause", {"reason": "Waiting."}).json()
    assert (paused["state"], paused["next_step"]) == ("paused", None)
    assert parse_datetime(paused["paused_at"]) == AT
    resumed = _send(clerk, deadline, "resume").json()
    assert (resumed["state"], resumed["paused_at"]) == ("running", None)
    extended = _send(clerk, deadline, "extend", {"until": "2026-11-22T10:00:00Z", "reason": "Holiday."}).json()
    assert extended["due_at"] == "2026-11-22T10:00:00Z"
    assert parse_datetime(extended["first_due_at"]) == deadline.due_at
    handed = _send(clerk, deadline, "hand-over", {"to": str(cast["clerk"].uid)}).json()
    assert handed["handed_to"] == str(cast["clerk"].uid)
    assert _kinds(cast) == ["paused", "resumed", "extended", "handed_over"]


def test_what_one_may_not_is_refused_with_the_reason(cast: Cast, clerk: Client, deadline: Deadline) -> None:
    answer = _send(clerk, deadline, "waive", {"reason": "No."})
    assert (answer.status_code, answer.json()["detail"]) == (409, "Only the chair may do that.")
    assert _kinds(cast) == []


@pytest.mark.parametrize(
    ("verb", "body", "pointer"),
    [
        ("acknowledge", {}, "/until"),
        ("acknowledge", {"until": "soon"}, "/until"),
        ("acknowledge", {"until": "2026-11-21T10:01:00Z"}, "/until"),
        ("acknowledge", {"until": "9999-12-31T23:59:59-12:00"}, "/until"),
        ("acknowledge", [], "/"),
        ("pause", {"reason": ""}, "/reason"),
        ("pause", None, "/"),
        ("extend", {"reason": "x", "until": "2026-11-20T10:00:00Z"}, "/until"),
        ("hand-over", {"to": "x"}, "/to"),
        ("hand-over", {"to": NOWHERE}, "/to"),
    ],
)
def test_a_wrong_body_names_its_field(
    cast: Cast, clerk: Client, deadline: Deadline, verb: str, body: Any, pointer: str
) -> None:
    answer = _send(clerk, deadline, verb, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert _kinds(cast) == []


@pytest.mark.parametrize("verb", ["acknowledge", "hand-over", "pause", "resume", "extend", "waive"])
def test_a_hidden_deadline_answers_like_a_missing_one(
    cast: Cast, client: Client, clerk: Client, deadline: Deadline, verb: str
) -> None:
    client.force_login(cast["cygnus.representative"].person)
    hidden, missing = _send(client, deadline, verb), _send(clerk, NOWHERE, verb)
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json() == missing.json()


SECRETS = {"borealis": "borealis' pager", "secretariat": "the secretariat's pager"}


@pytest.fixture
def pagers(cast: Cast) -> Iterator[dict[str, Client]]:
    """A pager for Borealis and one for the secretariat, as the desk registers them: known in Frontier only."""
    with tenant(cast.frontier.pk):
        known = {
            hashlib.sha256(SECRETS[key].encode()).hexdigest(): (seat.organisation_id, key.title())
            for key, seat in (("borealis", cast["borealis.liaison"]), ("secretariat", cast["clerk"]))
        }

    def find(digest: str) -> tuple[int, str] | None:
        return known.get(digest) if active_committee() == cast.frontier.pk else None

    PAGERS.register("probe", find)
    yield {key: Client(headers={"Authorization": f"Bearer {secret}"}) for key, secret in SECRETS.items()}
    PAGERS._items.pop("probe")


def _page(client: Client, uid: Any, slug: str = "frontier") -> Any:
    return client.post(f"/api/v1/committees/{slug}/deadlines/{uid}/page-acknowledgement/")


def test_a_pager_takes_it_on_until_it_is_due(cast: Cast, deadline: Deadline, pagers: dict[str, Client]) -> None:
    for _time in range(2):
        answer = _page(pagers["secretariat"], deadline.uid)
        assert answer.status_code == 200
        assert parse_datetime(answer.json()["on_it_until"]) == probe.DUE
    assert _kinds(cast) == ["taken_on"]
    with tenant(cast.frontier.pk):
        act = Act.objects.get(kind="deadline.taken_on")
        assert (act.actor, act.seat_id) == ("The portal (pager of Secretariat)", None)
        assert Deadline.objects.get(second_to=deadline).owed_by_organisation == cast["clerk"].organisation


def test_late_in_the_night_it_takes_it_on_for_an_hour(
    cast: Cast, deadline: Deadline, pagers: dict[str, Client], at: Any
) -> None:
    at(3)
    answer = _page(pagers["secretariat"], deadline.uid)
    assert parse_datetime(answer.json()["on_it_until"]) == probe.DUE + timedelta(hours=4)


def test_a_page_about_the_second_clock_is_about_the_first(
    cast: Cast, deadline: Deadline, pagers: dict[str, Client], at: Any
) -> None:
    at(1)
    _page(pagers["secretariat"], deadline.uid)
    with tenant(cast.frontier.pk):
        second = Deadline.objects.get(second_to=deadline)
    at(3)
    answer = _page(pagers["secretariat"], second.uid).json()
    assert answer["id"] == str(deadline.uid)
    assert parse_datetime(answer["on_it_until"]) == probe.DUE + timedelta(hours=4)


def test_what_needs_nobody_any_more_is_no_error(cast: Cast, deadline: Deadline, pagers: dict[str, Client]) -> None:
    with tenant(cast.frontier.pk):
        services.pause(actor=cast.viewer("clerk"), now=AT, uid=deadline.uid, reason="Wait.")
    assert _page(pagers["secretariat"], deadline.uid).json()["state"] == State.PAUSED
    with tenant(cast.frontier.pk):
        probe.act(cast, probe.ANSWERED, at=NOW, lab="aster")
    assert _page(pagers["secretariat"], deadline.uid).json()["state"] == State.MET
    assert _kinds(cast) == ["paused"]


@pytest.mark.parametrize("lab", ["aster", "borealis"])
def test_another_organisations_pager_finds_nothing(cast: Cast, pagers: dict[str, Client], lab: str) -> None:
    """Borealis may not see Aster's probe, and sees its own but does not owe the answer."""
    with tenant(cast.frontier.pk):
        uid = probe.deadline(cast, lab=lab).uid
    others, missing = _page(pagers["borealis"], uid), _page(pagers["borealis"], NOWHERE)
    assert others.status_code == missing.status_code == 404
    assert others.json() == missing.json()
    assert _kinds(cast) == []


def test_only_a_pagers_own_token_opens(
    cast: Cast, client: Client, clerk: Client, deadline: Deadline, pagers: dict[str, Client]
) -> None:
    client.force_login(cast["clerk"].person)
    guess = Client(headers={"Authorization": "Bearer guess"})
    basic = Client(headers={"Authorization": f"Basic {SECRETS['secretariat']}"})
    for asking in (Client(), client, clerk, guess, basic):
        answer = _page(asking, deadline.uid)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert "Bearer" in answer["WWW-Authenticate"]
    assert _page(pagers["secretariat"], deadline.uid, "pacific").status_code == 401
    assert _page(pagers["secretariat"], deadline.uid, "nowhere").status_code == 401
    assert _kinds(cast) == []


def test_a_pagers_token_opens_nothing_else(cast: Cast, deadline: Deadline, pagers: dict[str, Client]) -> None:
    pager = pagers["secretariat"]
    assert [pager.get(API).status_code, pager.get(f"{API}{deadline.uid}/").status_code] == [401, 401]
    assert _send(pager, deadline, "acknowledge", {"until": UNTIL}).status_code == 401
    assert pager.get(f"/c/frontier/deadlines/{deadline.uid}/").status_code == 302
