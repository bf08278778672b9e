"""Ballots as they were cast, and what an organisation prepares before it casts one."""

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel
from apps.votes.models.motion import Motion
from apps.votes.models.roll import Elector
from apps.votes.states import CAPACITY_LABELS, CHOICE_LABELS, Capacity, Choice

CHOICES = [(choice.value, CHOICE_LABELS[choice]) for choice in Choice]


class Ballot(TenantModel):
    """A ballot; a change of mind is another row. `seq` counts one member's ballots on one motion from 1.

    `nonce`, `salt` and the other columns open the `commitment` that entered the record when it was cast (votes.rules.ballots).
    """

    motion = TenantForeignKey(Motion, related_name="ballots")
    elector = TenantForeignKey(Elector, related_name="ballots")
    seat = TenantForeignKey(Seat, related_name="+")
    by = models.CharField(max_length=250, help_text="Who cast it, as the commitment names them.")
    capacity = models.CharField(max_length=16, choices=[(one.value, CAPACITY_LABELS[one]) for one in Capacity])
    choice = models.CharField(max_length=8, choices=CHOICES)
    explanation = models.TextField(blank=True)
    public = models.BooleanField(default=True)
    seq = models.PositiveIntegerField()
    nonce = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, help_text="Of the explanation; sealed where not everybody may read that.")
    commitment = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "elector", "seq"], name="ballot_seq_once"),
            models.CheckConstraint(
                condition=Q(choice__in=[choice.value for choice in Choice]), name="ballot_choice_is_known"
            ),
        ]
        indexes = [models.Index(fields=["committee", "motion", "id"], name="ballot_of_motion")]

    @property
    def voter(self) -> str:
        """The key of the member that it was cast for."""
        return self.elector.key


class Brief(TenantModel):
    """What an organisation's people prepare for their representative: a note and a draft ballot, seen by them alone."""

    motion = TenantForeignKey(Motion, related_name="briefs")
    organisation = TenantForeignKey(Organisation, related_name="+")
    text = models.TextField(blank=True)
    choice = models.CharField(max_length=8, blank=True, choices=CHOICES)
    explanation = models.TextField(blank=True)
    seat = TenantForeignKey(Seat, related_name="+")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "motion", "organisation"], name="brief_once")]
