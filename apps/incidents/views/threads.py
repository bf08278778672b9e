"""Threads beside a report: the list, opening one, and one thread with its parties and messages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.incidents.forms.threads import MessageForm, PartyForm, ThreadForm
from apps.incidents.models import THREAD, Incident, IncidentThread
from apps.incidents.rules import alert_verbs
from apps.incidents.rules import thread_verbs as verbs
from apps.incidents.selectors import threads as selectors
from apps.incidents.selectors.alerts import alerts_of
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services import threads as services
from apps.incidents.states import PartyState
from apps.kernel import clock, times
from apps.kernel.exports import csv_answer
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, count_words, page_of
from apps.record.selectors import timeline

PAGE = 50
EXPORTED = 10_000
ON_PAGE = 5
"""So many of a report's alerts stand on its page."""


def alongside(viewer: Any, incident: Incident) -> dict[str, Any]:
    """What stands beside a report on its page: alerts that came from it and the viewer's threads (two queries)."""
    return {
        "alerts": list(alerts_of(viewer, incident)[:ON_PAGE]),
        "threads": selectors.threads_of(viewer, incident),
        "may_alert": alert_verbs.may_alert(viewer, incident),
        "may_open": verbs.may_open(viewer, incident),
    }


@require_GET
def listing(request: Any, slug: str) -> HttpResponse:
    """The threads that the viewer's organisation takes part in, newest first."""
    report = request.GET.get("report", "").replace("\x00", "")[:24]
    found = selectors.threads_for(request.viewer, report)
    page = page_of(found, request.GET.get("page", ""), field="opened_at", size=PAGE)
    context = {
        "report": report,
        "rows": page.rows,
        "count": count_words(found),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
    }
    return render(request, "incidents/threads/listing.html", context)


@require_http_methods(["GET", "POST"])
def open_one(request: Any, slug: str, ref: str) -> HttpResponse:
    """Begin a thread on a report."""
    viewer, now = request.viewer, clock.now()
    incident = incident_for(viewer, ref)
    verbs.may_open(viewer, incident).require()
    others = list(selectors.those_who_may_join(incident, now).exclude(pk=viewer.organisation_id))
    data = request.POST if request.method == "POST" else None
    form = ThreadForm(data, organisations=others)
    if data is not None:
        thread = attempt(form, services.open_thread, actor=viewer, now=now, ref=ref)
        if thread is not None:
            messages.success(request, _("The thread is open. Its parties are being told."))
            return redirect("incidents:thread", slug, thread.ref)
    context = {"incident": incident, "form": form, "others": others}
    return render(request, "incidents/threads/open.html", context, status=422 if form.errors else 200)


@require_GET
def thread(request: Any, slug: str, ref: str) -> HttpResponse:
    """One thread, its newest messages first; that they were read is kept for the marks of the next time."""
    found = selectors.thread_for(request.viewer, ref)
    answer = _page(request, found)
    services.note_visit(viewer=request.viewer, thread=found)
    return answer


def _page(request: Any, found: IncidentThread, **forms: Form) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    incident = found.incident
    rows = selectors.messages_of(viewer, found)
    page = page_of(rows, request.GET.get("page", ""), field="", size=PAGE)
    seen = selectors.seen_until(viewer, found)
    parties = selectors.parties_of(found)
    there = {row.party.organisation_id for row in parties}
    may = {
        "write": verbs.may_write(viewer, incident, is_party=True),
        "ask": verbs.may_ask_for(viewer, incident, is_party=True),
        "leave": verbs.may_leave(viewer, is_party=True),
    }
    joinable = selectors.those_who_may_join(incident, now).exclude(pk__in=there) if may["ask"] else []
    context = {
        "thread": found,
        "incident": incident,
        "now": now,
        "messages_shown": [(row, row.pk > seen and row.seat_id != viewer.seat_id) for row in page.rows],
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "parties": [(row, _may_of_party(viewer, incident, row)) for row in parties],
        "own": next((row for row in parties if row.party.organisation_id == viewer.organisation_id), None),
        "may": may,
        "message_form": MessageForm(auto_id="id_message_%s"),
        "party_form": PartyForm(organisations=joinable, auto_id="id_party_%s"),
        "timeline": timeline(THREAD, found.pk),
        "failed": next(iter(forms.values()), None),
    } | forms
    return render(request, "incidents/threads/detail.html", context, status=422 if forms else 200)


def _may_of_party(viewer: Any, incident: Incident, row: selectors.PartyRow) -> dict[str, Any]:
    state = row.party.state
    is_asker = row.party.asked_by.organisation_id == viewer.organisation_id
    has_agreed = viewer.organisation_id in row.agreed_ids
    return {
        "is_in": state == PartyState.IN,
        "is_asker": is_asker,
        "agree": verbs.may_agree(viewer, incident, state=state, is_asker=is_asker, has_agreed=has_agreed),
        "refuse": verbs.may_refuse(viewer, incident, state=state),
    }


@require_POST
def write(request: Any, slug: str, ref: str) -> HttpResponse:
    """A message."""
    form = MessageForm(request.POST, auto_id="id_message_%s")
    return _act(request, ref, "write", services.write_message, _("Sent to the parties."), message_form=form)


@require_POST
def ask_party(request: Any, slug: str, ref: str) -> HttpResponse:
    """Another organisation is asked for."""
    found = selectors.thread_for(request.viewer, ref)
    joinable = selectors.those_who_may_join(found.incident, clock.now())
    form = PartyForm(request.POST, organisations=joinable, auto_id="id_party_%s")
    done = _("Asked. It joins once every other party has agreed.")
    return _act(request, ref, "ask", services.ask_for_party, done, party_form=form)


def _act(request: Any, ref: str, step: str, verb: Callable[..., Any], done: str, **forms: Form) -> HttpResponse:
    """Run a verb with the form's values; what is wrong comes back on the page, with what was typed."""
    found = selectors.thread_for(request.viewer, ref)
    rule = verbs.may_write if step == "write" else verbs.may_ask_for
    rule(request.viewer, found.incident, is_party=True).require()
    name, form = next(iter(forms.items()))
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return _page(request, found, **{name: form})
    messages.success(request, done)
    return redirect("incidents:thread", request.committee.slug, ref)


@require_POST
def agree(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """A party agrees."""
    services.agree_to_party(actor=request.viewer, now=clock.now(), ref=ref, key=key)
    messages.success(request, _("Your organisation has agreed."))
    return redirect("incidents:thread", slug, ref)


@require_POST
def refuse(request: Any, slug: str, ref: str, key: str) -> HttpResponse:
    """A party does not agree."""
    services.refuse_party(actor=request.viewer, now=clock.now(), ref=ref, key=key)
    messages.success(request, _("It does not join."))
    return redirect("incidents:thread", slug, ref)


@require_POST
def leave(request: Any, slug: str, ref: str) -> HttpResponse:
    """The organisation leaves."""
    services.leave_thread(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("Your organisation has left the thread."))
    return redirect("incidents:threads", slug)


@require_GET
def export_csv(request: Any, slug: str, ref: str) -> HttpResponse:
    """The messages that the viewer may read as CSV, oldest first."""
    found = selectors.thread_for(request.viewer, ref)
    rows = selectors.messages_of(request.viewer, found).order_by("pk")[:EXPORTED]
    columns = ("written (UTC)", "organisation", "by", "message")
    cells = ((times.iso(one.at), one.seat.organisation.name, one.seat.holder, one.text) for one in rows)
    return csv_answer(f"{found.ref}-{slug}.csv", columns, cells)


@require_GET
def export_json(request: Any, slug: str, ref: str) -> HttpResponse:
    """The same as JSON, with its parties."""
    found = selectors.thread_for(request.viewer, ref)
    rows = selectors.messages_of(request.viewer, found).order_by("pk")[:EXPORTED]
    parties = [row.party for row in selectors.parties_of(found) if row.party.state == PartyState.IN]
    data = {
        "ref": found.ref,
        "report": found.incident.ref,
        "subject": found.subject,
        "opened_at": times.iso(found.opened_at),
        "parties": [one.organisation.key for one in parties],
        "messages": [
            {
                "id": str(one.uid),
                "at": times.iso(one.at),
                "organisation": one.seat.organisation.key,
                "by": one.seat.holder,
                "text": one.text,
            }
            for one in rows
        ],
    }
    answer = JsonResponse(data)
    answer["Content-Disposition"] = f'attachment; filename="{found.ref}-{slug}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer
