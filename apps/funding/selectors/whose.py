"""Whose money that came in is, by the references in what the bank says of it; and whose it could be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet

from apps.committees.models import Organisation
from apps.committees.states import OrganisationKind
from apps.funding.models import Assessment, BankLine, Payment
from apps.funding.rules.reference import references_in
from apps.funding.rules.settling import Owed
from apps.funding.rules.suggesting import Suggested, suggested
from apps.funding.selectors.contributing import ALWAYS
from apps.funding.selectors.owing import owing
from apps.funding.states import PaymentState, Source

NEAR = timedelta(days=10)
"""So far apart a payment booked by hand and the bank's line of it can be."""


def payers() -> QuerySet[Organisation]:
    """Whose a payment can be: every lab, one that has left too; by name."""
    return Organisation.objects.filter(kind=OrganisationKind.LAB).order_by("name")


def by_references(texts: Iterable[str]) -> dict[str, Organisation]:
    """The references of call letters that stand in texts, each with whose it is (one query)."""
    found = {one for text in texts for one in references_in(text)}
    if not found:
        return {}
    rows = Assessment.objects.filter(reference__in=found).select_related("organisation")
    return {row.reference: row.organisation for row in rows}


def whose(*texts: str) -> Organisation | None:
    """Whose the references in these texts are, where they are of one organisation only."""
    found = {row.pk: row for row in by_references(texts).values()}
    return next(iter(found.values())) if len(found) == 1 else None


def reference_for(known: Mapping[str, Organisation], *texts: str) -> tuple[str, Organisation] | None:
    """The reference among the known ones in these texts, and whose it is; None for none, and for those of several."""
    found = {one: known[one] for text in texts for one in references_in(text) if one in known}
    return next(iter(found.items())) if len({row.pk for row in found.values()}) == 1 else None


def by_hand(organisations: Collection[int]) -> dict[tuple[int, Decimal], list[Payment]]:
    """Payments booked by hand of which no line of the bank was found yet, by payer and amount (one query)."""
    rows = Payment.objects.filter(organisation__in=organisations, source=Source.HAND, line=None)
    found: dict[tuple[int, Decimal], list[Payment]] = {}
    for row in rows.exclude(state=PaymentState.REVERSED).order_by("pk"):
        if row.organisation_id is not None:
            found.setdefault((row.organisation_id, row.amount), []).append(row)
    return found


def twin_of(
    line: BankLine, organisation: int, there: Mapping[tuple[int, Decimal], Sequence[Payment]]
) -> Payment | None:
    """The payment booked by hand that could be this line."""
    rows = there.get((organisation, line.amount), ())
    return next((row for row in rows if abs(row.on - line.on) <= NEAR), None)


@dataclass(frozen=True, slots=True)
class ToDo:
    """An open line, whose it could be and why, and the payment booked by hand that it could be."""

    line: BankLine
    suggestion: Suggested | None
    organisation: Organisation | None
    twin: Payment | None

    @property
    def came(self) -> bool:
        """Whether it is money that came in."""
        return self.line.amount > 0


def to_do(lines: Sequence[BankLine]) -> list[ToDo]:
    """Open lines, each with a suggestion where it came in (five queries)."""
    labs = {row.pk: row for row in payers()}
    known = by_references(text for line in lines for text in (line.reference, line.text))
    seen = [line.other_account for line in lines if line.other_account]
    paid = Payment.objects.filter(state=PaymentState.MATCHED, line__other_account__in=seen)
    accounts = dict(paid.order_by("pk").values_list("line__other_account", "organisation"))
    owed = {pk: _amounts(rows) for pk, rows in owing(ALWAYS, list(labs)).items()}
    names = {pk: row.name for pk, row in labs.items()}
    hand = by_hand(list(labs))
    found = []
    for line in lines:
        guess = None
        if line.amount > 0:
            there = {
                known[one].pk for text in (line.reference, line.text) for one in references_in(text) if one in known
            }
            guess = suggested(
                by_reference=there,
                account=line.other_account,
                text=f"{line.other_name} {line.text}",
                amount=line.amount,
                accounts=accounts,
                names=names,
                owed=owed,
            )
        whose_it_is = labs.get(guess.organisation) if guess else None
        twin = twin_of(line, whose_it_is.pk, hand) if whose_it_is else None
        found.append(ToDo(line, guess, whose_it_is, twin))
    return found


def _amounts(rows: Iterable[Owed]) -> set[Decimal]:
    each = [row.amount for row in rows]
    return {*each, sum(each, Decimal())}
