"""What can happen to an alert: sent, added to, acknowledged and answered by each that got it, all clear."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.states import Role
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.incidents.models import (
    ALERT,
    RECEIPT,
    AlertRecipient,
    IncidentAlert,
    seats_that_may_see_alert,
    seats_that_may_see_recipient,
)
from apps.incidents.rules.alert_verbs import ALERT_HOURS, is_gravest
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

TO_ACKNOWLEDGE = "alert.acknowledgement"

SENT = "alert.sent"
ADDRESSED = "alert.addressed"
UPDATED = "alert.updated"
ENDED = "alert.ended"
LET_GO = "alert.let_go"
ACKNOWLEDGED = "alert.acknowledged"
ANSWERED = "alert.answered"

SENDERS = "alert.senders"
READERS = "alert.readers"
HOLDERS = "alert.holders"
RECEIPT_SENDERS = "alert_recipient.senders"
HANDLING = (Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON, Role.CLERK)
"""Of those who see an alert, the roles that deal with it."""


def address(slug: str, ref: str) -> str:
    return reverse("incidents:alert", args=[slug, ref])


def _handling(at: datetime, condition: Q) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(condition, role__in=HANDLING)


def _sent_by(alerts: QuerySet[IncidentAlert]) -> Q:
    return Q(organisation__in=alerts.values("organisation")) | Q(organisation__in=alerts.values("source"))


def _senders(alert_id: int, at: datetime) -> QuerySet[Seat]:
    return _handling(at, _sent_by(IncidentAlert.objects.filter(pk=alert_id)))


def _readers(alert_id: int, at: datetime) -> QuerySet[Seat]:
    sent_to = AlertRecipient.objects.filter(alert=alert_id).values("organisation")
    return _handling(at, Q(organisation__in=sent_to) | _sent_by(IncidentAlert.objects.filter(pk=alert_id)))


def _holders(recipient_id: int, at: datetime) -> QuerySet[Seat]:
    return _handling(at, Q(organisation__in=AlertRecipient.objects.filter(pk=recipient_id).values("organisation")))


def _senders_to(recipient_id: int, at: datetime) -> QuerySet[Seat]:
    return _handling(at, _sent_by(IncidentAlert.objects.filter(recipients=recipient_id)))


def _titles(ids: Collection[int]) -> dict[int, str]:
    return dict(IncidentAlert.objects.filter(pk__in=ids).values_list("pk", "title"))


def _recipient_titles(ids: Collection[int]) -> dict[int, str]:
    return dict(AlertRecipient.objects.filter(pk__in=ids).values_list("pk", "alert__title"))


def _confidential(alert_id: int) -> bool:
    return IncidentAlert.objects.only("tlp").get(pk=alert_id).is_confidential


def _recipient_confidential(recipient_id: int) -> bool:
    return IncidentAlert.objects.only("tlp").get(recipients=recipient_id).is_confidential


def _is_gravest(recipient_id: int) -> bool:
    return is_gravest(IncidentAlert.objects.values_list("urgency", flat=True).get(recipients=recipient_id))


def register() -> None:
    """Fill the registries with alerts and with what each organisation has of one."""
    SUBJECTS.register(
        ALERT,
        SubjectKind(
            key=ALERT,
            label="alert",
            address=address,
            visible=lambda viewer: IncidentAlert.objects.visible_to(viewer),
            seats=seats_that_may_see_alert,
            titles=_titles,
            confidential=_confidential,
            party=lambda alert_id: IncidentAlert.objects.filter(pk=alert_id).values("source"),
            own=lambda organisation_id: IncidentAlert.objects.filter(source=organisation_id),
        ),
    )
    SUBJECTS.register(
        RECEIPT,
        SubjectKind(
            key=RECEIPT,
            label="alert to an organisation",
            address=address,
            visible=lambda viewer: AlertRecipient.objects.visible_to(viewer),
            seats=seats_that_may_see_recipient,
            titles=_recipient_titles,
            confidential=_recipient_confidential,
        ),
    )
    for key, words, seats in (
        (SENDERS, "those who sent the alert", _senders),
        (READERS, "those who sent the alert and those who got it", _readers),
        (HOLDERS, "the organisation that the alert was sent to", _holders),
        (RECEIPT_SENDERS, "those who sent the alert to it", _senders_to),
    ):
        AUDIENCES.register(key, Audience(key, words, seats))
    late = ("owner", "representative", RECEIPT_SENDERS)
    CLOCKS.register(
        TO_ACKNOWLEDGE,
        ClockRule(
            key=TO_ACKNOWLEDGE,
            name="Acknowledge the alert",
            owed_by=(),
            organisation_of=lambda pk: AlertRecipient.objects.values_list("organisation", flat=True).get(pk=pk),
            length=ALERT_HOURS,
            unit="hours",
            because="An organisation that gets an alert acknowledges it within {length} (charter, article {article}).",
            ladder=(
                Step(-4, to=("owner",), does="remind", pages=_is_gravest),
                Step(0, to=late, does="escalate", pages=_is_gravest),
                Step(24, to=(*late, "clerks"), does="escalate"),
            ),
            repeat=Repeat(every=24, to=(*late, "clerks"), most=14),
        ),
    )
    _declare()


def _declare() -> None:
    declare(
        ActKind(SENT, "sent the alert", told=(SENDERS, "clerks"), icon="bell-ringing", urgent=True),
        ActKind(
            ADDRESSED,
            "alerts your organisation",
            told=(HOLDERS,),
            starts=(TO_ACKNOWLEDGE,),
            asks="Read it, do what it says, and acknowledge it for your organisation.",
            icon="bell-ringing",
            urgent=True,
            quiet=True,
            pages=lambda act: is_gravest(str(act.facts.get("urgency", ""))),
        ),
        ActKind(UPDATED, "added to the alert", told=(READERS, "clerks"), icon="message", urgent=True),
        ActKind(ENDED, "gave the all-clear", told=(READERS, "clerks"), icon="circle-check", urgent=True),
        ActKind(LET_GO, "asks for no acknowledgement any more", moots=(TO_ACKNOWLEDGE,), icon="clock-off", quiet=True),
        ActKind(
            ACKNOWLEDGED,
            "acknowledged the alert",
            told=(RECEIPT_SENDERS,),
            meets=(TO_ACKNOWLEDGE,),
            icon="checks",
        ),
        ActKind(ANSWERED, "answered the alert", told=(RECEIPT_SENDERS, "clerks"), icon="message-reply"),
    )
