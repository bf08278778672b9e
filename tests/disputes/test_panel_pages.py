"""The pages of a panel, of what parties agree on, and of the roster: as parties, clerk, panellists and others see them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.disputes.models import Case, Companion, Disclosure, Hearing, Paper, Proposal
from apps.disputes.selectors.panels import panel_of
from apps.disputes.services import conducting
from apps.disputes.states import DocumentKind, PanelState, ProposalKind, Stage
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.disputes import paneling
from tests.disputes.filing import entered, filed, opened
from tests.disputes.paneling import DAY, THEM, US

K = DocumentKind
LOCAL = "2026-12-02T10:00"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + 2 * DAY)


@pytest.fixture
def open_cast(cast: Cast) -> Iterator[Cast]:
    """The cast within its committee, for making cases."""
    with tenant(cast.frontier.pk):
        yield cast


def _at(name: str, local: str) -> dict[str, str]:
    return {f"{name}_0": local, f"{name}_1": "UTC"}


def _client(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast[name].person)
    session = client.session
    session["seat:frontier"] = cast[name].pk
    session.save()
    return client


def _page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


def _of(case: Case, rest: str = "") -> str:
    return f"/c/frontier/disputes/{case.ref}/{rest}"


def _by_lot(cast: Cast) -> Case:
    paneling.roster(cast)
    case = paneling.asked(cast)
    paneling.agreed(cast, case, ProposalKind.LOT)
    return case


def test_the_roster_is_empty_then_has_its_people_and_their_ties(open_cast: Cast) -> None:
    clerk = _client(open_cast, "clerk")
    home = "/c/frontier/disputes/roster/"
    assert "Nobody is on the roster" in _page(clerk, home)
    seats = paneling.roster(open_cast)
    assert "Ada Institute" in _page(_client(open_cast, "observer.eu"), home)
    address = f"{home}{seats[0].uid}/disclose/"
    assert clerk.post(address, {"organisation": "cygnus", "because": ""}).status_code == 422
    own = _client(open_cast, "ada.roster")
    assert own.post(address, {"organisation": "cygnus", "because": "She taught there."}).status_code == 302
    assert "She taught there." in _page(own, home)
    assert _client(open_cast, "ben.roster").post(address, {}).status_code == 409
    tie = Disclosure.objects.get()
    Disclosure.objects.update(starts_at=NOW)
    assert own.post(f"{home}{seats[0].uid}/disclosures/{tie.uid}/end/").status_code == 302
    assert "She taught there." not in _page(own, home)


def test_who_may_not_sit_stands_there_with_the_reason(open_cast: Cast) -> None:
    seats = paneling.roster(open_cast)
    Disclosure.objects.create(
        seat=seats[0], organisation=open_cast[THEM].organisation, because="He holds shares", starts_at=NOW - DAY
    )
    page = _page(_client(open_cast, US), _of(paneling.asked(open_cast), "panel/"))
    assert "Ada has declared about Borealis, the respondent: He holds shares." in page
    assert "They may sit if all parties agree." in page
    assert "Propose who sits" in page


def test_a_clerk_names_the_value_and_draws_while_the_sides_strike(open_cast: Cast) -> None:
    case = _by_lot(open_cast)
    clerk, us, them = (_client(open_cast, name) for name in ("clerk", US, THEM))
    page = _of(case, "panel/")
    assert "Name the public value" in _page(clerk, page)
    assert "Name the public value" not in _page(us, page)
    early = clerk.post(f"{page}value/", {"source": "The lottery", **_at("source_at", "2026-11-24T10:00")})
    assert early.status_code == 422
    assert clerk.post(f"{page}value/", {"source": "The lottery", **_at("source_at", LOCAL)}).status_code == 302
    key = re.search(r'name="key" value="([^"]+)"', _page(us, page))
    assert key
    assert us.post(f"{page}strike/", {"key": key[1]}).status_code == 302
    assert "struck" in _page(us, page)
    assert f'value="{key[1]}"' in _page(them, page), "one side learns nothing of the other's strikes"
    assert clerk.post(f"{page}draw/", {"value": "4 8 15"}).status_code == 409
    panel = panel_of(case)
    panel.source_at = NOW
    panel.save(update_fields=["source_at"])
    assert clerk.post(f"{page}draw/", {"value": " "}).status_code == 422
    assert clerk.post(f"{page}draw/", {"value": "4 8 15"}).status_code == 302
    panel.refresh_from_db()
    assert panel.state == PanelState.SEATED
    drawn = us.get(f"{page}draw.json").json()
    assert len(drawn["seats"]) == 3
    assert key[1] not in drawn["members"]
    assert "The published draw" in _page(them, page)


def test_the_panel_conducts_its_case_on_its_pages(open_cast: Cast) -> None:
    case = paneling.composed(open_cast)
    ada, ben, us = (_client(open_cast, name) for name in ("ada", "ben", US))
    assert "Open the written rounds" in _page(ada, _of(case))
    assert "Open the written rounds" not in _page(ben, _of(case)), "whoever presides speaks for the panel"
    assert ada.post(_of(case, "writing/")).status_code == 302
    assert us.post(_of(case, "hearing/want/")).status_code == 302
    assert ada.post(_of(case, "hearing/call/"), _at("starts_at", LOCAL)).status_code == 422
    told = {**_at("starts_at", LOCAL), **_at("ends_at", "2026-12-02T12:00"), "where": "Room 3"}
    assert ada.post(_of(case, "hearing/call/"), told).status_code == 302
    assert Hearing.objects.count() == 1
    calendar = us.get(_of(case, "hearing.ics")).content.decode()
    assert "LOCATION:Room 3" in calendar
    assert "STATUS:CONFIRMED" in calendar
    other = _client(open_cast, "cygnus.representative")
    for address in (_of(case), _of(case, "hearing.ics")):
        assert "Room 3" not in other.get(address).content.decode(), "where it is, is for those who are heard"
    assert "Room 3" in _page(us, _of(case))
    assert ada.post(_of(case, "hearing/off/")).status_code == 302
    assert "STATUS:CANCELLED" in us.get(_of(case, "hearing.ics")).content.decode()


def test_a_report_is_written_claim_by_claim(open_cast: Cast) -> None:
    case = paneling.composed(open_cast)
    conducting.begin_writing(actor=open_cast.viewer("ada"), now=NOW, ref=case.ref)
    paneling.put(open_cast, case, K.INTERIM_REPORT, "ada")
    ada = _client(open_cast, "ada")
    edit = ada.post(_of(case, "papers/new/"), {"kind": "report"}).headers["Location"]
    page = _page(ada, edit)
    assert "Article 3.2 is broken." in page
    told = {"text": "We find.", "claim_1": "breach", "file": "1"}
    assert "Say what the panel finds of claim 2" in re.sub(r"\s+", " ", ada.post(edit, told).content.decode())
    told |= {"claim_2": "not_decided", "dissenter": "Ben", "dissent": "I would have found both."}
    assert ada.post(edit, told).status_code == 302
    report = Paper.objects.get(case=case, kind=K.REPORT)
    assert report.text.endswith("Dissent of Ben\n\nI would have found both.")
    assert "Breach" in _page(_client(open_cast, "cygnus.representative"), _of(case))


def test_a_request_for_a_panel_names_its_claims(open_cast: Cast) -> None:
    case = paneling.filed(open_cast)
    paneling.opened(open_cast, case)
    paneling.entered(open_cast, case, K.CONSULTATION, US)
    paneling.agreed(open_cast, case, ProposalKind.TALKS_FAILED)
    us = _client(open_cast, US)
    edit = us.post(_of(case, "papers/new/"), {"kind": "panel_request"}).headers["Location"]
    assert us.post(edit, {"text": "Please.", "file": "1"}).status_code == 422
    assert us.post(edit, {"text": "Please.", "claims": "One.\n\nTwo.", "file": "1"}).status_code == 302
    assert Paper.objects.get(case=case, kind=K.PANEL_REQUEST).terms == {"claims": ["One.", "Two."]}
    case.refresh_from_db()
    assert case.stage == Stage.PANEL_REQUEST


def test_the_parties_settle_on_a_page_that_no_panel_reads(open_cast: Cast) -> None:
    case = paneling.composed(open_cast)
    us, them = _client(open_cast, US), _client(open_cast, THEM)
    page = _of(case, "agreeing/")
    assert us.post(f"{page}propose/", {"kind": "settlement"}).status_code == 422
    told = {"kind": "settlement", "notice": "We have settled.", "text": "Thirty million."}
    assert us.post(f"{page}propose/", told).status_code == 302
    assert "Thirty million." in _page(them, page)
    assert "Thirty million." not in _page(_client(open_cast, "clerk"), page)
    for name in ("ada", "cygnus.representative", "observer.eu"):
        _page(_client(open_cast, name), page, 404)
    proposal = Proposal.objects.get(kind=ProposalKind.SETTLEMENT)
    assert them.post(f"{page}{proposal.uid}/agree/").status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.SETTLED


@pytest.mark.parametrize("kind", sorted(kind.value for kind in ProposalKind))
def test_what_is_proposed_without_its_terms_comes_back_with_what_to_do(open_cast: Cast, kind: str) -> None:
    paneling.roster(open_cast)
    case = paneling.asked(open_cast)
    answer = _client(open_cast, US).post(_of(case, "agreeing/propose/"), {"kind": kind})
    assert answer.status_code == {"lot": 302, "period": 409, "talks_failed": 409}.get(kind, 422)


def test_the_pages_ask_as_often_for_many_names_as_for_few(open_cast: Cast) -> None:
    def counted() -> dict[str, int]:
        found: dict[str, Any] = {}
        for rest in ("", "panel/", "agreeing/"):
            with CaptureQueriesContext(connection) as queries:
                _page(us, _of(case, rest))
            found[rest] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            _page(us, "/c/frontier/disputes/roster/")
        return found | {"roster": len(queries)}

    paneling.roster(open_cast, paneling.NAMES[:3])
    case = paneling.asked(open_cast)
    us = _client(open_cast, US)
    counted()
    before = counted()
    paneling.roster(open_cast, ("ivo", "jan", "kim", "lea", "mia"))
    for seat in (open_cast["ivo.roster"], open_cast["jan.roster"]):
        Disclosure.objects.create(seat=seat, organisation=open_cast[US].organisation, because="A", starts_at=NOW)
    assert counted() == before


def test_two_cases_are_put_together_from_their_pages(open_cast: Cast) -> None:
    first = filed(open_cast)
    other = filed(open_cast, THEM, respondent="aster", title="They copied our weights")
    pair = Companion.objects.get()
    asks = _of(first, f"together/{pair.uid}/ask/")
    them, clerk = _client(open_cast, THEM), _client(open_cast, "clerk")
    assert other.ref in _page(them, _of(first))
    assert asks not in _page(_client(open_cast, "independent"), _of(first))
    assert them.post(asks).status_code == 302
    assert clerk.post(_of(first, f"together/{pair.uid}/refuse/"), {"reasons": " "}).status_code == 422
    assert clerk.post(_of(first, f"together/{pair.uid}/let/")).status_code == 302
    assert "Heard together" in _page(_client(open_cast, "independent"), _of(other))


def test_a_party_asks_for_an_order_and_the_clerk_decides_on_the_pages(open_cast: Cast) -> None:
    case = filed(open_cast)
    opened(open_cast, case)
    entered(open_cast, case, K.REPLY, THEM)
    us, clerk = _client(open_cast, US), _client(open_cast, "clerk")
    begun = us.post(_of(case, "papers/new/"), {"kind": "request"})
    page = _page(us, begun["Location"])
    assert "That a paper be struck" in page
    assert f"{case.ref}/2 Reply, Borealis" in page
    unclear = us.post(begun["Location"], {"text": "It is wrong.", "asks": "strike", "about": "", "file": "1"})
    assert unclear.status_code == 422
    assert "Choose the paper that is to be struck." in unclear.content.decode()
    told = {"text": "It is wrong.", "asks": "strike", "about": "2", "file": "1"}
    assert us.post(begun["Location"], told).status_code == 302
    request = case.requests.get()
    grant = _of(case, f"requests/{request.uid}/grant/")
    assert grant not in _page(us, _of(case))
    assert grant in _page(clerk, _of(case))
    assert clerk.post(grant, {"reasons": ""}).status_code == 422
    assert clerk.post(grant, {"reasons": "It is the wrong one."}).status_code == 302
    assert "Granted" in _page(us, _of(case))
    assert us.get(_of(case, "papers/2/")).status_code == 404
    restore = _of(case, "papers/2/restore/")
    assert restore in _page(clerk, _of(case))
    assert clerk.post(restore, {"reasons": " "}).status_code == 422
    assert clerk.post(restore, {"reasons": "It was the right one."}).status_code == 302
    strike = _of(case, "papers/2/strike/")
    assert strike in _page(clerk, _of(case, "papers/2/"))
    assert strike not in _page(us, _of(case, "papers/2/"))
    assert clerk.post(strike, {"reasons": " "}).status_code == 422
