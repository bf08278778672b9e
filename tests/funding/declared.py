"""Labs that declare, for tests: the auditor is custodian, the independent member treasurer, two periods are open."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from apps.committees.models import Office
from apps.committees.states import OfficeKind
from apps.funding.models import Declarant, Declaration, EstimateAppeal, OpeningRequest, Period, Scale, ScaleShare
from apps.funding.rules.declaring import Said
from apps.funding.services.appealing import appeal
from apps.funding.services.declaring import declare, estimate
from apps.funding.services.opening import ask_to_open
from tests.cast import NOW, Cast
from tests.funding.factory import give_office, periods
from tests.votes.factory import proposed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATE = NOW + 31 * DAY
"""When the time for declaring is over, by the charter of the cast."""

FLEET = [Said("Test accelerator", "20000", "1e15")]
WHAT = {"training_flop": "1e26", "accelerators": FLEET, "method": "measured", "confidence": "high"}


def opened(people: Cast) -> Period:
    """2026 and 2027 are open, and labs are asked to declare; gives 2027."""
    if not Office.objects.filter(kind=OfficeKind.CUSTODIAN).exists():
        give_office(people, "auditor", OfficeKind.CUSTODIAN)
    return Period.objects.filter(name="2027").first() or periods(people)[1]


def late(people: Cast, *labs: str) -> Period:
    """The same, and the time of these labs for declaring is over."""
    period = opened(people)
    Declarant.objects.filter(organisation__key__in=labs).update(declare_by=(NOW - DAY).date())
    return period


def declared(people: Cast, lab: str = "aster", at: datetime = NOW, **changes: Any) -> Declaration:
    """A lab's declaration for 2027."""
    given = {"period": "2027"} | WHAT | changes
    return declare(actor=people.viewer(f"{lab}.liaison", at), now=at, **given)


def estimated(people: Cast, lab: str = "borealis", at: datetime = LATE, **changes: Any) -> Declaration:
    """The custodian's estimate for 2027."""
    given = {"period": "2027", "lab": lab, "explanation": "From its power."} | WHAT | {"method": "estimated"} | changes
    return estimate(actor=people.viewer("auditor", at), now=at, **given)


def appealed(people: Cast, lab: str = "borealis", at: datetime = LATE + DAY, **changes: Any) -> EstimateAppeal:
    """A lab's appeal against an estimate for 2027."""
    given = {"period": "2027", "grounds": "It is half of that."} | changes
    return appeal(actor=people.viewer(f"{lab}.representative", at), now=at, **given)


def asked(people: Cast, lab: str = "aster", who: str = "clerk", at: datetime = NOW, **changes: Any) -> OpeningRequest:
    """A request to open a lab's figure for 2027."""
    given = {"period": "2027", "reason": "Its share is disputed."} | changes
    return ask_to_open(actor=people.viewer(who, at), now=at, lab=lab, **given)


def adopted(people: Cast, *rows: Declaration, at: datetime = NOW) -> Scale:
    """A scale of these figures in force for their period, past the services that adopt one."""
    motion = proposed(people, "aster.representative")
    scale = Scale.objects.create(
        ref="SCA-2026-0001",
        draft_ref="SCA-DRAFT",
        year=2026,
        number=1,
        period=rows[0].period,
        state="adopted",
        charter=1,
        by=people["clerk"],
        at=at,
        motion=motion,
        laid_at=at,
        adopted_at=at,
        floor=0,
        per_decade=5,
    )
    for row in rows:
        ScaleShare.objects.create(
            scale=scale, organisation=row.organisation, declaration=row, base=1, share=Decimal(100) / len(rows)
        )
    return scale
