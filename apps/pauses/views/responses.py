"""A lab's complete responses under an order: filed by the lab, answered by whoever decides."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.deadlines.selectors import of_subject
from apps.kernel import clock
from apps.kernel.decisions import Decision, first_refusal
from apps.kernel.forms_ui import attempt
from apps.pauses.acts import LAB
from apps.pauses.acts.lifting import TO_ANSWER
from apps.pauses.forms.lifting import AnswerForm, ResponseForm
from apps.pauses.models import Binding, PauseOrder
from apps.pauses.rules.asking import may_respond
from apps.pauses.rules.charter import RESPONSE_DAYS
from apps.pauses.rules.refusing import refuse
from apps.pauses.selectors.compliance import binding_for
from apps.pauses.selectors.conditions import conditions_of
from apps.pauses.selectors.deciding import decides
from apps.pauses.selectors.responses import responses_of
from apps.pauses.services import responding
from apps.pauses.states import STANDING
from apps.pauses.views.permits import laid_order


@require_safe
def responses(request: Any, slug: str, ref: str, lab: str) -> HttpResponse:
    """What the lab has said, and what it was answered."""
    order = laid_order(request, ref)
    return response_page(request, order, binding_for(order, lab))


def response_page(request: Any, order: PauseOrder, binding: Binding, **forms: Form) -> HttpResponse:
    """The page; `forms` came back with errors."""
    now, rows = clock.now(), responses_of(binding)
    waiting = next((row for row in rows if row.answered_at is None), None)
    context = {
        "order": order,
        "lab": binding.organisation,
        "rows": rows,
        "waiting": waiting,
        "checklist": conditions_of(request.viewer, order, now),
        "may": {
            "respond": _may_respond(request, order, binding, has_open=waiting is not None),
            "answer": _may_answer(request, order, binding, has_open=waiting is not None),
        },
        "deadlines": [one for one in of_subject(LAB, binding.pk) if one.clock == TO_ANSWER],
        "respond_form": ResponseForm(auto_id="id_respond_%s"),
        "answer_form": AnswerForm(auto_id="id_answer_%s"),
        "now": now,
        "failed": next(iter(forms.values()), None),
    }
    return render(request, "pauses/response.html", context | forms, status=422 if forms else 200)


def _may_respond(request: Any, order: PauseOrder, binding: Binding, *, has_open: bool) -> Decision:
    is_own = request.viewer.organisation_id == binding.organisation_id
    is_bound = is_own and binding.served_at is not None and binding.released_at is None
    return may_respond(request.viewer, order, is_bound=is_bound, has_open=has_open)


def _may_answer(request: Any, order: PauseOrder, binding: Binding, *, has_open: bool) -> Decision:
    decider = decides(request.viewer, order, RESPONSE_DAYS, clock.now(), barred={binding.organisation_id})
    if not has_open or order.state not in STANDING or binding.released_at is not None:
        return first_refusal(decider, refuse(RESPONSE_DAYS, "There is no response to answer."))
    return decider


@require_POST
def respond(request: Any, slug: str, ref: str, lab: str) -> HttpResponse:
    """The lab says that everything is shown."""
    order = laid_order(request, ref)
    binding = binding_for(order, lab)
    has_open = binding.responses.filter(answered_at=None).exists()
    _may_respond(request, order, binding, has_open=has_open).require()
    form = ResponseForm(request.POST, auto_id="id_respond_%s")
    if attempt(form, responding.respond, actor=request.viewer, now=clock.now(), ref=order.ref) is None:
        return response_page(request, order, binding, respond_form=form)
    messages.success(request, _("Your response is on the record. You are answered within the charter's days."))
    return redirect("pauses:responses", slug, order.ref, lab)


@require_POST
def answer(request: Any, slug: str, ref: str, lab: str) -> HttpResponse:
    """Whoever decides answers."""
    order = laid_order(request, ref)
    binding = binding_for(order, lab)
    has_open = binding.responses.filter(answered_at=None).exists()
    _may_answer(request, order, binding, has_open=has_open).require()
    form = AnswerForm(request.POST, auto_id="id_answer_%s")
    if attempt(form, responding.answer, actor=request.viewer, now=clock.now(), ref=order.ref, lab=lab) is None:
        return response_page(request, order, binding, answer_form=form)
    messages.success(request, _("The lab is answered."))
    return redirect("pauses:responses", slug, order.ref, lab)
