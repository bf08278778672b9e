"""Which instalments money settles, the oldest first; what is over is credit, which is used as soon as something is owed.

Every verb on assessments and payments takes its turn (`hold_the_money`) before it reads anything of them: whoever comes
at the same moment waits and then finds what is there. After it come rows, then the numbers of references and journals.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor
from apps.funding.acts.contributions import ASKED, CREDIT_USED, INSTALMENT, SETTLED
from apps.funding.models import ASSESSMENT, Instalment, Settlement
from apps.funding.rules.chart import CREDIT, RECEIVABLE
from apps.funding.rules.charter import DUE_DAYS, refuse
from apps.funding.rules.settling import Owed, settle
from apps.funding.selectors.contributing import ALWAYS, credit_of
from apps.funding.selectors.owing import open_instalments
from apps.funding.services.posting import Post
from apps.funding.services.posting_many import OpenBooks, Planned, post_all
from apps.kernel.tenancy.turns import wait_for_turn
from apps.record.services import Entry, record_all


def hold_the_money() -> None:
    """Wait until nobody else in the committee works on assessments and payments; held to the transaction's end."""
    wait_for_turn("funding.money")


@dataclass(frozen=True, slots=True)
class Share:
    """So much of an instalment."""

    instalment: Instalment
    amount: Decimal

    @property
    def exists_from(self) -> date:
        """The day from which the books know what is settled: before it, money for it is credit."""
        on: date = self.instalment.assessment.journal.on
        return on


@dataclass
class Owing:
    """What organisations owe, read once and lessened as money is given out."""

    organisations: Collection[int]
    left: dict[int, dict[str, Share]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        rows = open_instalments(ALWAYS).filter(assessment__organisation__in=self.organisations)
        for row in rows.select_related("assessment__journal"):
            key = f"{row.assessment.ref}/{row.number:02}"
            self.left.setdefault(row.assessment.organisation_id, {})[key] = Share(row, row.left)  # type: ignore[attr-defined]

    @property
    def open(self) -> dict[int, Instalment]:
        """The instalments of which something is left, by id."""
        return {one.instalment.pk: one.instalment for rows in self.left.values() for one in rows.values()}

    def give(self, organisation: int, amount: Decimal) -> tuple[list[Share], Decimal]:
        """What an amount settles, and what is left of it."""
        rows = self.left.get(organisation, {})
        found = settle(amount, [Owed(key, one.instalment.due, one.amount) for key, one in rows.items()])
        shares = []
        for key, part in found.parts:
            shares.append(Share(rows[key].instalment, part))
            if part == rows[key].amount:
                del rows[key]
            else:
                rows[key] = Share(rows[key].instalment, rows[key].amount - part)
        return shares, found.credit


def receiving(organisation: int, shares: Iterable[Share], credit: Decimal, day: date, memo: str, about: str, account: str, amount: Decimal) -> list[Planned]:  # fmt: skip
    """The journals by which money on an account settles what is owed.

    What the books know only from a later day on is credit until then.
    """
    later: dict[date, Decimal] = {}
    now = Decimal()
    for one in shares:
        if one.exists_from <= day:
            now += one.amount
        else:
            later[one.exists_from] = later.get(one.exists_from, Decimal()) + one.amount
    held = credit + sum(later.values(), Decimal())
    lines = (Post(account, amount), Post(RECEIVABLE, -now, organisation), Post(CREDIT, -held, organisation))
    found = [Planned(day, memo, about, lines)]
    for on, part in sorted(later.items()):
        moved = (Post(CREDIT, part, organisation), Post(RECEIVABLE, -part, organisation))
        found.append(Planned(on, memo, about, moved))
    return found


def open_now(organisations: Collection[int]) -> set[int]:
    """The instalments of which something is left, by id; asked before a verb, for `tell_instalments` after it."""
    rows = open_instalments(ALWAYS).filter(assessment__organisation__in=organisations)
    return set(rows.values_list("pk", flat=True))


def tell_instalments(before: Collection[int], organisations: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Record which instalments are asked for and which are settled since `open_now` was asked: their clocks follow."""
    after = open_now(organisations)
    changed = Instalment.objects.filter(pk__in=after.symmetric_difference(before)).select_related(
        "assessment__organisation"
    )
    entries = []
    for row in changed.order_by("pk"):
        subject = (INSTALMENT, row.pk, f"{row.assessment.ref}/{row.number}")
        facts = {
            "organisation": row.assessment.organisation.key,
            "amount": f"{row.amount:f}",
            "due": row.due.isoformat(),
        }
        entries.append(Entry(ASKED if row.pk in after else SETTLED, actor, subject, facts))
    record_all(entries, now=now)


def use_credit(organisations: Collection[int], *, actor: Actor, now: datetime, today: date) -> None:
    """Settle what these organisations owe out of the credit that they have, the oldest first."""
    credit = {pk: amount for pk, amount in credit_of(organisations).items() if amount > 0}
    if not credit:
        return
    owing, books = Owing(list(credit)), OpenBooks()
    planned: list[Planned] = []
    settlements: list[Settlement] = []
    used: dict[int, list[Share]] = {}
    for organisation, amount in sorted(credit.items()):
        shares, _left = owing.give(organisation, amount)
        for one in shares:
            day = max(one.exists_from, books.day_for(today, today))
            ref = one.instalment.assessment.ref
            lines = (Post(CREDIT, one.amount, organisation), Post(RECEIVABLE, -one.amount, organisation))
            planned.append(Planned(day, f"Credit used for {ref}", ref, lines))
            settlements.append(Settlement(instalment=one.instalment, amount=one.amount, on=day, at=now))
            used.setdefault(one.instalment.assessment_id, []).append(one)
    post_all(planned, actor=actor, now=now)
    Settlement.objects.bulk_create(settlements)
    record_all([_credit_used(shares, actor) for shares in used.values()], now=now)


def _credit_used(shares: Sequence[Share], actor: Actor) -> Entry:
    assessment = shares[0].instalment.assessment
    key = Organisation.objects.values_list("key", flat=True).get(pk=assessment.organisation_id)
    amount = sum((one.amount for one in shares), Decimal())
    facts = {"organisation": key, "amount": f"{amount:f}"}
    return Entry(CREDIT_USED, actor, (ASSESSMENT, assessment.pk, assessment.ref), facts)


def take_credit_back(organisation: Organisation, *, actor: Actor, now: datetime, today: date) -> None:
    """Undo settlements out of credit that is there no longer, the newest first, until the credit is not below nothing.

    Raises Refused where it was given back to the organisation already.
    """
    missing = -credit_of([organisation.pk]).get(organisation.pk, Decimal())
    if missing <= 0:
        return
    of_credit = Instalment.objects.filter(
        assessment__organisation=organisation, settlements__payment=None, settlements__isnull=False
    )
    rows = of_credit.annotate(used=Sum("settlements__amount")).filter(used__gt=0).order_by("-due", "-pk")
    books, planned, settlements = OpenBooks(), [], []
    for row in rows.select_related("assessment__journal"):
        part = min(missing, row.used)
        if part:
            missing -= part
            day = max(row.assessment.journal.on, books.day_for(today, today))
            ref = row.assessment.ref
            lines = (Post(RECEIVABLE, part, organisation.pk), Post(CREDIT, -part, organisation.pk))
            planned.append(Planned(day, f"Credit for {ref} is gone", ref, lines))
            settlements.append(Settlement(instalment=row, amount=-part, on=day, at=now))
    if missing:
        refuse(
            DUE_DAYS, f"{missing} of its credit was given back to {organisation.name} already. Undo that first."
        ).require()
    post_all(planned, actor=actor, now=now)
    Settlement.objects.bulk_create(settlements)
