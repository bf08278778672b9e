"""Somebody says that an attestation is not true, and whoever presides decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.pauses.forms.compliance import ChallengeForm, DecideChallengeForm
from apps.pauses.rules import compliance
from apps.pauses.selectors.compliance import binding_for
from apps.pauses.selectors.finding import order_for
from apps.pauses.services import challenging
from apps.pauses.views.lab import lab_page


@require_POST
def challenge(request: Any, slug: str, ref: str, lab: str, number: int) -> HttpResponse:
    """Somebody says that an attestation is not true."""
    order = order_for(request.viewer, ref)
    binding = binding_for(order, lab)
    compliance.may_challenge(request.viewer, order, binding).require()
    form = ChallengeForm(request.POST, auto_id=f"id_challenge_{number}_%s")
    given = {"actor": request.viewer, "now": clock.now(), "ref": ref, "lab": lab, "number": number}
    if attempt(form, challenging.challenge, **given) is None:
        return lab_page(request, order, binding, about=str(number), challenge_form=form)
    messages.success(request, _("The challenge is on the record. Whoever presides decides on it."))
    return redirect("pauses:lab", slug, ref, lab)


@require_POST
def decide_challenge(request: Any, slug: str, ref: str, lab: str, uid: UUID) -> HttpResponse:
    """Whoever presides decides on a challenge."""
    order = order_for(request.viewer, ref)
    binding = binding_for(order, lab)
    form = DecideChallengeForm(request.POST, auto_id="id_decide_%s")
    given = {"actor": request.viewer, "now": clock.now(), "ref": ref, "lab": lab, "uid": uid}
    if attempt(form, challenging.decide_challenge, **given) is None:
        return lab_page(request, order, binding, about=str(uid), decide_form=form)
    messages.success(request, _("It is decided. Members are told."))
    return redirect("pauses:lab", slug, ref, lab)
