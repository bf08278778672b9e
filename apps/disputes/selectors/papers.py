"""Papers of a docket as a viewer may have them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Case, CaseParty, Paper, Sealing, Service
from apps.disputes.rules import papers as rules
from apps.disputes.rules.numbers import Series, paragraphs
from apps.disputes.rules.passages import Passage, for_reader
from apps.disputes.rules.readers import Author, reader_of
from apps.disputes.rules.sight import LETTERS, Reader, Sight, position
from apps.disputes.rules.who import SPEAKING
from apps.disputes.selectors.cases import Known
from apps.disputes.states import DocumentState, Seal, SealState, ServiceState

UNFILED = (DocumentState.DRAFT, DocumentState.DISCARDED)
WITH = ("organisation", "part_of", "author__person", "author__organisation")
CUT = frozenset({Seal.PASSAGE, Seal.PASSAGE_COUNSEL})


def paper_for(viewer: Viewer, case: Case, name: str, *, least: Sight = Sight.REDACTED, lock: bool = False) -> Paper:
    """The paper of this case that is cited so (“7”, “S2”, or a draft's long name); Http404 for absent and hidden ones."""
    rows = Paper.objects.read_by(viewer, least).filter(case=case)
    rows = rows.select_for_update(of=("self",)) if lock else rows.select_related(*WITH)
    paper = rows.filter(**_named(name)).first()
    if paper is None:
        raise Http404(name)
    paper.case = case
    return paper


def _named(name: str) -> dict[str, Any]:
    for series in sorted(Series, key=len, reverse=True):
        number = name.removeprefix(series.value)
        if name.startswith(series.value) and number.isascii() and number.isdigit() and len(number) < 9:
            return {"series": series.value, "number": int(number)}
    try:
        return {"uid": uuid.UUID(name)}
    except ValueError:
        raise Http404(name) from None


@dataclass(frozen=True, slots=True)
class Line:
    """A paper in the docket as one viewer has it; of one that is sealed from them nothing but when and that it is there.

    `waits` is the service on the viewer's own organisation that nobody has opened yet.
    """

    paper: Paper
    sight: Sight
    sealed: bool
    waits: Service | None
    services: tuple[Service, ...]

    @property
    def is_marker(self) -> bool:
        """Whether the viewer sees only that something stands here."""
        return self.sight < Sight.REDACTED

    @property
    def is_redacted(self) -> bool:
        """Whether something is cut out of it for the viewer."""
        return self.sight == Sight.REDACTED

    @property
    def name(self) -> str:
        """How it is cited within the case, such as “7” or “S2”."""
        return self.paper.name


def docket_of(viewer: Viewer, case: Case, of: Known, *, narrowed: bool = False) -> list[Line]:
    """The docket, in the order in which it was filed, drafts left out (three queries)."""
    rows = Paper.objects.visible_to(viewer).filter(case=case).exclude(state__in=UNFILED)
    papers = list(rows.select_related(*WITH).defer("text", "twin").order_by("filed_at", "pk"))
    services: dict[int, list[Service]] = {}
    for service in Service.objects.filter(paper__in=papers).select_related("party__organisation").order_by("pk"):
        services.setdefault(service.paper_id, []).append(service)
    holding = Sealing.objects.filter(case=case).exclude(state=SealState.LIFTED)
    sealed = set(holding.values_list("paper", flat=True))
    found = []
    for paper in papers:
        paper.case = case
        sight = _sight(paper, reader(viewer, paper, of, narrowed=narrowed))
        known = services.get(paper.pk, []) if sight >= Sight.REDACTED else []
        waits = next((one for one in services.get(paper.pk, []) if _waits(one, viewer)), None)
        found.append(Line(paper, sight, paper.pk in sealed or None in sealed, waits, tuple(known)))
    return found


def _waits(service: Service, viewer: Viewer) -> bool:
    return service.party.organisation_id == viewer.organisation_id and service.state != ServiceState.OPENED


def reader(viewer: Viewer, paper: Paper, of: Known, *, narrowed: bool = False) -> Reader:
    """As whom the viewer reads this paper."""
    return reader_of(viewer, of, Author(paper.organisation_id or 0, paper.panel), addressed_only=narrowed)


def _sight(paper: Paper, as_whom: Reader) -> Sight:
    return LETTERS[paper.sights[position(as_whom) - 1]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper as one viewer reads it: its paragraphs, or none while their own organisation has not opened it."""

    paper: Paper
    sight: Sight
    paragraphs: tuple[str, ...]
    is_cut: bool
    unopened: Service | None
    sealings: tuple[Sealing, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all of it is open to the viewer: only then the digest is, for a short sealed passage could be guessed by it."""
        return self.sight == Sight.FULL and not self.is_cut


def reading(viewer: Viewer, paper: Paper, of: Known, *, narrowed: bool = False) -> Reading:
    """What the viewer reads of the paper (two queries).

    What was served on one's organisation is read once it was opened: that is the receipt.
    """
    as_whom = reader(viewer, paper, of, narrowed=narrowed)
    sight = _sight(paper, as_whom)
    unopened = own_service(viewer, paper)
    if unopened is not None and unopened.state == ServiceState.OPENED:
        unopened = None
    sealings = tuple(Sealing.objects.filter(paper=paper).exclude(state=SealState.LIFTED).order_by("start", "pk"))
    text = text_for(paper, sealings, as_whom, sight)
    shown = () if unopened is not None else tuple(paragraphs(text))
    return Reading(paper, sight, shown, text != paper.text, unopened, sealings)


def text_for(paper: Paper, sealings: Iterable[Sealing], as_whom: Reader, sight: Sight) -> str:
    """The text as this reader has it: whole, without the passages that are sealed from them, or the redacted twin."""
    if sight < Sight.FULL and paper.twin:
        return paper.twin
    cut = [Passage(one.start or 0, one.end or 0, Seal(one.seal)) for one in sealings if one.seal in CUT]
    return for_reader(paper.text, cut, as_whom)


def own_service(viewer: Viewer, paper: Paper) -> Service | None:
    """The service of the paper on the viewer's own organisation."""
    rows = Service.objects.filter(paper=paper, party__organisation=viewer.organisation_id, party__left_at=None)
    return rows.select_related("party__organisation", "opened_by__person").first()


def services_of(paper: Paper) -> list[Service]:
    """On whom the paper was served, in order."""
    return list(paper.services.select_related("party__organisation", "opened_by__person").order_by("pk"))


def drafts_in(viewer: Viewer, case: Case) -> list[Paper]:
    """What the viewer's own people write in the case, the newest first."""
    rows = Paper.objects.read_by(viewer).filter(case=case, state=DocumentState.DRAFT)
    return list(rows.order_by("-created_at", "-pk"))


def agents_of(case: Case, organisation_id: int, at: datetime) -> QuerySet[Seat]:
    """The seats that can be the organisation's agent of record in the case."""
    seats = Seat.objects.at(at).filter(organisation=organisation_id, role__in=SPEAKING)
    allowed = [seat.pk for seat in seats if rules.may_be_agent(seat.role, seat.matter, case.ref)]  # type: ignore[arg-type]
    return seats.filter(pk__in=allowed).select_related("person", "organisation").order_by("role", "pk")


def parties_of(case: Case) -> list[CaseParty]:
    """Who takes part in the case, complainants first."""
    rows = CaseParty.objects.filter(case=case, left_at=None).select_related("organisation", "agent__person")
    order = {"complainant": 0, "respondent": 1, "third_party": 2}
    return sorted(rows, key=lambda party: (order[party.capacity], party.pk))
