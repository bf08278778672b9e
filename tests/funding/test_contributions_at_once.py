"""Two people on the same money at the same moment, and the portal that dies between two lines: nothing twice, nothing half."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from apps.committees.models import Organisation
from apps.funding.models import Assessment, BankLine, Journal, Payment, Period
from apps.funding.rules.chart import BANK
from apps.funding.selectors.contributing import ALWAYS
from apps.funding.selectors.statements import accounts_at, held
from apps.funding.services.importing import book_line, import_statement
from apps.funding.services.issuing import issue_adjustment, issue_contributions
from apps.funding.services.paying import match_payment, reverse_payment
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from tests.at_once import at_once
from tests.cast import Cast
from tests.funding.contributed import camt, details, entry, in_force, issued, paid
from tests.funding.factory import IN_2027, treasurer
from tests.torn import Verb, survives_each_write, survives_its_followers

LATER = IN_2027 + timedelta(days=1)


def _by(people: Cast, who: str = "independent", **more: Any) -> dict[str, Any]:
    return {"actor": people.viewer(who, LATER), "now": LATER} | more


@pytest.mark.django_db(transaction=True)
@pytest.mark.torn
class TestAtOnce:
    def _both(self, people: Cast, *verbs: Callable[[], Any]) -> list[BaseException]:
        def run(verb: Callable[[], Any]) -> None:
            with tenant(people.frontier.pk):
                verb()

        return at_once(*(partial(run, verb) for verb in verbs))

    def test_two_clerks_book_the_same_payment_and_one_is_asked_again(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            issued(cast)
        book = partial(paid, cast, "aster", "10.00", sure=False)
        [error] = self._both(cast, book, book)
        assert isinstance(error, Invalid)
        assert set(error.errors) == {"sure"}
        with tenant(cast.frontier.pk):
            assert Payment.objects.count() == 1
            assert held(BANK, ALWAYS) == {None: 10}

    def test_two_bring_in_the_same_file_and_each_line_is_booked_once(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            rows = issued(cast)
            file = camt(*(entry(f"{number}.00", rows["aster"].reference, ref=str(number)) for number in range(1, 4)))
        bring = partial(import_statement, content=file, name="s.xml")
        errors = self._both(cast, partial(bring, **_by(cast)), partial(bring, **_by(cast, "clerk")))
        assert errors == []
        with tenant(cast.frontier.pk):
            assert (Payment.objects.count(), held(BANK, ALWAYS)) == (3, {None: 6})

    def test_two_book_the_same_line_and_one_is_refused(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            issued(cast)
            import_statement(**_by(cast), content=camt(entry("5.00", ref="1")), name="s.xml")
            uid = BankLine.objects.get().uid
        book = partial(book_line, uid=uid, organisation="aster")
        [error] = self._both(cast, partial(book, **_by(cast)), partial(book, **_by(cast, "clerk")))
        assert isinstance(error, Refused)
        with tenant(cast.frontier.pk):
            assert Payment.objects.count() == 1

    def test_two_issue_the_letters_and_one_is_refused(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            in_force(cast)
            details(cast)
        issue = partial(issue_contributions, period="2027")
        [error] = self._both(cast, partial(issue, **_by(cast)), partial(issue, **_by(cast, "clerk")))
        assert isinstance(error, Refused)
        with tenant(cast.frontier.pk):
            assert Assessment.objects.count() == 3

    def test_two_reverse_a_payment_and_one_is_refused(self, cast: Cast) -> None:
        with tenant(cast.frontier.pk):
            issued(cast)
            ref = paid(cast, "aster", "10.00").ref
        reverse = partial(reverse_payment, ref=ref, because="Twice.")
        [error] = self._both(cast, partial(reverse, **_by(cast)), partial(reverse, **_by(cast, "clerk")))
        assert isinstance(error, Refused)
        with tenant(cast.frontier.pk):
            assert Journal.objects.filter(about=ref).count() == 2
            assert accounts_at(ALWAYS).statement.is_balanced


def _issue(people: Cast) -> Verb:
    in_force(people)
    details(people)
    paid(people, "aster", "60.00")
    return partial(issue_contributions, **_by(people, period="2027"))


def _book(people: Cast) -> Verb:
    issued(people)
    return partial(paid, people, "aster", "600.00")


def _match(people: Cast) -> Verb:
    issued(people)
    ref = paid(people, "", "250.00").ref
    return partial(match_payment, **_by(people, ref=ref, organisation="aster"))


def _reverse(people: Cast) -> Verb:
    rows = issued(people)
    file = camt(entry("250.00", rows["aster"].reference, ref="1"))
    import_statement(**_by(people), content=file, name="s.xml")
    return partial(reverse_payment, **_by(people, ref="PAY-2027-0001", because="Wrong."))


def _import(people: Cast) -> Verb:
    rows = issued(people)
    file = camt(entry("250.00", rows["aster"].reference, ref="1"), entry("3.00", ref="2"))
    return partial(import_statement, **_by(people), content=file, name="s.xml")


def _adjust(people: Cast) -> Verb:
    issued(people)
    lab, period = Organisation.objects.get(key="aster"), Period.objects.get(name="2027")
    given = {"organisation": lab, "period": period, "amount": -300, "because": "It left."}
    return partial(issue_adjustment, actor=treasurer(people, LATER), now=LATER, **given)  # type: ignore[arg-type]


ISSUED = ["assessment.issued"] * 3
VERBS = {
    "issue": (_issue, [*ISSUED, "assessment.credit_used", *["instalment.asked"] * 6]),
    "book": (_book, ["payment.booked", "instalment.settled", "instalment.settled"]),
    "match": (_match, ["payment.matched", "instalment.settled"]),
    "reverse": (_reverse, ["payment.reversed", "bank_line.taken_up", "instalment.asked"]),
    "import": (_import, ["payment.booked", "bank_statement.imported", "instalment.settled"]),
    "adjust": (_adjust, ["assessment.issued", "assessment.credit_used", "instalment.settled"]),
}


@pytest.mark.django_db
@pytest.mark.torn
@pytest.mark.parametrize("name", VERBS)
def test_after_each_write_it_is_all_or_nothing(cast: Cast, name: str) -> None:
    survives_each_write(cast, *VERBS[name])


@pytest.mark.django_db
@pytest.mark.torn
@pytest.mark.parametrize("name", VERBS)
def test_what_follows_is_of_the_same_transaction(cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    survives_its_followers(cast, monkeypatch, *VERBS[name])
