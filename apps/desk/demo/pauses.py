"""Plays pause orders: written, ordered, served, attested, shown, carved out. Each inside the tenant."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from apps.committees.models import Office
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import presiding, viewer_of
from apps.committees.states import OfficeKind
from apps.desk.demo.people import CLERK
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.parts_of_pauses import (
    THE_CHAIR,
    EvidenceShown,
    LabAttested,
    OfPauses,
    OrderDrafted,
    PauseJoined,
    PermitAsked,
    ServiceAcknowledged,
)
from apps.kernel.decisions import Refused
from apps.pauses.models import SUBJECT, PauseOrder, Permit
from apps.pauses.rules.attested import Attested
from apps.pauses.services import adopting, attesting, drafting, permitting, serving, showing
from apps.pauses.states import RunState

Moment = tuple[datetime, Callable[[datetime], object]]


def moments_of(event: OfPauses, at: datetime) -> Iterator[Moment]:
    """Everything that follows from an event, with its time."""
    yield at, partial(_play, event)
    if isinstance(event, PermitAsked) and event.granted_after is not None:
        yield at + event.granted_after, partial(_grant, event)
    if isinstance(event, EvidenceShown) and event.verified_after is not None:
        yield at + event.verified_after, partial(_verify, event)
    if isinstance(event, EvidenceShown) and event.accepted_after is not None:
        yield at + event.accepted_after, partial(_accept, event)


def order_named(title: str) -> PauseOrder:
    """The order with this title."""
    return PauseOrder.objects.get(title=title)


def _play(event: OfPauses, at: datetime) -> None:
    if isinstance(event, OrderDrafted):
        _draft(event, at)
    else:
        _do(event, {"actor": viewer(event.who, at), "now": at, "ref": order_named(event.order).ref}, at)


def _draft(event: OrderDrafted, at: datetime) -> None:
    by: dict[str, Any] = {"actor": _chair(at) if event.who == THE_CHAIR else viewer(event.who, at), "now": at}
    by["ref"] = drafting.start_draft(**by, title=event.order, reasons=event.reasons, is_drill=event.is_drill).ref
    drafting.bind(**by, labs=event.labs)
    for drawn in event.measures:
        drafting.put_measure(**by, drawn=drawn)
    for asked in event.conditions:
        drafting.put_condition(**by, asked=asked)
    changes = {
        "ends_at": at + event.lasts,
        "labs_needed": event.labs_needed,
        "share_needed": event.share_needed,
        "binds_newcomers": event.binds_newcomers,
    }
    drafting.change_draft(**by, changes=changes)
    if event.at_once:
        adopting.impose(**by)


def _do(event: OfPauses, by: dict[str, Any], at: datetime) -> None:
    match event:
        case ServiceAcknowledged():
            serving.acknowledge(**by)
        case PauseJoined():
            adopting.join(**by)
        case LabAttested(runs=runs, statement=statement):
            attested = [Attested(run, RunState.HALTED, at - since) for run, since in runs]
            attesting.attest(**by, runs=attested, statement=statement, none_in_scope=not runs)
        case PermitAsked():
            permitting.request_permit(
                **by,
                run=event.run,
                purpose=event.purpose,
                flop=event.flop,
                until=at + event.lasts,
                conditions_offered=event.offers,
            )
        case EvidenceShown():
            showing.submit(**by, number=event.number, text=event.text)


def _grant(event: PermitAsked, at: datetime) -> None:
    permit = Permit.objects.get(run=event.run, binding__order=order_named(event.order))
    _decided(permitting.grant, event.order, at, ref=permit.ref, conditions=event.conditions)


def _verify(event: EvidenceShown, at: datetime) -> None:
    showing.verify(
        actor=viewer(event.verified_by, at),
        now=at,
        ref=order_named(event.order).ref,
        number=event.number,
        tier=event.tier,
        text=event.finding,
    )


def _accept(event: EvidenceShown, at: datetime) -> None:
    _decided(showing.accept, event.order, at, ref=order_named(event.order).ref, number=event.number)


def _decided(verb: Callable[..., object], order: str, at: datetime, **what: Any) -> None:
    """Whoever presides decides; where the order binds it too, a clerk."""
    seat = presiding(at, SUBJECT, order_named(order).pk).seat
    try:
        verb(actor=viewer_of(seat, at) if seat else viewer(CLERK, at), now=at, **what)
    except Refused:
        verb(actor=viewer(CLERK, at), now=at, **what)


def _chair(at: datetime) -> Viewer:
    return viewer_of(Office.objects.at(at).select_related("seat").get(kind=OfficeKind.CHAIR).seat, at)
