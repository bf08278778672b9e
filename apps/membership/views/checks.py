"""What several pages ask before they do anything."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from apps.accounts.selectors import confirmation_address, confirmed_recently
from apps.kernel.decisions import Decision


def or_404(decision: Decision) -> None:
    """Whoever has no part in it gets the same 404 as for what does not exist."""
    if not decision:
        raise Http404


def confirm_first(request: Any, back: str) -> HttpResponse | None:
    """Send a person who has not proved lately who they are to do so; None when they may go on."""
    if confirmed_recently(request):
        return None
    return redirect(confirmation_address(request, back))
