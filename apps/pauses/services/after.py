"""What follows from acts on orders for their permits and conditions."""

from apps.deadlines.acts import REMINDED
from apps.deadlines.models import Deadline
from apps.pauses import acts as of_pauses
from apps.pauses.models import SUBJECT, Binding, PauseOrder
from apps.pauses.services.lifting import await_dates, let_go, say_what_is_open
from apps.pauses.services.permitting import end_permits
from apps.record.models import Act

ENDS = frozenset({of_pauses.LAPSED, of_pauses.LIFTED, of_pauses.EXPIRED, of_pauses.SUPERSEDED})


def follow_order(act: Act) -> None:
    """Start and stop the clocks of conditions, end permits with what they are from, say what is open before an end."""
    if act.kind == of_pauses.RELEASED:
        end_permits(Binding.objects.get(pk=act.subject_id), act.at)
    elif act.kind == of_pauses.ENTERED:
        await_dates(PauseOrder.objects.get(pk=act.subject_id), act.at)
    elif act.kind in ENDS:
        let_go(PauseOrder.objects.get(pk=act.subject_id), act.at)
    elif act.kind == REMINDED and act.subject_kind == SUBJECT and _is_of_the_end(act):
        say_what_is_open(PauseOrder.objects.get(pk=act.subject_id), act.at)


def _is_of_the_end(act: Act) -> bool:
    return Deadline.objects.filter(uid=act.facts["deadline_id"], clock=of_pauses.TO_END).exists()
