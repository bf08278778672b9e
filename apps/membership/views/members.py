"""Members, one organisation, operators' looks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Organisation, Seat
from apps.committees.selectors import standings
from apps.committees.states import Role
from apps.kernel import clock
from apps.membership import selectors, services
from apps.membership.forms import EndSeatForm, MemberFilter, OrganisationForm, ServiceSeatForm, attempt
from apps.membership.rules import who
from apps.membership.views.checks import or_404
from apps.record.selectors import timeline


@require_safe
def members(request: Any, slug: str) -> HttpResponse:
    """Organisations with their standing and seats."""
    now = clock.now()
    form = MemberFilter(request.GET)
    found = selectors.members(now, **_search(form))
    context = {"form": form, "found": found, "keeps": bool(who.may_keep_papers(request.viewer))}
    return render(request, "membership/members.html", context)


def _search(form: MemberFilter) -> dict[str, str]:
    if not form.is_valid():
        return {}
    return {"words": form.cleaned_data["q"], "kind": form.cleaned_data["kind"]}


@require_safe
def organisation(request: Any, slug: str, key: str) -> HttpResponse:
    """One organisation: standing, seats now and before, its timeline."""
    now = clock.now()
    row = get_object_or_404(Organisation, key=key)
    found = selectors.members(now)
    context = {
        "organisation": row,
        "standing": standings(now)[row.pk],
        "seats": next((one.seats for one in found.rows if one.organisation == row), []),
        "found": found,
        "former": selectors.former_seats(row, now),
        "timeline": selectors.organisation_timeline(row),
        "now": now,
        "keeps": bool(who.may_keep_papers(request.viewer)),
        "may_add_service": bool(who.may_add_service_seat(request.viewer, row.pk)),
        "service_form": ServiceSeatForm(),
    }
    return render(request, "membership/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: Any, slug: str) -> HttpResponse:
    """A clerk adds an organisation."""
    or_404(who.may_keep_papers(request.viewer))
    form = OrganisationForm(request.POST or None)
    if request.method == "POST":
        added = attempt(form, services.add_organisation, actor=request.viewer, now=clock.now())
        if added is not None:
            messages.success(request, _("%(name)s is added. Invite its people next.") % {"name": added.name})
            return redirect("membership:organisation", slug, added.key)
    return render(request, "membership/add_organisation.html", {"form": form}, status=422 if form.errors else 200)


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


@require_safe
def operators(request: Any, slug: str) -> HttpResponse:
    """Every look that an operator has taken into the committee, with its reason."""
    context = {"sessions": selectors.operator_sessions()[:200], "now": clock.now()}
    return render(request, "membership/operators.html", context)
