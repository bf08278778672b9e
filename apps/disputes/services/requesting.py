"""The complainant asks for a panel, a party for a second one on appeal, or for a review of compliance."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import panels as acts
from apps.disputes.acts import rulings
from apps.disputes.acts.clocks import TO_COMPLY, TO_CONSULT, TO_TALK
from apps.disputes.acts.times import events_of, pace_of
from apps.disputes.models import Case, Panel, Paper, Place
from apps.disputes.rules import charter as article
from apps.disputes.rules import ruling_verbs, verbs
from apps.disputes.rules.clocks import SECOND, Clock, Event, due, panel_from, period_ends
from apps.disputes.rules.rulings import claim_errors
from apps.disputes.rules.who import FIRST, ON_APPEAL, ON_REVIEW
from apps.disputes.selectors.cases import known
from apps.disputes.selectors.clocks import deadline_of, is_silent
from apps.disputes.selectors.roster import pool_for
from apps.disputes.services.composing.listing import close_or_tell, establish
from apps.disputes.services.composing.seating import compose
from apps.disputes.services.composing.sharing import take_over
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.moving import move
from apps.disputes.services.telling import tell
from apps.disputes.states import DocumentKind, ProposalKind, ProposalState
from apps.kernel.decisions import Invalid


def request_panel(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """The panel is established by being asked for; its claims bound what it decides. Raises Refused or Invalid."""
    pace = pace_of(case)
    events = events_of(case)
    to_begin, to_talk = deadline_of(case, TO_CONSULT), deadline_of(case, TO_TALK)
    agreed = case.proposals.filter(kind=ProposalKind.TALKS_FAILED, state=ProposalState.AGREED).exists()
    verbs.may_request_panel(
        actor,
        known(case),
        now=now,
        begin_due=to_begin.due_at if to_begin else due(Clock.BEGIN, events, pace),
        opens=to_talk.due_at + SECOND if to_talk else panel_from(events[Event.COMPLAINT_SERVED], pace),
        in_default=is_silent(case),
        agreed=agreed,
    ).require()
    if errors := claim_errors(paper.terms.get("claims", [])):
        raise Invalid(errors)
    move(case, "request_panel", now)
    enter(case, paper, actor=actor, now=now)
    establish(case, FIRST, now)
    tell(acts.ASKED, case, actor=actor, now=now, facts={"claims": len(paper.terms["claims"])})
    serve(case, paper, actor=actor, now=now)
    take_over(case, now)


def appeal(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A party appeals: the second panel is drawn by lot, its list is closed at once. Raises Refused."""
    appealed = Paper.objects.filter(case=case, kind=DocumentKind.APPEAL, filed_at__isnull=False).exists()
    has_appeal = bool(pace_of(case).charter[article.APPEAL])
    ruling_verbs.may_appeal(actor, known(case), has_appeal=has_appeal, appealed=appealed).require()
    move(case, "appeal", now)
    enter(case, paper, actor=actor, now=now)
    panel = establish(case, ON_APPEAL, now)
    tell(rulings.APPEALED, case, actor=actor, now=now)
    serve(case, paper, actor=actor, now=now)
    close_or_tell(case, panel, actor=actor, now=now)


def ask_review(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A party asks for a compliance review: where they still may, the people of the first panel judge it.

    The caller has taken its turn. Raises Refused.
    """
    deadline = deadline_of(case, TO_COMPLY)
    events, pace = events_of(case), pace_of(case)
    until = deadline.due_at if deadline else period_ends(events[Event.ADOPTED], pace, agreed=case.comply_by)
    ruling_verbs.may_ask_review(actor, known(case), now=now, period_ends=until).require()
    move(case, "review", now)
    enter(case, paper, actor=actor, now=now)
    panel = _for_review(case, now)
    tell(rulings.REVIEW_ASKED, case, actor=actor, now=now)
    serve(case, paper, actor=actor, now=now)
    _sit_again(case, panel, actor, now)


def _for_review(case: Case, now: datetime) -> Panel:
    before = Panel.objects.filter(case=case, number=ON_REVIEW).first()
    return before or establish(case, ON_REVIEW, now)


def _sit_again(case: Case, panel: Panel, actor: Viewer, now: datetime) -> None:
    """Those who sat on the first panel when it reported; where one of them may not the whole panel is drawn."""
    if panel.composed_at is not None:
        return
    reported = Paper.objects.filter(case=case, kind=DocumentKind.REPORT, panel=FIRST).values("served_at")
    sat = Place.objects.filter(panel__case=case, panel__number=FIRST, ends_at__gte=reported).order_by("pk")
    found, _groups, seats = pool_for(case, panel, pace_of(case).charter, now)
    eligible = {seats[one.key].person_id: seats[one.key] for one in found.eligible}
    people = list(sat.values_list("seat__person", flat=True))
    panel.size = len(people) or panel.size
    if people and set(people) <= set(eligible):
        panel.save(update_fields=["size"])
        compose(case, panel, [eligible[person] for person in people], actor=actor, now=now, verb="agree")
    else:
        close_or_tell(case, panel, actor=actor, now=now)
