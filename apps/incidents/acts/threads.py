"""What can happen in a thread: opened, written in, a party asked for, agreed to, joined, left."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.states import ONE_MATTER_ROLES, Role
from apps.incidents.models import (
    MESSAGE,
    THREAD,
    IncidentThread,
    ThreadMessage,
    ThreadParty,
    seats_that_may_see_message,
    seats_that_may_see_thread,
)
from apps.incidents.states import PartyState
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare

OPENED = "incident_thread.opened"
PARTY_ASKED = "incident_thread.party_asked"
PARTY_AGREED = "incident_thread.party_agreed"
PARTY_REFUSED = "incident_thread.party_refused"
REQUEST_FELL = "incident_thread.request_fell"
PARTY_JOINED = "incident_thread.party_joined"
PARTY_LEFT = "incident_thread.party_left"
WRITTEN = "incident_message.written"

PARTIES = "incident_thread.parties"
READERS = "incident_message.readers"
SILENT = (*ONE_MATTER_ROLES, Role.SERVICE)
"""Roles that read a thread and are not told of it."""


def address(slug: str, ref: str) -> str:
    return reverse("incidents:thread", args=[slug, ref])


def _parties(thread_id: int, at: datetime) -> QuerySet[Seat]:
    taking_part = ThreadParty.objects.filter(thread=thread_id, state=PartyState.IN).values("organisation")
    return Seat.objects.at(at).filter(organisation__in=taking_part).exclude(role__in=SILENT)


def _readers(message_id: int, at: datetime) -> QuerySet[Seat]:
    return seats_that_may_see_message(message_id, at).exclude(role__in=SILENT)


def _titles(ids: Collection[int]) -> dict[int, str]:
    return dict(IncidentThread.objects.filter(pk__in=ids).values_list("pk", "subject"))


def _message_titles(ids: Collection[int]) -> dict[int, str]:
    return dict(ThreadMessage.objects.filter(pk__in=ids).values_list("pk", "thread__subject"))


def register() -> None:
    """Fill the registries with threads and their messages."""
    SUBJECTS.register(
        THREAD,
        SubjectKind(
            key=THREAD,
            label="thread of a report",
            address=address,
            visible=lambda viewer: IncidentThread.objects.visible_to(viewer),
            seats=seats_that_may_see_thread,
            titles=_titles,
        ),
    )
    SUBJECTS.register(
        MESSAGE,
        SubjectKind(
            key=MESSAGE,
            label="message in a thread",
            address=address,
            visible=lambda viewer: ThreadMessage.objects.visible_to(viewer),
            seats=seats_that_may_see_message,
            titles=_message_titles,
        ),
    )
    AUDIENCES.register(PARTIES, Audience(PARTIES, "the parties of the thread", _parties))
    AUDIENCES.register(READERS, Audience(READERS, "the parties that may read the message", _readers))
    told = (PARTIES,)
    declare(
        ActKind(OPENED, "opened the thread", told=told, icon="message"),
        ActKind(
            PARTY_ASKED,
            "asked for another party",
            told=told,
            icon="user-plus",
            asks="Agree, or say that your organisation does not.",
        ),
        ActKind(PARTY_AGREED, "agreed to the party", told=told, icon="thumb-up"),
        ActKind(PARTY_REFUSED, "did not agree to the party", told=told, icon="hand-stop"),
        ActKind(REQUEST_FELL, "left without the party it had asked for", told=told, icon="user-off"),
        ActKind(PARTY_JOINED, "let the party join", told=told, icon="user-check"),
        ActKind(PARTY_LEFT, "left the thread", told=told, icon="user-off"),
        ActKind(WRITTEN, "wrote in the thread", told=(READERS,), icon="message"),
    )
