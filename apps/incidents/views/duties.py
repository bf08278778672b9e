"""The duties of a report, and one of them: what the authority is sent, its versions, questions and answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.committees.rules.viewer import Viewer
from apps.deadlines.selectors import of_subject
from apps.incidents.acts.packages import PREPARED
from apps.incidents.forms.packages import (
    AcceptForm,
    AnswerForm,
    AskForm,
    MarkForm,
    PrepareForm,
    RevisionForm,
    SendForm,
)
from apps.incidents.models import DUTY, PACKAGE, Duty, Incident, Package
from apps.incidents.models.duties import OUTSIDE
from apps.incidents.rules import package_verbs as verbs
from apps.incidents.rules.fields import FIELDS
from apps.incidents.rules.merging import marks, read_marks
from apps.incidents.rules.packaging import completeness, is_late
from apps.incidents.rules.verbs import may_amend
from apps.incidents.selectors import duties as selectors
from apps.incidents.selectors.packages import duty_for, lines_now, question_for, reading_of, report_of, written_in
from apps.incidents.services import answering
from apps.incidents.services import packages as services
from apps.incidents.views.open_questions import open_questions
from apps.kernel import clock
from apps.kernel.canonical import dumps
from apps.kernel.decisions import Decision, no
from apps.kernel.forms_ui import attempt
from apps.record.selectors import seen_by, timeline
from apps.record.services import note_sighting

ANSWERING = "id_answer_{}_%s"
"""Several forms of one page have fields of one name: each form's ids begin with its own word."""


@require_GET
def duties(request: Any, slug: str, ref: str) -> HttpResponse:
    """What the report makes its organisation owe: what is due first stands first."""
    owed, others = selectors.listed(request.viewer, ref)
    incident = _seen(request.viewer, ref)
    context = {"ref": ref, "owed": owed, "others": others, "now": clock.now(), "incident": incident}
    if incident is not None and may_amend(request.viewer, incident):
        context["open_pages"], context["hanging"] = open_questions(owed)
    # By which of its answers a lab owes a report is no more of the authority's business here than on the duty's page.
    context["is_desk"] = request.viewer.role in OUTSIDE
    return render(request, "incidents/duties/listing.html", context)


@require_GET
def duty(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """One duty; that the authority opened what it was sent is noted for the organisation."""
    found = duty_for(request.viewer, f"{ref}/{key}")
    package = selectors.package_of(request.viewer, found)
    if package is not None:
        note_sighting(PACKAGE, package.pk, viewer=request.viewer, now=clock.now())
    return _page(request, found, package)


def _page(request: Any, found: Duty, package: Package | None, **forms: Form) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    is_own = viewer.organisation_id == found.incident.organisation_id
    is_desk = not is_own and viewer.organisation_id == found.desk_id
    may = _may(viewer, found, package)
    context = {
        "duty": found,
        "row": selectors.Row(found),
        "package": package,
        "now": now,
        "may": may,
        "is_desk": is_desk,
        "incident": _seen(viewer, found.incident.ref),
        "deadlines": [] if is_desk else of_subject(DUTY, found.pk),
        "channel": found.version.profile().channel,
        "failed": next(iter(forms.values()), None),
    }
    if is_own:
        lines = lines_now(found, found.incident, package)
        there, needed = completeness(lines)
        context |= {"lines": lines, "there": there, "needed": needed, "prepare_form": _prepare_form(found, package)}
        context |= {"mark_form": MarkForm(auto_id="id_mark_%s"), "base": _marks(package, forms)}
        context |= {"read": reading_of(package, lines)}
    if package is not None:
        context |= _of_package(package, is_own=is_own)
    for name in _given(forms, context):
        context[name] = forms[name]
    return render(request, "incidents/duties/detail.html", context, status=422 if forms else 200)


def _of_package(package: Package, *, is_own: bool) -> dict[str, Any]:
    """What is shown of a package to those who may see it; the authority does not learn what is being prepared."""
    label, tone = selectors.package_state(package)
    return {
        "package_label": label,
        "package_tone": tone,
        "versions": selectors.versions_of(package),
        "questions": [(one, AnswerForm(auto_id=ANSWERING.format(one.pk))) for one in selectors.questions_of(package)],
        "package_deadlines": of_subject(PACKAGE, package.pk),
        "timeline": [entry for entry in timeline(PACKAGE, package.pk) if is_own or entry.act.kind != PREPARED],
        "seen_by": seen_by(PACKAGE, package.pk) if is_own else None,
        "ask_form": AskForm(auto_id="id_ask_%s"),
        "accept_form": AcceptForm(auto_id="id_accept_%s"),
        "revise_form": RevisionForm(auto_id="id_revise_%s"),
    }


def _given(forms: dict[str, Form], context: dict[str, Any]) -> list[str]:
    """The forms that came back with errors; an answer's goes back to its question."""
    if (form := forms.get("answer_form")) is not None:
        context["questions"] = [
            (one, form if ANSWERING.format(one.pk) == form.auto_id else other) for one, other in context["questions"]
        ]
    return list(forms)


def _seen(viewer: Viewer, ref: str) -> Incident | None:
    """The report, where the viewer may open its page."""
    return Incident.objects.visible_to(viewer).filter(ref=ref).first()


def _may(viewer: Viewer, found: Duty, package: Package | None) -> dict[str, Decision]:
    is_own = viewer.organisation_id == found.incident.organisation_id
    mine: dict[str, Decision] = {
        "prepare": verbs.may_prepare(viewer, is_own=is_own),
        "send": verbs.may_send(viewer, found, is_own=is_own),
        "mark": verbs.may_mark_sent(viewer, found, is_own=is_own),
    }
    if package is None:
        return mine | dict.fromkeys(("receive", "ask", "accept", "revise"), no("Nothing has been sent yet."))
    return mine | {
        "receive": verbs.may_receive(viewer, found, package.state),
        "ask": verbs.may_ask(viewer, found),
        "accept": verbs.may_accept(viewer, found, package.state),
        "revise": verbs.may_require_revision(viewer, found, package.state),
    }


def _marks(package: Package | None, forms: dict[str, Form]) -> str:
    """The marks of what is written for this authority alone, as the page carries them.

    Where it comes back with errors, only what clashed is marked anew: its writer has been shown what stands there.
    """
    fresh = marks(written_in(package))
    if (failed := forms.get("prepare_form")) is not None:
        base = read_marks(failed.data.get("base", ""))
        clashed = {name for name in fresh if services.MEANWHILE in failed.errors.get(name, [])}
        fresh = {name: one if name in clashed else base.get(name, one) for name, one in fresh.items()}
    return dumps(fresh).decode()


def _prepare_form(found: Duty, package: Package | None, data: Any = None) -> PrepareForm:
    report = report_of(found)
    initial = dict(package.texts) | {"left_out": package.left_out} if package else {}
    may_have = [(name, FIELDS[name]) for name in report.may_have]
    return PrepareForm(data, initial=initial, fields=report.fields, may_have=may_have, auto_id="id_prepare_%s")


def _act(request: Any, ref: str, key: str, verb: Callable[..., Any], done: str, **forms: Form) -> HttpResponse:
    """Run a verb with the form's values; what is wrong comes back on the page, with what was typed."""
    name, form = next(iter(forms.items()))
    whole = f"{ref}/{key}"
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=whole) is None:
        found = duty_for(request.viewer, whole)
        return _page(request, found, selectors.package_of(request.viewer, found), **{name: form})
    messages.success(request, done)
    return redirect("incidents:duty", request.committee.slug, ref, key)


@require_POST
def prepare(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """The organisation writes what is for this authority alone."""
    found = duty_for(request.viewer, f"{ref}/{key}")
    _may(request.viewer, found, None)["prepare"].require()
    form = _prepare_form(found, None, request.POST)
    return _act(request, ref, key, services.prepare, _("Kept. Nothing has been sent."), prepare_form=form)


@require_http_methods(["GET", "POST"])
def send(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """Read over what the authority gets and who reads it; POST sends it."""
    viewer, now = request.viewer, clock.now()
    found = duty_for(viewer, f"{ref}/{key}")
    is_own = viewer.organisation_id == found.incident.organisation_id
    verbs.may_send(viewer, found, is_own=is_own).require()
    package = selectors.package_of(viewer, found)
    versions = selectors.versions_of(package) if package else []
    is_first = found.first_sent_at is None
    asks_why = is_first and found.met_at is None and is_late(found.due_at, now) and not found.late_reason
    data = request.POST if request.method == "POST" else None
    form = SendForm(data, is_amended=not is_first, is_late=asks_why)
    if data is not None and attempt(form, services.send, actor=viewer, now=now, ref=found.ref) is not None:
        messages.success(request, _("Sent. The authority is being told."))
        return redirect("incidents:duty", slug, ref, key)
    lines = lines_now(found, found.incident, package)
    context = {
        "duty": found,
        "row": selectors.Row(found),
        "form": form,
        "lines": lines,
        "missing": [line.label for line in lines if line.is_missing],
        "number": len(versions) + 1,
        "read": reading_of(package, lines),
        "changed": selectors.changed_since(versions, lines),
        "readers": selectors.desk_seats(found, now),
        "now": now,
    }
    return render(request, "incidents/duties/send.html", context, status=422 if form.errors else 200)


@require_POST
def mark_sent(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """It went by the authority's own channel."""
    found = duty_for(request.viewer, f"{ref}/{key}")
    _may(request.viewer, found, None)["mark"].require()
    form = MarkForm(request.POST, request.FILES, auto_id="id_mark_%s")
    return _act(request, ref, key, services.mark_sent, _("The duty is met."), mark_form=form)


def _on_desk(request: Any, ref: str, key: str, step: str) -> None:
    """Http404 without a package to be seen, Refused for whoever may not take the step."""
    found = duty_for(request.viewer, f"{ref}/{key}")
    package = selectors.package_of(request.viewer, found)
    if package is None:
        raise Http404(key)
    _may(request.viewer, found, package)[step].require()


@require_POST
def receive(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """The authority has it."""
    answering.receive(actor=request.viewer, now=clock.now(), ref=f"{ref}/{key}")
    messages.success(request, _("Receipt is confirmed."))
    return redirect("incidents:duty", slug, ref, key)


@require_POST
def ask(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """The authority wants to know more."""
    _on_desk(request, ref, key, "ask")
    form = AskForm(request.POST, auto_id="id_ask_%s")
    return _act(request, ref, key, answering.ask, _("Your question is with the organisation."), ask_form=form)


@require_POST
def answer(request: Any, slug: str, ref: str, key: str, uid: UUID) -> HttpResponse:
    """The organisation answers."""
    viewer = request.viewer
    question = question_for(viewer, uid)
    if question.ref != f"{ref}/{key}":
        raise Http404(uid)
    is_own = question.package.duty.incident.organisation_id == viewer.organisation_id
    verbs.may_answer(viewer, is_own=is_own, is_answered=question.answered_at is not None).require()
    form = AnswerForm(request.POST, auto_id=ANSWERING.format(question.pk))

    def verb(*, ref: str, **given: Any) -> Any:
        return answering.answer(uid=uid, **given)

    return _act(request, ref, key, verb, _("Your answer is with the authority."), answer_form=form)


@require_POST
def accept(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """The authority takes it as it is."""
    _on_desk(request, ref, key, "accept")
    form = AcceptForm(request.POST, auto_id="id_accept_%s")
    return _act(request, ref, key, answering.accept, _("Accepted. The organisation is being told."), accept_form=form)


@require_POST
def require_revision(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """The authority wants another version."""
    _on_desk(request, ref, key, "revise")
    form = RevisionForm(request.POST, auto_id="id_revise_%s")
    done = _("The organisation is asked for another version.")
    return _act(request, ref, key, answering.require_revision, done, revise_form=form)
