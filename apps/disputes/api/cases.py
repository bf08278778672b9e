"""Cases: found, read, and begun by a complaint."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.disputes.rules.complaints import references_in
from apps.disputes.rules.who import SUBJECT
from apps.disputes.selectors.board import listed
from apps.disputes.selectors.cases import case_for
from apps.disputes.selectors.finding import Filters, found_for
from apps.disputes.selectors.papers import parties_of
from apps.disputes.selectors.told import dues_in, told_of
from apps.disputes.serializers.cases import CaseAnswer, CaseLine, ComplaintBody, ComplaintRehearsal, ListQuery
from apps.disputes.services.at_once import complain
from apps.disputes.services.filing import FOLLOWS
from apps.kernel import clock
from apps.kernel.api.bodies import body_of, query_of
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.views import SeatView
from apps.record.services import note_sighting

KINDS = tuple(FOLLOWS)


class CaseList(SeatView):
    """Cases of which the seat sees at least that there is one, newest first; POST files a complaint, or starts a draft."""

    scope = "file"

    @extend_schema(parameters=[ListQuery], responses=CaseLine(many=True), summary="Disputes that this seat may see")
    def get(self, request: Request, slug: str) -> Response:
        asked = query_of(ListQuery, request)
        filters = Filters(stage=asked["stage"], open=asked["open"], party=asked["party"], words=asked["q"])
        pages = NewestFirst()
        cases = pages.paginate_queryset(found_for(self.viewer, filters), request, view=self)
        return pages.get_paginated_response(CaseLine(listed(self.viewer, cases or []), many=True).data)

    @extend_schema(
        summary="File a complaint, or start a draft",
        request=ComplaintBody,
        responses={201: CaseAnswer, 200: ComplaintRehearsal},
        parameters=[OpenApiParameter("dry_run", bool, description="Answer with the clocks, store nothing.")],
    )
    def post(self, request: Request, slug: str) -> Response:
        changes = body_of(ComplaintBody, request)
        draft = changes.pop("draft")
        changes["about"] = references_in("\n".join(changes["about"]))
        if request.query_params.get("dry_run", "").lower() in {"1", "true", "yes"}:
            return self._rehearse(changes, draft=draft)
        case = complain(actor=self.viewer, now=clock.now(), changes=changes, draft=draft)
        return case_answer(self, case.ref, status.HTTP_201_CREATED)

    def _rehearse(self, changes: dict[str, Any], *, draft: bool) -> Response:
        place = transaction.savepoint()
        try:
            case = complain(actor=self.viewer, now=clock.now(), changes=changes, draft=draft)
            data = ComplaintRehearsal({"parties": parties_of(case), "deadlines": dues_in(case)}).data
        finally:
            transaction.savepoint_rollback(place)
        return Response(data)


class CaseDetail(SeatView):
    """One case."""

    @extend_schema(responses=CaseAnswer, summary="One dispute")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        return case_answer(self, ref)


def case_answer(view: SeatView, ref: str, code: int = status.HTTP_200_OK) -> Response:
    """The whole case as the asking seat reads it, noted as seen: a machine's look counts like a person's."""
    now, case = clock.now(), case_for(view.viewer, ref)
    if case.filed_at is not None:
        note_sighting(SUBJECT, case.pk, viewer=view.viewer, now=now)
    headers = {}
    if code == status.HTTP_201_CREATED:
        headers["Location"] = f"{view.request.path.split('disputes/')[0]}disputes/{case.ref}/"
    return Response(CaseAnswer(told_of(view.viewer, case, now, KINDS)).data, status=code, headers=headers)
