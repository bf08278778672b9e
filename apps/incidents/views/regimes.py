"""The regimes: which there are, what each says and said, the next version of one, and which laws reach a laboratory."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.incidents.forms.regimes import SKELETON, DeskForm, ProposalForm, ReachForm, RefusalForm, as_toml
from apps.incidents.models import Regime, RegimeVersion
from apps.incidents.rules import regime_verbs as verbs
from apps.incidents.rules.facts import SCOPES
from apps.incidents.rules.regime_words import applies_in_words, changes, reports_in_words
from apps.incidents.rules.regimes import Profile, profile
from apps.incidents.selectors.regimes import (
    regime_for,
    regimes_for,
    scope_history_of,
    scopes_of,
    versions_of,
    waiting_for,
)
from apps.incidents.services import regimes
from apps.incidents.states import VersionState
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.forms_ui import attempt


@require_GET
def listing(request: Any, slug: str) -> HttpResponse:
    """Every regime as it is now."""
    adopted, waiting = regimes_for(request.viewer), waiting_for(request.viewer)
    context = {
        "rows": [(version, version.profile()) for version in adopted],
        "waiting": {version.regime.key for version in waiting},
        "new": [version for version in waiting if version.regime_id not in {one.regime_id for one in adopted}],
        "may_propose": verbs.may_propose(request.viewer, is_waiting=False),
        "may_answer": verbs.may_answer_scopes(request.viewer),
    }
    return render(request, "incidents/regimes/listing.html", context)


@require_GET
def regime(request: Any, slug: str, key: str) -> HttpResponse:
    """One regime: its newest adopted version, or the one that is asked for."""
    return _page(request, regime_for(request.viewer, key))


def _page(request: Any, found: Regime, **forms: Form) -> HttpResponse:
    viewer = request.viewer
    versions = list(versions_of(viewer, found))
    shown = _asked(versions, request.GET.get("version", ""))
    before = next((one for one in versions if one.number < shown.number and one.state == VersionState.ADOPTED), None)
    waiting = next((one for one in versions if one.state == VersionState.PROPOSED), None)
    context = {
        "regime": found,
        "shown": shown,
        "versions": versions,
        "waiting": waiting,
        "before": before,
        "changes": changes(before.data, shown.data) if before else [],
        "may_propose": verbs.may_propose(viewer, is_waiting=waiting is not None),
        "may_decide": verbs.may_decide(viewer, shown),
        "may_withdraw": verbs.may_withdraw(viewer, shown),
        "may_set_desk": verbs.may_set_desk(viewer, by_filing=shown.profile().by_filing),
        "refusal_form": RefusalForm(),
        "desk_form": DeskForm(initial={"organisation": found.desk.key if found.desk else ""}),
    }
    status = 422 if forms else 200
    return render(request, "incidents/regimes/regime.html", context | _told(shown.profile()) | forms, status=status)


def _told(made: Profile) -> dict[str, Any]:
    return {"profile": made, "applies": applies_in_words(made), "reports": reports_in_words(made)}


def _asked(versions: list[RegimeVersion], number: str) -> RegimeVersion:
    """The version with this number; without one the newest that was adopted, else the newest."""
    if number:
        found = next((one for one in versions if str(one.number) == number), None)
        if found is None:
            raise Http404(number)
        return found
    return next((one for one in versions if one.state == VersionState.ADOPTED), versions[0])


@require_GET
def file(request: Any, slug: str, key: str, number: int) -> HttpResponse:
    """One version as TOML, as it can be proposed and brought in elsewhere."""
    version = versions_of(request.viewer, regime_for(request.viewer, key)).filter(number=number).first()
    if version is None:
        raise Http404(str(number))
    response = HttpResponse(as_toml(version.data), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{number}.toml"'
    return response


@require_http_methods(["GET", "POST"])
def new(request: Any, slug: str) -> HttpResponse:
    """Propose a regime that the committee does not have yet."""
    verbs.may_propose(request.viewer, is_waiting=False).require()
    form = ProposalForm(request.POST or None, initial={"data": SKELETON})
    return _proposing(request, {}, form, regimes.propose_new)


@require_http_methods(["GET", "POST"])
def propose(request: Any, slug: str, key: str) -> HttpResponse:
    """Write the next version; it can be looked at before it is proposed."""
    found = regime_for(request.viewer, key)
    versions = list(versions_of(request.viewer, found))
    waiting = any(one.state == VersionState.PROPOSED for one in versions)
    verbs.may_propose(request.viewer, is_waiting=waiting).require()
    newest = _asked(versions, "")
    form = ProposalForm(request.POST or None, initial={"data": as_toml(newest.data)})
    context = {"regime": found, "newest": newest}
    return _proposing(request, context, form, partial(regimes.propose, key=key))


def _proposing(
    request: Any, context: dict[str, Any], form: ProposalForm, verb: Callable[..., RegimeVersion]
) -> HttpResponse:
    if request.method == "GET":
        return _form(request, context, form)
    if "look" in request.POST:
        if form.is_valid() and (made := _readable(form)) is not None:
            newest = context.get("newest")
            told = _told(made) | {"looked": True}
            if newest:
                told["changes"] = changes(newest.data, regimes.plain(form.cleaned_data["data"]))
            return _form(request, context | told, form)
        return _form(request, context, form)
    if not form.is_valid():
        return _form(request, context, form)
    try:
        version = verb(actor=request.viewer, now=clock.now(), **form.cleaned_data)
    except Invalid as invalid:
        _explain(form, invalid)
        return _form(request, context, form)
    messages.success(request, _("Proposed. Another person adopts or refuses it."))
    return redirect(f"{_address(request.committee.slug, version.regime.key)}?version={version.number}")


def _readable(form: ProposalForm) -> Profile | None:
    try:
        return profile(form.cleaned_data["data"])
    except Invalid as invalid:
        _explain(form, invalid)
        return None


def _explain(form: ProposalForm, invalid: Invalid) -> None:
    """What is wrong with the text is said with its place in it."""
    for place, sentence in invalid.errors.items():
        if place in form.fields:
            form.add_error(place, sentence)
        else:
            form.add_error("data", f"{place}: {sentence}" if place else sentence)


def _form(request: Any, context: dict[str, Any], form: ProposalForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "incidents/regimes/propose.html", context | {"form": form}, status=status)


def _address(slug: str, key: str) -> str:
    return redirect("incidents:regime", slug, key).url


@require_POST
def adopt(request: Any, slug: str, key: str, number: int) -> HttpResponse:
    """A second person adopts the version."""
    regimes.adopt(actor=request.viewer, now=clock.now(), key=key, number=_there(request, key, number))
    messages.success(request, _("Adopted. Reports filed from now on are reckoned by it."))
    return redirect("incidents:regime", slug, key)


@require_POST
def refuse(request: Any, slug: str, key: str, number: int) -> HttpResponse:
    """A second person refuses it, with the reason."""
    form = RefusalForm(request.POST)
    now, number = clock.now(), _there(request, key, number)
    if attempt(form, regimes.refuse, actor=request.viewer, now=now, key=key, number=number) is None:
        request.GET = request.GET.copy() | {"version": str(number)}
        return _page(request, regime_for(request.viewer, key), refusal_form=form)
    messages.success(request, _("Refused. Whoever proposed it is told why."))
    return redirect(f"{_address(slug, key)}?version={number}")


@require_POST
def withdraw(request: Any, slug: str, key: str, number: int) -> HttpResponse:
    """Whoever proposed it takes it back."""
    regimes.withdraw(actor=request.viewer, now=clock.now(), key=key, number=_there(request, key, number))
    messages.success(request, _("Taken back."))
    return redirect("incidents:regime", slug, key)


def _there(request: Any, key: str, number: int) -> int:
    """The number, where the viewer may read such a version."""
    if not versions_of(request.viewer, regime_for(request.viewer, key)).filter(number=number).exists():
        raise Http404(str(number))
    return number


@require_POST
def desk(request: Any, slug: str, key: str) -> HttpResponse:
    """A clerk says whose desk the reports go to."""
    found = regime_for(request.viewer, key)
    form = DeskForm(request.POST)
    if attempt(form, regimes.set_desk, actor=request.viewer, now=clock.now(), key=key) is None:
        return _page(request, found, desk_form=form)
    messages.success(request, _("Saved."))
    return redirect("incidents:regime", slug, key)


@require_http_methods(["GET", "POST"])
def reach(request: Any, slug: str) -> HttpResponse:
    """Which laws reach the viewer's organisation."""
    verbs.may_answer_scopes(request.viewer).require()
    organisation_id = request.viewer.organisation_id
    known = scopes_of(organisation_id)
    form = ReachForm(request.POST if request.method == "POST" else None, known=known)
    if request.method == "POST" and form.is_valid():
        changed = regimes.answer_scopes(actor=request.viewer, now=clock.now(), answers=form.answers())
        said = (
            _("Saved. The open reports of your organisation were reckoned anew.") if changed else _("Nothing changed.")
        )
        messages.success(request, said)
        return redirect("incidents:reach", slug)
    history = [(one, SCOPES[one.name].question) for one in scope_history_of(organisation_id) if one.name in SCOPES]
    context = {"form": form, "history": history}
    return render(request, "incidents/regimes/reach.html", context, status=422 if form.errors else 200)
