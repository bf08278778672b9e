"""The bank's statements: all of them, bringing one in, one with its lines."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.funding.acts.contributions import STATEMENT
from apps.funding.forms.contributions import StatementForm
from apps.funding.models import BankLine, BankStatement, keeps_the_money
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.contributing import details_in_force
from apps.funding.selectors.reconciling import reconciled_days, reconciled_until, statement_for
from apps.funding.selectors.statements_of_bank import counts_of, imported_counts
from apps.funding.services.importing import Imported, import_statement
from apps.funding.states import LineState
from apps.funding.views.words import line_tag
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, page_of
from apps.record.selectors import timeline


def for_keepers(request: Any) -> None:
    """The bank's papers are there only for whoever reads them."""
    if not keeps_the_money(request.viewer):
        raise Http404


@require_safe
def listing(request: Any, slug: str) -> HttpResponse:
    """All statements, the one brought in last first, and how many lines are to do."""
    for_keepers(request)
    page = page_of(BankStatement.objects.visible_to(request.viewer), request.GET.get("page", ""), field="")
    counts, done = counts_of(page.rows), reconciled_days(page.rows)
    context = {
        "rows": [(row, counts.get(row.pk, {}), done.get(row.pk)) for row in page.rows],
        "until": reconciled_until(request.viewer),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "to_do": BankLine.objects.visible_to(request.viewer).filter(state=LineState.OPEN).count(),
        "details": details_in_force(),
        "keeps": may_keep_the_books(request.viewer),
    }
    return render(request, "funding/bank.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Any, slug: str) -> HttpResponse:
    """Bring a file of the bank in: whole, or not at all."""
    for_keepers(request)
    may_keep_the_books(request.viewer).require()
    form = StatementForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST":
        done = _brought_in(request, form)
        if done is not None:
            _say_what_came(request, done)
            return redirect("funding:bank_statement", slug, done.statements[0].uid)
    return render(request, "funding/bank_upload.html", {"form": form}, status=422 if form.errors else 200)


def _brought_in(request: Any, form: StatementForm) -> Imported | None:
    def verb(file: Any) -> Imported:
        return import_statement(actor=request.viewer, now=clock.now(), content=file.read(), name=file.name)

    return attempt(form, verb)


def _say_what_came(request: Any, done: Imported) -> None:
    if done.is_known:
        messages.info(
            request, _("This very file was brought in before. Nothing was done; this is what came of it then.")
        )
        return
    said = _("Lines booked: %(booked)d. To do: %(open)d. There already: %(skipped)d.")
    messages.success(request, said % {"booked": done.booked, "open": done.open, "skipped": done.skipped})


@require_safe
def statement(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One statement with its lines."""
    row = statement_for(request.viewer, uid)
    lines = BankLine.objects.visible_to(request.viewer).filter(statement=row)
    lines = lines.prefetch_related("payments", "expenditures", "bank_entries")
    page = page_of(lines, request.GET.get("page", ""), field="", ascending=True)
    acts = timeline(STATEMENT, row.pk)
    context = {
        "statement": row,
        "lines": [(line, line_tag(line.state)) for line in page.rows],
        "earlier": address_of(request.GET, page.previous),
        "later": address_of(request.GET, page.next),
        "counts": counts_of([row]).get(row.pk, {}),
        "done": reconciled_days([row]).get(row.pk),
        "skipped": imported_counts(row).get("skipped", "0"),
        "timeline": acts,
        "keeps": may_keep_the_books(request.viewer),
    }
    return render(request, "funding/bank_statement.html", context)
