"""The audiences that every committee has, from its seats and offices."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import ActingChair, Office, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import FILING_ROLES, MEMBER_ROLES, OfficeKind, Role
from apps.record.rules import AUDIENCES, Audience


def _of_roles(*roles: Role) -> Callable[[int, datetime], QuerySet[Seat]]:
    def seats(_subject_id: int, at: datetime) -> QuerySet[Seat]:
        return Seat.objects.at(at).filter(role__in=roles)

    return seats


def _chair(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    return _chair_over("", 0, at)


def _chair_over(subject_kind: str, subject_id: int, at: datetime) -> QuerySet[Seat]:
    """Whoever presides over a matter: the chair, or who acts for it there or everywhere."""
    chairs = Office.objects.at(at).filter(kind=OfficeKind.CHAIR).values("seat")
    acting = ActingChair.objects.at(at).filter(
        Q(subject_kind="") | Q(subject_kind=subject_kind, subject_id=subject_id), ends_at=None
    )
    presiding = Q(pk__in=chairs) | Q(pk__in=acting.filter(seat__isnull=False).values("seat"))
    return Seat.objects.at(at).filter(presiding).exclude(pk__in=acting.values("instead_of"))


def _chairs_alternate(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    chairs = Office.objects.at(at).filter(kind=OfficeKind.CHAIR)
    return Seat.objects.at(at).filter(
        Q(pk__in=chairs.values("deputy")) | Q(role=Role.ALTERNATE, organisation__in=chairs.values("seat__organisation"))
    )


def _seat(seat_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(pk=seat_id)


def _of_organisation(*roles: Role) -> Callable[[int, datetime], QuerySet[Seat]]:
    def seats(organisation_id: int, at: datetime) -> QuerySet[Seat]:
        return Seat.objects.at(at).filter(organisation=organisation_id, role__in=roles)

    return seats


def _is(*roles: Role) -> Callable[[Viewer], bool]:
    return lambda viewer: not viewer.is_operator and viewer.role in roles


def _is_chairs_alternate(viewer: Viewer) -> bool:
    return viewer.chairs_office and not viewer.is_chair


def register() -> None:
    """Fill the registry with the committee's own audiences."""
    members = sorted(MEMBER_ROLES)
    for audience in (
        Audience("chair", "the chair", _chair, lambda viewer: viewer.is_chair, of_matter=_chair_over),
        Audience("chairs_alternate", "the chair's alternate", _chairs_alternate, _is_chairs_alternate),
        Audience("clerks", "the clerks", _of_roles(Role.CLERK), _is(Role.CLERK)),
        Audience("members", "all members and their alternates", _of_roles(*members), _is(*members)),
        Audience(
            "independent_members",
            "the independent members",
            _of_roles(Role.INDEPENDENT),
            _is(Role.INDEPENDENT),
        ),
        Audience("observers", "the observers", _of_roles(Role.OBSERVER), _is(Role.OBSERVER)),
        Audience("auditors", "the auditors", _of_roles(Role.AUDITOR), _is(Role.AUDITOR)),
        Audience("everyone", "every seat", lambda _subject_id, at: Seat.objects.at(at), _is(*Role)),
        Audience("seat", "the person named", _seat, of="seat"),
        Audience(
            "filers",
            "those who file for the organisation",
            _of_organisation(*sorted(FILING_ROLES)),
            of="organisation",
        ),
        Audience("alternates", "the organisation's alternate", _of_organisation(Role.ALTERNATE), of="organisation"),
        Audience(
            "representatives",
            "the organisation's representative",
            _of_organisation(Role.REPRESENTATIVE),
            of="organisation",
        ),
    ):
        AUDIENCES.register(audience.key, replace(audience, steady=True))
