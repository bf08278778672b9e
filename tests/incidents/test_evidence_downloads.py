"""Who took which file of a report is told to its organisation."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.files.models import Download, File
from apps.files.services import note_download
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.proving import add, key_of, text

pytestmark = pytest.mark.django_db


def _url(name: str, *args: str) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


def _signed_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def _api(ref: str) -> str:
    return f"/api/v1/committees/frontier/incidents/{ref}/evidence/"


@pytest.fixture
def ref(cast: Cast) -> str:
    with tenant(cast.frontier.pk):
        return filed(cast).ref


class TestDownloads:
    def _taken(self, cast: Cast, ref: str, times: int, by: str = "clerk") -> None:
        with tenant(cast.frontier.pk):
            file = File.objects.filter(subject_ref=ref).first() or add(cast, ref, text())[0]
            for _time in range(times):
                note_download(viewer=cast.viewer(by), now=NOW, file=file)

    def test_the_reporting_organisation_sees_who_took_what(self, cast: Cast, client: Client, ref: str) -> None:
        self._taken(cast, ref, 0)
        own = _signed_in(client, cast, "borealis.representative")
        assert "Nobody yet." in own.get(_url("detail", ref)).content.decode()
        with tenant(cast.frontier.pk):
            uid = File.objects.get().uid
        _signed_in(client, cast, "clerk").get(f"/c/frontier/files/{uid}/").getvalue()
        _signed_in(client, cast, "clerk").get(f"/api/v1/committees/frontier/files/{uid}/").getvalue()
        page = _signed_in(client, cast, "borealis.representative").get(_url("downloads", ref)).content.decode()
        assert page.count(cast.viewer("clerk").label) == 2
        beside = client.get(_url("detail", ref)).content.decode()
        assert "Who has downloaded evidence" in beside
        assert cast.viewer("clerk").label in beside

    def test_nobody_else_does(self, cast: Cast, client: Client, ref: str) -> None:
        self._taken(cast, ref, 1, by="aster.representative")
        for name in ("clerk", "aster.representative", "auditor"):
            _signed_in(client, cast, name)
            assert "Who has downloaded evidence" not in client.get(_url("detail", ref)).content.decode()
            assert client.get(_url("downloads", ref)).status_code == 409
            assert client.get(_url("downloads_csv", ref)).status_code == 409
        assert _signed_in(client, cast, "cygnus.liaison").get(_url("downloads", ref)).status_code == 404

    def test_more_than_twenty_are_paged_and_the_files_hold_all(self, cast: Cast, client: Client, ref: str) -> None:
        self._taken(cast, ref, 23)
        _signed_in(client, cast, "borealis.liaison")
        first = client.get(_url("downloads", ref)).content.decode()
        assert first.count("log.txt") == 20
        assert "Older" in first
        csv = client.get(_url("downloads_csv", ref))
        assert csv.content.decode("utf-8-sig").count("log.txt") == 23
        assert client.get(_url("downloads_xlsx", ref)).status_code == 200
        assert "All downloads" in client.get(_url("detail", ref)).content.decode()

    def test_an_empty_list_says_so(self, cast: Cast, client: Client, ref: str) -> None:
        page = _signed_in(client, cast, "borealis.liaison").get(_url("downloads", ref)).content.decode()
        assert "Nobody has downloaded anything yet" in page

    def test_a_name_that_a_spreadsheet_would_run_is_harmless(self, cast: Cast, client: Client, ref: str) -> None:
        with tenant(cast.frontier.pk):
            [file] = add(cast, ref, text("=cmd.txt"))
            note_download(viewer=cast.viewer("clerk"), now=NOW, file=file)
        csv = _signed_in(client, cast, "borealis.liaison").get(_url("downloads_csv", ref)).content.decode()
        assert "'=cmd.txt" in csv

    def test_pages_take_the_same_queries_for_few_and_for_many(self, cast: Cast, client: Client, ref: str) -> None:
        with tenant(cast.frontier.pk):
            ours = key_of(cast, "borealis.liaison")
            add(cast, ref, text(), readers=(ours,))
        self._taken(cast, ref, 1)
        _signed_in(client, cast, "borealis.liaison")
        pages = (_url("detail", ref), _url("downloads", ref), _url("downloads_csv", ref), _api(ref))
        few = [_queries(client, page) for page in pages]
        with tenant(cast.frontier.pk):
            more = [key_of(cast, name, "my") for name in ("clerk", "auditor", "observer.eu")]
            for _number in range(6):
                add(cast, ref, text(), readers=(ours, *more))
        self._taken(cast, ref, 15, by="aster.representative")
        many = [_queries(client, page) for page in pages]
        assert [after <= before for before, after in zip(few, many, strict=True)] == [True] * 4, (few, many)
        with tenant(cast.frontier.pk):
            assert Download.objects.count() == 16


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as made:
        assert client.get(page).status_code == 200
    return len(made)
