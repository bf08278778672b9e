"""The list of cases as one viewer has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from apps.committees.models import narrowed_authorities
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.disputes.acts.papers import SERVICE
from apps.disputes.models import Case, CaseParty, Service
from apps.disputes.rules.who import SUBJECT
from apps.disputes.states import OPEN, Capacity, ServiceState, Stage

ANY, OPEN_ONES, ENDED_ONES = "", "open", "ended"


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the list; where `reads` is false the viewer learns only that there is one."""

    case: Case
    reads: bool
    complainants: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    is_own: bool = False
    unopened: int = 0
    next_due: Deadline | None = None


def cases_for(viewer: Viewer, which: str = ANY) -> list[Listed]:
    """The cases of which the viewer sees at least that they are there, drafts left out, the newest first (six queries)."""
    rows = Case.objects.visible_to(viewer).filter(filed_at__isnull=False)
    if which == OPEN_ONES:
        rows = rows.filter(stage__in=OPEN)
    elif which == ENDED_ONES:
        rows = rows.exclude(stage__in=OPEN)
    return listed(viewer, list(rows.order_by("-created_at", "-pk")))


def listed(viewer: Viewer, cases: Sequence[Case]) -> list[Listed]:
    """These cases, which the viewer sees, with what the list says of each (five queries)."""
    ids = [case.pk for case in cases]
    read = set(Case.objects.read_by(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    sides, own = _sides(ids, viewer)
    waiting = _unopened(ids, viewer)
    due = _next_due(cases)
    return [
        Listed(
            case,
            True,
            tuple(sides.get((case.pk, Capacity.COMPLAINANT), ())),
            tuple(sides.get((case.pk, Capacity.RESPONDENT), ())),
            case.pk in own,
            waiting.get(case.pk, 0),
            due.get(case.pk),
        )
        if case.pk in read
        else Listed(case, False)
        for case in cases
    ]


def _sides(ids: Sequence[int], viewer: Viewer) -> tuple[dict[tuple[int, str], list[str]], set[int]]:
    sides: dict[tuple[int, str], list[str]] = {}
    own: set[int] = set()
    rows = CaseParty.objects.filter(case__in=ids, left_at=None).select_related("organisation").order_by("pk")
    for party in rows:
        sides.setdefault((party.case_id, party.capacity), []).append(party.organisation.name)
        if party.organisation_id == viewer.organisation_id:
            own.add(party.case_id)
    return sides, own


def _unopened(ids: Sequence[int], viewer: Viewer) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = Service.objects.filter(paper__case__in=ids, party__organisation=viewer.organisation_id, party__left_at=None)
    for case_id in rows.exclude(state=ServiceState.OPENED).values_list("paper__case", flat=True):
        found[case_id] = found.get(case_id, 0) + 1
    return found


def _next_due(cases: Sequence[Case]) -> dict[int, Deadline]:
    running = [case.pk for case in cases if case.stage in OPEN]
    served = dict(Service.objects.filter(paper__case__in=running).values_list("pk", "paper__case"))
    about = Q(subject_kind=SUBJECT, subject_id__in=running) | Q(subject_kind=SERVICE, subject_id__in=list(served))
    found: dict[int, Deadline] = {}
    for deadline in Deadline.objects.open().filter(about, second_to=None).order_by("-due_at", "-pk"):
        case_id = deadline.subject_id if deadline.subject_kind == SUBJECT else served[deadline.subject_id]
        found[case_id] = deadline
    return found


def drafts_of(viewer: Viewer) -> list[Case]:
    """The complaints that the viewer's organisation is writing, the newest first."""
    if viewer.is_operator:
        return []
    rows = Case.objects.read_by(viewer).filter(stage=Stage.DRAFT, organisation=viewer.organisation_id)
    return list(rows.order_by("-created_at", "-pk"))


def deadlines_in(case: Case) -> list[Deadline]:
    """Every deadline of the case and of service in it, what is due first on top, what is over below."""
    services = Service.objects.filter(paper__case=case).values_list("pk", flat=True)
    rows = Deadline.objects.filter(second_to=None)
    found = [
        *rows.filter(subject_kind=SUBJECT, subject_id=case.pk),
        *rows.filter(subject_kind=SERVICE, subject_id__in=list(services)),
    ]
    return sorted(found, key=lambda one: (one.closed_at is not None or one.met_at is not None, one.due_at, one.pk))


def is_narrowed(viewer: Viewer) -> bool:
    """Whether the viewer is of an authority whose access covers only what is addressed to it."""
    return viewer.role == Role.OBSERVER and narrowed_authorities().filter(pk=viewer.organisation_id).exists()
