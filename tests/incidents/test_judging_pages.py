"""The page of the committee's work on a report, and its buttons."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import Incident, IncidentLink
from apps.incidents.services.actions import add_action, do_action
from apps.incidents.services.drafting import save_draft, start_draft
from apps.incidents.services.handling import acknowledge
from apps.incidents.services.linking import link
from apps.incidents.services.working import add_finding, note_cause, review_severity
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import CONTENT, filed
from tests.pauses import factory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)


def _url(name: str, *args: object) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


def _sign_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast[name].person)
    return client


def _worked(cast: Cast, **changes: object) -> Incident:
    with tenant(cast.frontier.pk):
        incident = filed(cast, **changes)
        return acknowledge(actor=cast.viewer("clerk"), now=NOW, ref=incident.ref)


def _page(client: Client, incident: Incident) -> str:
    return client.get(_url("work", incident.ref)).content.decode()


def test_the_clerk_gives_weighs_finds_and_notes(cast: Cast, client: Client) -> None:
    incident = _worked(cast)
    _sign_in(client, cast, "clerk")
    assert _url("work", incident.ref) in client.get(_url("detail", incident.ref)).content.decode()
    posts: list[tuple[str, dict[str, Any]]] = [
        ("assign", {"to": str(cast["clerk"].uid), "had": "", "note": "You know them."}),
        ("review_severity", {"severity": "5", "reason": "It <spread>."}),
        ("add_finding", {"text": "The port was open.", "basis": "Log 7."}),
        ("add_finding", {"text": "Two ports were open.", "basis": "Log 8.", "supersedes": "1"}),
        ("note_cause", {"text": "Nobody watched the port.", "seen": "0"}),
        ("note_cause", {"text": "Nobody watched the gate.", "seen": "1"}),
    ]
    for name, data in posts:
        assert client.post(_url(name, incident.ref), data).url == _url("work", incident.ref)
    page = _page(client, incident)
    for said in (
        "Clerk, Secretariat",
        "Committee: 5 Catastrophic (critical)",
        "It &lt;spread&gt;.",
        "The organisation said 3 Serious.",
        "Superseded by 2",
        "In place of 1",
        "<ins>gate.</ins>",
        "Give it back",
        "You know them.",
    ):
        assert said in page
    page = client.get(_url("detail", incident.ref)).content.decode()
    assert "Clerk, Secretariat" in page
    assert "gave the report to somebody" in page
    assert "Clerk, Clerk of Secretariat" in page
    assert client.post(_url("take_back", incident.ref)).url == _url("work", incident.ref)
    assert "Nobody yet." in _page(client, incident)


def test_the_lab_reads_all_of_it_and_has_no_button_but_for_links(cast: Cast, client: Client) -> None:
    incident = _worked(cast)
    with tenant(cast.frontier.pk):
        named = {"actor": cast.viewer("clerk"), "now": NOW, "ref": incident.ref}
        add_finding(**named, text="The port was open.", basis="Log 7.")
        note_cause(**named, text="Nobody watched.")
        review_severity(**named, severity=4, reason="It spread.")
    _sign_in(client, cast, "borealis.liaison")
    page = _page(client, incident)
    for said in ("The port was open.", "Nobody watched.", "It spread.", "its clocks and its duties follow from it"):
        assert said in page
    for name in ("assign", "take_back", "review_severity", "add_finding", "note_cause"):
        assert _url(name, incident.ref) not in page
    assert _url("link", incident.ref, "incident") in page


@pytest.mark.parametrize(
    ("name", "args", "data", "said"),
    [
        ("assign", (), {"to": "", "note": "Please."}, "Choose one of the answers."),
        ("review_severity", (), {"severity": "5", "reason": ""}, "Enter an answer."),
        ("add_finding", (), {"text": "A port.", "basis": ""}, "Enter an answer."),
        ("note_cause", (), {"text": " ", "seen": "0"}, "Enter an answer."),
        ("link", ("incident",), {"target": "INC-2026-ZZZZ", "how": "same_event"}, "Choose one that you may see."),
        ("link", ("pause",), {"target": "PAU-1", "how": "basis"}, "PAU-1"),
        ("link", ("named",), {"kind": "run", "target": ""}, "Enter an answer."),
    ],
)
def test_an_error_comes_back_in_the_summary_with_what_was_typed(
    cast: Cast, client: Client, name: str, args: tuple[str, ...], data: dict[str, str], said: str
) -> None:
    incident = _worked(cast)
    _sign_in(client, cast, "clerk")
    answer = client.post(_url(name, incident.ref, *args), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert said in page
    assert "<title>Error:" in page.replace("\n", "")
    for typed in filter(None, (data.get("note"), data.get("text", "").strip())):
        assert typed in page


def test_links_are_made_and_taken_away_with_a_reason(cast: Cast, client: Client) -> None:
    incident = _worked(cast)
    with tenant(cast.frontier.pk):
        other, laid = filed(cast, title="Another one"), factory.imposed(cast)
    _sign_in(client, cast, "clerk")
    for kind, data in (
        ("incident", {"target": other.ref, "how": "same_cause", "note": "Same port."}),
        ("pause", {"target": laid.ref, "how": "about"}),
        ("named", {"kind": "metric", "target": "loss spikes"}),
    ):
        assert client.post(_url("link", incident.ref, kind), data).status_code == 302
    assert client.post(_url("link", incident.ref, "dispute"), {}).status_code == 404
    page = _page(client, incident)
    assert f'<a href="{_url("detail", other.ref)}">{other.ref} Another one</a>' in page
    assert f'href="/c/frontier/pauses/{laid.ref}/"' in page
    assert "loss spikes" in page
    assert "Same cause" in _page(client, other)
    with tenant(cast.frontier.pk):
        row = IncidentLink.objects.get(target_kind="incident")
    answer = client.post(_url("unlink", incident.ref, row.uid), {"reason": ""})
    assert answer.status_code == 422
    assert f"id_unlink_{row.uid}_reason" in answer.content.decode()
    assert client.post(_url("unlink", other.ref, row.uid), {"reason": "Another port."}).status_code == 302
    assert "Same cause" not in _page(client, other).partition("Link another report")[0]


def test_two_drafts_of_one_event_are_kept_and_linked(cast: Cast, client: Client) -> None:
    started = {"started_at": NOW - timedelta(hours=5), "model": "Boreal-2"}
    with tenant(cast.frontier.pk):
        there = filed(cast, **started)
        liaison = cast.viewer("borealis.liaison")
        draft = start_draft(actor=liaison, now=NOW)
        save_draft(actor=liaison, now=NOW, ref=draft.ref, changes=CONTENT | started)
    _sign_in(client, cast, "borealis.liaison")
    check = _url("check", draft.ref)
    assert "Keep both and link them" in client.get(check).content.decode()
    data = {"target": there.ref, "how": "same_event"}
    assert client.post(_url("link", draft.ref, "incident"), data).url == _url("work", draft.ref)
    assert client.get(_url("work", draft.ref)).url == check
    assert "Keep both and link them" not in client.get(check).content.decode()
    with tenant(cast.frontier.pk):
        assert IncidentLink.objects.get().target_id == there.pk


def test_the_page_takes_the_same_number_of_queries_at_1_and_at_10_of_each(cast: Cast, client: Client) -> None:
    incident = _worked(cast, tlp="TLP:GREEN")
    _sign_in(client, cast, "clerk")
    counts = []
    for numbers in ((0,), range(1, 10)):
        with tenant(cast.frontier.pk):
            for number in numbers:
                actor = cast.viewer(["clerk", "aster.representative"][number % 2])
                named = {"actor": actor, "now": NOW, "ref": incident.ref}
                add_finding(**named, text="A port.", basis="A log.", supersedes=number or None)
                note_cause(**named, text=f"Cause {number}.", seen=number)
                review_severity(**named, severity=1 + number % 5, reason="It spread.")
                link(**named, kind="incident", target=filed(cast).ref, how="same_event")
                link(**named, kind="pause", target=factory.imposed(cast).ref, how="about")
                link(**named, kind="run", target=f"run {number}")
        client.get(_url("work", incident.ref))
        with CaptureQueriesContext(connection) as captured:
            client.get(_url("work", incident.ref))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_actions_of_a_report_are_taken_away_as_a_table_and_late_ones_say_so(cast: Cast, client: Client) -> None:
    incident = _worked(cast)
    with tenant(cast.frontier.pk):
        named = {"actor": cast.viewer("borealis.liaison"), "ref": incident.ref}
        due = {"owner": "borealis", "due_on": (NOW - timedelta(days=3)).date()}
        for text in ("=Close it", "Watch it"):
            add_action(**named, now=NOW - timedelta(days=5), text=text, **due)
        do_action(**named, now=NOW, number=2, note="Watched.")
    _sign_in(client, cast, "auditor")
    answer = client.get(_url("export_actions", incident.ref))
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("1,'=Close it,Borealis,,2026-11-18,yes,open,")
    assert ",no,done," in rows[2]
    assert "Watched." in rows[2]
    assert "attachment" in answer["Content-Disposition"]
    page = client.get(_url("detail", incident.ref)).content.decode()
    assert page.count(">Late</strong>") == 1
    assert _url("export_actions", incident.ref) in page
    assert ">Late</strong>" in client.get(_url("action", incident.ref, 1)).content.decode()
    _sign_in(client, cast, "cygnus.liaison")
    assert client.get(_url("export_actions", incident.ref)).status_code == 404
