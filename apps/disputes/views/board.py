"""The list of cases."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.disputes.forms.writing import WhichForm
from apps.disputes.rules import verbs
from apps.disputes.selectors.board import Listed, cases_for, drafts_of
from apps.disputes.states import BEFORE_PANEL, ENDED, STAGE_LABELS, Stage
from apps.kernel import clock

TONES = dict.fromkeys(BEFORE_PANEL, "info") | dict.fromkeys(ENDED, "neutral")


@require_safe
def board(request: Any, slug: str) -> HttpResponse:
    """Which cases there are, at which stage, and what waits for the viewer's organisation."""
    form = WhichForm(request.GET)
    which = form.cleaned_data["which"] if form.is_valid() else ""
    listed = cases_for(request.viewer, which)
    context = {
        "cases": [_shown(one) for one in listed],
        "waiting": [one for one in listed if one.unopened],
        "drafts": drafts_of(request.viewer),
        "form": form,
        "which": which,
        "may_draft": bool(verbs.may_draft(request.viewer)),
        "now": clock.now(),
    }
    return render(request, "disputes/board.html", context)


def _shown(one: Listed) -> dict[str, Any]:
    stage = Stage(one.case.stage)
    return {"one": one, "case": one.case, "stage": STAGE_LABELS[stage], "tone": TONES.get(stage, "warn")}
