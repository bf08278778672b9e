"""Complete responses of labs under an order."""

from collections.abc import Collection

from django.http import Http404

from apps.pauses.models import Binding, CompleteResponse, PauseOrder


def open_response(order: PauseOrder, lab: str) -> CompleteResponse:
    """The response of the lab (by key) that waits for its answer; raises Http404."""
    rows = CompleteResponse.objects.filter(binding__order=order, binding__organisation__key=lab, answered_at=None)
    row = rows.select_related("binding__organisation").first()
    if row is None:
        raise Http404(lab)
    return row


def responses_of(binding: Binding) -> list[CompleteResponse]:
    """The lab's responses under the order, newest first (one query)."""
    people = ("seat__organisation", "seat__person", "answered_by__organisation", "answered_by__person")
    return list(binding.responses.select_related(*people).order_by("-pk"))


def latest_responses(order: PauseOrder) -> Collection[CompleteResponse]:
    """The latest response of each lab under the order, by the lab's name (one query)."""
    rows = CompleteResponse.objects.filter(binding__order=order).select_related("binding__organisation")
    latest = {row.binding_id: row for row in rows.order_by("pk")}
    return sorted(latest.values(), key=lambda row: row.binding.organisation.name)
