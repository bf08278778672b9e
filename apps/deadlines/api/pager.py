"""A pager's holder says to be on it: the pager sends its own token, and sits in no seat."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from apps.committees.rules.viewer import Portal
from apps.deadlines import selectors, services
from apps.deadlines.api.rows import DeadlineRow
from apps.deadlines.rules.pagers import PAGERS
from apps.kernel import clock
from apps.kernel.api.throttle import is_too_often

PAGES_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Pager:
    """Whose pager asks."""

    organisation_id: int
    name: str


class PagerAuthentication(BaseAuthentication):
    """The bearer token that a pager was given when it was set up."""

    def authenticate(self, request: Request) -> tuple[None, Pager]:
        """The pager behind the token; 401 without one."""
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        digest = hashlib.sha256(token.strip().encode()).hexdigest()
        # A seat's own token or session leads here as well, and is none of a pager.
        known = (find(digest) for _key, find in PAGERS) if kind.lower() == "bearer" else ()
        found = next((pager for pager in known if pager is not None), None)
        if found is None:
            raise exceptions.AuthenticationFailed("Send the token of a pager of this committee.")
        return None, Pager(*found)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="concord pager"'


class IsPager(BasePermission):
    """A pager asks."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, Pager)


class PagerThrottle(BaseThrottle):
    """Counts by the organisation."""

    def allow_request(self, request: Request, view: Any) -> bool:
        committee = request._request.committee  # type: ignore[attr-defined]
        return not is_too_often(f"pager-{committee.pk}-{request.auth.organisation_id}", PAGES_A_MINUTE)


class PageAcknowledgement(APIView):
    """“I am on it”, from a pager."""

    takes_own_tokens = True
    authentication_classes = (PagerAuthentication,)
    permission_classes = (IsPager,)
    throttle_classes = (PagerThrottle,)

    @extend_schema(
        request=None,
        responses=DeadlineRow,
        summary="Say from a pager that somebody is on it",
        description="With the pager's own token. A body is not needed and not read; again is no error.",
    )
    def post(self, request: Request, slug: str, uid: UUID) -> Response:
        """Until the due time, or for an hour where it is near or past."""
        now = clock.now()
        pager: Pager = request.auth
        deadline = services.answer_page(
            actor=Portal(f"pager of {pager.name}"), now=now, uid=uid, organisation_id=pager.organisation_id
        )
        return Response(DeadlineRow(selectors.Shown(deadline, now)).data)
