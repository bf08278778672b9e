"""The remedies of a case: what was asked for, what is in force, and the ladder as its page draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from apps.committees.models import Organisation
from apps.disputes.acts.times import pace_of
from apps.disputes.models import Case, CaseParty, Remedy
from apps.disputes.rules.charter import IN_ORDER, REMEDIES
from apps.disputes.rules.remedies import headline, rungs
from apps.disputes.selectors.papers import Line
from apps.disputes.states import REMEDY_LABELS, REMEDY_STATE_LABELS, Capacity, RemedyKind, RemedyState, Stage
from apps.funding.selectors.contributing import currency_of_the_committee

OPEN_STATES = (RemedyState.ASKED, RemedyState.IN_FORCE)


def goes_in_order(case: Case) -> bool:
    """Whether the charter under which the case runs has the milder remedy first."""
    return pace_of(case).charter[REMEDIES] == IN_ORDER


def remedy_for(case: Case, uid: UUID) -> Remedy:
    """The remedy of this case; Http404 where there is none."""
    row = Remedy.objects.filter(case=case, uid=uid).select_related("against", "asked_by", "request").first()
    if row is None:
        raise Http404(str(uid))
    row.case = case
    return row


def failed_in(case: Case) -> list[str]:
    """The kinds of remedies that did not help."""
    return list(Remedy.objects.filter(case=case, state=RemedyState.FAILED).values_list("kind", flat=True))


def is_open(case: Case) -> bool:
    """Whether a remedy is asked for or in force."""
    return Remedy.objects.filter(case=case, state__in=OPEN_STATES).exists()


def waiting_suspension(case: Case) -> Remedy | None:
    """The suspension of rights that was ordered and has not yet taken effect."""
    rows = Remedy.objects.filter(case=case, kind=RemedyKind.SUSPENSION, state=RemedyState.IN_FORCE, taken_at=None)
    return rows.select_related("against").first()


def respondent_of(case: Case) -> Organisation:
    """Against whom a remedy goes: the member complained about, or whoever joined beside it where that has left."""
    rows = CaseParty.objects.filter(case=case, capacity=Capacity.RESPONDENT, left_at=None)
    return rows.select_related("organisation").order_by("pk")[0].organisation


@dataclass(frozen=True, slots=True)
class Rung:
    """One kind of remedy on the ladder: what was asked and ordered of it, and whether it may be asked for now."""

    kind: RemedyKind
    label: str
    is_open: bool
    rows: tuple["Shown", ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A remedy as the page shows it, with the names of its papers where the viewer may open them."""

    row: Remedy
    state: str
    says: str
    request: str
    order: str
    outcome: str


def ladder_of(case: Case, docket: Sequence[Line], *, reads: bool) -> list[Rung]:
    """The ladder for whoever reads the requests for remedies; none before the case is there (four queries).

    Who takes part (`reads`) sees it before there is a request.
    """
    read = {line.paper.pk: line.name for line in docket if not line.is_marker}
    rows = Remedy.objects.filter(case=case, request__in=read).select_related("against").order_by("pk")
    found = list(rows)
    if not found and (case.stage != Stage.REMEDIES or not reads):
        return []
    currency = currency_of_the_committee()
    shown = [(row, _shown(row, read, currency)) for row in found]
    failed = [row.kind for row in found if row.state == RemedyState.FAILED]
    waits = any(row.state in OPEN_STATES for row in found)
    following = [] if waits or case.stage != Stage.REMEDIES else rungs(failed, goes_in_order(case))
    return [
        Rung(kind, REMEDY_LABELS[kind], kind in following, tuple(one for row, one in shown if row.kind == kind))
        for kind in RemedyKind
    ]


def _shown(row: Remedy, read: dict[int, str], currency: str) -> Shown:
    return Shown(
        row,
        REMEDY_STATE_LABELS[RemedyState(row.state)],
        headline(RemedyKind(row.kind), row.terms, currency, row.against.name),
        read.get(row.request_id, ""),
        read.get(row.order_id or 0, ""),
        read.get(row.outcome_id or 0, ""),
    )
