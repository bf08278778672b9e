"""Sealed texts: open again for their purpose, and for nothing else."""

import base64
import hashlib
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as portal_settings

from apps.accounts.adapter import MFAAdapter
from apps.kernel.secrets import CannotOpen, cloak, seal, uncloak, unseal


def test_a_sealed_text_opens_for_its_purpose_and_shows_nothing() -> None:
    sealed = seal("whsec_näher", purpose="webhook")
    assert unseal(sealed, purpose="webhook") == "whsec_näher"
    assert "whsec" not in sealed
    assert sealed != seal("whsec_näher", purpose="webhook")


def test_another_purpose_does_not_open_it() -> None:
    with pytest.raises(CannotOpen, match="pager"):
        unseal(seal("secret", purpose="webhook"), purpose="pager")


def test_another_secret_key_does_not_open_it(settings: Any) -> None:
    sealed = seal("secret", purpose="webhook")
    settings.SECRET_KEY = "another one"
    with pytest.raises(CannotOpen, match="SECRET_KEY"):
        unseal(sealed, purpose="webhook")


@pytest.mark.parametrize("spoilt", ["", "not sealed", "gAAAAA==", "größe"])
def test_what_is_no_sealed_text_is_said_to_be_none(spoilt: str) -> None:
    with pytest.raises(CannotOpen):
        unseal(spoilt, purpose="webhook")


def test_second_factors_sealed_before_there_was_this_module_still_open() -> None:
    key = hashlib.sha256(b"concord/totp/v1\n" + portal_settings.SECRET_KEY.encode()).digest()
    old = Fernet(base64.urlsafe_b64encode(key)).encrypt(b"JBSWY3DP").decode()
    assert MFAAdapter().decrypt(old) == "JBSWY3DP"
    assert MFAAdapter().decrypt(MFAAdapter().encrypt("JBSWY3DP")) == "JBSWY3DP"


def test_a_cloaked_text_is_the_same_each_time_and_shows_nothing() -> None:
    cloaked = cloak('["next", 4711]', purpose="cursor")
    assert cloaked == cloak('["next", 4711]', purpose="cursor")
    assert uncloak(cloaked, purpose="cursor") == '["next", 4711]'
    assert b"4711" not in base64.urlsafe_b64decode(cloaked + "==")
    assert not set(cloaked) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_what_is_no_cloaked_text_of_this_purpose_and_key_does_not_open(settings: Any) -> None:
    cloaked = cloak("secret", purpose="cursor")
    changed = ("A" if cloaked[5] != "A" else "B").join((cloaked[:5], cloaked[6:]))
    for spoilt in ("", "x", "größe", "\ud800", "=" * 9, changed, cloaked[:-4], base64.b64encode(b"secret").decode()):
        with pytest.raises(CannotOpen):
            uncloak(spoilt, purpose="cursor")
    with pytest.raises(CannotOpen):
        uncloak(cloaked, purpose="other")
    settings.SECRET_KEY = "another one"
    with pytest.raises(CannotOpen):
        uncloak(cloaked, purpose="cursor")
