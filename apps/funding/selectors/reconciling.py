"""A statement of the bank against the books at the end of its last day: what agrees, what does not, and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import CharField, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.funding.models import (
    BankEntry,
    BankLine,
    BankStatement,
    Entry,
    Expenditure,
    Journal,
    Payment,
    Period,
    Reconciliation,
    StatedBalance,
)
from apps.funding.rules.chart import BANK
from apps.funding.rules.reconciling import Before, Reconciled, gap, left_over
from apps.funding.selectors.statements import held

MATTER = Coalesce(NullIf("journal__about", Value("")), "journal__ref", output_field=CharField())
"""What an entry is booked for: by its reference, or else its journal's."""


@dataclass(frozen=True, slots=True)
class Balances:
    """A statement's balances, and who typed them where its file says none."""

    opening: Decimal
    closing: Decimal
    typed: StatedBalance | None = None


@dataclass(frozen=True, slots=True)
class NotBooked:
    """A line of the bank, and how much of it the books do not have by the day."""

    line: BankLine
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NotAtBank:
    """Something booked by the day that the bank does not show by then: its reference, its last journal and how much."""

    matter: str
    journal: Journal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Joint:
    """Whether a statement begins where the one before ended: that one, and the gap; None where its balance is not known."""

    before: BankStatement
    gap: Decimal | None


@dataclass(frozen=True, slots=True)
class Reconciling:
    """All of it; `found` and `balances` are None while nobody has said the statement's balances."""

    statement: BankStatement
    balances: Balances | None
    found: Reconciled | None
    not_booked: list[NotBooked]
    not_at_bank: list[NotAtBank]
    joint: Joint | None
    latest: Reconciliation | None
    is_overtaken: bool

    @property
    def was(self) -> Reconciled | None:
        """What was found when it was reconciled last."""
        return as_found(self.latest) if self.latest else None

    @property
    def stands(self) -> bool:
        """Whether it is reconciled, and nothing has changed since."""
        return self.found is not None and self.found == self.was


def as_found(row: Reconciliation) -> Reconciled:
    """What a reconciliation wrote down."""
    return Reconciled(row.closing, row.books, row.not_booked, row.not_at_bank)


def statement_for(viewer: Viewer, uid: UUID) -> BankStatement:
    """A statement by its id; raises Http404."""
    rows = BankStatement.objects.visible_to(viewer).select_related("imported_by__person", "imported_by__organisation")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Http404(str(uid))
    return row


def balances_of(rows: Collection[BankStatement]) -> dict[int, Balances]:
    """The balances of statements by id, as the file says them or as somebody typed them last (one query)."""
    typed = {row.statement_id: row for row in StatedBalance.objects.filter(statement__in=rows).order_by("pk")}
    found = {}
    for row in rows:
        if row.opening is not None and row.closing is not None:
            found[row.pk] = Balances(row.opening, row.closing)
        elif row.pk in typed:
            found[row.pk] = Balances(typed[row.pk].opening, typed[row.pk].closing, typed[row.pk])
    return found


def reconciling(row: BankStatement) -> Reconciling:
    """A statement against the books (a constant number of queries for each account that the committee has had)."""
    balances = balances_of([row]).get(row.pk)
    later = BankStatement.objects.filter(account=row.account, last=row.last, pk__gt=row.pk).exists()
    latest = Reconciliation.objects.filter(statement=row).select_related("by__person").order_by("-pk").first()
    joint = _joint(row, balances)
    if balances is None:
        return Reconciling(row, None, None, [], [], joint, latest, later)
    lines_left, books_left = _left_at(row.last)
    found = Reconciled(
        closing=balances.closing + _elsewhere(row),
        books=sum(held(BANK, row.last).values(), Decimal()),
        not_booked=sum(lines_left.values(), Decimal()),
        not_at_bank=sum(books_left.values(), Decimal()),
    )
    return Reconciling(row, balances, found, _lines(lines_left), _matters(books_left, row.last), joint, latest, later)


def _left_at(on: date) -> tuple[dict[int, Decimal], dict[str, Decimal]]:
    """What is at the bank only, by line, and in the books only, by what it was booked for (six queries).

    Opening balances stand for what the bank held before its first statement, and so are at the bank.
    """
    lines = dict(BankLine.objects.filter(on__lte=on).values_list("pk", "amount"))
    entries = Entry.objects.filter(account__number=BANK, journal__on__lte=on)
    entries = entries.exclude(journal__about__in=Period.objects.values("name"))
    booked = dict(entries.annotate(matter=MATTER).values_list("matter").annotate(sum=Sum("amount")).order_by())
    line_of: dict[str, int] = {}
    for model in (Payment, Expenditure, BankEntry):
        line_of |= dict(model.objects.exclude(line=None).values_list("ref", "line"))  # type: ignore[attr-defined]
    return left_over(lines, booked, line_of)


def _lines(left: Mapping[int, Decimal]) -> list[NotBooked]:
    rows = BankLine.objects.filter(pk__in=left).select_related("statement").order_by("on", "pk")
    return [NotBooked(row, left[row.pk]) for row in rows]


def _matters(left: Mapping[str, Decimal], on: date) -> list[NotAtBank]:
    rows = Journal.objects.filter(on__lte=on, entries__account__number=BANK)
    named = rows.annotate(matter=Coalesce(NullIf("about", Value("")), "ref", output_field=CharField()))
    last = {row.matter: row for row in named.filter(matter__in=left).order_by("on", "pk")}  # type: ignore[attr-defined]
    return [NotAtBank(matter, row, left[matter]) for matter, row in last.items()]


def _elsewhere(row: BankStatement) -> Decimal:
    """What other accounts of the committee hold at the end of the statement's last day: one that it had before, say."""
    others = BankStatement.objects.exclude(account=row.account).filter(first__lte=row.last)
    total = Decimal()
    for account in others.values_list("account", flat=True).distinct().order_by("account"):
        ended = list(others.filter(account=account, last__lte=row.last).order_by("last", "pk"))
        known = balances_of(ended)
        latest = next((one for one in reversed(ended) if one.pk in known), None)
        lines = BankLine.objects.filter(statement__account=account, on__lte=row.last)
        if latest is not None:
            total += known[latest.pk].closing
            lines = lines.filter(on__gt=latest.last)
        total += lines.aggregate(sum=Sum("amount"))["sum"] or Decimal()
    return total


def _joint(row: BankStatement, balances: Balances | None) -> Joint | None:
    """How it joins the statement before it of the same account; None for the first one."""
    earlier = BankStatement.objects.filter(account=row.account).exclude(pk=row.pk)
    earlier = earlier.filter(last__lt=row.last) | earlier.filter(last=row.last, pk__lt=row.pk)
    before = earlier.order_by("-last", "-pk").first()
    if before is None:
        return None
    there = balances_of([before]).get(before.pk)
    if there is None or balances is None:
        return Joint(before, None)
    shared = BankLine.objects.filter(statement__account=row.account, on__gte=row.first, on__lte=before.last)
    of_before = shared.filter(statement__pk__lte=before.pk)
    overlapping = of_before.aggregate(sum=Sum("amount"))["sum"] or Decimal()
    return Joint(before, gap(balances.opening, row.first, Before(before.last, there.closing, overlapping)))


def lines_within(row: BankStatement) -> QuerySet[BankLine]:
    """The lines of its account on the statement's days, in whichever file they came."""
    return BankLine.objects.filter(statement__account=row.account, on__gte=row.first, on__lte=row.last)


@dataclass(frozen=True, slots=True)
class Until:
    """To the end of which day books and bank were found to agree last, and whether the books to that day are the same."""

    row: Reconciliation
    stands: bool


def reconciled_until(viewer: Viewer) -> Until | None:
    """The latest day that was reconciled; None where none was, or for whoever does not read the bank's papers."""
    rows = Reconciliation.objects.visible_to(viewer).select_related("statement", "by__person")
    row = rows.order_by("-on", "-pk").first()
    if row is None:
        return None
    return Until(row, sum(held(BANK, row.on).values(), Decimal()) == row.books)


def reconciled_days(rows: Collection[BankStatement]) -> dict[int, Reconciliation]:
    """The last reconciliation of each statement that has one (one query)."""
    found = Reconciliation.objects.filter(statement__in=rows).order_by("pk")
    return {row.statement_id: row for row in found}
