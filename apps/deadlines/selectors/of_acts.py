"""Which deadlines acts are about: those that they start, those whose ladder speaks in them, those that they end."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from apps.deadlines.models import Deadline
from apps.deadlines.states import OPEN
from apps.record.models import Act


def spoken_of(acts: Iterable[Act]) -> dict[int, list[Deadline]]:
    """The deadlines that acts start or name, nearest due time first, by act id (one query).

    For whoever may see the acts' subjects.
    """
    acts = list(acts)
    named: dict[UUID, list[int]] = defaultdict(list)
    for act in acts:
        if uid := _named(act):
            named[uid].append(act.pk)
    found: dict[int, list[Deadline]] = defaultdict(list)
    started = Q(started_by__in=[act.pk for act in acts], second_to=None)
    for deadline in Deadline.objects.filter(started | Q(uid__in=named)).order_by("due_at", "id"):
        for act_id in {deadline.started_by_id, *named.get(deadline.uid, ())} & {act.pk for act in acts}:
            found[act_id].append(deadline)
    return found


def ended_by(acts: Iterable[Act]) -> dict[int, list[Deadline]]:
    """The deadlines that acts have met, waived, let lapse or let fall away, by act id (one query)."""
    acts = list(acts)
    named = {uid: act.pk for act in acts if (uid := _named(act))}
    ended: dict[int, list[Deadline]] = defaultdict(list)
    ids = [act.pk for act in acts]
    by_itself = Q(met_by__in=ids) | Q(closed_by__in=ids)
    closed = Q(uid__in=named, closed_at__isnull=False)
    for deadline in Deadline.objects.filter(by_itself | closed).order_by("due_at", "id"):
        ended[deadline.met_by_id or deadline.closed_by_id or named[deadline.uid]].append(deadline)
    return ended


def all_done(acts: Iterable[Act]) -> set[int]:
    """The acts, by id, of which nothing is owed any more although something was (one query)."""
    return {
        act_id
        for act_id, deadlines in spoken_of(acts).items()
        if not any(deadline.state in OPEN for deadline in deadlines)
    }


def _named(act: Act) -> UUID | None:
    """The deadline that the portal's own act, or one upon a deadline, names in its facts."""
    try:
        return UUID(str(act.facts["deadline_id"]))
    except (KeyError, ValueError, TypeError):
        return None
