"""The list of motions, what waits for my vote first, and its export."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.committees.models import Organisation
from apps.kernel import clock, times
from apps.kernel.exports import csv_answer
from apps.kernel.keyset import address_of, count_words, page_of
from apps.kernel.marks import tag
from apps.votes.forms.motion import FilterForm
from apps.votes.rules import verbs
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.finding import LISTED, Filters, drafts_of, motions_for
from apps.votes.selectors.proxies import may_read_proxies
from apps.votes.selectors.waiting import waiting_for_ballot
from apps.votes.states import PROCEDURE_LABELS, STATE_LABELS, Procedure, State

PAGE = 50
EXPORTED = 10_000
LABELS = {
    "kind": _("Kind"),
    "organisation": _("Moved by"),
    "procedure": _("Decided by"),
    "state": _("State"),
    "listed": _("Proposed"),
}
TONES = {
    State.DRAFT: "neutral",
    State.PROPOSED: "info",
    State.DISCUSSION: "info",
    State.VOTING: "warn",
    State.CLOSED: "info",
    State.CERTIFIED: "ok",
    State.WITHDRAWN: "neutral",
    State.LAPSED: "neutral",
}
CARRIED, LOST = _("Carried"), _("Lost")


def state_tag(state: str, carried: bool | None) -> SafeString:
    """Where a motion stands, and once it is certified how it ended."""
    if state == State.CERTIFIED and carried is not None:
        return tag(CARRIED, "ok") if carried else tag(LOST, "stop")
    return tag(STATE_LABELS[State(state)], TONES[State(state)])


def _filters(request: Any) -> tuple[FilterForm, Filters]:
    organisations = Organisation.objects.values_list("key", "name")
    form = FilterForm(request.GET or None, organisations=organisations)
    data = form.cleaned_data if form.is_valid() else {}
    names = {"words": "q", "state": "state", "kind": "kind", "organisation": "organisation"}
    return form, Filters(**{name: data.get(key, "") for name, key in names.items()})


@require_safe
def listing(request: Any, slug: str) -> HttpResponse:
    """The motions that the viewer may see, newest first; filters stand in the address."""
    form, filters = _filters(request)
    now = clock.now()
    found = motions_for(request.viewer, filters)
    rows = found.values_list(*LISTED, named=True)
    page = page_of(rows, request.GET.get("page", ""), field="listed_at", size=PAGE)
    labels = {name: str(label) for name, label in LABELS.items()}
    context = {
        "form": form,
        "filters": filters,
        "labels": labels,
        "rows": _body(page.rows, reverse("votes:listing", args=[slug]), labels),
        "count": count_words(found),
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "export": f"{reverse('votes:export', args=[slug])}?{request.GET.urlencode()}",
        "may_draft": verbs.may_draft(request.viewer),
        "reads_proxies": may_read_proxies(request.viewer),
        "waiting": [] if filters.any else waiting_for_ballot(request.viewer, now),
        "drafts": drafts_of(request.viewer) if verbs.may_draft(request.viewer) and not filters.any else [],
        "now": now,
    }
    return render(request, "votes/listing.html", context)


ROW = (
    '<tr><th scope="row"><a href="{prefix}{ref}/">{title}</a><span class="d-block c-hint">{ref}{amends}</span></th>'
    '<td data-label="{labels[kind]}">{kind}</td><td data-label="{labels[organisation]}">{organisation}</td>'
    '<td data-label="{labels[procedure]}">{procedure}</td><td data-label="{labels[state]}">{state}</td>'
    '<td data-label="{labels[listed]}">{when}</td></tr>'
)


def _body(rows: Sequence[Any], prefix: str, labels: dict[str, str]) -> SafeString:
    """The rows of the table; made here as those of incidents are."""
    shown = {name: escape(label) for name, label in labels.items()}
    return mark_safe("\n".join(_row(row, prefix, shown) for row in rows))  # noqa: S308 - every part is escaped in _row


def _row(row: Any, prefix: str, labels: dict[str, str]) -> str:
    return ROW.format(
        prefix=prefix,
        ref=escape(row.ref),
        title=escape(row.title or "–"),
        amends=f" → {escape(row.parent__ref)}" if row.parent__ref else "",
        kind=escape(KINDS[row.kind].label),
        organisation=escape(row.organisation__name),
        procedure=escape(PROCEDURE_LABELS[Procedure(row.procedure)]),
        state=state_tag(row.state, row.carried),
        when=times.when(row.listed_at, named=False),
        labels=labels,
    )


COLUMNS = ("reference", "title", "kind", "moved by", "procedure", "state", "result", "amends", "listed (UTC)", "closes (UTC)")  # fmt: skip
RESULTS = {True: "carried", False: "lost", None: ""}


@require_safe
def export(request: Any, slug: str) -> HttpResponse:
    """The same list as CSV, up to ten thousand rows."""
    _form, filters = _filters(request)
    rows = motions_for(request.viewer, filters).order_by("-listed_at", "-pk").values_list(*LISTED, named=True)
    lines = (
        (
            row.ref,
            row.title,
            row.kind,
            row.organisation__name,
            row.procedure,
            row.state,
            RESULTS[row.carried],
            row.parent__ref,
            times.iso(row.listed_at),
            times.iso(row.closes_at) if row.closes_at else "",
        )
        for row in rows[:EXPORTED]
    )
    return csv_answer(f"motions-{slug}.csv", COLUMNS, lines)
