"""The pages of protected reporters: filing, one's own letters, and requests for a name."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.committees.rules.viewer import Viewer
from apps.incidents.forms.protected import AnswerForm, IdentityForm, LetterForm, ProtectedForm
from apps.incidents.models import IDENTITY_REQUEST, IdentityRequest, Incident
from apps.incidents.rules.protecting import may_agree, may_ask, may_file_protected, may_open, may_read, may_refuse
from apps.incidents.selectors.protected import (
    custodian,
    is_asked,
    letter_for,
    letters_of,
    nameable_by_protected,
    request_for,
    requests_for,
)
from apps.incidents.selectors.reports import incident_for, recipients_of, updates_of
from apps.incidents.services import protecting as verbs
from apps.incidents.states import Release
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.kernel.keyset import address_of, page_of
from apps.record.selectors import timeline

PAGE = 30
TAGS = {
    Release.ASKED: (gettext_lazy("Asked"), "info"),
    Release.RELEASED: (gettext_lazy("Released"), "warn"),
    Release.REFUSED: (gettext_lazy("Refused"), "neutral"),
}


def protected_shown(viewer: Viewer, incident: Incident) -> dict[str, Any]:
    """What the page of a report says of its protected reporter, and offers to those who may ask or open the name."""
    if not incident.protected:
        return {}
    may = may_ask(viewer, is_protected=True, is_asked=is_asked(incident))
    asked = IdentityRequest.objects.visible_to(viewer).filter(incident=incident).order_by("-pk")
    return {
        "may_ask_identity": may,
        "may_open_identity": may_open(viewer, is_protected=True),
        "identity_requests": [(row, *TAGS[Release(row.state)]) for row in asked],
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, slug: str) -> HttpResponse:
    """File as a protected reporter."""
    now = clock.now()
    keeper = custodian(now)
    may_file_protected(request.viewer, has_custodian=keeper is not None).require()
    organisations = nameable_by_protected(request.viewer, keeper) if keeper else ()
    form = ProtectedForm(request.POST or None, request.FILES or None, organisations=organisations)
    if request.method == "POST":
        letter = attempt(form, verbs.file_protected, actor=request.viewer, now=now)
        if letter is not None:
            messages.success(request, _("Filed. Nobody but the custodian can learn that it was you."))
            return redirect("incidents:letter", slug, letter.uid)
    context = {"form": form, "keeper": keeper}
    return render(request, "incidents/protected/new.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def letters(request: Any, slug: str) -> HttpResponse:
    """One's own protected reports."""
    page = page_of(letters_of(request.viewer), request.GET.get("page", ""), field="", size=PAGE)
    context = {
        "rows": page.rows,
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
        "may_file": may_file_protected(request.viewer, has_custodian=True),
    }
    return render(request, "incidents/protected/letters.html", context)


@never_cache
@require_safe
def letter(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One of them: what became of it, what was added, and who asked for the name."""
    return _letter(request, uid, LetterForm())


@never_cache
@require_POST
def letter_add(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Add to it, still protected."""
    form = LetterForm(request.POST, request.FILES)
    letter_for(request.viewer, uid)
    if form.is_valid():
        given = {"actor": request.viewer, "now": clock.now(), "uid": uid}
        attempt(form, verbs.add_to_letter, **given)
    if form.errors:
        return _letter(request, uid, form)
    messages.success(request, _("Added."))
    return redirect("incidents:letter", slug, uid)


def _letter(request: Any, uid: UUID, form: LetterForm) -> HttpResponse:
    found = letter_for(request.viewer, uid)
    incident = found.incident
    asked = IdentityRequest.objects.filter(incident=incident).select_related(
        "asked_by__person", "asked_by__organisation", "decided_by__person", "decided_by__organisation"
    )
    context = {
        "letter": found,
        "incident": incident,
        "named": recipients_of(incident),
        "updates": updates_of(incident),
        "requests": [(row, *TAGS[Release(row.state)]) for row in asked.order_by("-pk")],
        "timeline": timeline("letter", found.pk),
        "form": form,
    }
    return render(request, "incidents/protected/letter.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any, slug: str, ref: str) -> HttpResponse:
    """Ask who the protected reporter of a report is."""
    incident = incident_for(request.viewer, ref)
    may_ask(request.viewer, is_protected=incident.protected, is_asked=is_asked(incident)).require()
    form = IdentityForm(request.POST or None)
    if request.method == "POST":
        asked = attempt(form, verbs.ask_identity, actor=request.viewer, now=clock.now(), ref=ref)
        if asked is not None:
            messages.success(
                request, _("Your request is on the record. The reporter and those who can agree are told.")
            )
            return redirect("incidents:identity_request", slug, asked.uid)
    context = {"form": form, "incident": incident}
    return render(request, "incidents/protected/ask.html", context, status=422 if form.errors else 200)


@require_safe
def requests(request: Any, slug: str) -> HttpResponse:
    """All requests for a name that the viewer may read, newest first."""
    page = page_of(requests_for(request.viewer), request.GET.get("page", ""), field="", size=PAGE)
    context = {
        "rows": [(row, *TAGS[Release(row.state)]) for row in page.rows],
        "newer": address_of(request.GET, page.previous),
        "older": address_of(request.GET, page.next),
    }
    return render(request, "incidents/protected/requests.html", context)


@require_safe
def identity_request(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """One request."""
    return _request(request, uid)


@require_POST
def agree(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Agree as the second person."""
    return _answer(request, uid, verbs.release_identity, "agree_form", _("The name is released to the two of you."))


@require_POST
def refuse(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Refuse, as the custodian or as whoever could agree."""
    return _answer(request, uid, verbs.refuse_identity, "refuse_form", _("The request is refused."))


def _answer(request: Any, uid: UUID, verb: Any, name: str, done: str) -> HttpResponse:
    form = AnswerForm(request.POST, auto_id=f"id_{name}_%s")
    found = request_for(request.viewer, uid)
    asker = found.asked_by.organisation_id
    rule = may_agree if name == "agree_form" else may_refuse
    rule(request.viewer, asker=asker, state=found.state).require()
    if attempt(form, verb, actor=request.viewer, now=clock.now(), uid=uid) is None:
        return _request(request, uid, **{name: form})
    messages.success(request, done)
    return redirect("incidents:identity_request", request.committee.slug, uid)


def _request(request: Any, uid: UUID, **forms: AnswerForm) -> HttpResponse:
    found, viewer = request_for(request.viewer, uid), request.viewer
    label, tone = TAGS[Release(found.state)]
    asker = found.asked_by.organisation_id
    two = {found.asked_by_id, found.decided_by_id}
    may = {
        "agree": may_agree(viewer, asker=asker, state=found.state),
        "refuse": may_refuse(viewer, asker=asker, state=found.state),
        "read": may_read(viewer, is_released=found.state == Release.RELEASED, two=two),
    }
    failed = next(iter(forms), "")
    context = {
        "asked": found,
        "label": label,
        "tone": tone,
        "may": may,
        "agree_form": AnswerForm(auto_id="id_agree_form_%s"),
        "refuse_form": AnswerForm(auto_id="id_refuse_form_%s"),
        "failed": forms.get(failed),
        "failed_name": failed,
        "timeline": timeline(IDENTITY_REQUEST, found.pk),
    } | forms
    return render(request, "incidents/protected/request.html", context, status=422 if forms else 200)


@never_cache
@require_POST
def read(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The name, for one of the two; the reading is on the record."""
    seat = verbs.read_released(actor=request.viewer, now=clock.now(), uid=uid)
    return render(request, "incidents/protected/name.html", {"seat": seat})


@never_cache
@require_POST
def open_name(request: Any, slug: str, ref: str) -> HttpResponse:
    """The name, for the custodian; the reporter is told."""
    seat = verbs.open_identity(actor=request.viewer, now=clock.now(), ref=ref)
    return render(request, "incidents/protected/name.html", {"seat": seat})
