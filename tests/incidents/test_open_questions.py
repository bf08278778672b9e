"""What to answer next: the questions on which duties hang, each with the page that asks it."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from apps.incidents.forms.steps import STEPS
from apps.incidents.models import Duty, Incident
from apps.incidents.rules.conditions.terms import Atom, Grave, IsKind, Says, Touches
from apps.incidents.rules.conditions.wording import question
from apps.incidents.rules.facts import FACTS, HARMS, PLACES, SCOPES, WHEN
from apps.incidents.selectors.duties import Row
from apps.incidents.services.packages import send
from apps.incidents.states import DutyState
from apps.incidents.views.open_questions import REACH, open_questions
from apps.kernel.tenancy.context import tenant
from tests.cast import NOW, Cast
from tests.incidents.factory import filed
from tests.incidents.owing import breach, duty_of, load_all


def _row(*questions: str, state: DutyState = DutyState.POSSIBLE) -> Row:
    return Row(Duty(committee_id=0, state=state, questions=list(questions)))


@pytest.mark.parametrize(
    ("atom", "page"),
    [
        *((Says(name), REACH) for name in SCOPES),
        *((Touches(place), "where") for place in PLACES),
        *((Grave(3, harm), "harm") for harm in ("", *HARMS)),
        (IsKind("harm"), "what"),
        (Says("model_involved"), "what"),
        (Says("weights_exfiltrated"), "model"),
        (Says("death"), "where"),
    ],
)
def test_every_question_leads_to_the_page_that_asks_it(atom: Atom, page: str) -> None:
    pages, _ = open_questions([_row(question(atom))])
    assert [(one.key, one.questions) for one in pages] == [(page, [question(atom)])]


def test_facts_and_instants_lead_to_the_pages_that_have_their_fields() -> None:
    for name, fact in FACTS.items():
        assert name in STEPS[open_questions([_row(fact.question)])[0][0].key].facts
    for text in WHEN.values():
        assert open_questions([_row(text)])[0][0].key == "when"


def test_each_question_is_named_once_and_only_what_is_awaited_asks() -> None:
    met = _row(question(Touches("JP")), state=DutyState.MET)
    asked = question(Touches("EU"))
    pages, hanging = open_questions([_row(asked), _row(asked, question(Says("death"))), met, _row()])
    assert [one.questions for one in pages] == [[asked, question(Says("death"))]]
    assert hanging == 2
    assert open_questions([met, _row()]) == ([], 0)


@pytest.fixture
def unclear(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Incident:
    """A report of Borealis of which hardly anything is known yet."""
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW)
    with tenant(cast.frontier.pk):
        load_all(cast)
        return filed(cast, tlp="TLP:GREEN", jurisdictions=[], facts={})


def _listing(cast: Cast, name: str, ref: str) -> str:
    client = Client()
    client.force_login(cast[name].person)
    return unescape(client.get(reverse("incidents:duties", args=["frontier", ref])).content.decode())


@pytest.mark.django_db
def test_the_reporter_finds_what_to_answer_and_where(cast: Cast, unclear: Incident) -> None:
    page = _listing(cast, "borealis.liaison", unclear.ref)
    assert "Answer these next" in page
    for address in (
        reverse("incidents:correct_step", args=["frontier", unclear.ref, "where"]),
        reverse("incidents:reach", args=["frontier"]),
    ):
        assert f'href="{address}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["clerk", "cygnus.liaison"])
def test_who_may_not_correct_the_report_is_asked_nothing(cast: Cast, unclear: Incident, name: str) -> None:
    assert "Answer these next" not in _listing(cast, name, unclear.ref)


@pytest.mark.django_db
def test_an_authority_is_not_told_what_hangs_on_an_answer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: NOW + timedelta(hours=1))
    with tenant(cast.frontier.pk):
        duty = duty_of(breach(load_all(cast)))
        send(actor=cast.viewer("borealis.liaison"), now=NOW, ref=duty.ref)
        ref = duty.incident.ref
    page = _listing(cast, "observer.eu", ref)
    assert duty.name in page
    assert "Answer these next" not in page
    assert "Decided by" not in page
