"""Who stands back from a motion: declared, contested, decided."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.kernel import clock
from apps.votes.forms.motion import ContestForm, DecisionForm, RecusalForm
from apps.votes.rules import verbs
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.said import members_named
from apps.votes.services import recusing
from apps.votes.views.motion import act


@require_POST
def declare(request: Any, slug: str, ref: str) -> HttpResponse:
    """A member says that it, or another, must stand back."""
    verbs.may_declare_recusal(request.viewer, motion_for(request.viewer, ref)).require()
    form = RecusalForm(request.POST, members=members_named(clock.now()), auto_id="id_recusal_%s")
    return act(request, slug, ref, recusing.declare, _("It is on the list. Members are told."), recusal_form=form)


@require_POST
def contest(request: Any, slug: str, ref: str, organisation: str) -> HttpResponse:
    """Somebody says that a recusal is wrong; whoever presides decides."""
    form = ContestForm(request.POST, auto_id=f"id_contest_{organisation}_%s")
    done = _("It is contested. Whoever presides decides before voting opens.")
    return act(request, slug, ref, recusing.contest, done, about=organisation, contest_form=form)


@require_POST
def decide(request: Any, slug: str, ref: str, organisation: str) -> HttpResponse:
    """Whoever presides decides on a recusal."""
    form = DecisionForm(request.POST, auto_id=f"id_decide_{organisation}_%s")
    return act(
        request, slug, ref, recusing.decide, _("It is decided. Members are told."), about=organisation, decide_form=form
    )
