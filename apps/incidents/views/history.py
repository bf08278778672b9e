"""Bringing history in from a file: choose it, read what would come of it and what is wrong row by row, confirm."""

from io import TextIOWrapper
from typing import Any, BinaryIO

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.files.services import Checked, held, hold
from apps.incidents.forms.reports import HistoryForm
from apps.incidents.rules.aiid import FORMATS, Reading
from apps.incidents.services.importing import import_history, known_of
from apps.kernel import clock
from apps.kernel.decisions import Refused

SALT = "concord.history"
HOURS = 20
"""For so long a file can be confirmed; the day on which it is cleared away is longer."""
SHOWN = 100
SAMPLE = 5


def _for_clerks(request: Any) -> None:
    if not request.viewer.is_clerk:
        raise Http404


def _read(stream: BinaryIO, kind: str) -> Reading:
    stream.seek(0)
    with TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        return FORMATS[kind](text)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Any, slug: str) -> HttpResponse:
    """Choose a file; what is in it is shown before anything is brought in."""
    _for_clerks(request)
    form = HistoryForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        return _report(request, form.cleaned_data["file"][0])
    return render(request, "incidents/history.html", {"form": form}, status=422 if form.errors else 200)


def _report(request: Any, file: Checked) -> HttpResponse:
    kind = file.name.rpartition(".")[2].lower()
    kept = signing.dumps([hold(file), kind, request.viewer.seat_id], salt=SALT)
    found = _read(file.stream, kind)
    known = known_of(actor=request.viewer, rows=found.rows)
    fresh = [row for row in found.rows if row.own_reference not in known]
    context = {
        "name": file.name,
        "kept": kept,
        "fresh": len(fresh),
        "sample": fresh[:SAMPLE],
        "known": len(known),
        "bad": found.bad[:SHOWN],
        "bad_count": len(found.bad),
        "by_place": kind == "json",
    }
    return render(request, "incidents/history_check.html", context)


@require_POST
def bring_in(request: Any, slug: str) -> HttpResponse:
    """Bring in what the chosen file holds, without its bad rows."""
    _for_clerks(request)
    done = import_history(actor=request.viewer, now=clock.now(), rows=_kept(request).rows)
    said = ngettext("%(number)s report was brought in.", "%(number)s reports were brought in.", done.added)
    messages.success(request, said % {"number": done.added})
    return redirect("incidents:listing", slug)


def _kept(request: Any) -> Reading:
    gone = Refused("The file is not here any more. Choose it again.")
    try:
        name, kind, seat = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        raise gone from None
    stream = held(name) if seat == request.viewer.seat_id else None
    if stream is None:
        raise gone
    return _read(stream, kind)
