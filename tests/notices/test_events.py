"""The feed of acts for machines: all that a seat may see, in order, nothing skipped and nothing twice."""

import os
import random
import time
import uuid
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg.conninfo import make_conninfo

from apps.committees.models import Organisation
from apps.kernel.tenancy.context import tenant
from apps.notices.selectors.events import UnknownEvent, events
from apps.notices.services import expand
from apps.record.models import Act, Position
from apps.record.services import place
from tests.cast import NOW, Cast, assemble
from tests.notices.conftest import AT
from tests.notices.probe import RED, tell

MORE = """
INSERT INTO record_act (committee_id, uid, kind, subject_kind, subject_id, subject_ref, actor, at, facts, told)
SELECT committee_id, gen_random_uuid(), kind, subject_kind, subject_id, subject_ref, actor, at, facts, told
FROM record_act, generate_series(1, 3000)
"""
FEED = "/api/v1/committees/frontier/events/"


@pytest.fixture
def client_of(cast: Cast) -> Any:
    def made(name: str) -> Client:
        client = Client()
        client.force_login(cast[name].person)
        return client

    return made


def _happens(cast: Cast, lab: str, times: int = 1, **more: Any) -> list[str]:
    with tenant(cast.frontier.pk):
        organisation = cast[f"{lab}.liaison"].organisation
        acts = [tell(organisation, **more) for _time in range(times)]
        place()
    return [str(act.uid) for act in acts]


def _walk(client: Client, address: str = f"{FEED}?limit=3") -> list[str]:
    found = []
    while address:
        page = client.get(address).json()
        found += [row["id"] for row in page["results"]]
        address = page["next"]
    return found


@pytest.mark.django_db
def test_an_act_in_full(cast: Cast, client_of: Any) -> None:
    [uid] = _happens(cast, "aster", facts={"deadline": "Acknowledge the probe"})
    assert client_of("clerk").get(FEED).json() == {
        "results": [
            {
                "id": uid,
                "type": "probe.told",
                "at": "2026-11-21T12:00:00Z",
                "actor": "The portal (the test's clock)",
                "what": "filed the probe",
                "subject": {
                    "kind": "notice-probe",
                    "ref": "PRB-aster",
                    "url": "http://testserver/c/frontier/probes/PRB-aster/",
                },
                "facts": {"deadline": "Acknowledge the probe"},
                "told": True,
            }
        ],
        "next": None,
        "last": uid,
    }


@pytest.mark.django_db
def test_pages_follow_each_other_and_the_last_one_is_asked_again_for_more(cast: Cast, client_of: Any) -> None:
    there = _happens(cast, "aster", 7)
    clerk = client_of("clerk")
    assert _walk(clerk) == there
    assert clerk.get(f"{FEED}?after={there[-1]}").json() == {"results": [], "next": None, "last": there[-1]}
    more = _happens(cast, "borealis", 2)
    assert _walk(clerk, f"{FEED}?after={there[-1]}") == more


@pytest.mark.django_db
def test_before_anything_happened_there_is_no_last_one(cast: Cast, client_of: Any) -> None:
    assert client_of("clerk").get(FEED).json() == {"results": [], "next": None, "last": None}


@pytest.mark.django_db
def test_each_seat_gets_what_it_may_see_and_no_sign_of_the_rest(cast: Cast, client_of: Any) -> None:
    asters, borealis = _happens(cast, "aster", 2), _happens(cast, "borealis", 1)
    reds = _happens(cast, "cygnus", 1, tier=RED)
    assert _walk(client_of("aster.alternate")) == asters
    assert _walk(client_of("borealis.liaison")) == borealis
    assert _walk(client_of("independent")) == reds
    assert _walk(client_of("clerk")) == asters + borealis
    assert _walk(client_of("observer.eu")) == []
    page = client_of("aster.liaison").get(FEED).json()
    assert set(page) == {"results", "next", "last"}
    assert set(page["results"][0]) == {"id", "type", "at", "actor", "what", "subject", "facts", "told"}
    assert client_of("eve").get(FEED).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("after", [str(uuid.UUID(int=7)), "zebra", "7"])
def test_an_id_that_is_none_of_ours_is_refused_in_words(cast: Cast, client_of: Any, after: str) -> None:
    answer = client_of("clerk").get(f"{FEED}?after={after}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "/after"


@pytest.mark.django_db
def test_another_committees_id_is_not_known_here(cast: Cast) -> None:
    [uid] = _happens(cast, "aster")
    with tenant(cast.pacific.pk), pytest.raises(UnknownEvent):
        events(cast.viewer("eve"), after=uuid.UUID(uid))


@pytest.mark.django_db
def test_who_has_lost_sight_of_the_last_act_goes_on_behind_it(cast: Cast, client_of: Any) -> None:
    [hidden] = _happens(cast, "aster")
    [later] = _happens(cast, "borealis")
    with tenant(cast.frontier.pk):
        Organisation.objects.filter(key="aster").update(tier=RED)
    assert _walk(client_of("clerk"), f"{FEED}?after={hidden}") == [later]


@pytest.mark.django_db
def test_an_act_without_a_place_is_not_there_yet_and_nothing_is_after_it(cast: Cast, client_of: Any) -> None:
    [placed] = _happens(cast, "aster")
    with tenant(cast.frontier.pk):
        waiting = str(tell(cast["aster.liaison"].organisation).uid)
    clerk = client_of("clerk")
    assert _walk(clerk) == [placed]
    assert clerk.get(f"{FEED}?after={waiting}").json() == {"results": [], "next": None, "last": waiting}


@pytest.mark.django_db
def test_told_says_whether_the_asking_seat_was_among_the_audience(cast: Cast, client_of: Any) -> None:
    _happens(cast, "aster", kind="probe.silent")
    _happens(cast, "aster", told=("clerks",))
    told = {
        name: [row["told"] for row in client_of(name).get(FEED).json()["results"]]
        for name in ("clerk", "aster.liaison")
    }
    assert told == {"clerk": [False, True], "aster.liaison": [False, False]}


@pytest.mark.django_db
def test_it_asks_the_database_as_often_for_thirty_as_for_one(cast: Cast) -> None:
    counts = []
    for times in (1, 29):
        _happens(cast, "aster", times)
        with tenant(cast.frontier.pk):
            viewer = cast.viewer("clerk")
            with CaptureQueriesContext(connection) as queries:
                found = events(viewer, limit=50)
            counts.append((len(found.rows), len(queries)))
    assert counts == [(1, 2), (30, 2)]


@pytest.mark.django_db(transaction=True)
def test_it_reads_on_from_a_place_by_the_index_and_no_further_than_the_page() -> None:
    cast = assemble()
    _happens(cast, "aster")
    with tenant(cast.frontier.pk):
        with connection.cursor() as cursor:
            cursor.execute(MORE)
        place()
    address = make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=connection.settings_dict["NAME"])
    with psycopg.connect(address) as owner:
        owner.execute("ANALYZE record_act, record_position")
    with tenant(cast.frontier.pk):
        with CaptureQueriesContext(connection) as queries:
            events(cast.viewer("clerk"), limit=5)
        [listing] = [query["sql"] for query in queries if "record_position" in query["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {listing}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Scan using position_once on record_position (actual rows=6" in plan
    assert "Sort Key" not in plan


@pytest.mark.django_db(transaction=True)
def test_a_reader_gets_each_act_once_and_in_order_while_many_write() -> None:
    cast = assemble()
    labs = {lab: cast[f"{lab}.liaison"].organisation for lab in ("aster", "borealis", "cygnus")}
    faults: list[BaseException] = []

    def write(lab: str) -> None:
        dice = random.Random(lab)
        try:
            for _time in range(12):
                with tenant(cast.frontier.pk):
                    tell(labs[lab])
                    # Ids are given here, in another order than that of the commits.
                    time.sleep(dice.random() * 0.03)
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    writers = [Thread(target=write, args=(lab,)) for lab in labs]
    for writer in writers:
        writer.start()
    read: list[str] = []
    last = None
    idle = 0
    while idle < 3:
        finished = not any(writer.is_alive() for writer in writers)
        expand(cast.frontier.pk, now=NOW, at=AT)
        with tenant(cast.frontier.pk):
            found = events(cast.viewer("clerk"), after=last, limit=4)
        read += [str(event.act.uid) for event in found.rows]
        last = found.rows[-1].act.uid if found.rows else last
        idle = idle + 1 if finished and not found.rows else 0
    for writer in writers:
        writer.join()
    with tenant(cast.frontier.pk):
        placed = Position.objects.order_by("number").values_list("act__uid", flat=True)
        assert read == [str(uid) for uid in placed]
        assert len(read) == Act.objects.count() == 36
    assert faults == []
