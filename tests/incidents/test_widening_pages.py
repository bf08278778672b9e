"""Who sees a report, on pages and for machines: shown before it changes, agreed to by a second person."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.committees.models import Organisation, Seat
from apps.committees.states import Role
from apps.incidents.models import Incident, IncidentWidening
from apps.incidents.services.adding import amend
from apps.kernel.tenancy.context import tenant
from tests.cast import BEGINNING, NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.owing import breach, load_all

pytestmark = pytest.mark.django_db

API = "/api/v1/committees/frontier/incidents/"
Open = Callable[[str], Client]


@pytest.fixture
def opened(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The browser of somebody; the portal's clock stands at NOW."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast[name].person)
        return client

    return sign_in


@pytest.fixture
def incident(cast: Cast) -> Incident:
    with tenant(cast.frontier.pk):
        return filed(cast)


def _url(name: str, incident: Incident, *more: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", incident.ref, *more])


def _who(client: Client, incident: Incident) -> str:
    return client.get(_url("correct_step", incident, "who")).content.decode()


def _hidden(page: str, name: str) -> str:
    """What the page's hidden field holds."""
    [tag] = [one for one in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in one]
    found = re.search(r'value="([^"]*)"', tag)
    assert found, tag
    return unescape(found.group(1))


def _send(client: Client, incident: Incident, page: str, **data: Any) -> Any:
    whole = {"base": _hidden(page, "base"), "evidence_in_disputes": ""} | data
    return client.post(_url("correct_step", incident, "who"), whole)


def _again(cast: Cast, incident: Incident) -> Incident:
    with tenant(cast.frontier.pk):
        return Incident.objects.get(pk=incident.pk)


def _request(cast: Cast) -> IncidentWidening:
    with tenant(cast.frontier.pk):
        return IncidentWidening.objects.get()


def _asked(cast: Cast, incident: Incident, by: str = "borealis.liaison", **changes: Any) -> IncidentWidening:
    with tenant(cast.frontier.pk):
        wider = changes or {"tlp": "TLP:GREEN"}
        amend(actor=cast.viewer(by), now=NOW, ref=incident.ref, changes=wider, reason="They run the same model.")
        return IncidentWidening.objects.get(state="pending")


def test_before_more_people_see_it_a_page_shows_whom_and_asks_why(cast: Cast, incident: Incident, opened: Open) -> None:
    lab = opened("borealis.liaison")
    answer = _send(lab, incident, _who(lab, incident), tlp="TLP:GREEN")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "More people would see this report, so a second person must agree." in page
    for name in ("Cygnus", "California", "Eu Office", "Independent"):
        assert f'<th scope="row">{name}</th>' in page
    assert _again(cast, incident).tlp == "TLP:AMBER"
    answer = _send(lab, incident, page, tlp="TLP:GREEN", seen=_hidden(page, "seen"), reason="They run the same model.")
    assert answer["Location"] == _url("audience", incident)
    assert (_request(cast).state, _request(cast).reason) == ("pending", "They run the same model.")
    assert _again(cast, incident).tlp == "TLP:AMBER"
    assert "until they agree" in lab.get(answer["Location"]).content.decode()


def test_before_fewer_people_see_it_a_page_shows_who_loses_it_and_it_acts_at_once(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    lab = opened("borealis.liaison")
    page = _send(lab, incident, _who(lab, incident), tlp="TLP:AMBER+STRICT").content.decode()
    assert "This takes effect at once." in page
    assert "Veritas" in page
    assert "What they have read already cannot be taken back." in page
    answer = _send(lab, incident, page, tlp="TLP:AMBER+STRICT", seen=_hidden(page, "seen"))
    assert answer["Location"] == _url("correct", incident)
    assert _again(cast, incident).tlp == "TLP:AMBER+STRICT"


def test_a_page_that_changes_nobodys_sight_is_saved_without_asking(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    lab = opened("borealis.liaison")
    answer = _send(lab, incident, _who(lab, incident), tlp="TLP:AMBER", evidence_in_disputes="yes")
    assert answer["Location"] == _url("correct", incident)
    assert _again(cast, incident).evidence_in_disputes is True


def test_what_is_confirmed_is_what_was_shown(cast: Cast, incident: Incident, opened: Open) -> None:
    lab = opened("borealis.liaison")
    page = _send(lab, incident, _who(lab, incident), tlp="TLP:GREEN").content.decode()
    with tenant(cast.frontier.pk):
        Seat.objects.filter(pk=cast["observer.california"].pk).update(ends_at=NOW - timedelta(days=1))
    answer = _send(lab, incident, page, tlp="TLP:GREEN", seen=_hidden(page, "seen"))
    assert answer.status_code == 200
    assert "It has changed since you looked" in answer.content.decode()
    with tenant(cast.frontier.pk):
        assert not IncidentWidening.objects.exists()


def test_an_audience_that_could_not_be_filed_comes_back_on_the_form(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    lab = opened("borealis.liaison")
    answer = _send(lab, incident, _who(lab, incident), tlp="TLP:RED")
    assert "A TLP:RED report must name the secretariat" in answer.content.decode()
    assert _again(cast, incident).tlp == "TLP:AMBER"


def test_a_colleagues_change_meanwhile_is_shown_before_any_audience(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    lab = opened("borealis.liaison")
    page = _who(lab, incident)
    with tenant(cast.frontier.pk):
        actor = cast.viewer("borealis.alternate")
        amend(actor=actor, now=NOW, ref=incident.ref, changes={"tlp": "TLP:AMBER+STRICT"})
    answer = _send(lab, incident, page, tlp="TLP:GREEN")
    assert "A colleague has changed this meanwhile" in answer.content.decode()


def test_a_second_request_is_not_offered_while_one_waits(cast: Cast, incident: Incident, opened: Open) -> None:
    _asked(cast, incident)
    lab = opened("borealis.liaison")
    page = _send(lab, incident, _who(lab, incident), tlp="TLP:AMBER", recipients=["california"]).content.decode()
    assert "A request waits already" in page
    assert "Ask a second person" not in page
    answer = _send(lab, incident, page, tlp="TLP:AMBER", recipients=["california"], seen=_hidden(page, "seen"))
    assert answer.status_code == 409


def test_the_second_person_finds_it_among_what_waits_reads_the_difference_and_agrees(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    row = _asked(cast, incident)
    second = opened("borealis.representative")
    page_of_audience = _url("audience", incident)
    assert page_of_audience in second.get("/c/frontier/").content.decode()
    page = second.get(page_of_audience).content.decode()
    for text in ("They run the same model.", "Newly see it", "Cygnus", "Let them see it"):
        assert text in page
    answer = second.post(_url("agree_to_widen", incident, row.uid), {"seen": _hidden(page, "seen")})
    assert answer["Location"] == page_of_audience
    assert _again(cast, incident).tlp == "TLP:GREEN"
    page = second.get(page_of_audience).content.decode()
    assert "Let them see it" not in page
    assert "Agreed" in page


def test_agreeing_to_another_difference_than_the_one_shown_shows_the_present_one(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    row = _asked(cast, incident)
    second = opened("borealis.alternate")
    answer = second.post(_url("agree_to_widen", incident, row.uid), {"seen": "0123456789abcdef"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has changed since this page was made" in page
    assert _again(cast, incident).tlp == "TLP:AMBER"
    assert second.post(_url("agree_to_widen", incident, row.uid), {"seen": _hidden(page, "seen")}).status_code == 302


def test_who_asked_reads_who_may_agree_and_may_only_take_it_back(cast: Cast, incident: Incident, opened: Open) -> None:
    row = _asked(cast, incident)
    lab = opened("borealis.liaison")
    page = lab.get(_url("audience", incident)).content.decode()
    assert "Representative (Representative)" in page
    assert "Alternate (Alternate)" in page
    assert "Let them see it" not in page
    assert lab.post(_url("agree_to_widen", incident, row.uid), {"seen": "x"}).status_code == 409
    assert lab.post(_url("refuse_to_widen", incident, row.uid), {"because": "x"}).status_code == 409
    assert lab.post(_url("take_back_widening", incident, row.uid)).status_code == 302
    assert _request(cast).state == "withdrawn"
    assert "Taken back" in lab.get(_url("audience", incident)).content.decode()


def test_refusing_needs_a_reason_which_stays_readable(cast: Cast, incident: Incident, opened: Open) -> None:
    row = _asked(cast, incident)
    second = opened("borealis.alternate")
    answer = second.post(_url("refuse_to_widen", incident, row.uid), {"because": ""})
    assert answer.status_code == 422
    assert "Error:" in answer.content.decode()
    assert second.post(_url("refuse_to_widen", incident, row.uid), {"because": "Not before Monday."}).status_code == 302
    assert "Not before Monday." in opened("borealis.liaison").get(_url("audience", incident)).content.decode()


def test_where_the_lab_has_only_one_seat_that_may_agree_the_page_says_that_a_clerk_does(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    with tenant(cast.frontier.pk):
        Seat.objects.filter(pk=cast["borealis.alternate"].pk).update(ends_at=NOW - timedelta(days=1))
    lab = opened("borealis.representative")
    assert (
        "so a clerk who sees the report is the second person"
        in _send(lab, incident, _who(lab, incident), tlp="TLP:GREEN").content.decode()
    )
    row = _asked(cast, incident, by="borealis.representative")
    clerk = opened("clerk")
    page = clerk.get(_url("audience", incident)).content.decode()
    assert "so a clerk who sees the report is the second person" in page
    answer = clerk.post(_url("agree_to_widen", incident, row.uid), {"seen": _hidden(page, "seen")})
    assert answer.status_code == 302
    assert _again(cast, incident).tlp == "TLP:GREEN"


@pytest.mark.parametrize(
    ("name", "status"), [("clerk", 200), ("aster.representative", 409), ("auditor", 409), ("cygnus.liaison", 404)]
)
def test_others_read_no_request_of_the_organisation(
    cast: Cast, incident: Incident, opened: Open, name: str, status: int
) -> None:
    row = _asked(cast, incident)
    client = opened(name)
    answer = client.get(_url("audience", incident))
    assert answer.status_code == status
    assert "They run the same model." not in answer.content.decode()
    assert client.post(_url("agree_to_widen", incident, row.uid), {"seen": "x"}).status_code == 404


def test_the_reports_page_leads_its_organisation_there_and_says_that_a_request_waits(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    _asked(cast, incident)
    assert (
        "A request that more people see it waits"
        in opened("borealis.liaison").get(_url("detail", incident)).content.decode()
    )
    clerk = opened("clerk").get(_url("detail", incident)).content.decode()
    assert _url("audience", incident) in clerk
    assert "waits for a second person" not in clerk
    assert _url("audience", incident) not in opened("auditor").get(_url("detail", incident)).content.decode()


def test_the_audience_page_warns_of_an_authority_that_is_owed_a_report_and_does_not_see_this_one(
    cast: Cast, opened: Open
) -> None:
    with tenant(cast.frontier.pk):
        report = breach(load_all(cast))
    page = opened("borealis.liaison").get(_url("audience", report)).content.decode()
    assert "Eu Office is owed a report, or may be, and cannot see this one" in page


def test_the_audience_page_takes_the_same_number_of_queries_with_few_and_with_many_readers(
    cast: Cast, incident: Incident, opened: Open
) -> None:
    def count() -> int:
        lab.get(_url("audience", incident))
        with CaptureQueriesContext(connection) as captured:
            assert lab.get(_url("audience", incident)).status_code == 200
        return len(captured)

    _asked(cast, incident)
    lab = opened("borealis.representative")
    few = count()
    with tenant(cast.frontier.pk):
        for number in range(12):
            one = Organisation.objects.create(
                key=f"watch-{number}", name=f"Watch {number}", kind="civil", admitted_at=BEGINNING
            )
            Seat.objects.create(
                organisation=one, person=cast["independent"].person, role=Role.INDEPENDENT, starts_at=BEGINNING
            )
    assert "Watch 11" in lab.get(_url("audience", incident)).content.decode()
    assert count() == few


JSON = "application/json"


def _patch(client: Client, incident: Incident, **body: Any) -> Any:
    return client.patch(f"{API}{incident.ref}/", json.dumps(body), content_type=JSON)


def test_a_machine_that_widens_is_answered_202_with_what_waits(cast: Cast, incident: Incident, opened: Open) -> None:
    lab = opened("borealis.liaison")
    answer = _patch(lab, incident, tlp="TLP:GREEN", title="Better said")
    body = answer.json()
    assert (answer.status_code, body["tlp"], body["title"]) == (202, "TLP:AMBER", "Better said")
    assert (body["widening"]["tlp"], body["widening"]["recipients"]) == ("TLP:GREEN", None)
    assert "your representative or your alternate agrees in the portal first" in body["widening"]["says"]
    again = _patch(lab, incident, recipients=["california"])
    assert again.status_code == 409
    assert "waits for a second person" in again.content.decode()
    assert _patch(lab, incident, title="Better still").status_code == 200
    assert opened("clerk").get(f"{API}{incident.ref}/").json()["widening"] is None


def test_a_machine_that_narrows_is_answered_200(cast: Cast, incident: Incident, opened: Open) -> None:
    answer = _patch(opened("borealis.liaison"), incident, tlp="TLP:AMBER+STRICT")
    assert (answer.status_code, answer.json()["tlp"], answer.json()["widening"]) == (200, "TLP:AMBER+STRICT", None)


def test_a_rehearsal_warns_of_an_unusual_audience(cast: Cast, opened: Open) -> None:
    body = {"title": "T", "kind": "harm", "severity": 4, "narrative": "N", "aware_at": None, "tlp": "TLP:GREEN"}
    body |= {"facts": {"weights_exfiltrated": True}}
    answer = opened("borealis.liaison").post(f"{API}?dry_run=1", json.dumps(body), content_type=JSON)
    assert answer.json()["warnings"] == [
        "It says that model weights got out, and every seat reads it, your rivals' too."
    ]


def test_the_check_page_of_a_draft_warns_and_gives_people_and_reasons_by_organisation(cast: Cast, opened: Open) -> None:
    lab = opened("borealis.liaison")
    body = {"draft": True, "title": "T", "tlp": "TLP:AMBER", "recipients": ["cygnus"]}
    ref = lab.post(API, json.dumps(body), content_type=JSON).json()["ref"]
    page = lab.get(reverse("incidents:check", args=["frontier", ref])).content.decode()
    assert "It names a rival: Cygnus." in page
    plain = re.sub(r"\s+", " ", page)
    assert 'Cygnus</th><td data-label="People">3</td><td data-label="Why">named</td>' in plain
    assert 'Aster</th><td data-label="People">2</td><td data-label="Why">chair&#x27;s office</td>' in plain
    assert 'Veritas</th><td data-label="People">1</td><td data-label="Why">auditor</td>' in plain
