"""Whether a run may start, judged by the orders and permits alone: a lab asks its own machine, not the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from apps.pauses.rules.measures import Measure, Order, Run
from apps.pauses.rules.permits import Permit
from apps.pauses.states import Restricts


class Verdict(StrEnum):
    """What a lab may do."""

    MAY_START = "may start"
    UNDER_PERMIT = "under permit"
    MAY_NOT = "may not start"


@dataclass(frozen=True, slots=True)
class Reason:
    """One measure that a run is within: which, why, and the permit that exempts it, if any."""

    measure: str
    says: str
    permit: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict with its reasons; `reporting` are the measures by which the lab must report, whatever it starts."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    reporting: tuple[str, ...] = ()


def effective_measures(orders: Iterable[Order], at: datetime) -> list[Measure]:
    """The measures that bind at the instant, strictest first: of orders in force, not lifted, and of no drill."""
    standing = (order for order in orders if not order.is_drill and order.is_in_force(at))
    found = [measure for order in standing for measure in order.measures if measure.is_in_force(at)]
    return sorted(found, key=_strictness)


def _strictness(measure: Measure) -> tuple[bool, str, int, bool, str]:
    """What halts before what is reported; alike beside alike, the lower threshold first, then what ends runs too."""
    return (
        measure.restricts == Restricts.REPORTING,
        measure.restricts,
        measure.above or 0,
        measure.extent != "full",
        measure.key,
    )


def may_start(run: Run, orders: Iterable[Order], permits: Iterable[Permit], at: datetime) -> Answer:
    """Judge a run that would start, or go on, at the instant.

    Every measure that the run is within must be exempted by a permit of its own; where several orders overlap, each is
    shown and so the strictest governs.
    """
    measures, permits = effective_measures(orders, at), list(permits)
    reasons = tuple(_reason(run, measure, why, permits, at) for measure in measures if (why := measure.forbids(run)))
    reports = [m.key for m in measures if m.restricts == Restricts.REPORTING and run.lab in m.labs]
    if not reasons:
        verdict = Verdict.MAY_START
    elif all(reason.permit for reason in reasons):
        verdict = Verdict.UNDER_PERMIT
    else:
        verdict = Verdict.MAY_NOT
    return Answer(verdict, reasons, tuple(reports))


def _reason(run: Run, measure: Measure, why: str, permits: list[Permit], at: datetime) -> Reason:
    permit = next((one for one in permits if one.covers(run, measure, at)), None)
    if permit is None:
        return Reason(measure.key, why)
    return Reason(measure.key, why, permit.key, permit.conditions)
