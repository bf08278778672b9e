"""The clerk's page of invitations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Invitation
from apps.committees.selectors import organisations
from apps.kernel import clock
from apps.membership import selectors, services
from apps.membership.forms import InvitationForm, attempt
from apps.membership.rules.who import may_keep_papers
from apps.membership.views.checks import or_404


@require_safe
def invitations(request: Any, slug: str) -> HttpResponse:
    """Open and settled invitations."""
    or_404(may_keep_papers(request.viewer))
    now = clock.now()
    running, settled = selectors.invitations(now)
    return render(request, "membership/invitations.html", {"running": running, "settled": settled, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Any, slug: str) -> HttpResponse:
    """Offer a seat by email."""
    or_404(may_keep_papers(request.viewer))
    initial = {"organisation": request.GET.get("organisation")}
    form = InvitationForm(request.POST or None, initial=initial, organisations=organisations())
    if request.method == "POST":
        made = attempt(form, services.invite, actor=request.viewer, now=clock.now())
        if made is not None:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": made.email})
            return redirect("membership:invitations", slug)
    return render(request, "membership/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def withdraw(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Take an offer back."""
    or_404(may_keep_papers(request.viewer))
    row = get_object_or_404(Invitation, uid=uid)
    services.withdraw_invitation(actor=request.viewer, now=clock.now(), invitation=row)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("membership:invitations", slug)


@require_POST
def resend(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Send it again with a new link."""
    or_404(may_keep_papers(request.viewer))
    row = get_object_or_404(Invitation, uid=uid)
    services.resend_invitation(actor=request.viewer, now=clock.now(), invitation=row)
    messages.success(request, _("A new link is on its way; the old one no longer works."))
    return redirect("membership:invitations", slug)
