"""Cases as rows, with their parties, panels and papers, put there without the verbs."""

from collections.abc import Mapping
from datetime import datetime

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.states import Role
from apps.disputes.models import Case, CaseParty, Panel, Paper, Place
from apps.disputes.rules.numbers import series_of
from apps.disputes.rules.who import FIRST
from apps.disputes.states import Capacity, DocumentKind, DocumentState, PanelState, Stage
from tests.cast import BEGINNING, ENDING, NOW, Cast

REF = "DSP-2026-3XQ9"


def body(key: str) -> Organisation:
    return Organisation.objects.get(key=key)


def case_between(complainant: str, respondent: str, *third: str, ref: str = REF, stage: Stage = Stage.WRITTEN) -> Case:
    """A case that was filed, with these parties by the keys of their organisations."""
    case = Case.objects.create(
        ref=ref,
        stage=stage,
        title="Chips that were not declared",
        organisation=body(complainant),
        charter=1,
        created_at=NOW,
        filed_at=NOW,
    )
    capacities = [(complainant, Capacity.COMPLAINANT), (respondent, Capacity.RESPONDENT)]
    for key, capacity in [*capacities, *((key, Capacity.THIRD_PARTY) for key in third)]:
        CaseParty.objects.create(case=case, organisation=body(key), capacity=capacity, joined_at=NOW)
    return case


def panel_of(case: Case, number: int = FIRST) -> Panel:
    return Panel.objects.create(case=case, number=number, state=PanelState.SEATED, size=3, established_at=NOW)


def sit(panel: Panel, seat: Seat, *, presides: bool = False) -> Place:
    return Place.objects.create(panel=panel, seat=seat, presides=presides, starts_at=NOW)


def seat_somebody(cast: Cast, name: str, organisation: str, role: Role, matter: str = "") -> Seat:
    """Somebody new in a seat, for one matter where one is named; in the cast by this name."""
    person = User.objects.create(email=f"{name}@{organisation}.example", name=name.title())
    cast.seats[name] = Seat.objects.create(
        organisation=body(organisation),
        person=person,
        role=role,
        matter=matter,
        starts_at=BEGINNING,
        ends_at=ENDING if matter else None,
    )
    return cast.seats[name]


def paper_in(
    case: Case,
    sights: str,
    *,
    by: str = "",
    panel: int = 0,
    kind: DocumentKind = DocumentKind.SUBMISSION,
    filed_at: datetime = NOW,
    **more: object,
) -> Paper:
    """A paper that was served, with what each reader sees of it; by an organisation, a panel, or the portal."""
    part_of = more.get("part_of")
    series = series_of(DocumentKind(part_of.kind) if isinstance(part_of, Paper) else kind, panel or FIRST)
    last = Paper.objects.filter(case=case, series=series).count()
    return Paper.objects.create(
        case=case,
        kind=kind,
        series=series,
        number=last + 1,
        state=DocumentState.SERVED,
        organisation=body(by) if by else None,
        panel=panel,
        title="A paper",
        text="What it says.",
        sha256="0" * 64,
        sights=sights,
        created_at=filed_at,
        filed_at=filed_at,
        served_at=filed_at,
        **more,
    )


def names_of(cast: Cast, seats: Mapping[str, Seat] | None = None) -> list[str]:
    """The names of all who sit in Frontier, by now."""
    return [name for name, seat in (seats or cast.seats).items() if seat.committee_id == cast.frontier.pk]
