"""What has happened to an order, between it and its labs, and to its conditions."""

from collections.abc import Iterable

from django.db.models import Q

from apps.pauses.acts import LAB
from apps.pauses.acts.lifting import CONDITION
from apps.pauses.models import SUBJECT, PauseOrder
from apps.record.models import Act
from apps.record.rules import CATALOGUE
from apps.record.selectors import Entry

MOST = 300


def course_of(order: PauseOrder, binding_ids: Iterable[int]) -> list[Entry]:
    """Its acts and those of its labs and conditions, newest first, the newest few hundred (one query).

    Whoever sees the order sees all of these; permits and cases have pages of their own.
    """
    about = Q(subject_kind=SUBJECT, subject_id=order.pk) | Q(subject_kind=LAB, subject_id__in=list(binding_ids))
    about |= Q(subject_kind=CONDITION, subject_id__in=order.conditions.values("pk"))
    acts = Act.objects.filter(about).order_by("-id")[:MOST]
    return [Entry(act, CATALOGUE[act.kind].label, CATALOGUE[act.kind].icon) for act in acts]
