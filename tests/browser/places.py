"""Addresses of things in the demo that exist once it is loaded."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from apps.committees.models import Committee, Organisation, Seat
from apps.committees.selectors import viewer_of
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.deadlines.states import CLIMBING
from apps.desk import demo_mail
from apps.desk.demo.people import INDEPENDENT
from apps.funding.models import Period
from apps.funding.states import Books
from apps.incidents.acts import ACKNOWLEDGEMENT
from apps.incidents.models import Incident
from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.membership.selectors import open_drafts
from apps.notices.channels.email.unsubscribing import unsubscribe_url
from apps.notices.models import Endpoint
from apps.pauses.models import ComplianceCase, PauseOrder, Permit
from apps.transparency.models import PublishedRecord
from apps.votes.models import Motion


def _of_frontier() -> int:
    return Committee.objects.get(slug="frontier").pk


def incident(title: str) -> str:
    """The page of a report of Frontier, found by the start of its title."""
    with tenant(_of_frontier()):
        return f"/c/frontier/incidents/{Incident.objects.get(title__startswith=title).ref}/"


def motion(title: str, more: str = "") -> Callable[[], str]:
    """The page of a motion of Frontier, found by the start of its title, or one below it."""

    def address() -> str:
        with tenant(_of_frontier()):
            return f"/c/frontier/motions/{Motion.objects.get(title__startswith=title).ref}/{more}"

    return address


def pause(title: str, more: str = "") -> Callable[[], str]:
    """The page of a pause order of Frontier, found by the start of its title, or one below it."""

    def address() -> str:
        with tenant(_of_frontier()):
            return f"/c/frontier/pauses/{PauseOrder.objects.get(title__startswith=title).ref}/{more}"

    return address


def permit() -> str:
    """The page of a permit that is granted."""
    with tenant(_of_frontier()):
        return f"/c/frontier/pauses/permits/{Permit.objects.get(state='granted').ref}/"


def permit_asked() -> str:
    """The page of a permit that waits for its decision."""
    with tenant(_of_frontier()):
        return f"/c/frontier/pauses/permits/{Permit.objects.get(state='requested').ref}/"


def case() -> str:
    """The page of a compliance case of an order in force."""
    with tenant(_of_frontier()):
        return f"/c/frontier/pauses/cases/{ComplianceCase.objects.filter(binding__order__is_drill=False).latest('pk').ref}/"


def deadline() -> str:
    """The page of a deadline that is overdue."""
    with tenant(_of_frontier()):
        return f"/c/frontier/deadlines/{Deadline.objects.filter(state='overdue').earliest('due_at').uid}/"


def acknowledgement() -> str:
    """The page of an acknowledgement that the chair and the clerks owe, and that nobody is on."""
    with tenant(_of_frontier()):
        waiting = Deadline.objects.filter(clock=ACKNOWLEDGEMENT, state__in=CLIMBING, taken_on_until=None)
        return f"/c/frontier/deadlines/{waiting.latest('due_at').uid}/"


def deadline_of_a_member() -> str:
    """The page of a deadline that others owe, as the independent member may see it."""
    with tenant(_of_frontier()):
        now = clock.now()
        member = viewer_of(Seat.objects.at(now).get(person__email=INDEPENDENT), now)
        return f"/c/frontier/deadlines/{Deadline.objects.open().visible_to(member).latest('due_at').uid}/"


def endpoint() -> str:
    """The page of the webhook of the demo."""
    with tenant(_of_frontier()):
        return f"/c/frontier/endpoints/{Endpoint.objects.there().get(label='Incident desk').uid}/"


def draft(title: str = "Updates every three days") -> str:
    """The page of an amendment of Frontier's charter that is drafted."""
    with tenant(_of_frontier()):
        return f"/c/frontier/charter/drafts/{open_drafts().get(title=title).uid}/"


def calendar() -> str:
    """The committee's calendar, in the month in which most falls due."""
    with tenant(_of_frontier()):
        months = Counter(f"{due:%Y-%m}" for due in Deadline.objects.values_list("due_at", flat=True))
    return f"/c/frontier/deadlines/calendar/?whose=committee&month={months.most_common(1)[0][0]}"


def organisation(key: str) -> str:
    """The page of an organisation of Frontier."""
    with tenant(_of_frontier()):
        return f"/c/frontier/members/{Organisation.objects.get(key=key).key}/"


def seat_of(email: str, more: str = "") -> Callable[[], str]:
    """The page of a person's seat in Frontier, or one below it."""

    def address() -> str:
        with tenant(_of_frontier()):
            return f"/c/frontier/seats/{Seat.objects.at(clock.now()).get(person__email=email).uid}/{more}"

    return address


def books(more: str = "", *, state: Books = Books.OPEN) -> Callable[[], str]:
    """The statement of Frontier's first period whose books are in the state, or a page below it."""

    def address() -> str:
        with tenant(_of_frontier()):
            return f"/c/frontier/funding/books/{Period.objects.filter(state=state).earliest('first').name}/{more}"

    return address


def published() -> str:
    """The page of a published record."""
    with tenant(_of_frontier()):
        return f"/public/frontier/{PublishedRecord.objects.latest('pk').ref}/"


def mail() -> str:
    """The page of the newest message."""
    return f"/demo/mail/{demo_mail.newest(1)[0].name}/"


def unsubscribe() -> str:
    """Where a mail program ends the clerk's letters about incidents."""
    with tenant(_of_frontier()):
        clerk = Seat.objects.filter(role=Role.CLERK).earliest("pk")
        return urlsplit(unsubscribe_url(clerk.committee_id, clerk.pk, "incident")).path


def money(model: Any, address: str, **which: Any) -> Callable[[], str]:
    """A page of Frontier's money, its row's name put into the address; the last row where several are such."""

    def found() -> str:
        with tenant(_of_frontier()):
            row = model.objects.filter(**which).latest("pk")
            return f"/c/frontier/funding/{address.format(row=row)}"

    return found
