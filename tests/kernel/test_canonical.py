"""Canonical JSON and commitments."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from apps.kernel import canonical
from tests.cast import NOW

FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


def test_keys_are_sorted_and_nothing_is_added() -> None:
    assert canonical.dumps({"b": 1, "a": ["ü", None, True]}) == '{"a":["ü",null,true],"b":1}'.encode()


@given(FACTS)
def test_it_is_what_another_writer_of_rfc_8785_writes(value: object) -> None:
    assert canonical.dumps(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", ["".join(map(chr, range(0x180))), "\u2028\ufeff", {"\U00010000": 1, "\uffff": 2, "a": 3}]
)
def test_odd_letters_are_written_as_another_writer_does(value: object) -> None:
    assert canonical.dumps(value) == rfc8785.dumps(value)
    assert json.loads(canonical.dumps(value)) == value


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, ["a\ud83d"]])
def test_half_a_letter_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical.dumps(value)


@pytest.mark.parametrize("value", [1.5, 2**53, NOW, {1: "x"}, {"a": {"b": [0.1]}}, b"bytes", object()])
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.dumps(value)


@given(FACTS)
def test_a_commitment_binds_to_value_and_salt(value: object) -> None:
    salt = canonical.new_salt()
    assert canonical.commitment(salt, value) == canonical.commitment(salt, value)
    assert canonical.commitment(salt, value) != canonical.commitment(salt, [value])
    assert canonical.commitment(salt, value) != canonical.commitment(canonical.new_salt(), value)


def test_an_instant_is_written_in_utc() -> None:
    assert canonical.instant(NOW) == "2026-11-21T12:00:00Z"
    assert canonical.instant(None) is None
