"""Everything that the page of a pause shows to one viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.committees.rules.asking import asks_about
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import presiding
from apps.committees.states import FILING_ROLES
from apps.deadlines.selectors import of_subject
from apps.incidents.selectors.working import reports_linked_to
from apps.kernel import clock
from apps.notices.selectors import receipts_of
from apps.pauses.charts import letters, timeline
from apps.pauses.models import SUBJECT, PauseOrder
from apps.pauses.selectors.board import MeasureLine, lines_of, overlapping
from apps.pauses.selectors.compliance import LabRow
from apps.pauses.selectors.conditions import conditions_of
from apps.pauses.selectors.course import course_of
from apps.pauses.selectors.permits import permits_of
from apps.pauses.selectors.printing import grouped
from apps.pauses.states import STANDING
from apps.pauses.views.joining import about as about_joining
from apps.pauses.views.marks import basis_words, lanes_of, next_of, state_tag
from apps.pauses.views.permits import about_asking
from apps.record.selectors import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """What waits for whoever looks: the words of the one main button and where it leads."""

    label: str
    url: str
    icon: str


def order_page(request: Any, order: PauseOrder) -> HttpResponse:
    """The page of an order that was laid before the committee."""
    viewer, now = request.viewer, clock.now()
    [line] = lines_of([order], now)
    lanes = lanes_of([line], now)
    joining = about_joining(viewer, order, now)
    asks = asks_about(viewer, SUBJECT, order.ref, now) if order.state in STANDING else []
    own = next((lab for lab in line.labs if lab.binding.organisation_id == viewer.organisation_id), None)
    context = {
        "order": order,
        "line": line,
        "labs": line.labs,
        "bound": _bound(line.labs),
        "forces": _forces(line.labs),
        "measures": [_measure(one) for one in line.measures],
        "own": own,
        "own_url": _lab_url(request, order, own) if own else "",
        "state_tag": state_tag(order.state),
        "basis": basis_words(order),
        "next": next_of(order),
        "step": _step(request, order, own),
        "asks": asks,
        "presides": presiding(now, SUBJECT, order.pk).seat,
        "drawing": timeline(lanes, now, ident="order"),
        "letters": letters(lanes),
        "lanes": lanes,
        "overlaps": overlapping(viewer, order),
        "replaced_by": order.replaced_by.filter(laid_at__isnull=False).order_by("laid_at"),
        "deadlines": of_subject(SUBJECT, order.pk),
        "receipts": receipts_of(viewer, SUBJECT, order.pk),
        "timeline": _course(order, line.labs),
        "reports": reports_linked_to(viewer, SUBJECT, order.pk, request.committee.slug),
        "stands": order.state in STANDING,
        "permits": permits_of(viewer, order, now),
        "checklist": conditions_of(viewer, order, now),
        "now": now,
    }
    context |= about_asking(request, order) | joining
    return render(request, "pauses/detail.html", context)


@dataclass(frozen=True, slots=True)
class Alike:
    """Labs that an order binds for one and the same reason and that stand alike."""

    labs: tuple[str, ...]
    because: str
    was_served: bool
    released_at: datetime | None


def _bound(labs: Iterable[LabRow]) -> list[Alike]:
    alike: dict[tuple[str, bool, datetime | None], list[str]] = {}
    for lab in labs:
        row = lab.binding
        alike.setdefault((row.because, row.served_at is not None, row.released_at), []).append(lab.organisation.name)
    return [Alike(tuple(names), *shared) for shared, names in alike.items()]


def _forces(labs: Iterable[LabRow]) -> list[tuple[tuple[str, ...], str]]:
    """The labs that were served, by the legal force that the order has for them."""
    forces: dict[str, list[str]] = {}
    for lab in labs:
        if lab.binding.served_at is not None:
            forces.setdefault(lab.binding.legal_force, []).append(lab.organisation.name)
    return [(tuple(names), force) for force, names in forces.items()]


def _course(order: PauseOrder, labs: Sequence[LabRow]) -> list[tuple[Entry, str]]:
    """What has happened, each with whom or what it is about where that is not the order itself."""
    names = {f"{order.ref}/{lab.organisation.key}": lab.organisation.name for lab in labs}
    found = course_of(order, [lab.binding.pk for lab in labs])
    return [(one, "" if one.act.subject_kind == SUBJECT else _about(one, names)) for one in found]


def _about(entry: Entry, names: Mapping[str, str]) -> str:
    return names.get(entry.act.subject_ref, entry.act.subject_ref)


def _measure(one: MeasureLine) -> dict[str, Any]:
    row = one.measure
    return {
        "one": one,
        "row": row,
        "above": None if row.above is None else int(row.above),
        "digits": "" if row.above is None else grouped(int(row.above)),
    }


def _lab_url(request: Any, order: PauseOrder, lab: LabRow) -> str:
    return reverse("pauses:lab", args=[request.committee.slug, order.ref, lab.organisation.key])


def _step(request: Any, order: PauseOrder, own: LabRow | None) -> Step | None:
    """The one thing that this viewer is waited for; joining has its own buttons beside the gauge."""
    viewer: Viewer = request.viewer
    if own is None or order.state not in STANDING or viewer.role not in FILING_ROLES or viewer.is_operator:
        return None
    if own.binding.served_at is None or own.binding.released_at is not None:
        return None
    url = _lab_url(request, order, own)
    if own.binding.acknowledged_at is None:
        return Step(_("Say that it has reached your lab"), url, "mail-check")
    if own.attested_at is None:
        return Step(_("Attest for your lab"), url, "rosette-discount-check")
    return Step(_("Your lab's duties"), url, "list-check")
