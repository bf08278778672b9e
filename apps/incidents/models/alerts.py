"""Alerts to other labs: a short text of its own, who got it, and what they answer. The report itself stays closed."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.incidents.models.reports import Incident, open_by_label, seats_once_filed
from apps.incidents.states import (
    ALERT_LABELS,
    ANSWER_LABELS,
    URGENCY_LABELS,
    AlertAnswer,
    AlertState,
    ReceiptState,
    Urgency,
)
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.kernel.tlp import CONFIDENTIAL, TLP

ALERT = "alert"
RECEIPT = "alert_recipient"
"""What alerts, and what one organisation has of an alert, are called as subjects of acts and clocks."""


class AlertQuerySet(models.QuerySet):
    """Alerts; who sees which stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "AlertQuerySet":
        """Those of the own organisation, those sent to it, and those whose own label lets the viewer in.

        Whoever sits for one matter sees of these the alerts that came from that report.
        """
        if viewer.is_operator:
            return self.all()
        sent_to = AlertRecipient.objects.filter(alert=OuterRef("pk"), organisation=viewer.organisation_id)
        mine = Q(organisation=viewer.organisation_id) | Q(source=viewer.organisation_id)
        rows = self.filter(incident__ref=viewer.matter) if viewer.is_for_one_matter else self
        return rows.filter(mine | Exists(sent_to) | open_by_label(viewer, "incident"))


class IncidentAlert(TenantModel):
    """What other labs are told at once. `organisation` sends it, `source` reports the incident; `services` alone ends it."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    key = models.UUIDField(help_text="The page's own: the same page sent twice is one alert.")
    incident = TenantForeignKey(Incident, related_name="alerts")
    organisation = TenantForeignKey(Organisation, related_name="+")
    source = TenantForeignKey(Organisation, related_name="+")
    seat = TenantForeignKey(Seat, related_name="+")
    state = models.CharField(max_length=12, choices=[(one.value, ALERT_LABELS[one]) for one in AlertState])
    urgency = models.CharField(max_length=12, choices=[(one.value, URGENCY_LABELS[one]) for one in Urgency])
    tlp = models.CharField(max_length=16, choices=[(label.value, label.value) for label in TLP])
    title = models.CharField(max_length=120)
    seen = models.TextField()
    recognise = models.TextField(blank=True)
    action = models.TextField()
    contact = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.TextField(blank=True)

    objects = scoped(AlertQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="alert_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="alert_uid_once"),
            models.UniqueConstraint(fields=["committee", "incident", "key"], name="alert_page_once"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(seen="") & ~Q(action="") & ~Q(contact=""), name="alert_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(state=AlertState.CURRENT.value, ended_at=None, ending="")
                | (Q(state=AlertState.ENDED.value, ended_at__isnull=False) & ~Q(ending="")),
                name="alert_ends_with_words",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-sent_at", "-id"], name="alert_newest"),
            models.Index(fields=["committee", "incident", "-id"], name="alert_of_incident"),
            models.Index(fields=["committee", "source", "-sent_at"], name="alert_by_source"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_current(self) -> bool:
        """Whether the all-clear has not been given yet."""
        return self.state == AlertState.CURRENT

    @property
    def is_confidential(self) -> bool:
        """Whether mail about it must carry no content."""
        return self.tlp in CONFIDENTIAL


class RecipientQuerySet(models.QuerySet):
    """What organisations have of alerts, seen by themselves, by who sent it and by the clerks."""

    def visible_to(self, viewer: Viewer) -> "RecipientQuerySet":
        """Those the viewer may read."""
        if viewer.is_operator:
            return self.all()
        rows = self.filter(alert__in=IncidentAlert.objects.visible_to(viewer).order_by().values("pk"))
        if viewer.is_clerk:
            return rows
        mine = viewer.organisation_id
        return rows.filter(Q(organisation=mine) | Q(alert__organisation=mine) | Q(alert__source=mine))


class AlertRecipient(TenantModel):
    """That an organisation got an alert, whether it took note, and what it answers; `services` alone writes it."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    alert = TenantForeignKey(IncidentAlert, models.CASCADE, related_name="recipients")
    organisation = TenantForeignKey(Organisation, related_name="+")
    state = models.CharField(max_length=16, choices=[(one.value, one.value) for one in ReceiptState])
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    answer = models.CharField(
        max_length=16, blank=True, choices=[(one.value, ANSWER_LABELS[one]) for one in AlertAnswer]
    )
    words = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = TenantForeignKey(Seat, null=True, blank=True, related_name="+")

    objects = scoped(RecipientQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="alert_recipient_uid_once"),
            models.UniqueConstraint(fields=["committee", "alert", "organisation"], name="alert_recipient_once"),
            models.CheckConstraint(
                condition=Q(state=ReceiptState.ASKED.value, acknowledged_at=None, acknowledged_by=None)
                | Q(
                    state=ReceiptState.ACKNOWLEDGED.value,
                    acknowledged_at__isnull=False,
                    acknowledged_by__isnull=False,
                ),
                name="alert_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer="", words="", is_shared=False, answered_at=None, answered_by=None)
                | (
                    ~Q(answer="")
                    & Q(state=ReceiptState.ACKNOWLEDGED.value, answered_at__isnull=False, answered_by__isnull=False)
                ),
                name="alert_answer_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "alert"], name="alert_by_recipient")]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.organisation_id}"


class AlertUpdate(TenantModel):
    """What was added to an alert; never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    alert = TenantForeignKey(IncidentAlert, models.CASCADE, related_name="updates")
    seat = TenantForeignKey(Seat, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="alert_update_uid_once"),
            models.CheckConstraint(condition=~Q(text=""), name="alert_update_says_something"),
        ]
        indexes = [models.Index(fields=["committee", "alert", "-id"], name="update_of_alert")]


def seats_an_alert_reaches(
    incident: Incident, *, sender_id: int, label: str, recipients: Collection[int], at: datetime
) -> models.QuerySet[Seat]:
    """The seats, at the instant, that see an alert with this label that is sent to these organisations."""
    shape = Incident(pk=incident.pk, ref=incident.ref, organisation_id=incident.organisation_id, tlp=label)
    return seats_once_filed(shape, at, named={sender_id, *recipients})


def seats_that_may_see_alert(alert_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`."""
    alert = IncidentAlert.objects.select_related("incident").get(pk=alert_id)
    named = set(alert.recipients.values_list("organisation", flat=True))
    return seats_an_alert_reaches(
        alert.incident, sender_id=alert.organisation_id, label=alert.tlp, recipients=named, at=at
    )


def seats_that_may_see_recipient(recipient_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: of those who see the alert, itself, who sent it and the clerks."""
    row = AlertRecipient.objects.select_related("alert").get(pk=recipient_id)
    concerned = Q(organisation__in={row.organisation_id, row.alert.organisation_id, row.alert.source_id})
    return seats_that_may_see_alert(row.alert_id, at).filter(concerned | Q(role=Role.CLERK))
