"""What the public pages of contributions and money show: made of published records and of nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max

from apps.funding.acts.public import CONTRIBUTION
from apps.funding.models import BUDGET, EXPENDITURE, PERIOD, SCALE
from apps.funding.rules.chart import RECEIVABLE
from apps.funding.rules.ledger import BY_DEBIT, Kind
from apps.funding.rules.settling import Owed, by_age
from apps.transparency.models import PublishedRecord

MOST = 200
"""Of expenditures the newest on the page; the file has them all."""


@dataclass(frozen=True, slots=True)
class PublicShare:
    """A member's line of a published scale; share and discount in per cent. Of equals the first `key` comes first."""

    lab: str
    share: Decimal
    band: str
    base: str
    discount: Decimal
    because: str
    key: str


@dataclass(frozen=True, slots=True)
class PublicScale:
    """A scale that the committee adopted, as it was published."""

    ref: str
    period: str
    state: str
    floor: str
    ceiling: str
    motion: str
    shares: tuple[PublicShare, ...]


@dataclass(frozen=True, slots=True)
class PublicBudget:
    """A budget that the committee adopted, as it was published."""

    ref: str
    title: str
    period: str
    state: str
    currency: str
    motion: str
    lines: tuple[tuple[str, Decimal], ...]
    total: Decimal
    other_income: Decimal
    to_assess: Decimal


@dataclass(frozen=True, slots=True)
class PublicInstalment:
    """A part of a contribution: of which period, due when, how much, and how much of it is settled."""

    period: str
    due: date
    amount: Decimal
    settled: Decimal

    @property
    def left(self) -> Decimal:
        """What is still to be paid."""
        return self.amount - self.settled


@dataclass(frozen=True, slots=True)
class PublicDays:
    """A run of days on which a member belonged, in a period to which it did not belong as a whole."""

    period: str
    of_first: date
    of_last: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class PublicContribution:
    """What a member was assessed and has paid; no `days` of a period to which it belonged as a whole."""

    lab: str
    ref: str
    currency: str
    assessed: tuple[tuple[str, str, str, Decimal], ...]
    instalments: tuple[PublicInstalment, ...]
    credit: Decimal
    days: tuple[PublicDays, ...] = ()

    def in_period(self, period: str) -> "PublicContribution":
        """The same of one period only."""
        assessed = tuple(one for one in self.assessed if one[0] == period)
        parts = tuple(one for one in self.instalments if one.period == period)
        days = tuple(one for one in self.days if one.period == period)
        return PublicContribution(self.lab, self.ref, self.currency, assessed, parts, self.credit, days)

    @property
    def total(self) -> Decimal:
        """All that it was assessed."""
        return sum((one[3] for one in self.assessed), Decimal())

    @property
    def settled(self) -> Decimal:
        """All that it has paid of it."""
        return sum((one.settled for one in self.instalments), Decimal())

    @property
    def left(self) -> Decimal:
        """All that it still owes of it."""
        return sum((one.left for one in self.instalments), Decimal())

    def ages(self, on: date) -> tuple[Decimal, ...]:
        """What it owes by age; see `rules.settling.by_age`."""
        owed = [Owed(str(place), one.due, one.left) for place, one in enumerate(self.instalments) if one.left > 0]
        return by_age(owed, on)


@dataclass(frozen=True, slots=True)
class PublicExpenditure:
    """What was spent, for what and to whom; `redacted` says why the payee is left out."""

    ref: str
    purpose: str
    state: str
    period: str
    line: str
    amount: Decimal
    currency: str
    day: str
    paid_on: str
    payee: str
    redacted: str


@dataclass(frozen=True, slots=True)
class PublicAccount:
    """An account and what people read of it."""

    number: str
    name: str
    kind: Kind
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PublicStatement:
    """What the accounts said at the end of a day, income and expense since the period's first."""

    ref: str
    period: str
    day: date
    currency: str
    kept: tuple[PublicAccount, ...]
    made: tuple[PublicAccount, ...]
    published_at: datetime

    @property
    def surplus(self) -> Decimal:
        """Income less expense of the period up to that day."""
        return sum((-one.amount if one.kind in BY_DEBIT else one.amount for one in self.made), Decimal())

    @property
    def income(self) -> Decimal:
        """All that came in since the period's first day."""
        return sum((one.amount for one in self.made if one.kind == Kind.INCOME), Decimal())

    @property
    def expense(self) -> Decimal:
        """All that was spent since the period's first day."""
        return sum((one.amount for one in self.made if one.kind == Kind.EXPENSE), Decimal())

    @property
    def receivable(self) -> Decimal:
        """What members owed at the end of the day."""
        return sum((one.amount for one in self.kept if one.number == RECEIVABLE), Decimal())

    @property
    def before(self) -> Decimal:
        """What earlier periods left: assets less liabilities, fund and this period's surplus."""
        held = sum((one.amount if one.kind in BY_DEBIT else -one.amount for one in self.kept), Decimal())
        return held - self.surplus


@dataclass(frozen=True, slots=True)
class PublicFunding:
    """All that is public of a committee's money; the newest period first."""

    scales: tuple[PublicScale, ...]
    budgets: tuple[PublicBudget, ...]
    contributions: tuple[PublicContribution, ...]
    statements: tuple[PublicStatement, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been published yet."""
        return not (self.scales or self.budgets or self.contributions or self.statements)


def public_funding() -> PublicFunding:
    """Scales, budgets, contributions and statements (one query)."""
    records = PublishedRecord.objects.current().filter(kind__in=[SCALE, BUDGET, CONTRIBUTION, PERIOD]).newest_first()
    by_kind: dict[str, list[PublishedRecord]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)

    def read(kind: str, how: Any) -> list[Any]:
        return [how(record, _body(record)) for record in by_kind.get(kind, [])]

    return PublicFunding(
        tuple(sorted(read(SCALE, _scale), key=lambda one: one.period, reverse=True)),
        tuple(sorted(read(BUDGET, _budget), key=lambda one: one.period, reverse=True)),
        tuple(sorted(read(CONTRIBUTION, _contribution), key=lambda one: one.lab)),
        tuple(sorted(read(PERIOD, _statement), key=lambda one: one.day, reverse=True)),
    )


def public_spending(most: int | None = MOST) -> list[PublicExpenditure]:
    """The expenditures, newest first, all of them where `most` is None (one query)."""
    records = PublishedRecord.objects.current().filter(kind=EXPENDITURE).newest_first()
    return [_expenditure(record) for record in (records if most is None else records[:most])]


def published_until() -> datetime | None:
    """When the newest of these records was published; None before the first (one query)."""
    kinds = [SCALE, BUDGET, CONTRIBUTION, EXPENDITURE, PERIOD]
    records = PublishedRecord.objects.current().filter(kind__in=kinds)
    return records.aggregate(newest=Max("published_at"))["newest"]


def _body(record: PublishedRecord) -> Mapping[str, Any]:
    return {row["label"]: row.get("value") for row in record.body}


def _scale(record: PublishedRecord, body: Mapping[str, Any]) -> PublicScale:
    shares = tuple(
        PublicShare(lab, Decimal(share), band, base, Decimal(discount), because, key)
        for lab, share, band, base, discount, because, key in body.get("shares, per cent") or []
    )
    return PublicScale(
        record.ref,
        body["period"],
        body["state"],
        body["floor, per cent"],
        body["ceiling, per cent"],
        body.get("decided by", ""),
        shares,
    )


def _budget(record: PublishedRecord, body: Mapping[str, Any]) -> PublicBudget:
    return PublicBudget(
        record.ref,
        record.title,
        body["period"],
        body["state"],
        body["currency"],
        body.get("decided by", ""),
        tuple((label, Decimal(amount)) for label, amount in body.get("lines") or []),
        Decimal(body["total"]),
        Decimal(body["other income"]),
        Decimal(body["to be assessed"]),
    )


def _contribution(record: PublishedRecord, body: Mapping[str, Any]) -> PublicContribution:
    instalments = tuple(
        PublicInstalment(period, date.fromisoformat(due), Decimal(amount), Decimal(settled))
        for period, due, amount, settled in body.get("instalments") or []
    )
    assessed = tuple((period, ref, why, Decimal(amount)) for period, ref, why, amount in body.get("assessed") or [])
    days = tuple(
        PublicDays(period, *(date.fromisoformat(day) for day in ends))
        for period, *ends in body.get("days of membership") or []
    )
    return PublicContribution(
        body["member"], record.ref, body.get("currency", ""), assessed, instalments, Decimal(body["credit"]), days
    )


def _expenditure(record: PublishedRecord) -> PublicExpenditure:
    body = _body(record)
    redacted = next((row["redacted"] for row in record.body if "redacted" in row), "")
    return PublicExpenditure(
        ref=record.ref,
        purpose=record.title,
        state=body["state"],
        period=body["period"],
        line=body["line"],
        amount=Decimal(body["amount"]),
        currency=body["currency"],
        day=body["day"],
        paid_on=body.get("paid on", ""),
        payee=body.get("to") or "",
        redacted=redacted,
    )


def _statement(record: PublishedRecord, body: Mapping[str, Any]) -> PublicStatement:
    return PublicStatement(
        record.ref,
        body["period"],
        date.fromisoformat(body["day"]),
        body["currency"],
        _accounts(body.get("assets, liabilities and fund")),
        _accounts(body.get("income and expenditure")),
        record.published_at,
    )


def _accounts(rows: Any) -> tuple[PublicAccount, ...]:
    return tuple(PublicAccount(number, name, Kind(kind), Decimal(amount)) for number, name, kind, amount in rows or [])
