"""The list of committees that have published something; the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from apps.committees.models import Committee
from apps.kernel.tenancy.context import tenant
from apps.transparency.selectors import has_records


@cache_control(public=True, max_age=60)
@require_safe
def committees(request: HttpRequest) -> HttpResponse:
    """Names and addresses, nothing else."""
    found = []
    for committee in Committee.objects.order_by("name"):
        with tenant(committee.pk):
            if has_records():
                found.append(committee)
    return render(request, "desk/public.html", {"committees": found})
