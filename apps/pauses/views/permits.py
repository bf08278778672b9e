"""Permits: those under an order, one of them, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.deadlines.selectors import of_subject
from apps.kernel import clock, flop, times
from apps.kernel.exports import csv_answer
from apps.kernel.forms_ui import attempt
from apps.notices.selectors import receipts_of
from apps.pauses.acts.permits import PERMIT
from apps.pauses.forms.permits import GrantForm, RefuseForm, RequestForm, RevokeForm
from apps.pauses.models import PauseOrder, Permit
from apps.pauses.rules import verbs
from apps.pauses.rules.asking import may_request, may_withdraw
from apps.pauses.rules.charter import PERMIT_DAYS
from apps.pauses.rules.words import measure_reads
from apps.pauses.selectors.deciding import bound_lab, decides
from apps.pauses.selectors.finding import order_for
from apps.pauses.selectors.permits import measures_for, permit_for, permit_row, permits_of
from apps.pauses.selectors.printing import grouped
from apps.pauses.services import permitting
from apps.pauses.states import PERMITS
from apps.record.selectors import timeline
from apps.record.services import note_sighting

COLUMNS = (
    "reference", "order", "drill", "lab", "state", "measures", "run", "flop", "asked (UTC)", "decided (UTC)", "until (UTC)",
    "ended (UTC)", "conditions",
)  # fmt: skip


def laid_order(request: Any, ref: str) -> PauseOrder:
    """The order, once it has been laid before the committee; raises Http404 or Refused."""
    order = order_for(request.viewer, ref)
    verbs.has_words(order).require()
    return order


@require_safe
def listing(request: Any, slug: str, ref: str) -> HttpResponse:
    """The permits under an order, newest first."""
    order, now = laid_order(request, ref), clock.now()
    context = {"order": order, "permits": permits_of(request.viewer, order, now), "now": now}
    return render(request, "pauses/permits.html", context | about_asking(request, order))


def about_asking(request: Any, order: PauseOrder) -> dict[str, Any]:
    """Whether the viewer's lab may ask for a permit, for the button."""
    is_bound = bound_lab(order, request.viewer.organisation_id) is not None
    return {"may_request_permit": may_request(request.viewer, order, is_bound=is_bound)}


@require_safe
def export(request: Any, slug: str, ref: str) -> HttpResponse:
    """The same as CSV; run and size only where the viewer may read them."""
    order = laid_order(request, ref)
    rows = (
        (
            row.permit.ref,
            order.ref,
            "DRILL" if order.is_drill else "",
            row.lab,
            row.permit.state,
            " ".join(map(str, row.measures)),
            row.permit.run if row.reads else "",
            str(int(row.permit.flop)) if row.reads else "",
            *(
                times.iso(at) if at else ""
                for at in (row.permit.requested_at, row.permit.decided_at, row.permit.until, row.permit.ended_at)
            ),
            row.shown_conditions,
        )
        for row in permits_of(request.viewer, order, clock.now())
    )
    return csv_answer(f"permits-{order.ref}.csv", COLUMNS, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, slug: str, ref: str) -> HttpResponse:
    """A lab asks for a permit."""
    order, now = laid_order(request, ref), clock.now()
    binding = bound_lab(order, request.viewer.organisation_id)
    may_request(request.viewer, order, is_bound=binding is not None).require()
    measures = [(row.number, words) for row, words in measures_for(binding, now)] if binding else []
    form = RequestForm(request.POST or None, measures=measures, initial={"until": order.ends_at})
    if request.method == "POST":
        permit = attempt(form, permitting.request_permit, actor=request.viewer, now=now, ref=order.ref)
        if permit is not None:
            messages.success(request, _("%(ref)s is asked for. You are told when it is decided.") % {"ref": permit.ref})
            return redirect("pauses:permit", slug, permit.ref)
    context = {"order": order, "form": form, "measures": measures, "now": now}
    return render(request, "pauses/permit_request.html", context, status=422 if form.errors else 200)


@require_safe
def permit(request: Any, slug: str, permit: str) -> HttpResponse:
    """One permit; its plans only for who may read them."""
    found = permit_for(request.viewer, permit)
    note_sighting(PERMIT, found.pk, viewer=request.viewer, now=clock.now())
    return permit_page(request, found)


def permit_page(request: Any, permit: Permit, **forms: Form) -> HttpResponse:
    """The page; `forms` came back with errors."""
    viewer, now = request.viewer, clock.now()
    row, order = permit_row(viewer, permit), permit.binding.order
    decider = decides(viewer, order, PERMIT_DAYS, now, barred={permit.binding.organisation_id})
    context = {
        "permit": row.permit,
        "row": row,
        "order": order,
        "measures": [_measure(one.measure) for one in row.permit.measures.all()],
        "in_words": flop.in_words(int(permit.flop)) if row.reads else "",
        "digits": grouped(int(permit.flop)) if row.reads else "",
        "may": {
            "decide": decider and PERMITS.may("grant", permit.state),
            "revoke": decider and PERMITS.may("revoke", permit.state),
            "withdraw": may_withdraw(viewer, lab=permit.binding.organisation_id, state=permit.state),
        },
        "deadlines": of_subject(PERMIT, permit.pk),
        "timeline": timeline(PERMIT, permit.pk),
        "receipts": receipts_of(viewer, PERMIT, permit.pk),
        "grant_form": GrantForm(auto_id="id_grant_%s", initial={"until": permit.until}),
        "refuse_form": RefuseForm(auto_id="id_refuse_%s"),
        "revoke_form": RevokeForm(auto_id="id_revoke_%s"),
        "now": now,
        "failed": next(iter(forms.values()), None),
    }
    return render(request, "pauses/permit.html", context | forms, status=422 if forms else 200)


def _measure(row: Any) -> tuple[int, str]:
    above = None if row.above is None else int(row.above)
    return row.number, measure_reads(row.restricts, row.extent, above, row.marker)


def _decide(request: Any, slug: str, ref: str, verb: Callable[..., Any], done: str, **forms: Form) -> HttpResponse:
    """Whoever decides does it, with the form's values; a form with an error comes back."""
    found = permit_for(request.viewer, ref)
    now, [form] = clock.now(), forms.values()
    barred = {found.binding.organisation_id}
    decides(request.viewer, found.binding.order, PERMIT_DAYS, now, barred=barred).require()
    if attempt(form, verb, actor=request.viewer, now=now, ref=found.ref) is None:
        return permit_page(request, found, **forms)
    messages.success(request, done)
    return redirect("pauses:permit", slug, found.ref)


@require_POST
def grant(request: Any, slug: str, permit: str) -> HttpResponse:
    """The run may start."""
    form = GrantForm(request.POST, auto_id="id_grant_%s")
    done = _("The permit is granted. It stands in the lab's signed document within minutes.")
    return _decide(request, slug, permit, permitting.grant, done, grant_form=form)


@require_POST
def refuse(request: Any, slug: str, permit: str) -> HttpResponse:
    """The run may not start."""
    form = RefuseForm(request.POST, auto_id="id_refuse_%s")
    return _decide(request, slug, permit, permitting.refuse_permit, _("The permit is refused."), refuse_form=form)


@require_POST
def revoke(request: Any, slug: str, permit: str) -> HttpResponse:
    """The run may go on no longer."""
    form = RevokeForm(request.POST, auto_id="id_revoke_%s")
    return _decide(request, slug, permit, permitting.revoke, _("The permit is revoked."), revoke_form=form)


@require_POST
def withdraw(request: Any, slug: str, permit: str) -> HttpResponse:
    """The lab takes its request back."""
    found = permit_for(request.viewer, permit)
    permitting.withdraw_request(actor=request.viewer, now=clock.now(), ref=found.ref)
    messages.success(request, _("The request is taken back."))
    return redirect("pauses:permit", slug, found.ref)
