"""One seat: who holds it, and what can be done to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.committees.models import Organisation, Seat
from apps.committees.selectors import seats_at
from apps.committees.states import Role
from apps.kernel import clock
from apps.membership import selectors, services
from apps.membership.forms import EndSeatForm, ServiceSeatForm, attempt
from apps.membership.rules import who
from apps.membership.selectors.people import administrator_of
from apps.membership.views.checks import or_404
from apps.record.selectors import timeline


def _seat(uid: UUID) -> Seat:
    return get_object_or_404(Seat.objects.select_related("organisation", "person"), uid=uid)


def _may_end(request: Any, row: Seat) -> Any:
    return who.may_end_seat(request.viewer, organisation_id=row.organisation_id, role=Role(row.role))


@require_safe
def seat(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One seat: who, since when, its terms of office, its timeline, what can be done."""
    return _show_seat(request, _seat(uid), EndSeatForm())


def _show_seat(request: Any, row: Seat, form: EndSeatForm) -> HttpResponse:
    now = clock.now()
    running = row.ends_at is None or row.ends_at > now
    found = selectors.members(now)
    context = {
        "seat": row,
        "found": found,
        "running": running,
        "terms": selectors.terms_of(row),
        "timeline": timeline("seat", row.pk),
        "now": now,
        "form": form,
        "administers": administrator_of(row.organisation_id, now) == row.pk,
        "may_name": running
        and bool(who.may_manage(request.viewer, row.organisation_id))
        and bool(who.may_administer(Role(row.role))),
        "may_end": running and bool(_may_end(request, row)),
        "may_appoint": running
        and found.chair != row.pk
        and bool(who.may_keep_papers(request.viewer))
        and bool(who.may_chair(Role(row.role))),
    }
    return render(request, "membership/seat.html", context, status=422 if form.errors else 200)


@require_POST
def end_seat(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """End a seat with a reason."""
    row = _seat(uid)
    or_404(_may_end(request, row))
    form = EndSeatForm(request.POST)
    ended = attempt(form, services.end_seat, actor=request.viewer, now=clock.now(), seat=row)
    if ended is None:
        return _show_seat(request, row, form)
    messages.success(request, _("The seat has ended."))
    return redirect("membership:organisation", slug, row.organisation.key)


@require_POST
def name_administrator(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """A clerk, or the administrator who hands it on, says who manages the organisation's people."""
    now = clock.now()
    row = get_object_or_404(seats_at(now), uid=uid)
    or_404(who.may_manage(request.viewer, row.organisation_id))
    services.name_administrator(actor=request.viewer, now=now, seat=row)
    said = _("%(name)s manages the people of %(organisation)s from now on.")
    messages.success(request, said % {"name": row.holder, "organisation": row.organisation.name})
    return redirect("membership:seat", slug, uid)


@require_POST
def appoint_chair(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """A clerk records who chairs from now on."""
    or_404(who.may_keep_papers(request.viewer))
    row = _seat(uid)
    services.appoint_chair(actor=request.viewer, now=clock.now(), seat=row)
    messages.success(request, _("%(name)s chairs the committee now.") % {"name": row.holder})
    return redirect("membership:seat", slug, uid)


@require_POST
def add_service_seat(request: Any, slug: str, key: str) -> HttpResponse:
    """Add a seat for an organisation's machine."""
    row = get_object_or_404(Organisation, key=key)
    or_404(who.may_add_service_seat(request.viewer, row.pk))
    form = ServiceSeatForm(request.POST)
    added = attempt(form, services.add_service_seat, actor=request.viewer, now=clock.now(), organisation=row)
    if added is None:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    else:
        messages.success(request, _("The service seat is added. Its organisation can make tokens for it."))
    return redirect("membership:organisation", slug, key)
