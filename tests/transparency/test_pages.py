"""The public side: open to all, the same for all, cacheable, and reading nothing but published records."""

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.transparency import probe

ATOM = "{http://www.w3.org/2005/Atom}"
QUERIES = {"": 9, "index.json": 8, "feed.atom": 7}
PAGES = ["", "index.json", "feed.atom", "BUL-1/", "BUL-1.json"]


@pytest.fixture
def bulletin(cast: Cast) -> Cast:
    """One bulletin is public; another act is not."""
    with tenant(cast.frontier.pk):
        probe.act(cast, title='Power & "light" <out>')
        probe.act(cast, probe.SECRET, ref="BUL-9", title="Hidden away")
    return cast


def publish(cast: Cast, number: int) -> None:
    with tenant(cast.frontier.pk):
        for index in range(number):
            probe.act(cast, ref=f"BUL-{index:03}", title=f"Bulletin {index:03}", at=NOW + timedelta(minutes=index))


@pytest.mark.parametrize("path", PAGES)
class TestEveryAddress:
    def test_opens_without_an_account_sets_no_cookie_and_can_be_cached(
        self, bulletin: Cast, client: Client, path: str
    ) -> None:
        response = client.get(f"/public/frontier/{path}")
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        assert "Vary" not in response.headers

    def test_is_the_same_for_whoever_is_signed_in(self, bulletin: Cast, client: Client, path: str) -> None:
        stranger = client.get(f"/public/frontier/{path}")
        for name in ("clerk", "eve"):
            client.force_login(bulletin[name].person)
            signed_in = client.get(f"/public/frontier/{path}")
            assert signed_in.content == stranger.content
            assert not signed_in.cookies
            assert "Vary" not in signed_in.headers

    def test_is_not_sent_again_while_it_is_the_same(self, bulletin: Cast, client: Client, path: str) -> None:
        etag = client.get(f"/public/frontier/{path}").headers["ETag"]
        again = client.get(f"/public/frontier/{path}", headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Cache-Control"] == "public, max-age=60"
        with tenant(bulletin.frontier.pk):
            probe.act(bulletin, title="Corrected")
        changed = client.get(f"/public/frontier/{path}", headers={"If-None-Match": etag})
        assert changed.status_code == 200

    def test_shows_nothing_of_the_act_but_its_public_form(self, bulletin: Cast, client: Client, path: str) -> None:
        text = client.get(f"/public/frontier/{path}").content.decode()
        assert "Power" in text
        assert probe.CANARY not in text
        assert "Hidden away" not in text

    def test_of_another_committee_shows_none_of_it(self, bulletin: Cast, client: Client, path: str) -> None:
        response = client.get(f"/public/pacific/{path}")
        assert response.status_code == (404 if "BUL" in path else 200)
        assert b"Power" not in response.content

    def test_of_no_committee_is_missing(self, bulletin: Cast, client: Client, path: str) -> None:
        response = client.get(f"/public/nowhere/{path}")
        assert response.status_code == 404
        assert not response.cookies

    def test_takes_no_post(self, bulletin: Cast, client: Client, path: str) -> None:
        assert client.post(f"/public/frontier/{path}").status_code == 405


class TestQueries:
    @pytest.mark.parametrize("path", ["", "index.json", "feed.atom"])
    def test_a_list_takes_the_same_number_of_queries_at_1_and_at_30(
        self, cast: Cast, client: Client, path: str, django_assert_num_queries: Any
    ) -> None:
        publish(cast, 1)
        with django_assert_num_queries(QUERIES[path]):
            client.get(f"/public/frontier/{path}")
        publish(cast, 30)
        with django_assert_num_queries(QUERIES[path]):
            client.get(f"/public/frontier/{path}")


class TestList:
    def test_is_newest_first_and_goes_on_by_cursor(self, cast: Cast, client: Client) -> None:
        publish(cast, 53)
        first = client.get("/public/frontier/index.json").json()
        assert [row["ref"] for row in first["records"]] == [f"BUL-{index:03}" for index in range(52, 2, -1)]
        path = first["next"].removeprefix("http://testserver")
        rest = client.get(path).json()
        assert [row["ref"] for row in rest["records"]] == ["BUL-002", "BUL-001", "BUL-000"]
        assert rest["next"] is None

    def test_links_to_older_and_back(self, cast: Cast, client: Client) -> None:
        publish(cast, 51)
        page = client.get("/public/frontier/")
        assert "?before=" in page.content.decode()
        before = page.content.decode().split("?before=")[1].split('"')[0]
        older = client.get(f"/public/frontier/?before={before}").content.decode()
        assert "Bulletin 000" in older
        assert "Bulletin 001" not in older
        assert 'rel="prev" href="/public/frontier/"' in older

    @pytest.mark.parametrize("query", ["before=x", "before=00000000-0000-4000-8000-000000000000", "kind=gossip"])
    def test_a_query_that_cannot_be_right_is_missing(self, bulletin: Cast, client: Client, query: str) -> None:
        assert client.get(f"/public/frontier/?{query}").status_code == 404
        assert client.get(f"/public/frontier/index.json?{query}").status_code == 404

    def test_can_be_narrowed_to_a_kind(self, bulletin: Cast, client: Client) -> None:
        with tenant(bulletin.frontier.pk):
            probe.act(bulletin, ref="LET-1", title="A letter", kind=probe.LETTER)
        text = client.get(f"/public/frontier/?kind={probe.LETTER}").content.decode()
        assert "A letter" in text
        assert "BUL-1" not in text
        records = client.get(f"/public/frontier/index.json?kind={probe.BULLETIN}").json()["records"]
        assert [row["ref"] for row in records] == ["BUL-1"]

    def test_says_what_will_be_here_while_there_is_nothing(self, cast: Cast, client: Client) -> None:
        assert "Nothing published yet" in client.get("/public/frontier/").content.decode()


class TestRecord:
    def test_shows_summary_facts_redaction_licence_and_date(self, bulletin: Cast, client: Client) -> None:
        text = client.get("/public/frontier/BUL-1/").content.decode()
        assert "<h1>Power &amp; &quot;light&quot; &lt;out&gt;</h1>" in text
        assert "<p>Nobody was hurt.</p>" in text
        assert "<dt>Severity</dt><dd>4</dd>" in text
        assert "<dt>Involved</dt><dd>Yes</dd>" in text
        assert "<dt>Hurt</dt><dd>No</dd>" in text
        assert "<dt>Cause</dt><dd>Not yet known</dd>" in text
        assert "<dt>Where</dt><dd>EU, US-CA</dd>" in text
        assert "Redacted</strong> Confidential to the lab" in text
        assert "creativecommons.org/licenses/by/4.0" in text
        assert "21 Nov 2026, 12:00 UTC" in text
        assert (
            "<title>BUL-1 Power &amp; &quot;light&quot; &lt;out&gt; – Frontier public record – Concord</title>" in text
        )

    def test_earlier_versions_stay_readable(self, bulletin: Cast, client: Client) -> None:
        with tenant(bulletin.frontier.pk):
            probe.act(bulletin, title="Corrected")
        text = client.get("/public/frontier/BUL-1/").content.decode()
        assert "1 earlier version" in text
        assert "Power &amp;" in text
        document = client.get("/public/frontier/BUL-1.json").json()
        assert document["title"] == "Corrected"
        assert [former["title"] for former in document["earlier"]] == ['Power & "light" <out>']

    def test_as_json_has_the_same(self, bulletin: Cast, client: Client) -> None:
        document = client.get("/public/frontier/BUL-1.json").json()
        assert document["committee"] == {"slug": "frontier", "name": "Frontier"}
        assert document["redacted"] is True
        assert document["published_at"] == "2026-11-21T12:00:00+00:00"
        assert json.dumps(document).count("redacted") == 2

    def test_times_are_said_in_words_and_a_machines_reference_is_not(self, cast: Cast, client: Client) -> None:
        ref = "0b0f4c1e-5b7a-4a53-9c8a-3d2f1e0a9b8c"
        with tenant(cast.frontier.pk):
            probe.act(cast, ref=ref, title="A term begins", since="2026-11-21T12:00:00.000123Z")
        page = client.get(f"/public/frontier/{ref}/").content.decode()
        assert ">21 Nov 2026, 12:00 UTC<" in page
        assert "12:00:00.000123" not in page
        for shown in (page, client.get("/public/frontier/").content.decode()):
            assert "A term begins" in shown
            assert ref not in shown.replace(f"/frontier/{ref}", "")

    def test_an_unknown_reference_is_missing(self, bulletin: Cast, client: Client) -> None:
        assert client.get("/public/frontier/BUL-9/").status_code == 404
        assert client.get("/public/frontier/BUL-9.json").status_code == 404


class TestFeed:
    @staticmethod
    def _parsed(content: bytes) -> ElementTree.Element:
        return ElementTree.fromstring(content)  # noqa: S314 - our own feed

    def test_is_atom_with_an_entry_for_each_record(self, bulletin: Cast, client: Client) -> None:
        response = client.get("/public/frontier/feed.atom")
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = self._parsed(response.content)
        assert feed.tag == f"{ATOM}feed"
        [entry] = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == 'BUL-1 Power & "light" <out>'
        assert entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert entry.find(f"{ATOM}link").attrib["href"] == "http://testserver/public/frontier/BUL-1/"  # type: ignore[union-attr]

    def test_is_the_same_bytes_twice_while_it_is_empty(self, cast: Cast, client: Client) -> None:
        first, second = (client.get("/public/frontier/feed.atom").content for _time in range(2))
        assert first == second
        assert self._parsed(first).findall(f"{ATOM}entry") == []
