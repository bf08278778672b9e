"""Members, one organisation, operators' looks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.committees.models import Organisation
from apps.committees.rules.asking import asks_about
from apps.committees.selectors import standings
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership import selectors
from apps.membership.forms import MemberFilter, OrganisationForm, ServiceSeatForm
from apps.membership.rules import who
from apps.membership.rules.days import instant_on
from apps.membership.selectors.memberships import membership_of
from apps.membership.selectors.people import administrator_of, matters_seen
from apps.membership.services.committees import admit_organisation
from apps.membership.views.checks import or_404
from apps.membership.views.people import people_page


@require_safe
def members(request: Any, slug: str) -> HttpResponse:
    """Members with their standing and seats, now or as of a day."""
    now = clock.now()
    form = MemberFilter(request.GET)
    day = form.cleaned_data["on"] if form.is_valid() else None
    then = instant_on(day, request.committee.zone, now) if day else now
    found = selectors.members(then, **_search(form))
    context = {
        "form": form,
        "found": found,
        "matters": matters_seen(request.viewer, (seat for row in found.rows for seat in row.seats)),
        "as_of": then if day else None,
        "keeps": bool(who.may_keep_papers(request.viewer)),
        "reads_applications": request.viewer.is_clerk or request.viewer.is_operator,
    }
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
    seats = next((one.seats for one in found.rows if one.organisation == row), [])
    former, people = selectors.former_seats(row, now), people_page(request, row, now)
    context = {
        "organisation": row,
        "standing": standings(now)[row.pk],
        "membership": membership_of(row, request.viewer, now),
        "asks": asks_about(request.viewer, "organisation", row.key, now)
        if row.pk != request.viewer.organisation_id
        else [],
        "seats": seats,
        "matters": matters_seen(request.viewer, [*seats, *former, *people["people"].coming]),
        "found": found,
        "former": former,
        "timeline": selectors.organisation_timeline(row),
        "now": now,
        "keeps": bool(who.may_keep_papers(request.viewer)),
        "manages": bool(who.may_manage(request.viewer, row.pk)),
        "administrator": administrator_of(row.pk, now),
        **people,
        "may_add_service": bool(who.may_add_service_seat(request.viewer, row.pk)),
        "service_form": ServiceSeatForm(),
    }
    return render(request, "membership/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: Any, slug: str) -> HttpResponse:
    """A clerk records the admission of an organisation."""
    or_404(who.may_keep_papers(request.viewer))
    form = OrganisationForm(request.POST or None)
    if request.method == "POST":
        added = attempt(form, admit_organisation, actor=request.viewer, now=clock.now())
        if added is not None:
            messages.success(request, _("%(name)s is admitted. Invite its people next.") % {"name": added.name})
            return redirect("membership:organisation", slug, added.key)
    return render(request, "membership/add_organisation.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def operators(request: Any, slug: str) -> HttpResponse:
    """Every look that an operator has taken into the committee, with its reason."""
    context = {"sessions": selectors.operator_sessions()[:200], "now": clock.now()}
    return render(request, "membership/operators.html", context)
