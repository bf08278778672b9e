"""What can happen to a membership, to an application, to ties and to jurisdictions, and who is told."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from apps.committees.models import Application, Jurisdiction, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.deadlines.rules.clocks import CLOCKS, ClockRule, Step
from apps.membership.acts_of_access import CLOCK as ACCESS
from apps.membership.rules.charter import NOTICE_DAYS
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare
from apps.transparency.rules import Published, Redacted

SUBJECT = "organisation"

ADMITTED = "organisation.admitted"
SUSPENDED = "organisation.suspended"
REINSTATED = "organisation.reinstated"
NOTICE_GIVEN = "organisation.notice_given"
NOTICE_TAKEN_BACK = "organisation.notice_taken_back"
LEFT = "organisation.left"
EXPELLED = "organisation.expelled"
ADMITTED_AGAIN = "organisation.admitted_again"
COMPUTE_DECLARED = "organisation.compute_declared"
TIE_DECLARED = "organisation.tie_declared"
TIE_ENDED = "organisation.tie_ended"
RECOGNISED = "jurisdiction.recognised"
RECOGNITION_ENDED = "jurisdiction.recognition_ended"
APPLIED = "application.received"
PAPER_ADDED = "application.paper_added"
WITHDRAWN = "application.withdrawn"
ACCEPTED = "application.admitted"
REFUSED = "application.refused"

OF_STEP = {"suspend": SUSPENDED, "reinstate": REINSTATED, "expel": EXPELLED, "admit_again": ADMITTED_AGAIN}
CHANGES = (ADMITTED, SUSPENDED, REINSTATED, LEFT, EXPELLED, ADMITTED_AGAIN)
"""The acts by which an organisation comes to be in or out, or its standing changes."""

NOTICE = "membership.notice"
EVERYONE = ("everyone",)

HAPPENED = {
    ADMITTED: "was admitted to the committee",
    SUSPENDED: "was suspended",
    REINSTATED: "was reinstated",
    NOTICE_GIVEN: "has given notice to leave",
    NOTICE_TAKEN_BACK: "has taken back its notice to leave",
    LEFT: "has left the committee",
    EXPELLED: "was expelled from the committee",
    ADMITTED_AGAIN: "was admitted to the committee again",
}


def _public_form(act: Any) -> Published:
    """What the public reads of a membership: what changed, since when, by which decision; the reason is for members."""
    facts = act.facts
    name, happened = facts["name"], HAPPENED[act.kind]
    return Published(
        kind="organisation",
        ref=f"member-{act.subject_ref}",
        title=f"{name}: membership",
        summary=f"{name} {happened}.",
        body={
            "organisation": name,
            "since": act.at,
            "leaves at": facts.get("leaves_at", ""),
            "decision": facts.get("decision", ""),
            "reason": Redacted("for the committee's members"),
        },
    )


def _clerks(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(role=Role.CLERK)


def _everyone(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at)


def _for_clerks(viewer: Viewer) -> QuerySet[Application]:
    rows = Application.objects.all()
    return rows if viewer.is_clerk or viewer.is_operator else rows.none()


def _titles(pks: Collection[int]) -> dict[int, str]:
    return dict(Jurisdiction.objects.filter(pk__in=pks).values_list("pk", "name"))


def _applicants(pks: Collection[int]) -> dict[int, str]:
    return dict(Application.objects.filter(pk__in=pks).values_list("pk", "name"))


def register() -> None:
    """Fill the catalogue, the subjects and the clocks."""
    for subject in (
        SubjectKind(
            "application",
            "application",
            lambda slug, ref: f"/c/{slug}/applications/{ref}/",
            _for_clerks,
            _clerks,
            _applicants,
        ),
        SubjectKind(
            "jurisdiction",
            "jurisdiction",
            lambda slug, _ref: f"/c/{slug}/jurisdictions/",
            lambda _viewer: Jurisdiction.objects.all(),
            _everyone,
            _titles,
            lambda _subject_id: False,
        ),
    ):
        SUBJECTS.register(subject.key, subject)
    CLOCKS.register(
        NOTICE,
        ClockRule(
            key=NOTICE,
            name="Leave at the end of the notice",
            owed_by=("clerks",),
            length=NOTICE_DAYS,
            unit="days",
            because="A member leaves when its notice of {length} has run (charter, article {article}).",
            ladder=(Step(-7 * 24, to=("members", "clerks"), does="remind"),),
            at_end=LEFT,
            end_after_hours=0,
        ),
    )
    _declare_memberships()
    _declare_papers()


def _declare_memberships() -> None:
    declare(
        ActKind(
            ADMITTED, "admitted the organisation", EVERYONE, publishes=_public_form, icon="building", founding=True
        ),
        ActKind(
            SUSPENDED, "suspended the organisation", EVERYONE, publishes=_public_form, icon="player-pause", urgent=True
        ),
        ActKind(REINSTATED, "reinstated the organisation", EVERYONE, publishes=_public_form, icon="player-play"),
        ActKind(
            NOTICE_GIVEN,
            "gave notice that the organisation leaves",
            EVERYONE,
            starts=(NOTICE,),
            publishes=_public_form,
            asks="Settle what is open with this member before it leaves.",
            icon="door-exit",
        ),
        ActKind(
            NOTICE_TAKEN_BACK,
            "took back the notice to leave",
            EVERYONE,
            moots=(NOTICE,),
            publishes=_public_form,
            icon="arrow-back-up",
        ),
        ActKind(
            LEFT,
            "noted that the organisation has left",
            EVERYONE,
            meets=(NOTICE,),
            moots=(ACCESS,),
            publishes=_public_form,
            icon="door",
            urgent=True,
        ),
        ActKind(
            EXPELLED,
            "expelled the organisation",
            EVERYONE,
            moots=(NOTICE, ACCESS),
            publishes=_public_form,
            icon="user-x",
            urgent=True,
        ),
        ActKind(ADMITTED_AGAIN, "admitted the organisation again", EVERYONE, publishes=_public_form, icon="building"),
    )


def _declare_papers() -> None:
    members = ("members", "clerks")
    declare(
        ActKind(COMPUTE_DECLARED, "declared the organisation's tier", members, icon="cpu", founding=True),
        ActKind(TIE_DECLARED, "declared a tie of the organisation", EVERYONE, icon="link", founding=True),
        ActKind(TIE_ENDED, "ended a tie of the organisation", EVERYONE, icon="unlink", founding=True),
        ActKind(
            RECOGNISED,
            "recorded which government recognises the framework",
            EVERYONE,
            icon="world-check",
            founding=True,
        ),
        ActKind(
            RECOGNITION_ENDED, "recorded the end of a government's recognition", EVERYONE, icon="world-x", founding=True
        ),
        ActKind(
            APPLIED,
            "received an application",
            ("clerks",),
            asks="Put it to the committee, and record its decision.",
            icon="file-plus",
            founding=True,
        ),
        ActKind(PAPER_ADDED, "received a paper for the application", ("clerks",), icon="paperclip", founding=True),
        ActKind(WITHDRAWN, "noted that the applicant withdrew", ("clerks",), icon="arrow-back-up", founding=True),
        ActKind(ACCEPTED, "recorded the admission of the applicant", ("clerks",), icon="circle-check"),
        ActKind(REFUSED, "recorded the refusal of the application", ("clerks",), icon="circle-x"),
    )
