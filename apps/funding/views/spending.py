"""Spending: the list, one expenditure with its next step, forms to enter one or a refund; the bank details."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Organisation
from apps.committees.selectors import charter_values
from apps.funding.forms.spending import DetailsForm, ExpenditureForm, PaidForm, ReasonForm, RefundForm
from apps.funding.models import Expenditure, Period, keeps_the_money
from apps.funding.rules.charter import TWO_PEOPLE
from apps.funding.rules.spending import may_decide, may_enter
from apps.funding.selectors import spending as selectors
from apps.funding.selectors.contributing import credit_of
from apps.funding.services import details as details_services
from apps.funding.services import spending as services
from apps.funding.services.outgoing import take_payment_back
from apps.funding.states import SPENDING_LABELS, Books, Details, Spending
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.exports import CSV, Table, give
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, page_of

GET_OR_POST = ["GET", "HEAD", "POST"]
PAGE = 50


@require_safe
def spending(request: Any, slug: str) -> HttpResponse:
    """The expenditures, the newest first."""
    found = selectors.spending_of(request.viewer)
    page = page_of(found, request.GET.get("page", ""), field="entered_at", size=PAGE)
    context = {
        "rows": [(row, SPENDING_LABELS[Spending(row.state)]) for row in page.rows],
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "enters": bool(may_enter(request.viewer)),
    }
    return render(request, "funding/spending.html", context)


@require_safe
def spending_file(request: Any, slug: str, kind: str = CSV) -> HttpResponse:
    """All of them as a table."""
    columns = (
        "Reference",
        "Period",
        "Day",
        "Account",
        "Line",
        "Purpose",
        "To",
        "Amount",
        "Currency",
        "State",
        "Paid on",
    )
    rows = [
        [row.ref, row.period.name, row.on, row.account.number, row.account.name, row.purpose, row.payee, row.amount,
         row.period.currency, SPENDING_LABELS[Spending(row.state)], row.paid_on]
        for row in selectors.spending_of(request.viewer).order_by("-pk")
    ]  # fmt: skip
    return give(request, Table("spending", "Expenditures, the newest first", columns, rows), kind)


def _current() -> Period | None:
    today = clock.now().date()
    return Period.objects.filter(first__lte=today, last__gte=today, state=Books.OPEN).first()


@require_http_methods(GET_OR_POST)
def new_expenditure(request: Any, slug: str) -> HttpResponse:
    """Enter an expenditure with its documents."""
    if not may_enter(request.viewer):
        raise Http404
    period = _current()
    accounts = selectors.accounts_of(period) if period else []
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ExpenditureForm(data, files, accounts=accounts, initial={"on": clock.now().date()})
    if data is not None and form.is_valid():
        try:
            row = services.enter_expenditure(actor=request.viewer, now=clock.now(), **form.given())
        except Invalid as invalid:
            for name, text in invalid.errors.items():
                form.add_error(name if name in form.fields else None, text)
        else:
            messages.success(request, _("It is entered. Another person approves it."))
            return redirect("funding:expenditure", slug, row.ref)
    context = {"form": form, "period": period, "accounts": accounts}
    return render(request, "funding/expenditure_new.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
def new_refund(request: Any, slug: str) -> HttpResponse:
    """Enter a refund of a member's credit."""
    if not may_enter(request.viewer):
        raise Http404
    owed = credit_of()
    labs = Organisation.objects.filter(pk__in=owed).order_by("name")
    credits = [(lab.key, lab.name, owed[lab.pk]) for lab in labs if owed[lab.pk] > 0]
    form = RefundForm(request.POST or None, credits=credits, initial={"on": clock.now().date()})
    if request.method == "POST":
        row = attempt(form, services.enter_refund, actor=request.viewer, now=clock.now())
        if row is not None:
            messages.success(request, _("It is entered. Another person approves it."))
            return redirect("funding:expenditure", slug, row.ref)
    context = {"form": form, "credits": credits}
    return render(request, "funding/refund_new.html", context, status=422 if form.errors else 200)


@require_safe
def expenditure(request: Any, slug: str, ref: str) -> HttpResponse:
    """One expenditure and its next step."""
    return _page(request, selectors.expenditure_for(request.viewer, ref))


def _page(request: Any, row: Expenditure, status: int = 200, **more: Any) -> HttpResponse:
    viewer = request.viewer
    decides = may_decide(
        viewer,
        entered_by=row.entered_by_id,
        entered_for=row.entered_by.organisation_id,
        amount=row.amount if row.organisation_id is None else None,
        alone_up_to=Decimal(charter_values(clock.now())(TWO_PEOPLE)),
    )
    holds = viewer.is_clerk or viewer.is_chair or bool(may_enter(viewer))
    context = {
        "row": row,
        "state": SPENDING_LABELS[Spending(row.state)],
        "documents": selectors.documents_of(row),
        "sees_account": keeps_the_money(viewer),
        "waits": row.state == Spending.ENTERED,
        "decides": row.state == Spending.ENTERED and bool(decides),
        "why_not": decides.reason if row.state == Spending.ENTERED and holds and not decides else "",
        "enters": bool(may_enter(viewer)),
        "paid_form": PaidForm(initial={"on": clock.now().date()}),
        "reason_form": ReasonForm(),
        "redact_form": ReasonForm(prefix="hide"),
    }
    return render(request, "funding/expenditure.html", context | more, status=status)


@require_POST
def decide_expenditure(request: Any, slug: str, ref: str, verb: str) -> HttpResponse:
    """Approve, refuse, pay, take the payment back, cancel, or hide the payee."""
    row = selectors.expenditure_for(request.viewer, ref)
    given = {"actor": request.viewer, "now": clock.now(), "ref": ref}
    if verb == "approve":
        services.approve(**given)
    elif verb == "pay":
        form = PaidForm(request.POST)
        if attempt(form, services.pay, **given) is None:
            return _page(request, row, 422, paid_form=form)
    elif verb in WITH_REASON:
        prefix = "hide" if verb == "hide" else None
        form = ReasonForm(request.POST, prefix=prefix)
        if attempt(form, WITH_REASON[verb], **given) is None:
            return _page(request, row, 422, **{"redact_form" if prefix else "reason_form": form})
    else:
        raise Http404(verb)
    messages.success(request, _("It is on the record."))
    return redirect("funding:expenditure", slug, ref)


WITH_REASON = {
    "refuse": services.refuse_expenditure,
    "cancel": services.cancel,
    "hide": services.redact,
    "return": take_payment_back,
}


@require_http_methods(GET_OR_POST)
def bank_details(request: Any, slug: str) -> HttpResponse:
    """Where members pay to, who decided it, and a form to enter new details."""
    if request.viewer.is_for_one_matter:
        raise Http404
    viewer = request.viewer
    enters = bool(may_enter(viewer))
    form = DetailsForm(request.POST or None) if enters else None
    if request.method == "POST":
        if form is None:
            may_enter(viewer).require()
        elif attempt(form, details_services.enter_details, actor=viewer, now=clock.now()) is not None:
            messages.success(request, _("They are entered. Somebody of another organisation approves them."))
            return redirect("funding:bank_details", slug)
    rows = list(selectors.all_details(viewer))
    context = {
        "rows": rows,
        "current": next((row for row in rows if row.state == Details.APPROVED), None),
        "waiting": [(row, _may_decide_details(viewer, row)) for row in rows if row.state == Details.ENTERED],
        "form": form,
    }
    return render(request, "funding/bank_details.html", context, status=422 if form and form.errors else 200)


def _may_decide_details(viewer: Any, row: Any) -> bool:
    given = {"entered_by": row.entered_by_id, "entered_for": row.entered_by.organisation_id}
    return bool(may_decide(viewer, **given, amount=None, alone_up_to=Decimal()))


@require_POST
def decide_details(request: Any, slug: str, uid: Any, verb: str) -> HttpResponse:
    """Approve or refuse what another entered."""
    if verb not in {"approve", "refuse"}:
        raise Http404(verb)
    details_services.decide_details(
        actor=request.viewer,
        now=clock.now(),
        uid=str(uid),
        approve=verb == "approve",
        because=request.POST.get("because", "") or _("Refused."),
    )
    messages.success(request, _("It is on the record."))
    return redirect("funding:bank_details", slug)
