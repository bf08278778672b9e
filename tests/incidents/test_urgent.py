"""The urgent line, and the corrections that complete what it assumed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.incidents.models import Incident
from apps.incidents.rules.facts import FACTS, HARMS, PLACES
from apps.incidents.rules.urgent import title_of
from apps.incidents.services.urgent import file_urgently
from apps.incidents.states import State
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.factory import filed


@pytest.mark.parametrize(
    ("narrative", "title"),
    [
        ("The model left its sandbox. It writes mails.", "The model left its sandbox"),
        ("\n Weights are leaving\nthe building", "Weights are leaving"),
        ("word " * 40, "word " * 15 + "word…"),
        ("x" * 200, "x" * 80 + "…"),
        ("...", "..."),
        (". then it stopped", ". then it stopped"),
        ("", ""),
    ],
)
def test_the_first_sentence_becomes_the_title(narrative: str, title: str) -> None:
    assert title_of(narrative) == title


def _url(name: str, *args: str) -> str:
    return reverse(f"incidents:{name}", args=["frontier", *args])


@pytest.fixture
def lab(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast["borealis.liaison"].person)
    return client


def _only(cast: Cast) -> Incident:
    with tenant(cast.frontier.pk):
        return Incident.objects.get()


ANSWERS = {
    "narrative": "The agent left its sandbox. It writes mails to strangers.",
    "severity": "5",
    "aware_at_0": "2026-01-20T09:00",
    "aware_at_1": "UTC",
    "imminent_danger": "yes",
}


@pytest.mark.django_db
def test_four_answers_file_a_report_and_the_rest_is_flagged(cast: Cast, lab: Client) -> None:
    form = lab.get(_url("urgent"))
    assert list(form.context["form"].fields) == ["narrative", "severity", "aware_at", "imminent_danger"]
    answer = lab.post(_url("urgent"), ANSWERS)
    incident = _only(cast)
    assert answer.url == _url("detail", incident.ref)
    assert (incident.state, incident.severity, incident.facts) == (State.FILED, 5, {"imminent_danger": True})
    assert (incident.title, incident.kind, incident.tlp) == ("The agent left its sandbox", "harm", "TLP:AMBER")
    assert incident.assumed == ["title", "kind", "tlp"]
    page = lab.get(answer.url).content.decode()
    assert "3 answers were assumed" in page
    assert _url("correct", incident.ref) in page


@pytest.mark.django_db
def test_only_those_who_can_complete_it_are_asked_to(cast: Cast, lab: Client) -> None:
    lab.post(_url("urgent"), ANSWERS)
    clerk = Client()
    clerk.force_login(cast["clerk"].person)
    page = clerk.get(_url("detail", _only(cast).ref)).content.decode()
    assert "answers were assumed" not in page
    assert "assumed</strong>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("danger", ["", "no"])
def test_danger_may_be_not_yet_known(cast: Cast, lab: Client, danger: str) -> None:
    lab.post(_url("urgent"), ANSWERS | {"imminent_danger": danger, "aware_at_0": ""})
    assert _only(cast).facts == ({"imminent_danger": False} if danger else {})
    assert _only(cast).aware_at is None


@pytest.mark.django_db
def test_what_is_missing_or_cannot_be_is_an_error_at_its_field(cast: Cast, lab: Client) -> None:
    answer = lab.post(_url("urgent"), {"aware_at_0": "2999-01-01T00:00", "aware_at_1": "UTC"})
    assert set(answer.context["form"].errors) == {"narrative", "severity"}
    answer = lab.post(_url("urgent"), ANSWERS | {"aware_at_0": "2999-01-01T00:00"})
    assert set(answer.context["form"].errors) == {"aware_at"}
    with tenant(cast.frontier.pk):
        assert not Incident.objects.exists()


@pytest.mark.django_db
def test_the_same_words_again_are_the_same_report(frontier: Cast) -> None:
    actor = frontier.viewer("borealis.liaison")
    said: dict[str, Any] = {"narrative": "It leaks.", "severity": 4, "aware_at": NOW, "imminent_danger": None}
    first = file_urgently(actor=actor, now=NOW, **said)
    assert file_urgently(actor=actor, now=NOW + timedelta(minutes=1), **said) == first
    assert file_urgently(actor=actor, now=NOW + timedelta(minutes=30), **said) != first
    with pytest.raises(Refused):
        file_urgently(actor=frontier.viewer("clerk"), now=NOW, **said)
    with pytest.raises(Invalid):
        file_urgently(actor=actor, now=NOW, **said | {"narrative": ""})


@pytest.mark.django_db
def test_a_page_of_the_correction_completes_what_was_assumed_on_it(cast: Cast, lab: Client) -> None:
    lab.post(_url("urgent"), ANSWERS)
    incident = _only(cast)
    page = lab.get(_url("correct", incident.ref)).content.decode()
    assert page.count("assumed</strong>") == 3
    what = {"title": incident.title, "narrative": incident.narrative, "kind": "hazard", "fact_model_involved": "yes"}
    assert lab.post(_url("correct_step", incident.ref, "what"), what).url == _url("correct", incident.ref)
    incident = _only(cast)
    assert (incident.kind, incident.assumed) == ("hazard", ["tlp"])
    assert incident.facts == {"imminent_danger": True, "model_involved": True}
    lab.post(_url("correct_step", incident.ref, "who"), {"tlp": "TLP:AMBER"})
    assert _only(cast).assumed == []
    assert "assumed" not in lab.get(_url("detail", incident.ref)).content.decode().split('id="timeline"')[0]


@pytest.mark.django_db
def test_a_correction_is_whole_or_not_at_all(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        ref, acts = filed(cast).ref, Act.objects.count()
    answer = lab.post(_url("correct_step", ref, "what"), {"title": "New", "narrative": "", "kind": "harm"})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"narrative"}
    late = {"zone": "UTC", "aware_at_0": "2026-01-01T10:00", "started_at_0": "2026-01-02T10:00"}
    late |= {"aware_at_1": "UTC", "started_at_1": "UTC"}
    answer = lab.post(_url("correct_step", ref, "when"), late)
    assert "aware_at" in answer.context["form"].errors
    with tenant(cast.frontier.pk):
        assert Act.objects.count() == acts
        assert Incident.objects.get().title != "New"


@pytest.mark.django_db
def test_a_page_that_is_saved_as_it_stands_corrects_nothing(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        incident = filed(cast, started_at=NOW - timedelta(hours=5, seconds=17))
        acts = Act.objects.count()
    form = lab.get(_url("correct_step", incident.ref, "when"))
    values = {"zone": incident.zone, "base": form.context["page"].marks}
    for name in ("aware_at", "started_at"):
        shown = getattr(incident, name)
        values |= {f"{name}_0": f"{shown:%Y-%m-%dT%H:%M}", f"{name}_1": "UTC"}
    assert lab.post(_url("correct_step", incident.ref, "when"), values).status_code == 302
    with tenant(cast.frontier.pk):
        assert Act.objects.count() == acts
        assert Incident.objects.get().started_at == incident.started_at


@pytest.mark.django_db
def test_the_page_of_a_report_shows_every_new_fact(cast: Cast, lab: Client) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(
            cast,
            kind="harm",
            harms={"health": 4, "rights": None},
            harmed="A dozen patients",
            training_run="heron-4b",
            evidence_in_disputes=False,
            started_at=NOW - timedelta(days=2),
            involved_at=NOW - timedelta(hours=2),
            determined_at=NOW - timedelta(hours=1),
            resolved_at=NOW - timedelta(minutes=30),
        ).ref
    page = lab.get(_url("detail", ref)).content.decode()
    for shown in (
        "people&#x27;s life or health: major; fundamental rights: how gravely is not yet known",
        "A dozen patients",
        "heron-4b",
        "May be used as evidence in a dispute",
        "First reason to think that a model played a part",
        "Determined that it must be reported",
        "Resolved",
    ):
        assert shown in page


@pytest.mark.django_db
def test_pages_of_a_report_take_the_same_number_of_queries_with_few_and_with_many_answers(
    cast: Cast, lab: Client
) -> None:
    with tenant(cast.frontier.pk):
        few = filed(cast).ref
        facts = dict.fromkeys(FACTS, True)
        many = filed(cast, kind="harm", harms=dict.fromkeys(HARMS, 3), facts=facts, jurisdictions=list(PLACES)).ref
    for page in ("detail", "correct"):
        counts = []
        for ref in (few, many):
            lab.get(_url(page, ref))
            with CaptureQueriesContext(connection) as captured:
                lab.get(_url(page, ref))
            counts.append(len(captured))
        assert counts[0] == counts[1], page


@pytest.mark.django_db
def test_the_urgent_line_is_one_press_away(cast: Cast, lab: Client) -> None:
    for path in (_url("listing"), _url("start"), "/c/frontier/"):
        assert _url("urgent") in lab.get(path).content.decode()
    clerk = Client()
    clerk.force_login(cast["clerk"].person)
    assert _url("urgent") not in clerk.get(_url("listing")).content.decode()
