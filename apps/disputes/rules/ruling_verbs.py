"""Who may do what from the report on, and the sentence for those who may not. Each refusal names its article."""

from collections.abc import Collection
from datetime import datetime

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.disputes.rules import charter as article
from apps.disputes.rules.charter import refuse
from apps.disputes.rules.who import Case, capacity_of, speaks, step
from apps.disputes.states import (
    PARTIES,
    Capacity,
    RemedyKind,
    Stage,
)
from apps.kernel.decisions import Decision, first_refusal


def may_appeal(viewer: Viewer, case: Case, *, has_appeal: bool, appealed: bool) -> Decision:
    """A party, once, where the charter has an appeal and the report is not yet adopted (DSU 16.4, 17.4)."""
    if not has_appeal:
        return refuse(article.APPEAL, "There is no appeal.")
    if appealed:
        return refuse(article.APPEAL, "This report was appealed; there is no second appeal.")
    return first_refusal(
        step("appeal", case, article.APPEAL),
        speaks(viewer, case, PARTIES, article.APPEAL, "Only the parties appeal."),
    )


def may_adopt(actor: Actor, case: Case, *, now: datetime, due: datetime, breach: bool) -> Decision:
    """The portal, at the hour: a report that nobody rejected and nobody appealed is adopted (DSU 16.4)."""
    if not isinstance(actor, Portal):
        return refuse(article.ADOPT_DAYS, "A report is adopted by itself at its hour, unless the committee rejects it.")
    if now < due:
        return refuse(article.ADOPT_DAYS, "Its hour has not come.")
    return step("adopt" if breach else "adopt_without_breach", case, article.ADOPT_DAYS)


def may_reject(actor: Actor, case: Case, *, now: datetime, opens: datetime) -> Decision:
    """The portal, when the motion that rejects the report is certified, from the day on which it can be adopted."""
    if not isinstance(actor, Portal):
        return refuse(article.REJECT_RULE, "The committee rejects a report by a motion.")
    if now < opens:
        return refuse(article.ADOPT_FROM_DAYS, "It is too early: members have time to read the report first.")
    return step("reject", case, article.REJECT_RULE)


def may_be_content(viewer: Viewer, case: Case) -> Decision:
    """The complainant says that the respondent has complied."""
    return first_refusal(
        step("comply", case, article.REVIEW_DAYS),
        speaks(
            viewer, case, {Capacity.COMPLAINANT}, article.REVIEW_DAYS, "Only the complainant says that it is content."
        ),
    )


def may_ask_review(viewer: Viewer, case: Case, *, now: datetime, period_ends: datetime) -> Decision:
    """A party asks for a compliance review: the respondent at any time, the complainant when the time to comply is over."""
    first = first_refusal(
        step("review", case, article.REVIEW_DAYS),
        speaks(viewer, case, PARTIES, article.REVIEW_DAYS, "Only the parties ask for a compliance review."),
    )
    early = case.stage == Stage.COMPLIANCE and now <= period_ends
    if first and early and capacity_of(viewer, case) == Capacity.COMPLAINANT:
        return refuse(article.REVIEW_DAYS, "The respondent still has time to comply.")
    return first


def may_find_compliance(viewer: Viewer, case: Case, verb: str) -> Decision:
    """The panel of the compliance review finds that the respondent complies (`comply`) or not (`find_against`)."""
    if case.stage != Stage.REVIEW:
        return refuse(article.REVIEW_DAYS, "Nothing is under review.")
    return first_refusal(
        step(verb, case, article.REVIEW_DAYS),
        speaks(viewer, case, {Capacity.PANEL}, article.REVIEW_DAYS, "Only the panel of the review finds that."),
    )


def may_ask_remedy(
    viewer: Viewer, case: Case, kind: RemedyKind, *, failed: Collection[RemedyKind], open_now: bool, in_order: bool
) -> Decision:
    """The complainant asks for a remedy: one at a time, and where the charter has an order only when those before failed."""
    if case.stage != Stage.REMEDIES:
        return refuse(
            article.REMEDIES, "A remedy is asked for when a review found that the respondent does not comply."
        )
    if open_now:
        return refuse(article.REMEDIES, "One remedy is asked for, or in force, already; it is reviewed first.")
    before = list(RemedyKind)[: list(RemedyKind).index(kind)]
    if in_order and not set(before) <= set(failed):
        return refuse(article.REMEDIES, "A milder remedy comes first.")
    return speaks(viewer, case, {Capacity.COMPLAINANT}, article.REMEDIES, "Only the complainant asks for a remedy.")
