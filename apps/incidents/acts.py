"""What can happen to a report, who is told, which clocks run, what becomes public."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from apps.committees.rules.charter import SECTIONS, Article, Section
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.incidents.models import Incident, filing_seats, seats_that_may_see
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare
from apps.transparency.rules import Published

SUBJECT = "incident"
ACKNOWLEDGEMENT = "incident.acknowledgement"

FILED = "incident.filed"
ACKNOWLEDGED = "incident.acknowledged"
ASSESSING = "incident.assessing"
CLOSED = "incident.closed"
WITHDRAWN = "incident.withdrawn"
DISCARDED = "incident.discarded"
AMENDED = "incident.amended"
UPDATED = "incident.updated"
EVIDENCE_ADDED = "incident.evidence_added"
PUBLISHED = "incident.published"
IMPORTED = "incident.imported"

ARTICLES = Section(
    "incidents",
    "Incidents",
    (
        Article(
            "incidents.acknowledge_hours",
            "4.1",
            "Acknowledging a report",
            "The chair or a clerk acknowledges a report within {value} of its filing.",
            "hours",
            {"small": 12, "standard": 24, "treaty": 48},
            least=1,
            most=720,
        ),
        Article(
            "incidents.remind_hours",
            "4.2",
            "Reminder",
            "A reminder goes to the chair and the clerks {value} before that time.",
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
            length="incidents.acknowledge_hours",
            unit="hours",
            zone="committee",
            because="The chair or a clerk acknowledges a report within {length} of its filing (charter, article 4.1).",
            ladder=(
                Step("-incidents.remind_hours", to=("chair", "clerks"), does="remind"),
                Step(0, to=("chair", "clerks", "chairs_alternate"), does="escalate"),
                Step("incidents.members_hours", to=("chair", "clerks", "chairs_alternate", "members"), does="escalate"),
            ),
            repeat=Repeat(
                every="incidents.repeat_hours", to=("chair", "clerks", "chairs_alternate", "members"), most=60
            ),
        ),
    )
    _declare_acts()


def _declare_acts() -> None:
    declare(
        ActKind(
            FILED,
            "filed the report",
            told=("incident.entitled",),
            starts=(ACKNOWLEDGEMENT,),
            asks="The chair or a clerk must acknowledge it.",
            icon="alert-triangle",
            urgent=True,
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
        ActKind(CLOSED, "closed the report", told=("incident.entitled",), meets=(ACKNOWLEDGEMENT,), icon="lock"),
        ActKind(
            WITHDRAWN,
            "withdrew the report",
            told=("incident.entitled",),
            meets=(ACKNOWLEDGEMENT,),
            icon="arrow-back-up",
        ),
        ActKind(DISCARDED, "discarded the draft", icon="trash"),
        ActKind(AMENDED, "corrected the report", told=("incident.entitled",), icon="pencil"),
        ActKind(UPDATED, "added an update", told=("incident.entitled",), icon="message"),
        ActKind(EVIDENCE_ADDED, "added evidence", told=("incident.entitled",), icon="paperclip"),
        ActKind(PUBLISHED, "published the report", told=("incident.reporter",), publishes=_public_form, icon="world"),
        ActKind(IMPORTED, "brought the report in from history", icon="file-import", quiet=True),
    )
