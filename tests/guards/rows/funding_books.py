"""Who may open the overview of funding, the books, scales and budgets: drafts of the treasurer and the clerks, and journals."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.funding.models import Journal, Scale, ScaleShare
from apps.funding.services.budgets import draft_budget, put_line
from apps.funding.services.opening_balances import enter_opening_balances
from tests.cast import NOW, Cast
from tests.funding import factory
from tests.guards.rows import COUNSEL, FRONTIER, Row, Stage

READERS = FRONTIER - COUNSEL
KEEPERS = frozenset({"clerk", "independent"})


def prepare(cast: Cast, stage: Stage) -> None:
    """The independent member is the treasurer; two periods with opening balances, a draft of a scale and of a budget."""
    _first, period = factory.periods(cast)
    actor = factory.treasurer(cast)
    enter_opening_balances(actor=actor, now=NOW, period="2026", balances={"1000": Decimal(100)})
    stage["journal"] = Journal.objects.get().ref
    factory.figures(cast, period, aster=10**26)
    common = {"period": period, "charter": 1, "by": cast["clerk"], "at": NOW}
    scale = Scale.objects.create(
        ref="SCALE-2026-XYZ", draft_ref="SCALE-2026-XYZ", floor="0.001", per_decade=5, **common
    )
    figure = period.declarations.get()
    lab = figure.organisation
    ScaleShare.objects.create(scale=scale, organisation=lab, declaration=figure, base=Decimal("1.26e26"), share=100)
    stage["scale draft"] = scale.ref
    budget = draft_budget(actor=actor, now=NOW, period="2027", title="The year")
    put_line(actor=actor, now=NOW, ref=budget.ref, label="Audits", amount=Decimal(5))
    stage["budget draft"] = budget.ref


def _on(name: str, **more: Any) -> Any:
    return lambda stage: {"ref": stage[name], **more}


def _period(name: str = "2026") -> Any:
    return lambda _stage: {"name": name}


def _account(_stage: Stage) -> dict[str, Any]:
    return {"name": "2026", "number": "1000"}


def _keeps(data: dict[str, Any], status: int = 302, **more: Any) -> Row:
    """What only the treasurer and the clerks do to what everybody sees."""
    return Row(KEEPERS, status, method="post", kwargs=_period(), data=data, refused=READERS - KEEPERS, **more)


def _writes(name: str, data: dict[str, Any], status: int = 302, **more: Any) -> Row:
    """What only the treasurer and the clerks do to a draft; for all others it is not there."""
    return Row(KEEPERS, status, method="post", kwargs=_on(name, **more), data=data)


ROWS: dict[str, Row] = {
    "funding:overview": Row(READERS),
    "funding:periods": Row(),
    "funding:new_period": Row(KEEPERS),
    "funding:period": Row(READERS, kwargs=_period()),
    "funding:period_csv": Row(READERS, kwargs=_period()),
    "funding:period_xlsx": Row(READERS, kwargs=_period()),
    "funding:period_json": Row(READERS, kwargs=_period()),
    "funding:open_books": Row(frozenset(), method="post", kwargs=_period(), data={"bank": "5"}, refused=READERS),
    "funding:undo_opening": _keeps({"because": "A figure was wrong."}),
    "funding:publish_statement": _keeps({"at": date(2026, 11, 20).isoformat()}),
    "funding:close_books": Row(frozenset(), method="post", kwargs=_period(), refused=READERS),
    "funding:account": Row(READERS, kwargs=_account),
    "funding:account_csv": Row(READERS, kwargs=_account),
    "funding:account_xlsx": Row(READERS, kwargs=_account),
    "funding:journals": Row(READERS, kwargs=_period()),
    "funding:journals_csv": Row(READERS, kwargs=_period()),
    "funding:journals_xlsx": Row(READERS, kwargs=_period()),
    "funding:journal": Row(READERS, kwargs=_on("journal")),
    "funding:scales": Row(),
    "funding:new_scale": Row(KEEPERS),
    "funding:scale": Row(KEEPERS, kwargs=_on("scale draft")),
    "funding:scale_csv": Row(KEEPERS, kwargs=_on("scale draft")),
    "funding:scale_xlsx": Row(KEEPERS, kwargs=_on("scale draft")),
    "funding:scale_json": Row(KEEPERS, kwargs=_on("scale draft")),
    "funding:redraw_scale": _writes("scale draft", {"discount-aster": "200"}, 422),
    "funding:discard_scale": _writes("scale draft", {}),
    "funding:budgets": Row(),
    "funding:new_budget": Row(KEEPERS),
    "funding:budget": Row(KEEPERS, kwargs=_on("budget draft")),
    "funding:budget_csv": Row(KEEPERS, kwargs=_on("budget draft")),
    "funding:budget_xlsx": Row(KEEPERS, kwargs=_on("budget draft")),
    "funding:change_budget": _writes("budget draft", {"title": "Another", "other_income": "0"}),
    "funding:add_line": _writes("budget draft", {"label": "Secretariat", "amount": "7.00"}),
    "funding:change_line": _writes("budget draft", {"label": "Audits", "amount": "7.00"}, number=1),
    "funding:drop_line": _writes("budget draft", {}, number=1),
    "funding:discard_budget": _writes("budget draft", {}),
    "api-funding:scale": Row(),
    "api-funding:statement": Row(READERS),
}
