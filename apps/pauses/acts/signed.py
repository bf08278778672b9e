"""What signs the measures that labs' machines read: a key is taken, and everybody learns of it."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.models.seat import not_for_another
from apps.pauses.acts.labs import LAB
from apps.pauses.acts.lifting import CONDITION
from apps.pauses.acts.permits import PERMIT
from apps.pauses.acts.told import EVERY_MEMBER
from apps.pauses.models import KEY_SUBJECT, SUBJECT, MeasuresKey
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

KEY_TAKEN = "measures_key.taken"

CHANGE_MEASURES = frozenset({SUBJECT, LAB, PERMIT, CONDITION})
"""What acts may be about that change what binds a lab."""


def _seats(_key_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(not_for_another())


def register() -> None:
    """Fill the subject and the catalogue."""
    SUBJECTS.register(
        KEY_SUBJECT,
        SubjectKind(
            key=KEY_SUBJECT,
            label="measures key",
            address=lambda slug, _ref: reverse("public-pauses:keys", args=[slug]),
            visible=lambda viewer: MeasuresKey.objects.visible_to(viewer),
            seats=_seats,
            titles=lambda ids: {row.pk: f"Measures key {row}" for row in MeasuresKey.objects.filter(pk__in=ids)},
            confidential=lambda _key_id: False,
        ),
    )
    declare(
        ActKind(
            KEY_TAKEN,
            "signs from now on what binds labs with a new key",
            told=EVERY_MEMBER,
            asks="Compare it with what your operator announced, then pin it on your machines.",
            icon="key",
            founding=True,
        )
    )
