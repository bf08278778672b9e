"""The clocks that run in one case: one verb may change them all, so they are held together and before the case."""

from apps.deadlines.models import Deadline
from apps.deadlines.rules.together import TOGETHER, Matter, Subjects
from apps.deadlines.states import State
from apps.disputes.acts.clocks import TO_REPLY
from apps.disputes.acts.papers import SERVICE
from apps.disputes.models import Case, Service
from apps.disputes.rules.who import SUBJECT
from apps.disputes.states import DocumentKind


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


def deadline_of(case: Case, clock: str) -> Deadline | None:
    """The latest deadline that a clock has laid upon the case, whether it still runs or not."""
    about = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=case.pk, clock=clock, second_to=None)
    return about.order_by("-pk").first()


def is_silent(case: Case) -> bool:
    """Whether the record says that the respondent did not answer the complaint in time (two queries)."""
    served = Service.objects.filter(paper__case=case, paper__kind=DocumentKind.COMPLAINT)
    about = Deadline.objects.filter(subject_kind=SERVICE, subject_id__in=served.values("pk"), clock=TO_REPLY)
    last = about.filter(second_to=None).order_by("-pk").first()
    return last is not None and last.state == State.LAPSED


def register() -> None:
    """Register what is held together."""
    TOGETHER.register(SUBJECT, Matter(SUBJECT, frozenset({SUBJECT, SERVICE}), _parts))
