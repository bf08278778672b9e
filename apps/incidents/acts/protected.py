"""What can happen around a protected reporter. Nothing here has the reporter as its actor."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Office, Seat
from apps.committees.states import OfficeKind
from apps.incidents.acts.reports import ACKNOWLEDGEMENT
from apps.incidents.models import (
    IDENTITY_REQUEST,
    LETTER,
    IdentityRequest,
    ProtectedIdentity,
    seats_of_letter,
    seats_of_request,
)
from apps.incidents.rules.protecting import KEEPING
from apps.incidents.rules.urgency import is_critical
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

FILED = "incident.filed_protected"
NEWS = "letter.news"
OPENED = "letter.identity_read"
ASKED = "identity_request.asked"
RELEASED = "identity_request.released"
REFUSED = "identity_request.refused"
READ = "identity_request.read"

REPORTER, CUSTODIAN, NEUTRALS = "letter.reporter", "identity_request.custodian", "identity_request.neutrals"


def _custodian(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    offices = Office.objects.at(at).filter(kind=OfficeKind.CUSTODIAN).values("seat")
    return Seat.objects.at(at).filter(pk__in=offices, role__in=sorted(KEEPING))


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = IdentityRequest.objects.filter(pk__in=ids).values_list("pk", "incident__ref")
    return {pk: f"Name of the protected reporter of {ref}" for pk, ref in rows}


def register() -> None:
    """Fill the registries."""
    SUBJECTS.register(
        LETTER,
        SubjectKind(
            key=LETTER,
            # Mail about it goes to an address that an employer may read: neither word nor address may tell.
            label="letter",
            address=lambda slug, ref: reverse("incidents:letter", args=[slug, ref]),
            visible=lambda viewer: ProtectedIdentity.objects.visible_to(viewer),
            seats=seats_of_letter,
        ),
    )
    SUBJECTS.register(
        IDENTITY_REQUEST,
        SubjectKind(
            key=IDENTITY_REQUEST,
            label="request for a name",
            address=lambda slug, ref: reverse("incidents:identity_request", args=[slug, ref]),
            visible=lambda viewer: IdentityRequest.objects.visible_to(viewer),
            seats=seats_of_request,
            titles=_titles,
        ),
    )
    AUDIENCES.register(REPORTER, Audience(REPORTER, "whoever it is addressed to", seats_of_letter))
    AUDIENCES.register(CUSTODIAN, Audience(CUSTODIAN, "the custodian", _custodian))
    AUDIENCES.register(NEUTRALS, Audience(NEUTRALS, "whoever can agree that a name is released", seats_of_request))
    declare(
        ActKind(
            FILED,
            "filed the report",
            told=("incident.entitled",),
            starts=(ACKNOWLEDGEMENT,),
            asks="The chair or a clerk must acknowledge it.",
            icon="alert-triangle",
            urgent=True,
            pages=lambda act: is_critical(act.facts.get("severity")),
        ),
        ActKind(NEWS, "has something new for you", told=(REPORTER,), icon="mail", quiet=True),
        ActKind(OPENED, "read who wrote", told=(REPORTER,), icon="eye", quiet=True),
        ActKind(
            ASKED,
            "asked who the protected reporter is",
            told=(NEUTRALS,),
            asks="Agree, or refuse with your reason.",
            icon="lock-question",
        ),
        ActKind(RELEASED, "agreed to release the name", told=(NEUTRALS,), icon="lock-open"),
        ActKind(REFUSED, "refused to release the name", told=(NEUTRALS,), icon="lock"),
        ActKind(READ, "read the name", told=(CUSTODIAN,), icon="eye"),
    )
