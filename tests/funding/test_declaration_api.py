"""Declarations by the API, as a lab's machine sends them and the custodian reads them."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.funding.models import Declaration
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.funding.declared import declared, opened
from tests.pauses.test_api import machine, pointers

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/funding/declarations/"
BODY: dict[str, Any] = {
    "period": "2027",
    "training_flop": "31000000000000000000000000",
    "accelerators": [{"type": "NVIDIA H100 SXM", "number": 20_000}],
    "method": "measured",
    "confidence": "high",
}


@pytest.fixture
def stage(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        opened(cast)
    return cast


def come(people: Cast, name: str) -> Client:
    client = Client()
    client.force_login(people[name].person)
    return client


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(API, json.dumps(body), content_type="application/json", headers=headers)


def test_a_machine_declares_and_reads_it_again(stage: Cast) -> None:
    client = machine(stage, "aster", "read", "file")
    made = post(client, BODY, Idempotency_Key="a")
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["period"], row["lab"], row["version"], row["figure"]) == ("2027", "aster", 1, "declared")
    assert (row["training_flop"], row["installed_flops"]) == ("31" + "0" * 24, str(20_000 * 989 * 10**12))
    assert row["accelerators"] == [{"type": "NVIDIA H100 SXM", "number": 20_000, "flops_each": str(989 * 10**12)}]
    assert client.get(API).json()["results"] == [row]
    assert post(client, BODY, Idempotency_Key="a").json() == row
    with tenant(stage.frontier.pk):
        assert Declaration.objects.count() == 1


def test_a_token_that_only_reads_declares_nothing(stage: Cast) -> None:
    assert post(machine(stage, "aster", "read"), BODY).status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"training_flop": "lots"}, "/training_flop"),
        ({"training_flop": 31}, "/training_flop"),
        ({"training_flop": 3.1e25}, "/training_flop"),
        ({"method": "guess"}, "/method"),
        ({"more": 1}, "/more"),
        ({"accelerators": [{"type": "A", "number": 1}]}, "/accelerators/0/flops_each"),
        ({"accelerators": [{"type": "A", "number": 0, "flops_each": "1"}]}, "/accelerators/0/number"),
        ({"accelerators": [{"type": "A", "number": 1, "flops_each": "1", "colour": "red"}]}, "/accelerators/0/colour"),
        ({"training_flop": "0"}, "/unusual_because"),
        ({"evidence": ["11111111-1111-4111-8111-111111111111"]}, "/evidence"),
    ],
)
def test_what_is_wrong_is_pointed_at(stage: Cast, change: dict, pointer: str) -> None:
    answer = post(come(stage, "aster.liaison"), BODY | change)
    assert answer.status_code == 400, answer.content
    assert pointer in pointers(answer)


def test_a_lab_that_is_not_asked_and_a_period_that_is_not_there_are_not_found(stage: Cast) -> None:
    assert post(come(stage, "clerk"), BODY).status_code == 404
    assert post(come(stage, "aster.liaison"), BODY | {"period": "2031"}).status_code == 404


def test_evidence_is_sent_ahead_and_named(stage: Cast) -> None:
    client = come(stage, "aster.liaison")
    file = SimpleUploadedFile("meter.txt", b"kWh", content_type="text/plain")
    sent = client.post(f"{API}evidence/", {"period": "2027", "file": file})
    assert sent.status_code == 201, sent.content
    made = post(client, BODY | {"evidence": [sent.json()["id"]]})
    assert made.json()["evidence"] == [sent.json()["id"]]


def test_who_reads_which_declarations(stage: Cast, django_assert_max_num_queries: Any) -> None:
    with tenant(stage.frontier.pk):
        declared(stage)
    client = come(stage, "auditor")
    client.get(API)
    with django_assert_max_num_queries(100) as one:
        client.get(API)
    with tenant(stage.frontier.pk):
        for lab in ("borealis", "cygnus"):
            declared(stage, lab)
    with django_assert_max_num_queries(len(one)):
        assert [row["lab"] for row in client.get(API).json()["results"]] == ["cygnus", "borealis", "aster"]
    assert [row["lab"] for row in come(stage, "borealis.alternate").get(API).json()["results"]] == ["borealis"]
    for who in ("clerk", "independent", "observer.eu", "counsel"):
        assert come(stage, who).get(API).json()["results"] == []
