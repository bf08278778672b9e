"""What the panel of a review decides on remedies, from the case's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.disputes.forms.remedies import OrderRemedyForm, RefuseRemedyForm, ReviewRemedyForm
from apps.disputes.models import Case, Remedy
from apps.disputes.rules.remedies import may_decide_remedy
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.remedies import remedy_for
from apps.disputes.services import remedying
from apps.disputes.views.case import case_page
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.forms_ui import attempt


def _found(request: Any, ref: str, remedy: UUID, verb: str) -> tuple[Case, Remedy]:
    """The case and its remedy, where the viewer decides on it so; raises Http404 or Refused."""
    case = case_for(request.viewer, ref)
    row = remedy_for(case, remedy)
    may_decide_remedy(request.viewer, known(case), verb, state=row.state).require()
    return case, row


def _done(request: Any, slug: str, ref: str, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("disputes:case", slug, ref)


def _given(request: Any, ref: str, remedy: UUID) -> dict[str, Any]:
    return {"actor": request.viewer, "now": clock.now(), "ref": ref, "remedy": remedy}


def _ordered(form: OrderRemedyForm, given: dict[str, Any]) -> bool:
    """Whether it is ordered; what is wrong stands at its fields else."""
    if not form.is_valid():
        return False
    try:
        remedying.order_remedy(**given, **form.hours(), terms=form.terms())
    except Invalid as invalid:
        for name, sentence in invalid.errors.items():
            form.add_error(name, sentence)
        return False
    return True


@require_POST
def order(request: Any, slug: str, ref: str, remedy: UUID) -> HttpResponse:
    """The panel orders the remedy."""
    case, row = _found(request, ref, remedy, "order")
    form = OrderRemedyForm(request.POST, remedy=row, auto_id="id_order_remedy_%s")
    if not _ordered(form, _given(request, ref, remedy)):
        return case_page(request, case, order_remedy_form=form)
    return _done(request, slug, ref, _("The remedy is ordered, and the order is served."))


@require_POST
def refuse(request: Any, slug: str, ref: str, remedy: UUID) -> HttpResponse:
    """The panel refuses the remedy."""
    case, _row = _found(request, ref, remedy, "refuse")
    form: Form = RefuseRemedyForm(request.POST, auto_id="id_refuse_remedy_%s")
    if attempt(form, remedying.refuse_remedy, **_given(request, ref, remedy)) is None:
        return case_page(request, case, refuse_remedy_form=form)
    return _done(request, slug, ref, _("The remedy is refused, with your reasons."))


@require_POST
def review(request: Any, slug: str, ref: str, remedy: UUID) -> HttpResponse:
    """The panel says what has become of the remedy."""
    case, _row = _found(request, ref, remedy, "fulfil")
    form: Form = ReviewRemedyForm(request.POST, auto_id="id_review_remedy_%s")
    if attempt(form, remedying.review_remedy, **_given(request, ref, remedy)) is None:
        return case_page(request, case, review_remedy_form=form)
    return _done(request, slug, ref, _("The finding is entered and served."))
