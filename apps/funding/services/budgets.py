"""Budgets: written line by line, laid by a motion, adopted by its vote; a later one replaces it in mid-period."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.http import Http404

from apps.committees.models import Seat
from apps.committees.rules.references import random_reference
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_at
from apps.funding.acts import shares as acts
from apps.funding.models import BUDGET, Account, Budget, BudgetLine
from apps.funding.rules.chart import BANK_FEES, FIRST_EXPENSE
from apps.funding.rules.charter import RULE, refuse
from apps.funding.rules.drafting import MOST_LINES, errors_in_line, missing_in_budget
from apps.funding.rules.ledger import Kind
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.services.texts import changed, discard, fetch_draft, open_period_for
from apps.funding.states import Text
from apps.kernel.canonical import dumps, sha256
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.turns import wait_for_turn
from apps.record.services import record

STEP = 10


def draft_budget(*, actor: Viewer, now: datetime, period: str, title: str, reasons: str = "") -> Budget:
    """Begin a budget for a period; raises Http404, Refused or Invalid."""
    may_keep_the_books(actor).require()
    row = open_period_for(actor, period)
    if not title.strip():
        raise Invalid({"title": "Give the budget a title."})
    name = random_reference("BUDGET", now.year, 6)
    drafted = Budget.objects.create(
        ref=name,
        draft_ref=name,
        period=row,
        title=title.strip()[:200],
        reasons=reasons.strip(),
        charter=charter_at(now).number,
        by=Seat.objects.get(pk=actor.seat_id),
        at=now,
    )
    facts = {"period": row.name}
    record(acts.BUDGET_DRAFTED, actor=actor, now=now, subject=(BUDGET, drafted.pk, drafted.ref), facts=facts)
    return drafted


def change_budget(
    *, actor: Viewer, now: datetime, ref: str, title: str, reasons: str, other_income: Decimal, because: str
) -> Budget:
    """Change a draft's words and what comes from elsewhere; raises Http404, Refused or Invalid."""
    row = fetch_draft(actor, Budget, ref)
    errors = {}
    if not title.strip():
        errors["title"] = "Give the budget a title."
    if other_income < 0 or other_income != other_income.quantize(Decimal("0.01")):
        errors["other_income"] = "Give whole cents, and not less than nothing."
    if other_income and not because.strip():
        errors["because"] = "Say where the other income comes from."
    if errors:
        raise Invalid(errors)
    row.title, row.reasons = title.strip()[:200], reasons.strip()
    row.other_income, row.other_income_because = other_income, because.strip()[:300]
    changed(row, actor=actor, now=now)
    return row


def put_line(
    *,
    actor: Viewer,
    now: datetime,
    ref: str,
    label: str,
    amount: Decimal | None,
    purpose: str = "",
    number: int | None = None,
) -> BudgetLine:
    """Enter a line of a draft, or change the one with that number; its account is that of its label.

    Raises Http404, Refused or Invalid.
    """
    row = fetch_draft(actor, Budget, ref)
    label = " ".join(label.split())
    errors = errors_in_line(label, amount)
    others = row.lines.filter(label__iexact=label)
    if not errors and (others if number is None else others.exclude(number=number)).exists():
        errors["label"] = "Another line is called that."
    if errors or amount is None:
        raise Invalid(errors)
    account = _account(label)
    if number is not None:
        line = row.lines.filter(number=number).first()
        if line is None:
            raise Http404(str(number))
        line.label, line.amount, line.purpose, line.account = label, amount, purpose.strip(), account
        line.save()
    else:
        if row.lines.count() >= MOST_LINES:
            refuse(RULE, f"A budget has {MOST_LINES} lines at most.").require()
        latest = row.lines.aggregate(most=Max("number"))["most"] or 0
        line = BudgetLine.objects.create(
            budget=row, number=latest + 1, account=account, label=label, purpose=purpose.strip(), amount=amount
        )
    changed(row, actor=actor, now=now)
    return line


def drop_line(*, actor: Viewer, now: datetime, ref: str, number: int) -> None:
    """Take a line out of a draft; raises Http404 or Refused."""
    row = fetch_draft(actor, Budget, ref)
    gone, _by_kind = row.lines.filter(number=number).delete()
    if not gone:
        raise Http404(str(number))
    changed(row, actor=actor, now=now)


def discard_budget(*, actor: Viewer, now: datetime, ref: str) -> Budget:
    """Throw a draft away; raises Http404 or Refused."""
    return discard(Budget, actor=actor, now=now, ref=ref)


def _account(label: str) -> Account:
    """The account of expense with that name, or a new one after the last."""
    wait_for_turn("funding.account")
    found = Account.objects.filter(kind=Kind.EXPENSE, name__iexact=label).first()
    if found is not None:
        return found
    taken = Account.objects.filter(kind=Kind.EXPENSE).exclude(number=BANK_FEES).values_list("number", flat=True)
    number = max((int(one) + STEP for one in taken), default=FIRST_EXPENSE)
    return Account.objects.create(number=str(number), name=label, kind=Kind.EXPENSE)


def contents(row: Budget) -> dict[str, Any]:
    """The words of a budget as canonical data: what is moved and adopted (one query)."""
    return {
        "period": row.period.name,
        "title": row.title,
        "reasons": row.reasons,
        "other_income": str(row.other_income),
        "other_income_because": row.other_income_because,
        "lines": [
            {"number": line.number, "label": line.label, "purpose": line.purpose, "amount": str(line.amount)}
            for line in row.lines.order_by("number")
        ],
    }


def digest_of(row: Budget) -> str:
    """The SHA-256 of its words."""
    return sha256(dumps(contents(row)))


def what_is_missing(row: Budget) -> str:
    """What keeps a draft from being laid before the committee, as sentences; nothing where nothing does."""
    if row.state != Text.DRAFT:
        return "It is no draft any more."
    amounts = list(row.lines.values_list("amount", flat=True))
    return " ".join(missing_in_budget(row.title, amounts, row.other_income, row.other_income_because).values())
