"""The complainant asks for a remedy; the panel of the review orders or refuses it, and finds what has become of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import remedies as acts
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, Paper, Remedy
from apps.disputes.rules import remedies as rules
from apps.disputes.rules.ruling_verbs import may_ask_remedy
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.remedies import failed_in, goes_in_order, is_open, remedy_for, respondent_of
from apps.disputes.services.compensating import charge, period_for
from apps.disputes.services.ending import end_case
from apps.disputes.services.entering import enter, serve
from apps.disputes.services.ordering import order
from apps.disputes.services.restoring import close_remedies
from apps.disputes.services.telling import tell
from apps.disputes.states import REMEDIES, REMEDY_LABELS, RemedyKind, RemedyState
from apps.funding.selectors.contributing import currency_of_the_committee
from apps.funding.services.settling import hold_the_money
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required

LONGEST = 20_000


def ask_remedy(case: Case, paper: Paper, actor: Viewer, now: datetime) -> None:
    """A request for a remedy: the next on the ladder. Raises Refused, or Invalid by field."""
    if errors := rules.asked_errors(paper.terms):
        raise Invalid(errors)
    kind = RemedyKind(paper.terms["remedy"])
    may_ask_remedy(
        actor,
        known(case),
        kind,
        failed=[RemedyKind(one) for one in failed_in(case)],
        open_now=is_open(case),
        in_order=goes_in_order(case),
    ).require()
    enter(case, paper, actor=actor, now=now)
    Remedy.objects.create(
        case=case,
        kind=kind,
        asked_by_id=actor.organisation_id,
        against=respondent_of(case),
        request=paper,
        terms=rules.content_of(kind, paper.terms),
        asked_at=now,
    )
    tell(acts.ASKED, case, actor=actor, now=now, facts={"remedy": kind.value, "paper": paper.ref})
    serve(case, paper, actor=actor, now=now)


def order_remedy(
    *, actor: Viewer, now: datetime, ref: str, remedy: UUID, reasons: str, fulfil_by: datetime, review_at: datetime,
    until: datetime | None = None, terms: Mapping[str, Any] | None = None,
) -> Remedy:  # fmt: skip
    """The panel orders the remedy, as it was asked for or by its own `terms`. Raises Http404, Refused, or Invalid by field.

    A compensation is charged at once; rights are suspended when the committee's time to reject it is over.
    """
    if Remedy.objects.filter(uid=remedy, kind=RemedyKind.COMPENSATION).exists():
        # Whoever works on money holds it before a case.
        hold_the_money()
    case = case_for(actor, ref, lock=True)
    row = remedy_for(case, remedy)
    rules.may_decide_remedy(actor, known(case), "order", state=row.state).require()
    kind, pace = RemedyKind(row.kind), pace_of(case)
    told = row.terms | dict(terms or {})
    takes_effect = rules.effect_window(now, pace)[1]
    reasons = _reasons(reasons)
    errors = rules.content_errors(kind, told)
    errors |= rules.time_errors(kind, now, takes_effect, fulfil_by, review_at, until)
    if errors:
        raise Invalid(errors)
    period = period_for(row, told["to"], now) if kind == RemedyKind.COMPENSATION else None
    row.terms, row.against = rules.content_of(kind, told), respondent_of(case)
    says = rules.headline(kind, row.terms, currency_of_the_committee(), row.against.name)
    row.order = order(
        case,
        actor=actor,
        now=now,
        title=f"{REMEDY_LABELS[kind]} ordered",
        text=f"{says}\n\n{reasons}",
        terms={"remedy": kind.value, **row.terms},
    )
    row.state, row.ordered_at = REMEDIES["order"].target, now
    row.fulfil_by, row.review_at = fulfil_by, review_at
    if kind == RemedyKind.SUSPENSION:
        row.takes_effect, row.until = takes_effect, until
    row.save()
    if period is not None:
        charge(case, row, period, row.order.ref, now)
    what = acts.SUSPENSION_ORDERED if kind == RemedyKind.SUSPENSION else acts.ORDERED
    tell(what, case, actor=actor, now=now, facts={"remedy": kind.value, "paper": row.order.ref})
    return row


def refuse_remedy(*, actor: Viewer, now: datetime, ref: str, remedy: UUID, reasons: str) -> Remedy:
    """The panel refuses the remedy; the complainant may ask for another. Raises Http404, Refused, or Invalid."""
    case = case_for(actor, ref, lock=True)
    row = remedy_for(case, remedy)
    rules.may_decide_remedy(actor, known(case), "refuse", state=row.state).require()
    title = f"{REMEDY_LABELS[RemedyKind(row.kind)]} refused"
    row.order = order(case, actor=actor, now=now, title=title, text=_reasons(reasons), terms={"remedy": row.kind})
    row.state, row.ended_at = REMEDIES["refuse"].target, now
    row.save(update_fields=["order", "state", "ended_at"])
    tell(acts.REFUSED, case, actor=actor, now=now, facts={"remedy": row.kind, "paper": row.order.ref})
    return row


def review_remedy(*, actor: Viewer, now: datetime, ref: str, remedy: UUID, finds: str, reasons: str) -> Remedy:
    """The panel finds the remedy fulfilled, and the case is closed; or failed, and the next is open.

    A suspension that did not help goes on until its time. Raises Http404, Refused, or Invalid by field.
    """
    case = case_for(actor, ref, lock=True)
    row = remedy_for(case, remedy)
    if finds not in {RemedyState.FULFILLED, RemedyState.FAILED}:
        raise Invalid({"finds": "Say whether the remedy is fulfilled."})
    verb = "fulfil" if finds == RemedyState.FULFILLED else "fail"
    hours = {"fulfil_by": row.fulfil_by, "takes_effect": row.takes_effect}
    rules.may_review_remedy(actor, known(case), verb, state=row.state, now=now, **hours).require()
    label = REMEDY_LABELS[RemedyKind(row.kind)]
    title = f"{label} fulfilled" if verb == "fulfil" else f"{label} did not help"
    row.outcome = order(case, actor=actor, now=now, title=title, text=_reasons(reasons), terms={"remedy": row.kind})
    facts = {"remedy": row.kind, "paper": row.outcome.ref}
    if verb == "fail":
        row.state, row.ended_at = REMEDIES["fail"].target, now
        row.save(update_fields=["outcome", "state", "ended_at"])
        tell(acts.FAILED, case, actor=actor, now=now, facts=facts)
        return row
    row.save(update_fields=["outcome"])
    close_remedies(case, "fulfil", now)
    end_case(case, "comply", actor, now)
    tell(acts.FULFILLED, case, actor=actor, now=now, facts=facts)
    row.refresh_from_db()
    return row


def _reasons(typed: str) -> str:
    return required(typed, "reasons", "Give the panel's reasons: everybody who takes part reads them.", LONGEST)
