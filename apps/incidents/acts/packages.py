"""What can happen to a package: sent, received, asked about, answered, accepted or to be revised."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from apps.committees.models import Organisation, Seat
from apps.committees.states import Role
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.incidents.acts.duties import address
from apps.incidents.models import (
    PACKAGE,
    QUESTION,
    Incident,
    Package,
    PackageQuestion,
    filing_seats,
    seats_that_may_see_package,
    seats_that_may_see_question,
)
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

TO_ANSWER = "package.answer"
TO_REVISE = "package.revise"

PREPARED = "package.prepared"
SENT = "package.sent"
SENT_ELSEWHERE = "package.sent_elsewhere"
RECEIVED = "package.received"
ASKED = "package.asked"
ANSWERED = "package.answered"
ACCEPTED = "package.accepted"
REVISION = "package.revision_required"

FILERS = "package.filers"
READERS = "package.readers"
HANDLING = (Role.REPRESENTATIVE, Role.ALTERNATE, Role.LIAISON, Role.OBSERVER)
"""Of those who may read a package, the roles that deal with it."""


def _filers(package_id: int, at: datetime) -> QuerySet[Seat]:
    return filing_seats(Incident.objects.values_list("pk", flat=True).get(duties__packages=package_id), at)


def _readers(kind: str, subject_id: int, at: datetime) -> QuerySet[Seat]:
    seats = seats_that_may_see_question if kind == QUESTION else seats_that_may_see_package
    return seats(subject_id, at).filter(role__in=HANDLING)


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = Package.objects.filter(pk__in=ids).values_list("pk", "duty__name", "duty__authority")
    return {pk: f"{name}, {authority}" for pk, name, authority in rows}


def _question_titles(ids: Collection[int]) -> dict[int, str]:
    rows = PackageQuestion.objects.filter(pk__in=ids).values_list("pk", "package__duty__authority")
    return {pk: f"Question of {authority}" for pk, authority in rows}


def register() -> None:
    """Fill the registries with packages and the questions about them."""
    SUBJECTS.register(
        PACKAGE,
        SubjectKind(
            key=PACKAGE,
            label="package",
            address=address,
            visible=lambda viewer: Package.objects.visible_to(viewer),
            seats=seats_that_may_see_package,
            titles=_titles,
            party=lambda package_id: Organisation.objects.filter(incidents__duties__packages=package_id).values("pk"),
        ),
    )
    SUBJECTS.register(
        QUESTION,
        SubjectKind(
            key=QUESTION,
            label="question of an authority",
            address=address,
            visible=lambda viewer: PackageQuestion.objects.visible_to(viewer),
            seats=seats_that_may_see_question,
            titles=_question_titles,
        ),
    )
    AUDIENCES.register(FILERS, Audience(FILERS, "those who file for the reporting organisation", _filers))
    AUDIENCES.register(
        READERS,
        Audience(
            READERS,
            "the reporting organisation and the authority",
            lambda package_id, at: _readers(PACKAGE, package_id, at),
            of_matter=_readers,
        ),
    )
    late = ("owner", "representative")
    CLOCKS.register(
        TO_ANSWER,
        ClockRule(
            key=TO_ANSWER,
            name="Answer the authority's question",
            owed_by=(),
            organisation_of=lambda pk: Incident.objects.values_list("organisation", flat=True).get(
                duties__packages__questions=pk
            ),
            length=lambda pk: PackageQuestion.objects.values_list("answer_by", flat=True).get(pk=pk),
            unit="hours",
            because="The authority asks for an answer by this hour.",
            ladder=(Step(-24, to=("owner",), does="remind"), Step(0, to=late, does="escalate")),
            repeat=Repeat(every=24, to=late, most=14),
        ),
    )
    CLOCKS.register(
        TO_REVISE,
        ClockRule(
            key=TO_REVISE,
            name="Send a revised package",
            owed_by=(),
            organisation_of=lambda pk: Incident.objects.values_list("organisation", flat=True).get(duties__packages=pk),
            length=lambda pk: Package.objects.values_list("revise_by", flat=True).get(pk=pk),
            unit="hours",
            because="The authority requires a revised report by this hour.",
            ladder=(Step(-24, to=("owner",), does="remind"), Step(0, to=late, does="escalate")),
            repeat=Repeat(every=24, to=late, most=14),
        ),
    )
    _declare()


def _declare() -> None:
    everyone = (READERS,)
    declare(ActKind(PREPARED, "prepared the package", quiet=True, icon="package"))
    declare(ActKind(SENT, "sent the package", told=everyone, meets=(TO_REVISE,), icon="send", urgent=True))
    declare(
        ActKind(
            SENT_ELSEWHERE,
            "sent the package to the authority directly",
            told=(FILERS,),
            meets=(TO_REVISE,),
            icon="external-link",
        )
    )
    declare(ActKind(RECEIVED, "confirmed receipt of the package", told=everyone, icon="mail-check"))
    declare(
        ActKind(
            ASKED,
            "asked about the package",
            told=everyone,
            starts=(TO_ANSWER,),
            icon="help",
            asks="The reporting organisation answers by the hour that is named.",
            urgent=True,
        )
    )
    declare(
        ActKind(ANSWERED, "answered the authority's question", told=everyone, meets=(TO_ANSWER,), icon="message-reply")
    )
    declare(ActKind(ACCEPTED, "accepted the package", told=everyone, moots=(TO_REVISE,), icon="circle-check"))
    declare(
        ActKind(
            REVISION,
            "requires a revised package",
            told=everyone,
            starts=(TO_REVISE,),
            icon="edit",
            asks="The reporting organisation sends a revised package by the hour that is named.",
            urgent=True,
        )
    )
