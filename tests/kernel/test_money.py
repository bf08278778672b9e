"""Amounts as people read them."""

from decimal import Decimal

import pytest
from django.template import Context, Template

from apps.kernel.money import money


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0.00"),
        ("12.3", "12.30"),
        ("999.99", "999.99"),
        ("1000", "1\u202f000.00"),
        ("3720397900", "3\u202f720\u202f397\u202f900.00"),
        ("-1234.5", "\u22121\u202f234.50"),
    ],
)
def test_an_amount_has_two_decimals_and_its_thousands_apart(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


def test_a_template_writes_the_currency_behind_the_amount() -> None:
    page = Template("{% load ui %}{{ amount|money:currency }}|{{ amount|money }}|{{ none|money:currency }}")
    shown = page.render(Context({"amount": Decimal("1234.5"), "currency": "EUR", "none": None}))
    assert shown == "1\u202f234.50\u202fEUR|1\u202f234.50|"
