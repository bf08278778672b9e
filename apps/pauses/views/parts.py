"""The measures and the conditions for lifting of a draft: lists, and a form for one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.kernel import clock
from apps.kernel.decisions import Invalid, Refused
from apps.pauses.forms.parts import TIERS, ConditionForm, MeasureForm
from apps.pauses.models import Condition, PauseOrder
from apps.pauses.selectors.board import lines_of
from apps.pauses.selectors.printing import understood
from apps.pauses.selectors.writing import names_of_bound
from apps.pauses.services import drafting
from apps.pauses.views.drafting import GET_OR_POST, draft_for, draft_page

VERBS = {"measures": (drafting.put_measure, drafting.drop_measure), "conditions": (drafting.put_condition, drafting.drop_condition)}  # fmt: skip


def measures_of(order: PauseOrder) -> list[dict[str, Any]]:
    """A draft's measures with their sentences, and how each amount was understood."""
    [line] = lines_of([order], clock.now())
    return [
        {"one": one, "row": one.measure, "understood": "" if one.measure.above is None else understood(int(one.measure.above))}
        for one in line.measures
    ]  # fmt: skip


def conditions_of(order: PauseOrder) -> list[dict[str, Any]]:
    """A draft's conditions for lifting, with how closely each is verified."""
    rows: list[Condition] = list(order.conditions.select_related("measure").order_by("number"))
    return [{"row": row, "tier": dict(TIERS)[str(row.tier)]} for row in rows]


def _measure_form(order: PauseOrder, data: Any = None, number: int | None = None) -> forms.Form:
    row = order.measures.filter(number=number).first() if number is not None else None
    if number is not None and row is None:
        raise Http404(order.ref)
    initial = {"seen": order.version} | (MeasureForm.initial_of(row) if row else {})
    return MeasureForm(data, initial=initial, labs=names_of_bound(order))


def _condition_form(order: PauseOrder, data: Any = None, number: int | None = None) -> forms.Form:
    row = order.conditions.select_related("measure").filter(number=number).first() if number is not None else None
    if number is not None and row is None:
        raise Http404(order.ref)
    initial = {"seen": order.version} | (ConditionForm.initial_of(row) if row else {})
    measures = [(each["row"].number, each["one"].reads) for each in measures_of(order)]
    return ConditionForm(data, initial=initial, measures=measures)


FORMS: dict[str, Callable[..., Any]] = {"measures": _measure_form, "conditions": _condition_form}


def _page(request: Any, kind: str, order: PauseOrder, form: Any, number: int | None, status: int = 200, **extra: Any) -> HttpResponse:  # fmt: skip
    if number is None:
        extra["rows"] = measures_of(order) if kind == "measures" else conditions_of(order)
    return draft_page(request, f"pauses/draft_{kind}.html", order, kind, status, form=form, part=number, **extra)


def _put(request: Any, slug: str, ref: str, kind: str, number: int | None = None) -> HttpResponse:
    """Show the form; POST adds a part, or writes the one with this number anew."""
    order = draft_for(request, ref)
    form = FORMS[kind](order, request.POST if request.method == "POST" else None, number)
    if request.method != "POST":
        return _page(request, kind, order, form, number)
    if not form.is_valid():
        return _page(request, kind, order, form, number, 422)
    put, _drop = VERBS[kind]
    value = {"drawn": form.drawn()} if kind == "measures" else {"asked": form.asked()}
    try:
        put(actor=request.viewer, now=clock.now(), ref=ref, number=number, seen=form.cleaned_data.get("seen"), **value)
    except Invalid as error:
        for name, text in error.errors.items():
            form.add_error(name if name in form.fields else None, text)
        return _page(request, kind, order, form, number, 422)
    except Refused as refusal:
        form.data = form.data.copy()
        form.data["seen"] = str(order.version)
        return _page(request, kind, order, form, number, 409, refused=refusal.reason)
    return redirect(f"pauses:draft_{kind}", slug, ref)


@require_http_methods(GET_OR_POST)
def measures(request: Any, slug: str, ref: str) -> HttpResponse:
    """The measures of the draft; POST adds one."""
    return _put(request, slug, ref, "measures")


@require_http_methods(GET_OR_POST)
def measure(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """One measure of the draft."""
    return _put(request, slug, ref, "measures", number)


@require_http_methods(GET_OR_POST)
def conditions(request: Any, slug: str, ref: str) -> HttpResponse:
    """The conditions for lifting of the draft; POST adds one."""
    return _put(request, slug, ref, "conditions")


@require_http_methods(GET_OR_POST)
def condition(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """One condition of the draft."""
    return _put(request, slug, ref, "conditions", number)


@require_POST
def drop_measure(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """Take a measure out of the draft, with the conditions that are about it."""
    drafting.drop_measure(actor=request.viewer, now=clock.now(), ref=ref, number=number)
    messages.success(request, _("Measure %(number)d is taken out.") % {"number": number})
    return redirect("pauses:draft_measures", slug, ref)


@require_POST
def drop_condition(request: Any, slug: str, ref: str, number: int) -> HttpResponse:
    """Take a condition out of the draft."""
    drafting.drop_condition(actor=request.viewer, now=clock.now(), ref=ref, number=number)
    messages.success(request, _("Condition %(number)d is taken out.") % {"number": number})
    return redirect("pauses:draft_conditions", slug, ref)
