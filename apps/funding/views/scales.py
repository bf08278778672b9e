"""Scales of assessment: the list, one scale, its draft, and the file from which anybody works it out again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Organisation
from apps.funding.forms.shares import RedrawForm, ScaleForm, TryForm
from apps.funding.models import Period, Scale, ScaleShare
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.rules.what_if import changes
from apps.funding.selectors.shares import before, budget_in_force, shares_of, text_for, texts_by_period, to_be_assessed
from apps.funding.services import scales as services
from apps.funding.states import TEXT_LABELS, Books, Text
from apps.kernel import clock
from apps.kernel.charts import Bar, bars
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.exports import CSV, Table, give
from apps.kernel.forms_ui import attempt
from apps.votes.selectors.asks import asks_of

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def scales(request: Any, slug: str) -> HttpResponse:
    """The scales of each period, the newest first."""
    found = texts_by_period(request.viewer, Scale)
    context = {"found": found, "labels": TEXT_LABELS, "writes": bool(may_keep_the_books(request.viewer))}
    return render(request, "funding/scales.html", context)


@require_http_methods(GET_OR_POST)
def new_scale(request: Any, slug: str) -> HttpResponse:
    """Work out a scale; what it lacks is said."""
    if not may_keep_the_books(request.viewer):
        raise Http404
    open_ones = Period.objects.visible_to(request.viewer).filter(state=Books.OPEN).order_by("-first")
    form = ScaleForm(request.POST or None, periods=list(open_ones))
    refused = ""
    if request.method == "POST":
        try:
            row = attempt(form, services.draft_scale, actor=request.viewer, now=clock.now())
        except Refused as refusal:
            row, refused = None, refusal.reason
        if row is not None:
            messages.success(request, _("The scale is worked out. Look at it, then propose it to the committee."))
            return redirect("funding:scale", slug, row.ref)
    status = 422 if form.errors else 409 if refused else 200
    return render(request, "funding/scale_new.html", {"form": form, "refused": refused}, status=status)


@require_safe
def scale(request: Any, slug: str, ref: str) -> HttpResponse:
    """One scale: shares, what they change, and for a draft what other settings would give."""
    row = text_for(request.viewer, Scale, ref)
    return _page(request, row, TryForm(request.GET) if "floor" in request.GET else None)


def _page(request: Any, row: Scale, tried: TryForm | None = None, **more: Any) -> HttpResponse:
    now = clock.now()
    shares = list(row.shares.select_related("organisation").order_by("-share", "organisation__name"))
    budget = budget_in_force(row.period)
    whole = to_be_assessed(budget) if budget else None
    before_it = before(row.period)
    writes = bool(may_keep_the_books(request.viewer)) and row.state == Text.DRAFT
    names = dict(Organisation.objects.values_list("key", "name"))
    drawn = bars(
        [Bar(one.organisation.name, float(one.share)) for one in shares], ident="shares", title=_("Shares"), unit=" %"
    )
    context = {
        "row": row,
        "shares": [(one, _at(row, one)) for one in shares],
        "state": TEXT_LABELS[Text(row.state)],
        "drawn": drawn,
        "before": before_it,
        "budget": budget,
        "whole": whole,
        "changes": [(names.get(one.name, one.name), one) for one in changes(shares_of(before_it), shares_of(row), whole)],
        "writes": writes,
        "redraw": RedrawForm(row=row) if writes else None,
        "asks": asks_of(request.viewer, ("scale.adopt",), row.draft_ref, now) if row.state == Text.DRAFT else [],
        "recipe": _recipe(row, shares),
        "try": _initial_try(row) if tried is None else tried,
    }  # fmt: skip
    if tried is not None and writes:
        context |= _tried(request, row, tried, names)
    return render(request, "funding/scale.html", context | more, status=more.get("status", 200))


def _initial_try(row: Scale) -> TryForm:
    return TryForm(initial={"floor": row.floor, "ceiling": row.ceiling, "per_decade": row.per_decade or 5})


def _at(row: Scale, one: ScaleShare) -> str:
    if row.ceiling is not None and one.share >= row.ceiling:
        return _("at the ceiling")
    return _("at the floor") if one.share <= row.floor else ""


def _recipe(row: Scale, shares: list[ScaleShare]) -> str:
    """The call that works the shares out again from what stands on the page."""
    bases = ", ".join(f"{one.organisation.key!r}: Decimal('{one.base:f}')" for one in shares)
    discounts = ", ".join(f"{one.organisation.key!r}: Decimal('{one.discount}')" for one in shares if one.discount)
    ceiling = "None" if row.ceiling is None else f"Decimal('{row.ceiling}')"
    more = f", discounts={{{discounts}}}" if discounts else ""
    return f"scale({{{bases}}}, floor=Decimal('{row.floor}'), ceiling={ceiling}{more}, places={row.places})"


def _tried(request: Any, row: Scale, form: TryForm, names: dict[str, str]) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    settings = services.settings_with(
        row,
        floor=form.cleaned_data["floor"],
        ceiling=form.cleaned_data["ceiling"],
        per_decade=None if row.per_decade is None else form.cleaned_data["per_decade"],
    )
    try:
        shares = services.tried(actor=request.viewer, ref=row.ref, settings=settings)
    except Refused as refusal:
        return {"try_refused": refusal.reason}
    return {"tried": [(names.get(one.name, one.name), one) for one in changes(shares_of(row), shares)]}


@require_POST
def redraw(request: Any, slug: str, ref: str) -> HttpResponse:
    """Work a draft out again with other discounts."""
    row = text_for(request.viewer, Scale, ref)
    form = RedrawForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, row, redraw=form, status=422)
    try:
        services.redraw(
            actor=request.viewer,
            now=clock.now(),
            ref=ref,
            reasons=form.cleaned_data["reasons"],
            discounts=form.discounts(),
        )
    except Invalid as invalid:
        for key, text in invalid.errors.items():
            form.add_error(f"discount-{key}" if f"discount-{key}" in form.fields else None, text)
        return _page(request, row, redraw=form, status=422)
    messages.success(request, _("The scale is worked out again."))
    return redirect("funding:scale", slug, ref)


@require_POST
def discard_scale(request: Any, slug: str, ref: str) -> HttpResponse:
    """Throw a draft away."""
    services.discard_scale(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("The draft is thrown away."))
    return redirect("funding:scales", slug)


@require_safe
def scale_file(request: Any, slug: str, ref: str, kind: str = CSV) -> HttpResponse:
    """All that goes into the scale, and what comes out, as a table."""
    row = text_for(request.viewer, Scale, ref)
    shares = row.shares.select_related("organisation").order_by("organisation__name")
    columns = (
        "Member", "Key", "Band from", "Band below", "Base", "Discount in per cent", "Why", "Floor in per cent",
        "Ceiling in per cent", "Places", "Share in per cent",
    )  # fmt: skip
    ceiling = "none" if row.ceiling is None else row.ceiling
    lines = [
        [
            one.organisation.name, one.organisation.key, one.band_from, one.band_below, one.base, one.discount,
            one.discount_because, row.floor, ceiling, row.places, one.share,
        ]
        for one in shares
    ]  # fmt: skip
    title = f"Scale of assessment for {row.period.name} and what it is made of"
    return give(request, Table(row.ref, title, columns, lines), kind)


@require_safe
def scale_json(request: Any, slug: str, ref: str) -> HttpResponse:
    """The same as it is digested, with the digest that its motion freezes."""
    row = text_for(request.viewer, Scale, ref)
    return JsonResponse({"scale": row.ref, "contents": services.contents(row), "sha256": services.digest_of(row)})
