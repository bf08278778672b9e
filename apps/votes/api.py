"""Motions and ballots for machines: the same services as the pages (API.md)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.selectors import confirmed_recently
from apps.kernel import clock
from apps.kernel.api.pages import NewestFirst
from apps.kernel.api.parsers import as_object
from apps.kernel.api.versions import check_version, etag
from apps.kernel.api.views import SeatView
from apps.kernel.decisions import Invalid
from apps.votes.models import Motion
from apps.votes.rules.kinds import GENERAL
from apps.votes.selectors import Filters, motion_for, motions_for
from apps.votes.selectors.dossier import dossier_of
from apps.votes.selectors.finding import LISTED
from apps.votes.selectors.minutes import may_have_minutes, may_have_roll
from apps.votes.selectors.receipts import own_receipts
from apps.votes.selectors.said import statements_of
from apps.votes.selectors.shown import Standings, standings_for
from apps.votes.serializers import (
    BallotBody,
    CastAnswer,
    ListQuery,
    MotionAnswer,
    MotionBody,
    MotionLine,
    OwnBallot,
    RollRow,
    StatementAnswer,
    StatementBody,
    TallyBody,
    WithdrawalBody,
    line,
    own_ballot,
    roll_row,
    tally_body,
)
from apps.votes.services.balloting import cast, hold_box
from apps.votes.services.certifying import certify
from apps.votes.services.drafting import change_draft, start_draft
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second, withdraw
from apps.votes.services.speaking import make_statement

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag of the draft as read.")
CONFIRM = "Confirm who you are first, on the page of the ballot; or send a token with the scope “vote”."


class Newest(NewestFirst):
    """By the instant under which the list shows a motion."""

    ordering = ("-listed_at", "-id")


def _body(serializer: Any, request: Request) -> dict[str, Any]:
    """The body's fields; raises ValidationError naming every field that is wrong or unknown."""
    given = as_object(request.data)
    body = serializer(data=request.data)
    errors = {} if body.is_valid() else dict(body.errors)
    errors |= dict.fromkeys(sorted(set(given) - set(body.fields)), "This field is not known here.")
    if errors:
        raise exceptions.ValidationError(errors)
    return dict(body.validated_data)


def _answer(view: SeatView, ref: str, code: int = status.HTTP_200_OK) -> Response:
    motion = motion_for(view.viewer, ref)
    headers = etag(motion.version)
    if code == status.HTTP_201_CREATED:
        headers["Location"] = f"{view.request.path.split('motions/')[0]}motions/{motion.ref}/"
    return Response(MotionAnswer(motion).data, status=code, headers=headers)


def _listed(rows: list[Any]) -> Response:
    return Response({"next": None, "previous": None, "results": rows})


class MotionList(SeatView):
    """Motions that the seat may see, newest first; POST begins a draft, or proposes."""

    @extend_schema(parameters=[ListQuery], responses=MotionLine(many=True), summary="Motions that this seat may see")
    def get(self, request: Request, slug: str) -> Response:
        query = ListQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        data = dict(query.validated_data)
        filters = Filters(words=data.pop("q", ""), **data)
        pages = Newest()
        rows = pages.paginate_queryset(motions_for(self.viewer, filters).values(*LISTED), request, view=self)
        return pages.get_paginated_response([line(row) for row in rows])

    @extend_schema(request=MotionBody, responses={201: MotionAnswer}, summary="Draft a motion, or propose it at once")
    def post(self, request: Request, slug: str) -> Response:
        content = _body(MotionBody, request)
        draft, now = content.pop("draft"), clock.now()
        motion = start_draft(actor=self.viewer, now=now, **({"kind": GENERAL} | content))
        if not draft:
            motion = propose(actor=self.viewer, now=now, ref=motion.ref)
        return _answer(self, motion.ref, status.HTTP_201_CREATED)


class MotionDetail(SeatView):
    """One motion; PATCH changes a draft, and proposes it with `"draft": false`."""

    @extend_schema(responses=MotionAnswer, summary="One motion")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        return _answer(self, ref)

    @extend_schema(
        request=MotionBody, responses=MotionAnswer, parameters=[IF_MATCH], summary="Change the draft of a motion"
    )
    def patch(self, request: Request, slug: str, ref: str) -> Response:
        changes = _body(MotionBody, request)
        draft, kind, now = changes.pop("draft"), changes.pop("kind", None), clock.now()
        motion = motion_for(self.viewer, ref, lock=True)
        check_version(request, motion.version)
        if kind not in {None, motion.kind}:
            raise Invalid({"kind": "The kind of a draft does not change. Begin another one."})
        motion = change_draft(actor=self.viewer, now=now, ref=ref, changes=changes)
        if not draft:
            motion = propose(actor=self.viewer, now=now, ref=motion.ref)
        return _answer(self, motion.ref)


class _Verb(SeatView):
    """A verb on a motion that needs nothing but its name."""

    verb: Callable[..., Motion]

    @extend_schema(request=None, responses=MotionAnswer)
    def post(self, request: Request, slug: str, ref: str) -> Response:
        """Do it."""
        motion = type(self).verb(actor=self.viewer, now=clock.now(), ref=ref)
        return _answer(self, motion.ref)


@extend_schema_view(post=extend_schema(summary="Propose a motion"))
class Propose(_Verb):
    """Lay a draft before the committee: it gets its number."""

    verb = staticmethod(propose)


@extend_schema_view(post=extend_schema(summary="Second a motion"))
class Second(_Verb):
    """Second another member's motion: its discussion begins."""

    verb = staticmethod(second)


@extend_schema_view(post=extend_schema(summary="Open voting"))
class Open(_Verb):
    """Open voting: roll, rule and window are frozen."""

    verb = staticmethod(open_voting)


@extend_schema_view(post=extend_schema(summary="Certify the result"))
class Certify(_Verb):
    """Certify the result; what it decides happens now."""

    verb = staticmethod(certify)


class Withdraw(SeatView):
    """Take a motion back before voting opens, with the reason."""

    @extend_schema(request=WithdrawalBody, responses=MotionAnswer, summary="Withdraw a motion")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        """Take it back."""
        because = _body(WithdrawalBody, request)["because"]
        return _answer(self, withdraw(actor=self.viewer, now=clock.now(), ref=ref, because=because).ref)


class Statements(SeatView):
    """What was said on a motion, for the record."""

    @extend_schema(responses=StatementAnswer(many=True), summary="Statements, in order")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        return _listed(list(StatementAnswer(statements_of(motion_for(self.viewer, ref)), many=True).data))

    @extend_schema(request=StatementBody, responses={201: StatementAnswer}, summary="Make a statement")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        text = _body(StatementBody, request)["text"]
        made = make_statement(actor=self.viewer, now=clock.now(), ref=ref, text=text)
        row = next(one for one in statements_of(made.motion) if one.pk == made.pk)
        return Response(StatementAnswer(row).data, status=status.HTTP_201_CREATED)


class Ballots(SeatView):
    """The receipts of the own member's ballots; POST casts one.

    A token needs the scope “vote”. A browser's session must have proved lately who sits there, as on the page.
    """

    scope = "vote"

    @extend_schema(responses=OwnBallot(many=True), summary="The ballots of your own member, in the order of casting")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        return _listed([own_ballot(one) for one in own_receipts(self.viewer, motion_for(self.viewer, ref))])

    @extend_schema(request=BallotBody, responses={201: CastAnswer}, summary="Cast a ballot, or cast it anew")
    def post(self, request: Request, slug: str, ref: str) -> Response:
        asked: Any = request._request
        if asked.seat_via == "session" and not confirmed_recently(asked):
            raise exceptions.PermissionDenied(CONFIRM)
        said = _body(BallotBody, request)
        box = hold_box(actor=self.viewer, ref=ref, voter=said.pop("for"))
        receipt = cast(actor=self.viewer, now=clock.database_now(), box=box, **said)
        answer = {"receipt": receipt.as_data(), "replaces": receipt.replaced}
        return Response(answer, status=status.HTTP_201_CREATED)


def _standing(view: SeatView, ref: str) -> Standings:
    motion = motion_for(view.viewer, ref)
    may_have_roll(motion).require()
    return standings_for(view.viewer, motion, clock.now())


class Tally(SeatView):
    """How a vote stands, and what it still needs."""

    @extend_schema(responses=TallyBody)
    def get(self, request: Request, slug: str, ref: str) -> Response:
        """The outcome so far, or in the end."""
        return Response(tally_body(_standing(self, ref)))


class Roll(SeatView):
    """The roll call."""

    @extend_schema(responses=RollRow(many=True), summary="Who votes, with which weight, and how")
    def get(self, request: Request, slug: str, ref: str) -> Response:
        return _listed([roll_row(one) for one in _standing(self, ref).lines])


class Dossier(SeatView):
    """One file from which anybody can count again, once voting has closed."""

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT}, summary="The decision dossier")
    def get(self, request: Request, slug: str, ref: str) -> HttpResponse:
        motion = motion_for(self.viewer, ref)
        may_have_minutes(motion).require()
        return HttpResponse(dossier_of(motion), content_type="application/json")
