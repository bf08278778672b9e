"""The pages of contributions, payments and the bank: what they say, what they ask, and that nothing typed is lost."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from apps.funding.models import Assessment, BankLine, BankStatement, Payment
from apps.funding.services.importing import import_statement
from apps.kernel.tenancy.context import tenant
from tests.cast import Cast
from tests.funding import contributed
from tests.funding.contributed import camt, entry
from tests.funding.factory import IN_2027, periods, treasurer

pytestmark = pytest.mark.django_db


class Pages:
    """A browser without script, at an hour of 2027."""

    def __init__(self, cast: Cast, client: Client) -> None:
        self.cast, self.client = cast, client

    def come(self, name: str) -> None:
        self.client.force_login(self.cast[name].person)

    def get(self, name: str, *args: Any, status: int = 200, **query: str) -> str:
        answer = self.client.get(self.url(name, *args), query)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    def words(self, name: str, *args: Any, **query: str) -> str:
        return said(self.get(name, *args, **query))

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(self.url(name, *args), data)

    @staticmethod
    def url(name: str, *args: Any) -> str:
        return reverse(f"funding:{name}", args=["frontier", *args])

    def made(self, make: Any, *args: Any, **more: Any) -> Any:
        with tenant(self.cast.frontier.pk):
            return make(self.cast, *args, **more)

    def all_of(self, model: Any, **narrowed: Any) -> list[Any]:
        with tenant(self.cast.frontier.pk):
            return list(model.objects.filter(**narrowed).order_by("pk"))


def said(page: str) -> str:
    return " ".join(unescape(strip_tags(page.replace("<", " <"))).split())


@pytest.fixture
def pages(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Pages:
    monkeypatch.setattr("apps.kernel.clock.now", lambda: IN_2027)
    with tenant(cast.frontier.pk):
        treasurer(cast, IN_2027)
    found = Pages(cast, client)
    found.come("clerk")
    return found


def brought_in(people: Cast, *entries: str) -> None:
    import_statement(actor=treasurer(people, IN_2027), now=IN_2027, content=camt(*entries), name="s.xml")


class TestContributions:
    def test_before_a_period_the_page_says_what_will_stand_there(self, pages: Pages) -> None:
        assert "No period yet" in pages.words("contributions_index")

    def test_before_anything_was_asked_for_it_says_so(self, pages: Pages) -> None:
        pages.made(periods)
        assert pages.client.get(pages.url("contributions_index")).headers["Location"].endswith("/2027/")
        assert "Nothing was asked for yet" in pages.words("contributions", "2027")

    def test_what_will_be_asked_is_shown_before_the_letters_go_out(self, pages: Pages) -> None:
        pages.made(contributed.in_force)
        pages.made(contributed.details)
        assert "Issue the call letters" in pages.words("contributions", "2027")
        shown = pages.words("issue", "2027")
        assert "By scale SCL-2027-0001 and budget BUD-2027-0001." in shown
        assert "Aster 50 500.00" in shown
        answer = pages.post("issue", "2027")
        assert answer.status_code == 302
        assert len(pages.all_of(Assessment)) == 3
        assert "Nobody is left to be asked" in pages.words("issue", "2027")
        assert pages.post("issue", "2027").status_code == 409

    def test_without_bank_details_it_asks_first(self, pages: Pages) -> None:
        pages.made(contributed.in_force)
        answer = pages.post("issue", "2027")
        assert (answer.status_code, pages.all_of(Assessment)) == (422, [])
        assert "the letters would not say where to pay" in said(answer.content.decode())
        assert pages.post("issue", "2027", without_details="on").status_code == 302

    def test_a_period_shows_who_pays_what(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        pages.made(contributed.paid, "aster", "300.00")
        shown = pages.words("contributions", "2027")
        assert "Aster 50 500.00 300.00 200.00 2 August 2027 200.00" in shown
        table = pages.client.get(pages.url("contributions_export", "2027")).content.decode()
        assert "2027,aster,Aster,50.0000,500.00,0,300.00,200.00,0,2027-08-02,200.00,0,EUR" in table

    def test_a_lab_sees_what_it_pays_next_and_by_which_reference(self, pages: Pages) -> None:
        row = pages.made(contributed.issued)["aster"]
        pages.come("aster.liaison")
        assert "What your lab pays next" in pages.words("contributions", "2027")
        shown = pages.words("member", "2027", "aster")
        assert "250.00 EUR" in shown
        assert row.reference[:4] in shown
        assert contributed.IBAN in shown
        assert "3 Mar 2027" in shown

    def test_an_assessment_says_how_it_was_worked_out(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        shown = pages.words("assessment", "ASM-2027-0001")
        assert "Budget BUD-2027-0001 1 000.00" in shown
        assert "Share by scale SCL-2027-0001 50 %" in shown

    def test_the_letter_is_a_pdf(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        answer = pages.client.get(pages.url("letter", "ASM-2027-0001"))
        assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")

    def test_an_adjustment_is_asked_for_with_its_reason(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        wrong = pages.post("adjust", "2027", "aster", verb="less", amount="0.005", because="It left.")
        assert wrong.status_code == 422
        assert "3 decimal places" in said(wrong.content.decode())
        assert 'value="It left."' in wrong.content.decode()
        done = pages.post("adjust", "2027", "aster", verb="less", amount="100,00", because="It left.")
        assert done.status_code == 302
        assert pages.all_of(Assessment, why="adjustment")[0].amount == -100
        assert "Adjustment: It left." in pages.words("member", "2027", "aster")

    def test_how_many_queries_a_period_takes_does_not_grow_with_its_payments(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        counted = []
        for _round in range(2):
            pages.get("contributions", "2027")
            with CaptureQueriesContext(connection) as seen:
                pages.get("contributions", "2027")
            counted.append(len(seen))
            for _more in range(5):
                pages.made(contributed.paid, "borealis", "1.00")
        assert counted[0] == counted[1]


class TestPayments:
    GIVEN = {"organisation": "aster", "amount": "1.234,50", "on": "2027-01-31", "note": "Paid in dollars"}

    def test_one_is_booked_and_shows_what_it_settled(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        answer = pages.post("payment_new", **self.GIVEN)
        assert answer.status_code == 302, answer.content.decode()
        shown = pages.words("payment", "PAY-2027-0001")
        assert "1 234.50 EUR" in shown
        assert "ASM-2027-0001/1" in shown
        assert "Paid in dollars" in shown

    def test_the_like_of_it_asks_again_and_keeps_what_was_typed(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        assert "I have checked it" not in pages.words("payment_new")
        pages.post("payment_new", **self.GIVEN)
        again = pages.post("payment_new", **self.GIVEN)
        assert again.status_code == 422
        assert "PAY-2027-0001 has the same day, amount and payer" in said(again.content.decode())
        assert 'value="1.234,50"' in again.content.decode()
        assert pages.post("payment_new", **self.GIVEN, sure="on").status_code == 302
        assert len(pages.all_of(Payment)) == 2

    def test_one_of_nobody_known_is_matched(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        pages.made(contributed.paid, "", "5.00")
        assert "Not known yet" in pages.words("payments", state="unknown")
        assert pages.post("payment_match", "PAY-2027-0001", organisation="").status_code == 422
        assert pages.post("payment_match", "PAY-2027-0001", organisation="cygnus").status_code == 302
        assert "Cygnus" in pages.words("payment", "PAY-2027-0001")
        assert "Nothing fits" in pages.words("payments", state="unknown")

    def test_one_is_reversed_with_the_reason(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        pages.made(contributed.paid, "aster", "5.00")
        assert pages.post("payment_reverse", "PAY-2027-0001", because="").status_code == 422
        assert pages.post("payment_reverse", "PAY-2027-0001", because="Booked twice.").status_code == 302
        assert "It was reversed: Booked twice." in pages.words("payment", "PAY-2027-0001")

    def test_the_list_and_its_table_can_be_narrowed(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        assert "No payments yet" in pages.words("payments")
        pages.made(contributed.paid, "aster", "5.00")
        pages.made(contributed.paid, "borealis", "6.00")
        assert "PAY-2027-0002" not in pages.words("payments", lab="aster")
        table = pages.client.get(pages.url("payments_export"), {"lab": "borealis"}).content.decode()
        assert table.count("PAY-") == 1

    def test_how_many_queries_the_list_takes_does_not_grow(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        counted = []
        for more in (1, 29):
            for _one in range(more):
                pages.made(contributed.paid, "borealis", "1.00")
            pages.get("payments")
            with CaptureQueriesContext(connection) as seen:
                pages.get("payments")
            counted.append(len(seen))
        assert counted[0] == counted[1]


class TestTheBank:
    def _upload(self, pages: Pages, content: bytes, name: str = "s.xml") -> Any:
        return pages.post("bank_upload", file=SimpleUploadedFile(name, content))

    def test_a_file_is_brought_in_and_its_result_shown(self, pages: Pages) -> None:
        rows = pages.made(contributed.issued)
        assert "No statements yet" in pages.words("bank")
        file = camt(entry("5.00", rows["aster"].reference, ref="1", name="Aster Inc"), entry("6.00", ref="2"))
        answer = self._upload(pages, file)
        assert answer.status_code == 302, answer.content.decode()
        shown = said(pages.client.get(answer.headers["Location"]).content.decode())
        assert "Lines booked: 1. To do: 1. There already: 0." in shown
        assert "Aster Inc" in shown
        again = self._upload(pages, file)
        assert "was brought in before" in said(pages.client.get(again.headers["Location"]).content.decode())
        assert len(pages.all_of(BankStatement)) == 1
        assert "1 line to do" in pages.words("bank")

    def test_a_file_that_cannot_be_read_says_where_it_is_wrong(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        answer = self._upload(pages, b"date;amount\n2027-01-01;0.005\n", "s.csv")
        assert answer.status_code == 422
        assert "Line 2, column 2: 0.005 has 3 decimal places" in said(answer.content.decode())
        assert self._upload(pages, b"").status_code == 422

    def test_a_line_is_booked_by_its_suggestion_or_otherwise_or_set_aside(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        pages.made(brought_in, entry("5.00", ref="1", name="Aster Inc"), entry("6.00", ref="2"), entry("7.00", ref="3"))
        shown = pages.words("bank_lines")
        assert "It could be Aster's, by the name." in shown
        first, second, third = pages.all_of(BankLine)
        assert pages.post("bank_line_book", first.uid, organisation="aster").status_code == 302
        wrong = pages.post("bank_line_book", second.uid, organisation="nobody")
        assert (wrong.status_code, "Choose a lab" in said(wrong.content.decode())) == (422, True)
        assert pages.post("bank_line_book", second.uid).status_code == 302
        assert pages.post("bank_line_aside", third.uid, because="").status_code == 422
        assert pages.post("bank_line_aside", third.uid, because="Not ours.").status_code == 302
        assert "Nothing is to do" in pages.words("bank_lines")
        assert "Not ours." in pages.words("bank_lines", aside="")
        assert pages.post("bank_line_take_up", third.uid).status_code == 302
        assert [row.organisation_id is None for row in pages.all_of(Payment)] == [False, True]

    def test_a_line_that_is_a_payment_by_hand_is_joined(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        pages.made(contributed.paid, "aster", "5.00", on=date(2027, 1, 22))
        pages.made(brought_in, entry("5.00", ref="1", name="Aster"))
        assert "It is PAY-2027-0001" in pages.words("bank_lines")
        [line] = pages.all_of(BankLine)
        assert pages.post("bank_line_join", line.uid, payment="PAY-2027-0001").status_code == 302
        assert len(pages.all_of(Payment)) == 1

    def test_a_rival_reads_the_payment_and_not_the_line(self, pages: Pages) -> None:
        rows = pages.made(contributed.issued)
        pages.made(brought_in, entry("5.00", rows["aster"].reference, ref="1", name="Aster Treasury Ltd"))
        assert "Aster Treasury Ltd" in pages.words("payment", "PAY-2027-0001")
        pages.come("cygnus.representative")
        assert "Aster Treasury Ltd" not in pages.words("payment", "PAY-2027-0001")
        pages.get("bank", status=404)

    def test_how_many_queries_the_lines_take_does_not_grow(self, pages: Pages) -> None:
        pages.made(contributed.issued)
        counted = []
        for more in (range(1), range(1, 15)):
            pages.made(brought_in, *(entry(f"{number + 1}.00", ref=str(number)) for number in more))
            pages.get("bank_lines")
            with CaptureQueriesContext(connection) as seen:
                pages.get("bank_lines")
            counted.append(len(seen))
        assert counted[0] == counted[1]
