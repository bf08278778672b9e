"""Who has opened, read and done what, as far as a viewer may know.

As on the page of a report: the clerks know it of everybody, an organisation knows it of whatever is its own matter;
besides, everybody knows it of the people of their own organisation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, Value

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.notices.acts import RECEIPT_GIVEN
from apps.notices.models import Notice
from apps.record.models import Act, Sighting
from apps.record.rules import CATALOGUE, SUBJECTS

OF_DEADLINES = "deadline."
Owners = Mapping[int, Sequence[Seat]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one seat has done with one duty; `is_shown` says whether the viewer may know when it was opened."""

    is_shown: bool = False
    seen_at: datetime | None = None
    read_at: datetime | None = None
    confirmed_at: datetime | None = None
    acted_at: datetime | None = None
    acted: str = ""

    @property
    def opened_at(self) -> datetime | None:
        """When they first opened the object or a notice of it; doing something about it opens it, too."""
        moments = (self.seen_at, self.read_at, self.confirmed_at, self.acted_at)
        return min((moment for moment in moments if moment is not None), default=None)


def readings_of(viewer: Viewer, deadlines: Sequence[Deadline], owners: Owners) -> dict[tuple[int, int], Reading]:
    """The reading of each who owes each deadline, by the ids of deadline and seat; at most five queries."""
    seats = {seat.pk for of_one in owners.values() for seat in of_one}
    if not seats:
        return {}
    own = _own_matters(viewer, deadlines)
    seen, acts = _sightings(deadlines, seats), _acts(deadlines, seats)
    notices = _notices(deadlines, seats)
    found = {}
    for deadline in deadlines:
        for seat in owners[deadline.pk]:
            subject = deadline.subject[:2]
            is_shown = viewer.is_clerk or subject in own or seat.organisation_id == viewer.organisation_id
            reading = _acted(Reading(is_shown), deadline, acts.get((*subject, seat.pk), ()))
            if is_shown:
                read_at, confirmed_at = notices.get((deadline.pk, seat.pk), (None, None))
                seen_at = (
                    deadline.starts_at if deadline.started_by.seat_id == seat.pk else seen.get((*subject, seat.pk))
                )
                reading = replace(reading, seen_at=seen_at, read_at=read_at, confirmed_at=confirmed_at)
            found[deadline.pk, seat.pk] = reading
    return found


def _own_matters(viewer: Viewer, deadlines: Sequence[Deadline]) -> set[tuple[str, int]]:
    """Which of what they are about is the viewer's own organisation's matter."""
    if viewer.is_clerk or viewer.is_operator:
        return set()
    parts = [
        kind.own(viewer.organisation_id)
        .filter(pk__in={deadline.subject_id for deadline in deadlines if deadline.subject_kind == key})
        .order_by()
        .values_list(Value(key), "pk")
        for key, kind in SUBJECTS
        if kind.own is not None and any(deadline.subject_kind == key for deadline in deadlines)
    ]
    return set(parts[0].union(*parts[1:], all=True)) if parts else set()


def _about(deadlines: Sequence[Deadline]) -> Q:
    """Rows about what these are about, or a few more: kinds may share an id."""
    return Q(
        subject_kind__in={deadline.subject_kind for deadline in deadlines},
        subject_id__in={deadline.subject_id for deadline in deadlines},
    )


def _sightings(deadlines: Sequence[Deadline], seats: set[int]) -> dict[tuple[str, int, int], datetime]:
    rows = Sighting.objects.filter(_about(deadlines), seat__in=seats)
    return {(kind, pk, seat): at for kind, pk, seat, at in rows.values_list("subject_kind", "subject_id", "seat", "at")}


def _acts(deadlines: Sequence[Deadline], seats: set[int]) -> dict[tuple[str, int, int], list[Act]]:
    """What these seats did to what the deadlines are about, oldest first; to confirm a reading is to read."""
    since = min(deadline.starts_at for deadline in deadlines)
    acts = Act.objects.filter(_about(deadlines), seat__in=seats, at__gte=since)
    found: dict[tuple[str, int, int], list[Act]] = {}
    for act in acts.exclude(Q(kind__startswith=OF_DEADLINES) | Q(kind=RECEIPT_GIVEN)).order_by("id"):
        if act.seat_id is not None:
            found.setdefault((act.subject_kind, act.subject_id, act.seat_id), []).append(act)
    return found


def _acted(reading: Reading, deadline: Deadline, acts: Iterable[Act]) -> Reading:
    """The reading with the last thing done since the duty began, apart from what began it."""
    since = [act for act in acts if act.at >= deadline.starts_at and act.pk != deadline.started_by_id]
    if not since:
        return reading
    return replace(reading, acted_at=since[-1].at, acted=str(CATALOGUE[since[-1].kind].label))


def _notices(
    deadlines: Sequence[Deadline], seats: set[int]
) -> dict[tuple[int, int], tuple[datetime | None, datetime | None]]:
    """When a notice of the duty was first read, and when its reading was confirmed, by deadline and seat."""
    by_uid = {str(deadline.uid): deadline.pk for deadline in deadlines}
    told = Act.objects.filter(_about(deadlines), facts__deadline_id__in=list(by_uid))
    of_act = {pk: [by_uid[uid]] for pk, uid in told.values_list("pk", "facts__deadline_id")}
    for deadline in deadlines:
        of_act.setdefault(deadline.started_by_id, []).append(deadline.pk)
    read = Notice.objects.filter(act__in=list(of_act), seat__in=seats, read_at__isnull=False).order_by("-read_at")
    found: dict[tuple[int, int], tuple[datetime | None, datetime | None]] = {}
    for act, seat, read_at, confirmed_at in read.values_list("act", "seat", "read_at", "receipt_at"):
        for deadline_id in of_act[act]:
            confirmed = confirmed_at or found.get((deadline_id, seat), (None, None))[1]
            found[deadline_id, seat] = (read_at, confirmed)
    return found
