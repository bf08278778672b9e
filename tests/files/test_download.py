"""Who gets a file's content, and how it is given."""

import base64
import hashlib
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError
from django.template.loader import render_to_string
from django.test import Client
from django_scopes.exceptions import ScopeError

from apps.files.models import Download, File
from apps.files.selectors import downloads_of, file_for
from apps.files.services import store_file, withdraw_file
from apps.files.states import Scan
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.files import probe, samples

SECRET = b"canary: marmalade\n"


@pytest.fixture
def file(cast: Cast, blobs: Path) -> File:
    """A file in Aster's dossier."""
    with tenant(cast.frontier.pk):
        return store_file(
            actor=cast.viewer("aster.liaison"),
            now=NOW,
            subject=probe.dossier_of(cast["aster.liaison"].organisation),
            upload=samples.upload("Störung “Nacht”.txt", SECRET),
        )


def address(file: File, slug: str = "frontier") -> str:
    return f"/c/{slug}/files/{file.uid}/"


def log_of(cast: Cast, file: File) -> list[Download]:
    with tenant(cast.frontier.pk):
        return list(downloads_of(file))


@pytest.mark.parametrize("name", sorted(probe.OPENS))
def test_whoever_may_see_the_object_gets_the_bytes(cast: Cast, client: Client, file: File, name: str) -> None:
    client.force_login(cast[name].person)
    response = client.get(address(file))
    assert response.status_code == 200
    assert response.getvalue() == SECRET


@pytest.mark.parametrize(
    "name", ["borealis.representative", "cygnus.liaison", "observer.california", "auditor", "independent"]
)
def test_a_rival_and_the_wrong_observer_get_the_404_of_a_file_that_is_not_there(
    cast: Cast, client: Client, file: File, name: str
) -> None:
    client.force_login(cast[name].person)
    theirs, nowhere = client.get(address(file)), client.get(f"/c/frontier/files/{uuid.uuid4()}/")
    assert theirs.status_code == nowhere.status_code == 404
    assert b"marmalade" not in theirs.content
    assert log_of(cast, file) == []


@pytest.mark.parametrize("slug", ["frontier", "pacific"])
def test_eve_gets_404_under_either_committee(cast: Cast, client: Client, file: File, slug: str) -> None:
    client.force_login(cast["eve"].person)
    assert client.get(address(file, slug)).status_code == 404


def test_a_stranger_is_sent_to_sign_in(cast: Cast, client: Client, file: File) -> None:
    response = client.get(address(file))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")


def test_the_browser_may_neither_show_run_nor_keep_it(cast: Cast, client: Client, file: File) -> None:
    client.force_login(cast["clerk"].person)
    response = client.get(address(file))
    response.getvalue()
    headers = response.headers
    digest = base64.b64encode(hashlib.sha256(SECRET).digest()).decode()
    assert headers["Content-Disposition"] == ("attachment; filename*=utf-8''St%C3%B6rung%20%E2%80%9CNacht%E2%80%9D.txt")
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Length"] == str(len(SECRET))
    assert headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_a_download_is_kept_and_a_mere_look_at_the_headers_is_not(cast: Cast, client: Client, file: File) -> None:
    client.force_login(cast["observer.eu"].person)
    client.head(address(file)).getvalue()
    assert log_of(cast, file) == []
    client.get(address(file)).getvalue()
    assert [(entry.seat, entry.by) for entry in log_of(cast, file)] == [
        (cast["observer.eu"], cast.viewer("observer.eu").label)
    ]


def test_the_log_is_never_changed(cast: Cast, client: Client, file: File) -> None:
    client.force_login(cast["clerk"].person)
    client.get(address(file)).getvalue()
    with pytest.raises(ProgrammingError, match="permission denied"), tenant(cast.frontier.pk):
        Download.objects.all().delete()


def test_the_bytes_flow_after_the_committees_context_is_closed(cast: Cast, client: Client, file: File) -> None:
    client.force_login(cast["clerk"].person)
    response = client.get(address(file))
    with pytest.raises(ScopeError):
        File.objects.count()
    assert b"".join(response.streaming_content) == SECRET


@pytest.mark.parametrize("state", ["withdrawn", "infected"])
def test_what_is_withdrawn_or_infected_is_refused_with_the_reason(
    cast: Cast, client: Client, file: File, state: str
) -> None:
    with tenant(cast.frontier.pk):
        if state == "withdrawn":
            withdraw_file(now=NOW, file=file)
        else:
            File.objects.filter(pk=file.pk).update(scan=Scan.INFECTED)
    client.force_login(cast["clerk"].person)
    assert client.get(address(file)).status_code == 409
    assert log_of(cast, file) == []


def test_posting_to_a_file_is_not_possible(cast: Cast, client: Client, file: File) -> None:
    client.force_login(cast["clerk"].person)
    assert client.post(address(file)).status_code == 405


def test_finding_a_file_takes_two_queries(frontier: Cast, file: File, django_assert_num_queries: Any) -> None:
    viewer = frontier.viewer("clerk")
    with django_assert_num_queries(2):
        assert file_for(viewer, file.uid) == file


class TestApi:
    def test_the_same_bytes_come_by_the_api_and_are_kept_in_the_log(
        self, cast: Cast, client: Client, file: File
    ) -> None:
        client.force_login(cast["clerk"].person)
        response = client.get(f"/api/v1/committees/frontier/files/{file.uid}/")
        assert response.getvalue() == SECRET
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert len(log_of(cast, file)) == 1

    @pytest.mark.parametrize("name", ["borealis.liaison", "observer.california", "eve"])
    def test_outsiders_get_404_as_a_problem_document(self, cast: Cast, client: Client, file: File, name: str) -> None:
        client.force_login(cast[name].person)
        response = client.get(f"/api/v1/committees/frontier/files/{file.uid}/")
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"

    def test_a_withdrawn_file_is_a_conflict_with_its_reason(self, cast: Cast, client: Client, file: File) -> None:
        with tenant(cast.frontier.pk):
            withdraw_file(now=NOW, file=file)
        client.force_login(cast["clerk"].person)
        response = client.get(f"/api/v1/committees/frontier/files/{file.uid}/")
        assert response.status_code == 409
        assert "withdrawn" in response.json()["detail"]


def test_the_list_links_what_is_given_out_and_names_what_is_not(cast: Cast, file: File) -> None:
    with tenant(cast.frontier.pk):
        html = render_to_string("files/list.html", {"files": [file], "slug": "frontier"})
        assert f'href="{address(file)}"' in html
        assert file.sha256 in html
        withdraw_file(now=NOW, file=file)
        html = render_to_string("files/list.html", {"files": [file], "slug": "frontier"})
    assert "href=" not in html
    assert file.downloadable.reason in html
