"""Cases as a viewer may have them, and as the rules need them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal
from apps.committees.selectors import presiding
from apps.committees.states import OrganisationKind
from apps.deadlines.selectors.holding import hold_clocks
from apps.disputes.models import Case, CaseParty, Place
from apps.disputes.rules.who import SUBJECT
from apps.disputes.states import Capacity


@dataclass(frozen=True, slots=True)
class Known:
    """A case in plain values (rules.who.Case): its stage, who takes part and who sits on its panels."""

    pk: int
    ref: str
    stage: str
    drafted_by: int
    parties: Mapping[int, Capacity] = field(default_factory=dict)
    panel_seats: Mapping[int, frozenset[int]] = field(default_factory=dict)
    presiding_seats: frozenset[int] = frozenset()
    is_suspended: bool = False
    clerks_take_part: bool = False


def known(case: Case) -> Known:
    """The case as the rules need it (two queries)."""
    names = ("organisation", "capacity", "organisation__kind")
    parties = list(CaseParty.objects.filter(case=case, left_at=None).values_list(*names))
    sitting: dict[int, set[int]] = defaultdict(set)
    presiding: set[int] = set()
    places = Place.objects.filter(panel__case=case, ends_at=None).values_list("seat", "panel__number", "presides")
    for seat, number, presides in places:
        sitting[seat].add(number)
        if presides:
            presiding.add(seat)
    return Known(
        pk=case.pk,
        ref=case.ref,
        stage=case.stage,
        drafted_by=case.organisation_id,
        parties={organisation: Capacity(capacity) for organisation, capacity, _kind in parties},
        panel_seats={seat: frozenset(numbers) for seat, numbers in sitting.items()},
        presiding_seats=frozenset(presiding),
        clerks_take_part=any(kind == OrganisationKind.SECRETARIAT for _organisation, _capacity, kind in parties),
    )


def case_for(actor: Actor, ref: str, *, lock: bool = False) -> Case:
    """The case with this reference, where the actor reads something of it; Http404 alike for absent and hidden ones.

    `lock` holds its clocks and then the case for a change: every verb does, so that what happens in a case happens in turn.
    """
    rows = Case.objects.all() if isinstance(actor, Portal) else Case.objects.read_by(actor)
    rows = rows.filter(ref=ref)
    if lock:
        hold_clocks({SUBJECT: list(rows.values_list("pk", flat=True))})
    case = (rows.select_for_update(of=("self",)) if lock else rows.select_related("organisation")).first()
    if case is None:
        raise Http404(ref)
    return case


def clerks_order(case: Case, of: Known, at: datetime) -> bool:
    """Whether the clerks order what whoever presides orders before there is a panel: nobody without a stake presides."""
    head = presiding(at, SUBJECT, case.pk).seat
    return head is None or head.organisation_id in of.parties
