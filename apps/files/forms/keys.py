"""Registering a public key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.files.rules import MY, ORGANISATIONS, key_errors


class PublicKeyInput(forms.TextInput):
    """Repeats nothing that was refused: it may be somebody's secret key."""

    def format_value(self, value: object) -> str | None:
        """Only what is a public key comes back."""
        text = str(value or "").strip()
        return text if text and not key_errors(text) else None


class KeyForm(forms.Form):
    """A public key, and whose it is."""

    whose = forms.ChoiceField(
        label=_("Whose key is it?"),
        choices=[(ORGANISATIONS, _("Our organisation's")), (MY, _("Mine alone"))],
        widget=forms.RadioSelect,
        initial=ORGANISATIONS,
    )
    recipient = forms.CharField(
        label=_("Public key"),
        help_text=_("What “age-keygen” prints as public key. It begins with age1. Never give the secret key."),
        max_length=200,
        widget=PublicKeyInput({"autocomplete": "off", "spellcheck": "false"}),
    )
