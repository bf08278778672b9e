"""What is done upon a deadline, each verb a POST that leads back to its page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.deadlines import selectors, services
from apps.deadlines.forms import (
    ChaseForm,
    ExtendForm,
    HandOverForm,
    PauseForm,
    ResumeForm,
    TakeOnForm,
    VerbForm,
    WaiveForm,
)
from apps.deadlines.selectors import Shown
from apps.deadlines.views.deadline import page
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused


def _act(request: Any, shown: Shown, form: VerbForm, verb: Callable[..., Any], done: str) -> HttpResponse:
    """Run a verb with a form's values; a form with an error comes back with what was typed."""
    selectors.answers(request.viewer, shown).may[form.verb].require()
    if not form.is_valid():
        return page(request, shown, form)
    try:
        verb(actor=request.viewer, now=shown.now, uid=shown.deadline.uid, **form.cleaned_data)
    except Invalid as invalid:
        for field, text in invalid.errors.items():
            form.add_error(field if field in form.fields else None, text)
        return page(request, shown, form)
    except Refused as refused:
        # The verb is open to them, so what they typed is what it refuses.
        form.add_error("until" if "until" in form.fields else None, refused.reason)
        return page(request, shown, form)
    messages.success(request, done)
    return redirect("deadlines:deadline", request.committee.slug, shown.deadline.uid)


def _shown(request: Any, uid: UUID) -> Shown:
    return selectors.deadline_for(request.viewer, uid, clock.now())


@require_POST
def take_on(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """I am on it until …"""
    done = _("You are on it. Nobody is asked again until then; if it is not done by then, the ladder goes on.")
    return _act(request, _shown(request, uid), TakeOnForm(request.POST), services.take_on, done)


@require_POST
def hand_over(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """A named person does it."""
    shown = _shown(request, uid)
    form = HandOverForm(request.POST, seats=selectors.candidates(shown.deadline, shown.now))
    return _act(request, shown, form, services.hand_over, _("Handed over. They are asked to confirm that they know."))


@require_POST
def pause(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The clock stops."""
    return _act(request, _shown(request, uid), PauseForm(request.POST), services.pause, _("The clock is stopped."))


@require_POST
def resume(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The clock runs on."""
    done = _("The clock runs on; what is due has moved by the time of the pause.")
    return _act(request, _shown(request, uid), ResumeForm(request.POST), services.resume, done)


@require_POST
def extend(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """There is more time."""
    return _act(request, _shown(request, uid), ExtendForm(request.POST), services.extend, _("There is more time now."))


@require_POST
def waive(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """It is no longer owed."""
    return _act(request, _shown(request, uid), WaiveForm(request.POST), services.waive, _("It is no longer owed."))


@require_POST
def chase(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Those who owe it are asked again."""
    done = _("Those who owe it have been asked again.")
    return _act(request, _shown(request, uid), ChaseForm(request.POST), _chase, done)


def _chase(*, uid: UUID, **arguments: Any) -> None:
    services.chase(uids=[uid], **arguments)
