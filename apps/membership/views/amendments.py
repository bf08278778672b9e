"""Drafts of amendments: the list, one with what it would change, drafting, changing, adopting, withdrawing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import CharterDraft
from apps.committees.rules.asking import asks_about
from apps.committees.rules.charter import PRESETS, preset_values
from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.forms_ui import attempt
from apps.membership import selectors, services
from apps.membership.forms.charter import AdoptionForm, AmendmentForm
from apps.membership.rules import amendments as rules
from apps.membership.rules.who import may_keep_papers
from apps.membership.views.checks import or_404
from apps.record.selectors import timeline

SHOWN = 200


@require_safe
def drafts(request: Any, slug: str) -> HttpResponse:
    """All drafts, the newest first."""
    context = {"drafts": selectors.drafts()[:SHOWN], "may_draft": bool(rules.may_draft(request.viewer))}
    return render(request, "membership/charter_drafts.html", context)


@require_safe
def draft(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One draft with what it would change."""
    now = clock.now()
    row = selectors.draft_for(uid)
    is_open = bool(_is_open(row))
    context = {
        "draft": row,
        "effect": selectors.effect_of(row, request.viewer, now),
        "asks": asks_about(request.viewer, "charter_draft", str(row.uid), now) if is_open else [],
        "timeline": timeline("charter_draft", row.pk),
        "now": now,
        "may_adopt": is_open and bool(may_keep_papers(request.viewer)),
        "may_change": is_open and bool(rules.may_change(request.viewer, drafted_by=row.drafted_by_id)),
    }
    return render(request, "membership/charter_draft.html", context)


def _is_open(row: CharterDraft) -> Any:
    return rules.is_open(adopted=row.adopted_as_id is not None, withdrawn=row.withdrawn_at is not None)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, slug: str) -> HttpResponse:
    """Draft an amendment; `?preset=` begins with a preset's values."""
    or_404(rules.may_draft(request.viewer))
    latest = selectors.latest_charter()
    values = rules.standing_values(latest.values, latest.preset)
    if request.GET.get("preset") in PRESETS:
        values = preset_values(request.GET["preset"])
    form = AmendmentForm(request.POST or None, values=values, initial={"based_on": latest.number})
    made = _attempt(form, services.draft_amendment, actor=request.viewer, now=clock.now())
    if made is not None:
        messages.success(request, _("The draft is saved. Members and clerks are told."))
        return redirect("membership:charter_draft", slug, made.uid)
    context = {"form": form, "latest": latest, "presets": PRESETS.items()}
    return render(request, "membership/charter_new_draft.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Change a draft that is open, put upon the newest version."""
    row = selectors.draft_for(uid)
    or_404(rules.may_change(request.viewer, drafted_by=row.drafted_by_id))
    _is_open(row).require()
    latest = selectors.latest_charter()
    values = rules.standing_values(latest.values, latest.preset) | row.values
    shown = {"based_on": latest.number, "seen": row.version}
    form = AmendmentForm(
        request.POST or None, values=values, initial=shown | {"title": row.title, "because": row.because}
    )
    status, refused = 200, ""
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else None
        changed = _attempt(form, services.change_amendment, actor=request.viewer, now=clock.now(), draft=uid, seen=seen)
    except Refused as refusal:
        status, refused = 409, refusal.reason
        _show(form, seen=selectors.draft_for(uid).version)
    else:
        if changed is not None:
            messages.success(request, _("The draft is saved. Members and clerks are told."))
            return redirect("membership:charter_draft", slug, uid)
        status = 422 if form.errors else 200
    context = {"form": form, "latest": latest, "draft": row, "refused": refused}
    return render(request, "membership/charter_new_draft.html", context, status=status)


def _attempt(form: AmendmentForm, verb: Callable[..., CharterDraft], **arguments: Any) -> CharterDraft | None:
    """Save what was filled in; what the verb finds invalid becomes the form's errors."""
    if not form.is_valid():
        return None
    try:
        return verb(**arguments, **form.amendment)
    except Invalid as invalid:
        for name, text in invalid.errors.items():
            form.add_error(name if name in form.fields else None, text)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The last look at what a draft changes, and the committee's decision."""
    or_404(may_keep_papers(request.viewer))
    row = selectors.draft_for(uid)
    _is_open(row).require()
    now = clock.now()
    form = AdoptionForm(request.POST or None)
    status, refused = 200, ""
    if request.method == "POST":
        try:
            version = attempt(form, services.adopt_amendment, actor=request.viewer, now=now, draft=uid)
        except Refused as refusal:
            status, refused = 409, refusal.reason
        else:
            if version is not None:
                messages.success(request, _("Version %(number)s is adopted.") % {"number": version.number})
                return redirect("membership:charter_version", slug, version.number)
            status = 422
    row = selectors.draft_for(uid)
    effect = selectors.effect_of(row, request.viewer, now)
    _show(form, onto=effect.onto.number, seen=row.version)
    context = {"draft": row, "effect": effect, "form": form, "refused": refused}
    return render(request, "membership/charter_adopt.html", context, status=status)


def _show(form: Any, **numbers: int) -> None:
    """The page shows these versions, so these are what its button stands for."""
    form.initial |= numbers
    if form.is_bound:
        form.data = form.data.copy()
        form.data.update({name: str(number) for name, number in numbers.items()})


@require_POST
def withdraw(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Withdraw a draft."""
    row = selectors.draft_for(uid)
    or_404(rules.may_change(request.viewer, drafted_by=row.drafted_by_id))
    services.withdraw_amendment(actor=request.viewer, now=clock.now(), draft=uid)
    messages.success(request, _("The draft is withdrawn."))
    return redirect("membership:charter_draft", slug, uid)
