"""Incidents for machines: the same services as the pages (API.md)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.committees.rules.viewer import Viewer
from apps.deadlines.selectors import of_subject
from apps.files.selectors import evidence_of
from apps.incidents import acts
from apps.incidents.models import Incident, IncidentUpdate
from apps.incidents.rules.contradictions import contradictions
from apps.incidents.rules.merging import flat, whole
from apps.incidents.rules.report import WANTED, strictest
from apps.incidents.selectors.reports import (
    LISTED,
    Filters,
    content_of,
    incident_for,
    incidents_for,
    own_by_reference,
    recipients_of,
    same_incident,
    updates_of,
)
from apps.incidents.selectors.widening import pending_on
from apps.incidents.serializers.reports import (
    EvidenceAnswer,
    EvidenceBody,
    IncidentAnswer,
    IncidentBody,
    IncidentLine,
    ListQuery,
    RehearsalAnswer,
    UpdateAnswer,
    UpdateBody,
    line,
)
from apps.incidents.services.adding import add_evidence, add_update, amend
from apps.incidents.services.drafting import save_draft
from apps.incidents.services.filing import draft_at_once, file_at_once, file_draft
from apps.incidents.services.foreseeing import foresee, sharing_once_filed
from apps.incidents.services.handling import acknowledge
from apps.incidents.services.widening import AUDIENCE
from apps.incidents.states import State
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.parsers import as_object
from apps.kernel.api.versions import check_version, etag
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid
from apps.record.selectors import may_see
from apps.record.services import note_sighting


class Newest(NewestFirst):
    """By the instant under which the list shows a report."""

    ordering = ("-listed_at", "-id")


ASKED = {name: text for name, text in WANTED.items() if name != "zone"} | {
    "aware_at": "Say when you became aware, or null where that is not yet known."
}


def _changes(request: Request, *, filing: bool = False) -> tuple[dict[str, Any], bool]:
    """The body's fields and whether it is a draft; raises ValidationError naming every field that is wrong.

    `filing` bodies are whole unless they say that they are a draft: then what is missing is named in the same answer.
    """
    given = as_object(request.data)
    body = IncidentBody(data=request.data)
    good = body.is_valid()
    draft = body.validated_data["draft"] if good else given.get("draft") in (True, "true")
    errors = {} if good else dict(body.errors)
    errors |= dict.fromkeys(sorted(set(given) - set(body.fields)), "This field is not known here.")
    if filing and not draft:
        errors = {name: text for name, text in _asked(given).items() if name not in given} | errors
    if errors:
        raise exceptions.ValidationError(errors)
    return {name: value for name, value in body.validated_data.items() if name != "draft"}, draft


def _asked(given: Mapping[str, Any]) -> dict[str, str]:
    """What a body that files must say; the gravest harm says how grave it is."""
    harms = given.get("harms")
    known = isinstance(harms, Mapping) and strictest(None, harms)
    return {name: text for name, text in ASKED.items() if name != "severity" or not known}


def _answer(view: SeatView, incident: Incident, code: int = status.HTTP_200_OK) -> Response:
    fresh = incident_for(view.viewer, incident.ref)
    data = IncidentAnswer(fresh, context={"viewer": view.viewer}).data
    headers = etag(fresh.version)
    if code == status.HTTP_201_CREATED:
        headers["Location"] = f"{view.request.path.split('incidents/')[0]}incidents/{fresh.ref}/"
    return Response(data, status=code, headers=headers)


def _opened(viewer: Viewer, ref: str) -> Incident:
    """The report, noted as seen: a machine's look counts like a person's."""
    incident = incident_for(viewer, ref)
    if incident.filed_at is not None:
        note_sighting(acts.SUBJECT, incident.pk, viewer=viewer, now=clock.now())
    return incident


def _patched(view: SeatView, request: Request, ref: str) -> Response:
    """A draft is changed, and filed where the body says that it is none any more; an open report is corrected."""
    changes, draft = _changes(request)
    incident = incident_for(view.viewer, ref, lock=True)
    check_version(request, incident.version)
    if "facts" in changes:
        # A tracker that sends one answer does not take the others back.
        changes["facts"] = whole(flat({"facts": changes["facts"]}), incident.facts).get("facts", incident.facts)
    now = clock.now()
    if incident.state != State.DRAFT:
        corrected = amend(actor=view.viewer, now=now, ref=ref, changes=changes)
        return _answer(
            view, corrected, status.HTTP_202_ACCEPTED if _waits(changes, corrected, now) else status.HTTP_200_OK
        )
    incident = save_draft(actor=view.viewer, now=now, ref=ref, changes=changes)
    if not draft and request.data.get("draft") is False:
        incident = file_draft(actor=view.viewer, now=now, ref=ref)
    return _answer(view, incident)


def _waits(changes: Mapping[str, Any], incident: Incident, now: datetime) -> bool:
    """Whether the correction has asked a second person: label and recipients are then as they were."""
    asked = pending_on(incident) if set(AUDIENCE) & set(changes) else None
    return asked is not None and asked.asked_at == now


WAITS = (
    "Answers 202 where more people would see a filed report: everything else is corrected, label and recipients stay, "
    "and `widening` says what waits for a second person. 409 while another request waits."
)


class IncidentList(SeatView):
    """Reports that the seat may see, newest first; POST files one, or starts a draft."""

    scope = "file"

    @extend_schema(parameters=[ListQuery], responses=IncidentLine(many=True), summary="Reports that this seat may see")
    def get(self, request: Request, slug: str) -> Response:
        query = ListQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        data = dict(query.validated_data)
        filters = Filters(words=data.pop("q", ""), severity=str(data.pop("severity", "")), **data)
        pages = Newest()
        found = incidents_for(self.viewer, filters).values(*LISTED)
        rows = pages.paginate_queryset(found, request, view=self)
        return pages.get_paginated_response([line(row) for row in rows])

    @extend_schema(
        summary="File a report, or start a draft",
        request=IncidentBody,
        responses={201: IncidentAnswer, 200: RehearsalAnswer},
        parameters=[OpenApiParameter("dry_run", bool, description="Answer with duties and audience, store nothing.")],
    )
    def post(self, request: Request, slug: str) -> Response:
        changes, draft = _changes(request, filing=True)
        now = clock.now()
        if draft:
            incident = draft_at_once(actor=self.viewer, now=now, changes=changes)
            return _answer(self, incident, status.HTTP_201_CREATED)
        if request.query_params.get("dry_run", "").lower() in {"1", "true", "yes"}:
            return self._rehearse(changes, now)
        incident = file_at_once(actor=self.viewer, now=now, changes=changes)
        return _answer(self, incident, status.HTTP_201_CREATED)

    def _rehearse(self, changes: dict[str, Any], now: Any) -> Response:
        place = transaction.savepoint()
        try:
            incident = file_at_once(actor=self.viewer, now=now, changes=changes)
            recipients = recipients_of(incident)
            foreseen = foresee(incident)
            told = {
                "severity": incident.severity,
                "duties": of_subject(acts.SUBJECT, incident.pk),
                "reporting_duties": foreseen,
                "audience": may_see(acts.SUBJECT, incident.pk, now).select_related("organisation", "person"),
                "warnings": sharing_once_filed(incident, foreseen, now=now).warnings,
                "contradictions": contradictions(content_of(incident, recipients, now)),
                "same_as": [one.ref for one in same_incident(self.viewer, incident)],
            }
            data = RehearsalAnswer(told).data
        finally:
            transaction.savepoint_rollback(place)
        return Response(data)


class IncidentDetail(SeatView):
    """One report; PATCH changes a draft or corrects an open report."""

    scope = "file"

    @extend_schema(responses=IncidentAnswer, summary="One report")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        return _answer(self, _opened(self.viewer, ref))

    @extend_schema(
        request=IncidentBody,
        responses={200: IncidentAnswer, 202: IncidentAnswer},
        summary="Change a draft, or correct an open report",
        description=WAITS,
    )
    def patch(self, request: Request, slug: str, ref: str) -> Response:
        return _patched(self, request, ref)


class ByReference(SeatView):
    """The organisation's own report by its own reference: found, filed or changed."""

    scope = "file"

    @extend_schema(responses=IncidentAnswer, summary="Your own report, by your own reference")
    def get(self, request: Request, slug: str, own_reference: str) -> Response:
        return _answer(self, self._there(own_reference))

    @extend_schema(
        request=IncidentBody,
        responses={200: IncidentAnswer, 202: IncidentAnswer},
        summary="Change or correct it, by your own reference",
        description=WAITS,
    )
    def patch(self, request: Request, slug: str, own_reference: str) -> Response:
        return _patched(self, request, self._there(own_reference).ref)

    def _there(self, own_reference: str) -> Incident:
        known = own_by_reference(self.viewer, own_reference)
        if known is None:
            raise Http404(own_reference)
        return known

    @extend_schema(request=IncidentBody, responses={200: IncidentAnswer, 201: IncidentAnswer})
    def put(self, request: Request, slug: str, own_reference: str) -> Response:
        if (known := own_by_reference(self.viewer, own_reference)) is not None:
            return _answer(self, known)
        changes, draft = _changes(request, filing=True)
        changes["own_reference"] = own_reference
        verb = draft_at_once if draft else file_at_once
        try:
            with transaction.atomic():
                incident = verb(actor=self.viewer, now=clock.now(), changes=changes)
        except Invalid:
            # Another request may have been faster with the same reference: then theirs is the report.
            if (known := own_by_reference(self.viewer, own_reference)) is None:
                raise
            return _answer(self, known)
        return _answer(self, incident, status.HTTP_201_CREATED)


class Acknowledge(SeatView):
    """The chair or a clerk takes note."""

    @extend_schema(request=None, responses=IncidentAnswer)
    def post(self, request: Request, slug: str, ref: str) -> Response:
        return _answer(self, acknowledge(actor=self.viewer, now=clock.now(), ref=ref))


class Updates(SeatView):
    """What was added to a report."""

    scope = "file"

    @extend_schema(responses=UpdateAnswer(many=True), summary="What was added to a report")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        rows = updates_of(_opened(self.viewer, ref))
        return Response({"next": None, "previous": None, "results": UpdateAnswer(rows, many=True).data})

    @extend_schema(request=UpdateBody, responses={201: UpdateAnswer}, summary="Add an update")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        body = UpdateBody(data=request.data)
        body.is_valid(raise_exception=True)
        update = add_update(actor=self.viewer, now=clock.now(), ref=ref, text=body.validated_data["text"])
        row = IncidentUpdate.objects.select_related("seat__organisation", "seat__person").get(pk=update.pk)
        return Response(UpdateAnswer(row).data, status=status.HTTP_201_CREATED)


class Evidence(SeatView):
    """Files that belong to a report."""

    scope = "file"
    parser_classes = [MultiPartParser]

    @extend_schema(responses=EvidenceAnswer(many=True), summary="Files that belong to a report")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        rows = evidence_of(acts.SUBJECT, _opened(self.viewer, ref).pk)
        return Response({"next": None, "previous": None, "results": EvidenceAnswer(rows, many=True).data})

    @extend_schema(request=EvidenceBody, responses={201: EvidenceAnswer}, summary="Add a file")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        body = EvidenceBody(data=request.data)
        body.is_valid(raise_exception=True)
        upload, readers = body.validated_data["file"], body.validated_data.get("sealed_to", [])
        [file] = add_evidence(actor=self.viewer, now=clock.now(), ref=ref, evidence=[upload], sealed_to=readers)
        return Response(EvidenceAnswer(file).data, status=status.HTTP_201_CREATED)
