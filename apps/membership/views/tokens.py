"""One's API tokens and those of one's organisation's machines."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import ApiToken
from apps.committees.states import Role
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership import selectors, services
from apps.membership.forms import TokenForm
from apps.membership.rules.who import may_hold_tokens
from apps.membership.views.checks import confirm_first, or_404


def _may_have_any(request: Any) -> None:
    if request.viewer.is_operator or request.viewer.is_for_one_matter:
        raise Http404


@require_safe
def tokens(request: Any, slug: str) -> HttpResponse:
    """Live and ended tokens."""
    _may_have_any(request)
    now = clock.now()
    live, ended = selectors.tokens(request.viewer, now)
    return render(request, "membership/tokens.html", {"live": live, "ended": ended, "now": now})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Any, slug: str) -> HttpResponse:
    """Make a token, after proving who one is; its secret is shown in this one answer only."""
    _may_have_any(request)
    if detour := confirm_first(request, reverse("membership:make_token", args=[slug])):
        return detour
    now = clock.now()
    form = TokenForm(request.POST or None, seats=selectors.token_seats(request.viewer, now))
    if request.method == "POST":
        made = attempt(form, services.make_token, actor=request.viewer, now=now)
        if made is not None:
            return render(request, "membership/token_made.html", {"made": made, "now": now})
    return render(request, "membership/make_token.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def revoke(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """End a token at once."""
    row = get_object_or_404(ApiToken.objects.select_related("seat"), uid=uid)
    seat = row.seat
    or_404(may_hold_tokens(request.viewer, seat_id=seat.pk, organisation_id=seat.organisation_id, role=Role(seat.role)))
    services.revoke_token(actor=request.viewer, now=clock.now(), token=row)
    messages.success(request, _("The token %(name)s is revoked.") % {"name": row.name})
    return redirect("membership:tokens", slug)
