"""The forms of notices."""

from apps.notices.forms.inbox import InboxForm
from apps.notices.forms.preferences import PreferencesForm

__all__ = ["InboxForm", "PreferencesForm"]
