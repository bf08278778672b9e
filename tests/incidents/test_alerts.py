"""Alerts: what they tell, to whom, and who may send one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from apps.deadlines.models import Deadline
from apps.deadlines.services import take_steps
from apps.incidents.acts import alerts as acts
from apps.incidents.models import (
    RECEIPT,
    AlertRecipient,
    AlertUpdate,
    Incident,
    IncidentAlert,
    seats_that_may_see,
    seats_that_may_see_alert,
    seats_that_may_see_recipient,
)
from apps.incidents.selectors.alerts import (
    RECEIVED,
    SENT,
    alerts_for,
    board,
    labs_to_alert,
    who_will_see,
)
from apps.incidents.services.alerts import acknowledge_alert, send_alert
from apps.incidents.services.drafting import start_draft
from apps.incidents.services.handling import withdraw
from apps.incidents.states import AlertState, ReceiptState
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tlp import TLP
from apps.notices.models import FanOut
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from tests.cast import NOW, Cast
from tests.incidents.alerting import TEXT, alerted
from tests.incidents.factory import filed

pytestmark = pytest.mark.django_db
BOREALIS = {"borealis.representative", "borealis.alternate", "borealis.liaison"}
ASTER = {"aster.representative", "aster.alternate", "aster.liaison"}
CYGNUS = {"cygnus.representative", "cygnus.alternate", "cygnus.liaison"}


def _of(alert: IncidentAlert, organisation: str) -> AlertRecipient:
    return AlertRecipient.objects.get(alert=alert, organisation__key=organisation)


def _clock(receipt: AlertRecipient) -> Deadline:
    return Deadline.objects.get(subject_kind=RECEIPT, subject_id=receipt.pk)


def _who(cast: Cast, rows: Any, pk: int) -> set[str]:
    return {name for name in cast.in_frontier if rows.visible_to(cast.viewer(name)).filter(pk=pk).exists()}


def _seats(cast: Cast, seats: Any) -> set[str]:
    ids = set(seats.values_list("pk", flat=True))
    return {name for name in cast.in_frontier if cast[name].pk in ids}


def _told(cast: Cast, kind: str) -> set[str]:
    names = {seat.pk: name for name, seat in cast.seats.items()}
    rows = FanOut.objects.filter(act_id__in=Act.objects.filter(kind=kind).values("pk"))
    return {names[pk] for row in rows for pk in row.seat_ids}


def test_an_alert_tells_each_lab_and_starts_its_clock(frontier: Cast) -> None:
    incident = filed(frontier)
    alert = alerted(frontier, incident, title="  Agents copy themselves ")
    assert (alert.title, alert.state, alert.source, alert.organisation) == (
        "Agents copy themselves",
        AlertState.CURRENT,
        incident.organisation,
        incident.organisation,
    )
    assert alert.ref.startswith("ALR-2026-")
    rows = AlertRecipient.objects.filter(alert=alert).order_by("organisation__key")
    assert [(row.organisation.key, row.state) for row in rows] == [
        ("aster", ReceiptState.ASKED),
        ("cygnus", ReceiptState.ASKED),
    ]
    for row in rows:
        clock = _clock(row)
        assert (clock.due_at, clock.owed_by_organisation) == (NOW + timedelta(hours=24), row.organisation)
        assert "article 4.6" in clock.because
    assert _told(frontier, acts.ADDRESSED) == ASTER | CYGNUS
    assert _told(frontier, acts.SENT) == BOREALIS - {"borealis.liaison"} | {"clerk"}


def test_nothing_of_the_report_goes_with_it_and_who_sees_the_report_stays(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:RED", recipients=["secretariat"])
    before = _who(frontier, Incident.objects, incident.pk)
    alert = alerted(frontier, incident, tlp="TLP:GREEN")
    assert _who(frontier, Incident.objects, incident.pk) == before == BOREALIS | {"clerk"}
    assert _seats(frontier, seats_that_may_see(incident.pk, NOW)) == before
    act = Act.objects.get(kind=acts.SENT)
    assert incident.title not in str(act.facts)
    assert TEXT["seen"] not in str(act.facts)
    assert act.subject_ref == alert.ref


LABELS = {
    TLP.RED: set(),
    TLP.AMBER_STRICT: {"clerk", "aster.representative", "aster.alternate"},
    TLP.AMBER: {"clerk", "aster.representative", "aster.alternate", "auditor"},
}


@pytest.mark.parametrize("label", list(TLP))
def test_its_own_label_lets_in_whom_it_says_and_both_directions_agree(frontier: Cast, label: TLP) -> None:
    incident = filed(frontier, tlp="TLP:RED", recipients=["independent"])
    alert = alerted(frontier, incident, tlp=label, recipients=["cygnus"])
    everybody = set(frontier.in_frontier) - {"counsel"}
    expected = BOREALIS | CYGNUS | LABELS.get(label, everybody)
    assert _who(frontier, IncidentAlert.objects, alert.pk) == expected
    assert _seats(frontier, seats_that_may_see_alert(alert.pk, NOW)) == expected
    receipt = _of(alert, "cygnus")
    knowing = BOREALIS | CYGNUS | ({"clerk"} & expected)
    assert _who(frontier, AlertRecipient.objects, receipt.pk) == knowing
    assert _seats(frontier, seats_that_may_see_recipient(receipt.pk, NOW)) == knowing


def test_counsel_sees_the_alert_of_its_matter_alone(frontier: Cast) -> None:
    incident, other = filed(frontier), filed(frontier)
    frontier.retain(incident.ref)
    mine, theirs = alerted(frontier, incident), alerted(frontier, other, tlp="TLP:CLEAR")
    for alert, expected in ((mine, True), (theirs, False)):
        assert ("counsel" in _who(frontier, IncidentAlert.objects, alert.pk)) is expected
        assert ("counsel" in _seats(frontier, seats_that_may_see_alert(alert.pk, NOW))) is expected


def test_who_will_see_it_is_said_before(frontier: Cast) -> None:
    incident = filed(frontier)
    actor = frontier.viewer("borealis.liaison")
    labs = labs_to_alert(actor, incident, NOW)
    assert [lab.key for lab in labs] == ["aster", "cygnus"]
    seeing = who_will_see(actor, incident, label=TLP.RED, recipients=labs[1:], now=NOW)
    assert [(one.name, one.is_addressed, len(one.seats)) for one in seeing] == [
        ("Cygnus", True, 3),
        ("Borealis", False, 3),
    ]
    alert = alerted(frontier, incident, tlp=TLP.RED, recipients=["cygnus"])
    told = {seat.pk for one in seeing for seat in one.seats}
    assert told == set(seats_that_may_see_alert(alert.pk, NOW).values_list("pk", flat=True))


@pytest.mark.parametrize("name", ["aster.liaison", "cygnus.representative", "auditor", "independent", "observer.eu"])
def test_nobody_but_the_source_and_clerks_sends_one(frontier: Cast, name: str) -> None:
    incident = filed(frontier, tlp="TLP:GREEN")
    with pytest.raises(Refused, match="or a clerk, alerts other labs"):
        alerted(frontier, incident, by=name)
    assert not IncidentAlert.objects.exists()


def test_whoever_does_not_see_the_report_finds_nothing_to_alert_from(frontier: Cast) -> None:
    incident = filed(frontier, tlp="TLP:RED", recipients=["independent"])
    with pytest.raises(Http404):
        alerted(frontier, incident, by="clerk")


def test_no_alert_from_a_draft_or_a_withdrawn_report(frontier: Cast) -> None:
    actor = frontier.viewer("borealis.liaison")
    draft = start_draft(actor=actor, now=NOW)
    gone = filed(frontier)
    withdraw(actor=actor, now=NOW, ref=gone.ref, reason="Twice.")
    for incident in (draft, gone):
        with pytest.raises(Refused, match="filed and not withdrawn"):
            alerted(frontier, incident)


def test_a_clerk_keeps_to_the_reports_label(frontier: Cast) -> None:
    amber, green = filed(frontier, recipients=["cygnus"]), filed(frontier, tlp="TLP:GREEN")
    with pytest.raises(Refused, match="only the organisation that reports it tells more people"):
        alerted(frontier, amber, by="clerk", tlp="TLP:GREEN", recipients=["cygnus"])
    # Aster chairs, so that its representative sees an AMBER report: only that lab and the named one may be alerted.
    assert [lab.key for lab in labs_to_alert(frontier.viewer("clerk"), amber, NOW)] == ["aster", "cygnus"]
    narrow = filed(frontier, tlp="TLP:RED", recipients=["secretariat", "cygnus"])
    with pytest.raises(Refused, match="does not let these in: Aster"):
        alerted(frontier, narrow, by="clerk", tlp="TLP:RED")
    sent = alerted(frontier, green, by="clerk", tlp="TLP:GREEN")
    assert (sent.organisation.key, sent.source.key) == ("secretariat", "borealis")
    assert _who(frontier, IncidentAlert.objects, sent.pk) >= BOREALIS


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, "title"),
    ({"title": "x" * 121}, "title"),
    ({"seen": ""}, "seen"),
    ({"seen": "x" * 4001}, "seen"),
    ({"action": ""}, "action"),
    ({"contact": " "}, "contact"),
    ({"urgency": "panic"}, "urgency"),
    ({"tlp": "TLP:BLUE"}, "tlp"),
    ({"recipients": []}, "recipients"),
    ({"recipients": ["nobody"]}, "recipients"),
    ({"recipients": ["borealis"]}, "recipients"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_sent(
    frontier: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        alerted(frontier, filed(frontier), **changes)
    assert set(refusal.value.errors) == {field}
    assert not IncidentAlert.objects.exists()
    assert not Act.objects.filter(kind=acts.SENT).exists()


def test_only_labs_are_alerted(frontier: Cast) -> None:
    with pytest.raises(Refused, match="Only labs that are members are alerted; these are not: Veritas"):
        alerted(frontier, filed(frontier), recipients=["aster", "veritas"])


def test_the_same_page_sent_twice_is_one_alert(frontier: Cast) -> None:
    incident, key = filed(frontier), uuid4()
    first = alerted(frontier, incident, key=key)
    assert alerted(frontier, incident, key=key) == first
    assert IncidentAlert.objects.count() == 1
    assert Act.objects.filter(kind=acts.ADDRESSED).count() == 2


@pytest.mark.parametrize(("urgency", "pages"), [("act_at_once", True), ("act_soon", False), ("take_note", False)])
def test_the_gravest_pages_at_once_and_when_it_is_late(frontier: Cast, urgency: str, pages: bool) -> None:
    alert = alerted(frontier, filed(frontier), urgency=urgency)
    for act in Act.objects.filter(kind=acts.ADDRESSED):
        assert CATALOGUE[act.kind].pages(act) is pages
    clock = _clock(_of(alert, "aster"))
    FanOut.objects.all().delete()
    take_steps([clock.pk], NOW + timedelta(hours=25))
    steps = Act.objects.filter(facts__deadline_id=str(clock.uid), kind__startswith="deadline.").order_by("pk")
    assert steps.exists()
    assert any(step.facts.get("pages") is True for step in steps) is pages


def test_a_late_one_reaches_its_organisation_its_senders_and_then_the_clerks(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier))
    clock = _clock(_of(alert, "cygnus"))
    names = {seat.pk: name for name, seat in frontier.seats.items()}
    FanOut.objects.all().delete()
    take_steps([clock.pk], NOW + timedelta(hours=49))
    told = [{names[pk] for pk in row.seat_ids} for row in FanOut.objects.order_by("act_id")]
    assert told[0] == CYGNUS
    assert any(step >= BOREALIS for step in told)
    assert "clerk" in told[-1]
    [row] = [row for row in board(frontier.viewer("clerk"), alert, NOW + timedelta(hours=49)) if row.is_late][:1]
    assert row.receipt.organisation.key in {"aster", "cygnus"}


def test_lists_hold_what_was_received_and_what_was_sent(frontier: Cast) -> None:
    mine = alerted(frontier, filed(frontier), recipients=["aster"])
    theirs = alerted(frontier, filed(frontier, by="aster.liaison"), by="aster.liaison", recipients=["borealis"])
    lab = frontier.viewer("borealis.liaison")
    rows = {which: set(alerts_for(lab, which).values_list("ref", flat=True)) for which in ("", RECEIVED, SENT)}
    assert rows == {"": {mine.ref, theirs.ref}, RECEIVED: {theirs.ref}, SENT: {mine.ref}}
    row = alerts_for(lab, SENT).get()
    assert (row.mine, row.asked, row.there) == ("", 1, 0)
    acknowledge_alert(actor=frontier.viewer("aster.liaison"), now=NOW, ref=mine.ref)
    assert alerts_for(lab, SENT).get().there == 1
    row = alerts_for(lab, RECEIVED).get()
    assert row.mine == ReceiptState.ASKED
    # Who was asked besides is not for a receiver, a named authority or an auditor to count.
    assert alerts_for(frontier.viewer("cygnus.liaison")).count() == 0


def test_the_database_holds_an_alert_to_its_shape(frontier: Cast) -> None:
    alert = alerted(frontier, filed(frontier))
    broken: list[Any] = [
        lambda: IncidentAlert.objects.filter(pk=alert.pk).update(ended_at=NOW),
        lambda: IncidentAlert.objects.filter(pk=alert.pk).update(contact=""),
        lambda: AlertRecipient.objects.filter(alert=alert).update(acknowledged_at=NOW),
        lambda: AlertRecipient.objects.filter(alert=alert).update(words="Said without an answer."),
        lambda: AlertUpdate.objects.create(alert=alert, seat=frontier["clerk"], text="", at=NOW),
    ]
    for change in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_alert_is_sent_only_with_a_key_of_its_page(frontier: Cast) -> None:
    incident = filed(frontier)
    with pytest.raises(TypeError):
        send_alert(actor=frontier.viewer("borealis.liaison"), now=NOW, ref=incident.ref, **TEXT)
