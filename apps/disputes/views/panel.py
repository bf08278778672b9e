"""The panel of a case: who may sit and who may not, the list, the lot, who sits; its steps between the papers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from apps.disputes import ics
from apps.disputes.forms.panels import DrawForm, HearingForm, LeaveForm, ValueForm
from apps.disputes.models import Case, Hearing
from apps.disputes.rules import hearings, verbs
from apps.disputes.rules import panel as rules
from apps.disputes.rules.who import FIRST
from apps.disputes.selectors.cases import Known, case_for, known
from apps.disputes.selectors.panels import Bench, bench_of, published_draw, takes_part
from apps.disputes.services import complying, conducting
from apps.disputes.services.composing import drawing, listing, seating
from apps.disputes.states import PanelState
from apps.kernel import clock
from apps.kernel.forms_ui import attempt

STATES = {
    PanelState.COMPOSING: (_lazy("The parties compose it"), "info"),
    PanelState.BY_LOT: (_lazy("Waits for the lot"), "warn"),
    PanelState.SEATED: (_lazy("Sits"), "ok"),
    PanelState.VACANT: (_lazy("A place is empty"), "warn"),
    PanelState.DISCHARGED: (_lazy("Its work is done"), "neutral"),
}


@require_safe
def panel(request: Any, slug: str, ref: str) -> HttpResponse:
    """The page."""
    return _page(request, case_for(request.viewer, ref))


def _page(request: Any, case: Case, **forms: Form) -> HttpResponse:
    now, of = clock.now(), known(case)
    bench = bench_of(request.viewer, case, of, now)
    if bench is None:
        raise Http404(case.ref)
    label, tone = STATES[PanelState(bench.panel.state)]
    context = {
        "case": case,
        "bench": bench,
        "panel": bench.panel,
        "state": label,
        "tone": tone,
        "now": now,
        "failed": next(iter(forms.values()), None),
        "may_strike": _may_strike(request, of, bench, now),
        "value_form": None,
        "draw_form": None,
        "may_close": False,
        "leavers": {
            place.seat_id for place in bench.places if verbs.may_let_go(request.viewer, of, seat_id=place.seat_id)
        },
        "agrees": bool(verbs.may_compose(request.viewer, of)),
        "leave_form": LeaveForm(auto_id="id_leave_%s"),
    }
    context |= _of_the_lot(request, of, bench, now)
    return render(request, "disputes/panel.html", context | forms, status=422 if forms else 200)


def _may_strike(request: Any, of: Known, bench: Bench, now: Any) -> bool:
    if not verbs.may_compose(request.viewer, of) or bench.used >= bench.strikes:
        return False
    first = bench.panel.number == FIRST
    return bool(rules.may_strike_now(first, bench.panel.state, now=now, known_at=bench.panel.source_at))


def _of_the_lot(request: Any, of: Known, bench: Bench, now: Any) -> dict[str, Any]:
    """What a clerk can do next: close the list, name the value, or draw."""
    found = bench.panel
    if not verbs.may_draw(request.viewer, of, now=now, parties_until=now, both_ask=True):
        return {}
    if rules.may_close(found.state):
        return {"may_close": True}
    if rules.may_name_value(found.state, found.source):
        return {"value_form": ValueForm(auto_id="id_value_%s")}
    if rules.may_draw_now(found.state, found.source_at, now):
        return {"draw_form": DrawForm(auto_id="id_draw_%s")}
    return {}


@require_safe
def draw_file(request: Any, slug: str, ref: str) -> JsonResponse:
    """The published draw, as `manage.py rerun_draw` reads it."""
    published = published_draw(case_for(request.viewer, ref))
    if published is None:
        raise Http404(ref)
    return JsonResponse(published, json_dumps_params={"indent": 2})


def _done(request: Any, slug: str, ref: str, message: str, to: str = "disputes:panel") -> HttpResponse:
    messages.success(request, message)
    return redirect(to, slug, ref)


@require_POST
def strike(request: Any, slug: str, ref: str) -> HttpResponse:
    """A side strikes a name."""
    key = request.POST.get("key", "")
    listing.strike(actor=request.viewer, now=clock.now(), ref=ref, key=key)
    return _done(request, slug, ref, _("The name is struck. The other side learns of it when the panel is drawn."))


@require_POST
def close_list(request: Any, slug: str, ref: str) -> HttpResponse:
    """A clerk closes the list."""
    listing.close_list(actor=request.viewer, now=clock.now(), ref=ref)
    return _done(request, slug, ref, _("The list is closed."))


def _with_form(
    request: Any,
    ref: str,
    form: Form,
    name: str,
    verb: Callable[..., Any],
    allowed: Callable[[Case], Any],
    **given: Any,
) -> HttpResponse | None:
    """Do it with the form; the page with its errors where it is invalid, None where it was done."""
    case = case_for(request.viewer, ref)
    allowed(case)
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=ref, **given) is None:
        return _page(request, case, **{name: form})
    return None


@require_POST
def name_value(request: Any, slug: str, ref: str) -> HttpResponse:
    """A clerk names the public value."""
    form = ValueForm(request.POST, auto_id="id_value_%s")
    back = _with_form(request, ref, form, "value_form", drawing.name_value, lambda case: _draws(request, case))
    return back or _done(request, slug, ref, _("The value is named. Both sides may strike names until it is known."))


@require_POST
def draw(request: Any, slug: str, ref: str) -> HttpResponse:
    """A clerk draws the panel."""
    form = DrawForm(request.POST, auto_id="id_draw_%s")
    back = _with_form(request, ref, form, "draw_form", drawing.draw_panel, lambda case: _draws(request, case))
    return back or _done(request, slug, ref, _("The panel is drawn. Anybody can draw it again from what is published."))


def _draws(request: Any, case: Case) -> None:
    now = clock.now()
    verbs.may_draw(request.viewer, known(case), now=now, parties_until=now, both_ask=True).require()


@require_POST
def leave(request: Any, slug: str, ref: str, seat: UUID) -> HttpResponse:
    """Somebody leaves the panel."""
    form = LeaveForm(request.POST, auto_id="id_leave_%s")

    def allowed(case: Case) -> None:
        found = bench_of(request.viewer, case, known(case), clock.now())
        ids = [place.seat_id for place in found.places if place.seat.uid == seat] if found else []
        if not ids:
            raise Http404(str(seat))
        verbs.may_let_go(request.viewer, known(case), seat_id=ids[0]).require()

    back = _with_form(request, ref, form, "leave_form", seating.leave, allowed, seat=seat)
    return back or _done(request, slug, ref, _("It is recorded. The place is filled by the order of the draw."), "disputes:case")  # fmt: skip


@require_POST
def begin_writing(request: Any, slug: str, ref: str) -> HttpResponse:
    """The panel opens the written rounds."""
    conducting.begin_writing(actor=request.viewer, now=clock.now(), ref=ref)
    return _done(request, slug, ref, _("The written rounds are open."), "disputes:case")


@require_POST
def want_hearing(request: Any, slug: str, ref: str) -> HttpResponse:
    """A party asks to be heard."""
    conducting.want_hearing(actor=request.viewer, now=clock.now(), ref=ref)
    return _done(request, slug, ref, _("The panel hears you before it issues its interim report."), "disputes:case")


@require_POST
def call_hearing(request: Any, slug: str, ref: str) -> HttpResponse:
    """The panel calls a hearing."""
    form = HearingForm(request.POST, auto_id="id_hearing_%s")
    case = case_for(request.viewer, ref)
    hearings.may_call_hearing(request.viewer, known(case)).require()
    if attempt(form, conducting.call_hearing, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return _page(request, case, hearing_form=form)
    return _done(request, slug, ref, _("The hearing is called. Everybody who reads the case is told."), "disputes:case")


@require_POST
def call_off(request: Any, slug: str, ref: str) -> HttpResponse:
    """The panel calls the hearing off."""
    conducting.call_off(actor=request.viewer, now=clock.now(), ref=ref)
    return _done(request, slug, ref, _("The hearing is called off."), "disputes:case")


@require_safe
def hearing_file(request: Any, slug: str, ref: str) -> HttpResponse:
    """The hearing for a calendar program."""
    case = case_for(request.viewer, ref)
    found = Hearing.objects.filter(panel__case=case).order_by("-pk").first()
    if found is None:
        raise Http404(ref)
    answer = HttpResponse(
        ics.hearing(case, found, slug, where=takes_part(request.viewer, known(case))),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="{case.ref}-hearing.ics"'
    return answer


@require_POST
def content(request: Any, slug: str, ref: str) -> HttpResponse:
    """The complainant is content."""
    complying.be_content(actor=request.viewer, now=clock.now(), ref=ref)
    return _done(request, slug, ref, _("The case is closed."), "disputes:case")
