"""Writing a motion: choose the kind, write it, add papers, check it, propose it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from apps.files.selectors import files_of
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.forms_ui import attempt
from apps.votes.forms.motion import DraftForm, KindForm, PapersForm
from apps.votes.models import SUBJECT, Motion
from apps.votes.rules import verbs
from apps.votes.rules.difference import difference
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.checking import checked
from apps.votes.selectors.finding import drafts_of, motion_for
from apps.votes.services.drafting import change_draft, discard, start_draft
from apps.votes.services.proposing import propose
from apps.votes.services.speaking import add_papers
from apps.votes.states import PROCEDURE_MEANINGS, Procedure
from apps.votes.views.prospects import prospects

GET_OR_POST = ["GET", "HEAD", "POST"]
STEPS = (gettext_lazy("Write it"), gettext_lazy("Papers"), gettext_lazy("Check and propose"))


@require_http_methods(GET_OR_POST)
def new(request: Any, slug: str) -> HttpResponse:
    """What motions there are; POST begins a draft of the chosen kind.

    `?kind=` and `about=` come from the page of a thing that a motion can name.
    """
    verbs.may_draft(request.viewer).require()
    came = {name: request.GET.get(name, "") for name in ("kind", "about")}
    form = KindForm(request.POST or None, initial=came, viewer=request.viewer, now=clock.now())
    if request.method == "POST":
        motion = attempt(form, start_draft, actor=request.viewer, now=clock.now())
        if motion is not None:
            return redirect("votes:edit", slug, motion.ref)
    context = {"form": form, "asked": form.asked(), "drafts": drafts_of(request.viewer)}
    return render(request, "votes/new.html", context, status=422 if form.errors else 200)


def _draft(request: Any, ref: str) -> Motion:
    motion = motion_for(request.viewer, ref)
    verbs.may_edit(request.viewer, motion).require()
    return motion


def _form(request: Any, motion: Motion) -> DraftForm:
    data = request.POST if request.method == "POST" else None
    return DraftForm(data, motion=motion, viewer=request.viewer, now=clock.now())


def _page(request: Any, template: str, motion: Motion, number: int, status: int = 200, **extra: Any) -> HttpResponse:
    context = {
        "motion": motion,
        "kind": KINDS[motion.kind],
        "labels": STEPS,
        "number": number,
        "heading": STEPS[number - 1],
    }
    return render(request, template, context | extra, status=status)


@require_http_methods(GET_OR_POST)
def edit(request: Any, slug: str, ref: str) -> HttpResponse:
    """The draft. What is valid is kept even where something else is not; a colleague's change is never overwritten."""
    motion = _draft(request, ref)
    form = _form(request, motion)
    if request.method != "POST":
        return _page(request, "votes/edit.html", motion, 1, form=form)
    valid = form.is_valid()
    try:
        _keep(request, motion, form)
    except Refused as refusal:
        _stand_on(form, motion)
        shown = {"form": form, "refused": refusal.reason, "changes": difference(motion.text, form.data.get("text", ""))}
        return _page(request, "votes/edit.html", motion, 1, status=409, **shown)
    if not (valid and form.is_valid()):
        # Not 422: that would take back what is valid and was just kept.
        return _page(request, "votes/edit.html", motion_for(request.viewer, ref), 1, form=form)
    if "later" in request.POST:
        messages.success(request, _("Draft %(ref)s is saved. You find it under Motions.") % {"ref": ref})
        return redirect("votes:listing", slug)
    return redirect("votes:papers", slug, ref)


def _keep(request: Any, motion: Motion, form: DraftForm) -> Motion:
    """Store what is valid, when it differs from what is stored; raises Refused where a colleague was faster."""
    changes = form.changes()
    if all(getattr(motion, name) == value for name, value in changes.items()):
        return motion
    seen = form.cleaned_data.get("seen")
    try:
        motion = change_draft(actor=request.viewer, now=clock.now(), ref=motion.ref, changes=changes, seen=seen)
    except Invalid as error:
        for field, text in error.errors.items():
            form.add_error(field if field in form.fields else None, text)
        return motion
    _stand_on(form, motion)
    return motion


def _stand_on(form: DraftForm, motion: Motion) -> None:
    """The page that comes back shows what is stored now, so that is what its button stands for."""
    form.data = form.data.copy()  # type: ignore[assignment]
    form.data["seen"] = str(motion.version)


@require_POST
def autosave(request: Any, slug: str, ref: str) -> HttpResponse:
    """Keep what is valid so far while somebody types; answers with the version that the page then stands upon."""
    form = _form(request, motion := _draft(request, ref))
    form.is_valid()
    kept = _keep(request, motion, form)
    return render(request, "votes/partials/seen.html", {"version": kept.version})


@require_http_methods(GET_OR_POST)
def papers(request: Any, slug: str, ref: str) -> HttpResponse:
    """Files that go with the draft."""
    motion = _draft(request, ref)
    form = PapersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and attempt(form, add_papers, actor=request.viewer, now=clock.now(), ref=ref):
        return redirect("votes:papers", slug, ref)
    status = 422 if form.errors else 200
    return _page(request, "votes/papers.html", motion, 2, status, form=form, files=files_of(SUBJECT, motion.pk))


@require_http_methods(GET_OR_POST)
def check(request: Any, slug: str, ref: str) -> HttpResponse:
    """How it will read, what follows, by which rule and who would vote; POST proposes it."""
    motion = _draft(request, ref)
    now, missing = clock.now(), {}
    if request.method == "POST":
        try:
            proposed = propose(actor=request.viewer, now=now, ref=ref)
        except Invalid as error:
            missing = error.errors
        else:
            messages.success(request, _("%(ref)s is proposed. Members are told.") % {"ref": proposed.ref})
            return redirect("votes:detail", slug, proposed.ref)
    found = checked(motion, request.viewer, now)
    extra: dict[str, Any] = {
        "missing": list((found.missing | missing).items()),
        "tried": request.method == "POST",
        "says": KINDS[motion.kind].says(motion.payload) if found.is_settled else "",
        "meaning": PROCEDURE_MEANINGS[Procedure(motion.procedure)],
        "files": files_of(SUBJECT, motion.pk),
        "may_propose": verbs.may_propose(request.viewer, motion),
        "changes": difference(motion.parent.text, motion.text) if motion.parent else [],
    }
    if found.is_settled:
        extra |= prospects(motion, request.viewer, now)
    return _page(request, "votes/check.html", motion, 3, 422 if missing else 200, **extra)


@require_POST
def throw_away(request: Any, slug: str, ref: str) -> HttpResponse:
    """Throw the draft away."""
    discard(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("The draft is discarded."))
    return redirect("votes:listing", slug)
