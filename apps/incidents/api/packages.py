"""Duties and packages for machines: the same services as the pages (API.md)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import PACKAGE, Duty, Incident, Package
from apps.incidents.selectors.duties import package_of, questions_of
from apps.incidents.selectors.packages import (
    duties_of,
    duty_for,
    lines_now,
    question_for,
    reading_of,
    written_in,
)
from apps.incidents.serializers.packages import DutyRow, PackageAnswer, PackageBody, duty_row
from apps.incidents.services import answering, packages
from apps.incidents.states import PackageState
from apps.kernel import clock
from apps.kernel.api.parsers import SoundJSONParser, as_object
from apps.kernel.api.versions import check_version, etag
from apps.kernel.api.views import SeatView
from apps.record.selectors import seen_by
from apps.record.services import note_sighting


def _is_own(viewer: Viewer, duty: Duty) -> bool:
    """Whether the seat is of the lab that reports; counsel for one matter reads no packages."""
    return viewer.organisation_id == duty.incident.organisation_id and not viewer.is_for_one_matter


def _row(viewer: Viewer, duty: Duty) -> dict[str, Any]:
    is_desk = not _is_own(viewer, duty) and viewer.organisation_id == duty.desk_id
    return duty_row(duty, clock.now(), is_desk=is_desk)


class Duties(SeatView):
    """What a report makes its organisation owe."""

    @extend_schema(responses=DutyRow(many=True), summary="Duties to report that follow from a report")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        rows = list(duties_of(self.viewer, ref).select_related("version__regime", "incident"))
        if not rows and not Incident.objects.visible_to(self.viewer).filter(ref=ref).exists():
            raise Http404(ref)
        found = [DutyRow(_row(self.viewer, duty)).data for duty in rows]
        return Response({"next": None, "previous": None, "results": found})


class PackageDetail(SeatView):
    """What one authority is sent for one duty: its lab and, once it is sent, the authority read it."""

    scope = "file"
    parser_classes = [SoundJSONParser, MultiPartParser]

    @extend_schema(responses=PackageAnswer, summary="What an authority is sent")
    def get(self, request: Request, slug: str, ref: str, key: str) -> Response:
        duty = duty_for(self.viewer, f"{ref}/{key}")
        package = _seen(self.viewer, duty)
        if package is not None:
            note_sighting(PACKAGE, package.pk, viewer=self.viewer, now=clock.now())
        return self._answer(duty, package)

    @extend_schema(request=PackageBody, responses=PackageAnswer, summary="Prepare, send, receive, ask, answer, decide")
    def post(self, request: Request, slug: str, ref: str, key: str) -> Response:
        duty = duty_for(self.viewer, f"{ref}/{key}")
        package = _seen(self.viewer, duty)
        given = _body(request)
        verb = given.pop("do")
        if verb == "prepare":
            check_version(request, package.edited if package else 0)
        _do(self.viewer, duty, verb, given)
        return self._answer(*_again(self.viewer, duty.ref))

    def _answer(self, duty: Duty, package: Package | None) -> Response:
        is_own = _is_own(self.viewer, duty)
        data = PackageAnswer(_shown(self.viewer, duty, package, is_own=is_own)).data
        return Response(data, headers=etag(package.edited if package else 0) if is_own else {})


def _again(viewer: Viewer, ref: str) -> tuple[Duty, Package | None]:
    duty = duty_for(viewer, ref)
    return duty, package_of(viewer, duty)


def _seen(viewer: Viewer, duty: Duty) -> Package | None:
    """The package; none is prepared yet is what its own lab alone learns, everybody else finds nothing."""
    package = package_of(viewer, duty)
    if package is None and not _is_own(viewer, duty):
        raise Http404(duty.ref)
    return package


def _body(request: Request) -> dict[str, Any]:
    """The body's fields; raises ValidationError naming every field that is wrong or unknown."""
    given = as_object(request.data)
    body = PackageBody(data=request.data)
    errors = {} if body.is_valid() else dict(body.errors)
    errors |= dict.fromkeys(sorted(set(given) - set(body.fields)), "This field is not known here.")
    if errors:
        raise exceptions.ValidationError(errors)
    return dict(body.validated_data)


def _do(viewer: Viewer, duty: Duty, verb: str, given: Mapping[str, Any]) -> None:
    if verb != "answer":
        DOES[verb](actor=viewer, now=clock.now(), ref=duty.ref, **given)
        return
    question = question_for(viewer, given["question"])
    if question.ref != duty.ref:
        raise Http404(given["question"])
    answering.answer(actor=viewer, now=clock.now(), uid=question.uid, text=given["text"])


DOES: dict[str, Callable[..., Any]] = {
    "prepare": packages.prepare,
    "send": packages.send,
    "mark_sent": packages.mark_sent,
    "receive": answering.receive,
    "ask": answering.ask,
    "accept": answering.accept,
    "require_revision": answering.require_revision,
}


def _shown(viewer: Viewer, duty: Duty, package: Package | None, *, is_own: bool) -> dict[str, Any]:
    """What PackageAnswer reads; what is not sent yet stands in `next`, for the lab alone."""
    sent = package.versions.select_related("sent_by__person", "sent_by__organisation") if package else None
    versions = [] if sent is None else list(sent.order_by("-number"))
    kept = package or Package(state=PackageState.PREPARING)
    return {
        "duty": _row(viewer, duty),
        "state": kept.state,
        "late": kept.is_late,
        "late_reason": duty.late_reason,
        "received_at": kept.received_at,
        "decided_at": kept.decided_at,
        "decision": kept.decision,
        "revise_by": kept.revise_by,
        "current": versions[0] if versions else None,
        "versions": [one.number for one in versions],
        "questions": list(questions_of(package)) if package else [],
        "next": _reading(duty, package) if is_own else None,
        "seen_by": seen_by(PACKAGE, package.pk) if package and is_own else [],
    }


def _reading(duty: Duty, package: Package | None) -> dict[str, Any]:
    lines = lines_now(duty, duty.incident, package)
    written = written_in(package)
    return {
        "read": reading_of(package, lines),
        "content": [line.plain() for line in lines],
        "missing": [line.field for line in lines if line.is_missing],
        "left_out": written.pop("left_out"),
        "texts": written,
    }
