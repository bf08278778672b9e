"""What can happen to assessments, their instalments, payments and the bank's statements."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.committees.models import Office, Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.deadlines.rules.reckoning import LAST_SECOND
from apps.funding.acts.public import of_contribution
from apps.funding.acts.told import EVERY_MEMBER, EVERYBODY, everybody, open_subject
from apps.funding.models import ASSESSMENT, PAYMENT, Assessment, BankStatement, Instalment, Payment
from apps.funding.rules.charter import REMIND_DAYS
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

INSTALMENT, STATEMENT = "instalment", "bank_statement"
"""What instalments and the bank's statements are called as subjects of acts."""

ISSUED = "assessment.issued"
ASKED = "instalment.asked"
SETTLED = "instalment.settled"
BOOKED = "payment.booked"
MATCHED = "payment.matched"
REVERSED = "payment.reversed"
CREDIT_USED = "assessment.credit_used"
IMPORTED = "bank_statement.imported"
SET_ASIDE = "bank_line.set_aside"
TAKEN_UP = "bank_line.taken_up"
BALANCES_STATED = "bank_statement.balances_stated"
RECONCILED = "bank_statement.reconciled"
SHOWN = "organisation.contribution_shown"

TO_PAY = "instalment.pay"
TREASURER = "funding.treasurer"


def treasurers(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    """Whoever holds the treasurer's office at the instant."""
    return Seat.objects.at(at).filter(pk__in=Office.objects.at(at).filter(kind=OfficeKind.TREASURER).values("seat"))


def _keepers(_subject_id: int, at: datetime) -> QuerySet[Seat]:
    """The seats that read the bank's papers: the inverse of `keeps_the_money`."""
    holds = Q(role__in=[Role.CLERK, Role.AUDITOR]) | Q(pk__in=treasurers(0, at).values("pk"))
    return Seat.objects.at(at).filter(not_for_another()).filter(holds)


def _owes(instalment_id: int) -> int:
    owing: int = Instalment.objects.values_list("assessment__organisation", flat=True).get(pk=instalment_id)
    return owing


def _due(instalment_id: int) -> datetime:
    """The end of its last day in the committee's zone."""
    row = Instalment.objects.select_related("committee").get(pk=instalment_id)
    return datetime.combine(row.due, LAST_SECOND, ZoneInfo(row.committee.zone))


def _assessment_titles(ids: Collection[int]) -> dict[int, str]:
    rows = Assessment.objects.filter(pk__in=ids).select_related("organisation", "period")
    return {row.pk: f"{row.organisation.name}: contribution for {row.period.name}" for row in rows}


def _instalment_titles(ids: Collection[int]) -> dict[int, str]:
    rows = Instalment.objects.filter(pk__in=ids).select_related("assessment__organisation")
    return {row.pk: f"{row.assessment.organisation.name}: instalment {row.number}" for row in rows}


def _payment_titles(ids: Collection[int]) -> dict[int, str]:
    rows = Payment.objects.filter(pk__in=ids).select_related("organisation")
    return {
        row.pk: f"Payment of {row.organisation.name if row.organisation else 'somebody not yet known'}" for row in rows
    }


def _statement_titles(ids: Collection[int]) -> dict[int, str]:
    return {row.pk: f"Bank statement {row.first} to {row.last}" for row in BankStatement.objects.filter(pk__in=ids)}


OF_CONTRIBUTIONS = (
    ClockRule(
        key=TO_PAY,
        name="Pay the instalment",
        owed_by=(),
        organisation_of=_owes,
        length=_due,
        unit="days",
        because="A contribution is paid in instalments, each by the day that its call letter names (charter, article 7.7).",
        citation="Charter, article 7.7",
        ladder=(
            Step(f"-{REMIND_DAYS}", to=("owner", "representative"), does="remind"),
            Step(-24, to=("owner", "representative"), does="remind"),
            Step(0, to=("owner", "alternate", "representative", TREASURER, "clerks"), does="escalate"),
        ),
        repeat=Repeat(every=30 * 24, to=("owner", "representative", TREASURER, "clerks"), most=24),
    ),
)


def register() -> None:
    """Fill the subjects, the audience, the clocks and the catalogue."""
    SUBJECTS.register(ASSESSMENT, open_subject(ASSESSMENT, "assessment", Assessment, "assessment", _assessment_titles))
    SUBJECTS.register(PAYMENT, open_subject(PAYMENT, "payment", Payment, "payment", _payment_titles))
    SUBJECTS.register(
        INSTALMENT,
        SubjectKind(
            key=INSTALMENT,
            label="instalment",
            address=lambda slug, ref: reverse("funding:assessment", args=[slug, ref.partition("/")[0]]),
            visible=lambda viewer: Instalment.objects.filter(assessment__in=Assessment.objects.visible_to(viewer)),
            seats=everybody,
            titles=_instalment_titles,
            confidential=lambda _subject_id: False,
            alike=lambda ids: dict.fromkeys(ids, INSTALMENT),
        ),
    )
    SUBJECTS.register(
        STATEMENT,
        SubjectKind(
            key=STATEMENT,
            label="bank statement",
            address=lambda slug, ref: reverse("funding:bank_statement", args=[slug, ref]),
            visible=lambda viewer: BankStatement.objects.visible_to(viewer),
            seats=_keepers,
            titles=_statement_titles,
        ),
    )
    AUDIENCES.register(TREASURER, Audience(TREASURER, "the treasurer", treasurers, includes=_is_treasurer))
    for clock in OF_CONTRIBUTIONS:
        CLOCKS.register(clock.key, clock)
    _declare()


def _is_treasurer(viewer: Viewer) -> bool:
    return OfficeKind.TREASURER in viewer.offices


def _declare() -> None:
    declare(
        ActKind(
            ISSUED,
            "issued the assessment",
            told=EVERYBODY,
            asks="The call letter says what is due when, and by which reference it is paid.",
            icon="file-invoice",
        ),
        ActKind(ASKED, "asked for the instalment", starts=(TO_PAY,), icon="calendar-due", quiet=True),
        ActKind(SETTLED, "settled the instalment", meets=(TO_PAY,), icon="circle-check", quiet=True),
        ActKind(CREDIT_USED, "settled something of it out of credit", told=EVERY_MEMBER, icon="coins", quiet=True),
        ActKind(BOOKED, "booked the payment", told=EVERY_MEMBER, icon="cash"),
        ActKind(MATCHED, "said whose payment it is", told=EVERY_MEMBER, icon="link"),
        ActKind(REVERSED, "reversed the payment", told=EVERY_MEMBER, icon="arrow-back-up"),
        ActKind(SHOWN, "published what it has paid", icon="world", quiet=True, publishes=of_contribution),
        ActKind(IMPORTED, "brought in the bank's statement", told=(TREASURER, "auditors"), icon="file-import"),
        ActKind(
            BALANCES_STATED,
            "entered the balances of the bank's statement",
            told=("auditors",),
            icon="pencil",
            quiet=True,
        ),
        ActKind(
            RECONCILED, "reconciled the books with the bank", told=(TREASURER, "auditors"), icon="checks", quiet=True
        ),
        ActKind(SET_ASIDE, "set a line of the bank's statement aside", icon="file-minus", quiet=True),
        ActKind(TAKEN_UP, "took a line of the bank's statement up again", icon="file-plus", quiet=True),
    )
