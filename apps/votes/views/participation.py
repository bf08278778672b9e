"""How often each member could vote, and what it did."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.committees.models import Organisation
from apps.kernel.exports import csv_answer
from apps.votes.selectors.participation import COLUMNS, participation, parts_of

SHOWN = 500


@require_safe
def everybody(request: Any, slug: str) -> HttpResponse:
    """Every member's part in closed votes."""
    return render(request, "votes/participation.html", {"shares": participation(request.viewer)})


@require_safe
def export(request: Any, slug: str) -> HttpResponse:
    """The same as CSV."""
    return csv_answer(f"participation-{slug}.csv", COLUMNS, (share.cells for share in participation(request.viewer)))


@require_safe
def member(request: Any, slug: str, key: str) -> HttpResponse:
    """One member's part, vote by vote."""
    row = get_object_or_404(Organisation, key=key)
    context = {
        "organisation": row,
        "shares": participation(request.viewer, key),
        "parts": parts_of(request.viewer, key, SHOWN),
    }
    return render(request, "votes/member.html", context)
