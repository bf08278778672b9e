"""Bringing chair, term and acting chairs in line with the facts: safe to call late, twice and in parallel."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q

from apps.chairs import acts
from apps.chairs.models import Absence, Place, Rotation, Term
from apps.chairs.rules import charter as articles
from apps.chairs.rules.order import Order
from apps.chairs.rules.plan import Slot
from apps.chairs.rules.who import PORTAL
from apps.chairs.selectors import Board, board
from apps.chairs.selectors.scene import changes_after
from apps.chairs.services import cycles
from apps.chairs.services.acting import align_acting
from apps.chairs.services.checklist import lay_checklist
from apps.chairs.services.silence import note_silence
from apps.chairs.states import TermKind, TermState
from apps.committees.models import Office, Seat
from apps.committees.services import take_turn
from apps.committees.states import OfficeKind
from apps.kernel.canonical import instant
from apps.record.models import Act
from apps.record.services import record

LOOK_AGAIN = timedelta(minutes=15)
SOON = timedelta(minutes=1)
MOST_HANDOVERS = 500


def settle(now: datetime) -> None:
    """Hand over whatever is due at `now`, each at its own instant, and put everything in line. Inside the tenant."""
    rotation = Rotation.objects.first()
    if rotation is None:
        return
    take_turn()
    found = _handed_over(now)
    if found is None:
        return
    silent_at = note_silence(found)
    seat_the_chair(found)
    _prepare(found)
    align_acting(found)
    rotation = found.rotation
    rotation.wake_at = _wake_at(found, silent_at)
    rotation.save(update_fields=["wake_at"])


def _handed_over(now: datetime) -> Board | None:
    """The board at `now`, when every hand-over that was due has been done."""
    for _round in range(MOST_HANDOVERS):
        found = board(now)
        if found is None:
            return None
        if cycles.tend(found):
            continue
        ended, because = _end_of(found)
        if ended is None:
            return found
        hand_over(found, ended, because)
    raise RuntimeError("the chair was handed over too often")


def _end_of(found: Board) -> tuple[datetime | None, str]:
    """When the running term must end, if it must by now, and why where not by its time."""
    term, now = found.running, found.at
    if term is None:
        ready = found.rotation.first_at <= now and found.cycle is not None
        return (found.base if ready else None), ""
    if term.ends_at <= now:
        return term.ends_at, ""
    if term.starts_at >= now:
        return None, ""
    if term.kind == TermKind.INTERIM:
        able = next(found.slots(now), None)
        return (now, "A member may preside again.") if able else (None, "")
    because = found.scene.may_stay(term.organisation_id)
    return (now, because) if because else (None, "")


def hand_over(found: Board, at: datetime, because: str) -> Term:
    """End the running term at the instant and begin the next there, as the rotation has it then."""
    if at < found.at:
        found = board(at, found.now) or found
    before = found.running
    slot = next(found.slots(at), None)
    if before is not None:
        _end(before, at, because)
    _end_offices(at)
    term = _begin(found, slot, at) if slot else _begin_interim(found, at)
    if before is not None and before.organisation_id != term.organisation_id:
        _end_absences(before.organisation_id, at)
    _seat(term, *_holders(found, term), at)
    lay_checklist(found, term)
    _record_handover(found, term, before, because)
    return term


def _end(term: Term, at: datetime, because: str) -> None:
    term.state, term.ends_at = TermState.ENDED, at
    term.because = " ".join(text for text in (term.because, because) if text)[:500]
    term.save(update_fields=["state", "ends_at", "because"])


def _end_absences(organisation_id: int, at: datetime) -> None:
    """Who does not preside is not missed; what was said of its absence holds for no later term."""
    rows = Absence.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), organisation=organisation_id)
    rows.filter(starts_at__gte=at).delete()
    rows.update(ends_at=at)


def _end_offices(at: datetime) -> None:
    for office in Office.objects.filter(kind=OfficeKind.CHAIR).filter(starts_at__lt=at).at(at).select_for_update():
        office.ends_at = at
        office.save(update_fields=["ends_at"])


def _begin(found: Board, slot: Slot, at: datetime) -> Term:
    current = found.cycle
    if current is None or slot.cycle != current.number:
        cycles.begin(found, slot.cycle)
    pk = found.scene.id_of(slot.key)
    place = Place.objects.get(cycle__number=slot.cycle, organisation=pk)
    rotation, series = found.rotation, found.begins(at)
    if rotation.first_at != series.anchor:
        rotation.first_at = series.anchor
        rotation.save(update_fields=["first_at"])
    return Term.objects.create(
        organisation_id=pk,
        place=place,
        kind=TermKind.ROTATION,
        state=TermState.RUNNING,
        starts_at=at,
        ends_at=slot.ends_at,
        passed=[{"organisation": key, "because": reason} for key, reason in slot.passed],
    )


def _begin_interim(found: Board, at: datetime) -> Term:
    """Nobody may preside: the clerk does, until somebody may."""
    scene = found.scene
    passed = []
    for pk, one in scene.organisations.items():
        if scene.presides_at_all(pk) and scene.is_admitted(pk):
            decision = scene.may(one.key, at, found.last_key)
            reason = decision.reason or "The order of the next cycle is not drawn yet."
            passed.append({"organisation": one.key, "because": reason})
    return Term.objects.create(
        organisation=scene.secretariat,
        kind=TermKind.INTERIM,
        state=TermState.RUNNING,
        starts_at=at,
        ends_at=found.begins(at).begins(1),
        because="Nobody may preside.",
        passed=passed,
    )


def _holders(found: Board, term: Term) -> tuple[Seat | None, Seat | None]:
    if term.kind == TermKind.INTERIM:
        clerks = [*found.scene.clerks, None, None]
        return clerks[0], clerks[1]
    return found.scene.sits_for(term.organisation_id), found.scene.deputy_for(term.organisation_id)


def _seat(term: Term, seat: Seat | None, deputy: Seat | None, at: datetime) -> None:
    if seat is not None:
        Office.objects.create(kind=OfficeKind.CHAIR, seat=seat, deputy=deputy, starts_at=at, ends_at=term.ends_at)


def seat_the_chair(found: Board) -> None:
    """Let whoever sits for the running term's organisation now hold the office, the alternate as deputy."""
    term = found.running
    if term is None:
        return
    seat, deputy = _holders(found, term)
    office = Office.objects.at(found.at).filter(kind=OfficeKind.CHAIR).first()
    wanted = seat and seat.pk, deputy and deputy.pk
    if office is not None and (office.seat_id, office.deputy_id) == wanted:
        return
    if office is None and seat is None:
        return
    if office is not None and office.starts_at >= found.at:
        office.seat, office.deputy = seat, deputy
        office.save(update_fields=["seat", "deputy"])
    else:
        _end_offices(found.at)
        _seat(term, seat, deputy, found.at)
    facts = {
        "term": str(term.uid),
        "organisation": term.organisation.key,
        "holder": str(seat),
        "deputy": str(deputy or ""),
    }
    record(acts.HOLDER_CHANGED, actor=PORTAL, now=found.now, subject=cycles.subject_of(found.rotation), facts=facts)


def _record_handover(found: Board, term: Term, before: Term | None, because: str) -> None:
    office = (
        Office.objects.filter(kind=OfficeKind.CHAIR, starts_at=term.starts_at).select_related("seat", "deputy").first()
    )
    organisations = found.scene.organisations
    facts: dict[str, Any] = {
        "term": str(term.uid),
        "organisation": organisations[term.organisation_id].key,
        "name": organisations[term.organisation_id].name,
        "holder": str(office.seat) if office else "",
        "deputy": str(office.deputy or "") if office else "",
        "starts_at": instant(term.starts_at),
        "ends_at": instant(term.ends_at),
        "passed_over": [f"{row['organisation']}: {row['because']}" for row in term.passed],
    }
    if before is not None:
        facts["before"] = organisations[before.organisation_id].name
    if because:
        facts["because"] = because
    kind = acts.HANDED_OVER if term.kind == TermKind.ROTATION else acts.INTERIM
    record(kind, actor=PORTAL, now=found.now, subject=cycles.subject_of(found.rotation), facts=facts)


def _prepare_at(found: Board, term: Term) -> datetime:
    return term.ends_at - timedelta(days=found.rule(articles.PREPARE_DAYS))


def _prepare(found: Board) -> None:
    """Say once that the term ends soon; where the next cycle is drawn by lot, close its list."""
    term = found.running
    if term is None or term.kind == TermKind.INTERIM or _prepare_at(found, term) > found.at:
        return
    _close_list_in_time(found)
    subject = cycles.subject_of(found.rotation)
    told_already = Act.objects.about(*subject[:2]).filter(kind=acts.PREPARING, facts__term=str(term.uid))
    if told_already.exists():
        return
    slot = next(islice(found.slots(), 1), None)
    seats = [found.scene.sits_for(pk) for pk in (term.organisation_id, slot and found.scene.id_of(slot.key)) if pk]
    facts = {
        "term": str(term.uid),
        "ends_at": instant(term.ends_at),
        "next": found.scene.organisations[found.scene.id_of(slot.key)].name if slot else "",
    }
    told = ["clerks", *(f"seat:{seat.pk}" for seat in seats if seat)]
    record(acts.PREPARING, actor=PORTAL, now=found.now, subject=subject, facts=facts, told=told)


def _close_list_in_time(found: Board) -> None:
    cycle = found.cycle
    is_last = cycle is not None and not found.coming(cycle)
    if cycle is None or not is_last or Order(found.rule(articles.ORDER)) != Order.LOT:
        return
    if all(one.number != cycle.number + 1 for one in found.cycles):
        cycles.close_for_lot(found, cycle.number + 1)


def _wake_at(found: Board, silent_at: datetime | None) -> datetime:
    """When the sweep must look again: at the term's end and its preparation, the next dated change, the chair's silence."""
    term, now = found.running, found.at
    if term is None:
        return max(found.rotation.first_at, now + SOON)
    later: list[datetime | None] = [
        term.ends_at,
        _prepare_at(found, term),
        now + (SOON if term.kind == TermKind.INTERIM else LOOK_AGAIN),
    ]
    if term.starts_at >= now:
        later.append(now + SOON)
    later += [*changes_after(found.scene), silent_at]
    return min(moment for moment in later if moment is not None and moment > now)
