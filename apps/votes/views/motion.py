"""One motion: its page, and what members do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.record.services import note_sighting
from apps.votes.forms.motion import PapersForm, StatementForm, WithdrawForm
from apps.votes.models import SUBJECT
from apps.votes.rules import verbs
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.said import texts_of
from apps.votes.services import proposing, speaking
from apps.votes.services.drafting import start_amendment
from apps.votes.states import State
from apps.votes.views.page import motion_page


@require_safe
def detail(request: Any, slug: str, ref: str) -> HttpResponse:
    """The motion's page; a draft's is where it is checked, and a draft's old name leads to the motion."""
    motion = motion_for(request.viewer, ref)
    if motion.state == State.DRAFT:
        return redirect("votes:check" if verbs.may_edit(request.viewer, motion) else "votes:listing", slug, ref)
    if motion.ref != ref:
        return redirect("votes:detail", slug, motion.ref)
    if motion.proposed_at is None:
        return render(request, "votes/discarded.html", {"motion": motion})
    note_sighting(SUBJECT, motion.pk, viewer=request.viewer, now=clock.now())
    return motion_page(request, motion)


@require_safe
def texts(request: Any, slug: str, ref: str) -> HttpResponse:
    """Every text that a motion has had, and what each changed."""
    motion = motion_for(request.viewer, ref)
    return render(request, "votes/texts.html", {"motion": motion, "texts": texts_of(motion)})


def act(
    request: Any, slug: str, ref: str, verb: Callable[..., Any], done: str, *, about: str = "", **forms: Form
) -> HttpResponse:
    """Run a verb, with a form's values where it has one; a form with an error comes back with what was typed."""
    motion = motion_for(request.viewer, ref)
    where = {"organisation": about} if about else {}
    form = next(iter(forms.values()), None)
    if form is None:
        verb(actor=request.viewer, now=clock.now(), ref=motion.ref, **where)
    elif attempt(form, verb, actor=request.viewer, now=clock.now(), ref=motion.ref, **where) is None:
        return motion_page(request, motion, about=about, **forms)
    messages.success(request, done)
    return redirect("votes:detail", slug, motion.ref)


@require_POST
def second(request: Any, slug: str, ref: str) -> HttpResponse:
    """Another member takes the motion up."""
    return act(request, slug, ref, proposing.second, _("You have seconded the motion. Its discussion begins."))


@require_POST
def withdraw(request: Any, slug: str, ref: str) -> HttpResponse:
    """The mover takes the motion back."""
    verbs.may_withdraw(request.viewer, motion_for(request.viewer, ref)).require()
    form = WithdrawForm(request.POST, auto_id="id_withdraw_%s")
    return act(request, slug, ref, proposing.withdraw, _("The motion is withdrawn."), withdraw_form=form)


@require_POST
def state(request: Any, slug: str, ref: str) -> HttpResponse:
    """Something is said for the record."""
    verbs.may_speak(request.viewer, motion_for(request.viewer, ref)).require()
    form = StatementForm(request.POST, auto_id="id_statement_%s")
    return act(request, slug, ref, speaking.make_statement, _("Your statement is on the record."), statement_form=form)


@require_POST
def add_papers(request: Any, slug: str, ref: str) -> HttpResponse:
    """Papers are added before voting opens; all of them or none."""
    verbs.may_add_paper(request.viewer, motion_for(request.viewer, ref)).require()
    form = PapersForm(request.POST, request.FILES, auto_id="id_papers_%s")
    return act(request, slug, ref, speaking.add_papers, _("The papers are added."), papers_form=form)


@require_POST
def amend(request: Any, slug: str, ref: str) -> HttpResponse:
    """An amendment begins as a draft that holds the text as it is."""
    draft = start_amendment(actor=request.viewer, now=clock.now(), ref=ref)
    return redirect("votes:edit", slug, draft.ref)
