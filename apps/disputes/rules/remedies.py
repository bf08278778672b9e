"""What remedies ask for, by when they are fulfilled, and who orders, reviews and rejects them (DSU 22).

The clocks are those that the panel orders. That rights are suspended is the committee's as well: it has the time of a
report, from the order on, to reject it; until that is over nothing is suspended.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.disputes.rules import charter as article
from apps.disputes.rules.charter import refuse, under
from apps.disputes.rules.clocks import Event, Pace, adoption_window
from apps.disputes.rules.who import Case, speaks
from apps.disputes.states import REMEDIES, REMEDY_LABELS, Capacity, RemedyKind, Stage
from apps.kernel.decisions import Decision, first_refusal
from apps.kernel.money import money

CENT, MOST = Decimal("0.01"), Decimal(10) ** 12


class Right(StrEnum):
    """What is suspended."""

    VOTE = "vote"
    CHAIR = "chair"


RIGHT_LABELS = {
    Right.VOTE: "The vote, and with it the chair",
    Right.CHAIR: "Eligibility to chair alone",
}
"""Whoever has no vote is not in good standing, and so does not take the chair either (charter, chapter on the chair)."""


class To(StrEnum):
    """Whom a compensation is credited to."""

    COMPLAINANT = "complainant"
    FUND = "fund"


TO_LABELS = {To.COMPLAINANT: "The complainant, against what it is asked to pay", To.FUND: "The common fund"}


def kind_of(terms: Mapping[str, Any]) -> RemedyKind | None:
    """The remedy that a request names, where it names one."""
    known = {kind.value: kind for kind in RemedyKind}
    return known.get(str(terms.get("remedy", "")))


def amount_of(typed: object) -> Decimal | None:
    """An amount above nothing in whole cents; None for anything else."""
    try:
        amount = Decimal(str(typed).strip())
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 < amount < MOST or amount != amount.quantize(CENT):
        return None
    return amount.quantize(CENT)


def asked_errors(terms: Mapping[str, Any]) -> dict[str, str]:
    """What is missing in a request for a remedy, by field."""
    kind = kind_of(terms)
    if kind is None:
        return {"remedy": "Say which remedy you ask for."}
    return content_errors(kind, terms)


def content_errors(kind: RemedyKind, terms: Mapping[str, Any]) -> dict[str, str]:
    """What a remedy of this kind still has to say: the amount and whom it goes to, or the right."""
    if kind == RemedyKind.COMPENSATION:
        errors = (
            {} if amount_of(terms.get("amount", "")) else {"amount": "Give an amount above nothing, in whole cents."}
        )
        return errors | ({} if terms.get("to") in set(To) else {"to": "Say whom it is credited to."})
    if kind == RemedyKind.SUSPENSION and terms.get("right") not in set(Right):
        return {"right": "Say what is suspended."}
    return {}


def content_of(kind: RemedyKind, terms: Mapping[str, Any]) -> dict[str, str]:
    """What of the terms belongs to a remedy of this kind, in plain values."""
    if kind == RemedyKind.COMPENSATION:
        return {"amount": f"{amount_of(terms['amount']):f}", "to": str(To(terms["to"]))}
    return {"right": str(Right(terms["right"]))} if kind == RemedyKind.SUSPENSION else {}


def effect_window(ordered: datetime, pace: Pace) -> tuple[datetime, datetime]:
    """From when on the committee may reject a suspension of rights, and when it takes effect: as with a report (8.6)."""
    return adoption_window({Event.CIRCULATED: ordered}, pace)


def time_errors(kind: RemedyKind, now: datetime, takes_effect: datetime, fulfil_by: datetime, review_at: datetime, until: datetime | None) -> dict[str, str]:  # fmt: skip
    """What is wrong with the hours of an order, by field."""
    errors = {}
    if fulfil_by <= now:
        errors["fulfil_by"] = "Give the respondent a time that is still to come."
    if review_at < fulfil_by:
        errors["review_at"] = "Review it when the time to fulfil it is over, not before."
    if kind != RemedyKind.SUSPENSION:
        return errors
    if until is None or until <= takes_effect:
        errors["until"] = (
            f"A suspension takes effect on {takes_effect:%d %B %Y}, unless it is rejected. Let it end after that."
        )
    return errors


def may_decide_remedy(viewer: Viewer, case: Case, verb: str, *, state: str) -> Decision:
    """The panel of the review orders a remedy that was asked for (`order`) or refuses it (`refuse`)."""
    if case.stage != Stage.REMEDIES:
        return refuse(article.REMEDIES, "Remedies are decided on while the case is at that stage.")
    return first_refusal(
        under(article.REMEDIES, REMEDIES.may(verb, state)),
        speaks(viewer, case, {Capacity.PANEL}, article.REMEDIES, "Only the panel of the review decides on a remedy."),
    )


def may_review_remedy(viewer: Viewer, case: Case, verb: str, *, state: str, now: datetime, fulfil_by: datetime | None, takes_effect: datetime | None) -> Decision:  # fmt: skip
    """The panel finds a remedy fulfilled (`fulfil`), at any time, or failed (`fail`), when its time is over.

    A suspension is not found to have failed before it has taken effect.
    """
    first = may_decide_remedy(viewer, case, verb, state=state)
    if not first or verb == "fulfil":
        return first
    if takes_effect is not None and now <= takes_effect:
        return refuse(article.REMEDIES, "The suspension has not taken effect; it cannot have failed.")
    if fulfil_by is not None and now <= fulfil_by:
        return refuse(article.REMEDIES, "The respondent still has time to fulfil it.")
    return first


def may_reject_suspension(actor: Actor, *, state: str, now: datetime, window: tuple[datetime, datetime]) -> Decision:
    """The portal, when the motion that rejects a suspension is certified before that takes effect."""
    if not isinstance(actor, Portal):
        return refuse(article.REMEDIES, "The committee rejects a suspension by a motion.")
    opens, takes_effect = window
    if now < opens:
        return refuse(article.ADOPT_FROM_DAYS, "It is too early: members have time to read the order first.")
    if now >= takes_effect:
        return refuse(article.ADOPT_DAYS, "The suspension has taken effect.")
    return under(article.REMEDIES, REMEDIES.may("reject", state))


def rungs(kinds: Sequence[str], in_order: bool) -> list[RemedyKind]:
    """The remedies that may be asked for next, where these kinds have failed."""
    ladder = list(RemedyKind)
    return [kind for kind in ladder if not in_order or set(ladder[: ladder.index(kind)]) <= set(kinds)]


def headline(kind: RemedyKind, terms: Mapping[str, Any], currency: str, against: str) -> str:
    """What is ordered or asked for, in a sentence."""
    if kind == RemedyKind.COMPENSATION:
        whom = TO_LABELS[To(terms["to"])].split(",")[0].lower()
        return f"{against} pays {money(Decimal(terms['amount']), currency)} to {whom}."
    if kind == RemedyKind.SUSPENSION:
        return f"{against}: suspended is {RIGHT_LABELS[Right(terms['right'])].lower()}."
    return f"{REMEDY_LABELS[kind]}: {against} says what it will do, and reports when it has."
