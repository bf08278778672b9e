"""Pauses by the API, as a lab's machine uses them."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.membership.services import add_service_seat, make_token
from apps.pauses.models import PauseOrder
from tests.cast import LABS, NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR
from tests.pauses.signed import set_clock
from tests.votes.pages import come

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/pauses/"
BODY = {
    "title": "Pause the largest runs",
    "reasons": "The doubling time fell.",
    "labs": [{"lab": lab, "because": "It trains at the frontier."} for lab in LABS],
    "measures": [
        {"restricts": "training_compute", "above": "1×10²⁶", "labs": ["aster"]},
        {"restricts": "deployment", "extent": "partial"},
    ],
    "conditions": [{"kind": "milestone", "words": "An audit body stands.", "tier": 2, "measure": 2}],
    "ends_at": (NOW + 90 * DAY).isoformat(),
    "participation": {"labs_needed": 2, "share_needed": "2/3"},
}


@pytest.fixture(autouse=True)
def _an_hour_in(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW + HOUR)


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(API + path, json.dumps(body or {}), content_type="application/json", headers=headers)


def pointers(answer: Any) -> list[str]:
    return [row["pointer"] for row in answer.json()["errors"]]


def machine(cast: Cast, lab: str, *scopes: str) -> Client:
    """A lab's machine with a token of these scopes."""
    with tenant(cast.frontier.pk):
        keeper = cast.viewer(f"{lab}.representative")
        seat = add_service_seat(actor=keeper, now=NOW, organisation=cast[f"{lab}.liaison"].organisation, name="ci")
        made = make_token(actor=keeper, now=NOW, seat=seat, name="ci", scopes=list(scopes), days=30)
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def imposed(cast: Cast, **changes: Any) -> PauseOrder:
    with tenant(cast.frontier.pk):
        return factory.imposed(cast, **changes)


class TestOrders:
    def test_a_whole_draft_is_written_at_once(self, cast: Cast) -> None:
        made = post(come(cast, "borealis.liaison"), "", BODY, Idempotency_Key="a")
        assert made.status_code == 201, made.content
        order = made.json()
        assert (order["state"], order["drill"], order["organisation"]) == ("draft", False, "borealis")
        assert [(row["above"], row["labs"]) for row in order["measures"]] == [(str(10**26), ["aster"]), (None, [])]
        assert order["measures"][0]["says"].startswith("Training runs of more than 10^26 FLOP")
        assert order["conditions"][0] | {"words": ""} == {
            "number": 1, "kind": "milestone", "words": "", "tier": 2, "date": None, "measure": 2, "state": "open",
            "met_at": None,
        }  # fmt: skip
        assert (order["participation"]["labs_needed"], order["participation"]["share_needed"]) == (2, "2/3")
        assert [row["lab"] for row in order["labs"]] == list(LABS)
        again = post(come(cast, "borealis.liaison"), "", BODY, Idempotency_Key="a")
        assert again.json() == order
        assert come(cast, "borealis.alternate").get(made["Location"]).json()["ref"] == order["ref"]
        assert come(cast, "aster.representative").get(made["Location"]).status_code == 404
        listed = come(cast, "borealis.liaison").get(f"{API}?state=draft").json()["results"]
        assert [row["ref"] for row in listed] == [order["ref"]]

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"measures": [{"restricts": "training_compute", "above": "a lot"}]}, "/measures/0/above"),
            ({"measures": [{"restricts": "rest"}]}, "/measures/0/restricts"),
            ({"measures": [{"restricts": "deployment", "labs": ["nobody"]}]}, "/measures/0/labs"),
            ({"labs": [{"lab": "aster", "because": "x"}, {"lab": "nobody", "because": "x"}]}, "/labs/1"),
            ({"conditions": [{"kind": "date", "words": "x"}]}, "/conditions/0/date"),
            ({"participation": {"labs_needed": 2, "share_needed": "7"}}, "/participation/share_needed"),
            ({"title": " "}, "/title"),
            ({"state": "in_force"}, "/state"),
            ({"measures": [{"restricts": "deployment", "above_all": "1"}]}, "/measures/0/above_all"),
        ],
    )
    def test_what_is_wrong_is_pointed_to_and_nothing_is_kept(self, cast: Cast, change: dict, pointer: str) -> None:
        body = {name: value for name, value in BODY.items() if name not in {"conditions", "measures"}} | change
        wrong = post(come(cast, "borealis.liaison"), "", body)
        assert (wrong.status_code, pointers(wrong)) == (400, [pointer]), wrong.content
        with tenant(cast.frontier.pk):
            assert not PauseOrder.objects.exists()

    def test_the_list_is_narrowed_and_says_what_is_a_drill(self, cast: Cast) -> None:
        real = imposed(cast)
        drill = imposed(cast, is_drill=True, labs=("aster",))
        client = come(cast, "observer.eu")
        assert [row["ref"] for row in client.get(API).json()["results"]] == [drill.ref, real.ref]
        [row] = client.get(f"{API}?drill=true").json()["results"]
        assert (row["ref"], row["drill"], row["title"]) == (drill.ref, True, "DRILL: Pause the largest runs")
        assert [row["ref"] for row in client.get(f"{API}?drill=false").json()["results"]] == [real.ref]
        assert [row["ref"] for row in client.get(f"{API}?lab=cygnus").json()["results"]] == [real.ref]
        assert client.get(f"{API}?state=lifted").json()["results"] == []
        assert client.get(f"{API}?state=standing").status_code == 400

    def test_a_labs_machine_reads_and_says_that_it_was_served(self, cast: Cast) -> None:
        ref = imposed(cast).ref
        client = machine(cast, "borealis", "read", "file")
        done = post(client, f"{ref}/acknowledge/")
        assert done.status_code == 200, done.content
        said = {row["lab"]: row["acknowledged_at"] for row in done.json()["labs"]}
        assert said == {"aster": None, "borealis": (NOW + HOUR).isoformat().replace("+00:00", "Z"), "cygnus": None}
        again = post(client, f"{ref}/acknowledge/")
        assert (again.status_code, "(charter, article 6.7)" in again.json()["detail"]) == (409, True)
        assert post(machine(cast, "cygnus", "read"), f"{ref}/acknowledge/").status_code == 403
        drafted = post(client, "", BODY)
        assert drafted.status_code == 403

    def test_a_lab_joins_and_takes_it_back(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            order = factory.draft(cast, labs_needed=2, share_needed="0")
            factory.decided(cast, factory.moved(cast, order))
            order.refresh_from_db()
        client = come(cast, "borealis.representative")
        joined = post(client, f"{order.ref}/join/").json()
        assert (joined["participation"]["joined"], joined["participation"]["met"]) == (1, False)
        assert post(client, f"{order.ref}/leave/").json()["participation"]["joined"] == 0
        refused = post(come(cast, "borealis.liaison"), f"{order.ref}/join/")
        assert (refused.status_code, "(charter, article 6.5)" in refused.json()["detail"]) == (409, True)


class TestAttestations:
    RUN = {"run": "r-7", "state": "halted", "since": NOW.isoformat()}

    def test_evidence_is_sent_ahead_and_named(self, cast: Cast) -> None:
        ref = imposed(cast).ref
        client = machine(cast, "borealis", "read", "file")
        upload = SimpleUploadedFile("log.txt", b"halted", "text/plain")
        sent = client.post(f"{API}{ref}/evidence/", {"file": upload})
        assert (sent.status_code, sent.json()["drill"]) == (201, False), sent.content
        body = {"runs": [self.RUN], "statement": "They stand still.", "evidence": [sent.json()["id"]],
                "commitments": [{"sha256": "a" * 64, "of": "The scheduler's log"}]}  # fmt: skip
        made = post(client, f"{ref}/attestations/", body, Idempotency_Key="k")
        assert made.status_code == 201, made.content
        assert (made.json()["number"], made.json()["evidence"]) == (1, [sent.json()["id"]])
        assert post(client, f"{ref}/attestations/", body, Idempotency_Key="k").json() == made.json()
        for who, reads in (("clerk", True), ("auditor", True), ("cygnus.representative", False)):
            [row] = come(cast, who).get(f"{API}{ref}/attestations/").json()["results"]
            assert (row["lab"], row["statement"]) == ("borealis", "They stand still." if reads else None)
            assert (row["runs"] is None) is not reads
        stolen = post(machine(cast, "cygnus", "read", "file"), f"{ref}/attestations/", body)
        assert (stolen.status_code, pointers(stolen)) == (400, ["/evidence"])

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [
            ({"runs": []}, "/runs"),
            ({"runs": [RUN, RUN]}, "/runs/1"),
            ({"runs": [RUN | {"since": "2026-11-20T12:00:00"}]}, "/runs/0/since"),
            ({"runs": [RUN | {"state": "resting"}]}, "/runs/0/state"),
            ({"statement": " "}, "/statement"),
            ({"commitments": [{"sha256": "z", "of": "x"}]}, "/commitments/0"),
        ],
    )
    def test_what_is_wrong_is_pointed_to(self, cast: Cast, change: dict, pointer: str) -> None:
        ref = imposed(cast).ref
        answer = post(
            come(cast, "borealis.liaison"), f"{ref}/attestations/", {"runs": [self.RUN], "statement": "x"} | change
        )
        assert (answer.status_code, pointers(answer)) == (400, [pointer]), answer.content

    def test_a_drill_says_so(self, cast: Cast) -> None:
        ref = imposed(cast, is_drill=True).ref
        made = post(come(cast, "borealis.liaison"), f"{ref}/attestations/", {"runs": [self.RUN], "statement": "x"})
        assert made.json()["drill"] is True


class TestPermits:
    BODY = {"purpose": "Test a cage.", "flop": "1e24", "until": (NOW + 9 * DAY).isoformat(), "conditions_offered": ""}

    def test_one_is_asked_for_and_rivals_learn_only_that(self, cast: Cast) -> None:
        ref = imposed(cast).ref
        made = post(machine(cast, "borealis", "read", "file"), f"{ref}/permits/", self.BODY)
        assert made.status_code == 201, made.content
        permit = made.json()
        assert (permit["flop"], permit["run"], permit["state"]) == (str(10**24), permit["ref"], "requested")
        assert (permit["measures"], permit["drill"]) == ([f"{ref}/1"], False)
        for who, reads in (("clerk", True), ("borealis.alternate", True), ("cygnus.liaison", False)):
            [row] = come(cast, who).get(f"{API}{ref}/permits/").json()["results"]
            assert row["purpose"] == ("Test a cage." if reads else None)
            assert (row["lab"], row["run"] is None, row["flop"] is None) == ("borealis", not reads, not reads)
        wrong = post(come(cast, "borealis.liaison"), f"{ref}/permits/", self.BODY | {"flop": "much"})
        assert (wrong.status_code, pointers(wrong)) == (400, ["/flop"])
        nobody = post(come(cast, "clerk"), f"{ref}/permits/", self.BODY)
        assert (nobody.status_code, "(charter, article 6.10)" in nobody.json()["detail"]) == (409, True)


def test_how_many_queries_a_list_takes_does_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, numbers = come(cast, "clerk"), []
    imposed(cast)
    for _round in range(2):
        client.get(API)
        with CaptureQueriesContext(connection) as seen:
            found = client.get(API).json()["results"]
        numbers.append(len(seen))
        for _more in range(4):
            imposed(cast)
    assert len(found) == 5
    assert numbers[0] == numbers[1]
