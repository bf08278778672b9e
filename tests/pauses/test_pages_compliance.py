"""The lab's page, attesting, challenges and cases, as people use them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.deadlines.services.sweeping import sweep
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import Attestation, Binding, Challenge, ComplianceCase, PauseOrder
from apps.pauses.services.challenging import challenge
from tests.cast import Cast
from tests.pauses.attesting import attested, late_case, ordered, paper
from tests.pauses.factory import DAY, HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the hour that the pages live in."""

    def to(moment: Any) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return to


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast[name].person)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"pauses:{name}", args=["frontier", *args])


def order_of(cast: Cast, **changes: Any) -> PauseOrder:
    with tenant(cast.frontier.pk):
        return ordered(cast, **changes)


def test_the_labs_page_is_its_list_of_what_is_to_be_done(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    at(order.in_force_at + HOUR)
    client = signed_in(cast, "borealis.liaison")
    here = url("lab", order.ref, "borealis")
    page = client.get(here).content.decode()
    assert page.index("Say that the order has reached you") < page.index("Attest that your runs in scope stand still")
    assert "You halt training runs of more than 10^26 FLOP" in page
    assert client.post(url("acknowledge", order.ref, "borealis")).url == here
    page = client.get(here).content.decode()
    assert "Say that it has reached us" not in page
    with tenant(cast.frontier.pk):
        assert Binding.objects.get(organisation__key="borealis").acknowledged_at == order.in_force_at + HOUR
    assert client.post(url("acknowledge", order.ref, "cygnus")).status_code == 409
    rival = signed_in(cast, "cygnus.liaison").get(here).content.decode()
    assert "What you have to do" not in rival


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "run_0": "north-7",
        "state_0": "halted",
        "since_0_0": "2026-11-21T11:00",
        "since_0_1": "UTC",
        "run_1": "",
        "state_1": "",
        "since_1_0": "",
        "since_1_1": "UTC",
        "statement": "All of it stands still.",
        "commitments": f"{'ab' * 32}  scheduler.log",
        "sure": "on",
    } | changes


def test_a_lab_attests_with_evidence_and_commitments(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    at(order.in_force_at + HOUR)
    client = signed_in(cast, "borealis.liaison")
    there = url("attest", order.ref, "borealis")
    assert client.get(there).status_code == 200
    answer = client.post(there, sent(files=[paper().stream]))
    assert answer.status_code == 302, answer.content.decode()
    with tenant(cast.frontier.pk):
        row = Attestation.objects.get()
        assert [(one.run, one.state) for one in row.runs.all()] == [("north-7", "halted")]
        assert [one.of for one in row.commitments.all()] == ["scheduler.log"]
        assert row.files.count() == 1
    page = client.get(answer.url).content.decode()
    assert "log.txt" in page
    assert "Not started" not in page
    assert "Halted" in page
    again = client.get(there).content.decode()
    assert 'value="north-7"' in again
    assert "bring it up to date" in again
    others = signed_in(cast, "cygnus.liaison").get(url("lab", order.ref, "borealis")).content.decode()
    assert "Attestation 1" in others
    assert "north-7" not in others
    assert "log.txt" not in others


def test_a_row_more_keeps_what_was_typed_and_judges_nothing(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    at(order.in_force_at + HOUR)
    client = signed_in(cast, "borealis.liaison")
    answer = client.post(url("attest", order.ref, "borealis"), sent(add="1", statement="", sure=""))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="run_2"' in page
    assert 'value="north-7"' in page
    assert 'value="2026-11-21T11:00"' in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"since_0_0": ""}, "Say since when."),
        ({"state_0": "under_permit"}, "(charter, article 6.10)"),
        ({"run_0": "", "state_0": "", "since_0_0": ""}, "(charter, article 6.8)"),
        ({"commitments": "abc"}, "Line 1"),
        ({"commitments": "abc of this"}, "64 hexadecimal digits"),
        ({"sure": ""}, "Tick the box"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(cast: Cast, at: Any, changes: dict[str, str], says: str) -> None:
    order = order_of(cast)
    at(order.in_force_at + HOUR)
    answer = signed_in(cast, "borealis.liaison").post(url("attest", order.ref, "borealis"), sent(**changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with tenant(cast.frontier.pk):
        assert not Attestation.objects.exists()


def test_no_run_in_scope(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    at(order.in_force_at + HOUR)
    data = sent(run_0="", state_0="", since_0_0="", none_in_scope="on")
    answer = signed_in(cast, "borealis.liaison").post(url("attest", order.ref, "borealis"), data)
    assert answer.status_code == 302
    page = signed_in(cast, "clerk").get(answer.url).content.decode()
    assert "It has no run in scope." in page


def test_a_challenge_is_made_decided_and_opens_a_case(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    at(order.in_force_at + HOUR)
    with tenant(cast.frontier.pk):
        attested(cast, order, order.in_force_at + HOUR)
    auditor, chair = signed_in(cast, "auditor"), signed_in(cast, "aster.representative")
    there = url("challenge", order.ref, "borealis", 1)
    assert auditor.post(there, {"because": ""}).status_code == 422
    assert auditor.post(there, {"because": "It draws power."}).status_code == 302
    with tenant(cast.frontier.pk):
        uid = Challenge.objects.get().uid
    decide = url("decide_challenge", order.ref, "borealis", uid)
    assert auditor.post(decide, {"verb": "uphold", "because": "x"}).status_code == 409
    assert chair.post(decide, {"verb": "", "because": ""}).status_code == 422
    assert chair.post(decide, {"verb": "uphold", "because": "The meter shows it."}).status_code == 302
    page = signed_in(cast, "observer.eu").get(url("lab", order.ref, "borealis")).content.decode()
    assert "The meter shows it." in page
    assert "It draws power." not in page
    assert "CMP-2026-0001" in page


def test_a_case_is_answered_found_and_remedied_on_its_page(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    with tenant(cast.frontier.pk):
        case = late_case(cast, order)
    at(case.opened_at + HOUR)
    here = url("case", case.ref)
    lab, chair = signed_in(cast, "borealis.liaison"), signed_in(cast, "aster.representative")
    page = chair.get(here).content.decode()
    assert "They follow only if" in page
    assert "Find against the lab" not in page
    assert chair.post(url("find_case", case.ref), {"because": "Late."}).status_code == 409
    assert lab.post(url("answer_case", case.ref), {"text": ""}).status_code == 422
    assert lab.post(url("answer_case", case.ref), {"text": "Our clock was wrong."}).status_code == 302
    assert "Our clock was wrong." in signed_in(cast, "cygnus.liaison").get(here).content.decode()
    assert chair.post(url("find_case", case.ref), {"because": ""}).status_code == 422
    assert chair.post(url("find_case", case.ref), {"because": "It was late."}).status_code == 302
    page = chair.get(here).content.decode()
    assert page.index("Has followed") < page.index("To come")
    assert "Notice to all" in page
    assert "Suspended vote" in page
    assert chair.post(url("remedy_case", case.ref), {"because": "It attested."}).status_code == 302
    page = chair.get(here).content.decode()
    assert "Remedied" in page
    assert "To come" not in page
    listed = chair.get(url("cases", order.ref)).content.decode()
    assert case.ref in listed


def test_a_drill_says_so_on_every_page(cast: Cast, at: Any) -> None:
    order = order_of(cast, is_drill=True)
    with tenant(cast.frontier.pk):
        case = late_case(cast, order)
    at(case.opened_at + HOUR)
    client = signed_in(cast, "borealis.liaison")
    for address in (
        url("lab", order.ref, "borealis"),
        url("attest", order.ref, "borealis"),
        url("cases", order.ref),
        url("case", case.ref),
    ):
        page = client.get(address).content.decode()
        assert "<h1>DRILL: " in page, address
        assert "<title>DRILL: " in page.replace("\n", ""), address
    table = client.get(url("compliance_export", order.ref))
    assert "DRILL" in table.content.decode()
    assert "DRILL" in table["Content-Disposition"]


def test_the_table_says_who_is_late(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    with tenant(cast.frontier.pk):
        late_case(cast, order)
    at(order.in_force_at + timedelta(days=5))
    lines = signed_in(cast, "observer.eu").get(url("compliance_export", order.ref)).content.decode().splitlines()
    assert lines[1].startswith(f"{order.ref},,borealis,Borealis,2026-11-21T12:00:00Z")
    assert lines[1].endswith(",48,CMP-2026-0001")
    assert lines[2].split(",")[6] == "1"


def test_the_page_costs_the_same_with_many_attestations(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    counts = []
    for turn in range(2):
        with tenant(cast.frontier.pk):
            for hour in range(1 if turn == 0 else 10):
                moment = order.in_force_at + (turn * 24 + hour) * HOUR
                number = attested(cast, order, moment).number
                challenge(
                    actor=cast.viewer("auditor", moment),
                    now=moment,
                    ref=order.ref,
                    lab="borealis",
                    number=number,
                    because="No.",
                )
        at(order.in_force_at + 3 * DAY)
        client = signed_in(cast, "cygnus.liaison")
        client.get(url("lab", order.ref, "borealis"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("lab", order.ref, "borealis"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_missing_and_hidden_are_alike(cast: Cast, at: Any) -> None:
    order = order_of(cast)
    at(order.in_force_at + HOUR)
    eve, clerk = signed_in(cast, "eve"), signed_in(cast, "clerk")
    assert eve.get(url("lab", order.ref, "borealis")).status_code == 404
    assert clerk.get(url("lab", order.ref, "aster")).status_code == 404
    assert clerk.get(url("case", "CMP-2026-0009")).status_code == 404
    with tenant(cast.frontier.pk):
        sweep(order.in_force_at + 5 * DAY)
        ref = ComplianceCase.objects.order_by("pk").first().ref  # type: ignore[union-attr]
    assert signed_in(cast, "counsel").get(url("case", ref)).status_code == 404
    assert eve.get(url("case", ref)).status_code == 404
