"""Pause orders on their way, for tests: drafted, moved, adopted, in force."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from apps.funding.models import Period
from apps.pauses.models import PauseOrder
from apps.pauses.services import drafting
from apps.pauses.services.adopting import impose
from apps.pauses.states import Restricts
from apps.votes.services.drafting import start_draft
from apps.votes.services.proposing import propose, second
from tests.cast import LABS, NOW, Cast
from tests.funding.factory import figures
from tests.votes.factory import decided

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
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
    """What labs declared to funding the year before, in FLOP."""
    seat = people["independent"]
    days = {"first": date(2025, 1, 1), "last": date(2025, 12, 31), "declare_by": date(2025, 1, 31)}
    known = {"currency": "EUR", "opened_by": seat, "opened_at": NOW - DAY, **days}
    period, _made = Period.objects.get_or_create(name="2025", defaults=known)
    figures(people, period, **flop)
