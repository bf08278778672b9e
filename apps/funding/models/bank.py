"""What the bank itself took or gave, balances that its file does not say, and days on which books and bank agree."""

from django.db import models
from django.db.models import Q

from apps.committees.models import Seat, choices
from apps.funding.models.books import MONEY, Account, OpenToTheCommittee, Period
from apps.funding.models.money import BankLine, BankPapersQuerySet, BankStatement
from apps.funding.states import BankEntryState
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

BANK_ENTRY = "bank_entry"
"""What fees and interest of the bank are called as subjects of acts."""


class BankEntry(TenantModel):
    """A fee that the bank took (below nothing) or interest that it gave (above), of a line of its statement.

    Everybody in the committee reads it; the line itself few. Its journals name it by its reference.
    """

    ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    period = TenantForeignKey(Period, related_name="bank_entries")
    account = TenantForeignKey(Account, related_name="bank_entries")
    line = TenantForeignKey(BankLine, related_name="bank_entries")
    on = models.DateField()
    amount = models.DecimalField(**MONEY)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=choices(BankEntryState), default=BankEntryState.BOOKED.value)
    by = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)

    objects = scoped(OpenToTheCommittee)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="bank_entry_ref_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="bank_entry_number_once"),
            models.UniqueConstraint(
                fields=["committee", "line"],
                condition=~Q(state=BankEntryState.REVERSED.value),
                name="bank_entry_of_a_line_once",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_entry_is_not_nothing"),
            models.CheckConstraint(
                condition=~Q(state=BankEntryState.REVERSED.value) | Q(reversed_at__isnull=False),
                name="bank_entry_reversed_says_when",
            ),
        ]
        indexes = [models.Index(fields=["committee", "account", "period"], name="bank_entry_by_account")]

    def __str__(self) -> str:
        return self.ref


class StatedBalance(TenantModel):
    """The balances of a statement whose file says none, as the treasurer read them at the bank; the newest counts.

    `opening` is the balance before the statement's first day, `closing` that after its last. Never changed.
    """

    statement = TenantForeignKey(BankStatement, related_name="stated_balances")
    opening = models.DecimalField(**MONEY)
    closing = models.DecimalField(**MONEY)
    by = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    objects = scoped(BankPapersQuerySet)


class Reconciliation(TenantModel):
    """That books and bank agreed at the end of a statement's last day, but for items that are named; never changed.

    `closing` is at the bank, `books` what the books say that is there. `not_booked` is the sum of what the bank shows
    and the books do not, `not_at_bank` of what the books show and the bank does not.
    """

    statement = TenantForeignKey(BankStatement, related_name="reconciliations")
    on = models.DateField()
    closing = models.DecimalField(**MONEY)
    books = models.DecimalField(**MONEY)
    not_booked = models.DecimalField(**MONEY)
    not_at_bank = models.DecimalField(**MONEY)
    by = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()

    objects = scoped(BankPapersQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closing=models.F("books") + models.F("not_booked") - models.F("not_at_bank")),
                name="reconciliation_leaves_no_difference",
            ),
        ]
        indexes = [models.Index(fields=["committee", "-on", "-id"], name="reconciliation_latest")]
