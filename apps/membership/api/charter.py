"""The charter and the drafts of its amendments, for machines: the same services as the pages (API.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.committees.models import CharterVersion
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.versions import check_version, etag
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid
from apps.membership import selectors, services
from apps.membership.serializers import (
    AdoptionBody,
    CharterSerializer,
    DraftAnswer,
    DraftBody,
    DraftLine,
    charter_body,
    draft_body,
)

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag of the draft as read.")


class NewestDrafted(NewestFirst):
    """Newest drafts first."""

    ordering = ("-drafted_at", "-id")


class CharterView(SeatView):
    """The charter in force, or one of its versions."""

    @extend_schema(responses=CharterSerializer, summary="The charter: values, and articles in words")
    def get(self, request: Request, slug: str, number: int | None = None) -> Response:
        """Show values and articles."""
        try:
            charter = selectors.charter(clock.now(), number)
        except CharterVersion.DoesNotExist:
            raise Http404 from None
        return Response(charter_body(charter))


def _answer(view: SeatView, uid: UUID, code: int = status.HTTP_200_OK) -> Response:
    draft = selectors.draft_for(uid)
    body = draft_body(draft, selectors.effect_of(draft, view.viewer, clock.now()))
    headers = etag(draft.version)
    if code == status.HTTP_201_CREATED:
        headers["Location"] = f"{view.request.path}{uid}/"
    return Response(body, status=code, headers=headers)


def _said(request: Request, *, partial: bool = False) -> dict[str, Any]:
    body = DraftBody(data=request.data, partial=partial)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


@contextmanager
def _pointing() -> Iterator[None]:
    """Errors of articles point to where the body has their values."""
    try:
        yield
    except Invalid as invalid:
        own = {"", "title", "based_on"}
        errors = {name if name in own else f"values/{name}": text for name, text in invalid.errors.items()}
        raise Invalid(errors) from None


class DraftsView(SeatView):
    """Drafts of amendments, newest first; POST makes one."""

    @extend_schema(responses=DraftLine(many=True), summary="Drafts of amendments of the charter")
    def get(self, request: Request, slug: str) -> Response:
        """List them."""
        pages = NewestDrafted()
        rows = pages.paginate_queryset(selectors.drafts(), request, view=self)
        return pages.get_paginated_response(DraftLine(rows, many=True).data)

    @extend_schema(request=DraftBody, responses={201: DraftAnswer}, summary="Draft an amendment")
    def post(self, request: Request, slug: str) -> Response:
        """Draft one."""
        said = _said(request)
        with _pointing():
            made = services.draft_amendment(actor=self.viewer, now=clock.now(), **said)
        return _answer(self, made.uid, status.HTTP_201_CREATED)


class DraftView(SeatView):
    """One draft, with what it would change and what would follow; PATCH changes it."""

    @extend_schema(responses=DraftAnswer, summary="One draft, and what it would change")
    def get(self, request: Request, slug: str, uid: UUID) -> Response:
        """Show it."""
        return _answer(self, uid)

    @extend_schema(
        parameters=[IF_MATCH], request=DraftBody, responses=DraftAnswer, summary="Change a draft that is open"
    )
    def patch(self, request: Request, slug: str, uid: UUID) -> Response:
        """Change it; `values` replace all of its values."""
        said = _said(request, partial=True)
        check_version(request, selectors.draft_for(uid, lock=True).version)
        with _pointing():
            services.change_amendment(actor=self.viewer, now=clock.now(), draft=uid, **said)
        return _answer(self, uid)


class AdoptView(SeatView):
    """The committee's decision to adopt a draft."""

    @extend_schema(request=AdoptionBody, responses=DraftAnswer, summary="Record that a draft is adopted")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """Adopt it, upon the version and as the draft that the clerk has seen."""
        body = AdoptionBody(data=request.data)
        body.is_valid(raise_exception=True)
        services.adopt_amendment(actor=self.viewer, now=clock.now(), draft=uid, **body.validated_data)
        return _answer(self, uid)


class WithdrawView(SeatView):
    """A draft that is dropped."""

    @extend_schema(request=None, responses=DraftAnswer, summary="Withdraw a draft")
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """Withdraw it."""
        services.withdraw_amendment(actor=self.viewer, now=clock.now(), draft=uid)
        return _answer(self, uid)
