"""The first belt: finds committee and seat, opens one transaction and one tenant context for the request.

`/c/<slug>/…` and `/api/v1/committees/<slug>/…` belong to a committee. Whoever has no seat there gets the same
404 as for an address that does not exist.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from apps.committees.idempotency import answer_once
from apps.committees.models import ApiToken, Committee, OperatorSession, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import SeatLine, last_seat_of, seats_of, token_owner
from apps.committees.states import Role
from apps.kernel import clock
from apps.kernel.api.problems import problem_response
from apps.kernel.decisions import Refused
from apps.kernel.tenancy.context import tenant

log = structlog.get_logger(__name__)

OF_COMMITTEE = re.compile(r"^/(?:c|api/v1/committees)/([a-z0-9-]+)(?:/|$)")
LAST_USE_GRAIN = timedelta(minutes=1)
STRONG_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are none: they only stand in for one of these."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""All that an operator's look-in may use: everything is seen and nothing is done."""
NOT_FOUND = "There is nothing here, or it is not for you."


class TenantMiddleware:
    """Sets `request.committee`, `request.viewer`, `request.seats`, `request.seat_via` and `request.token_scopes`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        now = clock.now()
        request.committee = request.viewer = request.seat_via = request.token_scopes = None
        request.seats = []
        is_api = request.path.startswith("/api/")
        token = self._bearer(request) if is_api else ""
        if token:
            return self._with_token(request, token, now)
        if request.user.is_authenticated:
            request.seats = seats_of(request.user.pk, now)
        slug = OF_COMMITTEE.match(request.path)
        if slug is None:
            if is_api and request.user.is_authenticated:
                request.seat_via = "session"
            return self.get_response(request)
        return self._with_session(request, slug[1], now, is_api)

    @staticmethod
    def _bearer(request: HttpRequest) -> str:
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""

    def _with_token(self, request: Any, token: str, now: datetime) -> HttpResponse:
        owner = token_owner(hashlib.sha256(token.encode()).hexdigest(), now)
        slug = OF_COMMITTEE.match(request.path)
        if owner is None and slug and _takes_own_tokens(request.path_info):
            return self._without_seat(request, slug[1])
        if owner is None:
            log.info("token_refused", path=request.path)
            return _unknown_token()
        if slug and slug[1] != owner.seat.slug:
            log.info("denied", path=request.path, seat=owner.seat.seat_id)
            return problem_response(404, _(NOT_FOUND))
        request.seat_via = "token"
        request.token_scopes = owner.scopes
        if owner.last_used_at is None or now - owner.last_used_at > LAST_USE_GRAIN:
            with tenant(owner.seat.committee_id):
                ApiToken.objects.filter(pk=owner.token_id).update(last_used_at=now)
        return self._inside(request, owner.seat)

    def _without_seat(self, request: Any, slug: str) -> HttpResponse:
        """The committee's context for a machine that sits in no seat; the view itself must know the token."""
        committee = Committee.objects.filter(slug=slug).first()
        if committee is None:
            return _unknown_token()
        request.committee = committee
        with tenant(committee.pk):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            return response

    def _with_session(self, request: Any, slug: str, now: datetime, is_api: bool) -> HttpResponse:
        if not request.user.is_authenticated:
            if is_api:
                return problem_response(401, _("Send a bearer token."), WWW_Authenticate="Bearer")
            return redirect_to_login(request.get_full_path())
        chosen = request.session.get(f"seat:{slug}")
        mine = [line for line in request.seats if line.slug == slug]
        line = next((line for line in mine if line.seat_id == chosen), mine[0] if mine else None)
        request.seat_via = "session"
        if line is not None:
            return self._inside(request, line)
        if request.user.is_operator:
            return self._as_operator(request, slug, now)
        return self._after_the_end(request, slug, now) or self._missing(request)

    @staticmethod
    def _after_the_end(request: Any, slug: str, now: datetime) -> HttpResponse | None:
        """For a person whose seat here has ended: when it did and whom to ask. None for whoever never sat here."""
        committee = Committee.objects.filter(slug=slug).first()
        if committee is None or request.path.startswith("/api/"):
            return None
        with tenant(committee.pk):
            last = last_seat_of(request.user.pk, now)
            if last is None:
                return None
            keepers = Seat.objects.at(now).filter(role=Role.CLERK).select_related("person").order_by("id")
            context = {"last": last, "kept": committee.name, "clerks": [clerk.holder for clerk in keepers]}
        log.info("denied", path=request.path, user=request.user.pk, seat=last.pk)
        return render(request, "seat_over.html", context, status=404)

    def _as_operator(self, request: Any, slug: str, now: datetime) -> HttpResponse:
        committee = Committee.objects.filter(slug=slug).first()
        if committee is None:
            return self._missing(request)
        with tenant(committee.pk):
            if settings.REQUIRE_SECOND_FACTOR and not is_mfa_enabled(request.user):
                return self._missing(request)
            look = OperatorSession.objects.at(now).filter(person=request.user).order_by("-id").first()
            if look is None or request.method not in SAFE_METHODS:
                return self._missing(request)
            log.info("operator_looks", path=request.path, operator=request.user.pk, session=look.pk)
            request.operator_until = look.ends_at
            request.viewer = Viewer(
                committee_id=committee.pk,
                seat_id=0,
                organisation_id=0,
                role=Role.OBSERVER,
                user_id=request.user.pk,
                label=_("Operator"),
                operator_session=look.pk,
            )
            return self._answer(request, committee)

    def _inside(self, request: Any, seat: SeatLine) -> HttpResponse:
        request.seat = seat
        request.viewer = seat.viewer
        if self._lacks_second_factor(request):
            if request.path.startswith("/api/"):
                return problem_response(403, _("Set up a second factor first: your seat needs one."))
            return redirect("accounts:second_factor_needed")
        with tenant(seat.committee_id):
            committee = Committee(pk=seat.committee_id, slug=seat.slug, name=seat.committee, zone=seat.zone)
            return self._answer(request, committee)

    @staticmethod
    def _lacks_second_factor(request: Any) -> bool:
        """A token of somebody who has given up the second factor is no side door around it."""
        if not settings.REQUIRE_SECOND_FACTOR or not request.viewer.needs_second_factor:
            return False
        if request.seat_via == "session":
            return not is_mfa_enabled(request.user)
        return not Authenticator.objects.filter(user=request.viewer.user_id, type__in=STRONG_FACTORS).exists()

    def _answer(self, request: Any, committee: Committee) -> HttpResponse:
        request.committee = committee
        response = answer_once(request, self.get_response)
        if response.status_code >= 400:
            # An exception that Django has made into an answer would otherwise commit half-done work.
            transaction.set_rollback(True)
        if response.status_code in {403, 404}:
            log.info("denied", path=request.path, seat=request.viewer.seat_id, status=response.status_code)
        return response

    def _missing(self, request: Any) -> HttpResponse:
        log.info("denied", path=request.path, user=request.user.pk)
        if request.path.startswith("/api/"):
            return problem_response(404, _(NOT_FOUND))
        request.committee = request.viewer = None
        return render(request, "404.html", status=404)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A rule's refusal is a page with its reason, not an error."""
        if isinstance(exception, Refused) and not request.path.startswith("/api/"):
            return render(request, "refused.html", {"reason": exception.reason}, status=409)
        return None


def _unknown_token() -> HttpResponse:
    return problem_response(
        401, _("The token is unknown, revoked or expired."), WWW_Authenticate='Bearer error="invalid_token"'
    )


def _takes_own_tokens(path: str) -> bool:
    """Whether the view behind an address gives out tokens of its own kind (`takes_own_tokens`)."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return getattr(getattr(view, "cls", None), "takes_own_tokens", False)
