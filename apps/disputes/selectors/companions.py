"""Cases that are heard together with one, or could be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.disputes.models import Case, CaseParty, Companion, Sealing
from apps.disputes.rules import companions as rules
from apps.disputes.rules.parties import JOINABLE, Involved, Why
from apps.disputes.rules.parties import offer as offer_of
from apps.disputes.rules.who import capacity_of
from apps.disputes.selectors.cases import Known, case_for, clerks_order, known
from apps.disputes.states import Capacity, JoinderState, Seal, SealState, Stage
from apps.kernel.decisions import Decision


def joined_with(case: Case) -> list[Case]:
    """The cases that are heard together with it, in the order of their filing."""
    rows = Companion.objects.filter(Q(case=case) | Q(other=case), state=JoinderState.JOINED)
    ids = {pk for pair in rows.values_list("case", "other") for pk in pair} - {case.pk}
    return list(Case.objects.filter(pk__in=ids).order_by("filed_at", "pk")) if ids else []


def involved(cases: Sequence[Case]) -> dict[int, Involved]:
    """These cases as joinder needs them, by id (one query)."""
    parties: dict[int, dict[int, Capacity]] = {case.pk: {} for case in cases}
    rows = CaseParty.objects.filter(case__in=parties, left_at=None)
    for pk, organisation, capacity in rows.values_list("case", "organisation", "capacity"):
        parties[pk][organisation] = Capacity(capacity)
    return {case.pk: Involved(Stage(case.stage), parties[case.pk], frozenset(case.about)) for case in cases}


def offers_for(case: Case) -> list[tuple[Case, Why]]:
    """The open cases with which this one could be heard; never where one of them is sealed, which would be told by it."""
    sides = CaseParty.objects.filter(case=case, left_at=None).values("organisation")
    sealed = Sealing.objects.filter(seal=Seal.CASE).exclude(state=SealState.LIFTED).values("case")
    about = Case.objects.filter(parties__organisation__in=sides, stage__in=JOINABLE).exclude(pk__in=sealed)
    found = list(about.exclude(pk=case.pk).order_by("filed_at", "pk").distinct())
    if not found or Case.objects.filter(pk=case.pk, pk__in=sealed).exists():
        return []
    plain = involved([case, *found])
    named = [(other, offer_of(plain[case.pk], plain[other.pk])) for other in found]
    return [(other, why) for other, why in named if why is not None]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another case, as one viewer has it: why the two belong together, where that stands, what the viewer can do.

    A panel, which decides, reads its own case alone: of the other it learns what it is called.
    """

    pair: Companion
    other: Case
    reads: bool
    is_joined: bool
    is_asked: bool
    may_ask: bool
    may_decide: bool


def beside(viewer: Viewer, case: Case, of: Known, now: datetime) -> list[Beside]:
    """The cases beside this one that the viewer reads, or decides on, and that can still be put together with it or are."""
    pairs = Companion.objects.filter(Q(case=case) | Q(other=case)).exclude(state=JoinderState.REFUSED)
    rows = list(pairs.select_related("case", "other", "organisation").order_by("pk"))
    if not rows:
        return []
    others = [_other(pair, case) for pair in rows]
    read = set(Case.objects.read_by(viewer).filter(pk__in=[one.pk for one in others]).values_list("pk", flat=True))
    judges = capacity_of(viewer, of) == Capacity.PANEL
    found = [
        _beside(viewer, case, of, pair, other, now, reads=other.pk in read)
        for pair, other in zip(rows, others, strict=True)
        if judges or other.pk in read
    ]
    return [one for one in found if one is not None]


def _other(pair: Companion, case: Case) -> Case:
    return pair.other if pair.case_id == case.pk else pair.case


def _beside(viewer: Viewer, case: Case, of: Known, pair: Companion, other: Case, now: datetime, *, reads: bool) -> Beside | None:  # fmt: skip
    if pair.state == JoinderState.JOINED:
        return Beside(pair, other, reads, True, False, False, False)
    its = known(other)
    first, second = (of, its) if pair.case_id == case.pk else (its, of)
    if not rules.still_open(first, second):
        return None
    asked = pair.state == JoinderState.ASKED
    asks = bool(rules.may_ask_for(viewer, first, second, state=pair.state))
    return Beside(pair, other, reads, False, asked, asks, asked and bool(_decision(viewer, pair, first, second, now)))


def pair_for(viewer: Viewer, case: Case, uid: UUID) -> Companion:
    """The pair of which this case is one, where the viewer reads the other, too, or sits on this case's panel; Http404 else."""
    pairs = Companion.objects.filter(Q(case=case) | Q(other=case), uid=uid).select_related("case", "other")
    found = pairs.first()
    if found is None:
        raise Http404(str(uid))
    if capacity_of(viewer, known(case)) != Capacity.PANEL:
        case_for(viewer, _other(found, case).ref)
    return found


def decision_on(viewer: Viewer, pair: Companion, now: datetime) -> Decision:
    """Whether the viewer decides on it."""
    return _decision(viewer, pair, known(pair.case), known(pair.other), now)


def _decision(viewer: Viewer, pair: Companion, first: Known, second: Known, now: datetime) -> Decision:
    where = rules.deciding(first, second)
    clerks_do = clerks_order(pair.case if where is first else pair.other, where, now)
    return rules.may_put_together(viewer, first, second, state=pair.state, clerks_do=clerks_do)
