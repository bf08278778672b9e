"""Alerting other labs: sending, adding, the all-clear, and what those who got it acknowledge and answer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from apps.committees.models import Organisation
from apps.committees.rules.references import free_reference
from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import alerts as acts
from apps.incidents.models import ALERT, RECEIPT, AlertRecipient, AlertUpdate, Incident, IncidentAlert
from apps.incidents.rules import alert_verbs as verbs
from apps.incidents.selectors.alerts import alert_for, labs_to_alert, organisations_that_see, receipt_of
from apps.incidents.selectors.reports import incident_for
from apps.incidents.states import (
    ALERT_TRANSITIONS,
    RECEIPT_TRANSITIONS,
    AlertAnswer,
    AlertState,
    ReceiptState,
    Urgency,
)
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.texts import optional, required, wrong_in
from apps.kernel.tlp import TLP
from apps.record.services import Entry, record, record_all

PREFIX = "ALR"
LENGTHS = {
    "title": verbs.TITLE_LENGTH,
    "seen": verbs.TEXT_LENGTH,
    "recognise": verbs.TEXT_LENGTH,
    "action": verbs.TEXT_LENGTH,
    "contact": verbs.CONTACT_LENGTH,
}


def send_alert(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    key: UUID,
    title: str,
    seen: str,
    action: str,
    contact: str,
    urgency: str,
    tlp: str,
    recipients: Collection[str],
    recognise: str = "",
) -> IncidentAlert:
    """Alert the labs with these keys with a text of its own; who sees the report does not change.

    `key` is the page's: the same one again gives the alert that it made. Each lab's clock to acknowledge starts, and the
    gravest pages. Raises Http404, Refused, or Invalid by field.
    """
    incident = incident_for(actor, ref, lock=True)
    if (there := _made_by(actor, incident, key)) is not None:
        return there
    verbs.may_alert(actor, incident).require()
    given = {"title": title, "seen": seen, "recognise": recognise, "action": action, "contact": contact}
    texts = {name: text.strip() for name, text in given.items()}
    chosen = _chosen(incident, recipients)
    if errors := _errors(texts, urgency, tlp, chosen, recipients):
        raise Invalid(errors)
    verbs.may_label(actor, incident, tlp).require()
    _may_address(actor, incident, chosen, now)
    alert = IncidentAlert.objects.create(
        ref=free_reference(PREFIX, now.year, lambda ref: IncidentAlert.objects.filter(ref=ref).exists()),
        key=key,
        incident=incident,
        organisation_id=actor.organisation_id,
        source_id=incident.organisation_id,
        seat_id=actor.seat_id,
        state=AlertState.CURRENT,
        urgency=urgency,
        tlp=tlp,
        sent_at=now,
        **texts,
    )
    rows = AlertRecipient.objects.bulk_create(
        AlertRecipient(alert=alert, organisation=lab, state=ReceiptState.ASKED) for lab in chosen
    )
    facts = {"tlp": tlp, "urgency": urgency, "recipients": [lab.key for lab in chosen]}
    record(acts.SENT, actor=actor, now=now, subject=(ALERT, alert.pk, alert.ref), facts=facts, sealed=texts)
    record_all(
        [Entry(acts.ADDRESSED, actor, (RECEIPT, row.pk, alert.ref), {"urgency": urgency}) for row in rows], now=now
    )
    return alert


def add_alert_update(*, actor: Viewer, now: datetime, ref: str, text: str) -> AlertUpdate:
    """Say what is new about an alert that has not ended. Raises Http404, Refused or Invalid."""
    alert = alert_for(actor, ref, lock=True)
    verbs.may_update_alert(actor, alert).require()
    text = required(text, "text", "Write what is new.", verbs.TEXT_LENGTH)
    update = AlertUpdate.objects.create(alert=alert, seat_id=actor.seat_id, text=text, at=now)
    record(acts.UPDATED, actor=actor, now=now, subject=(ALERT, alert.pk, alert.ref), sealed={"update": text})
    return update


def end_alert(*, actor: Viewer, now: datetime, ref: str, words: str) -> IncidentAlert:
    """Give the all-clear, in words: whoever has not acknowledged need not any more. Raises Http404, Refused or Invalid."""
    alert = alert_for(actor, ref, lock=True)
    verbs.may_end_alert(actor, alert).require()
    alert.ending = required(words, "words", "Say how it ended, and what holds from now on.", verbs.TEXT_LENGTH)
    alert.state, alert.ended_at = ALERT_TRANSITIONS["end"].target, now
    alert.save(update_fields=["state", "ended_at", "ending"])
    record(acts.ENDED, actor=actor, now=now, subject=(ALERT, alert.pk, alert.ref), sealed={"words": alert.ending})
    waiting = AlertRecipient.objects.filter(alert=alert, state=ReceiptState.ASKED).order_by("pk")
    record_all([Entry(acts.LET_GO, actor, (RECEIPT, row.pk, alert.ref)) for row in waiting], now=now)
    return alert


def acknowledge_alert(*, actor: Viewer, now: datetime, ref: str) -> AlertRecipient:
    """Take note of an alert for one's own organisation; meets its clock. Raises Http404 or Refused."""
    alert, receipt = _held(actor, ref)
    verbs.may_acknowledge_alert(actor, alert, receipt.state, is_own=True).require()
    _acknowledge(alert, receipt, actor, now)
    return receipt


def answer_alert(
    *, actor: Viewer, now: datetime, ref: str, answer: str, words: str = "", share: bool = False
) -> AlertRecipient:
    """Say how one's own organisation stands; again when that changes. It acknowledges the alert, too.

    The words are read by who sent the alert and the clerks; with `share` by everybody who sees it. Raises Http404,
    Refused, or Invalid by field.
    """
    alert, receipt = _held(actor, ref)
    verbs.may_answer_alert(actor, alert, is_own=True).require()
    if answer not in list(AlertAnswer):
        raise Invalid({"answer": "Choose one of the answers."})
    words = optional(words, "words", verbs.TEXT_LENGTH)
    if receipt.state == ReceiptState.ASKED:
        _acknowledge(alert, receipt, actor, now)
    receipt.answer, receipt.words, receipt.is_shared = answer, words, share
    receipt.answered_at, receipt.answered_by_id = now, actor.seat_id
    receipt.save(update_fields=["answer", "words", "is_shared", "answered_at", "answered_by"])
    record(
        acts.ANSWERED,
        actor=actor,
        now=now,
        subject=(RECEIPT, receipt.pk, alert.ref),
        facts={"answer": answer, "shared": share},
        sealed={"words": words} if words else {},
    )
    return receipt


def _acknowledge(alert: IncidentAlert, receipt: AlertRecipient, actor: Viewer, now: datetime) -> None:
    receipt.state = RECEIPT_TRANSITIONS["acknowledge"].target
    receipt.acknowledged_at, receipt.acknowledged_by_id = now, actor.seat_id
    receipt.save(update_fields=["state", "acknowledged_at", "acknowledged_by"])
    record(acts.ACKNOWLEDGED, actor=actor, now=now, subject=(RECEIPT, receipt.pk, alert.ref))


def _held(actor: Viewer, ref: str) -> tuple[IncidentAlert, AlertRecipient]:
    """The alert and what the actor's organisation has of it, both held: the alert first, as everywhere."""
    alert = alert_for(actor, ref, lock=True)
    receipt = receipt_of(actor, alert, lock=True)
    if receipt is None:
        raise Refused(verbs.may_answer_alert(actor, alert, is_own=False).reason)
    return alert, receipt


def _made_by(actor: Viewer, incident: Incident, key: UUID) -> IncidentAlert | None:
    """The alert that this page has made already."""
    return IncidentAlert.objects.visible_to(actor).filter(incident=incident, key=key).first()


def _chosen(incident: Incident, keys: Collection[str]) -> list[Organisation]:
    """The organisations with these keys; the reporting one is never told by its own alert."""
    rows = Organisation.objects.filter(key__in=list(keys)).exclude(pk=incident.organisation_id)
    return list(rows.order_by("name"))


def _may_address(actor: Viewer, incident: Incident, chosen: list[Organisation], now: datetime) -> None:
    allowed = {lab.pk for lab in labs_to_alert(actor, incident, now)}
    seeing = organisations_that_see(incident, now)
    verbs.may_address(actor, incident, [lab.name for lab in chosen if lab.pk not in seeing]).require()
    if strangers := [lab.name for lab in chosen if lab.pk not in allowed]:
        raise Refused(f"Only labs that are members are alerted; these are not: {', '.join(strangers)}.")


def _errors(
    texts: dict[str, str], urgency: str, tlp: str, chosen: list[Organisation], keys: Collection[str]
) -> dict[str, str]:
    errors = wrong_in(texts, verbs.WANTED, LENGTHS)
    if urgency not in list(Urgency):
        errors["urgency"] = "Choose how fast they must act."
    if tlp not in list(TLP):
        errors["tlp"] = "Choose who may be told."
    if unknown := set(keys) - {lab.key for lab in chosen}:
        errors["recipients"] = f"These cannot be alerted: {', '.join(sorted(unknown))}."
    elif not chosen:
        errors["recipients"] = "Choose at least one lab."
    return errors
