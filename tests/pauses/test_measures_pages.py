"""What binds us: the signed document for machines, the keys for everybody, and the page for a lab's people."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.kernel.tenancy.context import tenant
from apps.pauses.services.drafting import Drawn
from apps.pauses.services.permitting import grant, request_permit
from apps.pauses.services.signing import VALID
from apps.pauses.states import Extent, Restricts
from apps.verify.may_start import judge
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR
from tests.pauses.signed import give_key, pinned, set_clock, sign
from tests.pauses.test_api import machine
from tests.votes.pages import come

pytestmark = pytest.mark.django_db

MEASURES = "/api/v1/committees/frontier/pauses/measures/"
BINDING = "/c/frontier/pauses/binding/"
RUN = {"run": "r", "flop": "2e26", "lineage": [], "parameters": "1", "capabilities": []}


@pytest.fixture(autouse=True)
def _key(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_key(settings, tmp_path)
    set_clock(monkeypatch, NOW)


def imposed(cast: Cast, **changes: Any) -> Any:
    with tenant(cast.frontier.pk):
        return factory.imposed(cast, **changes)


class TestTheDocument:
    def test_a_labs_machine_fetches_it_checks_it_and_judges_its_run(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        imposed(cast)
        sign(cast, monkeypatch, NOW)
        answer = machine(cast, "aster", "read").get(MEASURES)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert "no-store" in answer["Cache-Control"]
        rows = Client().get("/public/frontier/keys/").json()["keys"]
        keys = {row["keyid"]: row["public_key"] for row in rows}
        assert judge(answer.json(), keys, "aster", RUN, NOW).verdict == "may not start"

    def test_who_has_it_already_is_told_so(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        sign(cast, monkeypatch, NOW)
        client = come(cast, "aster.liaison")
        first = client.get(MEASURES)
        again = client.get(MEASURES, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        imposed(cast)
        sign(cast, monkeypatch, NOW)
        assert client.get(MEASURES, headers={"If-None-Match": first["ETag"]}).status_code == 200
        assert come(cast, "borealis.liaison").get(MEASURES)["ETag"] != first["ETag"]

    def test_unsigned_or_grown_old_it_is_not_available_now(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        client = come(cast, "aster.liaison")
        for _unsigned in range(2):
            answer = client.get(MEASURES)
            assert (answer.status_code, answer["Retry-After"]) == (503, "60")
            assert answer["Content-Type"] == "application/problem+json"
            assert "Start nothing" in answer.json()["detail"]
            sign(cast, monkeypatch, NOW)
            assert client.get(MEASURES).status_code == 200
            set_clock(monkeypatch, NOW + VALID)

    @pytest.mark.parametrize("who", ["clerk", "auditor", "independent", "observer.eu", "counsel", "eve"])
    def test_seats_of_no_lab_find_nothing(self, cast: Cast, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
        sign(cast, monkeypatch, NOW)
        assert come(cast, who).get(MEASURES).status_code == 404


class TestTheKeys:
    def test_they_are_everybodys_without_a_cookie_old_ones_too(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
    ) -> None:
        sign(cast, monkeypatch, NOW)
        give_key(settings, tmp_path, "next")
        sign(cast, monkeypatch, NOW + HOUR)
        answer = Client().get("/public/frontier/keys/")
        new, old = answer.json()["keys"]
        assert (new["retired"], old["retired"]) == (None, "2026-11-21T13:00:00Z")
        assert set(new) == {"keyid", "public_key", "from", "retired"}
        assert (answer["Vary"], answer["Cache-Control"], answer.cookies) == ("Accept", "public, max-age=60", {})
        assert json.loads(Client().get("/public/frontier/keys.json").content)["keys"] == [new, old]

    def test_a_browser_gets_a_page(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = Client(headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert "No key yet" in browser.get("/public/frontier/keys/").content.decode()
        sign(cast, monkeypatch, NOW)
        page = browser.get("/public/frontier/keys/")
        assert page["Content-Type"].startswith("text/html")
        [row] = Client().get("/public/frontier/keys/").json()["keys"]
        assert row["keyid"] in page.content.decode()
        assert Client().get("/public/nowhere/keys/").status_code == 404


class TestThePage:
    def test_a_lab_reads_every_measure_and_which_governs(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        wide = imposed(cast)
        strict = imposed(
            cast, measures=(Drawn(Restricts.COMPUTE, above="1e25"), Drawn(Restricts.DEPLOYMENT, labs=("borealis",)))
        )
        sign(cast, monkeypatch, NOW)
        page = come(cast, "aster.liaison").get(BINDING).content.decode()
        assert page.index(f"{strict.ref}/1") < page.index(f"{wide.ref}/1")
        assert f"adds nothing to {strict.ref}/1" in page
        assert f"{strict.ref}/2" not in page
        assert "concord-may-start measures.json run.json --keys keys.json --lab aster" in page
        assert 'download="measures.json"' in page
        assert f"{strict.ref}/2" in come(cast, "borealis.liaison").get(BINDING).content.decode()

    def test_what_begins_later_and_drills_stand_apart(self, cast: Cast) -> None:
        imposed(cast, measures=(Drawn(Restricts.DEPLOYMENT, Extent.PARTIAL, starts_at=NOW + DAY),))
        drill = imposed(cast, is_drill=True)
        page = come(cast, "aster.liaison").get(BINDING).content.decode()
        assert "Nothing binds us now" in page
        assert page.index('id="coming"') < page.index("deployments") < page.index('id="drills"')
        assert f"DRILL: {drill.title}" in page
        assert "Not signed at the moment" in page

    def test_a_permit_stands_beside_its_measure_and_in_the_document(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tenant(cast.frontier.pk):
            order = factory.in_force(cast)
            at = order.in_force_at
            permit = request_permit(
                actor=cast.viewer("borealis.liaison", at), now=at, ref=order.ref, run="r", purpose="Test a cage.",
                flop="2e26", until=at + 9 * DAY,
            )  # fmt: skip
            decider = cast.viewer("aster.representative", at)
            grant(actor=decider, now=at + HOUR, ref=permit.ref, conditions="Weekly logs.")
        sign(cast, monkeypatch, at + HOUR)
        page = come(cast, "borealis.liaison").get(BINDING).content.decode()
        assert (permit.ref in page, "Weekly logs." in page) == (True, True)
        assert permit.ref not in come(cast, "cygnus.liaison").get(BINDING).content.decode()
        document = come(cast, "borealis.liaison").get(MEASURES).json()
        with tenant(cast.frontier.pk):
            answer = judge(document, pinned(), "borealis", RUN, at + HOUR)
        assert (answer.verdict, answer.reasons[0].permit) == ("under permit", permit.ref)

    @pytest.mark.parametrize("who", ["clerk", "auditor", "observer.eu", "independent"])
    def test_for_others_it_says_where_to_look(self, cast: Cast, who: str) -> None:
        imposed(cast)
        page = come(cast, who).get(BINDING)
        assert (page.status_code, "Pauses bind labs" in page.content.decode()) == (200, True)

    def test_how_many_queries_it_takes_does_not_grow(self, cast: Cast) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client, numbers = come(cast, "aster.liaison"), []
        for more in (1, 5):
            for _one in range(more):
                imposed(cast)
            client.get(BINDING)
            with CaptureQueriesContext(connection) as seen:
                client.get(BINDING)
            numbers.append(len(seen))
        assert numbers[0] == numbers[1]
