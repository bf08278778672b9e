"""Files as the demo's bank gives them: CAMT.053, with the balances before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of it: what came in (above nothing) or went out, from or to whom."""

    on: date
    amount: Decimal
    name: str
    account: str
    reference: str
    text: str
    bank_ref: str


def camt(account: str, number: int, opening: Decimal, entries: Sequence[Entry]) -> bytes:
    """A statement of these lines, by the account's IBAN and its own number."""
    days = [one.on for one in entries]
    closing = opening + sum((one.amount for one in entries), Decimal())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>\n'
        f"<Id>STATEMENT-{number:03}</Id>"
        f"<FrToDt><FrDtTm>{min(days)}T00:00:00</FrDtTm><ToDtTm>{max(days)}T23:59:59</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{CURRENCY}</Ccy></Acct>\n"
        f"{_balance('OPBD', opening)}{_balance('CLBD', closing)}{''.join(map(_entry, entries))}"
        "</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _balance(code: str, amount: Decimal) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}</Bal>\n"


def _amount(amount: Decimal) -> str:
    return f'<Amt Ccy="{CURRENCY}">{abs(amount)}</Amt><CdtDbtInd>{"CRDT" if amount >= 0 else "DBIT"}</CdtDbtInd>'


def _entry(one: Entry) -> str:
    who = "Dbtr" if one.amount > 0 else "Cdtr"
    reference = f"<Strd><CdtrRefInf><Ref>{one.reference}</Ref></CdtrRefInf></Strd>" if one.reference else ""
    account = f"<{who}Acct><Id><IBAN>{one.account}</IBAN></Id></{who}Acct>" if one.account else ""
    return (
        f"<Ntry>{_amount(one.amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{one.on}</Dt></BookgDt>"
        f"<AcctSvcrRef>{one.bank_ref}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RltdPties><{who}><Pty><Nm>{escape(one.name)}</Nm></Pty></{who}>{account}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd>{reference}</RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )
