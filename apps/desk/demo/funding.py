"""Plays the money: declared, assessed, adopted, called for, paid, spent. Each inside the tenant."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import partial
from typing import Any

from apps.deadlines.rules.reckoning import months_on
from apps.desk.demo import bank
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.parts_of_funding import (
    QUARTER,
    Appealed,
    BankLine,
    BooksClosed,
    BudgetDrafted,
    ContributionsIssued,
    Declared,
    DetailsEntered,
    FileBroughtIn,
    OfFunding,
    OpeningAsked,
    PeriodOpened,
    ScaleDrafted,
    SpendingEntered,
)
from apps.files.services import check_upload
from apps.funding.models import (
    Account,
    Assessment,
    BankDetails,
    BankStatement,
    EstimateAppeal,
    Expenditure,
)
from apps.funding.selectors.contributing import details_in_force
from apps.funding.services import (
    appealing,
    budgets,
    declaring,
    details,
    importing,
    issuing,
    opening,
    outgoing,
    periods,
    reconciling,
    scales,
    spending,
)
from apps.funding.services.judging import judge
from apps.funding.services.showing import CHANGE, show_contributions
from apps.funding.services.stating import publish_month_end
from apps.funding.states import Why
from apps.record.models import Act

Moment = tuple[datetime, Callable[[datetime], object]]

DAY = timedelta(days=1)
SORTING = timedelta(minutes=25)
"""How long somebody looks through the lines of a bank's file."""
MORNING = time(4, 30)
"""When the worker looks after the money, in UTC."""


def moments_of(event: OfFunding, at: datetime, now: datetime) -> Iterator[Moment]:
    """Everything that follows from an event that happens at the instant, each with its time."""
    yield at, partial(_play, event, now)
    match event:
        case PeriodOpened(period=0):
            day = at.date() + DAY
            while (morning := datetime.combine(day, MORNING, at.tzinfo)) <= now:
                yield morning, _look_after
                day += DAY
        case Appealed():
            yield at + event.dismissed_after, partial(_dismiss, event)
        case DetailsEntered():
            yield at + event.approved_after, partial(_approve_details, event)
        case FileBroughtIn():
            yield at + SORTING, partial(_say_what_was_paid, event)
        case SpendingEntered(decided_after=timedelta() as after):
            yield at + after, partial(_decide, event)
            if event.redacted_because:
                yield at + after + DAY, partial(_redact, event)


def name_of(period: int) -> str:
    """What a period of the story is called."""
    return f"quarter-{period + 1}"


def _look_after(at: datetime) -> None:
    """What time alone brings about, as the worker finds it in the morning."""
    judge(now=at)
    publish_month_end(at)
    if Act.objects.filter(kind__in=CHANGE, at__gt=at - DAY, at__lte=at).exists():
        show_contributions(at)


def _play(event: OfFunding, now: datetime, at: datetime) -> None:
    by: dict[str, Any] = {"actor": viewer(event.who, at), "now": at}
    period = name_of(event.period)
    match event:
        case PeriodOpened():
            _open(event, now, by)
        case BooksClosed():
            periods.close_books(**by, name=period)
        case Declared():
            _declare(event, by)
        case Appealed():
            appealing.appeal(**by, period=period, grounds=event.grounds)
        case OpeningAsked():
            opening.ask_to_open(**by, period=period, lab=event.lab, reason=event.reason)
        case ScaleDrafted():
            scales.draft_scale(**by, period=period, reasons=event.reasons)
        case BudgetDrafted():
            row = budgets.draft_budget(**by, period=period, title=event.title, reasons=event.reasons)
            for label, amount, purpose in event.lines:
                budgets.put_line(**by, ref=row.ref, label=label, amount=Decimal(amount), purpose=purpose)
        case DetailsEntered():
            details.enter_details(**by, holder=event.holder, iban=event.iban, bank=event.bank)
        case ContributionsIssued():
            issuing.issue_contributions(**by, period=period)
        case FileBroughtIn():
            importing.import_statement(**by, content=_file(event, now), name=event.name)
        case SpendingEntered():
            _enter(event, by)


def _open(event: PeriodOpened, now: datetime, by: dict[str, Any]) -> None:
    begins = (now - event.begins).date().replace(day=1)
    first = months_on(begins, QUARTER * event.period)
    last = months_on(begins, QUARTER * (event.period + 1)) - DAY
    periods.open_period(**by, name=name_of(event.period), first=first, last=last, currency=bank.CURRENCY)


def _declare(event: Declared, by: dict[str, Any]) -> None:
    said: dict[str, Any] = {
        "period": name_of(event.period),
        "training_flop": event.flop,
        "accelerators": event.accelerators,
        "method": event.method,
        "confidence": event.confidence,
        "explanation": event.explanation,
    }
    if event.lab:
        declaring.estimate(**by, **said, lab=event.lab)
    else:
        files = [check_upload(one.upload()) for one in event.evidence]
        declaring.declare(**by, **said, files=files)


def _dismiss(event: Appealed, at: datetime) -> None:
    appealed = EstimateAppeal.objects.select_related("declaration__organisation").get(grounds=event.grounds)
    appealing.dismiss(
        actor=viewer(event.dismissed_by, at),
        now=at,
        period=name_of(event.period),
        lab=appealed.declaration.organisation.key,
        because=event.because,
    )


def _approve_details(event: DetailsEntered, at: datetime) -> None:
    row = BankDetails.objects.get(iban=event.iban)
    details.decide_details(actor=viewer(event.approved_by, at), now=at, uid=str(row.uid), approve=True)


def _file(event: FileBroughtIn, now: datetime) -> bytes:
    ours = details_in_force()
    assert ours is not None, "the story approves bank details first"  # noqa: S101 - a story is checked by loading it
    before = BankStatement.objects.order_by("-pk").first()
    number = BankStatement.objects.count() + 1
    lines = [_line(line, f"{number:03}-{place:02}", now) for place, line in enumerate(event.lines, 1)]
    lines.sort(key=lambda line: line.on)
    return bank.camt(ours.iban, number, before.closing if before and before.closing else Decimal(), lines)


def _say_what_was_paid(event: FileBroughtIn, at: datetime) -> None:
    by: dict[str, Any] = {"actor": viewer(event.who, at), "now": at}
    brought = BankStatement.objects.get(name=event.name)
    for told in event.lines:
        if told.pays:
            line = brought.lines.get(amount=Decimal(told.extra))
            outgoing.pay_by_line(**by, uid=line.uid, expenditure=Expenditure.objects.get(purpose=told.pays).ref)
    if event.is_reconciled:
        reconciling.reconcile(**by, uid=brought.uid)


def _line(line: BankLine, bank_ref: str, now: datetime) -> bank.Entry:
    amount, reference = Decimal(line.extra), ""
    if line.lab:
        asked = Assessment.objects.select_related("organisation").get(
            organisation__key=line.lab, period__name=name_of(line.period), why=Why.CONTRIBUTION
        )
        reference = asked.reference if line.with_reference else ""
        amount += asked.amount * Decimal(line.part)
    return bank.Entry(
        on=(now - line.ago).date(),
        amount=amount.quantize(Decimal("0.01"), ROUND_HALF_EVEN),
        name=line.name,
        account=line.account,
        reference=reference,
        text=line.text,
        bank_ref=bank_ref,
    )


def _enter(event: SpendingEntered, by: dict[str, Any]) -> None:
    spent = spending.Spent(
        account=Account.objects.get(name=event.line).number,
        payee=event.payee,
        purpose=event.purpose,
        amount=Decimal(event.amount),
        on=by["now"].date(),
        invoice=event.invoice,
        payee_account=event.account,
    )
    spending.enter_expenditure(**by, spent=spent, files=[check_upload(one.upload()) for one in event.paper])


def _entered(event: SpendingEntered) -> str:
    return Expenditure.objects.get(purpose=event.purpose).ref


def _decide(event: SpendingEntered, at: datetime) -> None:
    by: dict[str, Any] = {"actor": viewer(event.decided_by, at), "now": at, "ref": _entered(event)}
    if event.refused_because:
        spending.refuse_expenditure(**by, because=event.refused_because)
    else:
        spending.approve(**by)


def _redact(event: SpendingEntered, at: datetime) -> None:
    spending.redact(actor=viewer(event.decided_by, at), now=at, ref=_entered(event), because=event.redacted_because)
