"""What the public is told of a report: its versions, writing one, agreeing to it, publishing and withdrawing it."""

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
from apps.incidents.forms.public import GiveBackForm, NoticeForm, PublicTextForm, ReadForm
from apps.incidents.models import PUBLIC, Incident, PublicVersion
from apps.incidents.rules import public_text as rules
from apps.incidents.selectors import public as selectors
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services import public as services
from apps.incidents.states import PublicState
from apps.kernel import clock
from apps.kernel.decisions import Decision
from apps.kernel.forms_ui import attempt
from apps.record.selectors import timeline
from apps.transparency.rules import lines

TONES = {
    PublicState.DRAFTED: "info",
    PublicState.AGREED: "warn",
    PublicState.PUBLISHED: "ok",
    PublicState.SUPERSEDED: "neutral",
    PublicState.WITHDRAWN: "neutral",
}


@require_GET
def versions(request: Any, slug: str, ref: str) -> HttpResponse:
    """All versions: the one in work with its preview, and those that are or were public."""
    return _page(request, ref)


def _page(request: Any, ref: str, **forms: Form) -> HttpResponse:
    viewer = request.viewer
    rows = selectors.versions_of(viewer, ref)
    seen = Incident.objects.visible_to(viewer).filter(ref=ref).select_related("organisation").first()
    incident = seen or (rows[0].incident if rows else None)
    if incident is None:
        raise Http404(ref)
    may_write = rules.may_write(viewer, incident, has_hidden=selectors.has_hidden(viewer, incident)) if seen else None
    if not rows and may_write is not None:
        may_write.require()
    current = selectors.in_work(rows)
    public = next((one for one in rows if one.state == PublicState.PUBLISHED), None)
    context = {
        "ref": ref,
        "incident": seen,
        "current": current,
        "current_lines": lines(current.body) if current else [],
        "repeats": selectors.repeats_of(seen, current.title, current.text) if seen and current else [],
        "run": rules.RUN,
        "public": public,
        "rows": [(one, TONES[PublicState(one.state)]) for one in rows if one is not current],
        "may": _may(viewer, incident, current, public) | {"write": may_write},
        "read_form": ReadForm(auto_id=False, initial={"edited": current.edited if current else 0}),
        "give_back_form": GiveBackForm(initial={"edited": current.edited if current else 0}),
        "notice_form": NoticeForm(),
        "failed": next(iter(forms.values()), None),
        "timeline": timeline(PUBLIC, current.pk) if current else [],
    }
    return render(request, "incidents/public/page.html", context | forms, status=422 if forms else 200)


def _may(
    viewer: Viewer, incident: Incident, current: PublicVersion | None, public: PublicVersion | None
) -> dict[str, Decision]:
    kind = incident.organisation.kind
    may: dict[str, Decision | None] = {}
    if current is not None:
        may["agree"] = rules.may_agree(viewer, incident, current, kind=kind)
        may["publish"] = rules.may_publish(viewer, incident, current)
        may["give_back"] = rules.may_give_back(viewer, incident, current)
        may["discard"] = rules.may_discard(viewer, incident, current)
    if public is not None:
        may["withdraw"] = rules.may_withdraw(viewer, incident, public, kind=kind)
    return may


@require_http_methods(["GET", "POST"])
def write(request: Any, slug: str, ref: str) -> HttpResponse:
    """Write the next version, or change the one in work; what is kept is then read over on the versions' page."""
    viewer = request.viewer
    incident = incident_for(viewer, ref)
    rules.may_write(viewer, incident, has_hidden=selectors.has_hidden(viewer, incident)).require()
    rows = selectors.versions_of(viewer, ref)
    current = selectors.in_work(rows)
    form = PublicTextForm(request.POST) if request.method == "POST" else PublicTextForm(initial=_initial(rows, current))
    if request.method == "POST" and attempt(form, services.write_public, actor=viewer, now=clock.now(), ref=ref):
        messages.success(request, _("Kept. Read it over as the public would; nothing is public yet."))
        return redirect("incidents:public_versions", slug, ref)
    context = {"incident": incident, "form": form, "current": current, "is_agreed": _is_agreed(current)}
    return render(request, "incidents/public/write.html", context, status=422 if form.errors else 200)


def _is_agreed(current: PublicVersion | None) -> bool:
    return current is not None and current.state == PublicState.AGREED


def _initial(rows: list[PublicVersion], current: PublicVersion | None) -> dict[str, Any]:
    """What stands in the form at first: the version in work, or what is public now, to be written on."""
    base = current or next((one for one in rows if one.state == PublicState.PUBLISHED), None)
    if base is None:
        return {"edited": 0, "shown": ["kind", "month"]}
    return {
        "title": base.title,
        "text": base.text,
        "shown": base.shown,
        "edited": current.edited if current else 0,
    }


def _act(
    request: Any, ref: str, uid: UUID, step: str, verb: Callable[..., Any], done: str, **forms: Form
) -> HttpResponse:
    """Run a verb with a form's values; Refused before the form is looked at."""
    viewer = request.viewer
    row = selectors.version_for(viewer, ref, uid)
    if (decision := _may(viewer, row.incident, row, row)[step]) is not None:
        decision.require()
    name, form = next(iter(forms.items()))
    if attempt(form, verb, actor=viewer, now=clock.now(), ref=ref, uid=uid) is None:
        again: dict[str, Form] = {"failed": form} if name == "read_form" else {name: form}
        return _page(request, ref, **again)
    messages.success(request, done)
    return redirect(*_next_page(request, ref))


def _next_page(request: Any, ref: str) -> tuple[str, ...]:
    """The page of the versions, or what is left for somebody who now reads none of them: the report, or the list."""
    viewer, slug = request.viewer, request.committee.slug
    if selectors.has_versions(viewer, ref):
        return "incidents:public_versions", slug, ref
    if Incident.objects.visible_to(viewer).filter(ref=ref).exists():
        return "incidents:detail", slug, ref
    return "incidents:listing", slug


@require_POST
def agree(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """The reporting organisation agrees to the text that it read."""
    done = _("Agreed. A clerk is asked to publish it.")
    return _act(request, ref, uid, "agree", services.agree_to_publish, done, read_form=ReadForm(request.POST))


@require_POST
def publish(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """A clerk publishes what was agreed to."""
    done = _("It is in the public record.")
    return _act(request, ref, uid, "publish", services.publish_public, done, read_form=ReadForm(request.POST))


@require_POST
def give_back(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """A clerk gives what was agreed to back, and says why."""
    done = _("Given back. The reporting organisation reads why.")
    form = GiveBackForm(request.POST)
    return _act(request, ref, uid, "give_back", services.give_back_public, done, give_back_form=form)


@require_POST
def withdraw(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """What was published is withdrawn with a notice."""
    done = _("Withdrawn. Everybody reads the notice.")
    return _act(request, ref, uid, "withdraw", services.withdraw_public, done, notice_form=NoticeForm(request.POST))


@require_POST
def discard(request: Any, slug: str, ref: str, uid: UUID) -> HttpResponse:
    """What was not yet public is thrown away."""
    done = _("The draft is discarded.")
    return _act(request, ref, uid, "discard", services.discard_public, done, read_form=ReadForm(request.POST))
