"""What can happen to expenditure and the committee's bank details."""

from collections.abc import Collection

from django.urls import reverse

from apps.funding.acts.public import of_expenditure, of_fee
from apps.funding.acts.told import EVERY_MEMBER, EVERYBODY, everybody, open_subject
from apps.funding.models import BANK_ENTRY, DETAILS, EXPENDITURE, BankDetails, BankEntry, Expenditure
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare

ENTERED = "expenditure.entered"
APPROVED = "expenditure.approved"
REFUSED = "expenditure.refused"
PAID = "expenditure.paid"
FOUND = "expenditure.found_at_bank"
RETURNED = "expenditure.payment_taken_back"
CANCELLED = "expenditure.cancelled"
REDACTED = "expenditure.redacted"
FEE_BOOKED = "bank_entry.fee_booked"
FEE_REVERSED = "bank_entry.fee_reversed"
INTEREST_BOOKED = "bank_entry.interest_booked"
INTEREST_REVERSED = "bank_entry.interest_reversed"
DETAILS_ENTERED = "bank_details.entered"
DETAILS_APPROVED = "bank_details.approved"
DETAILS_REFUSED = "bank_details.refused"

DECIDERS = ("clerks", "chair")


def _titles(ids: Collection[int]) -> dict[int, str]:
    return dict(Expenditure.objects.filter(pk__in=ids).values_list("pk", "purpose"))


def _bank_entries(ids: Collection[int]) -> dict[int, str]:
    return dict(BankEntry.objects.filter(pk__in=ids).values_list("pk", "account__name"))


def _details(ids: Collection[int]) -> dict[int, str]:
    return dict.fromkeys(ids, "The committee's bank details")


def register() -> None:
    """Fill the subjects and the catalogue."""
    SUBJECTS.register(EXPENDITURE, open_subject(EXPENDITURE, "expenditure", Expenditure, "expenditure", _titles))
    SUBJECTS.register(
        BANK_ENTRY, open_subject(BANK_ENTRY, "what the bank took or gave", BankEntry, "bank_entry", _bank_entries)
    )
    SUBJECTS.register(
        DETAILS,
        SubjectKind(
            key=DETAILS,
            label="bank details",
            address=lambda slug, _ref: reverse("funding:bank_details", args=[slug]),
            visible=lambda viewer: BankDetails.objects.visible_to(viewer),
            seats=everybody,
            titles=_details,
            confidential=lambda _subject_id: False,
        ),
    )
    declare(
        ActKind(ENTERED, "entered an expenditure", told=DECIDERS, asks="Approve it, or refuse it.", icon="receipt"),
        ActKind(APPROVED, "approved the expenditure", told=EVERY_MEMBER, icon="check", publishes=of_expenditure),
        ActKind(REFUSED, "refused the expenditure", told=DECIDERS, icon="x"),
        ActKind(PAID, "paid", told=EVERY_MEMBER, icon="cash", publishes=of_expenditure, quiet=True),
        ActKind(FOUND, "found at the bank what was paid", icon="building-bank", quiet=True),
        ActKind(
            RETURNED,
            "took back that it was paid",
            told=EVERY_MEMBER,
            icon="arrow-back-up",
            publishes=of_expenditure,
        ),
        ActKind(FEE_BOOKED, "booked what the bank took", told=EVERY_MEMBER, icon="building-bank", publishes=of_fee),
        ActKind(FEE_REVERSED, "reversed what the bank took", told=EVERY_MEMBER, icon="arrow-back-up", publishes=of_fee),
        ActKind(INTEREST_BOOKED, "booked what the bank gave", told=EVERY_MEMBER, icon="building-bank", quiet=True),
        ActKind(INTEREST_REVERSED, "reversed what the bank gave", told=EVERY_MEMBER, icon="arrow-back-up"),
        ActKind(CANCELLED, "cancelled the expenditure", told=EVERY_MEMBER, icon="x", publishes=of_expenditure),
        ActKind(REDACTED, "hid the payee from the public", told=EVERYBODY, icon="eye-off", publishes=of_expenditure),
        ActKind(
            DETAILS_ENTERED,
            "entered new bank details",
            told=EVERYBODY,
            asks="Check them with the bank.",
            icon="building-bank",
        ),
        ActKind(DETAILS_APPROVED, "approved the bank details", told=EVERYBODY, icon="check", urgent=True),
        ActKind(DETAILS_REFUSED, "refused the bank details", told=EVERYBODY, icon="x"),
    )
