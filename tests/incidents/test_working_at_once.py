"""Two people who work one report at the same moment."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.incidents.models import CauseNote, Finding, Incident, IncidentLink
from apps.incidents.services.actions import add_action
from apps.incidents.services.handling import acknowledge
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.test_at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]

BOTH = ["clerk", "aster.representative"]


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


@pytest.fixture
def ref(cast: Cast) -> str:
    with tenant(cast.frontier.pk):
        return acknowledge(actor=cast.viewer("clerk"), now=NOW, ref=filed(cast).ref).ref


def _post(cast: Cast, names: list[str], name: str, *args: object, **data: str) -> list[int]:
    url = reverse(f"incidents:{name}", args=["frontier", *args])
    answers: list[Any] = at_once(cast, names, lambda client: client.post(url, data))
    return [answer.status_code for answer in answers]


def test_one_of_two_gets_the_report_and_the_other_is_told(cast: Cast, ref: str) -> None:
    assert _post(cast, BOTH, "assign", ref, to=str(cast["clerk"].uid), had="") == [302, 409]
    with tenant(cast.frontier.pk):
        assert Incident.objects.get(ref=ref).assignee == cast["clerk"]
        assert Act.objects.filter(kind="incident.assigned").count() == 1


def test_one_version_of_the_note_is_written_and_the_other_not_lost_unseen(cast: Cast, ref: str) -> None:
    assert _post(cast, BOTH, "note_cause", ref, text="Nobody watched.", seen="0") == [302, 409]
    with tenant(cast.frontier.pk):
        assert CauseNote.objects.count() == 1


def test_two_findings_get_two_numbers(cast: Cast, ref: str) -> None:
    assert _post(cast, BOTH, "add_finding", ref, text="A port.", basis="A log.") == [302, 302]
    with tenant(cast.frontier.pk):
        assert sorted(Finding.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("_round", range(3))
def test_two_reports_are_linked_once_from_both_ends(cast: Cast, ref: str, _round: int) -> None:
    with tenant(cast.frontier.pk):
        other = filed(cast).ref
    refs = iter([(ref, other), (other, ref)])

    def send(client: Client) -> Any:
        here, there = next(refs)
        url = reverse("incidents:link", args=["frontier", here, "incident"])
        return client.post(url, {"target": there, "how": "same_event"})

    assert [answer.status_code for answer in at_once(cast, BOTH, send)] == [302, 422]
    with tenant(cast.frontier.pk):
        assert IncidentLink.objects.count() == 1


def test_an_action_is_done_or_dropped_and_not_both(cast: Cast, ref: str) -> None:
    with tenant(cast.frontier.pk):
        given = {"text": "Close it.", "owner": "borealis", "due_on": NOW.date()}
        add_action(actor=cast.viewer("borealis.liaison"), now=NOW, ref=ref, **given)
    verbs = iter([("do_action", {"note": "Done."}), ("drop_action", {"reason": "Twice."})])

    def send(client: Client) -> Any:
        name, data = next(verbs)
        return client.post(reverse(f"incidents:{name}", args=["frontier", ref, 1]), data)

    people = ["borealis.liaison", "borealis.representative"]
    assert [answer.status_code for answer in at_once(cast, people, send)] == [302, 409]
    with tenant(cast.frontier.pk):
        assert Act.objects.filter(kind__in=["corrective_action.done", "corrective_action.dropped"]).count() == 1
