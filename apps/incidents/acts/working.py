"""What the committee makes of a report: given to somebody, weighed, findings, the root cause; and what it is linked to."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.incidents.models import KIND, LINK, IncidentLink, filing_seats, seats_that_may_see_link
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

ASSIGNED = "incident.assigned"
HANDED_ON = "incident.handed_on"
TAKEN_BACK = "incident.taken_back"
SEVERITY_REVIEWED = "incident.severity_reviewed"
FINDING_MADE = "incident.finding_made"
CAUSE_NOTED = "incident.cause_noted"
LINKED = "incident_link.made"
UNLINKED = "incident_link.removed"

REPORTERS = "incident_link.reporters"


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = IncidentLink.objects.filter(pk__in=ids)
    return {row.pk: row.get_how_display() or row.get_target_kind_display() for row in rows}


def _reporters(link_id: int, at: datetime) -> QuerySet[Seat]:
    """Those who file for the organisations whose reports it links."""
    link = IncidentLink.objects.get(pk=link_id)
    ends = [link.incident_id] + ([link.target_id] if link.target_kind == KIND and link.target_id else [])
    who = Q(pk__in=filing_seats(ends[0], at).values("pk"))
    for other in ends[1:]:
        who |= Q(pk__in=filing_seats(other, at).values("pk"))
    return Seat.objects.at(at).filter(who)


def register() -> None:
    """Fill the registries with the committee's work on reports."""
    SUBJECTS.register(
        LINK,
        SubjectKind(
            key=LINK,
            label="link of a report",
            address=lambda slug, ref: reverse("incidents:work", args=[slug, ref]),
            visible=lambda viewer: IncidentLink.objects.visible_to(viewer),
            seats=seats_that_may_see_link,
            titles=_titles,
        ),
    )
    AUDIENCES.register(REPORTERS, Audience(REPORTERS, "who reported what is linked", _reporters))
    lab_and_committee = ("incident.reporter", "chair", "clerks")
    declare(
        ActKind(ASSIGNED, "gave the report to somebody", asks="You have this report now.", icon="user"),
        ActKind(HANDED_ON, "handed the report on", asks="Whoever it was handed to has this report now.", icon="users"),
        ActKind(TAKEN_BACK, "took the report back", icon="arrow-back-up"),
        ActKind(SEVERITY_REVIEWED, "said how grave the committee holds it to be", told=lab_and_committee, icon="scale"),
        ActKind(FINDING_MADE, "made a finding", told=lab_and_committee, icon="search"),
        ActKind(CAUSE_NOTED, "wrote the committee's note on the root cause", told=lab_and_committee, icon="file-text"),
        ActKind(LINKED, "linked the report", told=(REPORTERS, "clerks"), icon="link"),
        ActKind(UNLINKED, "took a link away", told=(REPORTERS, "clerks"), icon="unlink"),
    )
