"""The books as files: a period's statement and its journals."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from apps.funding.models import Journal, Period
from apps.funding.selectors.books import StatementAt, journals_of, period_for
from apps.funding.serializers.statements import StatementRow, statement_document
from apps.funding.views.books import statement_of
from apps.kernel.exports import CSV, Table, give

JOURNALS = ("Journal", "Day", "What", "About", "Undoes", "Account", "Name", "Member", "Debit", "Credit", "Currency", "Booked at")  # fmt: skip
BATCH = 500


@require_safe
def statement_file(request: Any, slug: str, name: str, kind: str = CSV) -> HttpResponse:
    """The statement of a day as a table."""
    row = period_for(request.viewer, name)
    _form, found = statement_of(request, row)
    columns = ("What", "Account", "Name", f"Amount in {row.currency}", "Budget", "Paid", "Committed", "Left")
    title = f"What the accounts of {row.name} say at the end of {found.on:%d %B %Y}, in {row.currency}"
    return give(request, Table(_named(row, found.on), title, columns, _lines(found)), kind)


def _named(row: Period, on: date) -> str:
    return f"{row.name}-{on.isoformat()}"


def _lines(found: StatementAt) -> list[list[Any]]:
    lines: list[list[Any]] = [[one.kind.value, one.number, one.name, one.amount] for one in found.kept]
    lines += [
        ["left by earlier periods", "", "", found.before],
        ["surplus of the period", "", "", found.surplus],
    ]
    lines += [[one.kind.value, one.number, one.name, one.amount] for one in found.income]
    lines += [
        ["expense", one.account, one.label, one.spent, one.planned, one.paid, one.committed, one.left]
        for one in found.spending
    ]
    lines += [["receivable", "", one.name, one.total] for one in found.ages]
    return [[*line, *[None] * (8 - len(line))] for line in lines]


@require_safe
def statement_json(request: Any, slug: str, name: str) -> HttpResponse:
    """The same document that the API gives for the day."""
    row = period_for(request.viewer, name)
    _form, found = statement_of(request, row)
    response = JsonResponse(StatementRow(statement_document(row, found)).data, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{_named(row, found.on)}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def journals_file(request: Any, slug: str, name: str, kind: str = CSV) -> HttpResponse:
    """Every entry of a period's journals, the newest journal first."""
    row = period_for(request.viewer, name)
    found = journals_of(request.viewer, row).select_related("reverses").order_by("-on", "-pk")
    rows = (line for journal in found.iterator(BATCH) for line in _entries(journal, row.currency))
    return give(request, Table(f"journals-{row.name}", f"Journals of {row.name}", JOURNALS, rows), kind)


def _entries(journal: Journal, currency: str) -> Iterator[list[Any]]:
    undoes = journal.reverses.ref if journal.reverses else ""
    for entry in journal.entries.all():
        debit, credit = (entry.amount, None) if entry.amount > 0 else (None, -entry.amount)
        yield [
            journal.ref, journal.on, journal.memo, journal.about, undoes, entry.account.number, entry.account.name,
            entry.organisation.name if entry.organisation else "", debit, credit, currency, journal.posted_at,
        ]  # fmt: skip
