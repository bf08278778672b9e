"""Who may do what in a case until its report, and the sentence for those who may not. Each refusal names its article."""

from datetime import datetime

from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES, MEMBER_ROLES, Role
from apps.disputes.rules import charter as article
from apps.disputes.rules import filings
from apps.disputes.rules.charter import refuse
from apps.disputes.rules.who import Case, capacity_of, does_clerks_work, speaks, step
from apps.disputes.states import (
    BEFORE_PANEL,
    PARTIES,
    UNDER_PANEL,
    Capacity,
    DocumentKind,
    Stage,
)
from apps.kernel.decisions import YES, Decision, first_refusal


def may_draft(viewer: Viewer) -> Decision:
    """The people of a member write complaints; a clerk writes the committee's, where the charter lets it complain."""
    own = viewer.role in MEMBER_ROLES or viewer.role in FILING_ROLES - {Role.SERVICE}
    if not viewer.is_operator and (own or viewer.is_clerk):
        return YES
    return refuse(article.REPLY_DAYS, "Only members of the committee and its clerks write complaints.")


def may_edit(viewer: Viewer, case: Case) -> Decision:
    """Colleagues write a draft together; what was filed does not change."""
    if case.stage != Stage.DRAFT:
        return refuse(article.REPLY_DAYS, "A complaint that was filed does not change; file a paper beside it.")
    if viewer.organisation_id != case.drafted_by:
        return refuse(article.REPLY_DAYS, "Only the organisation that drafts this may do that.")
    return may_draft(viewer)


def may_discard(viewer: Viewer, case: Case) -> Decision:
    """A draft can be thrown away by the organisation that wrote it."""
    return first_refusal(step("discard", case, article.REPLY_DAYS), may_edit(viewer, case))


def may_complain(viewer: Viewer, case: Case) -> Decision:
    """Filing the complaint: somebody who binds the organisation that drafted it, or a clerk for the committee."""
    binds = viewer.role in MEMBER_ROLES or viewer.is_clerk
    first = first_refusal(step("file", case, article.REPLY_DAYS), may_edit(viewer, case))
    if not first or binds:
        return first
    return refuse(article.REPLY_DAYS, "Your representative, or an alternate, files the complaint.")


WHILE_SUSPENDED = frozenset(
    {DocumentKind.SETTLEMENT, DocumentKind.SETTLEMENT_NOTICE, DocumentKind.REQUEST, DocumentKind.NOTICE}
)


def may_file(viewer: Viewer, case: Case, kind: DocumentKind, *, has_filed: bool = False) -> Decision:
    """Whether the viewer files this kind of paper now; while the panel's work is suspended the parties settle and ask.

    Every panellist writes notes; what goes out is filed by whoever presides over the panel.
    """
    filing = filings.FILINGS[kind]
    of_clerks = filing.by == filings.ONLY_CLERK and does_clerks_work(viewer, case)
    capacity = Capacity.CLERK if of_clerks else capacity_of(viewer, case)
    decision = filings.may_file(kind, capacity, Stage(case.stage), has_filed=has_filed)
    if decision and case.is_suspended and kind not in WHILE_SUSPENDED:
        return refuse(article.SUSPENSION_MONTHS, "The panel's work is suspended; it goes on when it is resumed.")
    if of_clerks or kind == DocumentKind.DELIBERATION:
        return decision
    return first_refusal(decision, speaks(viewer, case, filing.by, filing.article, "Only a party does that."))


def may_consult(viewer: Viewer, case: Case) -> Decision:
    """A party enters consultations."""
    return first_refusal(
        step("consult", case, article.BEGIN_DAYS),
        speaks(viewer, case, PARTIES, article.BEGIN_DAYS, "Only the parties consult with each other."),
    )


def may_request_panel(
    viewer: Viewer, case: Case, *, now: datetime, begin_due: datetime, opens: datetime, in_default: bool = False, agreed: bool = False
) -> Decision:  # fmt: skip
    """The complainant, once talking has failed (DSU 4.3, 4.7).

    That is: the respondent is found silent (`in_default`), consultations were not entered by `begin_due`, all parties say
    that they have failed (`agreed`), or their time is over (`opens`).
    """
    first = first_refusal(
        step("request_panel", case, article.CONSULT_DAYS),
        speaks(viewer, case, {Capacity.COMPLAINANT}, article.CONSULT_DAYS, "Only the complainant asks for a panel."),
    )
    refused = case.stage != Stage.CONSULTATIONS and now > begin_due
    if not first or in_default or agreed or refused or now >= opens:
        return first
    return refuse(
        article.CONSULT_DAYS, "Consultations have their time first, unless all parties say that they have failed."
    )


def may_compose(viewer: Viewer, case: Case) -> Decision:
    """The parties name their panel, agree on its size and strike names, while it is being composed."""
    if case.stage not in {Stage.PANEL_REQUEST, Stage.APPEAL}:
        return refuse(article.COMPOSE_DAYS, "The parties compose the panel after it was asked for and before it sits.")
    return speaks(viewer, case, PARTIES, article.COMPOSE_DAYS, "Only the parties compose the panel.")


def may_draw(viewer: Viewer, case: Case, *, now: datetime, parties_until: datetime, both_ask: bool = False) -> Decision:
    """A clerk draws the panel by lot when the parties' time is over, or both sides ask for the lot; an empty place later."""
    if case.stage not in {Stage.PANEL_REQUEST, *UNDER_PANEL, Stage.APPEAL, Stage.REVIEW}:
        return refuse(article.LOT_DAYS, "A panel is drawn after it was asked for and before it reports.")
    if not does_clerks_work(viewer, case):
        return refuse(article.LOT_DAYS, "A clerk draws the panel; whoever presides where the clerks are a party.")
    if now <= parties_until and not both_ask:
        return refuse(article.LOT_DAYS, "The parties still have time to compose the panel themselves.")
    return YES


def may_let_go(viewer: Viewer, case: Case, *, seat_id: int) -> Decision:
    """Somebody of the panel leaves it, or a clerk records that they cannot go on; no party does."""
    if does_clerks_work(viewer, case):
        return YES
    if capacity_of(viewer, case) == Capacity.PANEL and viewer.seat_id == seat_id:
        return YES
    return refuse(article.COMPOSE_DAYS, "Somebody of the panel says that they leave it, or a clerk records it.")


def may_conduct(viewer: Viewer, case: Case, verb: str, *, hearing_wanted: bool = False) -> Decision:
    """The panel's own steps: begin_writing, hear, issue_interim, circulate, circulate_appeal.

    Without a hearing it issues its interim report only where no party wants one.
    """
    first = first_refusal(
        step(verb, case, article.REPORT_MONTHS),
        speaks(viewer, case, {Capacity.PANEL}, article.REPORT_MONTHS, "Only the panel does that."),
    )
    if first and case.is_suspended:
        return refuse(article.SUSPENSION_MONTHS, "The panel's work is suspended; it goes on when it is resumed.")
    if first and verb == "issue_interim" and case.stage == Stage.WRITTEN and hearing_wanted:
        return refuse(article.REPORT_MONTHS, "A party wants to be heard first.")
    return first


def may_ask_to_join(viewer: Viewer, case: Case, *, now: datetime, due: datetime | None) -> Decision:
    """A member that is not yet in the case, until the time for it is over; `due` is None before the panel is asked for.

    Whether it is let in is ordered; that it unseats no panellist see rules.conflicts.
    """
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return refuse(
            article.JOIN_DAYS, "A member's representative, alternate or independent member asks to take part."
        )
    if viewer.organisation_id in case.parties:
        return refuse(article.JOIN_DAYS, "Your organisation takes part already.")
    if case.stage not in {*BEFORE_PANEL, *UNDER_PANEL}:
        return refuse(article.JOIN_DAYS, "Nobody joins a case that is a draft, reported on or over.")
    if due is not None and now > due:
        return refuse(article.JOIN_DAYS, "The time for saying so is over.")
    return YES


def may_ask_suspension(viewer: Viewer, case: Case, *, now: datetime, lapses: datetime) -> Decision:
    """The complainant asks that the panel's work be suspended; the panel grants it (DSU 12.12).

    `lapses` is when its authority would lapse by a suspension that began now (see rules.clocks.authority_lapses).
    """
    if case.stage not in UNDER_PANEL or case.is_suspended:
        return refuse(article.SUSPENSION_MONTHS, "A panel's work is suspended while it sits, once at a time.")
    if lapses <= now:
        return refuse(article.SUSPENSION_MONTHS, "The longest time for which the work may be suspended is used up.")
    return speaks(
        viewer, case, {Capacity.COMPLAINANT}, article.SUSPENSION_MONTHS, "Only the complainant asks for that."
    )


def may_resume(viewer: Viewer, case: Case) -> Decision:
    """The complainant, or the panel, lets the work go on."""
    if not case.is_suspended:
        return refuse(article.SUSPENSION_MONTHS, "The panel's work is not suspended.")
    by = {Capacity.COMPLAINANT, Capacity.PANEL}
    return speaks(viewer, case, by, article.SUSPENSION_MONTHS, "Only the complainant or the panel resumes the work.")


def may_withdraw(viewer: Viewer, case: Case) -> Decision:
    """The complainant, until the report is circulated: then it is the committee's."""
    return first_refusal(
        step("withdraw", case, article.SETTLE),
        speaks(viewer, case, {Capacity.COMPLAINANT}, article.SETTLE, "Only the complainant withdraws."),
    )


def may_settle(viewer: Viewer, case: Case, *, at_any_time: bool) -> Decision:
    """A party agrees to a settlement; `at_any_time` is the charter's, else it is open until the report is circulated."""
    if not at_any_time and case.stage not in {*BEFORE_PANEL, *UNDER_PANEL}:
        return refuse(article.SETTLE, "The parties settle until the report is circulated.")
    return first_refusal(
        step("settle", case, article.SETTLE),
        speaks(viewer, case, PARTIES, article.SETTLE, "Only the parties settle."),
    )
