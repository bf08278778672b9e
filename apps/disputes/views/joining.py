"""Taking part in a case after it was filed: asked for on its page, decided there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.disputes.forms.joining import JoinForm, RefuseForm
from apps.disputes.models import Joinder
from apps.disputes.rules import joining as rules
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.joining import may_ask, may_decide
from apps.disputes.services import joining as verbs
from apps.disputes.views.case import case_page
from apps.kernel import clock
from apps.kernel.forms_ui import attempt


def _done(request: Any, slug: str, ref: str, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("disputes:case", slug, ref)


@require_POST
def ask(request: Any, slug: str, ref: str) -> HttpResponse:
    """A member asks to take part."""
    case = case_for(request.viewer, ref)
    may_ask(request.viewer, case, known(case), clock.now()).require()
    form = JoinForm(request.POST, auto_id="id_join_%s")
    if attempt(form, verbs.ask_to_join, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return case_page(request, case, join_form=form)
    return _done(request, slug, ref, _("You have asked. Whoever orders in the case decides."))


@require_POST
def take_back(request: Any, slug: str, ref: str, joinder: UUID) -> HttpResponse:
    """Whoever asked takes it back."""
    verbs.take_back(actor=request.viewer, now=clock.now(), ref=ref, joinder=joinder)
    return _done(request, slug, ref, _("Your request is taken back."))


@require_POST
def let_join(request: Any, slug: str, ref: str, joinder: UUID) -> HttpResponse:
    """A member takes part from now on."""
    verbs.let_join(actor=request.viewer, now=clock.now(), ref=ref, joinder=joinder)
    return _done(request, slug, ref, _("It takes part from now on."))


@require_POST
def keep_out(request: Any, slug: str, ref: str, joinder: UUID) -> HttpResponse:
    """A member does not take part."""
    case = case_for(request.viewer, ref)
    found = Joinder.objects.filter(case=case, uid=joinder).first()
    if found is None:
        raise Http404(str(joinder))
    may_decide(request.viewer, case, known(case), found, clock.now()).require()
    rules.may_decide(found.state).require()
    form = RefuseForm(request.POST, auto_id="id_refuse_%s")
    given = {"actor": request.viewer, "now": clock.now(), "ref": ref, "joinder": joinder}
    if attempt(form, verbs.keep_out, **given) is None:
        return case_page(request, case, refuse_form=form)
    return _done(request, slug, ref, _("It is refused, with your reasons."))


@require_POST
def leave(request: Any, slug: str, ref: str) -> HttpResponse:
    """Who joined leaves."""
    verbs.leave_case(actor=request.viewer, now=clock.now(), ref=ref)
    return _done(request, slug, ref, _("Your organisation takes part no more."))
