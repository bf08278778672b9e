"""Structured payment references: the one on every call letter, by which a payment finds what it pays.

Source: ISO 11649 (creditor reference: RF, two check digits by modulus 97-10, up to 21 letters and digits).
"""

import re
from collections.abc import Iterator

from stdnum import iban, iso11649
from stdnum.iso7064 import mod_97_10

LONGEST = 25
WORDS = re.compile(r"[^0-9A-Za-z]+")
BEGINS = re.compile(r"RF[0-9]{2}", re.IGNORECASE)


def reference_of(number: str) -> str:
    """The reference made of a number such as ASM-2027-0001: its letters and digits behind RF and the check digits.

    Raises ValueError where it has no letter or digit, or more than 21 of them.
    """
    body = WORDS.sub("", number).upper()
    if not 0 < len(body) <= LONGEST - 4:
        raise ValueError(f"No payment reference can be made of {number!r}.")
    return f"RF{mod_97_10.calc_check_digits(f'{body}RF')}{body}"


def printed(reference: str) -> str:
    """The reference in groups of four, as letters print it."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def references_in(text: str) -> Iterator[str]:
    """Everything in free text that could be a reference, whatever stands around it, without blanks and in capitals.

    Banks break words, people write small letters and dashes, and nothing says where a reference ends: so each length
    whose check digits are right is given, the longest first. One in a hundred of them is right by chance; whoever asks
    compares with the references that there are.
    """
    joined = WORDS.sub("", text).upper()
    seen = set()
    for begin in BEGINS.finditer(joined):
        for length in range(LONGEST, 4, -1):
            found = joined[begin.start() : begin.start() + length]
            if len(found) == length and found not in seen and iso11649.is_valid(found):
                seen.add(found)
                yield found


def is_iban(account: str) -> bool:
    """Whether it has an IBAN's form, its country's length and the right check digits.

    Source: ISO 13616. Which banks a country has is not asked: such lists are out of date as soon as a bank is founded.
    """
    return bool(iban.is_valid(account, check_country=False))
