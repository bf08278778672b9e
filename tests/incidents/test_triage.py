"""What waits to be looked at: whose it is, in which order, page by page, and to whom it can be given."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.committees.models import ActingChair
from apps.incidents.models import Incident, seats_that_may_see
from apps.incidents.rules.working_verbs import may_triage
from apps.incidents.selectors.triage import candidates_for, count_waiting, triage_page, waiting_for_triage
from apps.incidents.services.filing import file_at_once
from apps.incidents.services.handling import acknowledge, close
from apps.incidents.services.working import assign, review_severity
from apps.kernel.tenancy.context import tenant
from apps.kernel.tlp import TLP
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed

pytestmark = pytest.mark.django_db

ON_IT = {"clerk", "aster.representative", "aster.alternate", "independent"}


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def _at(cast: Cast, minutes: int, **changes: Any) -> Incident:
    content = CONTENT | {"aware_at": None} | changes
    return file_at_once(actor=cast.viewer("borealis.liaison"), now=NOW + timedelta(minutes=minutes), changes=content)


def _order(cast: Cast, by: str = "clerk") -> list[str]:
    return [row.incident.ref for row in triage_page(cast.viewer(by), NOW).rows]


def _assign(cast: Cast, incident: Incident, to: str = "clerk", by: str = "clerk") -> None:
    assign(actor=cast.viewer(by), now=NOW, ref=incident.ref, to=str(cast[to].uid))


def _acknowledge(cast: Cast, incident: Incident) -> None:
    acknowledge(actor=cast.viewer("clerk"), now=NOW, ref=incident.ref)


def test_whoever_may_acknowledge_something_looks_through_what_is_new(frontier: Cast) -> None:
    assert {name for name in frontier.in_frontier if may_triage(frontier.viewer(name))} == ON_IT


def test_danger_first_then_the_gravest_then_the_oldest(frontier: Cast) -> None:
    late = _at(frontier, 2, severity=4)
    early = _at(frontier, 1, severity=4)
    unknown = _at(frontier, 0)
    Incident.objects.filter(pk=unknown.pk).update(severity=None)
    minor = _at(frontier, 0, severity=2)
    danger = _at(frontier, 3, severity=1, facts={"imminent_danger": True}, kind="hazard")
    denied = _at(frontier, 3, severity=5, facts={"imminent_danger": False})
    expected = [danger, denied, early, late, unknown, minor]
    assert _order(frontier) == [one.ref for one in expected]


def test_the_committees_own_view_of_the_severity_weighs(frontier: Cast) -> None:
    said, held = _at(frontier, 0, severity=4), _at(frontier, 1, severity=2)
    assert _order(frontier) == [said.ref, held.ref]
    review_severity(actor=frontier.viewer("clerk"), now=NOW, ref=held.ref, severity=5, reason="Many were harmed.")
    assert _order(frontier) == [held.ref, said.ref]


def test_it_waits_until_it_is_acknowledged_and_somebody_has_it(frontier: Cast) -> None:
    incident = filed(frontier)
    assert count_waiting(frontier.viewer("clerk"), NOW) == "1"
    _acknowledge(frontier, incident)
    assert _order(frontier) == [incident.ref]
    _assign(frontier, incident)
    assert _order(frontier) == []
    other = filed(frontier)
    _assign(frontier, other)
    assert _order(frontier) == [other.ref]
    _acknowledge(frontier, other)
    close(actor=frontier.viewer("clerk"), now=NOW, ref=other.ref, outcome="Mended.")
    assert count_waiting(frontier.viewer("clerk"), NOW) == "0"


def test_it_waits_again_when_the_seat_that_has_it_ends(frontier: Cast) -> None:
    incident = filed(frontier)
    _acknowledge(frontier, incident)
    _assign(frontier, incident, to="clerk", by="aster.representative")
    frontier["clerk"].ends_at = NOW
    frontier["clerk"].save(update_fields=["ends_at"])
    assert _order(frontier, "aster.representative") == [incident.ref]


def test_nobody_finds_what_they_may_not_see_or_act_on(frontier: Cast) -> None:
    independent = frontier["independent"].organisation.key
    amber, green = filed(frontier), filed(frontier, tlp="TLP:GREEN")
    red = filed(frontier, tlp="TLP:RED", recipients=[independent])
    own = filed(frontier, by="aster.liaison")
    assert set(_order(frontier)) == {amber.ref, green.ref, own.ref}
    assert set(_order(frontier, "aster.representative")) == {amber.ref, green.ref}
    assert _order(frontier, "independent") == [red.ref]
    assert _order(frontier, "cygnus.representative") == []


def test_who_presides_over_one_report_finds_that_one(frontier: Cast) -> None:
    own, _other = filed(frontier, by="aster.liaison"), filed(frontier)
    ActingChair.objects.create(
        subject_kind="incident",
        subject_id=own.pk,
        seat=frontier["cygnus.representative"],
        instead_of=frontier["aster.representative"],
        because="Aster reported it.",
        starts_at=NOW - timedelta(hours=1),
    )
    assert _order(frontier, "cygnus.representative") == [own.ref]
    names = {seat.pk for seat in candidates_for([own], NOW)[own.pk]}
    assert frontier["cygnus.representative"].pk in names
    assert frontier["aster.representative"].pk not in names


@pytest.mark.parametrize("by", ["borealis.liaison", "aster.liaison"])
@pytest.mark.parametrize("label", list(TLP))
def test_it_can_be_given_to_those_alone_who_see_it_and_did_not_report_it(frontier: Cast, label: TLP, by: str) -> None:
    recipients = ["secretariat", frontier["independent"].organisation.key] if label == TLP.RED else []
    incident = filed(frontier, by=by, tlp=label, recipients=recipients)
    given = {seat.pk for seat in candidates_for([incident], NOW)[incident.pk]}
    sees = set(seats_that_may_see(incident.pk, NOW).values_list("pk", flat=True))
    able = {frontier[name].pk for name in ON_IT}
    own = {frontier[name].pk for name in frontier.in_frontier if name.startswith(by.partition(".")[0])}
    assert given == (sees & able) - own
    assert given


def test_pages_hold_everything_once_and_lead_back(frontier: Cast) -> None:
    for number in range(7):
        _at(frontier, number % 3, severity=1 + number % 3)
    viewer = frontier.viewer("clerk")
    whole = _order(frontier)
    first = triage_page(viewer, NOW, size=3)
    second = triage_page(viewer, NOW, first.next, size=3)
    third = triage_page(viewer, NOW, second.next, size=3)
    assert [row.incident.ref for page in (first, second, third) for row in page.rows] == whole
    assert (first.previous, third.next) == ("", "")
    back = triage_page(viewer, NOW, third.previous, size=3)
    assert [row.incident.ref for row in back.rows] == whole[3:6]
    top = triage_page(viewer, NOW, back.previous, size=3)
    assert [row.incident.ref for row in top.rows] == whole[:3]
    assert top.previous == ""
    assert [row.incident.ref for row in triage_page(viewer, NOW, "made up", size=3).rows] == whole[:3]


def test_the_queue_is_read_through_its_index(frontier: Cast) -> None:
    for _each in range(3):
        filed(frontier)
    rows = waiting_for_triage(frontier.viewer("clerk"), NOW).order_by("-triage_rank", "filed_at", "pk")[:26]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    assert "incident_triage" in rows.explain()


def _url(name: str, *args: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


def _sign_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def test_the_clerk_acknowledges_and_gives_from_the_queue(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        incident = _at(cast, 0, facts={"imminent_danger": True}, severity=5, title="Over <all>")
    _sign_in(client, cast, "clerk")
    page = client.get(_url("triage")).content.decode()
    assert "Imminent danger" in page
    assert "Over &lt;all&gt;" in page
    assert "Acknowledge it by" in page
    assert "1 report waits" in page
    answer = client.post(_url("triage_acknowledge", incident.ref))
    assert answer.url == _url("triage")
    given = {"to": str(cast["aster.alternate"].uid), "had": ""}
    assert client.post(f"{_url('triage_assign', incident.ref)}?page=x", given).url == f"{_url('triage')}?page=x"
    page = client.get(_url("triage")).content.decode()
    assert "Nothing waits" in page
    assert "Alternate, Aster" in client.get(_url("detail", incident.ref)).content.decode()


def test_a_form_with_an_error_comes_back_open_on_its_report(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        incident, other = filed(cast), filed(cast)
    _sign_in(client, cast, "clerk")
    answer = client.post(_url("triage_assign", incident.ref), {"to": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert f'href="#id_{incident.ref}_to"' in page
    assert page.count('<details class="c-confirm" open>') == 1
    assert f"id_{other.ref}_to" in page


def test_the_queue_is_closed_to_others_and_in_the_menu_of_those_whose_it_is(cast: Cast, client: Client) -> None:
    _sign_in(client, cast, "borealis.representative")
    assert client.get(_url("triage")).status_code == 409
    assert _url("triage") not in client.get(_url("listing")).content.decode()
    _sign_in(client, cast, "clerk")
    assert client.get(_url("listing")).content.decode().count(f'href="{_url("triage")}"') == 2


def test_the_queue_takes_the_same_number_of_queries_at_2_and_at_25_reports(cast: Cast, client: Client) -> None:
    _sign_in(client, cast, "clerk")
    counts = []
    for rows in (2, 23):
        with tenant(cast.frontier.pk):
            for number in range(rows):
                incident = filed(cast, tlp=["TLP:AMBER", "TLP:GREEN"][number % 2])
                if number % 2:
                    _assign(cast, incident, ["clerk", "aster.alternate"][number // 2 % 2])
        client.get(_url("triage"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(_url("triage")).content.decode()
        counts.append(len(captured))
    assert page.count("Acknowledge it by") == 25
    assert counts[0] == counts[1]


def test_the_list_shows_both_severities_and_is_narrowed_to_mine(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        mine, other = filed(cast, severity=2), filed(cast, severity=2)
        review_severity(actor=cast.viewer("clerk"), now=NOW, ref=mine.ref, severity=5, reason="It spread.")
        _assign(cast, mine)
    _sign_in(client, cast, "clerk")
    page = client.get(_url("listing"), {"assignee": "mine"}).content.decode()
    assert mine.ref in page
    assert other.ref not in page
    assert "2 Minor" in page
    assert "Committee: 5 Catastrophic (critical)" in page
    page = client.get(_url("listing"), {"assignee": "nobody"}).content.decode()
    assert mine.ref not in page
    assert other.ref in page
    page = client.get(_url("listing"), {"severity": "5"}).content.decode()
    assert mine.ref in page
    assert other.ref not in page
    table = client.get(_url("export")).content.decode()
    assert "near_miss,2,5,filed" in table


def test_machines_read_who_has_it_and_the_committees_severity(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        incident, other = filed(cast, severity=2), filed(cast)
        review_severity(actor=cast.viewer("clerk"), now=NOW, ref=incident.ref, severity=5, reason="It spread.")
        _assign(cast, incident)
    _sign_in(client, cast, "borealis.liaison")
    api = "/api/v1/committees/frontier/incidents/"
    whole = client.get(f"{api}{incident.ref}/").json()
    assert (whole["severity"], whole["reviewed_severity"], whole["assignee"]) == (2, 5, "Clerk")
    assert client.get(f"{api}{other.ref}/").json()["assignee"] is None
    lines = {line["ref"]: line["reviewed_severity"] for line in client.get(api).json()["results"]}
    assert lines == {incident.ref: 5, other.ref: None}
