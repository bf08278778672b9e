"""How each lab stands with its arrears: what is overdue, by what it is measured, what keeps its vote or gives it back."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.http import Http404

from apps.committees.models import Committee, Organisation
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_values, members_at
from apps.committees.states import OrganisationKind
from apps.funding.models import Assessment, Instalment, Period, ProofOfPayment, Waiver
from apps.funding.models.rights import OPEN_ARREARS, ArrearsCase
from apps.funding.rules.arrears import Arrears, arrears, reached_on
from apps.funding.rules.charter import ARREARS_PERIODS
from apps.funding.rules.rights import because, restored_by
from apps.funding.rules.settling import Owed, overdue
from apps.funding.selectors.contributing import ALWAYS
from apps.funding.selectors.owing import open_instalments, owing
from apps.funding.states import Arrear, Proof, Why
from apps.kernel.tenancy.context import active_committee


@dataclass(frozen=True, slots=True)
class Right:
    """A lab's arrears at an instant, and what bears on its vote; amounts of money in `currency`.

    `measured_by` are the preceding periods' contributions, the newest first; `since` is the first day on which what is
    open today came to the measure. `proofs` counts those shown since the notice.
    """

    organisation: Organisation
    is_member: bool
    currency: str
    arrears: Arrears
    measured_by: tuple[tuple[str, Decimal], ...]
    open: Decimal
    since: date | None
    case: ArrearsCase | None
    proof: ProofOfPayment | None
    proofs: int
    waiver: Waiver | None

    @property
    def state(self) -> str | None:
        """Where its open arrears stand; None where there are none."""
        return self.case.state if self.case else None

    @property
    def has_lost(self) -> bool:
        """Whether it has no vote for its arrears."""
        return self.state == Arrear.LOST

    @property
    def because(self) -> str:
        """Why, in a sentence."""
        return because(self.arrears, self.measured_by, self.currency)

    @property
    def restored_by(self) -> str:
        """What gives the vote back, in a sentence."""
        return restored_by(self.arrears, self.currency)


def zone_here() -> str:
    """The active committee's zone."""
    zone: str = Committee.objects.values_list("zone", flat=True).get(pk=active_committee() or 0)
    return zone


def rights(now: datetime, organisations: Collection[int] | None = None) -> list[Right]:
    """Every lab that is a member or owes something, or those of these, by name (ten queries).

    What is booked for a day to come counts as paid.
    """
    today = now.astimezone(ZoneInfo(zone_here())).date()
    labs = Organisation.objects.filter(kind=OrganisationKind.LAB).order_by("name", "pk")
    if organisations is not None:
        labs = labs.filter(pk__in=organisations)
    rows = list(labs)
    ids = [row.pk for row in rows]
    members = set(members_at(now).filter(pk__in=ids).values_list("pk", flat=True))
    currency = Period.objects.order_by("first").values_list("currency", flat=True).first() or ""
    owed, preceding, periods = owing(ALWAYS, ids), _preceding(today, ids), charter_values(now)(ARREARS_PERIODS)
    cases = {row.organisation_id: row for row in _cases(ids)}
    proofs: dict[int, list[ProofOfPayment]] = defaultdict(list)
    for proof in ProofOfPayment.objects.filter(organisation__in=ids).order_by("pk"):
        proofs[proof.organisation_id].append(proof)
    waivers = {row.organisation_id: row for row in _waivers(ids, now)}
    found = []
    for row in rows:
        pk = row.pk
        if pk not in members and pk not in owed and pk not in cases:
            continue
        case = cases.get(pk)
        found.append(
            _right(
                row,
                is_member=pk in members,
                currency=currency,
                owed=owed.get(pk, []),
                preceding=preceding.get(pk, [])[:periods],
                today=today,
                periods=periods,
                case=case,
                shown=[one for one in proofs[pk] if case and one.at >= case.noticed_at],
                waiver=waivers.get(pk),
            )
        )
    return found


def _right(
    row: Organisation,
    *,
    is_member: bool,
    currency: str,
    owed: list[Owed],
    preceding: list[tuple[str, Decimal]],
    today: date,
    periods: int,
    case: ArrearsCase | None,
    shown: list[ProofOfPayment],
    waiver: Waiver | None,
) -> Right:
    judged = arrears(overdue(owed, today), [amount for _name, amount in preceding], periods=periods)
    return Right(
        organisation=row,
        is_member=is_member,
        currency=currency,
        arrears=judged,
        measured_by=tuple(preceding),
        open=sum((one.amount for one in owed), Decimal()),
        since=reached_on(owed, judged.measure, today),
        case=case,
        proof=next((one for one in shown if one.state == Proof.OPEN), None),
        proofs=len(shown),
        waiver=waiver,
    )


def _cases(ids: Collection[int]) -> list[ArrearsCase]:
    return list(ArrearsCase.objects.filter(organisation__in=ids, state__in=OPEN_ARREARS))


def _waivers(ids: Collection[int], now: datetime) -> list[Waiver]:
    return list(Waiver.objects.filter(organisation__in=ids, starts_at__lte=now, ends_at__gt=now).order_by("ends_at"))


def _preceding(today: date, ids: Collection[int]) -> dict[int, list[tuple[str, Decimal]]]:
    """What each was assessed, as adjusted, for every full period before today, the newest first (one query).

    A period in which it was assessed no contribution is none for it, and one that was given back wholly neither.
    """
    rows = (
        Assessment.objects.filter(
            organisation__in=ids, period__last__lt=today, why__in=[Why.CONTRIBUTION, Why.ADJUSTMENT]
        )
        .values_list("organisation", "period__name", "period__first")
        .annotate(sum=Sum("amount"))
        .order_by("-period__first")
    )
    found: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for organisation, name, _first, amount in rows:
        if amount > 0:
            found[organisation].append((name, amount))
    return found


def owed_by(organisation: int) -> list[Instalment]:
    """What a lab has still to pay, the oldest first, for its page."""
    return list(open_instalments(ALWAYS).filter(assessment__organisation=organisation))


def right_of(organisation: int, now: datetime) -> Right | None:
    """One lab's; None where it is no lab that is a member or owes something."""
    return next(iter(rights(now, [organisation])), None)


def proofs_for(viewer: Viewer, organisation: int | None = None) -> list[ProofOfPayment]:
    """The proofs that the viewer may see, of all labs or of one, the newest first."""
    rows = ProofOfPayment.objects.visible_to(viewer).select_related("organisation")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return list(rows.order_by("-pk")[:50])


def proof_for(viewer: Viewer, uid: UUID) -> ProofOfPayment:
    """One proof; raises Http404 where there is none or the viewer may not see it."""
    row = ProofOfPayment.objects.visible_to(viewer).select_related("organisation").filter(uid=uid).first()
    if row is None:
        raise Http404(str(uid))
    return row


def case_for(viewer: Viewer, ref: str) -> ArrearsCase:
    """One lab's arrears; raises Http404."""
    row = ArrearsCase.objects.visible_to(viewer).select_related("organisation").filter(ref=ref).first()
    if row is None:
        raise Http404(ref)
    return row
