"""Requests to open a sealed figure: the list and the page for everybody, the figure for two."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.deadlines.selectors import of_subject
from apps.funding.forms.declaring import AnswerForm, ReasonForm
from apps.funding.models import OPENING, Declarant, OpeningRequest
from apps.funding.rules.commitments import HOW
from apps.funding.rules.opening import may_agree, may_ask, may_read, may_refuse
from apps.funding.selectors.declared import current_of, document_of, history_of, period_for
from apps.funding.selectors.openings import opening_for, openings
from apps.funding.services import opening as verbs
from apps.funding.states import OPENINGS, Opening
from apps.funding.views.declarations import bands_at
from apps.funding.views.figures import shown_all
from apps.kernel import clock
from apps.kernel.canonical import dumps
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, page_of
from apps.record.selectors import timeline

PAGE = 30
TAGS = {
    Opening.ASKED: (_lazy("Asked"), "info"),
    Opening.OPENED: (_lazy("Opened"), "warn"),
    Opening.REFUSED: (_lazy("Refused"), "neutral"),
    Opening.LAPSED: (_lazy("Lapsed"), "neutral"),
}


@require_safe
def listing(request: Any, slug: str) -> HttpResponse:
    """All requests, the newest first: that it was asked, by whom, why, and what came of it."""
    found = openings(request.viewer)
    page = page_of(found, request.GET.get("page", ""), field="", size=PAGE)
    context = {
        "rows": [(row, *TAGS[Opening(row.state)]) for row in page.rows],
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
    }
    return render(request, "funding/openings.html", context)


@require_safe
def opening(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One request."""
    return _page(request, opening_for(request.viewer, uid))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """Ask that a lab's figure for a period be opened."""
    rows = Declarant.objects.filter(period=period_for(request.viewer, period), organisation__key=lab)
    declarant = rows.select_related("period", "organisation").first()
    if declarant is None:
        raise Http404(lab)
    has_figure = current_of(declarant) is not None
    may_ask(request.viewer, declarant.organisation_id, has_figure=has_figure, has_asked=False).require()
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        given = {"actor": request.viewer, "now": clock.now(), "period": period, "lab": lab}
        made = attempt(form, verbs.ask_to_open, **given)
        if made is not None:
            messages.success(request, _("Your request is on the record. The lab and those who can agree are told."))
            return redirect("funding:opening", slug, made.uid)
    context = {"form": form, "period": declarant.period, "lab": declarant.organisation}
    return render(request, "funding/opening_ask.html", context, status=422 if form.errors else 200)


@require_POST
def agree(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Agree as the second person."""
    return _answer(request, uid, verbs.agree_to_open, "agree_form", _("The figure is opened for the two of you."))


@require_POST
def refuse(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Refuse, as the custodian or as whoever could agree."""
    return _answer(request, uid, verbs.refuse_to_open, "refuse_form", _("The request is refused."))


@require_POST
def read(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The opened figure, for the two; that it was read is on the record before it is shown."""
    row = opening_for(request.viewer, uid)
    figure = verbs.read_opened(actor=request.viewer, now=clock.now(), uid=uid)
    [whole] = [one for one in history_of(_declarant(row)) if one.pk == figure.pk]
    [(_row, one)] = shown_all([whole], bands_at(clock.now()))
    context = {
        "opening": row,
        "declaration": whole,
        "one": one,
        "lab": row.declaration.organisation,
        "document": dumps(document_of(whole)).decode(),
        "how": HOW,
    }
    return render(request, "funding/opening_read.html", context)


def _declarant(row: OpeningRequest) -> Declarant:
    of = {"period": row.declaration.period_id, "organisation": row.declaration.organisation_id}
    return Declarant.objects.get(**of)


def _answer(request: Any, uid: UUID, verb: Any, name: str, done: str) -> HttpResponse:
    form = AnswerForm(request.POST, auto_id=f"id_{name}_%s")
    if attempt(form, verb, actor=request.viewer, now=clock.now(), uid=uid) is None:
        return _page(request, opening_for(request.viewer, uid), **{name: form})
    messages.success(request, done)
    return redirect("funding:opening", request.committee.slug, uid)


def _page(request: Any, row: OpeningRequest, **forms: Any) -> HttpResponse:
    viewer, lab, asker = request.viewer, row.declaration.organisation_id, row.asked_by.organisation_id
    two = {row.asked_by_id, row.decided_by_id}
    label, tone = TAGS[Opening(row.state)]
    context = {
        "opening": row,
        "lab": row.declaration.organisation,
        "period": row.declaration.period,
        "label": label,
        "tone": tone,
        "may": {
            "agree": may_agree(viewer, lab, asker, OPENINGS.may("open", row.state)),
            "refuse": may_refuse(viewer, lab, asker, OPENINGS.may("refuse", row.state)),
            "read": may_read(viewer, is_opened=row.state == Opening.OPENED, two=two),
        },
        "agree_form": forms.get("agree_form") or AnswerForm(auto_id="id_agree_form_%s"),
        "refuse_form": forms.get("refuse_form") or AnswerForm(auto_id="id_refuse_form_%s"),
        "failed": next(iter(forms.values()), None),
        "failed_name": next(iter(forms), ""),
        "deadlines": of_subject(OPENING, row.pk),
        "timeline": timeline(OPENING, row.pk),
        "now": clock.now(),
    }
    return render(request, "funding/opening.html", context, status=422 if forms else 200)
