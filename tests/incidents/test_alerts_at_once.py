"""Two at the same moment: one alert is acknowledged once, ends cleanly, and a party that joins misses nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from apps.deadlines.models import Deadline
from apps.deadlines.states import State as Clock
from apps.incidents.acts.alerts import ACKNOWLEDGED, SENT, TO_ACKNOWLEDGE
from apps.incidents.models import Incident, IncidentAlert, IncidentThread, ThreadMessage, ThreadParty
from apps.incidents.services.threads import ask_for_party
from apps.incidents.states import PartyState
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.incidents.alerting import TEXT, alerted, spoken
from tests.incidents.factory import filed
from tests.incidents.protecting import REPORTER, WORDS, appoint
from tests.incidents.test_at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.torn]

HOME = "/c/frontier/incidents/"


def _statuses(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("_round", range(3))
def test_two_colleagues_acknowledge_an_alert_once(cast: Cast, _round: int) -> None:
    with tenant(cast.frontier.pk):
        alert = alerted(cast, filed(cast))
    path = f"/api/v1/committees/frontier/alerts/{alert.ref}/acknowledge/"
    answers = at_once(cast, ["cygnus.liaison", "cygnus.alternate"], lambda client: client.post(path))
    assert _statuses(answers) == [200, 409]
    with tenant(cast.frontier.pk):
        assert Act.objects.filter(kind=ACKNOWLEDGED).count() == 1


def test_one_page_sent_twice_at_once_is_one_alert(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast).ref
    given = TEXT | {"key": str(uuid4()), "confirm": "1"}
    send = lambda client: client.post(f"{HOME}{ref}/alert/", given)  # noqa: E731
    answers = at_once(cast, ["borealis.liaison"] * 2, send)
    assert _statuses(answers) == [302, 302]
    with tenant(cast.frontier.pk):
        assert IncidentAlert.objects.count() == Act.objects.filter(kind=SENT).count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_one_page_of_a_thread_sent_twice_at_once_is_one_thread(cast: Cast, _round: int) -> None:
    with tenant(cast.frontier.pk):
        ref = filed(cast, recipients=["eu-office"]).ref
    given = {"key": str(uuid4()), "subject": "The host", "parties": ["eu-office"], "text": "Which one?"}
    send = lambda client: client.post(f"{HOME}{ref}/thread/", given)  # noqa: E731
    answers = at_once(cast, ["borealis.liaison"] * 2, send)
    assert _statuses(answers) == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    with tenant(cast.frontier.pk):
        assert IncidentThread.objects.count() == ThreadMessage.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_one_protected_report_sent_twice_at_once_is_one_report(cast: Cast, _round: int) -> None:
    with tenant(cast.frontier.pk):
        appoint(cast)
    answers = at_once(cast, [REPORTER] * 2, lambda client: client.post(f"{HOME}protected/", WORDS))
    assert _statuses(answers) == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    with tenant(cast.frontier.pk):
        assert Incident.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_an_acknowledgement_and_the_all_clear_leave_no_clock_running(cast: Cast, _round: int) -> None:
    with tenant(cast.frontier.pk):
        alert = alerted(cast, filed(cast), recipients=["cygnus"])

    def send(client: Client) -> Any:
        step = "end" if client.session["_auth_user_id"] == str(cast["borealis.liaison"].person_id) else "acknowledge"
        return client.post(f"{HOME}alerts/{alert.ref}/{step}/", {"words": "Over."})

    answers = at_once(cast, ["borealis.liaison", "cygnus.liaison"], send)
    assert _statuses(answers) in ([302, 302], [302, 409])
    with tenant(cast.frontier.pk):
        clock = Deadline.objects.get(clock=TO_ACKNOWLEDGE)
        assert clock.state == (Clock.MET if _statuses(answers) == [302, 302] else Clock.MOOT)


@pytest.mark.parametrize("_round", range(3))
def test_the_last_two_to_agree_let_a_party_in_once(cast: Cast, _round: int) -> None:
    with tenant(cast.frontier.pk):
        thread = spoken(cast, filed(cast, recipients=["eu-office"]), "eu-office", "secretariat")
        ask_for_party(actor=cast.viewer("borealis.liaison"), now=NOW, ref=thread.ref, organisation="veritas")
    path = f"{HOME}threads/{thread.ref}/parties/veritas/agree/"
    assert _statuses(at_once(cast, ["clerk", "observer.eu"], lambda client: client.post(path))) == [302, 302]
    with tenant(cast.frontier.pk):
        assert ThreadParty.objects.get(organisation__key="veritas").state == PartyState.IN
        assert Act.objects.filter(kind="incident_thread.party_joined").count() == 1
