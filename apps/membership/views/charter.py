"""The charter: all rules on one page, earlier versions, the difference between two, what can be taken away."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.committees.models import CharterVersion
from apps.committees.rules.charter import PRESETS
from apps.committees.selectors import charter_at
from apps.kernel import clock
from apps.kernel.exports import csv_answer
from apps.membership import selectors
from apps.membership.forms.charter import ComparisonForm
from apps.membership.rules.amendments import may_draft
from apps.membership.serializers import charter_body

COLUMNS = ["number", "title", "key", "kind", "value", "unit", "in words", "since version", "since", *PRESETS]


def _found(find: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return find(*arguments)
    except CharterVersion.DoesNotExist:
        raise Http404 from None


@require_safe
def charter(request: Any, slug: str, number: int | None = None) -> HttpResponse:
    """The charter in words: the version in force, or another one."""
    now = clock.now()
    context = {
        "charter": _found(selectors.charter, now, number),
        "versions": selectors.versions(),
        "in_force": _found(charter_at, now).number,
        "open_drafts": selectors.open_drafts()[:5],
        "presets": PRESETS.items(),
        "may_draft": bool(may_draft(request.viewer)),
    }
    return render(request, "membership/charter.html", context)


@require_safe
def compare(request: Any, slug: str) -> HttpResponse:
    """What differs between two versions; without a choice between the two newest."""
    numbers = list(selectors.versions().values_list("number", flat=True))
    if not numbers:
        raise Http404
    usual = {"from": str(numbers[min(1, len(numbers) - 1)]), "to": str(numbers[0])}
    form = ComparisonForm(usual | {key: request.GET[key] for key in usual if key in request.GET}, numbers)
    if not form.is_valid():
        raise Http404
    found = selectors.comparison(int(form.cleaned_data["from"]), int(form.cleaned_data["to"]))
    context = {"form": form, "found": found, "both": [found.before, found.after]}
    return render(request, "membership/charter_compare.html", context)


@require_safe
def export_csv(request: Any, slug: str, number: int) -> HttpResponse:
    """A version as a table, one article a line."""
    found = _found(selectors.charter, clock.now(), number)
    rows = [
        [
            line.number,
            line.title,
            line.key,
            line.kind,
            line.value,
            line.unit,
            line.in_full,
            line.since_version,
            line.since.isoformat(),
            *line.presets.values(),
        ]
        for line in found.articles
    ]
    return csv_answer(f"{slug}-charter-{number}.csv", COLUMNS, rows)


@require_safe
def export_json(request: Any, slug: str, number: int) -> HttpResponse:
    """A version as the API gives it."""
    found = _found(selectors.charter, clock.now(), number)
    response = JsonResponse(charter_body(found))
    response["Content-Disposition"] = f'attachment; filename="{slug}-charter-{number}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
