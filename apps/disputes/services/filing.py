"""Papers in a case that runs: written together, filed by somebody who binds their organisation, and what follows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from apps.committees.rules.viewer import Viewer
from apps.committees.services import take_turn
from apps.disputes.acts import cases as acts
from apps.disputes.acts.papers import ANSWERED
from apps.disputes.models import Case, Panel, Paper, Request, Service
from apps.disputes.rules import papers as rules
from apps.disputes.rules import verbs
from apps.disputes.rules.complaints import text_errors
from apps.disputes.rules.filings import lateness
from apps.disputes.rules.numbers import paragraphs
from apps.disputes.rules.readers import Author
from apps.disputes.rules.rulings import terms_errors
from apps.disputes.rules.who import FIRST, ON_REVIEW, SITTING
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.clocks import reply_deadline
from apps.disputes.selectors.papers import paper_for
from apps.disputes.services import asking, complying, pleading, remedying, reporting, requesting
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.moving import move
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell, tell_of_service
from apps.disputes.states import CASES, DOCUMENTS, DocumentKind, DocumentState, RequestKind, RequestState, Stage
from apps.kernel.decisions import Invalid
from apps.kernel.texts import optional

LONGEST_TITLE = 200


def start_paper(*, actor: Viewer, now: datetime, ref: str, kind: DocumentKind) -> Paper:
    """Begin a paper that only the author's people see. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    rules.may_write(actor, known(case), kind).require()
    author = rules.author_of(actor, known(case))
    own = {"organisation_id": author.organisation_id or None, "panel": author.panel}
    drafts = Paper.objects.filter(case=case, state=DocumentState.DRAFT, **own)
    if (begun := drafts.filter(kind=kind, author=actor.seat_id, title="", text="").first()) is not None:
        return begun
    rules.may_begin(kind, offered=kind in FOLLOWS, drafts=drafts.count()).require()
    paper = Paper.objects.create(
        case=case,
        kind=kind,
        state=DocumentState.DRAFT,
        author_id=actor.seat_id,
        created_at=now,
        **own,
    )
    look_again(case)
    return paper


def change_paper(
    *, actor: Viewer, now: datetime, ref: str, name: str, changes: Mapping[str, Any], seen: int | None = None
) -> Paper:
    """Change a draft's title, text (with the marks of sealed passages) or terms; what is not given stays.

    `seen` is the version that was changed: another one meanwhile is Refused. Raises Http404, Refused, or Invalid by field.
    """
    _case, paper = _draft(actor, ref, name)
    rules.may_save(seen, paper.version).require()
    paper.title = optional(changes.get("title", paper.title), "title", LONGEST_TITLE)
    paper.text = changes.get("text", paper.text).replace("\0", "").replace("\r\n", "\n")
    paper.terms = changes.get("terms", paper.terms)
    if errors := text_errors(paper.text) | terms_errors(paper.terms):
        raise Invalid(errors)
    paper.version += 1
    paper.save(update_fields=["title", "text", "terms", "version"])
    return paper


def discard_paper(*, actor: Viewer, now: datetime, ref: str, name: str) -> Paper:
    """Throw a draft away, also when it can no longer be filed; nobody outside ever saw it. Raises Http404 or Refused."""
    case = case_for(actor, ref, lock=True)
    paper = paper_for(actor, case, name, lock=True)
    author = Author(paper.organisation_id or 0, paper.panel)
    rules.may_discard(actor, known(case), written_by=author, state=paper.state).require()
    paper.state = DOCUMENTS["discard"].target
    paper.save(update_fields=["state"])
    look_again(case)
    return paper


def file_paper(*, actor: Viewer, now: datetime, ref: str, name: str) -> Paper:
    """File a draft: it is numbered and served at once, late or not. Raises Http404, Refused, or Invalid by field."""
    # Whoever asks for a review seats its panel, so they wait for whoever changes seats before any row is held.
    take_turn()
    case, paper = _draft(actor, ref, name)
    kind = DocumentKind(paper.kind)
    verbs.may_file(actor, known(case), kind, has_filed=_has_filed(case, paper)).require()
    if not paragraphs(paper.text):
        raise Invalid({"text": "Write the paper before you file it."})
    paper.author_id = actor.seat_id
    FOLLOWS[kind](case, paper, actor, now)
    return paper


def _draft(actor: Viewer, ref: str, name: str) -> tuple[Case, Paper]:
    case = case_for(actor, ref, lock=True)
    paper = paper_for(actor, case, name, lock=True)
    rules.may_change(paper.state).require()
    rules.may_write(actor, known(case), DocumentKind(paper.kind)).require()
    return case, paper


def _has_filed(case: Case, paper: Paper) -> bool:
    """Whether its author has filed one of its kind, and it counts: the wrong one, which was struck, does not.

    One that came late and was refused leave counts. Before a second or third panel the same can be filed again.
    """
    no_leave = Request.objects.filter(case=case, kind=RequestKind.LEAVE, state=RequestState.REFUSED)
    wrong = Q(state=DocumentState.STRUCK) & ~Q(pk__in=no_leave.values("paper"))
    filed = Paper.objects.filter(case=case, kind=paper.kind, filed_at__isnull=False).exclude(wrong)
    number = SITTING.get(Stage(case.stage), FIRST)
    if number == ON_REVIEW:
        # The same panel reviews compliance again and again, each time on a request of its own.
        asked = Paper.objects.filter(case=case, kind=DocumentKind.REVIEW_REQUEST, filed_at__isnull=False)
        filed = filed.filter(filed_at__gte=asked.order_by("-filed_at").values("filed_at")[:1])
    elif number != FIRST:
        filed = filed.filter(filed_at__gte=Panel.objects.filter(case=case, number=number).values("established_at"))
    return filed.filter(organisation=paper.organisation_id, panel=paper.panel).exists()


def _reply(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """The respondent's reply; one that comes late is accepted, and says so."""
    served = Service.objects.filter(paper__case=case, paper__kind=DocumentKind.COMPLAINT)
    service = served.select_related("party__organisation", "paper").get(party__organisation=actor.organisation_id)
    service.paper.case = case
    deadline = reply_deadline(service)
    late = lateness(now, deadline.due_at if deadline else None)
    if case.stage == Stage.COMPLAINT:
        move(case, "reply", now)
    enter(case, paper, actor=actor, now=now, due_at=deadline.due_at if deadline and late else None)
    tell_of_service(ANSWERED, service, actor=actor, now=now)
    tell(acts.REPLIED, case, actor=actor, now=now, facts={"late": late is not None})
    serve(case, paper, actor=actor, now=now)


def _consult(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A word in consultations; the first enters them."""
    enters = bool(CASES.may("consult", case.stage))
    if enters:
        verbs.may_consult(actor, known(case)).require()
        move(case, "consult", now)
    enter(case, paper, actor=actor, now=now)
    if enters:
        tell(acts.CONSULTING, case, actor=actor, now=now)
    serve(case, paper, actor=actor, now=now)


FOLLOWS: Mapping[DocumentKind, Callable[[Case, Paper, Viewer, datetime], None]] = {
    DocumentKind.REPLY: _reply,
    DocumentKind.CONSULTATION: _consult,
    DocumentKind.PANEL_REQUEST: requesting.request_panel,
    DocumentKind.SUBMISSION: pleading.submit,
    DocumentKind.THIRD_SUBMISSION: pleading.plain,
    DocumentKind.REBUTTAL: pleading.rebut,
    DocumentKind.REQUEST: asking.ask,
    DocumentKind.MINUTES: pleading.plain,
    DocumentKind.INTERIM_REPORT: reporting.issue_interim,
    DocumentKind.COMMENT: pleading.comment,
    DocumentKind.DELIBERATION: pleading.plain,
    DocumentKind.REPORT: reporting.report,
    DocumentKind.APPEAL: requesting.appeal,
    DocumentKind.INTENTIONS: complying.state_intentions,
    DocumentKind.COMPLIANCE_REPORT: complying.report_compliance,
    DocumentKind.REVIEW_REQUEST: requesting.ask_review,
    DocumentKind.REMEDY_REQUEST: remedying.ask_remedy,
    DocumentKind.SETTLEMENT: pleading.plain,
    DocumentKind.SUMMARY: pleading.plain,
}
"""What filing a kind of paper does."""
