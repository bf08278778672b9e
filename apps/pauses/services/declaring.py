"""The custodian keeps what labs declare: from when each figure holds, and where it comes from."""

from datetime import datetime

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.services import take_turn
from apps.deadlines.selectors.holding import hold_clocks
from apps.pauses import acts
from apps.pauses.models import SUBJECT, DeclaredCompute
from apps.pauses.rules.charter import CONDITION_DAYS
from apps.pauses.rules.declaring import may_keep_figures, understood
from apps.pauses.rules.refusing import refuse
from apps.pauses.selectors.declared import lab_for, waiting_orders
from apps.pauses.services.adopting import judge_waiting
from apps.record.services import record


def declare(*, actor: Viewer, now: datetime, lab: str, flop: str, source: str) -> DeclaredCompute:
    """Enter a lab's frontier computation in FLOP, as people write it; it holds from now and ends the figure before.

    Orders that wait for their condition are judged by it at once; what was met stays met. The act holds figure and
    source as commitments only. Raises Http404, Refused or Invalid.
    """
    may_keep_figures(actor).require()
    organisation = lab_for(lab, now)
    amount, source = understood(flop, source)
    waiting = waiting_orders(now, organisation)
    hold_clocks({SUBJECT: list(waiting.values_list("pk", flat=True))})
    take_turn()
    running = DeclaredCompute.objects.at(now).filter(organisation=organisation).select_for_update().first()
    if running is not None and running.starts_at >= now:
        refuse(CONDITION_DAYS, "A figure was entered only now. Try again in a moment.").require()
    if running is not None:
        running.ends_at = now
        running.save(update_fields=["ends_at"])
    row = DeclaredCompute.objects.create(
        organisation=organisation, flop=amount, source=source, set_by=Seat.objects.get(pk=actor.seat_id), starts_at=now
    )
    record(
        acts.DECLARED,
        actor=actor,
        now=now,
        subject=("organisation", organisation.pk, organisation.key),
        sealed={"flop": str(amount), "source": source},
    )
    for order in waiting.select_for_update(of=("self",)):
        judge_waiting(order, now)
    return row
