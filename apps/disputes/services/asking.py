"""Requests to whoever orders in a case, and the orders that decide on them; a paper is struck and restored by order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import requests as acts
from apps.disputes.models import Case, Paper, Request
from apps.disputes.rules import requests as rules
from apps.disputes.rules.joining import LONGEST_REASON
from apps.disputes.rules.sight import Sight
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.papers import paper_for
from apps.disputes.selectors.requests import decision_on, may_restore, may_strike, request_in
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.ordering import order
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell
from apps.disputes.states import (
    DOCUMENTS,
    REQUEST_LABELS,
    REQUESTS,
    DocumentKind,
    DocumentState,
    RequestKind,
    Track,
)
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required

WHY = "Say why: everybody who reads the case reads it."


def ask(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A request is filed as a paper, and served. Raises Refused, or Invalid by field."""
    if errors := rules.request_errors(paper.terms):
        raise Invalid(errors)
    kind = RequestKind(paper.terms["asks"])
    rules.may_ask_for(actor, known(case), kind, track=case.track).require()
    about = _named(actor, case, paper.terms["about"]) if kind == RequestKind.STRIKE else None
    if about is None:
        paper.terms = {"asks": kind.value}
    enter(case, paper, actor=actor, now=now)
    request = Request.objects.create(
        case=case, kind=kind, organisation_id=actor.organisation_id, paper=paper, about=about, asked_at=now
    )
    _tell(acts.ASKED, request, actor, now)
    serve(case, paper, actor=actor, now=now)


def _named(actor: Viewer, case: Case, name: str) -> Paper:
    try:
        about = paper_for(actor, case, name, least=Sight.MARKER)
    except Http404:
        raise Invalid({"about": "Choose the paper that is to be struck."}) from None
    rules.may_be_struck(DocumentKind(about.kind), about.state).require()
    return about


def take_request_back(*, actor: Viewer, now: datetime, ref: str, request: UUID) -> Request:
    """Who asked takes it back. Raises Http404 or Refused."""
    case, found = _found(actor, ref, request)
    kind = RequestKind(found.kind)
    asked_by = found.organisation_id
    rules.may_take_request_back(actor, known(case), kind, asked_by=asked_by, state=found.state).require()
    found.state, found.decided_at = REQUESTS["withdraw"].target, now
    found.save(update_fields=["state", "decided_at"])
    _tell(acts.TAKEN_BACK, found, actor, now)
    return found


def grant(*, actor: Viewer, now: datetime, ref: str, request: UUID, reasons: str) -> Request:
    """Grant it by an order with reasons; what it asks comes to pass. Raises Http404, Refused, or Invalid({"reasons": …})."""
    case, found = _found(actor, ref, request)
    _decide(case, found, "grant", actor, now, reasons)
    _tell(acts.GRANTED, found, actor, now)
    if found.kind in GRANTED:
        GRANTED[RequestKind(found.kind)](case, found, actor, now)
    return found


def refuse_request(*, actor: Viewer, now: datetime, ref: str, request: UUID, reasons: str) -> Request:
    """Refuse it by an order with reasons; a paper that came late is struck by it.

    Raises Http404, Refused, or Invalid({"reasons": …}).
    """
    case, found = _found(actor, ref, request)
    _decide(case, found, "refuse", actor, now, reasons)
    _tell(acts.REFUSED, found, actor, now)
    if found.kind == RequestKind.LEAVE and found.paper.state == DocumentState.SERVED:
        _strike(case, found.paper, actor, now)
    return found


def strike_paper(*, actor: Viewer, now: datetime, ref: str, name: str, reasons: str) -> Paper:
    """Strike a paper by order: it stays, with its number and a marker. Raises Http404, Refused, or Invalid({"reasons": …})."""
    case = case_for(actor, ref, lock=True)
    paper = paper_for(actor, case, name, lock=True)
    may_strike(actor, case, known(case), paper, now).require()
    text = required(reasons, "reasons", WHY, LONGEST_REASON)
    order(case, actor=actor, now=now, title=f"{paper.ref} is struck", text=text, terms={"strikes": paper.ref})
    _strike(case, paper, actor, now)
    return paper


def restore_paper(*, actor: Viewer, now: datetime, ref: str, name: str, reasons: str) -> Paper:
    """Restore a paper that was struck, by order. Raises Http404, Refused, or Invalid({"reasons": …})."""
    case = case_for(actor, ref, lock=True)
    paper = paper_for(actor, case, name, least=Sight.MARKER, lock=True)
    may_restore(actor, case, known(case), paper, now).require()
    text = required(reasons, "reasons", WHY, LONGEST_REASON)
    order(case, actor=actor, now=now, title=f"{paper.ref} is restored", text=text, terms={"restores": paper.ref})
    paper.state = DOCUMENTS["restore"].target
    paper.save(update_fields=["state"])
    look_again(case)
    tell(acts.RESTORED, case, actor=actor, now=now, facts={"paper": paper.ref})
    return paper


def _found(actor: Viewer, ref: str, uid: UUID) -> tuple[Case, Request]:
    case = case_for(actor, ref, lock=True)
    found = request_in(actor, case, uid)
    for paper in filter(None, (found.paper, found.about)):
        paper.case = case
    return case, found


def _decide(case: Case, found: Request, verb: str, actor: Viewer, now: datetime, reasons: str) -> None:
    decision_on(actor, case, found.uid, now).require()
    kind = RequestKind(found.kind)
    text = required(reasons, "reasons", WHY, LONGEST_REASON)
    found.state, found.decided_at = REQUESTS[verb].target, now
    title = f"{REQUEST_LABELS[kind]} ({found.paper.ref}): {found.state}"
    found.order = order(case, actor=actor, now=now, title=title, text=text, terms={"decides": found.paper.ref})
    found.save(update_fields=["state", "decided_at", "order"])


def _strike(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    paper.state = DOCUMENTS["strike"].target
    paper.save(update_fields=["state"])
    look_again(case)
    tell(acts.STRUCK, case, actor=actor, now=now, facts={"paper": paper.ref})


def _strike_what_was_asked(case: Case, found: Request, actor: Viewer, now: datetime) -> None:
    """Where it still stands: another order may have struck it meanwhile."""
    if found.about is not None and found.about.state == DocumentState.SERVED:
        _strike(case, found.about, actor, now)


def _make_urgent(case: Case, _found: Request, actor: Viewer, now: datetime) -> None:
    """What starts from now on runs at the urgent pace; what runs already stays, so that nobody's time is over at a stroke."""
    case.track = Track.URGENT
    case.version += 1
    case.save(update_fields=["track", "version"])
    tell(acts.URGENT, case, actor=actor, now=now)


GRANTED: Mapping[RequestKind, Callable[[Case, Request, Viewer, datetime], None]] = {
    RequestKind.STRIKE: _strike_what_was_asked,
    RequestKind.URGENT: _make_urgent,
}
"""What comes to pass when it is granted; leave to file late leaves the paper where it is."""


def _tell(kind: str, request: Request, actor: Viewer, now: datetime) -> None:
    """Whoever reads the case learns that something was asked and decided; in which words is in the papers."""
    tell(kind, request.case, actor=actor, now=now, facts={"asks": request.kind, "paper": request.paper.ref})
