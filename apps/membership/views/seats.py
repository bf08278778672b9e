"""One seat: who holds it, and what can be done to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Cover, Organisation, Seat
from apps.committees.selectors import seats_at
from apps.committees.states import ROLES_OF_KIND, OrganisationKind, Role
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership import selectors, services
from apps.membership.forms import ServiceSeatForm
from apps.membership.forms.seats import AppointmentForm, CoverForm, EndSeatForm
from apps.membership.rules import who
from apps.membership.selectors.people import administrator_of, matters_seen, people_in
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
        "matters": matters_seen(request.viewer, [row]),
        "found": found,
        "running": running,
        "terms": selectors.terms_of(row),
        "timeline": timeline("seat", row.pk),
        "now": now,
        "form": form,
        "may_cover": running and row.role == Role.REPRESENTATIVE and bool(_may_cover(request, row)),
        "may_reset": running
        and row.person_id is not None
        and row.starts_at <= now
        and bool(who.may_manage(request.viewer, row.organisation_id)),
        "administers": administrator_of(row.organisation_id, now) == row.pk,
        "may_name": running
        and bool(who.may_manage(request.viewer, row.organisation_id))
        and bool(who.may_administer(Role(row.role))),
        "may_end": running and bool(_may_end(request, row)),
    }
    return render(request, "membership/seat.html", context, status=422 if form.errors else 200)


@require_POST
def end_seat(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """End a seat with a reason."""
    row = _seat(uid)
    or_404(_may_end(request, row))
    form = EndSeatForm(request.POST)
    now = clock.now()
    ended = attempt(form, services.end_seat, actor=request.viewer, now=now, seat=row)
    if ended is None:
        return _show_seat(request, row, form)
    messages.success(request, _("The seat has ended.") if ended.ends_at <= now else _("The end of the seat is set."))
    return redirect("membership:organisation", slug, row.organisation.key)


def _roles(viewer: Any, organisation: Organisation) -> list[Role]:
    """The seats of the organisation to which the viewer may appoint, for which no case and no machine is needed."""
    fitting = ROLES_OF_KIND[OrganisationKind(organisation.kind)] - who.PASSING_ROLES
    return [role for role in Role if role in fitting and not who.must_be_confirmed(viewer, role)]


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: Any, slug: str, key: str) -> HttpResponse:
    """Seat one of the organisation's people, from now or from an instant to come."""
    row = get_object_or_404(Organisation, key=key)
    or_404(who.may_manage(request.viewer, row.pk))
    now = clock.now()
    people = people_in(row, now)
    form = AppointmentForm(request.POST or None, people=people, roles=_roles(request.viewer, row))
    if request.method == "POST":
        made = attempt(form, services.appoint_seat, actor=request.viewer, now=now, organisation=row)
        if made is not None:
            messages.success(request, _("The appointment of %(name)s is recorded.") % {"name": made.holder})
            return redirect("membership:organisation", slug, key)
    context = {"form": form, "organisation": row}
    return render(request, "membership/appoint_seat.html", context, status=422 if form.errors else 200)


def _may_cover(request: Any, row: Seat) -> Any:
    return who.may_cover(request.viewer, organisation_id=row.organisation_id, seat_id=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Declare that the alternate takes over for a representative."""
    now = clock.now()
    row = get_object_or_404(seats_at(now), uid=uid, role=Role.REPRESENTATIVE)
    or_404(_may_cover(request, row))
    form = CoverForm(request.POST or None)
    if request.method == "POST":
        made = attempt(form, services.declare_cover, actor=request.viewer, now=now, seat=row)
        if made is not None:
            said = _("%(alternate)s takes over for %(name)s.")
            messages.success(request, said % {"alternate": made.seat.holder, "name": row.holder})
            return redirect("membership:organisation", slug, row.organisation.key)
    context = {"form": form, "seat": row}
    return render(request, "membership/cover.html", context, status=422 if form.errors else 200)


@require_POST
def end_cover(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The representative speaks again before the time."""
    row = get_object_or_404(Cover.objects.select_related("absent__organisation"), uid=uid)
    or_404(_may_cover(request, row.absent))
    services.end_cover(actor=request.viewer, now=clock.now(), cover=row)
    messages.success(request, _("The alternate's time is over."))
    return redirect("membership:organisation", slug, row.absent.organisation.key)


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
