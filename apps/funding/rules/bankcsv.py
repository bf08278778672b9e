"""Reading bank statements as tables (CSV), whose columns, separators, encodings and ways to write differ by bank."""

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from apps.funding.rules.bank import MOST_ERRORS, MOST_LINES, BadFileError, Line, Statement, money

COLUMNS: dict[str, tuple[str, ...]] = {
    "on": ("date", "booking date", "bookingdate", "posting date", "transaction date", "buchungstag", "buchungsdatum", "datum", "valuta", "value date", "date comptable", "date operation"),
    "amount": ("amount", "betrag", "montant", "amount eur", "umsatz", "importe", "bedrag"),
    "debit": ("debit", "money out", "paid out", "soll", "lastschrift", "withdrawal"),
    "credit": ("credit", "money in", "paid in", "haben", "gutschrift", "deposit"),
    "currency": ("currency", "wahrung", "waehrung", "devise", "ccy", "munt"),
    "reference": ("reference", "payment reference", "ref", "referenz", "mandatsreferenz", "kundenreferenz", "end to end id", "structured reference"),
    "text": ("text", "description", "details", "purpose", "verwendungszweck", "buchungstext", "communication", "libelle", "memo", "message"),
    "name": ("name", "counterparty", "counterparty name", "payer", "payee", "beneficiary", "auftraggeber", "beguenstigter", "empfanger", "debtor", "zahlungspflichtiger", "beguenstigter zahlungspflichtiger"),
    "account": ("account", "counterparty account", "counterparty iban", "iban", "account number", "kontonummer", "payer account", "kontonummer iban"),
    "own": ("own account", "own iban", "auftragskonto", "account iban", "our account"),
    "bank_ref": ("bank reference", "transaction id", "id", "umsatz id", "bank id", "transaction reference"),
}  # fmt: skip
SEPARATORS = ";,\t"
HEADER_WITHIN = 20
"""In so many rows from the top the names of the columns are looked for: banks write their letterhead above."""

DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y%m%d", "%Y/%m/%d")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SIGNED = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e"}


def read_csv(content: bytes, *, currency: str) -> list[Statement]:
    """The one statement in a table; `currency` is the committee's, for a table that names none.

    Raises BadFileError with everything that is wrong, naming line and column; then nothing is read of it.
    """
    text = _decoded(content)
    head = _separated(text)
    if head is None:
        raise BadFileError(
            ["No row of the file names its columns. There must be one for the date, and one for the amount or two for debit and credit."]
        )  # fmt: skip
    separator, at, columns = head
    found = _Table(columns, currency)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for row in rows:
            if rows.line_num > at and any(cell.strip() for cell in row):
                found.take(row, rows.line_num)
    except csv.Error as error:
        raise BadFileError([f"Line {rows.line_num}: {error}."]) from None
    if found.errors:
        raise BadFileError(found.errors[:MOST_ERRORS])
    if not found.lines:
        raise BadFileError(["There are no lines below the names of the columns."])
    [account] = found.own or {""}
    return [Statement("", account, next(iter(found.currencies), currency), tuple(found.lines))]


def _decoded(content: bytes) -> str:
    """The text: by its byte-order mark, else UTF-8, else UTF-16 where every second byte is nothing, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return CONTROL.sub("", content.decode(encoding))
        except UnicodeDecodeError:
            """The next may fit."""
    raise BadFileError(["The file is no text in UTF-8, UTF-16, Windows-1252 or Latin-1."])


def _separated(text: str) -> tuple[str, int, dict[str, int]] | None:
    """The separator, the line on which the columns' names end, and where each column stands."""
    best: tuple[str, int, dict[str, int]] | None = None
    for separator in SEPARATORS:
        rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
        for _count in range(HEADER_WITHIN):
            try:
                row = next(rows)
            except (StopIteration, csv.Error):
                break
            columns = _columns(row)
            if _is_head(columns) and (best is None or len(columns) > len(best[2])):
                best = separator, rows.line_num, columns
    return best


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = _plain(cell)
        kind = next((kind for kind, names in COLUMNS.items() if name in names), None)
        if kind and kind not in found:
            found[kind] = at
    return found


def _plain(cell: str) -> str:
    lower = "".join(SIGNED.get(sign, sign) for sign in cell.strip().lower())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", lower).split())


def _is_head(columns: dict[str, int]) -> bool:
    return "on" in columns and ("amount" in columns or {"debit", "credit"} <= columns.keys())


class _Table:
    """Rows as they are read: lines, and what is wrong."""

    def __init__(self, columns: dict[str, int], currency: str) -> None:
        self.columns = columns
        self.currencies: set[str] = set()
        self.own: set[str] = set()
        self.currency = currency
        self.lines: list[Line] = []
        self.errors: list[str] = []

    def take(self, row: Sequence[str], number: int) -> None:
        """Read a row."""
        if len(self.lines) >= MOST_LINES:
            raise BadFileError([f"The file has more than {MOST_LINES} lines. Ask the bank for shorter periods."])
        on = self._on(row, number)
        amount = self._amount(row, number)
        self._same(self.currencies, (self._cell(row, "currency") or self.currency).upper(), "currency", number)
        if own := self._cell(row, "own"):
            self._same(self.own, "".join(own.split()).upper(), "own", number)
        if on is None or amount is None:
            return
        if not amount:
            self._wrong(number, "amount", "A line of nothing cannot be booked.")
            return
        self.lines.append(
            Line(
                on=on,
                amount=amount,
                other_name=self._cell(row, "name")[:140],
                other_account="".join(self._cell(row, "account").split())[:34],
                reference=self._cell(row, "reference")[:140],
                text=self._cell(row, "text"),
                bank_ref=self._cell(row, "bank_ref"),
            )
        )

    def _same(self, seen: set[str], value: str, kind: str, number: int) -> None:
        if seen and value not in seen:
            self._wrong(number, kind, f"{value} differs from {next(iter(seen))} above. One file is of one account.")
        else:
            seen.add(value)

    def _cell(self, row: Sequence[str], kind: str) -> str:
        at = self.columns.get(kind)
        return " ".join(row[at].split()) if at is not None and at < len(row) else ""

    def _wrong(self, number: int, kind: str, says: str) -> None:
        at = self.columns.get(kind)
        self.errors.append(f"Line {number}{'' if at is None else f', column {at + 1}'}: {says}")

    def _on(self, row: Sequence[str], number: int) -> date | None:
        written = self._cell(row, "on")
        for form in DAYS:
            try:
                return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                """The next may fit."""
        self._wrong(number, "on", f"“{written[:40]}” is not a date such as 2027-03-31 or 31.03.2027.")
        return None

    def _amount(self, row: Sequence[str], number: int) -> Decimal | None:
        if "amount" in self.columns:
            return self._money(row, number, "amount")
        out, came = (self._cell(row, kind) for kind in ("debit", "credit"))
        if bool(out) == bool(came):
            self._wrong(number, "debit", "Give either a debit or a credit.")
            return None
        found = self._money(row, number, "debit" if out else "credit")
        return None if found is None else -abs(found) if out else found

    def _money(self, row: Sequence[str], number: int, kind: str) -> Decimal | None:
        try:
            return money(self._cell(row, kind))
        except ValueError as error:
            self._wrong(number, kind, str(error))
            return None
