"""The pages of incidents, as people use them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import Incident
from apps.incidents.states import State
from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.incidents.factory import filed, png

pytestmark = pytest.mark.django_db


def _sign_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def _url(name: str, *args: str) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


def _only(cast: Cast) -> Incident:
    with tenant(cast.frontier.pk):
        return Incident.objects.get()


def test_a_liaison_files_a_report_page_by_page(cast: Cast, client: Client) -> None:
    _sign_in(client, cast, "borealis.liaison")
    begun = client.post(_url("start"))
    ref = _only(cast).ref
    assert begun.url == _url("step", ref, "what")
    pages = {
        "what": {"title": "Leak", "narrative": "It leaked.", "kind": "harm", "fact_model_involved": "yes"},
        "harm": {"harms": "yes", "harm_health": "3", "harm_rights": "unknown", "harmed": "A few patients."},
        "model": {"model": "Heron 4", "training_run": "heron-4b"},
        "when": {"zone": "Europe/Brussels", "aware_at_1": "UTC"},
        "where": {"jurisdictions": ["EU"], "fact_death": "no", "fact_malicious": "yes"},
        "detail": {"root_cause": "A bug."},
        "who": {"tlp": "TLP:GREEN"},
    }
    following = ["harm", "model", "when", "where", "detail", "who"]
    for step, data in pages.items():
        answer = client.post(_url("step", ref, step), data)
        assert answer.status_code == 302, answer.content.decode()
        expected = _url("step", ref, following.pop(0)) if following else _url("evidence", ref)
        assert answer.url == expected
    client.post(_url("evidence", ref), {"evidence": [png()]})
    checked = client.get(_url("check", ref))
    assert b"Still missing" not in checked.content
    assert b"screen.png" in checked.content
    assert client.post(_url("check", ref)).url == _url("filed", ref)
    confirmed = client.get(_url("filed", ref)).content.decode()
    assert ref in confirmed
    assert "Acknowledge the report" in confirmed
    incident = _only(cast)
    assert incident.state == State.FILED
    assert incident.facts == {"death": False, "malicious": True, "model_involved": True}
    assert (incident.harms, incident.severity) == ({"health": 3, "rights": None}, 3)
    assert (incident.harmed, incident.training_run) == ("A few patients.", "heron-4b")


def test_a_page_with_an_error_keeps_everything_typed(cast: Cast, client: Client) -> None:
    _sign_in(client, cast, "borealis.liaison")
    client.post(_url("start"))
    ref = _only(cast).ref
    answer = client.post(_url("step", ref, "what"), {"title": "Leak", "narrative": "", "kind": "harm"})
    page = answer.content.decode()
    assert "There is a problem" in page
    assert 'value="Leak"' in page
    assert '<a href="#id_narrative">' in page
    kept = _only(cast)
    assert (kept.title, kept.kind) == ("Leak", "harm")


def test_autosave_keeps_what_is_typed(cast: Cast, client: Client) -> None:
    _sign_in(client, cast, "borealis.liaison")
    client.post(_url("start"))
    ref = _only(cast).ref
    page = client.get(_url("step", ref, "what")).content.decode()
    assert "<noscript>Nothing is kept until you press a button" in page
    assert client.post(_url("autosave", ref, "what"), {"title": "Half a ti"}).status_code == 200
    assert _only(cast).title == "Half a ti"


def test_filing_too_early_lists_what_is_missing_with_links(cast: Cast, client: Client) -> None:
    _sign_in(client, cast, "borealis.liaison")
    client.post(_url("start"))
    ref = _only(cast).ref
    page = client.post(_url("check", ref)).content.decode()
    assert "This cannot be filed yet" in page
    assert f"{_url('step', ref, 'who')}?from=check" in page
    assert _only(cast).state == State.DRAFT


def test_the_clerk_acknowledges_and_the_lab_sees_who_has_opened_it(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    _sign_in(client, cast, "clerk")
    assert b"Acknowledge" in client.get(_url("detail", ref)).content
    client.post(_url("acknowledge", ref))
    assert _only(cast).state == State.ACKNOWLEDGED
    _sign_in(client, cast, "borealis.liaison")
    page = client.get(_url("detail", ref)).content.decode()
    assert "Who has opened it" in page
    assert "Clerk, Secretariat" in page
    assert "acknowledged the report" in page


def test_a_refused_verb_is_a_page_with_its_reason(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    _sign_in(client, cast, "borealis.liaison")
    answer = client.post(_url("acknowledge", ref))
    assert answer.status_code == 409
    assert b"Only the chair or a clerk may do that." in answer.content
    assert _only(cast).state == State.FILED


def test_a_bad_file_is_refused_with_its_reason_and_nothing_is_stored(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    _sign_in(client, cast, "borealis.liaison")
    answer = client.post(_url("add_evidence", ref), {"evidence": [png("report.pdf")]})
    assert answer.status_code == 422
    assert b"report.pdf" in answer.content
    assert b"No files yet." in answer.content


def test_search_and_filters_narrow_the_list(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        filed(cast, title="Grey heron", tlp="TLP:GREEN")
        other = filed(cast, title="White stork", tlp="TLP:GREEN", severity=5)
    _sign_in(client, cast, "auditor")
    for query in ("q=stork", "severity=5", f"q={other.ref}"):
        page = client.get(f"{_url('listing')}?{query}").content.decode()
        assert "White stork" in page
        assert "Grey heron" not in page
    assert "Nothing fits" in client.get(f"{_url('listing')}?q=kiwi").content.decode()


def test_the_export_has_the_same_rows_and_no_formulas(cast: Cast, client: Client) -> None:
    with tenant(cast.frontier.pk):
        filed(cast, title="=1+1", tlp="TLP:GREEN")
        filed(cast, title="Hidden", tlp="TLP:AMBER+STRICT")
    answer = _sign_in(client, cast, "cygnus.liaison").get(_url("export"))
    text = answer.content.decode()
    assert "'=1+1" in text
    assert "Hidden" not in text


def test_the_list_takes_the_same_number_of_queries_at_1_and_at_30_rows(cast: Cast, client: Client) -> None:
    _sign_in(client, cast, "clerk")
    counts = []
    for rows in (1, 29):
        with tenant(cast.frontier.pk):
            for number in range(rows):
                filed(cast, title=f"Report {number}", tlp="TLP:GREEN")
        client.get(_url("listing"))
        with CaptureQueriesContext(connection) as captured:
            client.get(_url("listing"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
