"""A lost second factor: asked for, confirmed by the other of two, or turned down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.committees.models import FactorReset, Seat
from apps.committees.selectors import seats_at
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership import services
from apps.membership.forms.seats import FactorResetForm
from apps.membership.rules.who import may_manage
from apps.membership.selectors.factors import open_reset
from apps.membership.views.checks import confirm_first, or_404


def _seat(request: Any, uid: UUID) -> Seat:
    """The seat of a person, for those who manage its organisation, the clerks, and its holder."""
    row = get_object_or_404(seats_at(clock.now()), uid=uid, person__isnull=False)
    if row.pk != request.viewer.seat_id:
        or_404(may_manage(request.viewer, row.organisation_id))
    return row


def _waiting(row: Seat) -> FactorReset:
    found = open_reset(row, clock.now())
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """What has been asked for, or the form to ask."""
    row, now = _seat(request, uid), clock.now()
    mine = row.person_id == request.viewer.user_id
    form = FactorResetForm(request.POST or None)
    if request.method == "POST":
        asked = attempt(form, services.ask_factor_reset, actor=request.viewer, now=now, seat=row)
        if asked is not None:
            messages.success(request, _("It is asked for. The other of the two confirms it within a day."))
            return redirect("membership:ask_factor_reset", slug, uid)
    reset = open_reset(row, now)
    context = {
        "form": form,
        "seat": row,
        "reset": reset,
        "mine": mine,
        "asked_by_me": reset is not None and reset.asked_by.person_id == request.viewer.user_id,
        "now": now,
    }
    return render(request, "membership/factor_reset.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The second person confirms, after proving who they are."""
    row = _seat(request, uid)
    or_404(may_manage(request.viewer, row.organisation_id))
    reset = _waiting(row)
    if detour := confirm_first(request, reverse("membership:ask_factor_reset", args=[slug, uid])):
        return detour
    services.confirm_factor_reset(actor=request.viewer, now=clock.now(), reset=reset)
    said = _("The second factor of %(name)s is removed. They sign in with the password and set up a new one.")
    messages.success(request, said % {"name": row.holder})
    return redirect("membership:seat", slug, uid)


@require_POST
def refuse(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Nothing is reset."""
    row = _seat(request, uid)
    services.refuse_factor_reset(actor=request.viewer, now=clock.now(), reset=_waiting(row))
    messages.success(request, _("It is turned down. Nothing was reset."))
    return redirect("membership:seat", slug, uid)
