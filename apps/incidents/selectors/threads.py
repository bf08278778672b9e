"""Threads beside a report as a viewer may see them: its parties, its messages, what is new in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.incidents.models import (
    Incident,
    IncidentThread,
    ThreadAgreement,
    ThreadMessage,
    ThreadParty,
    ThreadVisit,
    seats_that_may_see,
)
from apps.incidents.models.threads import MessageQuerySet, ThreadQuerySet
from apps.incidents.states import PartyState

SHOWN = 5
"""So many of a report's threads stand on its page."""


def thread_for(viewer: Viewer, ref: str, *, lock: bool = False) -> IncidentThread:
    """The thread with this reference; Http404 alike for absent and hidden ones. `lock` holds it for a change."""
    rows = IncidentThread.objects.visible_to(viewer).filter(ref=ref)
    rows = (
        rows.select_for_update(of=("self",))
        if lock
        else rows.select_related("incident", "opened_by__person", "opened_by__organisation")
    )
    thread = rows.first()
    if thread is None:
        raise Http404(ref)
    return thread


def threads_for(viewer: Viewer, report: str = "") -> ThreadQuerySet:
    """The viewer's threads, of one report where its reference is given; `newer` says whether something unread is in it."""
    rows = IncidentThread.objects.visible_to(viewer)
    if report:
        rows = rows.filter(incident__ref=report)
    seen = ThreadVisit.objects.filter(thread=OuterRef("thread"), seat=viewer.seat_id).values("seen")[:1]
    unread = ThreadMessage.objects.visible_to(viewer).filter(thread=OuterRef("pk")).exclude(seat=viewer.seat_id)
    return rows.annotate(newer=Exists(unread.filter(pk__gt=Coalesce(Subquery(seen), 0)))).select_related("incident")


def threads_of(viewer: Viewer, incident: Incident) -> list[IncidentThread]:
    """The newest threads of a report that the viewer takes part in."""
    return list(threads_for(viewer).filter(incident=incident.pk).order_by("-pk")[:SHOWN])


def messages_of(viewer: Viewer, thread: IncidentThread) -> MessageQuerySet:
    """The messages that the viewer may read."""
    rows = ThreadMessage.objects.visible_to(viewer).filter(thread=thread.pk)
    return rows.select_related("seat__person", "seat__organisation")


def seen_until(viewer: Viewer, thread: IncidentThread) -> int:
    """Up to which message the viewer has read the thread."""
    seen = ThreadVisit.objects.filter(thread=thread.pk, seat=viewer.seat_id).values_list("seen", flat=True).first()
    return seen or 0


def newest_of(viewer: Viewer, thread: IncidentThread) -> int:
    """The newest message that the viewer may read."""
    rows = ThreadMessage.objects.visible_to(viewer).filter(thread=thread.pk)
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party, or one that is asked for: who of the others has agreed."""

    party: ThreadParty
    agreed: Sequence[str]
    agreed_ids: frozenset[int]

    @property
    def is_whole(self) -> bool:
        """Whether it reads the thread from its beginning."""
        return self.party.sees_after == 0


def parties_of(thread: IncidentThread) -> list[PartyRow]:
    """Who takes part or is asked for, by name (two queries)."""
    agreements = Prefetch(
        "agreements",
        ThreadAgreement.objects.select_related("organisation").order_by("organisation__name"),
        to_attr="given",
    )
    rows = thread.parties.filter(state__in=[PartyState.IN, PartyState.ASKED_FOR])
    rows = rows.select_related("organisation", "asked_by__person", "asked_by__organisation")
    return [
        PartyRow(
            party,
            [one.organisation.name for one in party.given],
            frozenset(one.organisation_id for one in party.given),
        )
        for party in rows.prefetch_related(agreements).order_by("organisation__name")
    ]


def those_who_may_join(incident: Incident, now: datetime) -> QuerySet[Organisation]:
    """The organisations of which somebody may see the report, by name."""
    seeing = seats_that_may_see(incident.pk, now).order_by().values("organisation")
    return Organisation.objects.filter(pk__in=seeing).order_by("name")


def must_agree(thread: IncidentThread, party: ThreadParty, now: datetime) -> set[int]:
    """The organisations, by id, that must agree to a party: all others that take part and may still see the report."""
    taking_part = ThreadParty.objects.filter(thread=thread.pk, state=PartyState.IN).values("organisation")
    seats = seats_that_may_see(thread.incident_id, now).filter(organisation__in=taking_part)
    asker = Seat.objects.values_list("organisation", flat=True).get(pk=party.asked_by_id)
    return set(seats.order_by().values_list("organisation", flat=True).distinct()) - {asker}
