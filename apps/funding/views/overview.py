"""Where the committee's money stands."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.funding.models import keeps_the_money
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors import overview as selectors
from apps.funding.selectors.course import course
from apps.funding.selectors.reconciling import reconciled_until
from apps.funding.views.drawings import drawn_course
from apps.kernel import clock


@require_safe
def overview(request: Any, slug: str) -> HttpResponse:
    """The period that runs, what is in force, what is held, owed and overdue; the way to everything else."""
    if request.viewer.is_for_one_matter:
        raise Http404
    today = clock.now().date()
    found = selectors.overview(request.viewer, today)
    years = course(request.viewer, today) if found else []
    context = {
        "found": found,
        "years": years,
        "drawn_years": drawn_course(years, found.period.currency) if found else "",
        "keeps": bool(may_keep_the_books(request.viewer)),
        "reconciled": reconciled_until(request.viewer),
        "sees_bank": keeps_the_money(request.viewer),
    }
    return render(request, "funding/overview.html", context)
