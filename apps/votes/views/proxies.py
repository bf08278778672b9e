"""Proxies: what I gave, what I hold, what I am offered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.committees.states import MEMBER_ROLES
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.votes.forms.members import ProxyForm
from apps.votes.rules.charter import PROXIES
from apps.votes.rules.roll import may_give
from apps.votes.selectors.proxies import may_read_proxies, open_motions, possible_holders, proxies_for
from apps.votes.selectors.ruling import charter
from apps.votes.services import proxying


@require_http_methods(["GET", "HEAD", "POST"])
def proxies(request: Any, slug: str) -> HttpResponse:
    """Who votes for whom; POST offers one's own proxy."""
    viewer, now = request.viewer, clock.now()
    if not may_read_proxies(viewer):
        raise Http404
    may = may_give(viewer.role, is_operator=viewer.is_operator)
    choices = {"holders": possible_holders(viewer, now), "motions": open_motions(viewer)}
    form = ProxyForm(request.POST or None, initial={"motion": request.GET.get("motion", "")}, **choices)
    if request.method == "POST":
        may.require()
        if attempt(form, proxying.offer, actor=viewer, now=now):
            messages.success(request, _("The proxy is offered. It counts once the other member accepts."))
            return redirect("votes:proxies", slug)
    context = {
        "form": form,
        "may_give": may,
        "found": proxies_for(viewer, now),
        "most": charter(now)[1](PROXIES),
        "sits": not viewer.is_operator and viewer.role in MEMBER_ROLES,
        "now": now,
    }
    return render(request, "votes/proxies.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: Any, slug: str, uid: UUID, verb: str) -> HttpResponse:
    """Accept or decline what was offered, or take back what was given."""
    said = {"accept": _("You have accepted."), "decline": _("You have declined."), "revoke": _("It is taken back.")}
    if verb not in said:
        raise Http404(verb)
    if verb == "revoke":
        proxying.revoke(actor=request.viewer, now=clock.now(), uid=uid)
    else:
        proxying.answer(actor=request.viewer, now=clock.now(), uid=uid, verb=verb)
    messages.success(request, said[verb])
    return redirect("votes:proxies", slug)
