"""The charter: all rules on one page."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.committees.models import CharterVersion
from apps.committees.selectors import charter_at
from apps.kernel import clock
from apps.membership import selectors


@require_safe
def charter(request: Any, slug: str, number: int | None = None) -> HttpResponse:
    """The charter in words: the version in force, or an earlier one."""
    now = clock.now()
    try:
        shown = selectors.charter(now, number)
    except CharterVersion.DoesNotExist:
        raise Http404 from None
    versions = CharterVersion.objects.order_by("-number")
    in_force = charter_at(now).number
    context = {"charter": shown, "versions": versions, "in_force": in_force}
    return render(request, "membership/charter.html", context)
