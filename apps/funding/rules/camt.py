"""Reading bank statements in CAMT.053 (ISO 20022, BankToCustomerStatement), any version.

Versions differ in their namespace and in where a few names stand; elements are found by their local names. Only booked
entries count. Nothing outside the file is ever looked up, and a file with a document type is refused.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from apps.funding.rules.bank import MOST_ERRORS, MOST_LINES, BadFileError, Line, Statement, cents

OPENING = ("OPBD", "PRCD")
CLOSING = ("CLBD",)
INTERIM = "ITBD"
"""The balance between two pages of one statement: the first of them opens, the last closes."""

BOOKED = "BOOK"
IN, OUT = "CRDT", "DBIT"


def read_camt(content: bytes) -> list[Statement]:
    """The statements in a file; raises BadFileError with everything that is wrong, naming the place."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise BadFileError(
            ["The file declares a document type or entities, which no bank's statement needs."]
        ) from None
    except ParseError as error:
        line, column = error.position
        raise BadFileError([f"Line {line}, column {column + 1}: this is not well-formed XML."]) from None
    except (ValueError, LookupError):
        raise BadFileError(["The file's encoding is not known."]) from None
    found = [one for one in root.iter() if _name(one) == "Stmt"]
    if not found:
        raise BadFileError(["There is no bank statement (Stmt) in the file. Choose a CAMT.053 file."])
    errors: list[str] = []
    statements = [_statement(one, number, errors) for number, one in enumerate(found, 1)]
    if errors:
        raise BadFileError(errors[:MOST_ERRORS])
    return statements


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element | None, name: str) -> Iterator[Element]:
    return (one for one in (() if element is None else element) if _name(one) == name)


def _at(element: Element | None, *path: str) -> Element | None:
    for name in path:
        element = next(_children(element, name), None)
    return element


def _text(element: Element | None, *path: str) -> str:
    there = _at(element, *path)
    return " ".join((there.text or "").split()) if there is not None else ""


def _statement(element: Element, number: int, errors: list[str]) -> Statement:
    account = _text(element, "Acct", "Id", "IBAN") or _text(element, "Acct", "Id", "Othr", "Id")
    entries = [one for one in _children(element, "Ntry") if _status(one) == BOOKED]
    currency = _text(element, "Acct", "Ccy") or _currency(element)
    if len(entries) > MOST_LINES:
        raise BadFileError(
            [f"Statement {number} has more than {MOST_LINES} entries. Ask the bank for shorter periods."]
        )
    lines = []
    for place, entry in enumerate(entries, 1):
        try:
            lines += list(_lines(entry, currency))
        except ValueError as error:
            errors.append(f"Statement {number}, entry {place}: {error}")
    opening, closing = _balances(element, number, errors)
    days = _days(element, number, errors)
    return Statement(_text(element, "Id")[:80], account[:34], currency, tuple(lines), opening, closing, days)


def _status(entry: Element) -> str:
    return (_text(entry, "Sts", "Cd") or _text(entry, "Sts") or BOOKED).upper()


def _currency(element: Element) -> str:
    amounts = (_at(one, "Amt") for kind in ("Bal", "Ntry") for one in _children(element, kind))
    return next((one.get("Ccy", "") for one in amounts if one is not None), "")


def _days(element: Element, number: int, errors: list[str]) -> tuple[date, date] | None:
    first, last = (_text(element, "FrToDt", name)[:10] for name in ("FrDtTm", "ToDtTm"))
    if not first or not last:
        return None
    try:
        found = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        errors.append(f"Statement {number}: {first} to {last} are not two days.")
        return None
    return found


def _balances(element: Element, number: int, errors: list[str]) -> tuple[Decimal | None, Decimal | None]:
    by_code: dict[str, list[Decimal]] = {}
    for one in _children(element, "Bal"):
        code = _text(one, "Tp", "CdOrPrtry", "Cd")
        if code in {*OPENING, *CLOSING, INTERIM}:
            try:
                by_code.setdefault(code, []).append(_signed(one))
            except ValueError as error:
                errors.append(f"Statement {number}, balance {code}: {error}")
    between = by_code.get(INTERIM, [])
    opening = next((by_code[code][0] for code in OPENING if code in by_code), next(iter(between), None))
    closing = next((by_code[code][-1] for code in CLOSING if code in by_code), between[-1] if between else None)
    return opening, closing


def _amount(element: Element | None) -> Decimal:
    written = _text(element)
    try:
        amount = Decimal(written)
    except InvalidOperation:
        raise ValueError(f"“{written[:40]}” is not an amount.") from None
    if amount < 0:
        raise ValueError(f"The amount {written} is negative; its direction stands beside it.")
    return cents(amount)


def _signed(element: Element) -> Decimal:
    direction = _text(element, "CdtDbtInd")
    if direction not in {IN, OUT}:
        raise ValueError("It does not say whether it is a credit or a debit (CdtDbtInd).")
    amount = _amount(_at(element, "Amt"))
    return amount if direction == IN else -amount


def _lines(entry: Element, currency: str) -> Iterator[Line]:
    """The lines of an entry: one for each payment of a batch where they add up to it, else one."""
    whole = _signed(entry)
    given = _at(entry, "Amt")
    if given is not None and given.get("Ccy", currency) != currency:
        raise ValueError(f"It is in {given.get('Ccy')}, and the account in {currency}.")
    on = _day(entry)
    bank_ref = _text(entry, "AcctSvcrRef")
    details = [one for each in _children(entry, "NtryDtls") for one in _children(each, "TxDtls")]
    amounts = [_part(one, currency) for one in details]
    sign = 1 if whole >= 0 else -1
    if len(details) > 1 and all(amounts) and sum(one for one in amounts if one) == abs(whole):
        for one, amount in zip(details, amounts, strict=True):
            ref = _text(one, "Refs", "AcctSvcrRef") or bank_ref
            yield _line(one, entry, on, sign * (amount or Decimal()), ref, came=sign > 0)
    elif whole:
        yield _line(details[0] if len(details) == 1 else None, entry, on, whole, bank_ref, came=sign > 0)


def _day(entry: Element) -> date:
    for kind in ("BookgDt", "ValDt"):
        written = _text(entry, kind, "Dt") or _text(entry, kind, "DtTm")
        if written:
            try:
                return date.fromisoformat(written[:10])
            except ValueError:
                raise ValueError(f"{written} is not a day.") from None
    raise ValueError("It has no booking date.")


def _part(details: Element, currency: str) -> Decimal | None:
    """What one payment of a batch comes to in the account's currency; None where the file does not say."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt")):
        given = _at(details, *path)
        if given is not None and given.get("Ccy") == currency:
            return _amount(given)
    return None


def _line(details: Element | None, entry: Element, on: date, amount: Decimal, bank_ref: str, *, came: bool) -> Line:
    who = "Dbtr" if came else "Cdtr"
    parties, remittance = _at(details, "RltdPties"), _at(details, "RmtInf")
    account = _at(parties, f"{who}Acct", "Id")
    free = [_text(one) for one in _children(remittance, "Ustrd")]
    structured = [_text(one, "CdtrRefInf", "Ref") for one in _children(remittance, "Strd")]
    reference = next((one for one in structured if one), "") or _text(details, "Refs", "EndToEndId")
    return Line(
        on=on,
        amount=amount,
        other_name=(_text(parties, who, "Nm") or _text(parties, who, "Pty", "Nm"))[:140],
        other_account=(_text(account, "IBAN") or _text(account, "Othr", "Id"))[:34],
        reference=reference[:140],
        text=" ".join(one for one in (*free, _text(entry, "AddtlNtryInf")) if one),
        bank_ref=bank_ref,
    )
