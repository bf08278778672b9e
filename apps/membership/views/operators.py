"""The operator's page: committees by name, and the door that is recorded."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.selectors import lacks_second_factor
from apps.committees.models import Committee, OperatorSession
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.kernel.tenancy.context import tenant
from apps.membership import selectors, services
from apps.membership.forms import OperatorSessionForm
from apps.membership.views.checks import confirm_first


def _stop(request: Any) -> HttpResponse | None:
    if not request.user.is_operator:
        raise Http404
    return redirect("accounts:second_factor_needed") if lacks_second_factor(request.user) else None


@login_required
@require_safe
def operator(request: Any) -> HttpResponse:
    """All committees by name, with one's running sessions."""
    if stop := _stop(request):
        return stop
    now = clock.now()
    context = {"lines": selectors.operator_lines(request.user.pk, now), "now": now}
    return render(request, "membership/operator.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_session(request: Any, slug: str) -> HttpResponse:
    """Open a session with a reason, after proving who one is."""
    if stop := _stop(request) or confirm_first(request, reverse("people:open_session", args=[slug])):
        return stop
    committee = get_object_or_404(Committee, slug=slug)
    form = OperatorSessionForm(request.POST or None)
    if request.method == "POST":
        with tenant(committee.pk):
            opened = attempt(form, services.open_operator_session, operator=request.user, now=clock.now())
        if opened is not None:
            return redirect(f"/c/{slug}/")
    context = {"form": form, "asked": committee}
    return render(request, "membership/open_session.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def close_session(request: Any, slug: str) -> HttpResponse:
    """Close one's running session in a committee."""
    if not request.user.is_operator:
        raise Http404
    committee = get_object_or_404(Committee, slug=slug)
    now = clock.now()
    with tenant(committee.pk):
        session = get_object_or_404(OperatorSession.objects.at(now), person=request.user)
        services.close_operator_session(operator=request.user, now=now, session=session)
    messages.success(request, _("The session is closed."))
    return redirect("people:operator")
