"""Who presides instead of the chair: over everything while it is away, over one matter in which it has a stake."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from apps.chairs import acts
from apps.chairs.models import Absence
from apps.chairs.rules.who import PORTAL
from apps.chairs.selectors import Board, board, next_seat
from apps.chairs.selectors.head import Head, head_at
from apps.committees.models import ActingChair, Office, Seat
from apps.committees.rules.matters import STAKES
from apps.committees.states import OfficeKind
from apps.record.services import Entry, record_all

Matter = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """That the head must stand back from a matter, and why."""

    ref: str
    because: str


def align_acting(found: Board) -> None:
    """Bring the acting chairs in line with absences, stakes and ties at the board's instant."""
    _align_absence(found)
    align_matters(head_at(found.at), found.at, found=found)


def _align_absence(found: Board) -> None:
    now = found.at
    office = Office.objects.at(now).filter(kind=OfficeKind.CHAIR).first()
    chair = found.running.organisation_id if found.running else None
    away = Absence.objects.at(now).filter(organisation=chair).first() if office and chair else None
    rows = list(ActingChair.objects.at(now).filter(subject_kind="").select_for_update())
    seat = next_seat(found, set()) if away else None
    for row in rows:
        if away and office and (row.instead_of_id, row.seat_id) == (office.seat_id, seat and seat.pk):
            return
        _over(row, now)
    if away and office:
        ActingChair.objects.create(
            seat=seat, instead_of_id=office.seat_id, because=away.because, starts_at=now, ends_at=None
        )


def _over(row: ActingChair, now: datetime) -> None:
    """End a row; one that begins at this very instant never held."""
    if row.starts_at >= now:
        row.delete()
    else:
        row.ends_at = now
        row.save(update_fields=["ends_at"])


def align_matters(
    head: Head | None,
    now: datetime,
    *,
    only: Mapping[str, Collection[int]] | None = None,
    found: Board | None = None,
) -> None:
    """Let the next in order preside over the matters (all, or those by kind) in which the head has a stake.

    Without a conflict, and with none before, this is one query for each kind and one more.
    """
    kinds = dict.fromkeys((key for key, _stake in STAKES), None) if only is None else only
    wanted: dict[Matter, Wanted] = {}
    for kind, ids in kinds.items():
        wanted |= _conflicts(head, kind, ids) if head else {}
    rows = _rows(kinds)
    if not wanted and not rows:
        return
    found = found or board(now)
    if found is None:
        return
    seats = _seats_for(found, head, wanted) if head else {}
    entries: list[Entry] = []
    for row in rows:
        matter = (row.subject_kind, row.subject_id)
        stays = head is not None and matter in wanted and row.instead_of_id == head.seat_id
        chosen = seats.get(matter)
        if stays and row.seat_id == (chosen and chosen.pk):
            wanted.pop(matter)
            continue
        _over(row, now)
        if matter not in wanted:
            facts = {"because": "The chair has no stake in it any more, or it is closed."}
            entries.append(Entry(acts.ACTING_OVER, PORTAL, (*matter, row.subject_ref), facts))
    if head is not None:
        entries += _appoint(head, wanted, seats, now)
    record_all(entries, now=now)


def _conflicts(head: Head, kind: str, ids: Collection[int] | None) -> dict[Matter, Wanted]:
    tied = head.tied_to(head.organisation_id)
    found: dict[Matter, Wanted] = {}
    for party in STAKES[kind].parties({head.organisation_id, *tied}, ids):
        because = party.because
        if party.organisation_id in tied:
            because = f"{because} {head.organisation} has a declared tie with it."
        found[kind, party.subject_id] = Wanted(party.ref, because)
    return found


def _rows(kinds: Mapping[str, Collection[int] | None]) -> list[ActingChair]:
    rows = ActingChair.objects.filter(ends_at=None).exclude(subject_kind="")
    ids = [pk for some in kinds.values() for pk in some or ()]
    if ids:
        rows = rows.filter(subject_id__in=ids)
    return list(rows.filter(subject_kind__in=list(kinds)).order_by("pk").select_for_update())


def _seats_for(found: Board, head: Head, wanted: Mapping[Matter, Wanted]) -> dict[Matter, Seat | None]:
    """The seat that presides over each matter: of the first in order that has neither a stake in it nor a tie."""
    stakes: dict[Matter, set[int]] = {matter: set() for matter in wanted}
    for kind in {kind for kind, _pk in wanted}:
        ids = [pk for of_kind, pk in wanted if of_kind == kind]
        for party in STAKES[kind].parties(list(found.scene.organisations), ids):
            barred = {party.organisation_id, *head.tied_to(party.organisation_id)}
            stakes[kind, party.subject_id] |= barred
    known: dict[frozenset[int], Seat | None] = {}
    chosen = {}
    for matter, barred in stakes.items():
        group = frozenset({*barred, head.organisation_id})
        if group not in known:
            known[group] = next_seat(found, group)
        chosen[matter] = known[group]
    return chosen


def _appoint(
    head: Head, wanted: Mapping[Matter, Wanted], seats: Mapping[Matter, Seat | None], now: datetime
) -> list[Entry]:
    rows, entries = [], []
    for (kind, pk), why in wanted.items():
        seat = seats[kind, pk]
        rows.append(
            ActingChair(
                subject_kind=kind,
                subject_id=pk,
                subject_ref=why.ref,
                seat=seat,
                instead_of_id=head.seat_id,
                because=why.because[:300],
                starts_at=now,
            )
        )
        facts = {
            "presides": str(seat) if seat else "Nobody of the members may; the clerks keep it",
            "instead_of": head.organisation,
            "because": why.because,
        }
        entries.append(Entry(acts.ACTING, PORTAL, (kind, pk, why.ref), facts))
    ActingChair.objects.bulk_create(rows)
    return entries
