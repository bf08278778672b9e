"""The clocks that run in one case: one verb may change them all, so they are held together and before the case."""

from apps.deadlines.models import Deadline
from apps.deadlines.rules.together import TOGETHER, Matter, Subjects
from apps.disputes.acts.papers import SERVICE, TO_REPLY
from apps.disputes.models import Service
from apps.disputes.rules.who import SUBJECT


def _parts(subjects: Subjects) -> Subjects:
    cases = set(subjects.get(SUBJECT, ()))
    if services := subjects.get(SERVICE):
        cases |= set(Service.objects.filter(pk__in=services).values_list("paper__case", flat=True))
    if not cases:
        return {}
    inside = Service.objects.filter(paper__case__in=cases).values_list("pk", flat=True)
    return {SUBJECT: cases, SERVICE: set(inside)}


def reply_deadline(service: Service) -> Deadline | None:
    """The latest time to reply that service of a complaint has started."""
    about = Deadline.objects.filter(subject_kind=SERVICE, subject_id=service.pk, clock=TO_REPLY, second_to=None)
    return about.order_by("-pk").first()


def register() -> None:
    """Register what is held together."""
    TOGETHER.register(SUBJECT, Matter(SUBJECT, frozenset({SUBJECT, SERVICE}), _parts))
