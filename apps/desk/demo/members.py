"""What happens to members, authorities, offices and applicants in a story; each inside the tenant."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from apps.accounts.selectors import person_by_address
from apps.committees.models import Application, Invitation, Jurisdiction, Organisation, Tie
from apps.desk.demo.seats import seat_of, viewer
from apps.desk.demo.story.parts_of_members import (
    AccessGranted,
    AdministrationHandedOn,
    Applied,
    ComputeDeclared,
    Covered,
    NoticeGiven,
    OfficeFilled,
    OfMembers,
    Recognised,
    SeatEnded,
    TieDeclared,
    TriedOut,
    Verdict,
)
from apps.files.services import check_upload
from apps.membership import services
from apps.membership.services import applications, jurisdictions, membership, ties

Moment = tuple[datetime, Callable[[datetime], object]]
CONFIRMED = timedelta(minutes=14)
"""How long an applicant takes to confirm the address."""


def moments_of(event: OfMembers, clerk: str, at: datetime) -> Iterator[Moment]:
    """Everything that follows from an event that happens at the instant, each with its time."""
    yield at, partial(_happen, event, clerk)
    match event:
        case Applied(verdict=verdict):
            yield at + CONFIRMED, partial(_confirm, event)
            if verdict is not None:
                yield at + verdict.after, partial(_settle, event, verdict, clerk)
                if verdict.key:
                    yield at + verdict.after + verdict.joins, partial(_join, event)
        case TieDeclared(ended_after=timedelta() as after):
            yield at + after, partial(_end_tie, event)
        case Recognised(ended_after=timedelta() as after):
            yield at + after, partial(_end_recognition, event, clerk)


def _happen(event: OfMembers, clerk: str, at: datetime) -> None:
    keeper = {"actor": viewer(clerk, at), "now": at}
    match event:
        case SeatEnded():
            services.end_seat(**keeper, seat=seat_of(event.who, at), reason=event.reason)
        case AdministrationHandedOn():
            services.name_administrator(actor=viewer(event.by, at), now=at, seat=seat_of(event.who, at))
        case AccessGranted():
            authority = _organisation(event.organisation)
            services.grant_access(**keeper, organisation=authority, scope=event.scope, days=event.days)
        case OfficeFilled():
            _fill(event, keeper, at)
        case Covered():
            _cover(event, at)
        case ComputeDeclared():
            actor = viewer(event.who, at)
            membership.declare_compute(actor=actor, now=at, organisation=_own(event.who, at), flop=event.flop)
        case TieDeclared():
            _declare_tie(event, at)
        case NoticeGiven():
            actor = viewer(event.who, at)
            membership.give_notice(actor=actor, now=at, organisation=_own(event.who, at), because=event.because)
        case Recognised():
            _recognise(event, keeper, at)
        case Applied():
            _apply(event, at)
        case TriedOut():
            services.send_test_notice(**keeper)


def _organisation(key: str) -> Organisation:
    return Organisation.objects.get(key=key)


def _own(who: str, at: datetime) -> Organisation:
    return seat_of(who, at).organisation


def _fill(event: OfficeFilled, keeper: dict, at: datetime) -> None:
    services.fill_office(
        **keeper,
        kind=event.kind,
        seat=seat_of(event.who, at),
        deputy=seat_of(event.deputy, at),
        ends_at=at + event.length,
        decision=event.decision,
    )


def _cover(event: Covered, at: datetime) -> None:
    services.declare_cover(
        actor=viewer(event.who, at),
        now=at,
        seat=seat_of(event.who, at),
        ends_at=at + event.length,
        because=event.because,
    )


def _declare_tie(event: TieDeclared, at: datetime) -> None:
    ties.declare_tie(
        actor=viewer(event.who, at),
        now=at,
        organisation=_own(event.who, at),
        kind=event.kind,
        because=event.because,
        other=_organisation(event.other) if event.other else None,
        other_name=event.outside,
    )


def _end_tie(event: TieDeclared, at: datetime) -> None:
    tie = Tie.objects.get(organisation=_own(event.who, at), because=event.because, ends_at=None)
    ties.end_tie(actor=viewer(event.who, at), now=at, tie=tie)


def _recognise(event: Recognised, keeper: dict, at: datetime) -> None:
    jurisdictions.recognise(
        **keeper,
        code=event.code,
        name=event.name,
        instrument=event.instrument,
        protection=event.protection,
        citation="Invented for the demo",
        since=(at - event.since).date(),
    )


def _end_recognition(event: Recognised, clerk: str, at: datetime) -> None:
    row = Jurisdiction.objects.get(code=event.code, ends_at=None)
    jurisdictions.end_recognition(actor=viewer(clerk, at), now=at, jurisdiction=row)


def _apply(event: Applied, at: datetime) -> None:
    name, email = event.contact
    applications.apply_to_join(
        now=at,
        name=event.name,
        kind=event.kind,
        contact_name=name,
        contact_email=email,
        jurisdiction=event.jurisdiction,
        zone=event.zone,
        flop=event.flop,
        statement=event.statement,
        documents={key: [check_upload(paper.upload())] for key, paper in event.papers},
    )


def _application(event: Applied) -> Application:
    return Application.objects.get(name=event.name)


def _confirm(event: Applied, at: datetime) -> None:
    applications.confirm_application(now=at, application=_application(event))


def _settle(event: Applied, verdict: Verdict, clerk: str, at: datetime) -> None:
    said = {"decision": verdict.decision, "because": verdict.because}
    actor, application = viewer(clerk, at), _application(event)
    if verdict.key:
        applications.admit_applicant(actor=actor, now=at, application=application, key=verdict.key, **said)
    else:
        applications.refuse_applicant(actor=actor, now=at, application=application, **said)


def _join(event: Applied, at: datetime) -> None:
    email = event.contact[1]
    offered = Invitation.objects.get(email=email, accepted_at=None)
    services.accept_invitation(invitation=offered, now=at, person=person_by_address(email))
