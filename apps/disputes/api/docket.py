"""The docket of a case, its papers, what one's people write in it, and what they file."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.disputes.models import PAPER, Case, Paper
from apps.disputes.rules.sight import Sight
from apps.disputes.selectors.board import is_narrowed
from apps.disputes.selectors.cases import case_for, known
from apps.disputes.selectors.papers import Line, Reading, docket_of, drafts_in, paper_for, reading, services_of
from apps.disputes.serializers.papers import DocketLine, DraftRow, FilingBody, PaperAnswer
from apps.disputes.services.at_once import hand_in
from apps.disputes.services.serving import open_paper
from apps.disputes.states import DocumentKind, DocumentState
from apps.kernel import clock
from apps.kernel.api.bodies import body_of, pointing
from apps.kernel.api.views import SeatView
from apps.record.services import note_sighting

NAMES = {Sight.MARKER: "marker", Sight.REDACTED: "redacted", Sight.FULL: "full"}
IN_TERMS = {name: f"terms/{name}" for name in ("claims", "finds", "dissenter", "dissent")}
MOST_FINDINGS = 30
POINTS = IN_TERMS | {f"claim_{number}": f"terms/findings/{number}" for number in range(1, MOST_FINDINGS + 1)}
MARKER = {
    "kind": None, "title": "", "author": None, "panel": 0, "filed_at": None, "late": False, "sealed": True,
    "to_open": False, "services": [],
}  # fmt: skip


class Docket(SeatView):
    """Everything that was filed in a case, in order."""

    @extend_schema(responses=DocketLine(many=True), summary="The docket of a dispute")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        viewer, case = self.viewer, case_for(self.viewer, ref)
        docket = docket_of(viewer, case, known(case), narrowed=is_narrowed(viewer))
        return _whole(DocketLine([_line(one) for one in docket], many=True).data)


class PaperDetail(SeatView):
    """One paper."""

    @extend_schema(responses=PaperAnswer, summary="One paper of a docket")
    def get(self, request: Request, slug: str, ref: str, name: str) -> Response:
        case = case_for(self.viewer, ref)
        return Response(_paper(self, case, paper_for(self.viewer, case, name)))


class Open(SeatView):
    """To open what was served is the receipt."""

    scope = "file"

    @extend_schema(request=None, responses=PaperAnswer, summary="Open a paper that was served on your organisation")
    def post(self, request: Request, slug: str, ref: str, name: str) -> Response:
        open_paper(actor=self.viewer, now=clock.now(), ref=ref, name=name)
        case = case_for(self.viewer, ref)
        return Response(_paper(self, case, paper_for(self.viewer, case, name)))


class Filings(SeatView):
    """What the seat's own people write in a case; POST files a paper, or starts a draft."""

    scope = "file"

    @extend_schema(responses=DraftRow(many=True), summary="Drafts of your people in a dispute")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        case = case_for(self.viewer, ref)
        return _whole(DraftRow(drafts_in(self.viewer, case), many=True).data)

    @extend_schema(request=FilingBody, responses={201: PaperAnswer}, summary="File a paper in a dispute, or draft it")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        case_for(self.viewer, ref)
        changes = body_of(FilingBody, request)
        kind, draft = DocumentKind(changes.pop("kind")), changes.pop("draft")
        with pointing("", POINTS):
            paper = hand_in(actor=self.viewer, now=clock.now(), ref=ref, kind=kind, changes=changes, draft=draft)
        case = case_for(self.viewer, ref)
        name = str(paper.uid) if draft else f"{paper.series}{paper.number}"
        headers = {"Location": f"{request.path.removesuffix('filings/')}docket/{name}/"}
        found = paper_for(self.viewer, case, name)
        return Response(_paper(self, case, found), status=status.HTTP_201_CREATED, headers=headers)


def _whole(rows: Any) -> Response:
    """A list that is answered at once, as a page."""
    return Response({"next": None, "previous": None, "results": rows})


def _line(line: Line) -> dict[str, Any]:
    sight = NAMES.get(line.sight, "marker")
    if line.is_marker:
        return {"name": line.name, "sight": sight} | MARKER
    told = _told(line.paper) | {"sealed": line.sealed, "to_open": line.waits is not None, "services": line.services}
    return {"name": line.name, "sight": sight} | told


def _told(paper: Paper) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "title": paper.title,
        "author": paper.organisation.key if paper.organisation else None,
        "panel": paper.panel,
        "filed_at": paper.filed_at,
        "late": paper.due_at is not None,
    }


def _paper(view: SeatView, case: Case, paper: Paper) -> Any:
    """The paper as the seat reads it; a look at what is not opened yet is no sighting of it."""
    if paper.state == DocumentState.DISCARDED:
        raise Http404(paper.ref)
    viewer = view.viewer
    read = reading(viewer, paper, known(case), narrowed=is_narrowed(viewer))
    if paper.filed_at is not None and read.unopened is None:
        note_sighting(PAPER, paper.pk, viewer=viewer, now=clock.now())
    return PaperAnswer(_read(paper, read)).data


def _read(paper: Paper, read: Reading) -> dict[str, Any]:
    filed = paper.filed_at is not None
    return _told(paper) | {
        "name": f"{paper.series}{paper.number}" if filed else str(paper.uid),
        "ref": paper.ref,
        "state": paper.state,
        "sight": NAMES[read.sight],
        "sealed": bool(read.sealings),
        "to_open": read.unopened is not None,
        "services": services_of(paper),
        "cut": read.unopened is None and read.is_cut,
        "paragraphs": read.paragraphs,
        "sha256": paper.sha256 if filed and read.is_whole and read.unopened is None else None,
    }
