"""Writing a pause order before it is laid before the committee: its author's people do it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Max

from apps.committees.models import Seat
from apps.committees.rules.references import random_reference
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.incidents.services.linking import link_as_basis
from apps.kernel import flop
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.pauses import acts
from apps.pauses.models import Binding, Condition, Measure, MeasureLab, PauseOrder
from apps.pauses.rules import verbs
from apps.pauses.selectors.finding import order_for
from apps.pauses.services.telling import tell
from apps.pauses.states import ORDERS, Basis, ConditionKind, ConditionState, Extent, Restricts, State

MOST = 50
"""Measures, labs or conditions of one order."""
HIGHEST_TIER = 4
NEUTRAL = "See the reasons of the order."
"""Why the lab of a report is bound, until the author says more: whoever reads it may not read the report."""
PLAIN = ("title", "reasons", "is_drill", "starts_at", "ends_at", "labs_needed", "share_needed", "binds_newcomers")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A measure as it is written down: `above` and `labs` (keys, empty for all) as people give them."""

    restricts: str
    extent: str = Extent.FULL
    above: str = ""
    marker: str = ""
    words: str = ""
    labs: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition for lifting as it is written down; `measure` is a measure's number, None for the whole order."""

    kind: str
    words: str
    tier: int = 0
    date: datetime | None = None
    measure: int | None = None


def start_draft(
    *, actor: Viewer, now: datetime, title: str, reasons: str = "", is_drill: bool = False, basis: str = ""
) -> PauseOrder:
    """Begin an order that only the author's people see.

    `basis` is the reference of an incident report that the author sees: the order is linked to it, and its lab is bound.
    Nothing of the report enters the draft. Raises Http404, Refused or Invalid.
    """
    verbs.may_draft(actor).require()
    name = random_reference("PAUSE", now.year, 6)
    order = PauseOrder.objects.create(
        ref=name,
        draft_ref=name,
        organisation_id=actor.organisation_id,
        author=Seat.objects.get(pk=actor.seat_id),
        basis=Basis.MOTION,
        state=State.DRAFT,
        is_drill=is_drill,
        title=required(title, "title", "Give the order a title.", 200),
        reasons=reasons.replace("\0", "").strip(),
        created_at=now,
    )
    return _rest_on(order, actor, now, basis) if basis else order


def _rest_on(order: PauseOrder, actor: Viewer, now: datetime, basis: str) -> PauseOrder:
    report = link_as_basis(actor=actor, now=now, ref=basis, pause_id=order.pk).incident
    lab = members_at(now).filter(kind=OrganisationKind.LAB, pk=report.organisation_id).first()
    return order if lab is None else bind(actor=actor, now=now, ref=order.ref, labs={lab.key: NEUTRAL})


def change_draft(
    *, actor: Viewer, now: datetime, ref: str, changes: Mapping[str, Any], seen: int | None = None
) -> PauseOrder:
    """Change what is not given by labs, measures and conditions; what is not given stays.

    `replaces` is the reference of a standing pause that ends when this one begins, or "". `seen` is the version that was changed: another one meanwhile is Refused. Raises Http404, Refused or Invalid.
    """
    order = _draft(actor, ref, seen)
    for name in PLAIN:
        if name in changes:
            setattr(order, name, changes[name])
    order.title = required(order.title, "title", "Give the order a title.", 200)
    order.reasons = order.reasons.replace("\0", "").strip()
    if "replaces" in changes:
        order.replaces = _replaced(actor, changes["replaces"])
    _check_condition(order)
    order.version += 1
    order.save()
    return order


def _replaced(actor: Viewer, ref: str) -> PauseOrder | None:
    row = PauseOrder.objects.visible_to(actor).standing().filter(ref=ref).first() if ref else None
    if ref and row is None:
        raise Invalid({"replaces": "Choose a pause that is in force."})
    return row


def bind(*, actor: Viewer, now: datetime, ref: str, labs: Mapping[str, str], seen: int | None = None) -> PauseOrder:
    """Say which labs (by key) the order is to bind, each with why; others are bound no longer.

    `seen` as in `change_draft`. Raises Http404, Refused or Invalid.
    """
    order = _draft(actor, ref, seen)
    rows = {row.key: row for row in members_at(now).filter(kind=OrganisationKind.LAB, key__in=labs)}
    errors = dict.fromkeys(labs.keys() - rows.keys(), "This is no lab that is a member.")
    errors |= {key: "Say why the order binds it." for key, because in labs.items() if not because.strip()}
    if errors:
        raise Invalid(errors)
    gone = order.bindings.exclude(organisation__in=rows.values())
    named = MeasureLab.objects.filter(binding__in=gone).order_by("measure__number")
    if row := named.select_related("measure", "binding__organisation").first():
        lab = row.binding.organisation
        raise Invalid({lab.key: f"Measure {row.measure.number} names {lab.name}. Change or remove the measure first."})
    gone.delete()
    for key, row in rows.items():
        because = required(labs[key], key, "Say why the order binds it.", 500)
        Binding.objects.update_or_create(order=order, organisation=row, defaults={"because": because})
    return _touch(order)


def put_measure(
    *, actor: Viewer, now: datetime, ref: str, drawn: Drawn, number: int | None = None, seen: int | None = None
) -> Measure:
    """Add a measure, or write the one with this number anew. Raises Http404, Refused or Invalid."""
    order = _draft(actor, ref, seen)
    fields = _measure_fields(drawn)
    bindings = {row.organisation.key: row for row in order.bindings.select_related("organisation")}
    if unknown := set(drawn.labs) - bindings.keys():
        raise Invalid({"labs": f"The order does not bind {', '.join(sorted(unknown))}."})
    row = order.measures.filter(number=number).first() if number is not None else None
    if row is None:
        row = Measure(order=order, number=_next(order.measures))
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    row.labs.all().delete()
    MeasureLab.objects.bulk_create([MeasureLab(measure=row, binding=bindings[key]) for key in sorted(drawn.labs)])
    _touch(order)
    return row


def drop_measure(*, actor: Viewer, now: datetime, ref: str, number: int) -> PauseOrder:
    """Take a measure out of a draft, with the conditions that are about it. Raises Http404 or Refused."""
    order = _draft(actor, ref)
    for row in order.measures.filter(number=number):
        row.labs.all().delete()
        row.conditions.all().delete()
        row.delete()
    return _touch(order)


def put_condition(
    *, actor: Viewer, now: datetime, ref: str, asked: Asked, number: int | None = None, seen: int | None = None
) -> Condition:
    """Add a condition for lifting, or write the one with this number anew. Raises Http404, Refused or Invalid."""
    order = _draft(actor, ref, seen)
    errors = {}
    if asked.kind not in set(ConditionKind):
        errors["kind"] = "Choose what the condition is about."
    if not 0 <= asked.tier <= HIGHEST_TIER:
        errors["tier"] = "Choose how closely it must be verified, from 0 to 4."
    if (asked.kind == ConditionKind.DATE) != (asked.date is not None):
        errors["date"] = "Give the date, and only of a condition that is a date."
    measure = order.measures.filter(number=asked.measure).first() if asked.measure is not None else None
    if asked.measure is not None and measure is None:
        errors["measure"] = "The order has no such measure."
    if errors:
        raise Invalid(errors)
    row = order.conditions.filter(number=number).first() if number is not None else None
    if row is None:
        row = Condition(order=order, number=_next(order.conditions), state=ConditionState.OPEN)
    row.kind, row.tier, row.date, row.measure = asked.kind, asked.tier, asked.date, measure
    row.words = required(asked.words, "words", "Say what must be shown.", 1000)
    row.save()
    _touch(order)
    return row


def drop_condition(*, actor: Viewer, now: datetime, ref: str, number: int) -> PauseOrder:
    """Take a condition out of a draft. Raises Http404 or Refused."""
    order = _draft(actor, ref)
    order.conditions.filter(number=number).delete()
    return _touch(order)


def discard(*, actor: Viewer, now: datetime, ref: str) -> PauseOrder:
    """Throw a draft away. Raises Http404 or Refused."""
    order = _draft(actor, ref)
    order.state = ORDERS["discard"].target
    order.ended_at = now
    order.version += 1
    order.save(update_fields=["state", "ended_at", "version"])
    tell(acts.DISCARDED, order, actor=actor, now=now)
    return order


def _draft(actor: Viewer, ref: str, seen: int | None = None) -> PauseOrder:
    order = order_for(actor, ref, lock=True)
    verbs.may_edit(actor, order).require()
    verbs.is_the_one_seen(order.version, seen).require()
    return order


def _touch(order: PauseOrder) -> PauseOrder:
    order.version += 1
    order.save(update_fields=["version"])
    return order


def _next(rows: Any) -> int:
    most = rows.aggregate(most=Max("number"))["most"] or 0
    if rows.count() >= MOST:
        raise Invalid({"": f"An order has at most {MOST} of these."})
    return most + 1


def _measure_fields(drawn: Drawn) -> dict[str, Any]:
    errors = {}
    needs_amount = drawn.restricts in {Restricts.COMPUTE, Restricts.PARAMETERS}
    above = None
    if drawn.restricts not in set(Restricts):
        errors["restricts"] = "Choose what the measure restricts."
    if drawn.extent not in set(Extent):
        errors["extent"] = "Choose whether what runs halts."
    if needs_amount:
        try:
            above = flop.parse(drawn.above)
        except ValueError:
            errors["above"] = "Give a whole number, such as 1e26, 10^26 or 3.1×10²⁵."
    if drawn.restricts == Restricts.CAPABILITY and not drawn.marker.strip():
        errors["marker"] = "Name the capability."
    if drawn.starts_at and drawn.ends_at and drawn.ends_at <= drawn.starts_at:
        errors["ends_at"] = "It must end after it begins."
    if errors:
        raise Invalid(errors)
    return {
        "restricts": drawn.restricts,
        "extent": drawn.extent,
        "above": above,
        "marker": drawn.marker.strip()[:100] if drawn.restricts == Restricts.CAPABILITY else "",
        "words": drawn.words.replace("\0", "").strip()[:1000],
        "starts_at": drawn.starts_at,
        "ends_at": drawn.ends_at,
    }


def _check_condition(order: PauseOrder) -> None:
    if (order.labs_needed is None) != (not order.share_needed):
        raise Invalid({"labs_needed": "Give both a number of labs and a share, or neither."})
    if order.share_needed:
        try:
            share = Fraction(order.share_needed)
        except (ValueError, ZeroDivisionError):
            share = Fraction(-1)
        if not 0 <= share <= 1:
            raise Invalid({"share_needed": "Give a share between 0 and 1, such as 2/3 or 0.6."})
        order.share_needed = str(share)
