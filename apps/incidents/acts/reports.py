"""What can happen to a report, who is told, which clocks run, what becomes public."""

from collections.abc import Collection, Hashable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from apps.committees.models import ActingChair, Seat
from apps.committees.rules.charter import SECTIONS, Article, Section
from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.rules import CLOCKS, ENDS, ClockRule, End, Repeat, Step
from apps.incidents.models import Incident, IncidentRecipient, filing_seats, seats_that_may_see
from apps.incidents.rules.alert_verbs import ALERT_HOURS
from apps.incidents.rules.urgency import CRITICAL, HIGH, OTHER, acknowledgement_article, is_critical
from apps.kernel.canonical import instant
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare
from apps.record.services import record
from apps.transparency.rules import Published

SUBJECT = "incident"
ACKNOWLEDGEMENT = "incident.acknowledgement"
UPDATE = "incident.update"

FILED = "incident.filed"
ACKNOWLEDGED = "incident.acknowledged"
ASSESSING = "incident.assessing"
CLOSED = "incident.closed"
WITHDRAWN = "incident.withdrawn"
DISCARDED = "incident.discarded"
AMENDED = "incident.amended"
UPDATED = "incident.updated"
REMARKED = "incident.remarked"
EVIDENCE_ADDED = "incident.evidence_added"
PUBLISHED = "incident.published"
IMPORTED = "incident.imported"
UNANSWERED = "incident.unanswered"

ARTICLES = Section(
    "incidents",
    "Incidents",
    (
        Article(
            CRITICAL,
            "4.1a",
            "Acknowledging a critical report",
            "The chair or a clerk acknowledges a report of critical severity within {value} of its filing.",
            "hours",
            {"small": 1, "standard": 1, "treaty": 2},
            least=1,
            most=168,
        ),
        Article(
            HIGH,
            "4.1b",
            "Acknowledging a report of high severity",
            "The chair or a clerk acknowledges a report of high severity within {value} of its filing.",
            "hours",
            {"small": 4, "standard": 4, "treaty": 8},
            least=1,
            most=336,
        ),
        Article(
            OTHER,
            "4.1c",
            "Acknowledging a report",
            "The chair or a clerk acknowledges any other report within {value} of its filing.",
            "hours",
            {"small": 12, "standard": 24, "treaty": 48},
            least=1,
            most=720,
        ),
        Article(
            "incidents.remind_hours",
            "4.2",
            "Reminder",
            "A reminder goes to the chair and the clerks {value} before that time, where there is so much time.",
            "hours",
            {"small": 2, "standard": 4, "treaty": 12},
            least=1,
            most=168,
        ),
        Article(
            "incidents.members_hours",
            "4.3",
            "Escalation",
            "When the time has passed the chair's alternate is told at once, and all members {value} later.",
            "hours",
            {"small": 2, "standard": 4, "treaty": 8},
            least=1,
            most=168,
        ),
        Article(
            "incidents.repeat_hours",
            "4.4",
            "Repetition",
            "After that all of them are told again every {value} until somebody acknowledges.",
            "hours",
            {"small": 6, "standard": 12, "treaty": 24},
            least=1,
            most=168,
        ),
        Article(
            "incidents.update_days",
            "4.5",
            "Updates",
            "While a report is open its organisation updates it every {value}, or corrects it.",
            "days",
            {"small": 14, "standard": 7, "treaty": 7},
            least=1,
            most=90,
        ),
        Article(
            ALERT_HOURS,
            "4.6",
            "Acknowledging an alert",
            "An organisation that gets an alert about an incident acknowledges it within {value}.",
            "hours",
            {"small": 24, "standard": 24, "treaty": 24},
            least=1,
            most=168,
        ),
    ),
)


def _public_form(act: Any) -> Published | None:
    incident = Incident.objects.select_related("organisation").get(pk=act.subject_id)
    return Published(
        kind=SUBJECT,
        ref=incident.ref,
        title=incident.title,
        summary=incident.narrative,
        body={
            "reported by": incident.organisation.name,
            "kind": incident.get_kind_display(),
            "severity": incident.get_severity_display(),
            "state": incident.get_state_display(),
            "outcome": incident.outcome,
        },
    )


def _confidential(incident_id: int) -> bool:
    return Incident.objects.only("tlp").get(pk=incident_id).is_confidential


def _titles(incident_ids: Collection[int]) -> dict[int, str]:
    return dict(Incident.objects.filter(pk__in=incident_ids).values_list("pk", "title"))


def _length(incident_id: int) -> str:
    """The article that gives the time to acknowledge a report: its severity chooses."""
    return acknowledgement_article(Incident.objects.only("severity").get(pk=incident_id).severity)


def _is_critical(incident_id: int) -> bool:
    return is_critical(Incident.objects.only("severity").get(pk=incident_id).severity)


def _alike(incident_ids: Collection[int]) -> dict[int, Hashable]:
    """Reports of one organisation with the same label, recipients and chair, filed or not, have the same readers.

    One that somebody sits for alone has readers of its own.
    """
    named: dict[int, list[int]] = {pk: [] for pk in incident_ids}
    rows = IncidentRecipient.objects.filter(incident__in=incident_ids).order_by("organisation")
    for incident_id, organisation_id in rows.values_list("incident", "organisation"):
        named[incident_id].append(organisation_id)
    acting = ActingChair.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("pk"), ends_at=None)
    incidents = Incident.objects.filter(pk__in=incident_ids).annotate(
        is_filed=Q(filed_at__isnull=False),
        alone=Exists(Seat.objects.filter(matter=OuterRef("ref"))),
        presides=Subquery(acting.values("seat")[:1]),
        instead_of=Subquery(acting.values("instead_of")[:1]),
    )
    rows = incidents.values_list("pk", "alone", "organisation", "tlp", "is_filed", "presides", "instead_of")
    return {pk: (*others, tuple(named[pk]), pk if alone else 0) for pk, alone, *others in rows}


def _organisation_of(incident_id: int) -> int:
    return Incident.objects.values_list("organisation", flat=True).get(pk=incident_id)


def _unanswered(deadline: Deadline, now: datetime) -> None:
    """The end of the ladder: nobody has acknowledged the report, and everyone entitled hears so, observers included."""
    facts = {"deadline": deadline.name, "deadline_id": str(deadline.uid), "due_at": instant(deadline.due_at)}
    record(UNANSWERED, actor=Portal(f"clock “{deadline.name}”"), now=now, subject=deadline.subject, facts=facts)


def register() -> None:
    """Fill the registries with everything that incidents declare."""
    SECTIONS.register(ARTICLES.key, ARTICLES)
    SUBJECTS.register(
        SUBJECT,
        SubjectKind(
            key=SUBJECT,
            label="incident",
            address=lambda slug, ref: reverse("incidents:detail", args=[slug, ref]),
            visible=lambda viewer: Incident.objects.visible_to(viewer),
            seats=seats_that_may_see,
            titles=_titles,
            confidential=_confidential,
            party=lambda incident_id: Incident.objects.filter(pk=incident_id).values("organisation"),
            own=lambda organisation_id: Incident.objects.filter(organisation=organisation_id),
            alike=_alike,
        ),
    )
    AUDIENCES.register("incident.reporter", Audience("incident.reporter", "the reporting organisation", filing_seats))
    AUDIENCES.register(
        "incident.entitled", Audience("incident.entitled", "everyone who may see the report", seats_that_may_see)
    )
    CLOCKS.register(
        ACKNOWLEDGEMENT,
        ClockRule(
            key=ACKNOWLEDGEMENT,
            name="Acknowledge the report",
            owed_by=("chair", "clerks"),
            length=_length,
            unit="hours",
            zone="committee",
            because="The chair or a clerk acknowledges a report within {length} of its filing (charter, article {article}).",
            ladder=(
                Step("-incidents.remind_hours", to=("chair", "clerks"), does="remind"),
                Step(0, to=("chair", "clerks", "chairs_alternate"), does="escalate", pages=_is_critical),
                Step("incidents.members_hours", to=("chair", "clerks", "chairs_alternate", "members"), does="escalate"),
            ),
            repeat=Repeat(
                every="incidents.repeat_hours",
                to=("chair", "clerks", "chairs_alternate", "members"),
                most=60,
                pages=_is_critical,
            ),
            at_end=UNANSWERED,
        ),
    )
    ENDS.register(
        UNANSWERED,
        End(UNANSWERED, "Everyone who may see the report is told that nobody has acknowledged it.", _unanswered),
    )
    _register_update()
    _declare_acts()


def _register_update() -> None:
    """The reporting organisation's own duty, from the filing on, until the report is closed or withdrawn."""
    late = ("owner", "representative", "clerks")
    CLOCKS.register(
        UPDATE,
        ClockRule(
            key=UPDATE,
            name="Update the open report",
            owed_by=(),
            organisation_of=_organisation_of,
            length="incidents.update_days",
            unit="days",
            zone="organisation",
            because="An open report is updated within {length} of its filing and of its last update (charter, article {article}).",
            ladder=(
                Step(-24, to=("owner",), does="remind"),
                Step(0, to=("owner", "representative"), does="escalate"),
                Step(24, to=late, does="escalate"),
            ),
            repeat=Repeat(every=24, to=late, most=14),
        ),
    )


def _declare_acts() -> None:
    declare(
        ActKind(
            FILED,
            "filed the report",
            told=("incident.entitled",),
            starts=(ACKNOWLEDGEMENT, UPDATE),
            asks="The chair or a clerk must acknowledge it.",
            icon="alert-triangle",
            urgent=True,
            pages=lambda act: is_critical(act.facts.get("severity")),
        ),
        ActKind(
            ACKNOWLEDGED,
            "acknowledged the report",
            told=("incident.reporter", "chair", "clerks"),
            meets=(ACKNOWLEDGEMENT,),
            icon="circle-check",
        ),
        ActKind(
            ASSESSING, "took the report under assessment", told=("incident.reporter", "chair", "clerks"), icon="search"
        ),
        ActKind(CLOSED, "closed the report", told=("incident.entitled",), moots=(ACKNOWLEDGEMENT, UPDATE), icon="lock"),
        ActKind(
            WITHDRAWN,
            "withdrew the report",
            told=("incident.entitled",),
            moots=(ACKNOWLEDGEMENT, UPDATE),
            icon="arrow-back-up",
        ),
        ActKind(DISCARDED, "discarded the draft", icon="trash", founding=True),
        ActKind(
            AMENDED,
            "corrected the report",
            told=("incident.entitled",),
            starts=(UPDATE,),
            meets=(UPDATE,),
            icon="pencil",
        ),
        ActKind(
            UPDATED,
            "added an update",
            told=("incident.entitled",),
            starts=(UPDATE,),
            meets=(UPDATE,),
            icon="message",
        ),
        ActKind(REMARKED, "added an update", told=("incident.entitled",), icon="message"),
        ActKind(EVIDENCE_ADDED, "added evidence", told=("incident.entitled",), icon="paperclip"),
        ActKind(PUBLISHED, "published the report", told=("incident.reporter",), publishes=_public_form, icon="world"),
        ActKind(
            UNANSWERED,
            "stopped asking: nobody has acknowledged the report",
            told=("incident.entitled", "independent_members", "observers"),
            asks="The chair or a clerk must still acknowledge it.",
            icon="bell-off",
            urgent=True,
        ),
        ActKind(IMPORTED, "brought the report in from history", icon="file-import", quiet=True, founding=True),
    )
