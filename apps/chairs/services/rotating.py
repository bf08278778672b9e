"""Starting the rotation, and drawing a cycle's order by lot."""

from collections.abc import Sequence
from datetime import datetime

from apps.chairs import acts
from apps.chairs.models import Cycle, Place, Rotation
from apps.chairs.rules import charter as articles
from apps.chairs.rules.eligibility import may_preside
from apps.chairs.rules.lot import draw as draw_lot
from apps.chairs.rules.order import Candidate, Order, ordered
from apps.chairs.rules.who import may_keep
from apps.chairs.selectors import scene
from apps.chairs.services import cycles
from apps.chairs.services.alone import rotation_alone
from apps.chairs.services.settling import settle
from apps.chairs.states import CYCLE, CycleState
from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor
from apps.committees.selectors import chair_at, charter_at, charter_value
from apps.committees.services import take_turn
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid, no
from apps.record.services import record


def start_rotation(
    *,
    actor: Actor,
    now: datetime,
    members: Sequence[Organisation],
    first: Organisation | None = None,
    first_at: datetime | None = None,
    source: str = "",
    source_at: datetime | None = None,
) -> Rotation:
    """Close the list of who takes part, in the order given, and begin the first cycle as the charter orders it.

    `first` presides first whatever the order. By lot, `source` names the public value and `source_at` when it becomes
    known, after now: nobody presides by rotation until it is drawn. Raises Refused, or Invalid by field.
    """
    may_keep(actor).require()
    take_turn()
    if Rotation.objects.exists():
        raise Invalid({"members": "The chair rotates already."})
    before = chair_at(now)
    if before is not None and before.starts_at >= now:
        no("The running term began only now. Try again in a moment.").require()
    order, first_at = Order(charter_value(articles.ORDER, now)), first_at or now
    seen = scene(now)
    errors = _errors_in_source(order, source, source_at, now)
    if not members:
        errors["members"] = "Say who takes part."
    for one in members:
        decision = may_preside(seen.member(one.pk, now), last=None)
        if not decision:
            errors["members"] = decision.reason
    if first is not None and first not in members:
        errors["first"] = "Who presides first must take part."
    if errors:
        raise Invalid(errors)
    listed = [Candidate(one.key, one.name, 0, turn) for turn, one in enumerate(members)]
    keys = [one.key for one in listed] if order == Order.LOT else ordered(order, listed)
    if first is not None and order != Order.LOT:
        keys = [first.key, *(key for key in keys if key != first.key)]
    rotation = Rotation.objects.create(first_at=first_at, wake_at=max(first_at, now))
    cycle = cycles.close_list(
        scene=seen,
        keys=keys,
        number=1,
        order=order,
        charter=charter_at(now).number,
        source=source.strip(),
        source_at=source_at,
    )
    facts = {
        "order": order.value,
        "members": keys,
        "digest": cycle.digest,
        "first_at": instant(first_at),
        "source": cycle.source,
        "source_at": instant(source_at) if source_at else "",
    }
    record(acts.STARTED, actor=actor, now=now, subject=cycles.subject_of(rotation), facts=facts)
    settle(now)
    return rotation


def _errors_in_source(order: Order, source: str, source_at: datetime | None, now: datetime) -> dict[str, str]:
    if order != Order.LOT:
        return {}
    errors = {}
    if not source.strip():
        errors["source"] = "Name the public value that will seed the lot, such as a lottery's numbers of a day."
    if source_at is None or source_at <= now:
        errors["source_at"] = "Give when that value becomes known: after the list is closed."
    return errors


def name_value(*, actor: Actor, now: datetime, source: str, source_at: datetime) -> Cycle:
    """Name the public value for the cycle that waits to be drawn, once. Raises Refused or Invalid."""
    may_keep(actor).require()
    rotation = rotation_alone()
    cycle = Cycle.objects.filter(state=CycleState.DRAWING).first()
    if cycle is None:
        raise Invalid({"source": "No cycle waits to be drawn."})
    if cycle.source:
        raise Invalid({"source": "The value is named already: it stands."})
    errors = _errors_in_source(Order.LOT, source, source_at, now)
    if errors:
        raise Invalid(errors)
    cycle.source, cycle.source_at = source.strip(), source_at
    cycle.save(update_fields=["source", "source_at"])
    facts = {"cycle": cycle.number, "source": cycle.source, "source_at": instant(source_at)}
    record(acts.VALUE_NAMED, actor=actor, now=now, subject=cycles.subject_of(rotation), facts=facts)
    return cycle


def draw(*, actor: Actor, now: datetime, seed: str) -> Cycle:
    """Enter the public value once it is known, and draw the order of the waiting cycle. Raises Refused or Invalid."""
    may_keep(actor).require()
    rotation = rotation_alone()
    cycle = Cycle.objects.filter(state=CycleState.DRAWING).first()
    if cycle is None:
        raise Invalid({"seed": "No cycle waits to be drawn."})
    CYCLE.may("draw", cycle.state).require()
    if cycle.source_at is None:
        raise Invalid({"seed": "Name first which public value seeds the lot, and when it becomes known."})
    if now < cycle.source_at:
        raise Invalid({"seed": "That value is not known yet."})
    seed = " ".join(seed.split())
    if not seed or len(seed) > 200:
        raise Invalid({"seed": "Enter the value as it was published, in at most 200 characters."})
    places = {
        place.organisation.key: place for place in Place.objects.filter(cycle=cycle).select_related("organisation")
    }
    tickets = draw_lot(seed, places)
    for turn, ticket in enumerate(tickets, start=1):
        places[ticket.key].number = turn
    Place.objects.bulk_update(places.values(), ["number"])
    cycle.seed, cycle.drawn_at, cycle.state = seed, now, CycleState.RUNNING
    cycle.save(update_fields=["seed", "drawn_at", "state"])
    if cycle.number == 1 and rotation.first_at < now:
        rotation.first_at = now
        rotation.save(update_fields=["first_at"])
    facts = {
        "cycle": cycle.number,
        "source": cycle.source,
        "seed": seed,
        "order": [ticket.key for ticket in tickets],
        "numbers": [ticket.number for ticket in tickets],
    }
    record(acts.DRAWN, actor=actor, now=now, subject=cycles.subject_of(rotation), facts=facts)
    settle(now)
    return cycle
