"""Money that goes out: expenditure and refunds that take two people, and the committee's own bank details."""

import uuid

from django.db import models
from django.db.models import F, Q

from apps.committees.models import Organisation, Seat, choices
from apps.files.models import File
from apps.funding.models.books import MONEY, Account, OpenToTheCommittee, Period
from apps.funding.models.money import BankLine
from apps.funding.states import Details, Spending
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

EXPENDITURE, DETAILS = "expenditure", "bank_details"
"""What expenditures and bank details are called as subjects of acts."""


class Decided(TenantModel):
    """Something that one person enters and another approves or refuses."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    entered_by = TenantForeignKey(Seat, related_name="+")
    entered_at = models.DateTimeField()
    decided_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = scoped(OpenToTheCommittee)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="%(class)s_uid_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")), name="%(class)s_takes_two"
            ),
        ]


class Expenditure(Decided):
    """What the committee spends, on which account, to whom and for what; or a refund of credit to an organisation.

    `payee` is hidden from the public where `redacted_because` says why.
    """

    ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    period = TenantForeignKey(Period, related_name="expenditures")
    account = TenantForeignKey(Account, related_name="expenditures")
    organisation = TenantForeignKey(Organisation, related_name="refunds", null=True, blank=True)
    payee = models.CharField(max_length=140)
    payee_account = models.CharField(max_length=34, blank=True)
    purpose = models.CharField(max_length=300)
    invoice = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(**MONEY)
    on = models.DateField()
    state = models.CharField(max_length=9, choices=choices(Spending), default=Spending.ENTERED.value)
    paid_on = models.DateField(null=True, blank=True)
    line = TenantForeignKey(BankLine, related_name="expenditures", null=True, blank=True)
    redacted_because = models.CharField(max_length=300, blank=True)

    class Meta(Decided.Meta):
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(fields=["committee", "ref"], name="expenditure_ref_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="expenditure_number_once"),
            models.UniqueConstraint(fields=["committee", "line"], name="expenditure_of_a_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="expenditure_is_more_than_nothing"),
            models.CheckConstraint(
                condition=~Q(state__in=[Spending.APPROVED.value, Spending.PAID.value]) | Q(decided_by__isnull=False),
                name="expenditure_approved_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state=Spending.PAID.value) | Q(paid_on__isnull=False), name="expenditure_paid_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-id"], name="expenditure_newest"),
            models.Index(fields=["committee", "period", "account"], name="expenditure_by_account"),
        ]

    def __str__(self) -> str:
        return self.ref


class ExpenditureFile(TenantModel):
    """A document of an expenditure; never changed."""

    expenditure = TenantForeignKey(Expenditure, related_name="files")
    file = TenantForeignKey(File, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "expenditure", "file"], name="expenditure_file_once"),
        ]


class BankDetails(Decided):
    """Where the members' payments go: printed on every letter from its approval on."""

    holder = models.CharField(max_length=70)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    bank = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=choices(Details), default=Details.ENTERED.value)

    class Meta(Decided.Meta):
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                fields=["committee"], condition=Q(state=Details.APPROVED.value), name="bank_details_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=Details.APPROVED.value) | Q(decided_by__isnull=False),
                name="bank_details_approved_says_by_whom",
            ),
        ]
