"""Labs come and go while an order waits or stands: who is bound, who may join, and whether it stands without one.

A suspended lab stays bound: it has lost its voice, not its duties.
"""

from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Portal
from apps.committees.states import OrganisationKind
from apps.deadlines.selectors.holding import hold_clocks
from apps.pauses import acts
from apps.pauses.models import SUBJECT, Binding, PauseOrder
from apps.pauses.rules.charter import STANDS_WITHOUT
from apps.pauses.rules.refusing import by
from apps.pauses.selectors.participation import reached_by
from apps.pauses.services.adopting import judge_waiting
from apps.pauses.services.ending import end
from apps.pauses.services.serving import NEWCOMER, serve
from apps.pauses.services.telling import tell, tell_of_lab
from apps.pauses.states import PENDING, STANDING, State

MEMBERS = Portal("the list of members")


def release(organisation: Organisation, *, now: datetime) -> None:
    """The lab is no member any more: nothing binds it, its joining counts no longer, and orders are judged without it."""
    for order in _open().filter(bindings__organisation=organisation, bindings__released_at=None):
        _let_go(order, order.bindings.select_related("organisation").get(organisation=organisation), now)


def admit(organisation: Organisation, *, now: datetime) -> None:
    """The lab is a member: orders that bind newcomers bind it, one that waits it may join, of others it is free.

    Whom an order had bound before it left is bound again: to leave for a day is no way out of a pause.
    """
    if organisation.kind != OrganisationKind.LAB:
        return
    for order in _open().exclude(state=State.PROPOSED):
        _take_in(order, organisation, now)


def _open() -> QuerySet[PauseOrder]:
    rows = PauseOrder.objects.filter(state__in=[*PENDING, *STANDING])
    hold_clocks({SUBJECT: list(rows.values_list("pk", flat=True))})
    return rows.order_by("pk").select_for_update(of=("self",))


def _let_go(order: PauseOrder, binding: Binding, now: datetime) -> None:
    binding.released_at = now
    binding.save(update_fields=["released_at"])
    if binding.served_at is not None:
        tell_of_lab(acts.RELEASED, order, binding, actor=MEMBERS, now=now)
    lab = binding.organisation
    tell(acts.LAB_GONE, order, actor=MEMBERS, now=now, facts={"lab": lab.key})
    if order.state == State.PROPOSED:
        return
    if order.condition_by is not None and order.in_force_at is None:
        _take_back(binding, now)
        judge_waiting(order, now)
        return
    if because := _why_not_without(order, lab, now):
        verb = "lapse" if order.state in STANDING else "fail"
        end(order, verb, actor=MEMBERS, now=now, because=because)


def _take_back(binding: Binding, now: datetime) -> None:
    last = binding.adhesions.order_by("-pk").first()
    if last is not None and last.adheres:
        binding.adhesions.create(seat=None, adheres=False, at=now)


def _why_not_without(order: PauseOrder, lab: Organisation, now: datetime) -> str:
    """Why an order whose condition was met lapses when this lab leaves; nothing where it stands."""
    gone = f"{lab.name} is no member any more"
    if order.labs_needed is not None and not order.stands_without and not reached_by(order, now).met:
        return f"{gone}, and without it the condition of participation is not met {by(STANDS_WITHOUT)}."
    if not order.binds_newcomers and not order.bindings.filter(released_at=None).exists():
        return f"{gone}, and the order binds nobody else {by(STANDS_WITHOUT)}."
    return ""


def _take_in(order: PauseOrder, lab: Organisation, now: datetime) -> None:
    binding = order.bindings.filter(organisation=lab).first()
    waits = order.condition_by is not None and order.in_force_at is None
    if binding is None and order.binds_newcomers and (waits or order.labs_needed is None):
        Binding.objects.create(order=order, organisation=lab, because=NEWCOMER, is_newcomer=True)
        kind = acts.NEWCOMER_MAY_JOIN if waits else acts.NEWCOMER_BOUND
    elif binding is not None and (waits or _was_bound(order, binding)):
        _bind_again(binding)
        kind = acts.NEWCOMER_MAY_JOIN if waits else acts.LAB_BACK
    else:
        kind = acts.NEWCOMER_FREE
    tell(kind, order, actor=MEMBERS, now=now, facts={"lab": lab.key})
    if kind in {acts.NEWCOMER_BOUND, acts.LAB_BACK} and order.state in STANDING:
        serve(order, now, labs={lab.pk})


def _was_bound(order: PauseOrder, binding: Binding) -> bool:
    """Whether nothing but its leaving stood between the lab and the order."""
    if order.in_force_at is not None:
        return binding.served_at is not None
    last = binding.adhesions.order_by("-pk").first()
    return order.labs_needed is None or (last is not None and last.adheres)


def _bind_again(binding: Binding) -> None:
    binding.released_at = binding.served_at = binding.acknowledged_at = binding.acknowledged_by = None
    binding.save(update_fields=["released_at", "served_at", "acknowledged_at", "acknowledged_by"])
