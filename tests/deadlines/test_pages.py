"""The pages and the API of deadlines."""

import csv
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast as AsType
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime

from apps.committees.rules.viewer import Portal
from apps.deadlines import services
from apps.deadlines.models import Deadline
from apps.deadlines.selectors.browsing import PAGE
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db

LIST, API = "/c/frontier/deadlines/", "/api/v1/committees/frontier/deadlines/"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the portal's clock to some hours after NOW."""

    def set_clock(hours: float = 0) -> None:
        monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + timedelta(hours=hours))

    set_clock()
    return set_clock


@pytest.fixture
def deadline(cast: Cast, at: Any) -> Deadline:
    """An answer that Borealis waits for, due now."""
    with tenant(cast.frontier.pk):
        return probe.deadline(cast)


def _as(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def test_the_list_shows_what_waits_for_me_with_its_due_time_and_who_owes_it(
    cast: Cast, client: Client, deadline: Deadline
) -> None:
    page = _as(client, cast, "clerk").get(LIST).content.decode()
    assert f'href="/c/frontier/deadlines/{deadline.uid}/"' in page
    assert "PRB-BOREALIS" in page
    assert "owed by the chair and the clerks" in page
    assert 'datetime="2026-11-21T12:00:00Z"' in page


@pytest.mark.parametrize("name", ["cygnus.representative", "observer.eu", "aster.representative", "auditor"])
def test_a_rival_sees_no_trace_of_it(cast: Cast, client: Client, deadline: Deadline, name: str) -> None:
    _as(client, cast, name)
    for whose in ("mine", "organisation", "committee"):
        assert "PRB-BOREALIS" not in client.get(LIST, {"whose": whose}).content.decode()
    assert client.get(f"{LIST}{deadline.uid}/").status_code == 404
    assert client.get(API).json()["results"] == []
    assert client.get(API, {"subject": "PRB-BOREALIS"}).json()["results"] == []


def test_eve_gets_404_from_every_address(cast: Cast, client: Client, deadline: Deadline) -> None:
    _as(client, cast, "eve")
    pages = [client.get(address).status_code for address in (LIST, f"{LIST}{deadline.uid}/", API)]
    assert pages == [404, 404, 404]


@pytest.mark.parametrize(
    "query",
    [{"whose": "eve"}, {"show": "every"}, {"page": "x"}, {"clock": "x"}, {"organisation": "\x00"}, {"within": "1s"}],
)
def test_an_odd_filter_counts_as_none(cast: Cast, client: Client, deadline: Deadline, query: dict[str, str]) -> None:
    answer = _as(client, cast, "clerk").get(LIST, query)
    assert answer.status_code == 200
    assert "PRB-BOREALIS" in answer.content.decode()


@pytest.fixture
def several(cast: Cast, at: Any) -> dict[str, str]:
    """One deadline for each way in which it may stand, and one of another clock that Borealis owes; ids by name."""
    made = {}
    with tenant(cast.frontier.pk):
        for lab in ("aster", "borealis", "cygnus"):
            made[lab] = probe.deadline(cast, lab=lab)
        made["report"] = probe.deadline(cast, probe.ASKED)
        clerk = cast.viewer("clerk")
        services.pause(actor=clerk, now=NOW, uid=made["aster"].uid, reason="Waiting.")
        probe.act(cast, probe.ANSWERED, at=NOW, lab="cygnus")
        made["waived"] = probe.deadline(cast, lab="cygnus", at=NOW)
        services.waive(actor=Portal("motion"), now=NOW, uid=made["waived"].uid, reason="Voted.")
    return {str(row.uid): name for name, row in made.items()}


def _rows(client: Client, several: dict[str, str], **query: str) -> list[str]:
    page = client.get(LIST, {"whose": "committee"} | query).content.decode()
    return [several[uid] for uid in re.findall(r'<a href="/c/frontier/deadlines/([\w-]{36})/"', page)]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({}, ["aster", "borealis", "report"]),
        ({"show": "overdue"}, ["borealis"]),
        ({"show": "paused"}, ["aster"]),
        ({"show": "met"}, ["cygnus"]),
        ({"show": "closed"}, ["waived"]),
        ({"show": "all"}, ["report", "waived", "cygnus", "borealis", "aster"]),
        ({"clock": probe.REPORT}, ["report"]),
        ({"organisation": "borealis"}, ["report"]),
        ({"organisation": "cygnus"}, []),
        ({"subject": "prb-aster"}, ["aster"]),
        ({"subject": " PRB-BOREALIS "}, ["borealis", "report"]),
        ({"within": "24h"}, ["aster", "borealis"]),
        ({"within": "30d"}, ["aster", "borealis", "report"]),
        ({"within": "24h", "show": "all"}, ["waived"]),
        ({"day": "2026-11-21"}, ["aster", "borealis"]),
        ({"day": "2026-11-21", "show": "all"}, ["aster", "borealis", "cygnus"]),
        ({"day": "9999-12-31"}, ["aster", "borealis", "report"]),
        ({"whose": "organisation"}, ["aster", "borealis"]),
    ],
)
def test_the_list_is_narrowed(
    cast: Cast, client: Client, several: dict[str, str], at: Any, query: dict[str, str], rows: list[str]
) -> None:
    at(1)
    assert _rows(_as(client, cast, "clerk"), several, **query) == rows


def test_it_says_how_many_and_keeps_the_filters_on_tabs_and_in_the_export(
    cast: Cast, client: Client, several: dict[str, str]
) -> None:
    page = _as(client, cast, "clerk").get(LIST, {"whose": "committee", "show": "paused", "page": "x"}).content.decode()
    assert "1 deadline<" in page
    assert 'href="?whose=mine&amp;show=paused"' in page
    assert 'href="/c/frontier/deadlines/export.csv?whose=committee&amp;show=paused&amp;page=x"' in page


def test_pages_lead_on_and_back(cast: Cast, client: Client, at: Any) -> None:
    with tenant(cast.frontier.pk):
        probe.many(cast, 2 * PAGE)
        clock = Concat(Value("probe "), AsType("pk", CharField()))
        Deadline.objects.update(subject_id=cast["borealis.liaison"].organisation_id, clock=clock)
    page = _as(client, cast, "clerk").get(LIST, {"whose": "committee"}).content.decode()
    [later] = re.findall(r'rel="next" href="([^"]+)"', page)
    assert "whose=committee" in later
    assert 'rel="prev"' not in page
    second = client.get(LIST + later.replace("&amp;", "&")).content.decode()
    [earlier] = re.findall(r'rel="prev" href="([^"]+)"', second)
    assert 'rel="next"' not in second
    first = client.get(LIST + earlier.replace("&amp;", "&")).content.decode()
    uids = [re.findall(r"/deadlines/([\w-]{36})/", text) for text in (page, second, first)]
    assert uids[0] == uids[2]
    assert len({*uids[0], *uids[1]}) == 2 * PAGE


def test_the_export_holds_the_narrowed_list(cast: Cast, client: Client, several: dict[str, str]) -> None:
    _as(client, cast, "clerk")
    answer = client.get(f"{LIST}export.csv", {"whose": "committee", "show": "met"})
    assert answer["Content-Type"].startswith("text/csv")
    header, row = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    told = dict(zip(header, row, strict=True))
    assert (told["duty"], told["about"], told["state"]) == ("Answer the probe", "PRB-CYGNUS", "Met")
    assert told["due (UTC)"] == told["met (UTC)"] == "2026-11-21T12:00:00Z"
    uid = next(uid for uid, name in several.items() if name == "cygnus")
    assert told["address"] == f"http://testserver/c/frontier/deadlines/{uid}/"


def test_a_rivals_export_is_empty(cast: Cast, client: Client, several: dict[str, str]) -> None:
    content = _as(client, cast, "observer.eu").get(f"{LIST}export.csv", {"whose": "committee", "show": "all"}).content
    assert len(content.decode().splitlines()) == 1


def test_nothing_that_fits_says_how_to_go_on(cast: Cast, client: Client, several: dict[str, str]) -> None:
    page = _as(client, cast, "clerk").get(LIST, {"whose": "committee", "subject": "zebra"}).content.decode()
    assert "Nothing fits" in page
    assert '<details class="c-fold" open>' in page
    assert 'href="/c/frontier/deadlines/?whose=committee"' in page


def test_an_empty_list_says_that_nothing_is_overdue(cast: Cast, client: Client, deadline: Deadline) -> None:
    page = _as(client, cast, "clerk").get(LIST, {"show": "overdue"}).content.decode()
    assert "Nothing is overdue" in page


def test_the_page_of_one_says_what_by_whom_why_and_what_comes_next(
    cast: Cast, client: Client, deadline: Deadline
) -> None:
    page = _as(client, cast, "clerk").get(f"{LIST}{deadline.uid}/").content.decode()
    for text in (
        "Answer the probe",
        "the chair and the clerks",
        "A probe is answered within 24 hours (article 99.1).",
        "Charter version 1, in force when it started",
        'href="/c/frontier/probes/PRB-BOREALIS/"',
        "21 Nov 2026, 13:00 Europe/Brussels (12:00 UTC)",
        "Reminder",
        "to the chair, the clerks and the chair&#x27;s alternate",
        "every 12 hours until it is done, at most 3 times",
    ):
        assert text in page


def test_it_is_shown_overdue_at_once_even_before_the_sweep_comes(
    cast: Cast, client: Client, deadline: Deadline, at: Any
) -> None:
    at(2)
    page = _as(client, cast, "clerk").get(f"{LIST}{deadline.uid}/").content.decode()
    assert "2 h overdue" in page
    assert "Overdue" in page


def test_the_list_takes_the_same_queries_for_one_row_and_for_thirty(
    cast: Cast, client: Client, deadline: Deadline
) -> None:
    _as(client, cast, "clerk").get(LIST)
    for address in (LIST, API):
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        with tenant(cast.frontier.pk):
            pattern = Deadline.objects.get(pk=deadline.pk)
            lab = cast["cygnus.liaison"].organisation
            for number in range(29):
                pattern.pk, pattern.clock, pattern.owed_by_organisation = None, f"{address}{number}", lab
                pattern.uid = Deadline._meta.get_field("uid").get_default()
                pattern.save(force_insert=True)
        with CaptureQueriesContext(connection) as thirty:
            client.get(address)
        assert len(thirty) == len(one)


def test_the_api_gives_the_rows_that_others_rely_on(cast: Cast, client: Client, deadline: Deadline) -> None:
    (row,) = _as(client, cast, "clerk").get(API).json()["results"]
    assert parse_datetime(row.pop("due_at")) == parse_datetime(row.pop("first_due_at")) == deadline.due_at
    step = row.pop("next_step")
    assert parse_datetime(step.pop("at")) == deadline.next_step_at
    assert step == {"does": "remind", "to": ["chair", "clerks"]}
    nothing_yet = ("handed_to", "paused_at", "on_it_until", "met_at", "closed_at")
    assert {row.pop(name) for name in nothing_yet} == {None}
    assert row == {
        "id": str(deadline.uid),
        "name": "Answer the probe",
        "subject": "PRB-BOREALIS",
        "owed_by": ["chair", "clerks"],
        "zone": "Europe/Brussels",
        "state": "running",
        "because": "A probe is answered within 24 hours (article 99.1).",
        "citation": "Charter, article 99.1",
    }


def test_the_api_filters(cast: Cast, client: Client, deadline: Deadline, at: Any) -> None:
    with tenant(cast.frontier.pk):
        probe.deadline(cast, probe.ASKED)
    at(1)

    def names(**query: str) -> list[str]:
        return [row["name"] for row in client.get(API, query).json()["results"]]

    _as(client, cast, "clerk")
    assert names() == ["Report on the probe", "Answer the probe"]
    assert names(mine="true") == names(overdue="true") == ["Answer the probe"]
    assert names(subject="PRB-ASTER") == []
    _as(client, cast, "borealis.liaison")
    assert names(mine="true") == ["Report on the probe"]


def test_the_api_names_an_organisation_that_owes(cast: Cast, client: Client, at: Any) -> None:
    with tenant(cast.frontier.pk):
        probe.deadline(cast, probe.ASKED)
    (row,) = _as(client, cast, "clerk").get(API).json()["results"]
    assert (row["owed_by"], row["next_step"]) == (["organisation:borealis"], None)


def test_the_api_answers_an_odd_filter_with_400_that_names_it(cast: Cast, client: Client, at: Any) -> None:
    answer = _as(client, cast, "clerk").get(API, {"overdue": "perhaps"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/overdue"


def test_the_api_pages_newest_first(cast: Cast, client: Client, deadline: Deadline) -> None:
    with tenant(cast.frontier.pk):
        probe.deadline(cast, probe.ASKED)
    first = _as(client, cast, "clerk").get(API, {"limit": 1}).json()
    second = client.get(first["next"]).json()
    assert [row["name"] for row in first["results"] + second["results"]] == ["Report on the probe", "Answer the probe"]
    assert second["next"] is None
