"""What has been made public: append-only, and all that a public page may read."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped
from apps.record.models import Act
from apps.record.rules import shown_ref
from apps.transparency.rules import Line, is_redacted, lines


class PublishedQuerySet(models.QuerySet):
    """Published records of the active committee."""

    def newest_first(self) -> "PublishedQuerySet":
        """By the instant of publication."""
        return self.order_by("-published_at", "-id")

    def current(self) -> "PublishedQuerySet":
        """The last published form of each reference."""
        later = PublishedRecord.objects.filter(ref=OuterRef("ref"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))


class PublishedRecord(TenantModel):
    """The redacted form of one act, as it was published."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    ref = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.JSONField(default=list)
    published_at = models.DateTimeField()
    act = TenantForeignKey(Act, related_name="+")

    objects = scoped(PublishedQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "uid"], name="published_uid_once")]
        indexes = [
            models.Index(fields=["committee", "-published_at", "-id"], name="published_newest"),
            models.Index(fields=["committee", "ref", "id"], name="published_by_ref"),
            models.Index(fields=["committee", "kind", "-published_at", "-id"], name="published_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def is_redacted(self) -> bool:
        """Whether something was left out."""
        return is_redacted(self.body)

    @property
    def lines(self) -> list[Line]:
        """The labelled facts as a page shows them."""
        return lines(self.body)

    @property
    def shown_ref(self) -> str:
        """The reference where people can read it, else ""."""
        return shown_ref(self.ref)

    def as_json(self) -> dict[str, Any]:
        """The record for machines."""
        return {
            "uid": str(self.uid),
            "kind": self.kind,
            "ref": self.ref,
            "title": self.title,
            "summary": self.summary,
            "body": self.body,
            "redacted": self.is_redacted,
            "published_at": self.published_at.isoformat(),
        }
