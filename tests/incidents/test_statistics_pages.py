"""The page of figures and its files, and the list as files."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from apps.incidents.services.handling import acknowledge
from apps.incidents.views import listing
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.owing import breach, load_all

pytestmark = pytest.mark.django_db

Open = Callable[[str], Client]


@pytest.fixture
def opened(cast: Cast, client: Client) -> Open:
    """The browser of somebody."""

    def sign_in(name: str) -> Client:
        client.force_login(cast[name].person)
        return client

    return sign_in


def _url(name: str = "statistics") -> str:
    return reverse(f"incidents:{name}", args=["frontier"])


@pytest.fixture
def some(cast: Cast) -> Cast:
    """An acknowledged report with the clerk and the EU, a green one, and one that is owed to two authorities."""
    with tenant(cast.frontier.pk):
        load_all(cast)
        one = filed(cast, recipients=["eu-office"], tlp="TLP:AMBER")
        acknowledge(actor=cast.viewer("clerk"), now=NOW + timedelta(hours=3), ref=one.ref)
        filed(cast, title="=cmd()", tlp="TLP:GREEN", kind="near_miss")
        breach(cast, title="Owed")
    return cast


def test_the_page_counts_what_one_may_see_and_says_it_in_words(some: Cast, opened: Open) -> None:
    page = opened("clerk").get(_url())
    text = page.content.decode()
    assert page.context["found"].total.reports == 3
    for words in ("By year", "By organisation", "By severity", "How soon", "3.0 h", "Reported to authorities in time"):
        assert words in text
    assert opened("cygnus.liaison").get(_url()).context["found"].total.reports == 1


def test_filters_stand_in_the_address(some: Cast, opened: Open) -> None:
    clerk = opened("clerk")
    found = clerk.get(_url(), {"kind": "harm", "organisation": "borealis"})
    assert found.context["found"].total.reports == 1
    assert "kind=harm" in found.content.decode()
    none = clerk.get(_url(), {"until": "2020-01-01"})
    assert "Nothing fits" in none.content.decode()
    wrong = clerk.get(_url(), {"since": "2026-02-02", "until": "2026-01-01"})
    assert (wrong.status_code, "The last day lies before the first." in wrong.content.decode()) == (422, True)
    assert clerk.get(_url(), {"since": "yesterday"}).status_code == 422


def test_an_empty_committee_says_so(cast: Cast, opened: Open) -> None:
    assert "No figures yet" in opened("clerk").get(_url()).content.decode()


def test_the_figures_are_taken_away_in_three_kinds_that_say_the_same(some: Cast, opened: Open) -> None:
    clerk = opened("clerk")
    rows = list(csv.reader(StringIO(clerk.get(_url("statistics_csv")).content.decode("utf-8-sig"))))
    assert rows[1][:5] == ["all", "", "3", "1", "3.0"]
    known = json.loads(clerk.get(_url("statistics_json")).content)
    assert [str(one["reports"]) for one in known["rows"]] == [row[2] for row in rows[1:]]
    book = load_workbook(BytesIO(clerk.get(_url("statistics_xlsx")).content))
    assert [row[2] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [
        one["reports"] for one in known["rows"]
    ]
    regimes = json.loads(clerk.get(_url("statistics_json") + "?of=regimes").content)["rows"]
    assert {"California SB 53: critical safety incidents"} <= {one["what"] for one in regimes}


def test_the_list_is_taken_away_in_three_kinds_that_say_the_same(some: Cast, opened: Open) -> None:
    clerk = opened("clerk")
    rows = list(csv.reader(StringIO(clerk.get(_url("export")).content.decode("utf-8-sig"))))
    known = json.loads(clerk.get(_url("export_json")).content)
    assert [one["reference"] for one in known["rows"]] == [row[0] for row in rows[1:]]
    assert "'=cmd()" in [row[1] for row in rows]
    book = load_workbook(BytesIO(clerk.get(_url("export_xlsx")).content))
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [row[0] for row in rows[1:]]
    assert len(json.loads(opened("cygnus.liaison").get(_url("export_json")).content)["rows"]) == 1
    narrowed = json.loads(opened("clerk").get(_url("export_json") + "?q=Owed").content)["rows"]
    assert [one["title"] for one in narrowed] == ["Owed"]


def test_a_file_says_what_it_leaves_out(some: Cast, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "EXPORTED", 2)
    monkeypatch.setattr(listing, "XLSX_ROWS", 1)
    clerk = opened("clerk")
    known: dict[str, Any] = json.loads(clerk.get(_url("export_json")).content)
    assert (len(known["rows"]), known["note"][:29]) == (2, "Only the newest 2 reports are")
    assert "Only the newest 2 reports are" in clerk.get(_url("export")).content.decode()
    book = load_workbook(BytesIO(clerk.get(_url("export_xlsx")).content))
    assert book.worksheets[0].max_row == 2
    assert any("Only the newest 1 reports" in str(row) for row in book.worksheets[1].iter_rows(values_only=True))


def test_the_page_costs_the_same_for_more_reports(some: Cast, opened: Open) -> None:
    clerk = opened("clerk")
    clerk.get(_url())
    with CaptureQueriesContext(connection) as few:
        clerk.get(_url())
    with tenant(some.frontier.pk):
        for number in range(6):
            filed(some, title=f"More {number}", severity=1 + number % 5)
    with CaptureQueriesContext(connection) as many:
        clerk.get(_url())
    assert len(many) == len(few)
