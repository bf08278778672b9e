"""A roster, a panel and its rounds made through the services as people make them; the committee's context must be open."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.states import OrganisationKind, Role
from apps.deadlines.models import Deadline
from apps.deadlines.services.stepping import take_steps
from apps.disputes.models import Case, Panel, Paper, Place
from apps.disputes.selectors.panels import panel_of, sitting_on
from apps.disputes.selectors.roster import key_for
from apps.disputes.services import agreeing, conducting, filing
from apps.disputes.services.composing import drawing
from apps.disputes.states import DocumentKind, ProposalKind
from tests.cast import BEGINNING, NOW, Cast
from tests.disputes.filing import CONSULTATION, REPLY, entered, filed, opened

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
US, THEM = "aster.representative", "borealis.representative"
NAMES = ("ada", "ben", "cleo", "dara", "emil", "fay", "gus")
VALUE = "4 8 15 16 23 42"


def roster(cast: Cast, names: Sequence[str] = NAMES) -> list[Seat]:
    """People on the roster, each of an institute of their own."""
    seats = []
    for name in names:
        body = Organisation.objects.create(
            key=f"{name}-institute",
            name=f"{name.title()} Institute",
            kind=OrganisationKind.CIVIL,
            admitted_at=BEGINNING,
        )
        person = User.objects.create(email=f"{name}@{body.key}.example", name=name.title())
        seat = Seat.objects.create(organisation=body, person=person, role=Role.PANELLIST, starts_at=BEGINNING)
        cast.seats[f"{name}.roster"] = seat
        seats.append(seat)
    return seats


def begin(cast: Cast, case: Case, kind: DocumentKind, who: str, at: datetime, **terms: object) -> Paper:
    """A draft with terms beside its text."""
    given = {"actor": cast.viewer(who, at), "now": at, "ref": case.ref}
    paper = filing.start_paper(**given, kind=kind)  # type: ignore[arg-type]
    changes = {"text": f"What the {kind.value} says.", "terms": terms}
    return filing.change_paper(**given, name=str(paper.uid), changes=changes)  # type: ignore[arg-type]


def put(cast: Cast, case: Case, kind: DocumentKind, who: str, at: datetime = NOW, **terms: object) -> Paper:
    """A paper that is filed; the case is read again."""
    name = str(begin(cast, case, kind, who, at, **terms).uid)
    paper = filing.file_paper(actor=cast.viewer(who, at), now=at, ref=case.ref, name=name)
    case.refresh_from_db()
    return paper


def agreed(cast: Cast, case: Case, kind: ProposalKind, at: datetime = NOW, by: str = US, to: str = THEM, terms: Mapping[str, object] | None = None, **more: object) -> None:  # fmt: skip
    """One side proposes, the other agrees; the case is read again."""
    given = {"actor": cast.viewer(by, at), "now": at, "ref": case.ref}
    proposal = agreeing.propose(**given, kind=kind, terms={**(terms or {}), **more})  # type: ignore[arg-type]
    agreeing.agree(actor=cast.viewer(to, at), now=at, ref=case.ref, proposal=proposal.uid)
    case.refresh_from_db()


def asked(cast: Cast, at: datetime = NOW, claims: Sequence[str] = ("Article 3.2 is broken.", "So is 3.4.")) -> Case:
    """A case whose consultations have failed by what both sides say, and whose complainant has asked for a panel."""
    case = filed(cast, at=at)
    opened(cast, case, at=at)
    entered(cast, case, REPLY, THEM, at=at)
    entered(cast, case, CONSULTATION, US, at=at)
    agreed(cast, case, ProposalKind.TALKS_FAILED, at)
    put(cast, case, DocumentKind.PANEL_REQUEST, US, at, claims=list(claims))
    return case


def named(cast: Cast, case: Case, at: datetime, known_at: datetime) -> Panel:
    """A clerk names the value of the lot."""
    return drawing.name_value(
        actor=cast.viewer("clerk", at), now=at, ref=case.ref, source="The lottery of Saturday", source_at=known_at
    )


def drawn(cast: Cast, case: Case, at: datetime, value: str = VALUE) -> Panel:
    """A clerk draws; whoever sits is in the cast by their name, whoever presides as `presiding` too."""
    panel = drawing.draw_panel(actor=cast.viewer("clerk", at), now=at, ref=case.ref, value=value)
    case.refresh_from_db()
    seat_panel(cast, panel)
    return panel


def seat_panel(cast: Cast, panel: Panel) -> list[str]:
    """The names in the cast of those who sit."""
    names = []
    for place in sitting_on(panel):
        name = place.seat.holder.lower()
        cast.seats[name] = place.seat
        if place.presides:
            cast.seats["presiding"] = place.seat
        names.append(name)
    return names


def composed(cast: Cast, at: datetime = NOW) -> Case:
    """A case before the panel of three that both sides have agreed on: Ada, who presides, Ben and Cleo."""
    seats = roster(cast)
    case = asked(cast, at)
    agreed(cast, case, ProposalKind.PANEL, at, keys=[key_for(seat) for seat in seats[:3]])
    seat_panel(cast, panel_of(case))
    return case


def reported(cast: Cast, at: datetime = NOW, breach: bool = True) -> Case:
    """A case whose report is circulated."""
    case = composed(cast, at)
    conducting.begin_writing(actor=cast.viewer("ada", at), now=at, ref=case.ref)
    case.refresh_from_db()
    put(cast, case, DocumentKind.INTERIM_REPORT, "ada", at)
    verdict = "breach" if breach else "no_breach"
    put(cast, case, DocumentKind.REPORT, "ada", at, findings={"1": verdict, "2": "not_decided"})
    return case


def past(case: Case, clock: str, at: datetime) -> None:
    """The portal takes the steps of the case's clock that have come; the case is read again."""
    running = Deadline.objects.open().filter(subject_id=case.pk, clock=clock, second_to=None)
    take_steps(list(running.values_list("pk", flat=True)), at)
    case.refresh_from_db()


def places(case: Case) -> list[str]:
    """Who sits anywhere in the case now, by name."""
    rows = Place.objects.filter(panel__case=case, ends_at=None).select_related("seat__person")
    return [row.seat.holder for row in rows.order_by("pk")]
