"""The parts of the inbox, and the way back to the part one came from."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.notices.forms import InboxForm
from apps.notices.selectors import Show

LABELS = {Show.ALL: _("All"), Show.UNREAD: _("Unread"), Show.ARCHIVED: _("Archived")}


@dataclass(frozen=True, slots=True)
class Tab:
    """One part: its address keeps the kind; `count` is "" where it is not counted."""

    label: str
    address: str
    is_current: bool
    count: str = ""


def tabs(query: QueryDict, current: Show, unread: str) -> list[Tab]:
    """All of them; each begins on its first page."""
    return [
        Tab(str(label), _address(query, show), show == current, unread if show == Show.UNREAD else "")
        for show, label in LABELS.items()
    ]


def _address(query: QueryDict, show: Show) -> str:
    query = query.copy()
    query.pop("page", None)
    query["show"] = show.value
    return f"?{query.urlencode()}"


def back_to_inbox(request: Any, slug: str) -> HttpResponse:
    """The part and kind of the inbox that a form was sent from, and the page of it."""
    show, kind = InboxForm(request.POST).asked()
    asked = {"show": show.value, "kind": kind, "page": request.POST.get("page", "")}
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{reverse('notices:inbox', args=[slug])}?{query}")
