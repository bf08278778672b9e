"""The panels of a case: the one that matters now, its list, its draw and who sits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.disputes.acts.panels import DRAWN
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, Hearing, Listed, Panel, Paper, Place
from apps.disputes.rules import charter as article
from apps.disputes.rules import panel as rules
from apps.disputes.rules.panel import Barred
from apps.disputes.rules.who import FIRST, SITTING, SUBJECT, capacity_of
from apps.disputes.selectors.cases import Known
from apps.disputes.selectors.roster import pool_for
from apps.disputes.states import Capacity, DocumentKind, PanelState, Stage
from apps.record.models import Act


def panel_of(case: Case) -> Panel:
    """The panel that is composed, or sits, at the case's stage; raises Refused where there is none."""
    panel = Panel.objects.filter(case=case, number=SITTING.get(Stage(case.stage), FIRST)).first()
    rules.must_have_panel(panel is not None).require()
    return panel  # type: ignore[return-value]


def struck_in(case: Case) -> set[str]:
    """The keys of all names that either side has struck."""
    return {terms["struck"] for terms in _strikes(case).values_list("terms", flat=True)}


def struck_by(case: Case, of: Known, organisation_id: int) -> set[str]:
    """The keys that this organisation's side has struck."""
    side = of.parties.get(organisation_id)
    same = [one for one, capacity in of.parties.items() if capacity == side]
    return {terms["struck"] for terms in _strikes(case).filter(organisation__in=same).values_list("terms", flat=True)}


def _strikes(case: Case) -> QuerySet[Paper]:
    return Paper.objects.filter(case=case, kind=DocumentKind.STRIKE, filed_at__isnull=False)


def strikes_each(case: Case, panel: Panel) -> int:
    """How many names each side may strike from the closed list in all; on appeal none."""
    if panel.number != FIRST:
        return 0
    groups = set(Listed.objects.filter(panel=panel).values_list("group", flat=True))
    return rules.strikes_each(len(groups), panel.size, pace_of(case).charter[article.STRIKES])


def sitting_on(panel: Panel) -> Sequence[Place]:
    """Who sits on it now, whoever presides first."""
    rows = Place.objects.filter(panel=panel, ends_at=None).select_related("seat__person", "seat__organisation")
    return list(rows.order_by("-presides", "pk"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name on a closed list as one viewer sees it: whether their own side has struck it, its turn once it is drawn."""

    listed: Listed
    struck: bool
    sits: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """A panel as its page shows it: who sits, the list, who may not sit and why, its strikes, hearing and draw."""

    panel: Panel
    places: Sequence[Place]
    eligible: Sequence[Seat]
    barred: Sequence[Barred]
    names: Sequence[Name]
    strikes: int
    used: int
    hearing: Hearing | None
    is_heard: bool
    way_out: str
    seats: Mapping[str, Seat]

    @property
    def is_drawn(self) -> bool:
        """Whether the lot has composed it."""
        return bool(self.panel.seed)


def bench_of(viewer: Viewer, case: Case, of: Known, at: datetime) -> Bench | None:
    """The panel that matters at the case's stage; None before one is asked for."""
    panel = Panel.objects.filter(case=case).order_by("-number").first()
    if panel is None:
        return None
    places = sitting_on(panel)
    composing = panel.state == PanelState.COMPOSING
    found, groups, seats = pool_for(case, panel, pace_of(case).charter, at) if composing else (None, {}, {})
    listed = list(Listed.objects.filter(panel=panel).select_related("seat__person", "seat__organisation"))
    all_struck = struck_in(case) if panel.seed else set()
    own = struck_by(case, of, viewer.organisation_id) if viewer.organisation_id in of.parties else set()
    people = {place.seat.person_id for place in places}
    names = [
        Name(one, one.key in own or one.key in all_struck, one.seat.person_id in people)
        for one in sorted(listed, key=lambda one: (one.turn or 10_000, one.key))
    ]
    hearing = Hearing.objects.filter(panel=panel, called_off_at=None).order_by("-pk").first()
    return Bench(
        panel=panel,
        places=places,
        eligible=[seats[one.key] for one in found.eligible] if found else [],
        barred=found.barred if found else (),
        names=names,
        strikes=strikes_each(case, panel) if listed else 0,
        used=len(own),
        hearing=hearing,
        is_heard=takes_part(viewer, of),
        way_out=rules.WAYS_OUT[rules.way_out(found, groups, panel.size)] if found else "",
        seats=seats,
    )


def takes_part(viewer: Viewer, of: Known) -> bool:
    """Whether the viewer has any part in the case: only they learn where a hearing is, or how one joins it."""
    return capacity_of(viewer, of) != Capacity.NOBODY


def published_draw(case: Case) -> dict[str, Any] | None:
    """The last draw of the case's panel as it was published; None before one."""
    act = Act.objects.filter(kind=DRAWN, subject_kind=SUBJECT, subject_id=case.pk).order_by("-pk").first()
    return act.facts if act else None
