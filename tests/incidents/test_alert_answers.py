"""Alerts that were sent: acknowledged, answered, added to, ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.deadlines.states import State as Clock
from apps.incidents.acts import alerts as acts
from apps.incidents.models import (
    ALERT,
    RECEIPT,
    AlertRecipient,
    AlertUpdate,
    IncidentAlert,
)
from apps.incidents.selectors.alerts import (
    alert_for,
    board,
    shared_answers,
)
from apps.incidents.services.alerts import acknowledge_alert, add_alert_update, answer_alert, end_alert
from apps.incidents.states import AlertState, ReceiptState
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.services import note_sighting
from tests.cast import NOW, Cast
from tests.incidents.alerting import alerted
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db
BOREALIS = {"borealis.representative", "borealis.alternate", "borealis.liaison"}
ASTER = {"aster.representative", "aster.alternate", "aster.liaison"}
CYGNUS = {"cygnus.representative", "cygnus.alternate", "cygnus.liaison"}
LATER = NOW + timedelta(hours=2)


def _of(alert: IncidentAlert, organisation: str) -> AlertRecipient:
    return AlertRecipient.objects.get(alert=alert, organisation__key=organisation)


def _clock(receipt: AlertRecipient) -> Deadline:
    return Deadline.objects.get(subject_kind=RECEIPT, subject_id=receipt.pk)


def _told(cast: Cast, kind: str) -> set[str]:
    names = {seat.pk: name for name, seat in cast.seats.items()}
    rows = FanOut.objects.filter(act_id__in=Act.objects.filter(kind=kind).values("pk"))
    return {names[pk] for row in rows for pk in row.seat_ids}


def test_each_lab_acknowledges_once_and_its_clock_is_met(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier))
    receipt = acknowledge_alert(actor=frontier.viewer("aster.liaison"), now=LATER, ref=alert.ref)
    assert (receipt.state, receipt.acknowledged_at, receipt.acknowledged_by) == (
        ReceiptState.ACKNOWLEDGED,
        LATER,
        frontier["aster.liaison"],
    )
    assert _clock(receipt).state == Clock.MET
    assert _clock(_of(alert, "cygnus")).state == Clock.RUNNING
    with pytest.raises(Refused):
        acknowledge_alert(actor=frontier.viewer("aster.alternate"), now=LATER, ref=alert.ref)
    assert Act.objects.filter(kind=acts.ACKNOWLEDGED).count() == 1
    assert _told(frontier, acts.ACKNOWLEDGED) == BOREALIS


@pytest.mark.parametrize("name", ["borealis.liaison", "clerk", "auditor", "observer.eu", "independent"])
def test_only_those_it_was_sent_to_acknowledge_and_answer(frontier: Cast, name: str) -> None:
    alert = alerted(frontier, filed(frontier), tlp="TLP:GREEN")
    actor = frontier.viewer(name)
    with pytest.raises(Refused, match="was sent to answers it"):
        acknowledge_alert(actor=actor, now=NOW, ref=alert.ref)
    with pytest.raises(Refused, match="was sent to answers it"):
        answer_alert(actor=actor, now=NOW, ref=alert.ref, answer="looking")


def test_a_lab_that_was_left_out_finds_no_alert(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier), tlp="TLP:RED", recipients=["aster"])
    for name in ("cygnus.liaison", "clerk", "auditor"):
        with pytest.raises(Http404):
            alert_for(frontier.viewer(name), alert.ref)
    with tenant(frontier.pacific.pk), pytest.raises(Http404):
        alert_for(frontier.viewer("eve"), alert.ref)


def test_an_answer_acknowledges_too_and_is_read_by_others_only_where_its_lab_agrees(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier))
    actor = frontier.viewer("cygnus.liaison")
    answered = answer_alert(actor=actor, now=LATER, ref=alert.ref, answer="looking", words=" We check. ")
    assert (answered.state, answered.words, answered.is_shared) == (ReceiptState.ACKNOWLEDGED, "We check.", False)
    assert _clock(answered).state == Clock.MET
    assert [row.receipt for row in board(frontier.viewer("aster.liaison"), alert, LATER)] == [_of(alert, "aster")]
    assert shared_answers(alert) == []
    for name in ("borealis.liaison", "clerk"):
        rows = {row.receipt.organisation.key: row for row in board(frontier.viewer(name), alert, LATER)}
        assert rows["cygnus"].receipt.words == "We check."
        assert rows["cygnus"].answer == ("Looking into it", "warn")
        assert rows["aster"].answer == ("", "")
    again = answer_alert(actor=actor, now=LATER, ref=alert.ref, answer="seen_here", words="Yes, two hosts.", share=True)
    assert again.acknowledged_at == LATER
    assert [one.words for one in shared_answers(alert)] == ["Yes, two hosts."]
    said = Act.objects.filter(kind=acts.ANSWERED).order_by("pk")
    assert [act.facts["answer"] for act in said] == ["looking", "seen_here"]
    assert "two hosts" not in str([act.facts for act in said])
    assert _told(frontier, acts.ANSWERED) == BOREALIS | {"clerk"}


@pytest.mark.parametrize(
    ("given", "field"), [({"answer": "perhaps"}, "answer"), ({"answer": "looking", "words": "x" * 4001}, "words")]
)
def test_an_answer_that_is_wrong_changes_nothing(frontier: Cast, given: dict[str, Any], field: str) -> None:
    alert = alerted(frontier, filed(frontier))
    with pytest.raises(Invalid) as refusal:
        answer_alert(actor=frontier.viewer("aster.liaison"), now=NOW, ref=alert.ref, **given)
    assert set(refusal.value.errors) == {field}
    assert _of(alert, "aster").state == ReceiptState.ASKED


def test_the_board_says_who_has_read_it(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier))
    note_sighting(ALERT, alert.pk, viewer=frontier.viewer("cygnus.alternate"), now=LATER)
    note_sighting(ALERT, alert.pk, viewer=frontier.viewer("cygnus.liaison"), now=LATER + timedelta(hours=1))
    rows = {row.receipt.organisation.key: row for row in board(frontier.viewer("borealis.liaison"), alert, LATER)}
    assert (rows["cygnus"].read_at, rows["aster"].read_at) == (LATER, None)
    assert not rows["aster"].is_late
    late = board(frontier.viewer("borealis.liaison"), alert, NOW + timedelta(hours=25))
    assert [row.is_late for row in late] == [True, True]


def test_what_is_new_is_told_to_all_and_the_all_clear_ends_it_with_words(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier))
    lab = frontier.viewer("borealis.alternate")
    acknowledge_alert(actor=frontier.viewer("aster.liaison"), now=NOW, ref=alert.ref)
    add_alert_update(actor=lab, now=LATER, ref=alert.ref, text=" Another host. ")
    assert AlertUpdate.objects.get().text == "Another host."
    assert _told(frontier, acts.UPDATED) >= ASTER | CYGNUS | {"clerk"}
    with pytest.raises(Invalid, match="Say how it ended"):
        end_alert(actor=lab, now=LATER, ref=alert.ref, words=" ")
    ended = end_alert(actor=lab, now=LATER, ref=alert.ref, words="The hole is closed.")
    assert (ended.state, ended.ended_at, ended.ending) == (AlertState.ENDED, LATER, "The hole is closed.")
    assert _clock(_of(alert, "aster")).state == Clock.MET
    assert _clock(_of(alert, "cygnus")).state == Clock.MOOT
    assert Act.objects.filter(kind=acts.LET_GO).count() == 1
    for verb, given in (
        (add_alert_update, {"text": "More."}),
        (end_alert, {"words": "Again."}),
    ):
        with pytest.raises(Refused):
            verb(actor=lab, now=LATER, ref=alert.ref, **given)
    for verb, given in ((acknowledge_alert, {}), (answer_alert, {"answer": "looking"})):
        with pytest.raises(Refused, match="has ended"):
            verb(actor=frontier.viewer("cygnus.liaison"), now=LATER, ref=alert.ref, **given)


@pytest.mark.parametrize("name", ["aster.liaison", "clerk", "auditor"])
def test_nobody_else_adds_to_an_alert_or_ends_it(frontier: Cast, name: str) -> None:
    alert = alerted(frontier, filed(frontier), tlp="TLP:GREEN")
    actor = frontier.viewer(name)
    with pytest.raises(Refused, match="Only the organisation that sent this alert"):
        add_alert_update(actor=actor, now=NOW, ref=alert.ref, text="More.")
    with pytest.raises(Refused, match="Only the organisation that sent this alert"):
        end_alert(actor=actor, now=NOW, ref=alert.ref, words="Over.")


def test_what_a_clerk_sent_is_ended_by_a_clerk_or_by_the_source(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:GREEN")
    for name in ("clerk", "borealis.liaison"):
        alert = alerted(frontier, incident, by="clerk", tlp="TLP:GREEN")
        assert end_alert(actor=frontier.viewer(name), now=NOW, ref=alert.ref, words="Over.").state == AlertState.ENDED


def test_updates_want_words(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier))
    for text in (" ", "x" * 4001):
        with pytest.raises(Invalid):
            add_alert_update(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=alert.ref, text=text)
    assert not AlertUpdate.objects.exists()
