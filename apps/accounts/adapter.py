"""How allauth behaves here: no open sign-up; secrets of second factors are encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is by invitation to a seat only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def _fernet() -> Fernet:
    key = hashlib.sha256(b"concord/totp/v1\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets encrypted; allauth's default stores them in clear."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> Any:
        return super().get_public_key_credential_rp_entity() | {"name": "Concord"}
