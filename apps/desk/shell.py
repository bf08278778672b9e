"""The shell of a page: who is here, in which seat, and where they can go. Nothing is asked before a template asks."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from apps.accounts.models import User
from apps.committees.models import Committee
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import SeatLine
from apps.kernel.menu import Entry, Part, entries
from apps.kernel.times import written, zone_name
from apps.notices.selectors import unread_label
from apps.pauses.models import PauseOrder
from apps.pauses.selectors.board import standing_for

GROUPS = {
    Part.OVERSIGHT: (_lazy("Oversight"), "eye-check"),
    Part.COMMITTEE: (_lazy("Committee"), "building-community"),
}
"""The parts of the menu that stand behind a word, in their order; the word and its icon."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu."""

    label: str
    url: str
    icon: str
    current: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of the menu behind one word."""

    label: str
    icon: str
    links: list[Link]

    @property
    def current(self) -> bool:
        """Whether the page belongs to one of them."""
        return any(link.current for link in self.links)


@dataclass(frozen=True, slots=True)
class SeatLink:
    """One entry of the committee switcher."""

    name: str
    seat_label: str
    url: str
    current: bool


def shell_of(request: HttpRequest) -> "Shell":
    """The request's shell; made once, so that what it has counted is counted once."""
    if not hasattr(request, "_shell"):
        request._shell = Shell(request)  # type: ignore[attr-defined]
    return request._shell  # type: ignore[attr-defined]


class Shell:
    """`shell` in templates. Public pages must not touch the session, so that they stay cacheable."""

    def __init__(self, request: Any) -> None:
        self._request = request
        self.demo = settings.DEMO

    @cached_property
    def person(self) -> User | None:
        """Who is signed in, if anybody."""
        if self._request.path.startswith("/public/"):
            return None
        # An error page may be shown before the middlewares have said who it is.
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def committee(self) -> Committee | None:
        """The committee whose page this is, if any."""
        return getattr(self._request, "committee", None)

    @property
    def _viewer(self) -> Viewer | None:
        return getattr(self._request, "viewer", None) if self.committee else None

    @property
    def _seats(self) -> list[SeatLine]:
        return getattr(self._request, "seats", [])

    @cached_property
    def seat_label(self) -> str:
        """The seat in words."""
        if self._viewer is None:
            return ""
        mine = (line.label for line in self._seats if line.seat_id == self._viewer.seat_id)
        return next(mine, self._viewer.label)

    @cached_property
    def nav(self) -> list[Link]:
        """The committee's main pages; elsewhere the way back to one's committees."""
        if self.person is None:
            return []
        return self._part(Part.ROW) if self.committee else self._ways_back()

    @cached_property
    def nav_groups(self) -> list[Group]:
        """The committee's other pages; a group without an entry for this viewer is left out."""
        if self.person is None or self.committee is None:
            return []
        groups = [Group(str(label), icon, self._part(part)) for part, (label, icon) in GROUPS.items()]
        return [group for group in groups if group.links]

    def _part(self, part: Part) -> list[Link]:
        if self.committee is None or self._viewer is None:
            return []
        return [_link(entry, self.committee.slug, self._request.path) for entry in entries(part, self._viewer)]

    def _ways_back(self) -> list[Link]:
        committees = dict.fromkeys((line.slug, line.committee) for line in self._seats)
        back = [Link(name, reverse("desk:dashboard", args=[slug]), "arrow-left") for slug, name in committees]
        if self.person and self.person.is_operator:
            back.append(_operator_page(self._request))
        return back

    @cached_property
    def switcher(self) -> list[SeatLink]:
        """All one's seats. Two in one committee are told apart on the page of seats, by a button."""
        here = self._viewer.seat_id if self._viewer else None
        seats_in = Counter(line.slug for line in self._seats)
        return [
            SeatLink(line.committee, line.label, _address(line, seats_in[line.slug]), line.seat_id == here)
            for line in self._seats
        ]

    @cached_property
    def unread(self) -> str:
        """The unread count as the bell shows it."""
        return unread_label(self._viewer) if self.unread_url and self._viewer else ""

    @property
    def inbox_url(self) -> str:
        """Where the bell leads."""
        return self._of_inbox("notices:inbox")

    @property
    def unread_url(self) -> str:
        """What the bell polls; "" where there is no inbox."""
        return self._of_inbox("notices:unread")

    def _of_inbox(self, name: str) -> str:
        if self.committee is None or self._viewer is None or self._viewer.is_operator:
            return ""
        return reverse(name, args=[self.committee.slug])

    @cached_property
    def zone_label(self) -> str:
        """The zone in which times are shown, such as “Europe/Helsinki (UTC+2)”."""
        if self.person is None:
            return ""
        name = zone_name()
        if name == "UTC":
            return name
        offset = f"{timezone.localtime():%z}"
        hours = f"{offset[0]}{int(offset[1:3])}" + (f":{offset[3:]}" if offset[3:] != "00" else "")
        return f"{name} (UTC{hours})"

    @cached_property
    def operator_banner(self) -> str:
        """What an operator's look-in says on every page."""
        if self._viewer is None or not self._viewer.is_operator or self.person is None:
            return ""
        said = _("%(name)s looks into %(committee)s as operator until %(until)s. Every page opened is recorded.")
        until = written(self._request.operator_until)
        return said % {"name": self.person, "committee": self.committee, "until": until}

    @cached_property
    def pauses(self) -> list[PauseOrder]:
        """The pauses in force, which every page of their committee names; no drills."""
        if self.person is None or self._viewer is None:
            return []
        return standing_for(self._viewer)

    @cached_property
    def account_links(self) -> list[Link]:
        """The entries of the account menu that are ours."""
        links = [Link(_("Profile and time zone"), reverse("accounts:profile"), "user-circle")]
        if len(self._seats) > 1:
            links.append(Link(_("Your seats"), reverse("people:seats"), "armchair"))
        links += self._part(Part.ACCOUNT)
        if self.person and self.person.is_operator:
            links.append(_operator_page(self._request))
        return links


def _operator_page(request: Any) -> Link:
    url = reverse("people:operator")
    return Link(_("Operator’s page"), url, "lock-access", request.path == url)


def _address(line: SeatLine, seats_there: int) -> str:
    return reverse("people:seats") if seats_there > 1 else reverse("desk:dashboard", args=[line.slug])


def _link(entry: Entry, slug: str, path: str) -> Link:
    url = reverse(entry.route, args=[slug])
    home = reverse("desk:dashboard", args=[slug])
    below = tuple(home + start for start in entry.also)
    # Everything lies below the dashboard, and nothing but itself belongs to it.
    current = path == url or (url != home and path.startswith((url, *below)))
    return Link(str(entry.label), url, entry.icon, current, str(entry.says))
