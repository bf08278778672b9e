"""What the page of the chair shows: terms past, present and to come, shares of days, who presides where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from apps.chairs.models import Absence, Cycle, Exclusion, HandoverItem, Rotation, Swap, Term
from apps.chairs.rules import charter as articles
from apps.chairs.rules.days import Held, Share, shares
from apps.chairs.rules.plan import at_wall
from apps.chairs.rules.who import may_speak_for
from apps.chairs.selectors.board import Board
from apps.chairs.states import CycleState, SwapState, TermKind, TermState
from apps.committees.models import ActingChair, MembershipChange, Office, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import MembershipState, OfficeKind
from apps.deadlines.rules.reckoning import months_on
from apps.record.rules import SUBJECTS
from apps.record.selectors import visible_subjects

YEARS = 5
TO_COME = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One term on the wheel; `state` is ended, running or planned."""

    organisation: str
    key: str
    starts_at: datetime
    ends_at: datetime
    state: str
    interim: bool = False
    because: str = ""
    passed: tuple[str, ...] = ()


def since(found: Board) -> datetime:
    """Five years before, on the same day of the committee's zone."""
    local = found.at.astimezone(ZoneInfo(found.scene.zone))
    return at_wall(months_on(local.date(), -12 * YEARS), local.time(), found.scene.zone)


def terms_shown(found: Board) -> list[Line]:
    """The terms of the last five years and those to come, the earliest first."""
    first, names = since(found), found.scene.organisations
    stored = [_stored(term) for term in reversed(found.terms) if term.ends_at > first]
    coming = [
        Line(
            names[found.scene.id_of(slot.key)].name,
            slot.key,
            slot.starts_at,
            slot.ends_at,
            "planned",
            passed=tuple(f"{names[found.scene.id_of(key)].name}: {reason}" for key, reason in slot.passed),
        )
        for slot in islice(found.slots(), TO_COME)
    ]
    return [*stored, *coming]


def _stored(term: Term) -> Line:
    return Line(
        term.organisation.name,
        term.organisation.key,
        term.starts_at,
        term.ends_at,
        term.state,
        interim=term.kind == TermKind.INTERIM,
        because=term.because,
        passed=tuple(row["because"] for row in term.passed),
    )


@dataclass(frozen=True, slots=True)
class DaysHeld:
    """An organisation's days in the chair, its share of all, and the even share."""

    organisation: str
    days: int
    share: str
    even: str
    percent: float


def days_held(found: Board) -> list[DaysHeld]:
    """Shares of the chair-days of the last five years (one query)."""
    scene = found.scene
    terms = [
        Held(term.organisation.key, term.starts_at, None if term.state == TermState.RUNNING else term.ends_at)
        for term in found.terms
        if term.kind == TermKind.ROTATION
    ]
    gone = dict(
        MembershipChange.objects.filter(state__in=[MembershipState.LEFT, MembershipState.EXPELLED])
        .order_by("since")
        .values_list("organisation", "since")
    )
    members = {
        one.key: (one.admitted_at, None if scene.is_admitted(pk) else gone.get(pk, one.left_at))
        for pk, one in scene.organisations.items()
        if scene.presides_at_all(pk) and (scene.sits_for(pk) or any(term.organisation_id == pk for term in found.terms))
    }
    begun = max(since(found), min((term.starts_at for term in found.terms), default=found.at))
    names = {one.key: one.name for one in scene.organisations.values()}
    return [_days(names[share.key], share) for share in shares(terms, members, since=begun, until=found.at)]


def _days(name: str, share: Share) -> DaysHeld:
    return DaysHeld(
        name,
        share.seconds // 86400,
        f"{float(100 * share.share):.1f} %",
        f"{float(100 * share.even):.1f} %",
        round(float(100 * share.share), 1),
    )


@dataclass(frozen=True, slots=True)
class Trio:
    """The last, the present and the next chair's organisations by name; empty where there is none."""

    last: str
    present: str
    next: str


def trio(found: Board) -> Trio | None:
    """The trio, where the charter has one."""
    if not found.rule(articles.TRIO):
        return None
    present = found.running
    before = [term for term in found.terms if term != present and term.kind == TermKind.ROTATION]
    slot = next(found.slots(), None)
    return Trio(
        before[0].organisation.name if before else "",
        present.organisation.name if present else "",
        found.scene.organisations[found.scene.id_of(slot.key)].name if slot else "",
    )


@dataclass(frozen=True, slots=True)
class Presiding:
    """Who presides over one matter instead of the chair."""

    row: ActingChair
    path: str


def acting_over(viewer: Viewer, slug: str) -> list[Presiding]:
    """The matters over which another presides, those only that the viewer may see."""
    acting = ActingChair.objects.filter(ends_at=None).exclude(subject_kind="")
    people = ("seat__organisation", "seat__person", "instead_of__organisation")
    rows = list(acting.select_related(*people).order_by("-starts_at", "-id")[:200])
    seen = visible_subjects(viewer, {(row.subject_kind, row.subject_id) for row in rows})
    return [
        Presiding(row, SUBJECTS[row.subject_kind].address(slug, row.subject_ref))
        for row in rows
        if (row.subject_kind, row.subject_id) in seen
    ]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The hand-over of a term as one viewer sees it: the matters by their place, and which side the viewer may tick."""

    items: list[tuple[int, HandoverItem]]
    side: str


def checklist(viewer: Viewer, found: Board) -> Checklist:
    """The running term's hand-over, its visible matters."""
    term = found.running
    if term is None:
        return Checklist([], "")
    rows = list(HandoverItem.objects.filter(term=term).order_by("id"))
    seen = visible_subjects(viewer, {(row.subject_kind, row.subject_id) for row in rows})
    side = _side(viewer, found, term)
    items = [
        (place, row)
        for place, row in enumerate(rows, start=1)
        if side == "given" or (row.subject_kind, row.subject_id) in seen
    ]
    return Checklist(items, side)


def _side(viewer: Viewer, found: Board, term: Term) -> str:
    """Who handed over knew the matters in office, and sees on the list which they were."""
    before = next((one for one in found.terms if one.starts_at < term.starts_at), None)
    if may_speak_for(viewer, term.organisation_id):
        return "taken"
    return "given" if before is not None and may_speak_for(viewer, before.organisation_id) else ""


def swaps_open(found: Board) -> list[Swap]:
    """The wishes to swap that wait for an answer."""
    rows = Swap.objects.filter(state=SwapState.ASKED)
    return list(rows.select_related("place__organisation", "other__organisation").order_by("-asked_at"))


def absence_now(found: Board) -> Absence | None:
    """The chair's absence, if it is away."""
    term = found.running
    return Absence.objects.at(found.at).filter(organisation=term.organisation_id).first() if term else None


def exclusions(found: Board) -> list[Exclusion]:
    """The lists of this year and those to come."""
    rows = Exclusion.objects.filter(lifted_at=None, year__gte=found.at.year).select_related("organisation")
    return list(rows.order_by("year", "organisation__name"))


def draw_of(cycle: Cycle) -> dict[str, Any]:
    """Everything that drawing the lot again needs, and what came out."""
    places = list(cycle.places.select_related("organisation").order_by("number"))
    listed = [place.organisation.key for place in places if place.listed]
    return {
        "cycle": cycle.number,
        "members": sorted(listed),
        "digest": cycle.digest,
        "closed_at": cycle.closed_at.isoformat(),
        "source": cycle.source,
        "source_at": cycle.source_at.isoformat() if cycle.source_at else None,
        "seed": cycle.seed,
        "drawn_at": cycle.drawn_at.isoformat() if cycle.drawn_at else None,
    }


def waiting_draw() -> Cycle | None:
    """The cycle whose order is still to be drawn, if any."""
    return Cycle.objects.filter(state=CycleState.DRAWING).first()


def rotation() -> Rotation | None:
    """The active committee's rotation, if its chair rotates."""
    return Rotation.objects.first()


def seats_of_terms(terms: Sequence[Term]) -> dict[int, Seat]:
    """The seat that held the chair last in each of these terms, by the term's id (one query)."""
    if not terms:
        return {}
    first, last = min(term.starts_at for term in terms), max(term.ends_at for term in terms)
    offices = Office.objects.filter(kind=OfficeKind.CHAIR, starts_at__gte=first, starts_at__lt=last)
    found: dict[int, Seat] = {}
    for office in offices.select_related("seat").order_by("starts_at"):
        for term in terms:
            if term.starts_at <= office.starts_at < term.ends_at:
                found[term.pk] = office.seat
    return found
