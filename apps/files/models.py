"""What is kept of a file besides its bytes, who can read a sealed one, and who has downloaded it."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.files.rules import LONGEST_NAME, extension_of, may_download
from apps.files.states import Scan, Seal
from apps.kernel.decisions import Decision
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.record.models import OfSubjectQuerySet


class File(TenantModel):
    """A file that belongs to an object: checked, hashed, stored under a random name, never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_ref = models.CharField(max_length=60)
    name = models.CharField(max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    stored_as = models.CharField(max_length=120)
    uploaded_by = TenantForeignKey(Seat, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    scan = models.CharField(
        max_length=12, choices=[(word.value, word.value) for word in Scan], default=Scan.UNSCANNED.value
    )
    scan_tries = models.PositiveSmallIntegerField(default=0)
    scan_next_at = models.DateTimeField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=200, blank=True)
    sealed = models.CharField(
        max_length=8, blank=True, choices=[(word.value, word.value) for word in Seal], default=Seal.NONE.value
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(OfSubjectQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="file_uid_once"),
            models.UniqueConstraint(fields=["committee", "stored_as"], name="file_stored_as_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_one"),
            models.CheckConstraint(condition=Q(scan__in=[word.value for word in Scan]), name="file_scan_is_known"),
            models.CheckConstraint(condition=Q(sealed__in=[word.value for word in Seal]), name="file_seal_is_known"),
            models.CheckConstraint(
                condition=Q(scan=Scan.WAITING.value, scan_next_at__isnull=False)
                | (~Q(scan=Scan.WAITING.value) & Q(scan_next_at=None)),
                name="file_waits_for_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(found="") | Q(scan=Scan.INFECTED.value), name="file_found_where_infected"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "subject_kind", "subject_id", "id"], name="file_by_subject"),
            models.Index(
                fields=["committee", "scan_next_at"], condition=Q(scan=Scan.WAITING.value), name="file_waiting_for_scan"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The name's ending, in lower case."""
        return extension_of(self.name)

    @property
    def downloadable(self) -> Decision:
        """Whether its content is given out to everybody who may see its object, or the sentence that says why not."""
        return may_download(withdrawn=self.withdrawn_at is not None, scan=self.scan)

    def downloadable_by(self, viewer: Viewer | None) -> Decision:
        """Whether its content is given to this viewer: those who added it have it before it is scanned."""
        is_own = (
            self.scan == Scan.WAITING
            and isinstance(viewer, Viewer)
            and self.uploaded_by is not None
            and self.uploaded_by.organisation_id == viewer.organisation_id
        )
        return may_download(withdrawn=self.withdrawn_at is not None, scan=self.scan, is_own=is_own)


class Download(TenantModel):
    """That somebody was given the content of a file, and when; an operator has no seat, only a name."""

    file = TenantForeignKey(File, related_name="downloads")
    seat = TenantForeignKey(Seat, null=True, related_name="+")
    by = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee", "file", "id"], name="download_by_file")]


class ReadingKey(TenantModel):
    """A public key (age, X25519) to which evidence can be sealed: an organisation's, or one person's of it."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="+")
    seat = TenantForeignKey(Seat, null=True, blank=True, related_name="+")
    recipient = models.CharField(max_length=80)
    added_by = TenantForeignKey(Seat, related_name="+")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="reading_key_uid_once"),
            models.UniqueConstraint(fields=["committee", "recipient"], name="reading_key_once"),
            models.UniqueConstraint(
                fields=["committee", "organisation"],
                condition=Q(seat=None, retired_at=None),
                name="reading_key_one_of_organisation",
            ),
            models.UniqueConstraint(
                fields=["committee", "seat"], condition=Q(retired_at=None), name="reading_key_one_of_seat"
            ),
            models.CheckConstraint(
                condition=Q(recipient__regex=r"^age1[02-9ac-hj-np-z]{58}$"), name="reading_key_is_one"
            ),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "id"], name="reading_key_by_organisation")]

    def __str__(self) -> str:
        return self.holder

    @property
    def holder(self) -> str:
        """Whose it is, in words."""
        return f"{self.seat.holder}, {self.organisation.name}" if self.seat else self.organisation.name


class SealedFor(TenantModel):
    """That the portal sealed a file for the holder of a key."""

    file = TenantForeignKey(File, related_name="readers")
    key = TenantForeignKey(ReadingKey, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "file", "key"], name="sealed_for_once")]
