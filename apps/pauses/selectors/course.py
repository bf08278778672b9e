"""What has happened to an order and between it and its labs."""

from collections.abc import Iterable

from django.db.models import Q

from apps.pauses.acts import LAB
from apps.pauses.models import SUBJECT, PauseOrder
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from apps.record.selectors import Entry

MOST = 300


def course_of(order: PauseOrder, binding_ids: Iterable[int]) -> list[Entry]:
    """Its acts and those between it and its labs, newest first, the newest few hundred (one query)."""
    about = Q(subject_kind=SUBJECT, subject_id=order.pk) | Q(subject_kind=LAB, subject_id__in=list(binding_ids))
    acts = Act.objects.filter(about).order_by("-id")[:MOST]
    return [Entry(act, CATALOGUE[act.kind].label, CATALOGUE[act.kind].icon) for act in acts]
