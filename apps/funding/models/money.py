"""Money that members owe and pay: assessments with their instalments, payments, and which payment settled what."""

import uuid

from django.db import models
from django.db.models import Q

from apps.committees.models import Organisation, Seat, choices
from apps.committees.rules.viewer import Viewer
from apps.committees.states import OfficeKind, Role
from apps.funding.models.books import MONEY, Journal, OpenToTheCommittee, Period
from apps.funding.models.shares import Budget, Scale
from apps.funding.states import LineState, PaymentState, Proof, Source, Why
from apps.kernel.tenancy.models import TenantForeignKey, TenantModel, scoped

ASSESSMENT, PAYMENT = "assessment", "payment"
"""What assessments and payments are called as subjects of acts."""


def keeps_the_money(viewer: Viewer) -> bool:
    """Whether the viewer works with the bank's own papers: the treasurer, the clerks, the auditors."""
    if viewer.is_operator or viewer.is_for_one_matter:
        return False
    return OfficeKind.TREASURER in viewer.offices or viewer.role in {Role.CLERK, Role.AUDITOR}


class BankPapersQuerySet(models.QuerySet):
    """The bank's statements and their lines, with names and numbers of other people's accounts."""

    def visible_to(self, viewer: Viewer) -> "BankPapersQuerySet":
        """All for the treasurer, the clerks and the auditors; none for all others."""
        return self.all() if keeps_the_money(viewer) else self.none()


class ProofQuerySet(models.QuerySet):
    """Proofs of payment."""

    def visible_to(self, viewer: Viewer) -> "ProofQuerySet":
        """All for whoever keeps the money, the own lab's for its people; none for all others."""
        if keeps_the_money(viewer):
            return self.all()
        if viewer.is_operator or viewer.is_for_one_matter:
            return self.none()
        return self.filter(organisation=viewer.organisation_id)


class Assessment(TenantModel):
    """What an organisation is asked to pay, by which share of which budget, or why else; never changed.

    `reference` is the structured payment reference (ISO 11649) by which a payment finds it. An amount below nothing is
    an adjustment that gives back. `share` is in per cent.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    period = TenantForeignKey(Period, related_name="assessments")
    organisation = TenantForeignKey(Organisation, related_name="assessments")
    why = models.CharField(max_length=12, choices=choices(Why))
    because = models.CharField(max_length=300, blank=True)
    budget = TenantForeignKey(Budget, related_name="assessments", null=True, blank=True)
    scale = TenantForeignKey(Scale, related_name="assessments", null=True, blank=True)
    share = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(**MONEY)
    reference = models.CharField(max_length=25)
    issued_by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    issued_at = models.DateTimeField()
    journal = TenantForeignKey(Journal, related_name="+")

    objects = scoped(OpenToTheCommittee)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="assessment_uid_once"),
            models.UniqueConstraint(fields=["committee", "ref"], name="assessment_ref_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="assessment_number_once"),
            models.UniqueConstraint(fields=["committee", "reference"], name="assessment_reference_once"),
            models.UniqueConstraint(
                fields=["committee", "period", "organisation"],
                condition=Q(why=Why.CONTRIBUTION.value),
                name="contribution_once_a_period",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="assessment_is_not_nothing"),
        ]
        indexes = [models.Index(fields=["committee", "organisation", "-id"], name="assessment_by_lab")]

    def __str__(self) -> str:
        return self.ref


class Instalment(TenantModel):
    """A part of an assessment that is due on a day; never changed."""

    assessment = TenantForeignKey(Assessment, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due = models.DateField()
    amount = models.DecimalField(**MONEY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "assessment", "number"], name="instalment_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_is_more_than_nothing"),
        ]
        indexes = [models.Index(fields=["committee", "due"], name="instalment_by_day")]


class BankStatement(TenantModel):
    """A statement as the bank gave it: one file once, with its opening and closing balance; never changed."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    identification = models.CharField(max_length=80)
    account = models.CharField(max_length=34)
    currency = models.CharField(max_length=3)
    first = models.DateField()
    last = models.DateField()
    opening = models.DecimalField(**MONEY, null=True, blank=True)
    closing = models.DecimalField(**MONEY, null=True, blank=True)
    imported_by = TenantForeignKey(Seat, related_name="+")
    imported_at = models.DateTimeField()

    objects = scoped(BankPapersQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="bank_statement_uid_once"),
            models.UniqueConstraint(fields=["committee", "sha256", "identification"], name="bank_statement_once"),
        ]
        indexes = [models.Index(fields=["committee", "-id"], name="bank_statement_newest")]


class BankLine(TenantModel):
    """A line of a statement: above nothing money that came, below it money that went.

    `key` is what the bank calls it, or else made of its contents: the same line in two files is one.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    statement = TenantForeignKey(BankStatement, related_name="lines")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    on = models.DateField()
    amount = models.DecimalField(**MONEY)
    other_name = models.CharField(max_length=140, blank=True)
    other_account = models.CharField(max_length=34, blank=True)
    reference = models.CharField(max_length=140, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=choices(LineState), default=LineState.OPEN.value)
    because = models.CharField(max_length=300, blank=True)

    objects = scoped(BankPapersQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="bank_line_uid_once"),
            models.UniqueConstraint(fields=["committee", "key"], name="bank_line_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_line_is_not_nothing"),
        ]
        indexes = [models.Index(fields=["committee", "state", "on"], name="bank_line_by_state")]


class Payment(TenantModel):
    """Money that came in, at what the bank credited; whose it is, once that is known."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    organisation = TenantForeignKey(Organisation, related_name="payments", null=True, blank=True)
    state = models.CharField(max_length=8, choices=choices(PaymentState))
    source = models.CharField(max_length=4, choices=choices(Source))
    line = TenantForeignKey(BankLine, related_name="payments", null=True, blank=True)
    on = models.DateField()
    amount = models.DecimalField(**MONEY)
    reference = models.CharField(max_length=140, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = TenantForeignKey(Seat, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)

    objects = scoped(OpenToTheCommittee)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="payment_uid_once"),
            models.UniqueConstraint(fields=["committee", "ref"], name="payment_ref_once"),
            models.UniqueConstraint(fields=["committee", "year", "number"], name="payment_number_once"),
            models.UniqueConstraint(
                fields=["committee", "line"], condition=~Q(state=PaymentState.REVERSED.value), name="payment_of_a_line_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_more_than_nothing"),
            models.CheckConstraint(
                condition=~Q(state=PaymentState.MATCHED.value) | Q(organisation__isnull=False), name="payment_matched_is_somebodys"
            ),
            models.CheckConstraint(
                condition=~Q(state=PaymentState.REVERSED.value) | Q(reversed_at__isnull=False), name="payment_reversed_says_when"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["committee", "-id"], name="payment_newest"),
            models.Index(fields=["committee", "organisation", "-id"], name="payment_by_lab"),
        ]

    def __str__(self) -> str:
        return self.ref


class Settlement(TenantModel):
    """So much of an instalment was settled on a day by a payment, or out of credit where there is none; never changed.

    What is undone is settled again by an amount below nothing.
    """

    instalment = TenantForeignKey(Instalment, related_name="settlements")
    payment = TenantForeignKey(Payment, related_name="settlements", null=True, blank=True)
    amount = models.DecimalField(**MONEY)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="settlement_is_not_nothing")]
        indexes = [models.Index(fields=["committee", "instalment"], name="settlement_by_instalment")]


class ProofOfPayment(TenantModel):
    """A lab's proof that it has paid: until the money is seen it keeps its vote, for so long as the charter says.

    Its file is kept with it (`files.selectors.files_of`).
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = TenantForeignKey(Organisation, related_name="proofs_of_payment")
    amount = models.DecimalField(**MONEY)
    on = models.DateField()
    by = TenantForeignKey(Seat, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=choices(Proof), default=Proof.OPEN.value)
    ended_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)

    objects = scoped(ProofQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "uid"], name="proof_of_payment_uid_once"),
            models.UniqueConstraint(
                fields=["committee", "organisation"], condition=Q(state=Proof.OPEN.value), name="proof_of_payment_open_once"
            ),
        ]  # fmt: skip


class Waiver(TenantModel):
    """That an organisation keeps its vote in spite of its arrears, from–to, by the committee's decision."""

    organisation = TenantForeignKey(Organisation, related_name="waivers")
    motion_ref = models.CharField(max_length=24)
    because = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = scoped(OpenToTheCommittee)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "motion_ref"], name="waiver_once_a_motion"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="waiver_ends_after_start"),
        ]
