"""The files of an object, and a file for whoever may see its object."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.files.models import Download, File


def files_of(subject_kind: str, subject_id: int) -> QuerySet[File]:
    """An object's files, oldest first, withdrawn ones too; the caller has found the object through `visible_to`."""
    return File.objects.about(subject_kind, subject_id).select_related("uploaded_by__organisation")


def file_for(viewer: Viewer, uid: UUID) -> File:
    """The file, when the viewer may see the object it belongs to; raises Http404 otherwise."""
    file = File.objects.one_for(viewer, uid)
    if file is None:
        raise Http404
    return file


def downloads_of(file: File) -> QuerySet[Download]:
    """Who was given the file's content, newest first."""
    return Download.objects.filter(file=file).select_related("seat__organisation").order_by("-id")
