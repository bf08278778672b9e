"""The books: periods, accounts, and journals that balance and are never changed."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from apps.committees.models import Organisation, Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.funding.rules.ledger import Kind
from apps.funding.states import Books
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

PERIOD = "period"
"""What periods are called as subjects of acts."""

MONEY = {"max_digits": 16, "decimal_places": 2}
DAYS = models.Func("first", F("last") + 1, function="daterange", output_field=models.TextField())


class OpenToTheCommittee(models.QuerySet):
    """What every seat of the committee reads; the rule of who sees it stands here and nowhere else."""

    def visible_to(self, viewer: Viewer) -> "OpenToTheCommittee":
        """All rows; none for whoever sits for one matter only."""
        return self.none() if viewer.is_for_one_matter else self.all()


class Period(TenantModel):
    """A period of assessment and of the books, from its first day to its last, both within it.

    All amounts of a committee are in one currency: that of its first period. `closed_at` says when the books of the
    period were closed; a trigger then refuses every journal in it and every change of it.
    """

    name = models.SlugField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=6, choices=choices(Books), default=Books.OPEN.value)
    opened_by = TenantForeignKey(Seat, related_name="+")
    opened_at = models.DateTimeField()
    declare_by = models.DateField()
    closed_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(OpenToTheCommittee)

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="period_name_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="period_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="period_currency_is_one"),
            models.CheckConstraint(
                condition=Q(state=Books.OPEN.value, closed_at=None, closed_by=None)
                | Q(state=Books.CLOSED.value, closed_at__isnull=False, closed_by__isnull=False),
                name="period_closed_says_by_whom_and_when",
            ),
            ExclusionConstraint(name="period_days_once", expressions=[("committee", "="), (DAYS, "&&")]),
        ]

    def __str__(self) -> str:
        return self.name


class Account(TenantModel):
    """An account of the ledger: its number, what it is called and what it holds."""

    number = models.CharField(max_length=6)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=9, choices=choices(Kind))

    objects = scoped(OpenToTheCommittee)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="account_number_once"),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{4,6}$"), name="account_number_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Journal(TenantModel):
    """Entries that belong together and add up to nothing; never changed, undone only by another that reverses it.

    `about` is the reference number of what it books, such as an assessment's; `transaction` the database transaction
    that made it, in which alone it takes entries.
    """

    ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    period = TenantForeignKey(Period, related_name="journals")
    on = models.DateField()
    memo = models.CharField(max_length=300)
    about = models.CharField(max_length=60, blank=True)
    reverses = TenantForeignKey("self", related_name="reversals", null=True, blank=True)
    posted_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    posted_at = models.DateTimeField()
    transaction = models.BigIntegerField(default=0, editable=False)

    objects = scoped(OpenToTheCommittee)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ref"], name="journal_ref_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="journal_number_once"),
            models.UniqueConstraint(fields=["committee", "reverses"], name="journal_reversed_once"),
        ]
        indexes = [
            models.Index(fields=["committee", "-on", "-id"], name="journal_newest"),
            models.Index(fields=["committee", "about"], name="journal_by_matter"),
        ]

    def __str__(self) -> str:
        return self.ref


class Entry(TenantModel):
    """An amount on an account: above nothing a debit, below it a credit; with the organisation that it concerns."""

    journal = TenantForeignKey(Journal, related_name="entries")
    account = TenantForeignKey(Account, related_name="entries")
    organisation = TenantForeignKey(Organisation, related_name="+", null=True, blank=True)
    amount = models.DecimalField(**MONEY)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="entry_is_not_nothing")]
        indexes = [models.Index(fields=["committee", "account", "organisation"], name="entry_by_account")]
