"""Asking those who are late, many at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from apps.committees.rules.viewer import Viewer
from apps.deadlines import acts
from apps.deadlines.models import Deadline
from apps.deadlines.rules import verbs
from apps.deadlines.selectors.matter import plain_matter
from apps.deadlines.services.finding import LONGEST
from apps.deadlines.services.stepping import facts_of
from apps.kernel.texts import optional
from apps.record.rules import CATALOGUE
from apps.record.services import Entry, record_all


def chase(*, actor: Viewer, now: datetime, uids: Iterable[UUID], note: str = "") -> int:
    """Ask whoever owes these deadlines; returns how many were asked about.

    Passed by are those that the actor may not see, that somebody is on in time, or that were asked about within the
    hour. Raises Refused for who may not ask at all, Invalid for a note too long.
    """
    verbs.may_chase_at_all(actor).require()
    note = optional(note, "note", LONGEST)
    rows = Deadline.objects.visible_to(actor).select_for_update(of=("self",)).select_related("owed_by_seat")
    found = rows.filter(uid__in=list(uids)).order_by("pk")
    late = [each for each in found if verbs.may_chase(actor, plain_matter(each, now), now)]
    said = {"note": note} if note else {}
    record_all(
        [
            Entry(
                acts.CHASED,
                actor,
                each.subject,
                facts_of(each) | said,
                told=each.owners_at(now).named(CATALOGUE[acts.CHASED].told),
            )
            for each in late
        ],
        now=now,
    )
    Deadline.objects.filter(pk__in=[each.pk for each in late]).update(chased_at=now)
    return len(late)
