"""Where an expenditure is paid to, for those who keep the money; and why a scale or a budget is drafted, for the same two.

An auditor reads the first and not the second: drafts are the treasurer's and the clerks'.
"""

from datetime import date
from decimal import Decimal

from apps.funding.models import Account, Budget, Expenditure, Period, Scale
from apps.funding.rules.ledger import Kind
from tests.cast import NOW, Cast
from tests.funding.factory import periods, treasurer
from tests.guards.canaries import Planted

PAID_TO = "EXP-2026-0800"
KEEPERS = frozenset({"independent", "clerk"})
BOOKS = "/c/frontier/funding"


def plant_accounts_and_drafts(cast: Cast) -> list[Planted]:
    """An expenditure that was approved, and drafts of both texts; Frontier's context must be open."""
    periods(cast)
    treasurer(cast)
    period = Period.objects.get(name="2026")
    return [_expenditure(cast, period), _scale(cast, period), _budget(cast, period)]


def _expenditure(cast: Cast, period: Period) -> Planted:
    words = {"account": "kanaripayeeaccountx"}
    account, _made = Account.objects.get_or_create(number="5800", defaults={"name": "Audits", "kind": Kind.EXPENSE})
    Expenditure.objects.create(
        ref=PAID_TO, year=2026, number=800, period=period, account=account, payee="Fjord Audit", purpose="Audit",
        payee_account=words["account"], amount=Decimal(5), on=date(2026, 11, 19), entered_by=cast["clerk"],
        entered_at=NOW, state="approved", decided_by=cast["independent"], decided_at=NOW,
    )  # fmt: skip
    return Planted(PAID_TO, "the bank", KEEPERS | {"auditor"}, words, "auditor", (f"{BOOKS}/spending/{PAID_TO}/",))


def _scale(cast: Cast, period: Period) -> Planted:
    words, ref = {"reasons": "kanariscalereasonsx"}, "SCALE-2026-KAN"
    Scale.objects.create(
        ref=ref, draft_ref=ref, period=period, floor=Decimal("0.001"), per_decade=5, charter=1, by=cast["clerk"], at=NOW,
        reasons=words["reasons"],
    )  # fmt: skip
    return Planted(ref, "a draft", KEEPERS, words, "clerk", (f"{BOOKS}/scales/{ref}/",))


def _budget(cast: Cast, period: Period) -> Planted:
    words, ref = {place: f"kanaribudget{place}x" for place in ("title", "reasons", "income")}, "BUDGET-2026-KAN"
    Budget.objects.create(
        ref=ref, draft_ref=ref, period=period, charter=1, by=cast["clerk"], at=NOW, title=words["title"],
        reasons=words["reasons"], other_income=Decimal(1), other_income_because=words["income"],
    )  # fmt: skip
    return Planted(ref, "a draft", KEEPERS, words, "independent", (f"{BOOKS}/budgets/{ref}/",))
