"""Bank statements: brought in whole or not at all, each line once; and what becomes of a line that nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.funding.acts.contributions import IMPORTED, SET_ASIDE, STATEMENT, TAKEN_UP
from apps.funding.models import BankLine, BankStatement, Payment, Period
from apps.funding.rules.bank import BadFileError, Statement, keys_of
from apps.funding.rules.bankcsv import read_csv
from apps.funding.rules.camt import read_camt
from apps.funding.rules.charter import DUE_DAYS, RULE, refuse
from apps.funding.rules.treasury import may_keep_the_books
from apps.funding.selectors.contributing import details_in_force, known_accounts
from apps.funding.selectors.whose import by_hand, by_references, payers, reference_for, twin_of
from apps.funding.services.booking import Received, book_all
from apps.funding.services.lines import locked_line, move_line, tell_line
from apps.funding.services.paying import locked_payment
from apps.funding.services.settling import hold_the_money, open_now, tell_instalments
from apps.funding.states import LineState, PaymentState
from apps.kernel.decisions import Invalid
from apps.record.services import record

AHEAD = timedelta(days=1)
"""A bank east of here may be a day ahead, no more."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: its statements, and how many lines were booked, stay open, or were there already.

    `is_known`: the same file was brought in before, and nothing was done.
    """

    statements: tuple[BankStatement, ...]
    booked: int = 0
    open: int = 0
    skipped: int = 0
    is_known: bool = False


def import_statement(*, actor: Viewer, now: datetime, content: bytes, name: str) -> Imported:
    """Bring in a bank's file (CAMT.053 or CSV): whole, or not at all.

    Lines with the reference of a call letter are booked at once; others stay open, and so do those of money that went
    out and those that look like a payment booked by hand. Lines that are there already are skipped. The same file
    again does nothing. Raises Refused, or Invalid for “file” with everything that is wrong with it.
    """
    may_keep_the_books(actor).require()
    digest = sha256(content).hexdigest()
    hold_the_money()
    if there := tuple(BankStatement.objects.visible_to(actor).filter(sha256=digest).order_by("pk")):
        return Imported(there, is_known=True)
    currency = Period.objects.values_list("currency", flat=True).first()
    if currency is None:
        refuse(RULE, "Open a period first: it sets the committee's currency.").require()
    found = _read(content, str(currency))
    _check(found, str(currency), now)
    rows = _stored(found, str(currency), digest, name, actor, now)
    lines, skipped = _new_lines(found, rows)
    BankLine.objects.bulk_create(lines)
    received = _received(lines)
    for one in received:
        one.line.state = LineState.BOOKED  # type: ignore[union-attr]
    BankLine.objects.filter(pk__in=[one.line.pk for one in received if one.line]).update(state=LineState.BOOKED)
    ids = {one.organisation.pk for one in received if one.organisation}
    before = open_now(ids)
    book_all(received, actor=actor, now=now, today=now.date())
    for row in rows:
        own = [line for line in lines if line.statement_id == row.pk]
        booked = sum(line.state == LineState.BOOKED for line in own)
        facts = {
            "booked": str(booked),
            "open": str(len(own) - booked),
            "skipped": str(skipped[row.pk]),
            "sha256": digest,
        }
        record(IMPORTED, actor=actor, now=now, subject=(STATEMENT, row.pk, str(row.uid)), facts=facts)
    tell_instalments(before, ids, actor=actor, now=now)
    return Imported(tuple(rows), len(received), len(lines) - len(received), sum(skipped.values()))


def _read(content: bytes, currency: str) -> list[Statement]:
    try:
        is_xml = content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")
        return read_camt(content) if is_xml else read_csv(content, currency=currency)
    except BadFileError as error:
        raise Invalid({"file": " ".join(error.errors)}) from None


def _check(found: Sequence[Statement], currency: str, now: datetime) -> None:
    """Raise Invalid with what does not fit this committee, and Refused where it has no account of its own yet."""
    ours = known_accounts()
    if not ours:
        refuse(RULE, "The committee has no bank details yet. Have them approved first: statements must be of its account.").require()  # fmt: skip
    errors = []
    for number, one in enumerate(found, 1):
        where = f"Statement {number}" if len(found) > 1 else "The statement"
        account = "".join(one.account.split()).upper()
        if account and account not in ours:
            errors.append(f"{where} is of the account {account}, which is not the committee's.")
        if one.currency and one.currency.upper() != currency:
            errors.append(f"{where} is in {one.currency}, and the committee's books are in {currency}.")
        if one.difference:
            errors.append(
                f"{where}: the opening balance {one.opening} and the lines do not come to the closing balance "
                f"{one.closing}; they differ by {abs(one.difference)}. Ask the bank for a whole statement."
            )
        if one.first is None:
            errors.append(f"{where} has no lines and says no days, so there is nothing to bring in.")
        elif one.lines and max(line.on for line in one.lines) > now.date() + AHEAD:
            errors.append(f"{where} has lines of days to come.")
    if errors:
        raise Invalid({"file": " ".join(errors)})


def _stored(
    found: Sequence[Statement], currency: str, digest: str, name: str, actor: Viewer, now: datetime
) -> list[BankStatement]:
    seat = Seat.objects.get(pk=actor.seat_id)
    details = details_in_force()
    own = "".join(details.iban.split()).upper() if details else min(known_accounts())
    rows = [
        BankStatement(
            name=name.replace("\0", "")[-200:],
            sha256=digest,
            identification=f"{number}: {one.identification}"[:80],
            account="".join(one.account.split()).upper() or own,
            currency=currency,
            first=one.first or now.date(),
            last=one.last or now.date(),
            opening=one.opening,
            closing=one.closing,
            imported_by=seat,
            imported_at=now,
        )
        for number, one in enumerate(found, 1)
    ]
    return BankStatement.objects.bulk_create(rows)  # type: ignore[no-any-return]


def _new_lines(found: Sequence[Statement], rows: Sequence[BankStatement]) -> tuple[list[BankLine], dict[int, int]]:
    """The lines that are not there yet, and how many of each statement are."""
    keyed = [keys_of(row.account, one.lines) for one, row in zip(found, rows, strict=True)]
    there = set(BankLine.objects.filter(key__in=[key for keys in keyed for key in keys]).values_list("key", flat=True))
    lines, skipped = [], {}
    for one, row, keys in zip(found, rows, keyed, strict=True):
        skipped[row.pk] = 0
        for number, (line, key) in enumerate(zip(one.lines, keys, strict=True), 1):
            if key in there:
                skipped[row.pk] += 1
                continue
            there.add(key)
            lines.append(
                BankLine(
                    statement=row, number=number, key=key, on=line.on, amount=line.amount, other_name=line.other_name,
                    other_account=line.other_account, reference=line.reference, text=line.text,
                )
            )  # fmt: skip
    return lines, skipped


def _received(lines: Sequence[BankLine]) -> list[Received]:
    """The lines whose reference says whose they are, but for those that look like a payment booked by hand."""
    came = [line for line in lines if line.amount > 0]
    known = by_references(text for line in came for text in (line.reference, line.text))
    hand = by_hand({row.pk for row in known.values()})
    found = []
    for line in came:
        named = reference_for(known, line.reference, line.text)
        if named is not None and twin_of(line, named[1].pk, hand) is None:
            found.append(Received(named[1], line.on, line.amount, named[0], line=line))
    return found


def _incoming(line: BankLine) -> None:
    if line.amount < 0:
        refuse(DUE_DAYS, "This is money that went out. It belongs to an expenditure.").require()


def book_line(*, actor: Viewer, now: datetime, uid: UUID, organisation: str = "") -> Payment:
    """Book an open line of money that came in as a payment of a lab, or as one of which nobody knows whose it is.

    Raises Http404, Refused, or Invalid by field.
    """
    line = locked_line(actor, uid, "book")
    _incoming(line)
    row: Organisation | None = payers().filter(key=organisation).first() if organisation else None
    if organisation and row is None:
        raise Invalid({"organisation": "Choose a lab of this committee."})
    named = reference_for(by_references([line.reference, line.text]), line.reference, line.text)
    reference = named[0] if named and row is not None and named[1] == row else ""
    move_line(line, LineState.BOOKED)
    ids = [row.pk] if row else []
    before = open_now(ids)
    received = [Received(row, line.on, line.amount, reference, line=line)]
    [payment] = book_all(received, actor=actor, now=now, today=now.date())
    tell_instalments(before, ids, actor=actor, now=now)
    return payment


def join_line(*, actor: Viewer, now: datetime, uid: UUID, payment: str) -> Payment:
    """Say that an open line is a payment that was booked by hand: nothing is booked again.

    Raises Http404, or Refused where they are not of the same amount or the payment has its line.
    """
    line = locked_line(actor, uid, "book")
    _incoming(line)
    row = locked_payment(actor, payment)
    if row.line_id or row.amount != line.amount or row.state == PaymentState.REVERSED:
        refuse(
            DUE_DAYS, f"{row.ref} is not that line: another amount, reversed, or found at the bank already."
        ).require()
    move_line(line, LineState.BOOKED)
    row.line = line
    row.save(update_fields=["line"])
    return row


def set_aside(*, actor: Viewer, now: datetime, uid: UUID, because: str) -> BankLine:
    """Put an open line aside that is not to be booked, with the reason. Raises Http404, Refused or Invalid."""
    line = locked_line(actor, uid, "set aside")
    because = " ".join(because.replace("\0", "").split())[:300]
    if not because:
        raise Invalid({"because": "Say why this line is not booked."})
    move_line(line, LineState.SET_ASIDE, because)
    tell_line(SET_ASIDE, line, actor, now)
    return line


def take_up(*, actor: Viewer, now: datetime, uid: UUID) -> BankLine:
    """Open a line again that was set aside. Raises Http404 or Refused."""
    line = locked_line(actor, uid, "take up")
    move_line(line, LineState.OPEN)
    tell_line(TAKEN_UP, line, actor, now)
    return line
