"""How a paper comes into the docket: numbered, sealed where it was marked, served on whom it concerns."""

from collections.abc import Iterable
from datetime import datetime

from apps.committees.rules.viewer import Actor, Viewer
from apps.disputes.acts.papers import ENTERED, SERVED
from apps.disputes.acts.requests import ASKED
from apps.disputes.models import Case, CaseParty, Paper, Request, Sealing, Service
from apps.disputes.rules import passages
from apps.disputes.rules.numbers import series_of
from apps.disputes.rules.readers import Author
from apps.disputes.rules.sight import LETTERS, Reader, Sight, position
from apps.disputes.rules.who import FIRST
from apps.disputes.services.sighting import look_again
from apps.disputes.services.telling import tell, tell_of_paper, tell_of_service
from apps.disputes.states import DOCUMENTS, PARTIES, Capacity, DocumentKind, RequestKind
from apps.kernel.canonical import sha256


def enter(case: Case, paper: Paper, *, actor: Actor, now: datetime, due_at: datetime | None = None) -> None:
    """Take a draft into the docket and serve it: it never changes again. The case is held, its stage as it is then.

    `due_at` is when it was due, where it comes late. Raises Invalid({"text": …}) where its marks do not go together.
    """
    text, sealed = passages.read(paper.text)
    kind = DocumentKind(paper.part_of.kind) if paper.part_of else DocumentKind(paper.kind)
    paper.text, paper.sha256 = text, sha256(text.encode())
    paper.series = series_of(kind, paper.panel or FIRST)
    paper.number = _next(case, paper.series)
    paper.state = DOCUMENTS["serve"].target
    paper.filed_at = paper.served_at = now
    paper.due_at = due_at
    paper.version += 1
    paper.save()
    _seal(case, paper, sealed, actor, now)
    look_again(case)
    paper.refresh_from_db(fields=["sights"])
    content = {"kind": paper.kind, "title": paper.title, "sha256": paper.sha256}
    tell_of_paper(ENTERED, paper, actor=actor, now=now, sealed={"paper": content})
    if due_at is not None and paper.organisation_id is not None:
        _ask_for_leave(case, paper, actor, now)


def _ask_for_leave(case: Case, paper: Paper, actor: Actor, now: datetime) -> None:
    """What comes late asks for leave by itself; whoever orders decides."""
    Request.objects.create(
        case=case, kind=RequestKind.LEAVE, organisation_id=paper.organisation_id, paper=paper, asked_at=now
    )
    tell(ASKED, case, actor=actor, now=now, facts={"asks": RequestKind.LEAVE.value, "paper": paper.ref})


def serve(case: Case, paper: Paper, *, actor: Actor, now: datetime, kind: str = SERVED) -> list[Service]:
    """Send it to every party that may read it and has not filed it; each service starts what it starts."""
    author = Author(paper.organisation_id or 0, paper.panel)
    parties = [party for party in _others(case, author) if _reads(paper, Capacity(party.capacity))]
    services = [Service.objects.create(paper=paper, party=party, sent_at=now) for party in parties]
    for service in services:
        tell_of_service(kind, service, actor=actor, now=now)
    return services


def _others(case: Case, author: Author) -> Iterable[CaseParty]:
    rows = CaseParty.objects.filter(case=case, left_at=None).select_related("organisation").order_by("pk")
    return rows.exclude(organisation=author.organisation_id)


def _reads(paper: Paper, capacity: Capacity) -> bool:
    """Whether a party in this capacity has anything to open: whole, redacted, or through its counsel."""
    readers = (Reader.RIVAL, Reader.COUNSEL) if capacity in PARTIES else (Reader.THIRD,)
    return any(LETTERS[paper.sights[position(reader) - 1]] >= Sight.REDACTED for reader in readers)


def _next(case: Case, series: str) -> int:
    last = Paper.objects.filter(case=case, series=series, number__isnull=False).order_by("-number").first()
    return 1 + (last.number or 0 if last else 0)


def _seal(case: Case, paper: Paper, sealed: Iterable[passages.Passage], actor: Actor, now: datetime) -> None:
    if not isinstance(actor, Viewer):
        return
    Sealing.objects.bulk_create(
        Sealing(
            case=case,
            paper=paper,
            seal=one.seal,
            start=one.start,
            end=one.end,
            organisation_id=actor.organisation_id,
            author_id=actor.seat_id,
            sealed_at=now,
        )
        for one in sealed
    )
