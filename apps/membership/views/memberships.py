"""The steps of a membership, notice to leave, declared compute and ties: each a page that says what follows."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.committees.models import Organisation, Tie
from apps.committees.selectors import members_at
from apps.committees.states import MembershipState
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership.forms.memberships import ComputeForm, DecisionForm, NoticeForm, TieForm
from apps.membership.rules import membership as rules
from apps.membership.rules.who import may_keep_papers
from apps.membership.services import membership as services
from apps.membership.services import ties
from apps.membership.views.checks import or_404


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Any, slug: str, key: str, verb: str) -> HttpResponse:
    """Record the committee's decision to suspend, reinstate, expel or admit again."""
    or_404(may_keep_papers(request.viewer))
    taken = rules.STEPS.get(verb)
    if taken is None:
        raise Http404
    row = _organisation(key)
    if request.method != "POST":
        rules.may_step(verb, row.name, MembershipState(row.state)).require()
    form = DecisionForm(request.POST or None)
    arguments = {"actor": request.viewer, "now": clock.now(), "organisation": row, "step": verb}
    if request.method == "POST" and attempt(form, services.take_step, **arguments):
        messages.success(request, _("It is recorded. Everyone is told."))
        return redirect("membership:organisation", slug, key)
    return _page(request, "step", form, row, step=taken)


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: Any, slug: str, key: str) -> HttpResponse:
    """Give notice to leave."""
    row = _organisation(key)
    or_404(rules.may_speak_of_leaving(request.viewer, row.pk))
    if request.method != "POST":
        rules.may_give_notice(row.name, MembershipState(row.state), row.left_at).require()
    form = NoticeForm(request.POST or None)
    if request.method == "POST":
        given = attempt(form, services.give_notice, actor=request.viewer, now=clock.now(), organisation=row)
        if given is not None:
            messages.success(request, _("The notice is given. Everyone is told."))
            return redirect("membership:organisation", slug, key)
    return _page(request, "notice", form, row, days=services.notice_days(clock.now()))


@require_POST
def take_back(request: Any, slug: str, key: str) -> HttpResponse:
    """Take the notice back."""
    row = _organisation(key)
    or_404(rules.may_speak_of_leaving(request.viewer, row.pk))
    services.take_back_notice(actor=request.viewer, now=clock.now(), organisation=row)
    messages.success(request, _("The notice is taken back. Everyone is told."))
    return redirect("membership:organisation", slug, key)


@require_http_methods(["GET", "HEAD", "POST"])
def compute(request: Any, slug: str, key: str) -> HttpResponse:
    """Declare the largest training run, from which the tier follows."""
    row = _organisation(key)
    or_404(rules.may_declare(request.viewer, row.pk))
    form = ComputeForm(request.POST or None)
    if request.method == "POST":
        declared = attempt(form, services.declare_compute, actor=request.viewer, now=clock.now(), organisation=row)
        if declared is not None:
            messages.success(request, _("It is of tier %(tier)d.") % {"tier": declared.tier})
            return redirect("membership:organisation", slug, key)
    return _page(request, "compute", form, row)


@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: Any, slug: str, key: str) -> HttpResponse:
    """Declare a tie with another organisation."""
    row = _organisation(key)
    or_404(rules.may_declare(request.viewer, row.pk))
    now = clock.now()
    form = TieForm(request.POST or None, others=members_at(now).exclude(pk=row.pk))
    if request.method == "POST":
        made = attempt(form, ties.declare_tie, actor=request.viewer, now=now, organisation=row)
        if made is not None:
            messages.success(request, _("The tie is declared."))
            return redirect("membership:organisation", slug, key)
    return _page(request, "tie", form, row)


@require_POST
def end_tie(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """End a declared tie."""
    row = get_object_or_404(Tie.objects.select_related("organisation"), uid=uid)
    or_404(rules.may_declare(request.viewer, row.organisation_id))
    ties.end_tie(actor=request.viewer, now=clock.now(), tie=row)
    messages.success(request, _("The tie has ended."))
    return redirect("membership:organisation", slug, row.organisation.key)


def _organisation(key: str) -> Organisation:
    return get_object_or_404(Organisation, key=key)


def _page(request: Any, name: str, form: forms.Form, row: Organisation, **more: Any) -> HttpResponse:
    context = {"form": form, "organisation": row} | more
    return render(request, f"membership/{name}.html", context, status=422 if form.errors else 200)
