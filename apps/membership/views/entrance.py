"""Taking an offered seat, and choosing among one's seats."""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.selectors import person_by_address
from apps.committees.models import Invitation, Seat
from apps.committees.selectors import committee_by_slug
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.kernel.tenancy.context import tenant
from apps.membership import selectors, services
from apps.membership.forms import AcceptanceForm
from apps.membership.rules.seats import is_open
from apps.membership.selectors.invitations import offer_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: Any, slug: str, token: str) -> HttpResponse:
    """The page behind an invitation's link; no account is needed to open it."""
    committee = committee_by_slug(slug)
    if committee is None:
        raise Http404
    with tenant(committee.pk):
        invitation = selectors.invitation_by_secret(token)
        if invitation is None:
            raise Http404
        taken = _answer(request, invitation)
        if isinstance(taken, HttpResponse):
            return taken
        person = taken.person
    request.session[f"seat:{slug}"] = taken.pk
    messages.success(request, _("Welcome. Your seat is yours."))
    home = f"/c/{slug}/"
    if request.user.is_authenticated:
        return redirect(home)
    return perform_login(request, person, email_verification="none", redirect_url=home)


def _answer(request: Any, invitation: Invitation) -> HttpResponse | Seat:
    now = clock.now()
    offer = is_open(offer_of(invitation), now)
    if not offer:
        return render(request, "membership/invitation_over.html", {"reason": offer.reason}, status=410)
    if request.user.is_authenticated:
        return _for_signed_in(request, invitation)
    if person_by_address(invitation.email) is not None:
        context = {"invitation": invitation}
        return render(request, "membership/accept_sign_in.html", context)
    form = AcceptanceForm(request.POST or None, initial={"name": invitation.name}, email=invitation.email)
    if request.method == "POST":
        seat = attempt(form, services.accept_invitation, invitation=invitation, now=now)
        if seat is not None:
            return seat
    context = {"invitation": invitation, "form": form}
    return render(request, "membership/accept_new.html", context, status=422 if form.errors else 200)


def _for_signed_in(request: Any, invitation: Invitation) -> HttpResponse | Seat:
    if request.user.email != invitation.email:
        return render(request, "membership/accept_other.html", {"invitation": invitation})
    if request.method == "POST":
        return services.accept_invitation(invitation=invitation, now=clock.now(), person=request.user)
    return render(request, "membership/accept_known.html", {"invitation": invitation})


@login_required
@require_safe
def seats(request: Any) -> HttpResponse:
    """All one's seats, each a button."""
    return render(request, "membership/seats.html", {"lines": request.seats})


@login_required
@require_POST
def switch_seat(request: Any, slug: str) -> HttpResponse:
    """Act in another of one's seats in this committee from now on."""
    chosen = request.POST.get("seat", "")
    mine = {str(line.seat_id) for line in request.seats if line.slug == slug}
    if chosen not in mine:
        raise Http404
    request.session[f"seat:{slug}"] = int(chosen)
    return redirect(f"/c/{slug}/")
