"""The files of an object, and a file for whoever may see its object."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.files.models import Download, File, ReadingKey, SealedFor


def files_of(subject_kind: str, subject_id: int) -> QuerySet[File]:
    """An object's files, oldest first, withdrawn ones too; the caller has found the object through `visible_to`."""
    return File.objects.about(subject_kind, subject_id).select_related("uploaded_by__organisation")


def evidence_of(subject_kind: str, subject_id: int) -> QuerySet[File]:
    """As `files_of`, with those for whom the portal sealed them."""
    readers = SealedFor.objects.select_related("key__organisation", "key__seat__person").order_by("pk")
    return files_of(subject_kind, subject_id).prefetch_related(Prefetch("readers", readers))


def file_for(viewer: Viewer, uid: UUID) -> File:
    """The file, when the viewer may see the object it belongs to; raises Http404 otherwise."""
    file = File.objects.one_for(viewer, uid)
    if file is None:
        raise Http404
    return file


def downloads_of(file: File) -> QuerySet[Download]:
    """Who was given the file's content, newest first."""
    return Download.objects.filter(file=file).select_related("seat__organisation").order_by("-id")


def downloads_about(subject_kind: str, subject_id: int) -> QuerySet[Download]:
    """Who was given the content of an object's files, newest first."""
    about = Download.objects.filter(file__subject_kind=subject_kind, file__subject_id=subject_id)
    return about.select_related("file", "seat__organisation", "seat__person").order_by("-id")


def current_keys(now: datetime) -> QuerySet[ReadingKey]:
    """The keys that evidence can be sealed to, by organisation, its own before its people's; not of those who left."""
    held = Q(seat=None) | Q(seat__in=Seat.objects.at(now).values("pk"))
    rows = ReadingKey.objects.filter(held, retired_at=None)
    rows = rows.select_related("organisation", "seat__person", "added_by__person")
    return rows.order_by("organisation__name", F("seat").asc(nulls_first=True), "pk")


def retired_keys_of(organisation_id: int) -> QuerySet[ReadingKey]:
    """An organisation's keys of before, newest first."""
    rows = ReadingKey.objects.filter(organisation=organisation_id, retired_at__isnull=False)
    return rows.select_related("organisation", "seat__person").order_by("-retired_at", "-pk")
