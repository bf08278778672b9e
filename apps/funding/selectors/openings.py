"""Requests to open a sealed figure: for everybody to read, apart from the figure."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.funding.models import OpeningRequest

WHOLE = (
    "declaration__period",
    "declaration__organisation",
    "asked_by__person",
    "asked_by__organisation",
    "decided_by__person",
    "decided_by__organisation",
)


def openings(viewer: Viewer) -> QuerySet[OpeningRequest]:
    """All requests that the viewer sees, whole, in no order yet."""
    return OpeningRequest.objects.visible_to(viewer).select_related(*WHOLE)


def opening_for(viewer: Viewer, uid: UUID) -> OpeningRequest:
    """A request by its id; raises Http404."""
    found = openings(viewer).filter(uid=uid).first()
    if found is None:
        raise Http404(uid)
    return found
