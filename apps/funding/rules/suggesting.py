"""Whose an incoming line of the bank could be, where its reference does not say: a suggestion, never a booking."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

WORDS = re.compile(r"[^a-z0-9]+")


class Because(StrEnum):
    """What a suggestion rests on, the surest first."""

    REFERENCE = "reference"
    ACCOUNT = "account"
    NAME = "name"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Suggested:
    """Whose it could be, by id, and why."""

    organisation: int
    because: Because


def suggested(
    *,
    by_reference: Iterable[int],
    account: str,
    text: str,
    amount: Decimal,
    accounts: Mapping[str, int],
    names: Mapping[int, str],
    owed: Mapping[int, Iterable[Decimal]],
) -> Suggested | None:
    """The surest that points to one organisation only; None where nothing does.

    `by_reference` are those whose reference stands in it; `accounts` those that have paid from an account before,
    `names` all of them, `owed` what each still owes: its instalments and their sum.
    """
    name = f" {_plain(text)} "
    found = (
        (Because.REFERENCE, set(by_reference)),
        (Because.ACCOUNT, {accounts[account]} if account in accounts else set()),
        (Because.NAME, {one for one, called in names.items() if _plain(called) and f" {_plain(called)} " in name}),
        (Because.AMOUNT, {one for one, amounts in owed.items() if amount in set(amounts)}),
    )
    for because, ones in found:
        if len(ones) == 1:
            return Suggested(ones.pop(), because)
    return None


def _plain(text: str) -> str:
    return WORDS.sub(" ", text.lower()).strip()
