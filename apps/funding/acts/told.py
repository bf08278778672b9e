"""Who is told of what happens to contributions and money, and who sees what it is about."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db.models import Model, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.models.seat import not_for_another
from apps.record.rules import SubjectKind

EVERYBODY = ("everyone",)
EVERY_MEMBER = ("members", "clerks")


def everybody(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    """The seats, at the instant, that read what is open to the whole committee."""
    return Seat.objects.at(at).filter(not_for_another())


def open_subject(
    key: str, label: str, model: type[Model], route: str, titles: Callable[[Collection[int]], Mapping[int, str]]
) -> SubjectKind:
    """A kind of object that every seat of the committee reads, at a page of `funding` that its reference names."""
    return SubjectKind(
        key=key,
        label=label,
        address=lambda slug, ref: reverse(f"funding:{route}", args=[slug, ref]),
        visible=lambda viewer: model.objects.visible_to(viewer),  # type: ignore[attr-defined]
        seats=everybody,
        titles=titles,
        confidential=lambda _subject_id: False,
        alike=lambda ids: dict.fromkeys(ids, key),
    )
