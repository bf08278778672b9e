"""The site's root, and the plain pages about the portal itself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.committees.selectors import committees_left
from apps.kernel import clock


@require_safe
def front(request: Any) -> HttpResponse:
    """Where a person belongs: their dashboard, their seats, the operator's page; or what Concord is."""
    if not request.user.is_authenticated:
        return render(request, "desk/front.html")
    if len(request.seats) == 1:
        return redirect("desk:dashboard", request.seats[0].slug)
    if request.seats:
        return redirect("people:seats")
    if request.user.is_operator:
        return redirect("people:operator")
    left = committees_left(request.user.pk, clock.now())
    return render(request, "desk/no_seat.html", {"left": left})


@require_safe
def accessibility(request: Any) -> HttpResponse:
    """How the portal can be used by everybody, and what is known not to work."""
    return render(request, "desk/accessibility.html")


@require_safe
def licence(request: Any) -> HttpResponse:
    """Under which terms the portal and what it publishes may be used."""
    return render(request, "desk/licence.html")
