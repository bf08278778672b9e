"""Alerts as a viewer may see them: lists, one alert, who has it and how each stands with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.deadlines.models import Deadline
from apps.incidents.acts.alerts import TO_ACKNOWLEDGE
from apps.incidents.models import (
    ALERT,
    RECEIPT,
    AlertRecipient,
    AlertUpdate,
    Incident,
    IncidentAlert,
    seats_an_alert_reaches,
    seats_that_may_see,
)
from apps.incidents.models.alerts import AlertQuerySet
from apps.incidents.states import ANSWER_LABELS, AlertAnswer, ReceiptState
from apps.record.models import Sighting

RECEIVED, SENT = "received", "sent"
LISTED = (
    "pk", "ref", "title", "state", "urgency", "tlp", "sent_at", "ended_at", "organisation__name", "organisation__key",
    "source", "mine", "asked", "there",
)  # fmt: skip
ANSWER_TONES = {AlertAnswer.SEEN_HERE: "stop", AlertAnswer.NOT_AFFECTED: "ok", AlertAnswer.LOOKING: "warn"}


def alert_for(viewer: Viewer, ref: str, *, lock: bool = False) -> IncidentAlert:
    """The alert with this reference; Http404 alike for absent and hidden ones. `lock` holds it for a change."""
    rows = IncidentAlert.objects.visible_to(viewer).filter(ref=ref)
    rows = (
        rows.select_for_update(of=("self",))
        if lock
        else rows.select_related("organisation", "source", "seat__person", "seat__organisation", "incident")
    )
    alert = rows.first()
    if alert is None:
        raise Http404(ref)
    return alert


def alerts_for(viewer: Viewer, which: str = "") -> AlertQuerySet:
    """The alerts that the viewer may see: all, those its organisation received, or those that it sent.

    Each with where its own organisation stands (`mine`), and how many, of those whose standing the viewer may know, were
    asked (`asked`) and have acknowledged (`there`). A list takes `.values_list(*LISTED, named=True)` of it.
    """
    rows = IncidentAlert.objects.visible_to(viewer)
    own = AlertRecipient.objects.filter(alert=OuterRef("pk"), organisation=viewer.organisation_id)
    if which == RECEIVED:
        rows = rows.filter(pk__in=own.order_by().values("alert"))
    elif which == SENT:
        rows = rows.filter(Q(organisation=viewer.organisation_id) | Q(source=viewer.organisation_id))
    known = AlertRecipient.objects.visible_to(viewer).filter(alert=OuterRef("pk")).order_by().values("alert")
    there = known.filter(state=ReceiptState.ACKNOWLEDGED)
    return rows.annotate(
        mine=Coalesce(Subquery(own.values("state")[:1]), Value("")),
        asked=Coalesce(Subquery(known.annotate(number=Count("pk")).values("number")), 0),
        there=Coalesce(Subquery(there.annotate(number=Count("pk")).values("number")), 0),
    )


def alerts_of(viewer: Viewer, incident: Incident) -> AlertQuerySet:
    """The alerts that came from a report, as far as the viewer may see them, newest first."""
    return IncidentAlert.objects.visible_to(viewer).filter(incident=incident.pk).order_by("-sent_at", "-pk")


def receipt_of(viewer: Viewer, alert: IncidentAlert, *, lock: bool = False) -> AlertRecipient | None:
    """What the viewer's own organisation has of the alert; None where it was not sent to it."""
    rows = AlertRecipient.objects.visible_to(viewer).filter(alert=alert.pk, organisation=viewer.organisation_id)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Where one organisation stands: when somebody there first opened it, acknowledged it, and what it answers."""

    receipt: AlertRecipient
    read_at: datetime | None
    deadline: Deadline | None
    now: datetime

    @property
    def is_late(self) -> bool:
        """Whether its acknowledgement is awaited still and its hour has passed."""
        if self.receipt.acknowledged_at is not None or self.deadline is None or self.deadline.closed_at is not None:
            return False
        return self.deadline.due_at < self.now

    @property
    def answer(self) -> tuple[str, str]:
        """What it answers in a word or two, and the tone of that."""
        if not self.receipt.answer:
            return "", ""
        answer = AlertAnswer(self.receipt.answer)
        return ANSWER_LABELS[answer], ANSWER_TONES[answer]


def board(viewer: Viewer, alert: IncidentAlert, now: datetime) -> list[BoardRow]:
    """Where each organisation stands that got the alert, as far as the viewer may know it, by name (three queries)."""
    people = ("acknowledged_by__person", "answered_by__person")
    rows = AlertRecipient.objects.visible_to(viewer).filter(alert=alert.pk).select_related("organisation", *people)
    receipts = list(rows.order_by("organisation__name"))
    clocks = Deadline.objects.filter(
        subject_kind=RECEIPT, subject_id__in=[one.pk for one in receipts], clock=TO_ACKNOWLEDGE, second_to=None
    )
    due = {deadline.subject_id: deadline for deadline in clocks}
    read = _first_read(alert, [one.organisation_id for one in receipts])
    return [BoardRow(one, read.get(one.organisation_id), due.get(one.pk), now) for one in receipts]


def _first_read(alert: IncidentAlert, organisations: Collection[int]) -> dict[int, datetime]:
    """When somebody of each organisation first opened the alert."""
    rows = Sighting.objects.filter(subject_kind=ALERT, subject_id=alert.pk, seat__organisation__in=organisations)
    read: dict[int, datetime] = {}
    for organisation_id, at in rows.order_by("at").values_list("seat__organisation", "at"):
        read.setdefault(organisation_id, at)
    return read


def addressed_to(alert: IncidentAlert) -> list[str]:
    """The names of the organisations that the alert was sent to; whoever sees the alert knows them."""
    return list(alert.recipients.order_by("organisation__name").values_list("organisation__name", flat=True))


def shared_answers(alert: IncidentAlert) -> list[AlertRecipient]:
    """The answers that their organisations let everybody read who sees the alert, by name."""
    rows = AlertRecipient.objects.filter(alert=alert.pk, is_shared=True).select_related("organisation")
    return list(rows.order_by("organisation__name"))


def updates_of_alert(alert: IncidentAlert) -> list[AlertUpdate]:
    """What was added to an alert, newest first."""
    return list(alert.updates.select_related("seat__organisation", "seat__person").order_by("-id"))


def labs_to_alert(viewer: Viewer, incident: Incident, now: datetime) -> list[Organisation]:
    """The member labs that the viewer may alert, by name: for a clerk only those that see the report anyway."""
    rows = members_at(now).filter(kind=OrganisationKind.LAB).exclude(pk=incident.organisation_id)
    if viewer.organisation_id != incident.organisation_id:
        rows = rows.filter(pk__in=organisations_that_see(incident, now))
    return list(rows.order_by("name"))


def organisations_that_see(incident: Incident, now: datetime) -> set[int]:
    """The organisations, by id, of which somebody may see the report."""
    return set(seats_that_may_see(incident.pk, now).order_by().values_list("organisation", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Seeing:
    """An organisation that will see an alert: who there, and whether it is sent to it."""

    name: str
    seats: Sequence[Seat]
    is_addressed: bool


def who_will_see(
    viewer: Viewer, incident: Incident, *, label: str, recipients: Iterable[Organisation], now: datetime
) -> list[Seeing]:
    """Who would see an alert if it were sent now, those addressed first, then by name (one query)."""
    chosen = {one.pk for one in recipients}
    seats = seats_an_alert_reaches(
        incident, sender_id=viewer.organisation_id, label=label, recipients=chosen, at=now
    ).select_related("organisation", "person")
    rows = sorted(seats, key=lambda seat: (seat.organisation_id not in chosen, seat.organisation.name, seat.pk))
    found = []
    for organisation, group in groupby(rows, key=lambda seat: seat.organisation):
        found.append(Seeing(organisation.name, list(group), organisation.pk in chosen))
    return found


def exported(viewer: Viewer, which: str, most: int) -> QuerySet:
    """The list as a file takes it, newest first."""
    return alerts_for(viewer, which).order_by("-sent_at", "-pk").values_list(*LISTED, named=True)[:most]
