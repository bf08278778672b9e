"""Nobody is given a row's internal id: a gap between two of them would tell how much else there is."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from apps.deadlines.models import Deadline
from apps.deadlines.services import hand_over, take_on, take_steps
from apps.incidents.acts import UPDATE
from apps.kernel.tenancy.context import tenant
from apps.notices.channels.acts import data_of
from apps.record.models import Act
from apps.record.services import place
from tests.cast import NOW, Cast
from tests.guards.internal_ids import named_in, numbers_of
from tests.guards.rows import FRONTIER
from tests.guards.test_role_matrix import clients
from tests.incidents.factory import filed

pytestmark = [pytest.mark.django_db, pytest.mark.walks]
__all__ = ["clients"]

API = "/api/v1/committees/frontier/"


@pytest.fixture
def duties(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is owed on a report that every seat sees: ladders have been climbed, and a second clock is half way up."""
    later = NOW + timedelta(days=29)
    half_way = later + timedelta(minutes=45)
    with tenant(cast.frontier.pk):
        ref = filed(cast, tlp="TLP:GREEN").ref
        duty = Deadline.objects.get(clock=UPDATE, subject_ref=ref).uid
        hand_over(actor=cast.viewer("clerk"), now=NOW, uid=duty, to=cast["borealis.liaison"].uid)
        for now, until in ((NOW, later), (later, half_way)):
            take_on(actor=cast.viewer("borealis.liaison"), now=now, uid=duty, until=now + timedelta(hours=1))
            take_steps(Deadline.objects.values_list("pk", flat=True), until)
        place()
        uids = [str(uid) for uid in Deadline.objects.values_list("uid", flat=True)]
    monkeypatch.setattr("apps.kernel.clock.now", lambda: half_way)
    return uids


def test_no_act_names_anybody_by_an_internal_id_to_people_or_machines(cast: Cast, duties: list[str]) -> None:
    with tenant(cast.frontier.pk):
        acts = list(Act.objects.all())
        sent = json.dumps([[act.facts, data_of(act, cast.frontier, None, False)] for act in acts])
    assert any(named_in(name) for act in acts for name in act.told), "or else nothing could leak"
    assert any("first_owners" in act.facts.get("to", ()) for act in acts)
    assert named_in(sent) == []
    assert {name for act in acts for name in numbers_of(act.facts)} == set()


def test_no_page_of_a_deadline_and_no_answer_of_the_api_does(clients: dict[str, Client], duties: list[str]) -> None:
    places = [f"{API}events/?limit=200", f"{API}deadlines/?limit=200", f"{API}notices/?limit=200"]
    places += ["/c/frontier/deadlines/?whose=committee", "/c/frontier/deadlines/export.csv?whose=committee"]
    places += [f"{start}deadlines/{uid}/" for uid in duties for start in (API, "/c/frontier/")]
    told = {}
    for name in FRONTIER:
        for address in places:
            answer = clients[name].get(address)
            told[name, address] = answer.content.decode() if answer.status_code == 200 else ""
    assert {place: found for place, text in told.items() if (found := named_in(text))} == {}
    assert "first_owners" in told["clerk", f"{API}deadlines/?limit=200"]
    assert "first_owners" in told["observer.eu", f"{API}events/?limit=200"]
