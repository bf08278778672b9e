"""“What binds us”: everything that binds the own lab, over all orders, and the signed document of it."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.committees.models import Organisation
from apps.kernel import clock
from apps.pauses.selectors.binding import binds_on
from apps.pauses.selectors.signed import document_of, is_of_lab, measures_keys


@require_safe
def binding(request: Any, slug: str) -> HttpResponse:
    """For a lab's people what binds it; for everybody else a word on what stands here."""
    viewer, now = request.viewer, clock.now()
    if not is_of_lab(viewer):
        return render(request, "pauses/binding.html", {"lab": None})
    lab = Organisation.objects.get(pk=viewer.organisation_id)
    context = {
        "lab": lab,
        "binds": binds_on(viewer, lab, now),
        "document": document_of(viewer, now),
        "key": next((key for key in measures_keys() if key.retired_at is None), None),
        "measures_url": f"{settings.BASE_URL}{reverse('api-pauses:measures', args=[slug])}",
        "keys_url": f"{settings.BASE_URL}{reverse('public-pauses:keys', args=[slug])}",
        "now": now,
    }
    return render(request, "pauses/binding.html", context)
