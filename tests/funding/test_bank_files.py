"""Payment references and the bank's files: read whichever way they are written, refused with the place where not."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.funding.rules.bank import BadFileError, Line, cents, keys_of, money
from apps.funding.rules.bankcsv import read_csv
from apps.funding.rules.camt import read_camt
from apps.funding.rules.instalments import instalments
from apps.funding.rules.periods import Period
from apps.funding.rules.reference import printed, reference_of, references_in
from apps.funding.rules.suggesting import Because, suggested
from tests.funding.contributed import camt, entry

REFERENCE = "RF70ASM20270001"


class TestReferences:
    def test_one_is_made_of_a_number_and_printed_in_fours(self) -> None:
        assert reference_of("ASM-2027-0001") == REFERENCE
        assert printed(REFERENCE) == "RF70 ASM2 0270 001"

    @pytest.mark.parametrize("number", ["", "--", "A" * 22])
    def test_none_is_made_of_what_has_no_room_or_no_letters(self, number: str) -> None:
        with pytest.raises(ValueError, match="No payment reference"):
            reference_of(number)

    @pytest.mark.parametrize(
        "text",
        [
            REFERENCE,
            "rf70 asm2 0270 001",
            "Contribution RF70-ASM2-0270-001, thank you",
            "xRF70ASM20270001x",
            "RF70ASM2\n0270001",
        ],
    )
    def test_it_is_found_however_it_is_written(self, text: str) -> None:
        assert REFERENCE in list(references_in(text))

    def test_wrong_check_digits_are_none(self) -> None:
        assert REFERENCE not in list(references_in("RF71ASM20270001 RF70ASM20270002"))
        assert list(references_in("no reference here")) == []

    @given(year=st.integers(2000, 2999), number=st.integers(1, 99_999), around=st.text("xyz ./-", max_size=5))
    def test_every_one_is_found_again_inside_other_words(self, year: int, number: int, around: str) -> None:
        made = reference_of(f"ASM-{year}-{number:04d}")
        assert made in list(references_in(f"{around}{printed(made).lower()}{around}"))


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [("12.30", "12.30"), ("12,30", "12.30"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("-5", "-5.00"),
         ("1 234 567,80", "1234567.80"), ("1'234.50", "1234.50"), ("1,234,567", "1234567.00"), ("+7.5", "7.50"),
         ("1.234.567,00", "1234567.00"), ("\N{MINUS SIGN}3,00", "-3.00")],
    )  # fmt: skip
    def test_they_are_read_with_comma_or_point(self, text: str, amount: str) -> None:
        assert money(text) == Decimal(amount)

    @pytest.mark.parametrize(("text", "says"), [("0.005", "0.005 has 3 decimal places"), ("1,234", "has 3 decimal places"),
        ("x", "not an amount"), ("", "not an amount"), ("NaN", "fourteen digits"), ("1e20", "fourteen digits")])  # fmt: skip
    def test_what_is_no_amount_in_whole_cents_is_refused(self, text: str, says: str) -> None:
        with pytest.raises(ValueError, match=says):
            money(text)

    def test_places_that_are_nothing_do_no_harm(self) -> None:
        assert cents(Decimal("1.5000")) == Decimal("1.50")


class TestCamt:
    @pytest.mark.parametrize("version", ["02", "04", "08", "13"])
    def test_every_version_is_read(self, version: str) -> None:
        [statement] = read_camt(
            camt(
                entry("10.00", REFERENCE, name="Aster"),
                entry("3.00", out=True),
                opening="5.00",
                closing="12.00",
                version=version,
            )
        )
        assert statement.difference == 0
        assert (statement.account, statement.currency) == ("DE89370400440532013000", "EUR")
        first, second = statement.lines
        assert (first.amount, first.reference, first.other_name) == (Decimal("10.00"), REFERENCE, "Aster")
        assert second.amount == Decimal("-3.00")

    def test_names_and_states_of_newer_versions_are_read(self) -> None:
        newer = camt(entry("1.00", name="Aster")).replace(b"<Nm>Aster</Nm>", b"<Pty><Nm>Aster</Nm></Pty>")
        newer = newer.replace(b"<Sts>BOOK</Sts>", b"<Sts><Cd>BOOK</Cd></Sts>")
        [[line]] = [one.lines for one in read_camt(newer)]
        assert line.other_name == "Aster"

    def test_what_is_not_booked_yet_is_left_out(self) -> None:
        [statement] = read_camt(camt(entry("1.00").replace("BOOK", "PDNG"), entry("2.00")))
        assert [line.amount for line in statement.lines] == [Decimal("2.00")]

    def test_a_batch_is_taken_apart_where_its_parts_add_up(self) -> None:
        part = '<TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><Amt Ccy="EUR">{}</Amt></TxDtls>'.format
        whole = '<Ntry><Amt Ccy="EUR">3.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2027-01-20</Dt></BookgDt>'
        batch = f"{whole}<NtryDtls>{part('a', '1.00')}{part('b', '2.00')}</NtryDtls></Ntry>"
        [statement] = read_camt(camt(batch))
        assert [(line.reference, line.amount) for line in statement.lines] == [("a", Decimal(1)), ("b", Decimal(2))]
        [other] = read_camt(camt(batch.replace("2.00</Amt></TxDtls>", "1.50</Amt></TxDtls>")))
        assert [line.amount for line in other.lines] == [Decimal("3.00")]

    def test_several_statements_of_one_file_are_read(self) -> None:
        file = camt(entry("1.00")).replace(b"</Stmt>", b"</Stmt><Stmt><Id>S2</Id></Stmt>")
        assert [len(one.lines) for one in read_camt(file)] == [1, 0]

    def test_latin_letters_in_the_files_own_encoding_are_read(self) -> None:
        file = camt(entry("1.00", name="Bör")).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")
        assert read_camt(file)[0].lines[0].other_name == "Bör"

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"<a", "Line 1, column"),
            (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
            (b"<!DOCTYPE a SYSTEM 'file:///etc/hosts'><a/>", "document type"),
            (b"<a/>", "no bank statement"),
            (b"<?xml version='1.0' encoding='nonsense'?><a/>", "encoding"),
            (camt(entry("0.005")), "entry 1: 0.005 has 3 decimal places"),
            (camt(entry("-1.00")), "negative"),
            (camt(entry("x")), "not an amount"),
            (camt(entry("1.00", on="2027-02-30")), "2027-02-30 is not a day"),
            (camt(entry("1.00", currency="USD")), "in USD, and the account in EUR"),
            (camt(entry("1.00").replace("CRDT", "X")), "credit or a debit"),
            (camt(entry("1.00"), entry("y"), entry("z")), "entry 2.*entry 3"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_named_with_its_place(self, content: bytes, says: str) -> None:
        with pytest.raises(BadFileError, match=says):
            read_camt(content)


PLAIN = "date;amount;currency;reference;name;account\n2027-01-20;1.234,56;EUR;rf70 asm2 0270 001;Böreal;FR14\n"


class TestTables:
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
    )
    def test_every_encoding_is_read(self, encoding: str) -> None:
        [statement] = read_csv(PLAIN.encode(encoding), currency="EUR")
        [line] = statement.lines
        assert (line.on, line.amount, line.other_name) == (date(2027, 1, 20), Decimal("1234.56"), "Böreal")

    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_every_separator_is_read(self, separator: str) -> None:
        rows = [
            ["Booking date", "Debit", "Credit", "Description"],
            ["20.01.2027", "", "5.00", "a"],
            ["21.01.2027", "2.50", "", "b"],
        ]
        text = "\r\n".join(separator.join(row) for row in rows)
        [statement] = read_csv(text.encode(), currency="EUR")
        assert [line.amount for line in statement.lines] == [Decimal("5.00"), Decimal("-2.50")]
        assert statement.currency == "EUR"

    def test_a_letterhead_above_and_blank_lines_do_no_harm(self) -> None:
        text = "Some Bank\n\nAccount;DE89\nBuchungstag;Betrag;Verwendungszweck\n20.01.27;1,00;x\n\n"
        assert len(read_csv(text.encode(), currency="EUR")[0].lines) == 1

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("a;b\n1;2\n", "names its columns"),
            ("", "names its columns"),
            ("date;amount\n", "no lines below"),
            ("date;amount\n2027-13-01;1,00\n", "Line 2, column 1: “2027-13-01” is not a date"),
            ("date;amount\n2027-01-01;x\n", "Line 2, column 2: “x” is not an amount"),
            ("date;amount\n2027-01-01;0.005\n", "Line 2, column 2: 0.005 has 3 decimal places"),
            ("date;amount\n2027-01-01;0,00\n", "line of nothing"),
            ("date;debit;credit\n2027-01-01;1;1\n", "either a debit or a credit"),
            ("date;amount;currency\n2027-01-01;1;EUR\n2027-01-01;1;USD\n", "Line 3, column 3: USD differs from EUR"),
            ("date;amount;own account\n2027-01-01;1;A\n2027-01-01;1;B\n", "Line 3, column 3: B differs from A"),
            ("date;amount\nx;1\n2027-01-01;y\n", "Line 2.*Line 3"),
        ],
    )
    def test_what_is_wrong_is_named_with_line_and_column(self, text: str, says: str) -> None:
        with pytest.raises(BadFileError, match=says):
            read_csv(text.encode(), currency="EUR")

    @given(content=st.binary(max_size=400))
    def test_no_bytes_break_the_readers(self, content: bytes) -> None:
        for read in (read_camt, lambda each: read_csv(each, currency="EUR")):
            with suppress(BadFileError):
                assert read(content)


class TestKeys:
    LINE = Line(date(2027, 1, 20), Decimal(1), text="a")

    def test_what_the_bank_calls_a_line_makes_it_itself_whatever_else_it_says(self) -> None:
        one = Line(date(2027, 1, 20), Decimal(1), text="a", bank_ref="77")
        other = Line(date(2027, 1, 20), Decimal(1), text="b", bank_ref="77")
        assert keys_of("A", [one]) == keys_of("A", [other])
        assert keys_of("A", [one]) != keys_of("B", [one])

    def test_lines_that_are_alike_in_a_file_are_two_and_the_same_two_in_the_next(self) -> None:
        first, second = keys_of("A", [self.LINE, self.LINE])
        assert first != second
        assert keys_of("A", [self.LINE, self.LINE]) == [first, second]

    def test_a_name_that_is_none_is_none(self) -> None:
        none = Line(date(2027, 1, 20), Decimal(1), text="a", bank_ref="NOTPROVIDED")
        assert keys_of("A", [none]) == keys_of("A", [self.LINE])


class TestInstalments:
    YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))

    def test_they_are_spread_over_what_is_left_and_odd_cents_go_first(self) -> None:
        parts = instalments(Decimal("100.01"), self.YEAR, letter=date(2026, 11, 1), days=30, count=2)
        assert [(part.due, part.amount) for part in parts] == [
            (date(2027, 1, 1), Decimal("50.01")),
            (date(2027, 7, 2), Decimal("50.00")),
        ]

    def test_the_first_is_due_so_many_days_after_the_letter(self) -> None:
        assert instalments(Decimal(1), self.YEAR, letter=date(2027, 2, 1), days=30, count=1)[0].due == date(2027, 3, 3)

    def test_after_the_period_all_are_due_together(self) -> None:
        parts = instalments(Decimal(10), self.YEAR, letter=date(2027, 12, 20), days=30, count=3)
        assert {part.due for part in parts} == {date(2028, 1, 19)}

    @given(
        cents=st.integers(1, 10**12),
        count=st.integers(1, 12),
        days=st.integers(1, 365),
        letter=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    )
    def test_they_add_up_in_order_within_the_period(self, cents: int, count: int, days: int, letter: date) -> None:
        amount = Decimal(cents) / 100
        parts = instalments(amount, self.YEAR, letter=letter, days=days, count=count)
        assert sum(part.amount for part in parts) == amount
        assert max(part.amount for part in parts) - min(part.amount for part in parts) <= Decimal("0.01")
        assert [part.due for part in parts] == sorted(part.due for part in parts)
        assert parts[0].due >= self.YEAR.first
        assert parts[-1].due <= max(self.YEAR.last, parts[0].due)

    def test_nothing_is_no_contribution(self) -> None:
        with pytest.raises(ValueError, match="more than nothing"):
            instalments(Decimal(0), self.YEAR, letter=date(2027, 1, 1), days=1, count=1)


class TestSuggestions:
    ALL = {1: "Aster", 2: "Borealis Labs"}

    def _guess(self, **more: object) -> tuple[int, str] | None:
        given = {
            "by_reference": [],
            "account": "",
            "text": "",
            "amount": Decimal(5),
            "accounts": {},
            "names": self.ALL,
            "owed": {},
        }
        found = suggested(**given | more)  # type: ignore[arg-type]
        return found and (found.organisation, found.because)

    def test_the_surest_sign_counts(self) -> None:
        signs = {"by_reference": [2], "account": "X", "accounts": {"X": 1}, "text": "aster"}
        assert self._guess(**signs) == (2, Because.REFERENCE)
        assert self._guess(**signs | {"by_reference": [1, 2]}) == (1, Because.ACCOUNT)
        assert self._guess(text="From BOREALIS-LABS Inc") == (2, Because.NAME)
        assert self._guess(owed={1: [Decimal(5)], 2: [Decimal(4)]}) == (1, Because.AMOUNT)

    def test_what_points_to_two_or_nobody_is_no_suggestion(self) -> None:
        assert self._guess(text="aster and borealis labs") is None
        assert self._guess(owed={1: [Decimal(5)], 2: [Decimal(5)]}) is None
        assert self._guess(text="disaster") is None
