"""One case: who stands against whom, where it stands, what is due, its docket, and what the viewer can do."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.committees.selectors import presiding
from apps.disputes.forms.joining import JoinForm, RefuseForm
from apps.disputes.forms.panels import HearingForm
from apps.disputes.forms.writing import AgentForm, BecauseForm
from apps.disputes.models import Case
from apps.disputes.rules import hearings, ruling_verbs, verbs
from apps.disputes.rules import papers as rules
from apps.disputes.rules.joining import may_leave
from apps.disputes.rules.rulings import VERDICT_LABELS, Verdict
from apps.disputes.rules.who import SUBJECT
from apps.disputes.selectors.agreeing import reads_proposals, waiting_in
from apps.disputes.selectors.board import deadlines_in, is_narrowed
from apps.disputes.selectors.cases import Known, case_for, known
from apps.disputes.selectors.companions import beside
from apps.disputes.selectors.joining import asking_in, has_joined, may_ask
from apps.disputes.selectors.panels import Bench, bench_of
from apps.disputes.selectors.papers import Line, agents_of, docket_of, drafts_in, parties_of
from apps.disputes.selectors.requests import requests_in, restorable
from apps.disputes.selectors.ruled import ruled_in
from apps.disputes.services import ending, filing, serving
from apps.disputes.states import (
    CAPACITY_LABELS,
    DOCUMENT_LABELS,
    OPEN,
    STAGE_LABELS,
    Capacity,
    Stage,
    Track,
)
from apps.disputes.views.board import TONES
from apps.disputes.views.ladder import remedies_of
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.notices.selectors import receipts_of
from apps.record.selectors import timeline
from apps.record.services import note_sighting

VERDICT_TONES = {Verdict.BREACH: "stop", Verdict.NO_BREACH: "ok", Verdict.NOT_DECIDED: "neutral"}
PATH = ("complaint", "reply", "consultations", "panel_request")
"""The stages that a case goes through before a panel has it, as its page draws them."""


@require_safe
def case(request: Any, slug: str, ref: str) -> HttpResponse:
    """The page of a case; a draft's is where it is written."""
    found = case_for(request.viewer, ref)
    if found.filed_at is None:
        if found.stage == Stage.DRAFT:
            return redirect("disputes:edit", slug, ref)
        return render(request, "disputes/discarded.html", {"case": found})
    note_sighting(SUBJECT, found.pk, viewer=request.viewer, now=clock.now())
    return case_page(request, found)


def case_page(request: Any, case: Case, **forms: Form) -> HttpResponse:
    """The page; `forms` came back with errors."""
    viewer, now, of = request.viewer, clock.now(), known(case)
    docket = docket_of(viewer, case, of, narrowed=is_narrowed(viewer))
    stage = Stage(case.stage)
    parties = parties_of(case)
    own = next((one for one in parties if one.organisation_id == viewer.organisation_id), None)
    bench = bench_of(viewer, case, of, now)
    may_name = own is not None and bool(rules.may_name_agent(viewer, of))
    context = {
        "case": case,
        "stage": STAGE_LABELS[stage],
        "tone": TONES.get(stage, "warn"),
        "is_open": stage in OPEN,
        "urgent": case.track == Track.URGENT,
        "parties": [(one, CAPACITY_LABELS[Capacity(one.capacity)]) for one in parties],
        "own": own,
        "sides": _sides(parties),
        "docket": docket,
        "waits": [line for line in docket if line.waits is not None],
        "drafts": drafts_in(viewer, case),
        "kinds": [(kind.value, DOCUMENT_LABELS[kind]) for kind in filing.FOLLOWS if rules.may_write(viewer, of, kind)],
        "may_withdraw": verbs.may_withdraw(viewer, of),
        "withdraw_form": BecauseForm(auto_id="id_withdraw_%s"),
        "agent_form": _agent_form(request, case, None) if may_name else None,
        "presides": presiding(now, SUBJECT, case.pk),
        "deadlines": deadlines_in(case),
        "timeline": timeline(SUBJECT, case.pk),
        "receipts": receipts_of(viewer, SUBJECT, case.pk),
        "bench": bench,
        "steps": _steps(viewer, of, bench, own),
        "asking": asking_in(viewer, case, of, now),
        "requests": requests_in(viewer, case, of, docket, now),
        "grant_form": RefuseForm(auto_id="id_grant_form_%s"),
        "deny_form": RefuseForm(auto_id="id_deny_form_%s"),
        "restorable": restorable(viewer, case, of, docket, now),
        "restore_form": RefuseForm(auto_id="id_restore_%s"),
        "beside": beside(viewer, case, of, now),
        "apart_form": RefuseForm(auto_id="id_apart_%s"),
        "may_join": bool(may_ask(viewer, case, of, now)),
        "may_leave": own is not None and bool(may_leave(viewer, of, joined=has_joined(viewer, case))),
        "join_form": JoinForm(auto_id="id_join_%s"),
        "refuse_form": RefuseForm(auto_id="id_refuse_%s"),
        "hearing_form": HearingForm(auto_id="id_hearing_%s"),
        "agrees": reads_proposals(viewer, of),
        "proposed": waiting_in(viewer, case),
        "now": now,
        "failed": next(iter(forms.values()), None),
    }
    context |= _ruled(docket) | remedies_of(viewer, case, of, docket)
    return render(request, "disputes/case.html", context | forms, status=422 if forms else 200)


def _steps(viewer: Any, of: Known, bench: Bench | None, own: Any) -> dict[str, bool]:
    """What the viewer can do beside papers."""
    if bench is None:
        return {}
    calls = bool(hearings.may_call_hearing(viewer, of))
    return {
        "begin_writing": bool(verbs.may_conduct(viewer, of, "begin_writing")),
        "want_hearing": own is not None and not own.wants_hearing and bool(hearings.may_want_hearing(viewer, of)),
        "call_hearing": calls,
        "call_off": calls and bench.hearing is not None and bench.hearing.starts_at > clock.now(),
        "content": bool(ruling_verbs.may_be_content(viewer, of)),
    }


def _ruled(docket: list[Line]) -> dict[str, Any]:
    """The claims, and what the report finds of each where the viewer reads the report."""
    claims, report = ruled_in(docket)
    rows = [
        (number, claim, VERDICT_LABELS.get(found, ""), VERDICT_TONES.get(found, ""))
        for number, (claim, found) in enumerate(claims, start=1)
    ]
    return {"claims": rows, "report": report.paper if report else None, "report_name": report.name if report else ""}


def _sides(parties: list[Any]) -> dict[str, str]:
    sides: dict[str, list[str]] = {}
    for one in parties:
        sides.setdefault(one.capacity, []).append(one.organisation.name)
    return {capacity: _(" and ").join(names) for capacity, names in sides.items()}


def _agent_form(request: Any, case: Case, data: Any) -> AgentForm:
    seats = list(agents_of(case, request.viewer.organisation_id, clock.now()))
    return AgentForm(data, seats=seats, auto_id="id_agent_%s")


@require_POST
def withdraw(request: Any, slug: str, ref: str) -> HttpResponse:
    """The complainant withdraws."""
    found = case_for(request.viewer, ref)
    verbs.may_withdraw(request.viewer, known(found)).require()
    form = BecauseForm(request.POST, auto_id="id_withdraw_%s")
    if attempt(form, ending.withdraw, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return case_page(request, found, withdraw_form=form)
    messages.success(request, _("The complaint is withdrawn."))
    return redirect("disputes:case", slug, ref)


@require_POST
def agent(request: Any, slug: str, ref: str) -> HttpResponse:
    """A party names its agent of record."""
    found = case_for(request.viewer, ref)
    rules.may_name_agent(request.viewer, known(found)).require()
    form = _agent_form(request, found, request.POST)
    if attempt(form, serving.name_agent, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return case_page(request, found, agent_form=form)
    messages.success(request, _("Your agent of record is named."))
    return redirect("disputes:case", slug, ref)
