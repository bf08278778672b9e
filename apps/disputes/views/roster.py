"""The roster: who can sit on panels, until when, and what ties them to whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.disputes.forms.panels import DiscloseForm
from apps.disputes.rules.roster import may_disclose
from apps.disputes.selectors.roster import disclosable, disclosures_of, key_for, rostered
from apps.disputes.services import roster as verbs
from apps.kernel import clock
from apps.kernel.forms_ui import attempt


@require_safe
def roster(request: Any, slug: str) -> HttpResponse:
    """The page."""
    return _page(request)


def _page(request: Any, failed: dict[UUID, Form] | None = None) -> HttpResponse:
    now = clock.now()
    seats = rostered(now)
    told = disclosures_of(seats, now)
    bodies = disclosable(now)
    failed = failed or {}
    rows = []
    for seat in seats:
        may = bool(may_disclose(request.viewer, seat_id=seat.pk, on_roster=True))
        form = failed.get(seat.uid) or DiscloseForm(organisations=bodies, auto_id=f"id_{seat.uid}_%s")
        rows.append({"seat": seat, "key": key_for(seat), "told": told.get(seat.pk, ()), "form": form if may else None})
    context = {"rows": rows, "failed": next(iter(failed.values()), None), "is_clerk": request.viewer.is_clerk}
    return render(request, "disputes/roster.html", context, status=422 if failed else 200)


@require_POST
def disclose(request: Any, slug: str, seat: UUID) -> HttpResponse:
    """Somebody of the roster, or a clerk for them, declares a tie."""
    now = clock.now()
    found = next((one for one in rostered(now) if one.uid == seat), None)
    if found is None:
        raise Http404(str(seat))
    may_disclose(request.viewer, seat_id=found.pk, on_roster=True).require()
    form = DiscloseForm(request.POST, organisations=disclosable(now), auto_id=f"id_{seat}_%s")
    if attempt(form, verbs.disclose, actor=request.viewer, now=now, seat=seat) is None:
        return _page(request, {seat: form})
    messages.success(request, _("It is declared, and counts from now on."))
    return redirect("disputes:roster", slug)


@require_POST
def end_disclosure(request: Any, slug: str, seat: UUID, disclosure: UUID) -> HttpResponse:
    """A tie is over."""
    verbs.end_disclosure(actor=request.viewer, now=clock.now(), seat=seat, disclosure=disclosure)
    messages.success(request, _("The tie is over."))
    return redirect("disputes:roster", slug)
