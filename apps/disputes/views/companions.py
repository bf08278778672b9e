"""Two cases that are heard together: asked for, and decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.disputes.forms.joining import RefuseForm
from apps.disputes.selectors.cases import case_for
from apps.disputes.selectors.companions import decision_on, pair_for
from apps.disputes.services import companions as verbs
from apps.disputes.views.case import case_page
from apps.kernel import clock
from apps.kernel.forms_ui import attempt


@require_POST
def ask_together(request: Any, slug: str, ref: str, pair: UUID) -> HttpResponse:
    """A party asks that both cases be heard together."""
    verbs.ask_together(actor=request.viewer, now=clock.now(), ref=ref, pair=pair)
    messages.success(request, _("You have asked. Whoever orders in the case decides."))
    return redirect("disputes:case", slug, ref)


@require_POST
def put_together(request: Any, slug: str, ref: str, pair: UUID) -> HttpResponse:
    """One panel hears both."""
    verbs.put_together(actor=request.viewer, now=clock.now(), ref=ref, pair=pair)
    messages.success(request, _("The two cases are heard together from now on."))
    return redirect("disputes:case", slug, ref)


@require_POST
def keep_apart(request: Any, slug: str, ref: str, pair: UUID) -> HttpResponse:
    """Each keeps its own panel; where the reasons are missing the page asks for them."""
    case = case_for(request.viewer, ref)
    decision_on(request.viewer, pair_for(request.viewer, case, pair), clock.now()).require()
    form = RefuseForm(request.POST, auto_id="id_apart_%s")
    given = {"actor": request.viewer, "now": clock.now(), "ref": ref, "pair": pair}
    if attempt(form, verbs.keep_apart, **given) is None:
        return case_page(request, case, apart_form=form)
    messages.success(request, _("The two cases are heard apart, with your reasons."))
    return redirect("disputes:case", slug, ref)
