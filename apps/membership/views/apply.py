"""Applying without an account: the public form, and the applicant's page behind the link that was mailed.

An unknown committee, one that takes no applications, and a wrong link answer the same 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.models import Application, Committee
from apps.committees.selectors import committee_by_slug
from apps.committees.states import ApplicationState
from apps.files.selectors import files_of
from apps.kernel import clock
from apps.kernel.api.throttle import is_too_often
from apps.kernel.forms_ui import attempt
from apps.kernel.tenancy.context import tenant
from apps.membership.forms.applications import ApplicationForm, PaperForm
from apps.membership.rules import applications as rules
from apps.membership.selectors import applications as selectors
from apps.membership.services import applications as services

POSTS_A_MINUTE = 20
POSTS_A_MINUTE_TO_ONE = 60


def _is_too_often(request: Any, slug: str) -> bool:
    if request.method != "POST":
        return False
    who = get_adapter().get_client_ip(request)
    return is_too_often(f"apply-from-{who}", POSTS_A_MINUTE) or is_too_often(f"apply-to-{slug}", POSTS_A_MINUTE_TO_ONE)


def _slow_down(request: Any) -> HttpResponse:
    return render(request, "429.html", status=429)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Any, slug: str) -> HttpResponse:
    """The public form."""
    committee = committee_by_slug(slug)
    if committee is None:
        raise Http404
    if _is_too_often(request, slug):
        return _slow_down(request)
    with tenant(committee.pk):
        now = clock.now()
        if not selectors.takes_applications(now):
            raise Http404
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ApplicationForm(*sent, documents=selectors.required_documents(now))
        if request.method == "POST" and form.is_valid():
            attempt(form, services.apply_to_join, now=now)
            if not form.errors:
                return _sent(request, committee, form.cleaned_data["contact_email"])
        context = {"form": form, "asked": committee}
        return render(request, "membership/apply.html", context, status=422 if form.errors else 200)


def _sent(request: Any, committee: Committee, email: str) -> HttpResponse:
    return render(request, "membership/applied.html", {"asked": committee, "email": email})


def _behind_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of (request, application): in the committee's context, 404 for a wrong link."""

    @never_cache
    @wraps(view)
    def answer(request: Any, slug: str, secret: str) -> HttpResponse:
        committee = committee_by_slug(slug)
        if committee is None:
            raise Http404
        if _is_too_often(request, slug):
            return _slow_down(request)
        with tenant(committee.pk):
            application = selectors.application_by_secret(secret)
            if application is None:
                raise Http404
            request.link = secret
            request.asked = committee
            return view(request, application)

    return answer


@require_safe
@_behind_link
def application(request: Any, row: Application) -> HttpResponse:
    """How the application stands, and what its applicant can do."""
    return _show(request, row, PaperForm())


@require_POST
@_behind_link
def confirm(request: Any, row: Application) -> HttpResponse:
    """Confirm the address."""
    services.confirm_application(now=clock.now(), application=row)
    return _back(request, _("Your application is received."))


@require_POST
@_behind_link
def add_paper(request: Any, row: Application) -> HttpResponse:
    """Add a paper."""
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, row, form)
    [upload] = form.cleaned_data["paper"]
    services.add_paper(now=clock.now(), application=row, upload=upload)
    return _back(request, _("The paper is added."))


@require_POST
@_behind_link
def withdraw(request: Any, row: Application) -> HttpResponse:
    """Withdraw it."""
    kept = services.withdraw_application(now=clock.now(), application=row)
    said = _("Your application is withdrawn.")
    if kept is not None:
        return _back(request, said)
    messages.success(request, said)
    return redirect("people:apply", request.asked.slug)


def _show(request: Any, row: Application, form: PaperForm) -> HttpResponse:
    state = ApplicationState(row.state)
    papers = files_of("application", row.pk)
    context = {
        "application": row,
        "asked": request.asked,
        "link": request.link,
        "words": rules.STATE_WORDS[state],
        "papers": papers,
        "form": form,
        "may_confirm": state == ApplicationState.UNCONFIRMED,
        "may_add": bool(rules.may_add_paper(state, len(papers))),
        "may_withdraw": bool(rules.may_withdraw(state)),
    }
    return render(request, "membership/application_status.html", context, status=422 if form.errors else 200)


def _back(request: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("people:application", request.asked.slug, request.link)
