"""What can be done about the chair: each a page with a form, or one press."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.chairs import services
from apps.chairs.forms import (
    AbsenceForm,
    AppointForm,
    DrawForm,
    ExclusionForm,
    LiftForm,
    StartForm,
    SwapForm,
    ValueForm,
)
from apps.chairs.models import Exclusion, HandoverItem, Swap
from apps.chairs.rules import charter as articles
from apps.chairs.rules.appointing import may_begin_term
from apps.chairs.rules.eligibility import may_preside
from apps.chairs.rules.order import ORDER_WORDS, Order
from apps.chairs.rules.who import may_declare_away, may_keep, may_speak_for
from apps.chairs.selectors import Board, Scene, board, scene
from apps.chairs.states import TermState
from apps.committees.models import Organisation
from apps.committees.selectors import charter_value, seats_at
from apps.committees.states import VOTING_ROLES
from apps.kernel import clock
from apps.kernel.decisions import Decision
from apps.kernel.forms_ui import attempt

FORM_METHODS = ["GET", "HEAD", "POST"]


def _or_404(decision: Decision) -> None:
    if not decision:
        raise Http404


def _keeping(request: Any) -> None:
    """Only clerks; an operator only looks."""
    _or_404(may_keep(request.viewer))


def _board() -> Board:
    found = board(clock.now())
    if found is None:
        raise Http404
    return found


def _able(found: Scene) -> list[Organisation]:
    """The members that could preside now."""
    return [one for pk, one in found.organisations.items() if may_preside(found.member(pk, found.at), last=None)]


def _form_page(request: Any, form: Any, heading: str, lede: str, button: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "lede": lede, "button": button}
    return render(request, "chairs/form.html", context, status=422 if form.errors else 200)


def _done(request: Any, slug: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("chairs:index", slug)


@require_http_methods(FORM_METHODS)
def appoint(request: Any, slug: str) -> HttpResponse:
    """A clerk records who chairs from now on, where the chair does not rotate."""
    _keeping(request)
    now = clock.now()
    may_begin_term(rotates=board(now) is not None, same_seat=False, running_since=None, now=now).require()
    form = AppointForm(request.POST or None, seats=seats_at(now).filter(role__in=VOTING_ROLES))
    if request.method == "POST" and attempt(form, services.appoint_chair, actor=request.viewer, now=now):
        return _done(request, slug, _("The chair is recorded; everyone is told."))
    lede = _(
        "The running term ends and the new one begins at once; the organisation's alternate becomes deputy. "
        "Everyone is told."
    )
    return _form_page(request, form, _("Appoint the chair"), lede, _("Begin the term now"))


@require_http_methods(FORM_METHODS)
def start(request: Any, slug: str) -> HttpResponse:
    """A clerk closes the list and starts the rotation."""
    _keeping(request)
    now = clock.now()
    order = Order(charter_value(articles.ORDER, now))
    form = StartForm(request.POST or None, able=_able(scene(now)), by_lot=order == Order.LOT)
    if request.method == "POST" and attempt(form, services.start_rotation, actor=request.viewer, now=now):
        return _done(request, slug, _("The chair rotates from now on."))
    lede = _("By the charter the order of the cycle is this: %(order)s. Everyone is told.") % {
        "order": ORDER_WORDS[order]
    }
    return _form_page(request, form, _("Start the rotation"), lede, _("Close the list and start"))


@require_http_methods(FORM_METHODS)
def value(request: Any, slug: str) -> HttpResponse:
    """A clerk names the public value for the lot that waits."""
    _keeping(request)
    form = ValueForm(request.POST or None)
    if request.method == "POST" and attempt(form, services.name_value, actor=request.viewer, now=clock.now()):
        return _done(request, slug, _("The value is named, and stands."))
    lede = _("It must become known after the list was closed, so that nobody could choose it.")
    return _form_page(request, form, _("Name the public value"), lede, _("Name it"))


@require_http_methods(FORM_METHODS)
def enter(request: Any, slug: str) -> HttpResponse:
    """A clerk enters the value, and the lot is drawn."""
    _keeping(request)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and attempt(form, services.draw, actor=request.viewer, now=clock.now()):
        return _done(request, slug, _("The order is drawn."))
    lede = _("The order follows from it at once, for good. Anybody can draw it again.")
    return _form_page(request, form, _("Draw the order"), lede, _("Draw it"))


@require_http_methods(FORM_METHODS)
def ask_swap(request: Any, slug: str) -> HttpResponse:
    """A member asks another to exchange places."""
    _or_404(may_speak_for(request.viewer, request.viewer.organisation_id))
    found = _board()
    coming = found.coming(found.cycle) if found.cycle else []
    others = [
        (found.key(place), found.scene.organisations[place.organisation_id].name)
        for place in coming
        if place.organisation_id != request.viewer.organisation_id
    ]
    if len(others) == len(coming):
        raise Http404
    form = SwapForm(request.POST or None, others=others)
    if request.method == "POST" and attempt(form, services.ask_swap, actor=request.viewer, now=clock.now()):
        return _done(request, slug, _("They are asked. When they agree, everyone is told."))
    lede = _("The two places in this cycle are exchanged when the other member agrees.")
    return _form_page(request, form, _("Ask to swap places"), lede, _("Ask"))


def _on_swap(verb: Callable[..., Swap], said: str) -> Callable[..., HttpResponse]:
    @require_POST
    def view(request: Any, slug: str, uid: UUID) -> HttpResponse:
        swap = get_object_or_404(Swap.objects.select_related("place", "other"), uid=uid)
        whose = swap.place if verb is services.withdraw else swap.other
        _or_404(may_speak_for(request.viewer, whose.organisation_id))
        verb(actor=request.viewer, now=clock.now(), uid=uid)
        return _done(request, slug, said)

    return view


agree = _on_swap(services.agree, _("The places are exchanged; everyone is told."))
decline = _on_swap(services.decline, _("You have declined."))
withdraw = _on_swap(services.withdraw, _("You no longer ask."))


@require_http_methods(FORM_METHODS)
def absence(request: Any, slug: str) -> HttpResponse:
    """The chair's office or a clerk declares the chair away."""
    found = _board()
    _or_404(may_declare_away(request.viewer, found.running.organisation_id if found.running else 0))
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and attempt(form, services.declare_absence, actor=request.viewer, now=clock.now()):
        return _done(request, slug, _("The next in order presides meanwhile; everyone is told."))
    lede = _("The next in order presides over everything until the chair is back.")
    return _form_page(request, form, _("The chair is away"), lede, _("Say so"))


@require_POST
def back(request: Any, slug: str) -> HttpResponse:
    """The chair is back."""
    found = _board()
    _or_404(may_declare_away(request.viewer, found.running.organisation_id if found.running else 0))
    services.end_absence(actor=request.viewer, now=clock.now())
    return _done(request, slug, _("The chair presides again; everyone is told."))


@require_http_methods(FORM_METHODS)
def exclude(request: Any, slug: str) -> HttpResponse:
    """A clerk records that the committee keeps a member from the chair for a year."""
    _keeping(request)
    found = _board()
    able = [one for pk, one in found.scene.organisations.items() if found.scene.presides_at_all(pk)]
    form = ExclusionForm(request.POST or None, able=able)
    if request.method == "POST" and attempt(form, services.exclude, actor=request.viewer, now=clock.now()):
        return _done(request, slug, _("It stands on the list of that year."))
    lede = _("Terms that begin in the year pass the member over. Members are told.")
    return _form_page(request, form, _("Keep a member from the chair"), lede, _("Record it"))


@require_http_methods(FORM_METHODS)
def lift(request: Any, slug: str, key: str, year: int) -> HttpResponse:
    """A clerk records that an exclusion is lifted."""
    _keeping(request)
    row = get_object_or_404(
        Exclusion.objects.select_related("organisation"), organisation__key=key, year=year, lifted_at=None
    )
    form = LiftForm(request.POST or None)
    about = {"organisation": row.organisation, "year": year}
    if request.method == "POST" and attempt(form, services.lift, actor=request.viewer, now=clock.now(), **about):
        return _done(request, slug, _("It is lifted."))
    lede = _("%(name)s may preside in %(year)s again.") % {"name": row.organisation.name, "year": year}
    return _form_page(request, form, _("Lift the exclusion"), lede, _("Lift it"))


@require_POST
def tick(request: Any, slug: str, number: int) -> HttpResponse:
    """The last or the new chair ticks off the open matter that stands at this place of the running term's list."""
    items = HandoverItem.objects.filter(term__state=TermState.RUNNING).order_by("id").values_list("pk", flat=True)
    pk = next(iter(items[max(number - 1, 0) : max(number, 1)]), 0)
    if services.tick(actor=request.viewer, now=clock.now(), pk=pk) is None:
        raise Http404
    return _done(request, slug, _("Ticked off."))
