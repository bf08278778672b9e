"""Entering figures: they are typed, shown as they were understood, and then confirmed; and appeals against estimates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.committees.selectors import charter_values
from apps.funding.forms.declaring import AppealForm, CheckForm, DismissForm, FiguresForm, rows_wanted
from apps.funding.models import Declarant, Declaration
from apps.funding.rules.accelerators import PEAKS
from apps.funding.rules.charter import BASE
from apps.funding.rules.declaring import Figures, oddities, understood
from apps.funding.selectors.declared import before, days_of, declarant_for, figures_of, history_of
from apps.funding.services import appealing, declaring
from apps.funding.states import Figure
from apps.funding.views.declarations import bands_at, declaration_page, rights
from apps.funding.views.figures import amount, shown
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.forms_ui import attempt

BESIDE = ("unusual_because", "files", "because")


@dataclass(frozen=True, slots=True)
class Entering:
    """What is entered on a page: by which verb, for whom, and which words the page has for it."""

    declarant: Declarant
    verb: Callable[..., Any]
    names: dict[str, str]
    heading: str
    button: str
    done: str
    takes_files: bool = False
    because: bool = False
    last: Declaration | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """The lab declares, or corrects what it declared; what it said last stands there already."""
    declarant, rows = _found(request, period, lab)
    rights(request.viewer, declarant, rows, clock.now())["declare"].require()
    own = next((row for row in rows if row.figure == Figure.DECLARED), None)
    heading = _("Correct your declaration") if own else _("Declare your computation")
    page = Entering(
        declarant,
        declaring.declare,
        {"period": period},
        heading,
        _("Declare it"),
        _("Your declaration is sealed and on the record."),
        takes_files=True,
        last=own,
    )
    return _enter(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """The custodian estimates what a lab has not declared."""
    declarant, rows = _found(request, period, lab)
    rights(request.viewer, declarant, rows, clock.now())["estimate"].require()
    heading = _("Estimate for %(lab)s") % {"lab": declarant.organisation.name}
    done = _("The estimate is sealed and on the record. The lab is told.")
    names = {"period": period, "lab": lab}
    return _enter(request, Entering(declarant, declaring.estimate, names, heading, _("Enter the estimate"), done))


@require_http_methods(["GET", "HEAD", "POST"])
def uphold(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """The custodian upholds an appeal with a new estimate."""
    declarant, rows = _found(request, period, lab)
    rights(request.viewer, declarant, rows, clock.now())["decide"].require()
    page = Entering(
        declarant,
        appealing.uphold,
        {"period": period, "lab": lab},
        _("A new estimate for %(lab)s") % {"lab": declarant.organisation.name},
        _("Uphold the appeal"),
        _("The appeal is upheld. The lab is told."),
        because=True,
        last=rows[0],
    )
    return _enter(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """The lab appeals against the estimate."""
    declarant, rows = _found(request, period, lab)
    rights(request.viewer, declarant, rows, clock.now())["appeal"].require()
    form = AppealForm(request.POST or None)
    if request.method == "POST":
        given = {"actor": request.viewer, "now": clock.now(), "period": period}
        if attempt(form, appealing.appeal, **given) is not None:
            messages.success(request, _("Your appeal is on the record. The custodian is told."))
            return redirect("funding:declaration", slug, period, lab)
    context = {"form": form, "declarant": declarant, "lab": declarant.organisation}
    return render(request, "funding/appeal.html", context, status=422 if form.errors else 200)


@require_POST
def dismiss(request: Any, slug: str, period: str, lab: str) -> HttpResponse:
    """The custodian lets the estimate stand."""
    declarant, _rows = _found(request, period, lab)
    form = DismissForm(request.POST)
    given = {"actor": request.viewer, "now": clock.now(), "period": period, "lab": lab}
    if attempt(form, appealing.dismiss, **given) is None:
        return declaration_page(request, declarant, dismiss_form=form)
    messages.success(request, _("The appeal is dismissed. The lab is told."))
    return redirect("funding:declaration", slug, period, lab)


def _found(request: Any, period: str, lab: str) -> tuple[Declarant, list[Declaration]]:
    declarant = declarant_for(request.viewer, period, lab)
    return declarant, history_of(declarant)


def _enter(request: Any, page: Entering) -> HttpResponse:
    """The form, then what was understood, then the deed; nothing that was typed is lost on the way."""
    data = request.POST if request.method == "POST" else None
    installed = len(page.last.accelerators.all()) if page.last else 0
    rows = rows_wanted(data, installed)
    if data is not None and ("add" in data or "change" in data):
        return _form_page(request, page, _refilled(page, data, rows + ("add" in data)))
    form = FiguresForm(data, rows=rows, because=page.because, initial=_initial(page.last))
    figures = _understood(form) if data is not None else None
    if figures is None:
        return _form_page(request, page, form)
    odd = oddities(figures, before(page.declarant), days_of(page.declarant.period))
    sure = "sure" in request.POST
    fields = (request.POST, request.FILES) if sure else ()
    check = CheckForm(*fields, odd=bool(odd), takes_files=page.takes_files, initial={"unusual_because": _why(page)})
    if sure and check.is_valid() and _done(request, page, form, check):
        messages.success(request, page.done)
        names = page.declarant
        return redirect("funding:declaration", request.committee.slug, names.period.name, names.organisation.key)
    if form.errors:
        return _form_page(request, page, form)
    return _check_page(request, page, form, check, figures, odd)


def _done(request: Any, page: Entering, form: FiguresForm, check: CheckForm) -> bool:
    given = form.given() | check.cleaned_data | page.names
    try:
        page.verb(actor=request.viewer, now=clock.now(), **given)
    except Invalid as invalid:
        for name, text in invalid.errors.items():
            if name in check.fields:
                check.add_error(name, text)
            else:
                form.blame({name: text})
        return False
    return True


def _understood(form: FiguresForm) -> Figures | None:
    if not form.is_valid():
        return None
    given = {name: value for name, value in form.given().items() if name not in BESIDE}
    try:
        return understood(**given)
    except Invalid as invalid:
        form.blame(invalid.errors)
        return None


def _form_page(request: Any, page: Entering, form: FiguresForm) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "lab": page.declarant.organisation,
        "peaks": [(name, amount(peak.flops), peak.source) for name, peak in PEAKS.items()],
    }
    return render(request, "funding/figures.html", context, status=422 if form.errors else 200)


def _check_page(
    request: Any, page: Entering, form: FiguresForm, check: CheckForm, figures: Figures, odd: list[str]
) -> HttpResponse:
    now = clock.now()
    counts = figures.counts(charter_values(now)(BASE))
    context = {
        "page": page,
        "form": check,
        "typed": form.typed(),
        "lab": page.declarant.organisation,
        "one": shown(figures, counts=counts, per_decade=bands_at(now)),
        "counts_installed": counts == figures.installed and counts != figures.training,
        "odd": odd,
    }
    return render(request, "funding/figures_check.html", context, status=422 if check.errors else 200)


def _refilled(page: Entering, data: Any, rows: int) -> FiguresForm:
    """A form with what was typed, not judged yet."""
    form = FiguresForm(rows=rows, because=page.because)
    for name, field in form.fields.items():
        widget: Any = field.widget
        form.initial[name] = widget.value_from_datadict(data, {}, name)
    return form


def _initial(last: Declaration | None) -> dict[str, Any]:
    if last is None:
        return {}
    figures = figures_of(last)
    found: dict[str, Any] = {
        "training_flop": amount(figures.training).words,
        "method": figures.method,
        "confidence": figures.confidence,
        "explanation": figures.explanation,
    }
    for number, one in enumerate(figures.accelerators):
        found |= {
            f"type_{number}": one.type,
            f"number_{number}": one.number,
            f"each_{number}": amount(one.flops_each).words,
        }
    return found


def _why(page: Entering) -> str:
    return page.last.unusual_because if page.last else ""
