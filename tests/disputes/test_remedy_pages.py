"""The pages of remedies: the complainant's request, the ladder as each reader sees it, what the panel orders and finds."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.disputes.models import Case, Paper, Remedy
from apps.disputes.states import Stage
from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.disputes.paneling import US
from tests.disputes.remedying import FOUND, found_against, ordered, wanted
from tests.disputes.test_panel_pages import _at, _client, _of, _page
from tests.disputes.test_remedies import UNTIL, any_order, in_effect

pytestmark = pytest.mark.django_db
REFUSED, UNPROCESSABLE = 409, 422


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: FOUND + timedelta(minutes=1))


@pytest.fixture
def open_cast(cast: Cast) -> Iterator[Cast]:
    """The cast within its committee, for making cases."""
    with tenant(cast.frontier.pk):
        yield cast


def _ladder(client: Client, case: Case) -> str:
    page = _page(client, _of(case))
    found = re.search(r'id="remedies".*?</section>|id="remedies".*?</ol>', page)
    return found[0] if found else ""


def test_the_complainant_asks_the_panel_orders_and_reviews(open_cast: Cast) -> None:
    case = found_against(open_cast)
    us, panel = _client(open_cast, US), _client(open_cast, "ada")
    assert "may be asked for" in _ladder(us, case)
    started = us.post(_of(case, "papers/new/"), {"kind": "remedy_request"})
    draft = _page(us, started["Location"])
    assert 'name="remedy"' in draft
    filed = us.post(started["Location"], {"text": "It must plan.", "file": "1", "seen": "1"})
    assert filed.status_code == UNPROCESSABLE
    assert "Say which remedy you ask for." in filed.content.decode()
    version = re.search(r'name="seen" value="(\d+)"', filed.content.decode())
    told = {"text": "It must plan.", "remedy": "plan", "file": "1", "seen": version[1] if version else ""}
    assert us.post(started["Location"], told).status_code == 302
    row = Remedy.objects.get()
    address = _of(case, f"remedies/{row.uid}/order/")
    assert address in _page(panel, _of(case))
    assert address not in _page(us, _of(case))
    assert us.post(address).status_code == REFUSED
    wrong = panel.post(address, {"reasons": "It helps.", **_at("fulfil_by", "2027-01-01T10:00"), **_at("review_at", "2027-03-20T10:00")})  # fmt: skip
    assert wrong.status_code == UNPROCESSABLE
    assert "still to come" in wrong.content.decode()
    assert Paper.objects.filter(kind="order").count() == 0
    right = {"reasons": "It helps.", **_at("fulfil_by", "2027-03-01T10:00"), **_at("review_at", "2027-03-20T10:00")}
    assert panel.post(address, right).status_code == 302
    assert "In force" in _ladder(us, case)
    review = _of(case, f"remedies/{row.uid}/review/")
    assert panel.post(review, {"finds": "failed", "reasons": "Not yet."}).status_code == REFUSED
    assert panel.post(review, {"finds": "fulfilled"}).status_code == UNPROCESSABLE
    assert panel.post(review, {"finds": "fulfilled", "reasons": "It did."}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
    assert "Fulfilled" in _ladder(us, case)


def test_the_panel_refuses_a_remedy_with_reasons(open_cast: Cast) -> None:
    case = found_against(open_cast)
    row = wanted(open_cast, case, FOUND)
    panel, address = _client(open_cast, "ada"), _of(case, f"remedies/{row.uid}/refuse/")
    assert panel.post(address, {"reasons": ""}).status_code == UNPROCESSABLE
    assert panel.post(address, {"reasons": "It asks for too much."}).status_code == 302
    assert "Refused" in _ladder(panel, case)


def test_members_read_what_is_in_force_and_outsiders_do_not(open_cast: Cast) -> None:
    any_order()
    case = found_against(open_cast)
    row = wanted(open_cast, case, FOUND, "suspension", right="vote")
    ordered(open_cast, case, row, FOUND, until=UNTIL)
    shown = _ladder(_client(open_cast, "cygnus.representative"), case)
    assert "unless the committee rejects it by a motion" in shown
    assert "suspended is the vote" in shown
    # Other members know that there is an order; what it says is the parties'.
    assert ">Order<" not in shown
    # An auditor reads the report, and of remedies no more than that papers were filed.
    assert _ladder(_client(open_cast, "auditor"), case) == ""


def test_the_page_costs_as_much_with_many_remedies_as_with_one(open_cast: Cast) -> None:
    from apps.disputes.services.remedying import refuse_remedy

    case = found_against(open_cast)
    us = _client(open_cast, "clerk")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            us.get(_of(case))
        return len(found)

    def refused() -> None:
        row = wanted(open_cast, case, FOUND)
        given = {"now": FOUND, "ref": case.ref, "remedy": row.uid, "reasons": "No."}
        refuse_remedy(actor=open_cast.viewer("ada", FOUND), **given)

    refused()
    queries()
    few = queries()
    for _number in range(3):
        refused()
    assert queries() == few


def test_a_suspended_vote_stands_on_the_members_page_with_its_case(
    open_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _row, then = in_effect(open_cast)
    monkeypatch.setattr("apps.kernel.clock.now", lambda: then + timedelta(days=1))
    client = _client(open_cast, "cygnus.representative")
    page = _page(client, "/c/frontier/members/borealis/")
    assert "vote suspended" in page.lower()
    assert f"{case.ref}: by order of its panel" in page
    assert "In effect since" in _ladder(client, case)
