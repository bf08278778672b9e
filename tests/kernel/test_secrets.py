"""Sealed texts: open again for their purpose, and for nothing else."""

import base64
import hashlib
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as portal_settings

from apps.accounts.adapter import MFAAdapter
from apps.kernel.secrets import CannotOpen, seal, unseal


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
