"""Pause orders on their way, for tests: drafted, moved, adopted, in force."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from apps.committees.models import Seat
from apps.pauses.models import DeclaredCompute, PauseOrder
from apps.pauses.services import drafting
from apps.pauses.services.adopting import impose
from apps.pauses.states import Restricts
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second
from tests.cast import LABS, NOW, Cast
from tests.votes.factory import DISCUSSED, HOUR, vote

DAY = timedelta(days=1)
ENDS = NOW + 100 * DAY
ABOVE = drafting.Drawn(Restricts.COMPUTE, above="10^26")


def draft(
    people: Cast,
    who: str = "aster.representative",
    *,
    labs: Iterable[str] = LABS,
    measures: Iterable[drafting.Drawn] = (ABOVE,),
    **changes: Any,
) -> PauseOrder:
    """A complete draft: above 10^26 FLOP, for all labs, until ENDS."""
    actor = people.viewer(who)
    order = drafting.start_draft(
        actor=actor, now=NOW, title="Pause the largest runs", reasons="The doubling time fell."
    )
    given = {"actor": actor, "now": NOW, "ref": order.ref}
    drafting.bind(**given, labs=dict.fromkeys(labs, "It trains at the frontier."))
    for measure in measures:
        drafting.put_measure(**given, drawn=measure)
    return drafting.change_draft(**given, changes={"ends_at": ENDS, **changes})


def moved(people: Cast, order: PauseOrder, kind: str = "pause.activate", at: datetime = NOW, **payload: Any) -> str:
    """A motion about the order under discussion since then; its reference."""
    named = {"order": order.draft_ref if kind == "pause.activate" else order.ref} | payload
    mover = people.viewer("aster.representative", at)
    title = f"{kind} {order.title}"
    written = start_draft(actor=mover, now=at, kind=kind, title=title, text="So decided.", payload=named)
    propose(actor=mover, now=at, ref=written.ref)
    written.refresh_from_db()
    second(actor=people.viewer("borealis.alternate", at), now=at, ref=written.ref)
    return written.ref


def decided(
    people: Cast,
    ref: str,
    *,
    choice: str = "yes",
    at: datetime = DISCUSSED,
    presider: str = "",
    voters: Iterable[str] = LABS,
) -> datetime:
    """Vote on the motion, close and certify it; the instant of that."""
    clerk = people.viewer("clerk", at)
    motion = open_voting(actor=people.viewer(presider or "aster.representative", at), now=at, ref=ref)
    for lab in voters:
        vote(people, motion, f"{lab}.representative", choice, at + HOUR)
    closes = motion.closes_at
    close_due(ref=ref, now=closes)
    certify(actor=clerk, now=closes + HOUR, ref=ref)
    return closes + HOUR


def in_force(people: Cast, **changes: Any) -> PauseOrder:
    """An order that a vote has put into force."""
    order = draft(people, **changes)
    decided(people, moved(people, order))
    order.refresh_from_db()
    return order


def imposed(people: Cast, at: datetime = NOW, **changes: Any) -> PauseOrder:
    """An emergency order of the chair's office."""
    order = draft(people, **changes)
    return impose(actor=people.viewer("aster.representative", at), now=at, ref=order.ref)


def declare(people: Cast, **flop: int) -> None:
    """What the custodian keeps of the labs' computation, in FLOP."""
    for lab, amount in flop.items():
        seat: Seat = people[f"{lab}.representative"]
        DeclaredCompute.objects.create(
            organisation=seat.organisation, flop=amount, source="A test", set_by=seat, starts_at=NOW - DAY
        )
