"""The clocks that run under one order: one verb may change them all, so they are held together and before the order.

A lab's figure, once it is declared, decides on the orders that wait for it; a lab that comes or goes changes orders and its
places among those who declare. Both are held with their orders, so that neither waits for a clock with the other's in hand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet, Value

from apps.committees.models import Organisation
from apps.deadlines.rules.together import TOGETHER, Matter, Subjects
from apps.funding.models import DECLARATION, Declarant
from apps.kernel.tenancy.statements import rows_by
from apps.pauses.acts.compliance import CASE, CHALLENGE
from apps.pauses.acts.labs import LAB
from apps.pauses.acts.lifting import CONDITION as CONDITIONS
from apps.pauses.acts.permits import PERMIT
from apps.pauses.models import SUBJECT, Binding, Challenge, ComplianceCase, Condition, PauseOrder, Permit
from apps.pauses.rules.moved import ACTIVATE, CONDITION, CONFIRM, EXTEND, LIFT
from apps.pauses.selectors.participation import waiting_orders
from apps.pauses.states import PENDING, STANDING
from apps.votes.models import SUBJECT as MOTION
from apps.votes.models import Motion

MEMBER = "organisation"
ABOUT_ONE = (ACTIVATE, EXTEND, CONFIRM, LIFT, CONDITION)
ABOUT_ALL = ("membership.admit", "membership.expel")
"""Motions by which a member comes or goes: under every order it is bound or free."""

HANG_ON: dict[str, tuple[Any, str]] = {
    LAB: (Binding, "order"),
    CASE: (ComplianceCase, "binding__order"),
    CHALLENGE: (Challenge, "attestation__binding__order"),
    PERMIT: (Permit, "binding__order"),
    CONDITIONS: (Condition, "order"),
}
"""What has clocks of its own under an order, and how it leads there."""


def _parts(subjects: Subjects) -> Subjects:
    """Everything with clocks under the orders of these subjects and those that they replace, and what labs that move declare."""
    orders = _orders(subjects)
    orders |= {row["pk"] for row in rows_by(_replaced, *sorted(orders))} if orders else set()
    found: dict[str, set[int]] = defaultdict(set)
    if movers := _movers(subjects):
        found[DECLARATION] = set(Declarant.objects.filter(organisation__in=movers).values_list("pk", flat=True))
    if orders:
        found[SUBJECT] = orders
        for row in rows_by(_hanging, *sorted(orders)):
            found[row["of"]].add(row["pk"])
    return found


def _hanging(*order_ids: int) -> QuerySet:
    return _all_of(
        model.objects.filter(**{f"{to}__in": order_ids}).annotate(of=Value(kind)).values("of", "pk")
        for kind, (model, to) in HANG_ON.items()
    )


def _replaced(*order_ids: int) -> QuerySet:
    return PauseOrder.objects.filter(replaced_by__in=order_ids).order_by().values("pk")


def _orders(subjects: Subjects) -> set[int]:
    rows: list[QuerySet] = [
        model.objects.filter(pk__in=subjects[kind]).values_list(to)
        for kind, (model, to) in HANG_ON.items()
        if subjects.get(kind)
    ]
    named = set(subjects.get(SUBJECT, ()))
    if subjects.get(MEMBER):
        rows.append(PauseOrder.objects.filter(state__in=[*PENDING, *STANDING]).values_list("pk"))
    if subjects.get(DECLARATION):
        labs = Declarant.objects.filter(pk__in=subjects[DECLARATION]).values_list("organisation", flat=True)
        rows.append(waiting_orders(set(labs)).order_by().values_list("pk"))
    if subjects.get(MOTION):
        rows.append(_moved(subjects[MOTION]).values_list("pk"))
    return named | {pk for (pk,) in _all_of(rows)}


def _movers(subjects: Subjects) -> set[int]:
    """The organisations that come or go by these subjects, or by these motions when they are carried."""
    moved = Motion.objects.filter(pk__in=subjects.get(MOTION, ()), kind__in=ABOUT_ALL) if subjects.get(MOTION) else ()
    keys = {motion.payload.get("organisation", "") for motion in moved}
    named = set(Organisation.objects.filter(key__in=keys).values_list("pk", flat=True)) if keys else set()
    return named | set(subjects.get(MEMBER, ()))


def _moved(motion_ids: Collection[int]) -> QuerySet[PauseOrder]:
    """The orders that these motions change when they are carried."""
    motions = Motion.objects.filter(pk__in=motion_ids, kind__in=[*ABOUT_ONE, *ABOUT_ALL])
    wanted = Q(pk__in=[])
    for kind, payload in motions.values_list("kind", "payload"):
        wanted |= Q(state__in=[*PENDING, *STANDING]) if kind in ABOUT_ALL else Q(draft_ref=payload.get("name", ""))
    return PauseOrder.objects.filter(wanted)


def _all_of(rows: Iterable[QuerySet]) -> QuerySet:
    first, *others = [*rows] or [PauseOrder.objects.none().values_list("pk")]
    return first.union(*others, all=True) if others else first


def register() -> None:
    """Register what is held together."""
    TOGETHER.register(SUBJECT, Matter(SUBJECT, frozenset({SUBJECT, MOTION, MEMBER, DECLARATION, *HANG_ON}), _parts))
