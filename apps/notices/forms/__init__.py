"""The forms of notices."""

from apps.notices.forms.preferences import PreferencesForm

__all__ = ["PreferencesForm"]
