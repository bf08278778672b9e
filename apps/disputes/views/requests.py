"""Requests to whoever orders in a case: decided, or taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.disputes.forms.joining import RefuseForm
from apps.disputes.selectors.cases import case_for
from apps.disputes.selectors.requests import decision_on
from apps.disputes.services import asking as verbs
from apps.disputes.views.case import case_page
from apps.kernel import clock
from apps.kernel.forms_ui import attempt


@require_POST
def grant(request: Any, slug: str, ref: str, asked: UUID) -> HttpResponse:
    """Grant it by order, with reasons."""
    return _decide(request, slug, ref, asked, verbs.grant, "grant_form", _("It is granted by your order."))


@require_POST
def refuse(request: Any, slug: str, ref: str, asked: UUID) -> HttpResponse:
    """Refuse it by order, with reasons."""
    return _decide(request, slug, ref, asked, verbs.refuse_request, "deny_form", _("It is refused by your order."))


def _decide(request: Any, slug: str, ref: str, asked: UUID, verb: Callable[..., Any], name: str, said: str) -> HttpResponse:  # fmt: skip
    case = case_for(request.viewer, ref)
    decision_on(request.viewer, case, asked, clock.now()).require()
    form = RefuseForm(request.POST, auto_id=f"id_{name}_%s")
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=ref, request=asked) is None:
        return case_page(request, case, **{name: form})
    messages.success(request, said)
    return redirect("disputes:case", slug, ref)


@require_POST
def take_back(request: Any, slug: str, ref: str, asked: UUID) -> HttpResponse:
    """Who asked takes it back."""
    verbs.take_request_back(actor=request.viewer, now=clock.now(), ref=ref, request=asked)
    messages.success(request, _("Your request is taken back."))
    return redirect("disputes:case", slug, ref)
