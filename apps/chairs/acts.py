"""What can happen to the chair, and who is told."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from apps.chairs.models import Rotation
from apps.chairs.rules.charter import SECTION
from apps.committees.models import Seat
from apps.committees.rules.charter import SECTIONS
from apps.committees.rules.viewer import Viewer
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare
from apps.transparency.rules import Published

SUBJECT = "rotation"

APPOINTED = "chair.appointed"
STARTED = "chair.rotation_started"
VALUE_NAMED = "chair.value_named"
DRAWN = "chair.lot_drawn"
CYCLE_BEGUN = "chair.cycle_begun"
HANDED_OVER = "chair.handed_over"
INTERIM = "chair.interim"
HOLDER_CHANGED = "chair.holder_changed"
PREPARING = "chair.handover_near"
JOINED = "chair.place_joined"
LEFT = "chair.place_left"
SWAP_ASKED = "chair.swap_asked"
SWAP_AGREED = "chair.swap_agreed"
SWAP_DECLINED = "chair.swap_declined"
SWAP_WITHDRAWN = "chair.swap_withdrawn"
ABSENT = "chair.absent"
BACK = "chair.back"
ACTING = "chair.acting"
ACTING_OVER = "chair.acting_over"
EXCLUDED = "chair.excluded"
LIFTED = "chair.exclusion_lifted"
GIVEN = "chair.matter_given"
TAKEN = "chair.matter_taken"


def _everyone(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at)


def _titles(ids: Collection[int]) -> dict[int, str]:
    return dict.fromkeys(Rotation.objects.filter(pk__in=ids).values_list("pk", flat=True), "The chair")


def _rotations(_viewer: Viewer) -> QuerySet[Rotation]:
    return Rotation.objects.all()


def _new_chair(act: Any) -> Published:
    facts = act.facts
    return Published(
        kind=SUBJECT,
        ref=str(facts["term"]),
        title=f"{facts['name']} holds the chair",
        summary="The chair passed on by the committee's rotation.",
        body={"from": facts["starts_at"], "until": facts["ends_at"], "before": facts.get("before", "")},
    )


def _drawn(act: Any) -> Published:
    facts = act.facts
    return Published(
        kind=SUBJECT,
        ref=f"draw-{facts['cycle']}",
        title="The order of the chair was drawn by lot",
        summary="Anybody can draw it again from the public value and the closed list.",
        body={"public value": facts["source"], "value": facts["seed"], "order": list(facts["order"])},
    )


def register() -> None:
    """Fill the charter, the subjects and the catalogue."""
    SECTIONS.register(SECTION.key, SECTION)
    subject = SubjectKind(
        SUBJECT,
        "chair",
        lambda slug, _ref: f"/c/{slug}/chair/",
        _rotations,
        _everyone,
        _titles,
        lambda _subject_id: False,
    )
    SUBJECTS.register(subject.key, subject)
    told = ("everyone",)
    members = ("members", "clerks")
    declare(
        ActKind(APPOINTED, "recorded a new chair", told=told, icon="gavel", urgent=True),
        ActKind(STARTED, "started the rotation of the chair", told=told, icon="rotate-clockwise"),
        ActKind(VALUE_NAMED, "named the public value for the lot", told=members, icon="dice"),
        ActKind(DRAWN, "drew the order of the chair by lot", told=told, publishes=_drawn, icon="dice"),
        ActKind(CYCLE_BEGUN, "closed the list of the next cycle of the chair", told=members, icon="rotate-clockwise"),
        ActKind(HANDED_OVER, "handed over the chair", told=told, publishes=_new_chair, icon="gavel", urgent=True),
        ActKind(
            INTERIM,
            "gave the chair to the clerk ad interim, for nobody may preside",
            told=told,
            publishes=_new_chair,
            icon="gavel",
            urgent=True,
        ),
        ActKind(HOLDER_CHANGED, "noted who now sits in the chair for the organisation", told=told, icon="user-check"),
        ActKind(PREPARING, "said that the chair's term ends soon", asks="Prepare the hand-over.", icon="clock"),
        ActKind(JOINED, "gave a newcomer the last place in the cycle", told=members, icon="user-plus"),
        ActKind(LEFT, "took a place out of the cycle; the later ones move forward", told=members, icon="user-minus"),
        ActKind(
            SWAP_ASKED,
            "asked to swap places in the rotation",
            asks="Agree to swap places, or decline.",
            icon="arrows-exchange",
        ),
        ActKind(SWAP_AGREED, "agreed to swap places in the rotation", told=told, icon="arrows-exchange"),
        ActKind(SWAP_DECLINED, "declined to swap places", icon="x"),
        ActKind(SWAP_WITHDRAWN, "no longer asks to swap places", icon="x"),
        ActKind(ABSENT, "noted that the chair is away; the next in order presides", told=told, icon="user-off"),
        ActKind(BACK, "noted that the chair is back", told=told, icon="user-check"),
        ActKind(
            ACTING,
            "noted that the next in order presides here",
            told=("chair", "clerks"),
            icon="gavel",
        ),
        ActKind(ACTING_OVER, "noted that the acting chair is no longer needed here", told=("clerks",), icon="gavel"),
        ActKind(EXCLUDED, "kept a member from the chair for a year", told=members, icon="user-x"),
        ActKind(LIFTED, "lifted a member's exclusion from the chair", told=members, icon="user-check"),
        ActKind(GIVEN, "handed over an open matter", icon="checkbox", quiet=True),
        ActKind(TAKEN, "took over an open matter", icon="checkbox", quiet=True),
    )
