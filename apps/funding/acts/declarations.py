"""What can happen to what labs declare of their computation: who is told, which clocks run.

Acts on a declaration are seen by the lab and the custodian alone; that a lab has declared at all is an act on the period,
which everybody reads.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Office, Organisation, Seat
from apps.committees.models.seat import not_for_another
from apps.committees.states import OfficeKind
from apps.deadlines.rules import CLOCKS, ClockRule, Step
from apps.funding.models import DECLARATION, Declarant
from apps.funding.rules.charter import APPEAL_DAYS, DECLARE_DAYS
from apps.funding.rules.keeping import KEEPERS, may_keep_figures
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

ASKED = "declaration.asked"
MADE = "declaration.made"
RECEIVED = "declaration.received"
ESTIMATED = "declaration.estimated"
APPEALED = "declaration.appealed"
UPHELD = "declaration.appeal_upheld"
DISMISSED = "declaration.appeal_dismissed"
STOOD = "declaration.estimate_stood"
LET_GO = "declaration.let_go"
EVIDENCE_ADDED = "declaration.evidence_added"

TO_DECLARE = "declaration.declare"
TO_APPEAL = "declaration.appeal"
TO_DECIDE = "declaration.decide"

STANDS = "declaration.stands"
"""What comes when the time for an appeal is over: the estimate stands."""

CUSTODIAN, LAB = "declaration.custodian", "declaration.lab"
WEEK = 7 * 24


def keeping_seats(at: datetime) -> QuerySet[Seat]:
    """The custodian's seat at an instant, where that is nobody's rival."""
    offices = Office.objects.at(at).filter(kind=OfficeKind.CUSTODIAN).values("seat")
    return Seat.objects.at(at).filter(pk__in=offices, role__in=sorted(KEEPERS))


def declaring(declarant_id: int) -> int | None:
    """The lab that is asked to declare, by id: it owes the clock."""
    return Declarant.objects.values_list("organisation", flat=True).get(pk=declarant_id)


def _lab(declarant_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(not_for_another(), organisation=declaring(declarant_id))


def _seats(declarant_id: int, at: datetime) -> QuerySet[Seat]:
    keeps = Q(pk__in=keeping_seats(at).values("pk"))
    return Seat.objects.at(at).filter(not_for_another()).filter(Q(organisation=declaring(declarant_id)) | keeps)


def _titles(ids: Collection[int]) -> dict[int, str]:
    rows = Declarant.objects.filter(pk__in=ids).select_related("period", "organisation")
    return {row.pk: f"Declaration of {row.organisation.name} for {row.period.name}" for row in rows}


def _address(slug: str, ref: str) -> str:
    period, _slash, lab = ref.partition("/")
    return reverse("funding:declaration", args=[slug, period, lab])


OF_DECLARATIONS = (
    ClockRule(
        key=TO_DECLARE,
        name="Declare your computation",
        owed_by=(),
        organisation_of=declaring,
        length=DECLARE_DAYS,
        unit="days",
        because="Each lab declares within {length} (charter, article {article}). What is missing then is estimated.",
        ladder=(
            Step(-WEEK, to=("owner",), does="remind"),
            Step(-48, to=("owner", "alternate", "representative"), does="remind"),
            Step(0, to=("owner", "alternate", "representative", CUSTODIAN), does="escalate"),
        ),
    ),
    ClockRule(
        key=TO_APPEAL,
        name="Appeal against the estimate, if it is wrong",
        owed_by=(),
        organisation_of=declaring,
        length=APPEAL_DAYS,
        unit="days",
        because="A lab may appeal against an estimate within {length} (charter, article {article}); then it stands.",
        ladder=(Step(-48, to=("owner", "alternate", "representative"), does="remind"),),
        at_end=STANDS,
        end_after_hours=0,
    ),
    ClockRule(
        key=TO_DECIDE,
        name="Decide on the lab's appeal",
        owed_by=(CUSTODIAN,),
        length=APPEAL_DAYS,
        unit="days",
        because="The custodian has as long to decide as the lab had to appeal: {length} (charter, article {article}).",
        ladder=(
            Step(-48, to=("owner",), does="remind"),
            Step(0, to=("owner",), does="escalate"),
            Step(72, to=("owner",), does="escalate"),
        ),
    ),
)


def register() -> None:
    """Fill the subject, the audience, the clocks and the catalogue."""
    AUDIENCES.register(
        CUSTODIAN,
        Audience(
            CUSTODIAN, "the custodian", lambda _id, at: keeping_seats(at), lambda one: bool(may_keep_figures(one))
        ),
    )
    AUDIENCES.register(LAB, Audience(LAB, "the lab that declares", _lab))
    SUBJECTS.register(
        DECLARATION,
        SubjectKind(
            key=DECLARATION,
            label="declaration of computation",
            address=_address,
            visible=lambda viewer: Declarant.objects.visible_to(viewer),
            seats=_seats,
            titles=_titles,
            party=lambda pk: Organisation.objects.filter(declarants=pk).values("pk"),
            own=lambda organisation_id: Declarant.objects.filter(organisation=organisation_id),
        ),
    )
    for clock in OF_DECLARATIONS:
        CLOCKS.register(clock.key, clock)
    _declare()


def _declare() -> None:
    declare(
        ActKind(
            ASKED,
            "asked the lab to declare its computation",
            told=(LAB,),
            starts=(TO_DECLARE,),
            asks="Declare your lab's computation for the period.",
            icon="cpu",
            quiet=True,
        ),
        ActKind(
            MADE,
            "declared the lab's computation",
            told=(LAB, CUSTODIAN),
            meets=(TO_DECLARE,),
            moots=(TO_APPEAL, TO_DECIDE),
            icon="file-check",
        ),
        ActKind(RECEIVED, "declared", told=("clerks",), icon="file-check", quiet=True),
        ActKind(
            ESTIMATED,
            "estimated what the lab has not declared",
            told=(LAB,),
            moots=(TO_DECLARE,),
            starts=(TO_APPEAL,),
            asks="See the estimate; declare late, or appeal, if it is wrong.",
            icon="calculator",
        ),
        ActKind(
            APPEALED,
            "appealed against the estimate",
            told=(CUSTODIAN,),
            meets=(TO_APPEAL,),
            starts=(TO_DECIDE,),
            asks="Decide on the appeal.",
            icon="scale",
        ),
        ActKind(
            UPHELD,
            "upheld the appeal with a new estimate",
            told=(LAB,),
            meets=(TO_DECIDE,),
            starts=(TO_APPEAL,),
            icon="scale",
        ),
        ActKind(DISMISSED, "dismissed the appeal", told=(LAB,), meets=(TO_DECIDE,), icon="scale"),
        ActKind(STOOD, "let the estimate stand, unappealed in time", moots=(TO_APPEAL,), icon="calculator", quiet=True),
        ActKind(
            LET_GO,
            "let the lab go, which is no member any more",
            moots=(TO_DECLARE, TO_APPEAL, TO_DECIDE),
            icon="door-exit",
            quiet=True,
        ),
        ActKind(EVIDENCE_ADDED, "added evidence", icon="paperclip", quiet=True),
    )
