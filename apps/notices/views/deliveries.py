"""The clerks' page of what could not be delivered."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.kernel import clock
from apps.kernel.keyset import address_of, count_words
from apps.notices import selectors, services
from apps.notices.models import Delivery
from apps.notices.rules import may_see_deliveries


def _for_clerks(request: Any) -> None:
    if not may_see_deliveries(request.viewer):
        raise Http404


@require_safe
def deliveries(request: Any, slug: str) -> HttpResponse:
    """What could not be delivered, over all channels."""
    _for_clerks(request)
    page = selectors.undelivered(request.viewer, slug, request.GET.get("page", ""))
    context = {
        "rows": page.rows,
        "count": count_words(selectors.undelivered_rows()),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
    }
    return render(request, "notices/deliveries.html", context)


@require_POST
def try_again(request: Any, slug: str, uid: uuid.UUID) -> HttpResponse:
    """Queue one of them once more."""
    _for_clerks(request)
    try:
        services.try_again(actor=request.viewer, at=clock.machine_now(), uid=uid)
    except Delivery.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("It is being sent again."))
    return redirect("notices:deliveries", slug)


@require_POST
def try_all_again(request: Any, slug: str) -> HttpResponse:
    """Queue all of them once more."""
    _for_clerks(request)
    count = services.try_all_again(actor=request.viewer, at=clock.machine_now())
    said = ngettext("%(count)d message is being sent again.", "%(count)d messages are being sent again.", count)
    messages.success(request, said % {"count": count})
    return redirect("notices:deliveries", slug)
