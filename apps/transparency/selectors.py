"""What the public may read: published records and nothing else, of the active committee."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from apps.record.rules import SUBJECTS
from apps.transparency.models import PublishedRecord

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records, newest first; `older` is the cursor of the next, None at the end."""

    records: list[PublishedRecord]
    older: UUID | None


def published(kind: str = "", before: str = "", limit: int = PAGE) -> Page:
    """The last published form of each reference; `before` is the uid of the last record of the page before.

    Raises Http404 for a cursor that is not one.
    """
    records = PublishedRecord.objects.current().newest_first()
    if kind:
        records = records.filter(kind=kind)
    if before:
        last = _of_uid(before)
        records = records.filter(
            Q(published_at__lt=last.published_at) | Q(published_at=last.published_at, pk__lt=last.pk)
        )
    rows = list(records[: limit + 1])
    return Page(rows[:limit], rows[limit - 1].uid if len(rows) > limit else None)


def _of_uid(text: str) -> PublishedRecord:
    try:
        return PublishedRecord.objects.get(uid=UUID(text))
    except (ValueError, PublishedRecord.DoesNotExist):
        raise Http404 from None


def versions(ref: str) -> list[PublishedRecord]:
    """Every published form of a reference, newest first. Raises Http404 when there is none."""
    found = list(PublishedRecord.objects.filter(ref=ref).order_by("-id"))
    if not found:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that has been published, and its name."""

    key: str
    label: str


def kind_label(key: str) -> str:
    """The kind's name as its app gives it."""
    subject = SUBJECTS.get(key)
    label = str(subject.label) if subject else key.replace("-", " ").replace("_", " ")
    return label[:1].upper() + label[1:]


def kinds() -> list[Kind]:
    """The kinds of record that there are, by name."""
    keys = PublishedRecord.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return sorted((Kind(key, kind_label(key)) for key in keys), key=lambda kind: kind.label)


def has_records() -> bool:
    """Whether anything has been published at all."""
    return PublishedRecord.objects.exists()
