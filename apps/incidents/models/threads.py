"""Threads beside a report: what some of those who see it say to each other, seen by nobody else."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.models.reports import Incident, seats_that_may_see
from apps.incidents.states import PARTY_LABELS, PartyState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

THREAD = "incident_thread"
MESSAGE = "incident_message"
"""What threads and their messages are called as subjects of acts."""


class ThreadQuerySet(models.QuerySet):
    """Threads; nobody sees one that is no party of it: neither a clerk nor an operator."""

    def visible_to(self, viewer: Viewer) -> "ThreadQuerySet":
        """Those that the viewer's organisation takes part in, of the reports that the viewer sees."""
        if viewer.is_operator:
            return self.none()
        taking_part = ThreadParty.objects.filter(
            thread=OuterRef("pk"), organisation=viewer.organisation_id, state=PartyState.IN
        )
        seen = Incident.objects.visible_to(viewer).order_by().values("pk")
        return self.filter(Exists(taking_part), incident__in=seen)


class IncidentThread(TenantModel):
    """A conversation among named organisations beside a report; it is open as long as the report is."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    key = models.UUIDField(help_text="The page's own: the same page sent twice is one thread.")
    incident = TenantForeignKey(Incident, related_name="threads")
    subject = models.CharField(max_length=120)
    opened_by = TenantForeignKey(Seat, related_name="+")
    opened_at = models.DateTimeField()

    objects = scoped(ThreadQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="thread_ref_once"),
            models.UniqueConstraint(fields=["committee", "uid"], name="thread_uid_once"),
            models.UniqueConstraint(fields=["committee", "incident", "key"], name="thread_page_once"),
            models.CheckConstraint(condition=~Q(subject=""), name="thread_has_a_subject"),
        ]
        indexes = [models.Index(fields=["committee", "incident", "-id"], name="thread_of_incident")]

    def __str__(self) -> str:
        return self.ref


class ThreadParty(TenantModel):
    """That an organisation takes part; it sees the messages after `sees_after`. `services` alone writes its state."""

    thread = TenantForeignKey(IncidentThread, models.CASCADE, related_name="parties")
    organisation = TenantForeignKey(Organisation, related_name="+")
    state = models.CharField(max_length=12, choices=[(one.value, PARTY_LABELS[one]) for one in PartyState])
    asked_by = TenantForeignKey(Seat, related_name="+")
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sees_after = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "thread", "organisation"],
                condition=Q(state__in=[PartyState.ASKED_FOR.value, PartyState.IN.value]),
                name="thread_party_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=PartyState.ASKED_FOR.value, joined_at=None, ended_at=None)
                | Q(state=PartyState.IN.value, joined_at__isnull=False, ended_at=None)
                | Q(state=PartyState.LEFT.value, joined_at__isnull=False, ended_at__isnull=False)
                | Q(state=PartyState.REFUSED.value, joined_at=None, ended_at__isnull=False),
                name="thread_party_has_its_instants",
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "thread"], name="thread_by_party")]


class ThreadAgreement(TenantModel):
    """That a party agrees to another one's joining; never changed."""

    party = TenantForeignKey(ThreadParty, models.CASCADE, related_name="agreements")
    organisation = TenantForeignKey(Organisation, related_name="+")
    seat = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "party", "organisation"], name="thread_agreed_once"),
        ]


class MessageQuerySet(models.QuerySet):
    """Messages: of the viewer's threads, from the organisation's joining on."""

    def visible_to(self, viewer: Viewer) -> "MessageQuerySet":
        """Those the viewer may read."""
        seen = IncidentThread.objects.visible_to(viewer).order_by().values("pk")
        since = ThreadParty.objects.filter(
            thread=OuterRef("thread"),
            organisation=viewer.organisation_id,
            state=PartyState.IN,
            sees_after__lt=OuterRef("pk"),
        )
        return self.filter(Exists(since), thread__in=seen)


class ThreadMessage(TenantModel):
    """What a party wrote; never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    thread = TenantForeignKey(IncidentThread, models.CASCADE, related_name="messages")
    seat = TenantForeignKey(Seat, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects = scoped(MessageQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="thread_message_uid_once"),
            models.CheckConstraint(condition=~Q(text=""), name="thread_message_says_something"),
        ]
        indexes = [models.Index(fields=["committee", "thread", "-id"], name="message_of_thread")]


class ThreadVisit(TenantModel):
    """Up to which message somebody has read a thread: what is newer is marked."""

    thread = TenantForeignKey(IncidentThread, models.CASCADE, related_name="visits")
    seat = TenantForeignKey(Seat, related_name="+")
    seen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "thread", "seat"], name="thread_visit_once"),
        ]


def seats_that_may_see_thread(thread_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: of the parties, the seats at the instant that see the report."""
    incident_id = IncidentThread.objects.values_list("incident", flat=True).get(pk=thread_id)
    parties = ThreadParty.objects.filter(thread=thread_id, state=PartyState.IN)
    return seats_that_may_see(incident_id, at).filter(organisation__in=parties.values("organisation"))


def seats_that_may_see_message(message_id: int, at: datetime) -> models.QuerySet[Seat]:
    """The inverse of `visible_to`: the same, without those who joined after it."""
    thread_id = ThreadMessage.objects.values_list("thread", flat=True).get(pk=message_id)
    parties = ThreadParty.objects.filter(thread=thread_id, state=PartyState.IN, sees_after__lt=message_id)
    return seats_that_may_see_thread(thread_id, at).filter(organisation__in=parties.values("organisation"))
