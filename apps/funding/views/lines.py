"""Lines of the bank's statements that are to do: each with whose it could be, and what can be done with it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.funding.forms.contributions import BankEntryForm, PaidByForm, WhoseForm, WhyForm
from apps.funding.models import BankLine
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.contributing import currency_of_the_committee
from apps.funding.selectors.outgoing import Guess, accounts_of_the_bank, guesses
from apps.funding.selectors.whose import ToDo, payers, to_do
from apps.funding.services import bank_entries, importing, outgoing
from apps.funding.states import LineState
from apps.funding.views.bank import for_keepers
from apps.funding.views.words import BECAUSE_LABELS, SPENT_BECAUSE_LABELS
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.keyset import address_of, page_of

PAGE = 20


@require_safe
def listing(request: Any, slug: str) -> HttpResponse:
    """The open lines, oldest first; with `aside` those that were set aside."""
    for_keepers(request)
    return page(request)


def page(request: Any, failed: tuple[UUID, dict[str, str]] | None = None) -> HttpResponse:
    """The list; `failed` is a line with what was wrong."""
    aside = "aside" in request.GET
    state = LineState.SET_ASIDE if aside else LineState.OPEN
    found = BankLine.objects.visible_to(request.viewer).filter(state=state)
    shown = page_of(found, request.GET.get("page", ""), field="", ascending=True, size=PAGE)
    labs, accounts, spent = list(payers()), accounts_of_the_bank(shown.rows), guesses(shown.rows)
    context = {
        "lines": [
            _row(one, labs, failed) | _bank_s_own(one, accounts) | _spent(one, spent) for one in to_do(shown.rows)
        ],
        "aside": aside,
        "earlier": address_of(request.GET, shown.previous),
        "later": address_of(request.GET, shown.next),
        "currency": currency_of_the_committee(),
        "keeps": may_keep_the_books(request.viewer),
        "failed": failed,
    }
    return render(request, "funding/bank_lines.html", context, status=422 if failed else 200)


def _row(one: ToDo, labs: Any, failed: tuple[UUID, dict[str, str]] | None) -> dict[str, Any]:
    chosen = one.organisation.key if one.organisation else ""
    return {
        "todo": one,
        "because": BECAUSE_LABELS[one.suggestion.because] if one.suggestion else "",
        "whose": WhoseForm(
            auto_id=f"id_{one.line.uid}_%s", labs=labs, empty=_("Nobody known yet"), initial={"organisation": chosen}
        ),
        "why": WhyForm(auto_id=f"id_{one.line.uid}_%s"),
        "errors": failed[1].values() if failed and failed[0] == one.line.uid else (),
    }


def _bank_s_own(one: ToDo, accounts: Mapping[int, list[tuple[str, str]]]) -> dict[str, Any]:
    """What the bank took or gave: a form where an account is there for it."""
    there = accounts.get(one.line.pk, [])
    form = BankEntryForm(auto_id=f"id_{one.line.uid}_own_%s", accounts=there)
    return {"own": form if there else None}


def _spent(one: ToDo, spent: Mapping[int, Guess]) -> dict[str, Any]:
    """Which expenditure it could be: the one suggested, why, and a form to choose another of that amount."""
    guess = spent.get(one.line.pk)
    if guess is None or not guess.of_that_amount:
        return {"spent": None}
    because = SPENT_BECAUSE_LABELS[guess.because] if guess.because else ""
    initial = {"expenditure": guess.expenditure.ref if guess.expenditure else ""}
    form = PaidByForm(auto_id=f"id_{one.line.uid}_paid_%s", rows=guess.of_that_amount, initial=initial)
    return {"spent": guess.expenditure, "spent_because": because, "paid_by": form}


def _do(request: Any, slug: str, uid: UUID, verb: Callable[..., Any], done: str, **given: Any) -> HttpResponse:
    for_keepers(request)
    if not BankLine.objects.visible_to(request.viewer).filter(uid=uid).exists():
        raise Http404(str(uid))
    try:
        verb(actor=request.viewer, now=clock.now(), uid=uid, **given)
    except Invalid as invalid:
        return page(request, (uid, invalid.errors))
    messages.success(request, done)
    return redirect("funding:bank_lines", slug)


@require_POST
def book(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """Book it as a payment."""
    done = _("The line is booked.")
    return _do(
        request,
        slug,
        uid,
        importing.book_line,
        done,
        organisation=request.POST.get("organisation", "").replace("\0", ""),
    )


@require_POST
def join(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """It is a payment that was booked by hand."""
    done = _("The line belongs to the payment now.")
    return _do(request, slug, uid, importing.join_line, done, payment=request.POST.get("payment", "").replace("\0", ""))


@require_POST
def set_aside(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """It is not booked."""
    return _do(
        request, slug, uid, importing.set_aside, _("The line is set aside."), because=request.POST.get("because", "")
    )


@require_POST
def take_up(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """It is to do again."""
    return _do(request, slug, uid, importing.take_up, _("The line is to do again."))


@require_POST
def pay(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """It has paid an expenditure."""
    ref = request.POST.get("expenditure", "").replace("\0", "")
    return _do(request, slug, uid, outgoing.pay_by_line, _("The expenditure is paid by this line."), expenditure=ref)


@require_POST
def own(request: Any, slug: str, uid: UUID) -> HttpResponse:
    """The bank took it, or gave it."""
    given = {name: request.POST.get(name, "").replace("\0", "") for name in ("account", "note")}
    return _do(request, slug, uid, bank_entries.book_bank_entry, _("The line is booked."), **given)
