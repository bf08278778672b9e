"""The page on which an organisation's people prepare its ballot."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.kernel import clock
from apps.kernel.decisions import Refused
from apps.kernel.forms_ui import attempt
from apps.votes.forms.ballot import BriefForm
from apps.votes.models import Brief
from apps.votes.rules.verbs import may_brief
from apps.votes.selectors import motion_for
from apps.votes.selectors.briefs import brief_of
from apps.votes.services.briefing import write_brief


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: Any, slug: str, ref: str) -> HttpResponse:
    """A note and a draft ballot that only the own organisation sees; read only once voting has closed."""
    motion = motion_for(request.viewer, ref)
    may, written = may_brief(request.viewer, motion), brief_of(request.viewer, motion)
    if not may and written is None:
        may.require()
    context = {"motion": motion, "brief": written, "may": may, "changed": False}
    if request.method != "POST":
        return render(request, "votes/brief.html", context | {"form": BriefForm(initial=_initial(written))})
    may.require()
    form = BriefForm(request.POST)
    try:
        done = attempt(form, write_brief, actor=request.viewer, now=clock.now(), ref=ref)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return render(request, "votes/brief.html", context | {"form": form, "changed": True}, status=409)
    if done is None:
        return render(request, "votes/brief.html", context | {"form": form}, status=422)
    messages.success(request, _("The brief is kept. Only your organisation sees it."))
    return redirect("votes:brief", slug, ref)


def _initial(written: Brief | None) -> dict[str, Any]:
    if written is None:
        return {"seen": 0}
    row = {name: getattr(written, name) for name in ("text", "choice", "explanation")}
    return row | {"seen": written.version}
