"""The tabs of the list and the calendar: mine, my organisation's, the committee's."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.deadlines.selectors import Whose

LABELS = {
    Whose.MINE: _("Mine"),
    Whose.ORGANISATION: _("My organisation’s"),
    Whose.COMMITTEE: _("The committee’s"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its address keeps the filters."""

    label: str
    address: str
    is_current: bool


def tabs(query: QueryDict, current: Whose) -> list[Tab]:
    """All of them; a tab begins on its first page."""
    return [Tab(str(label), _address(query, whose), whose == current) for whose, label in LABELS.items()]


def _address(query: QueryDict, whose: Whose) -> str:
    query = query.copy()
    query.pop("page", None)
    query["whose"] = whose.value
    return f"?{query.urlencode()}"
