"""Alerts to other labs: the list, writing one, reading it over, and one alert with who has it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.deadlines.selectors import of_subject
from apps.incidents.forms.alerts import AlertAnswerForm, AlertEndForm, AlertForm, AlertUpdateForm
from apps.incidents.models import ALERT, RECEIPT, AlertRecipient, Incident, IncidentAlert
from apps.incidents.rules import alert_verbs as verbs
from apps.incidents.selectors import alerts as selectors
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services import alerts as services
from apps.incidents.states import ALERT_LABELS, URGENCY_LABELS, AlertState, ReceiptState, Urgency
from apps.kernel import clock, times
from apps.kernel.decisions import Decision
from apps.kernel.exports import csv_answer
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, count_words, page_of
from apps.kernel.tlp import CONFIDENTIAL, MEANINGS, TLP
from apps.record.selectors import timeline
from apps.record.services import note_sighting

PAGE = 50
EXPORTED = 10_000
URGENCY_TONES = {Urgency.NOTE: "neutral", Urgency.SOON: "warn", Urgency.AT_ONCE: "stop"}
STATE_TONES = {AlertState.CURRENT: "warn", AlertState.ENDED: "ok"}
TABS = (
    ("", gettext_lazy("All")),
    (selectors.RECEIVED, gettext_lazy("Received")),
    (selectors.SENT, gettext_lazy("Sent")),
)


def tags_of(alert: Any) -> dict[str, str]:
    """Words and tones of an alert's urgency and state, for a row or a page."""
    urgency, state = Urgency(alert.urgency), AlertState(alert.state)
    return {
        "urgency_label": URGENCY_LABELS[urgency],
        "urgency_tone": URGENCY_TONES[urgency],
        "state_label": ALERT_LABELS[state],
        "state_tone": STATE_TONES[state],
    }


def _which(request: Any) -> str:
    which = request.GET.get("which", "")
    return which if which in {selectors.RECEIVED, selectors.SENT} else ""


@require_GET
def listing(request: Any, slug: str) -> HttpResponse:
    """The alerts that the viewer may see, newest first."""
    which = _which(request)
    found = selectors.alerts_for(request.viewer, which)
    page = page_of(
        found.values_list(*selectors.LISTED, named=True), request.GET.get("page", ""), field="sent_at", size=PAGE
    )
    context = {
        "which": which,
        "tabs": [(key, label, key == which) for key, label in TABS],
        "rows": [(row, tags_of(row), _standing(request.viewer, row)) for row in page.rows],
        "count": count_words(found),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "export": f"{reverse('incidents:alerts_export', args=[slug])}?which={which}",
    }
    return render(request, "incidents/alerts/listing.html", context)


def _standing(viewer: Any, row: Any) -> tuple[str, str]:
    """What the list says of acknowledgement: the own one, or how many of all where that is the viewer's to know."""
    if row.mine:
        is_there = row.mine == ReceiptState.ACKNOWLEDGED
        if is_there or row.state == AlertState.ENDED:
            return (_("You acknowledged"), "ok") if is_there else (_("Not acknowledged"), "neutral")
        return _("Acknowledge it"), "warn"
    if row.asked:
        words = _("%(there)s of %(asked)s acknowledged") % {"there": row.there, "asked": row.asked}
        return words, "ok" if row.there == row.asked else "neutral"
    return "", ""


COLUMNS = (
    "reference", "title", "urgency", "label", "sent by", "sent (UTC)", "state", "ended (UTC)", "own acknowledgement",
    "acknowledged", "asked",
)  # fmt: skip


@require_GET
def export(request: Any, slug: str) -> HttpResponse:
    """The same list as CSV, up to ten thousand rows."""
    rows = selectors.exported(request.viewer, _which(request), EXPORTED)
    return csv_answer(
        f"alerts-{slug}.csv",
        COLUMNS,
        (
            (
                one.ref,
                one.title,
                one.urgency,
                one.tlp,
                one.organisation__name,
                times.iso(one.sent_at),
                one.state,
                times.iso(one.ended_at) if one.ended_at else "",
                one.mine,
                one.there,
                one.asked,
            )
            for one in rows
        ),
    )


@require_http_methods(["GET", "POST"])
def compose(request: Any, slug: str, ref: str) -> HttpResponse:
    """Write an alert; the first press shows it with who will see it, the second sends it."""
    viewer, now = request.viewer, clock.now()
    incident = incident_for(viewer, ref)
    verbs.may_alert(viewer, incident).require()
    data = request.POST if request.method == "POST" else None
    labs = selectors.labs_to_alert(viewer, incident, now)
    form = AlertForm(data, labs=labs, labels=verbs.labels_for(viewer, incident))
    if data is not None and "confirm" in data:
        alert = attempt(form, services.send_alert, actor=viewer, now=now, ref=ref)
        if alert is not None:
            messages.success(request, _("Sent. Everybody it goes to is being told."))
            return redirect("incidents:alert", slug, alert.ref)
    elif data is not None and "change" not in data and form.is_valid():
        return _preview(request, incident, form, labs)
    context = {"incident": incident, "form": form, "labs": labs, "is_source": _is_source(viewer, incident)}
    wrong = data is not None and "change" not in data
    return render(request, "incidents/alerts/compose.html", context, status=422 if wrong else 200)


def _is_source(viewer: Any, incident: Incident) -> bool:
    return bool(viewer.organisation_id == incident.organisation_id)


def _preview(request: Any, incident: Incident, form: AlertForm, labs: list[Any]) -> HttpResponse:
    """The alert as they will read it, and who that is; what the label lets in besides those chosen is pointed out."""
    given = form.cleaned_data
    chosen = [lab for lab in labs if lab.key in given["recipients"]]
    seeing = selectors.who_will_see(request.viewer, incident, label=given["tlp"], recipients=chosen, now=clock.now())
    shape = IncidentAlert(urgency=given["urgency"], state=AlertState.CURRENT, tlp=given["tlp"])
    context = {
        "incident": incident,
        "form": form,
        "given": given,
        "tags": tags_of(shape),
        "meaning": MEANINGS[TLP(given["tlp"])],
        "seeing": seeing,
        "is_wide": given["tlp"] not in CONFIDENTIAL,
        "is_gravest": verbs.is_gravest(given["urgency"]),
        "empty": [lab.name for lab in chosen if lab.name not in {one.name for one in seeing}],
    }
    return render(request, "incidents/alerts/preview.html", context)


@require_GET
def alert(request: Any, slug: str, ref: str) -> HttpResponse:
    """One alert; that somebody of an organisation opened it is noted for those who sent it."""
    found = selectors.alert_for(request.viewer, ref)
    note_sighting(ALERT, found.pk, viewer=request.viewer, now=clock.now())
    return _page(request, found)


def _page(request: Any, found: IncidentAlert, **forms: Form) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    receipt = selectors.receipt_of(viewer, found)
    rows = selectors.board(viewer, found, now)
    only_own = bool(receipt is not None and [row.receipt.pk for row in rows] == [receipt.pk])
    initial = {"answer": receipt.answer, "words": receipt.words, "share": receipt.is_shared} if receipt else {}
    context = {
        "alert": found,
        "tags": tags_of(found),
        "now": now,
        "meaning": MEANINGS[TLP(found.tlp)],
        "may": _may(viewer, found, receipt),
        "receipt": receipt,
        "board": [] if only_own and found.source_id != viewer.organisation_id else rows,
        "addressed": selectors.addressed_to(found),
        "shared": selectors.shared_answers(found),
        "updates": selectors.updates_of_alert(found),
        "deadlines": of_subject(RECEIPT, receipt.pk) if receipt else [],
        "timeline": timeline(ALERT, found.pk),
        "incident": Incident.objects.visible_to(viewer).filter(pk=found.incident_id).first(),
        "answer_form": AlertAnswerForm(initial=initial, auto_id="id_answer_%s"),
        "update_form": AlertUpdateForm(auto_id="id_update_%s"),
        "end_form": AlertEndForm(auto_id="id_end_%s"),
        "failed": next(iter(forms.values()), None),
    } | forms
    return render(request, "incidents/alerts/detail.html", context, status=422 if forms else 200)


def _may(viewer: Any, found: IncidentAlert, receipt: AlertRecipient | None) -> dict[str, Decision]:
    state = receipt.state if receipt else ReceiptState.ASKED
    return {
        "acknowledge": verbs.may_acknowledge_alert(viewer, found, state, is_own=receipt is not None),
        "answer": verbs.may_answer_alert(viewer, found, is_own=receipt is not None),
        "update": verbs.may_update_alert(viewer, found),
        "end": verbs.may_end_alert(viewer, found),
    }


def _act(request: Any, ref: str, step: str, verb: Callable[..., Any], done: str, **forms: Form) -> HttpResponse:
    """Run a verb with the form's values; what is wrong comes back on the page, with what was typed."""
    found = selectors.alert_for(request.viewer, ref)
    _may(request.viewer, found, selectors.receipt_of(request.viewer, found))[step].require()
    name, form = next(iter(forms.items()))
    if attempt(form, verb, actor=request.viewer, now=clock.now(), ref=ref) is None:
        return _page(request, found, **{name: form})
    messages.success(request, done)
    return redirect("incidents:alert", request.committee.slug, ref)


@require_POST
def acknowledge(request: Any, slug: str, ref: str) -> HttpResponse:
    """The organisation has taken note."""
    services.acknowledge_alert(actor=request.viewer, now=clock.now(), ref=ref)
    messages.success(request, _("Acknowledged. Those who sent the alert see it."))
    return redirect("incidents:alert", slug, ref)


@require_POST
def answer(request: Any, slug: str, ref: str) -> HttpResponse:
    """How it stands with the organisation."""
    form = AlertAnswerForm(request.POST, auto_id="id_answer_%s")
    done = _("Your answer is with those who sent the alert.")
    return _act(request, ref, "answer", services.answer_alert, done, answer_form=form)


@require_POST
def update(request: Any, slug: str, ref: str) -> HttpResponse:
    """Something new is added."""
    form = AlertUpdateForm(request.POST, auto_id="id_update_%s")
    done = _("Added. Everybody who got the alert is being told.")
    return _act(request, ref, "update", services.add_alert_update, done, update_form=form)


@require_POST
def end(request: Any, slug: str, ref: str) -> HttpResponse:
    """The all-clear."""
    form = AlertEndForm(request.POST, auto_id="id_end_%s")
    done = _("All clear. Everybody who got the alert is being told.")
    return _act(request, ref, "end", services.end_alert, done, end_form=form)


BOARD_COLUMNS = ("organisation", "read (UTC)", "acknowledged (UTC)", "due (UTC)", "late", "answer", "words")


@require_GET
def board(request: Any, slug: str, ref: str) -> HttpResponse:
    """Who has the alert, as CSV: the rows that the viewer may know."""
    found = selectors.alert_for(request.viewer, ref)
    rows = selectors.board(request.viewer, found, clock.now())
    return csv_answer(
        f"{found.ref}-{slug}.csv",
        BOARD_COLUMNS,
        (
            (
                row.receipt.organisation.name,
                times.iso(row.read_at) if row.read_at else "",
                times.iso(row.receipt.acknowledged_at) if row.receipt.acknowledged_at else "",
                times.iso(row.deadline.due_at) if row.deadline else "",
                "yes" if row.is_late else "no",
                row.receipt.answer,
                row.receipt.words,
            )
            for row in rows
        ),
    )
