"""How allauth behaves here: no open sign-up; secrets of second factors are encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from apps.kernel import secrets


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is by invitation to a seat only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets encrypted; allauth's default stores them in clear."""

    def encrypt(self, text: str) -> str:
        return secrets.seal(text, purpose="totp")

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal(encrypted_text, purpose="totp")

    def get_public_key_credential_rp_entity(self) -> Any:
        return super().get_public_key_credential_rp_entity() | {"name": "Concord"}
