"""The status of pauses and what binds each lab, with few orders and with a thousand, against plain prefetching."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.committees.models import Organisation
from apps.kernel.tenancy.context import tenant
from apps.pauses.models import Binding, Measure, PauseOrder
from apps.pauses.selectors.board import status
from apps.pauses.selectors.signed import binding_until
from apps.pauses.services.signing import VALID
from bench.stage import Row, alternate, cast, queries
from tests.cast import LABS

FEW, MANY = 10, 1_000
MOST = 2.0


def measure() -> list[Row]:
    """Rows of the table; nothing of it stays."""
    people = cast()
    viewer, now = people.viewer("clerk", timezone.now()), timezone.now()

    def ours() -> int:
        return len(status(viewer, now))

    def bare() -> int:
        rows = PauseOrder.objects.filter(state="in_force").order_by("-created_at")
        return len(rows.prefetch_related("bindings__organisation", "measures__labs"))

    def machines() -> int:
        return len(binding_until(now, now + VALID))

    with transaction.atomic(), tenant(people.frontier.pk):
        _orders(0, FEW)
        assert ours() == bare() == FEW
        at_few = (queries(ours), queries(machines))
        _orders(FEW, MANY)
        assert ours() == bare() == MANY
        at_many = (queries(ours), queries(machines))
        took, floor = alternate(ours, bare, rounds=5)
        signing, _floor = alternate(machines, bare, rounds=5)
        transaction.set_rollback(True)
    return [
        _timed("the status of all pauses, 1 000 in force", took, floor),
        _counted("the same, queries at 1 000 and at 10", at_many[0], at_few[0]),
        _timed("what binds each lab, 1 000 in force", signing, floor),
        _counted("the same, queries at 1 000 and at 10", at_many[1], at_few[1]),
    ]


def _timed(what: str, took: float, floor: float) -> Row:
    ratio = took / floor
    return Row(what, f"{took:.0f} ms", f"{floor:.0f} ms", f"{ratio:.2f}", f"at most {MOST:.0f}", ratio <= MOST)


def _counted(what: str, many: int, few: int) -> Row:
    return Row(what, str(many), str(few), "", "the same", many == few)


def _orders(first: int, last: int) -> None:
    """So many orders of the chair's office in force, each with two measures on all three labs."""
    author, now = cast()["aster.representative"], timezone.now()
    labs = list(Organisation.objects.filter(key__in=LABS))
    orders = PauseOrder.objects.bulk_create(
        PauseOrder(
            ref=f"PAU-2026-{n:04}", draft_ref=f"draft-{n}", year=2026, number=n, organisation=author.organisation,
            author=author, basis="chair", state="in_force", title=f"Pause {n}", reasons="A measurement.",
            created_at=now - timedelta(minutes=last - n), laid_at=now, adopted_at=now, in_force_at=now,
            ends_at=now + timedelta(days=90),
        )
        for n in range(first + 1, last + 1)
    )  # fmt: skip
    Binding.objects.bulk_create(
        Binding(order=order, organisation=lab, because="It trains.", served_at=now) for order in orders for lab in labs
    )
    Measure.objects.bulk_create(
        Measure(order=order, number=number, restricts=restricts, above=above)
        for order in orders
        for number, restricts, above in ((1, "training_compute", 10**26), (2, "deployment", None))
    )
