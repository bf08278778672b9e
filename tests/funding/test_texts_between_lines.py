"""The portal dies between any two lines of what is done with scales, budgets and spending: nothing stays half done."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from apps.committees.rules.viewer import Portal
from apps.funding.kinds.texts import KINDS_HERE
from apps.funding.models import Period
from apps.funding.services import budgets, scales, spending
from apps.funding.services.details import decide_details, enter_details
from apps.funding.services.spending import Spent
from apps.votes.models import Motion
from apps.votes.services.drafting import start_draft
from apps.votes.services.proposing import propose, withdraw
from tests.cast import NOW, Cast
from tests.funding import factory
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers

pytestmark = [pytest.mark.django_db, pytest.mark.torn]

FIGURES = {"aster": 10**26, "borealis": 4 * 10**25, "cygnus": 10**25}
IBAN = "DE89 3704 0044 0532 0130 00"


def _by(people: Cast, who: str = "independent", **more: Any) -> dict[str, Any]:
    factory.treasurer(people)
    return {"actor": people.viewer(who), "now": NOW} | more


def _figures(people: Cast) -> Verb:
    factory.charter(ceiling=100)
    first, _second = factory.periods(people)
    factory.figures(people, first, **FIGURES)
    return partial(scales.draft_scale, **_by(people, period="2026"))


def _redraw(people: Cast) -> Verb:
    ref = _figures(people)().ref
    discounts = {"cygnus": (Decimal(50), "It is small.")}
    return partial(scales.redraw, **_by(people, ref=ref, reasons="Again", discounts=discounts))


def _discard_scale(people: Cast) -> Verb:
    return partial(scales.discard_scale, **_by(people, ref=_figures(people)().ref))


def _budget(people: Cast) -> str:
    factory.periods(people)
    row = budgets.draft_budget(**_by(people, period="2026", title="The year"))
    budgets.put_line(**_by(people, ref=row.ref, label="Audits", amount=Decimal(500)))
    return row.ref


def _put_line(people: Cast) -> Verb:
    return partial(budgets.put_line, **_by(people, ref=_budget(people), label="Travel", amount=Decimal(9)))


def _drop_line(people: Cast) -> Verb:
    return partial(budgets.drop_line, **_by(people, ref=_budget(people), number=1))


def _moved(people: Cast, ref: str) -> str:
    named = {"kind": "budget.adopt", "title": "Adopt", "text": "So decided.", "payload": {"budget": ref}}
    return start_draft(**_by(people, **named)).ref


def _lay(people: Cast) -> Verb:
    return partial(propose, **_by(people, ref=_moved(people, _budget(people))))


def _let_go(people: Cast) -> Verb:
    ref = _lay(people)().ref
    return partial(withdraw, **_by(people, ref=ref, because="Too early."))


def _adopt(people: Cast) -> Verb:
    first, _second = factory.periods(people)
    factory.adopted_budget(people, first)
    motion = Motion.objects.get(ref=_lay(people)().ref)
    kind = next(one for one in KINDS_HERE if one.key == "budget.adopt")
    return lambda: kind.effect(Motion.objects.get(pk=motion.pk), Portal(f"motion {motion.ref}"), NOW)


def _enter(people: Cast) -> Verb:
    factory.periods(people)
    factory.adopted_budget(people, Period.objects.get(name="2026"), Audits="1500.00")
    spent = Spent("5000", "Fjord Audit", "An audit", Decimal(1000), NOW.date(), "F-17", IBAN)
    return partial(spending.enter_expenditure, **_by(people, spent=spent))


def _approve(people: Cast) -> Verb:
    return partial(spending.approve, **_by(people, "clerk", ref=_enter(people)().ref))


def _refuse(people: Cast) -> Verb:
    return partial(spending.refuse_expenditure, **_by(people, "clerk", ref=_enter(people)().ref, because="No."))


def _pay(people: Cast) -> Verb:
    return partial(spending.pay, **_by(people, ref=_approve(people)().ref, on=NOW.date()))


def _cancel(people: Cast) -> Verb:
    return partial(spending.cancel, **_by(people, ref=_approve(people)().ref, because="It did not happen."))


def _redact(people: Cast) -> Verb:
    return partial(spending.redact, **_by(people, ref=_approve(people)().ref, because="It is threatened."))


def _details(people: Cast) -> Verb:
    for iban in ("GB82 WEST 1234 5698 7654 32", IBAN):
        row = enter_details(**_by(people, holder="Frontier", iban=iban))
        verb = partial(decide_details, **_by(people, "clerk", uid=str(row.uid), approve=True))
        if iban != IBAN:
            verb()
    return verb


VERBS = {
    "draft a scale": (_figures, ["scale.drafted"]),
    "work it out again": (_redraw, ["scale.redrawn"]),
    "throw it away": (_discard_scale, ["scale.discarded"]),
    "enter a line": (_put_line, ["budget.changed"]),
    "take a line out": (_drop_line, ["budget.changed"]),
    "lay a budget": (_lay, ["motion.proposed", "budget.laid"]),
    "let it go": (_let_go, ["motion.withdrawn", "budget.rejected"]),
    "replace a budget": (_adopt, ["budget.adopted"]),
    "enter an expenditure": (_enter, ["expenditure.entered"]),
    "approve it": (_approve, ["expenditure.approved"]),
    "refuse it": (_refuse, ["expenditure.refused"]),
    "pay it": (_pay, ["expenditure.paid"]),
    "cancel it": (_cancel, ["expenditure.cancelled"]),
    "hide the payee": (_redact, ["expenditure.redacted"]),
    "approve bank details": (_details, ["bank_details.approved"]),
}


@pytest.mark.parametrize("name", VERBS)
def test_after_each_write_it_is_all_or_nothing(cast: Cast, name: str) -> None:
    lead_up: LeadUp
    acts: Sequence[str]
    lead_up, acts = VERBS[name]
    survives_each_write(cast, lead_up, acts)


@pytest.mark.parametrize("name", ["lay a budget", "replace a budget", "approve it"])
def test_what_follows_is_of_the_same_transaction(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    survives_its_followers(cast, monkeypatch, *VERBS[name])
