"""The page of invitations: a clerk's of all, an administrator's of the organisation."""

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
from apps.kernel.forms_ui import attempt
from apps.membership import selectors, services
from apps.membership.forms import InvitationForm
from apps.membership.rules.who import may_keep_papers, may_manage
from apps.membership.selectors.invitations import waits
from apps.membership.selectors.people import matters_seen
from apps.membership.views.checks import or_404
from apps.record.rules import SUBJECTS


@require_safe
def invitations(request: Any, slug: str) -> HttpResponse:
    """Invitations that wait for a clerk or an answer, and those settled."""
    viewer = request.viewer
    or_404(may_manage(viewer, viewer.organisation_id))
    now = clock.now()
    offers = selectors.invitations(viewer, now)
    context = {
        "offers": offers,
        "matters": matters_seen(viewer, [*offers.unconfirmed, *offers.running, *offers.settled]),
        "now": now,
        "keeps": bool(may_keep_papers(viewer)),
    }
    return render(request, "membership/invitations.html", context)


def _visible(request: Any, uid: UUID) -> Invitation:
    viewer = request.viewer
    or_404(may_manage(viewer, viewer.organisation_id))
    return get_object_or_404(SUBJECTS["invitation"].visible(viewer), uid=uid)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Any, slug: str) -> HttpResponse:
    """Offer a seat by email."""
    viewer = request.viewer
    or_404(may_manage(viewer, viewer.organisation_id))
    keeps = bool(may_keep_papers(viewer))
    choice = organisations() if keeps else organisations().filter(pk=viewer.organisation_id)
    initial = {name: request.GET.get(name) for name in ("organisation", "role", "matter")}
    form = InvitationForm(
        request.POST or None, initial=initial, organisations=choice, own=None if keeps else choice.get()
    )
    if request.method == "POST":
        made = attempt(form, services.invite, actor=viewer, now=clock.now())
        if made is not None:
            messages.success(request, _said(made) % {"name": made.name, "email": made.email})
            return redirect("membership:invitations", slug)
    context = {"form": form, "keeps": keeps}
    return render(request, "membership/invite.html", context, status=422 if form.errors else 200)


def _said(made: Invitation) -> str:
    if waits(made):
        return _("A clerk is asked to confirm the seat of %(name)s. The invitation is sent then.")
    return _("The invitation is on its way to %(email)s.")


@require_POST
def confirm(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """A clerk confirms a proposed seat; the invitation is sent."""
    or_404(may_keep_papers(request.viewer))
    row = get_object_or_404(Invitation, uid=uid)
    services.confirm_invitation(actor=request.viewer, now=clock.now(), invitation=row)
    messages.success(
        request, _("The seat is confirmed. The invitation is on its way to %(email)s.") % {"email": row.email}
    )
    return redirect("membership:invitations", slug)


@require_POST
def withdraw(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Take an offer back."""
    row = _visible(request, uid)
    services.withdraw_invitation(actor=request.viewer, now=clock.now(), invitation=row)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("membership:invitations", slug)


@require_POST
def resend(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Send it again with a new link."""
    row = _visible(request, uid)
    services.resend_invitation(actor=request.viewer, now=clock.now(), invitation=row)
    messages.success(request, _("A new link is on its way; the old one no longer works."))
    return redirect("membership:invitations", slug)
