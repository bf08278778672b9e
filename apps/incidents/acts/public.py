"""What can happen to the text that the public is told of a report: written, agreed to, published, withdrawn."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.states import OrganisationKind, Role
from apps.incidents.acts.reports import SUBJECT as REPORT
from apps.incidents.models import PUBLIC, Incident, PublicVersion, seats_that_may_see_public_version
from apps.incidents.rules.widening_verbs import SECONDS
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare
from apps.transparency.rules import Published

DRAFTED = "public_version.drafted"
CHANGED = "public_version.changed"
AGREED = "public_version.agreed"
PUBLISHED = "public_version.published"
WITHDRAWN = "public_version.withdrawn"
GIVEN_BACK = "public_version.given_back"
DISCARDED = "public_version.discarded"

SPEAKERS = "public_version.speakers"


def _speakers(version_id: int, at: datetime) -> QuerySet[Seat]:
    organisation = Incident.objects.filter(public_versions=version_id).values("organisation")
    speaks = Q(role__in=SECONDS) | Q(role=Role.LIAISON, organisation__kind=OrganisationKind.PROVIDER)
    return Seat.objects.at(at).filter(speaks, organisation__in=organisation)


def _titles(ids: Collection[int]) -> dict[int, str]:
    return dict(PublicVersion.objects.filter(pk__in=ids).values_list("pk", "title"))


def _as_public(act: Any) -> Published:
    """What the public reads: this text and the chosen facts, and nothing of the report."""
    row = PublicVersion.objects.get(pk=act.subject_id)
    body = {line["label"]: line["value"] for line in row.body}
    return Published(kind=REPORT, ref=row.ref, title=row.title, summary=row.text, body=body)


def _as_withdrawn(act: Any) -> Published:
    """The notice; the text that it withdraws stays readable below it, as every earlier form does."""
    row = PublicVersion.objects.get(pk=act.subject_id)
    return Published(
        kind=REPORT,
        ref=row.ref,
        title=f"Withdrawn: {row.title}",
        summary=row.notice,
        body={"state": "Withdrawn", "version withdrawn": row.number},
    )


def register() -> None:
    """Fill the registries with public versions."""
    SUBJECTS.register(
        PUBLIC,
        SubjectKind(
            key=PUBLIC,
            label="public version of a report",
            address=lambda slug, ref: reverse("incidents:public_versions", args=[slug, ref]),
            visible=lambda viewer: PublicVersion.objects.visible_to(viewer),
            seats=seats_that_may_see_public_version,
            titles=_titles,
            party=lambda pk: Incident.objects.filter(public_versions=pk).values("organisation"),
        ),
    )
    AUDIENCES.register(SPEAKERS, Audience(SPEAKERS, "those who speak for the reporting organisation", _speakers))
    both = (SPEAKERS, "clerks")
    declare(
        ActKind(
            DRAFTED,
            "drafted what the public is to be told",
            told=(SPEAKERS,),
            asks="The reporting organisation agrees, or changes the text.",
            icon="file-pencil",
        ),
        ActKind(CHANGED, "changed what the public is to be told", quiet=True, icon="pencil"),
        ActKind(
            AGREED,
            "agreed to what the public is to be told",
            told=("clerks",),
            asks="A clerk who did not write it publishes it.",
            icon="circle-check",
        ),
        ActKind(PUBLISHED, "published the public version", told=both, publishes=_as_public, icon="world"),
        ActKind(WITHDRAWN, "withdrew the public version", told=both, publishes=_as_withdrawn, icon="arrow-back-up"),
        ActKind(
            GIVEN_BACK,
            "gave back what the public was to be told",
            told=(SPEAKERS,),
            asks="Change the text, or agree to it again.",
            icon="arrow-back-up",
        ),
        ActKind(DISCARDED, "discarded a draft of the public version", quiet=True, icon="trash"),
    )
