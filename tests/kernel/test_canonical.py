"""Canonical JSON and commitments."""

import pytest
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
