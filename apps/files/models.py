"""What is kept of a file besides its bytes, and who has downloaded it."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Seat
from apps.files.rules import LONGEST_NAME, extension_of, may_download
from apps.files.states import Scan
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
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(OfSubjectQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="file_uid_once"),
            models.UniqueConstraint(fields=["committee", "stored_as"], name="file_stored_as_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_one"),
            models.CheckConstraint(condition=Q(scan__in=[word.value for word in Scan]), name="file_scan_is_known"),
        ]
        indexes = [models.Index(fields=["committee", "subject_kind", "subject_id", "id"], name="file_by_subject")]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The name's ending, in lower case."""
        return extension_of(self.name)

    @property
    def downloadable(self) -> Decision:
        """Whether its content is given out, or the sentence that says why not."""
        return may_download(withdrawn=self.withdrawn_at is not None, scan=self.scan)


class Download(TenantModel):
    """That somebody was given the content of a file, and when; an operator has no seat, only a name."""

    file = TenantForeignKey(File, related_name="downloads")
    seat = TenantForeignKey(Seat, null=True, related_name="+")
    by = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee", "file", "id"], name="download_by_file")]
