"""Threads beside a report: opening one, writing, letting another party join, leaving."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.references import free_reference
from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import threads as acts
from apps.incidents.models import (
    MESSAGE,
    THREAD,
    Incident,
    IncidentThread,
    ThreadAgreement,
    ThreadMessage,
    ThreadParty,
    ThreadVisit,
)
from apps.incidents.rules import thread_verbs as verbs
from apps.incidents.selectors.reports import incident_for
from apps.incidents.selectors.threads import must_agree, newest_of, seen_until, those_who_may_join, thread_for
from apps.incidents.states import PARTY_TRANSITIONS, PartyState
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required, wrong_in
from apps.record.services import record

PREFIX = "THR"
WANTED = {"subject": "Say what it is about.", "text": "Write something."}
LENGTHS = {"subject": verbs.SUBJECT_LENGTH, "text": verbs.TEXT_LENGTH}


def open_thread(
    *, actor: Viewer, now: datetime, ref: str, key: UUID, subject: str, parties: Collection[str], text: str
) -> IncidentThread:
    """Begin a thread on a report with the organisations of these keys and a first message; they see the whole of it.

    `key` is the page's: the same one again gives the thread that it made. Raises Http404, Refused, or Invalid by field:
    a party that may not see the report is named.
    """
    incident = incident_for(actor, ref, lock=True)
    if (there := _made_by(actor, incident, key)) is not None:
        return there
    verbs.may_open(actor, incident).require()
    chosen = list(Organisation.objects.filter(key__in=list(parties)).exclude(pk=actor.organisation_id))
    subject, text = subject.strip(), text.strip()
    errors = wrong_in({"subject": subject, "text": text}, WANTED, LENGTHS)
    if wrong := _party_error(incident, set(parties), chosen, actor, now):
        errors["parties"] = wrong
    if errors:
        raise Invalid(errors)
    thread = IncidentThread.objects.create(
        ref=free_reference(PREFIX, now.year, lambda ref: IncidentThread.objects.filter(ref=ref).exists()),
        key=key,
        incident=incident,
        subject=subject,
        opened_by_id=actor.seat_id,
        opened_at=now,
    )
    ThreadParty.objects.bulk_create(
        ThreadParty(
            thread=thread,
            organisation_id=pk,
            state=PartyState.IN,
            asked_by_id=actor.seat_id,
            asked_at=now,
            joined_at=now,
        )
        for pk in (actor.organisation_id, *(one.pk for one in chosen))
    )
    facts = {"parties": sorted(one.key for one in chosen)}
    record(
        acts.OPENED,
        actor=actor,
        now=now,
        subject=(THREAD, thread.pk, thread.ref),
        facts=facts,
        sealed={"subject": subject},
        # The first message says it to everybody.
        told=(),
    )
    _write(thread, actor, now, text)
    return thread


def write_message(*, actor: Viewer, now: datetime, ref: str, text: str) -> ThreadMessage:
    """Write in a thread while its report is open. Raises Http404, Refused or Invalid."""
    thread, incident = _held(actor, ref)
    verbs.may_write(actor, incident, is_party=True).require()
    return _write(thread, actor, now, required(text, "text", WANTED["text"], LENGTHS["text"]))


def ask_for_party(*, actor: Viewer, now: datetime, ref: str, organisation: str) -> ThreadParty:
    """Ask that the organisation with this key joins: it does once every other party has agreed, and reads from then on.

    Raises Http404, Refused, or Invalid: it may not see the report, or takes part already.
    """
    thread, incident = _held(actor, ref)
    verbs.may_ask_for(actor, incident, is_party=True).require()
    found = those_who_may_join(incident, now).filter(key=organisation).first()
    if found is None:
        raise Invalid({"organisation": "This organisation may not see the report: who sees it is said there."})
    if _current(thread).filter(organisation=found).exists():
        raise Invalid({"organisation": "It takes part already, or is asked for."})
    party = ThreadParty.objects.create(
        thread=thread, organisation=found, state=PartyState.ASKED_FOR, asked_by_id=actor.seat_id, asked_at=now
    )
    _record(acts.PARTY_ASKED, thread, party, actor, now)
    _settle(thread, party, actor, now)
    return party


def agree_to_party(*, actor: Viewer, now: datetime, ref: str, key: str) -> ThreadParty:
    """Agree that the organisation with this key joins; the last one to agree lets it in. Raises Http404 or Refused."""
    thread, incident, party = _asked(actor, ref, key)
    verbs.may_agree(
        actor,
        incident,
        state=party.state,
        is_asker=party.asked_by.organisation_id == actor.organisation_id,
        has_agreed=party.agreements.filter(organisation=actor.organisation_id).exists(),
    ).require()
    ThreadAgreement.objects.create(party=party, organisation_id=actor.organisation_id, seat_id=actor.seat_id, at=now)
    _record(acts.PARTY_AGREED, thread, party, actor, now)
    _settle(thread, party, actor, now)
    return party


def refuse_party(*, actor: Viewer, now: datetime, ref: str, key: str) -> ThreadParty:
    """Not agree: the organisation with this key does not join. Raises Http404 or Refused."""
    thread, incident, party = _asked(actor, ref, key)
    verbs.may_refuse(actor, incident, state=party.state).require()
    _end(acts.PARTY_REFUSED, "refuse", thread, party, actor, now)
    return party


def leave_thread(*, actor: Viewer, now: datetime, ref: str) -> None:
    """Leave with the whole organisation: it sees nothing of the thread any more, and what it asked for falls.

    Raises Http404 or Refused.
    """
    thread, _incident = _held(actor, ref)
    verbs.may_leave(actor, is_party=True).require()
    party = ThreadParty.objects.get(thread=thread, organisation=actor.organisation_id, state=PartyState.IN)
    _end(acts.PARTY_LEFT, "leave", thread, party, actor, now)
    waiting = ThreadParty.objects.filter(thread=thread, state=PartyState.ASKED_FOR).select_related("asked_by")
    for asked in waiting.order_by("pk"):
        if asked.asked_by.organisation_id == actor.organisation_id:
            _end(acts.REQUEST_FELL, "fall", thread, asked, actor, now)
        else:
            _settle(thread, asked, actor, now)


def note_visit(*, viewer: Viewer, thread: IncidentThread) -> None:
    """Keep up to which message the viewer has read; what is newer is marked next time."""
    newest = newest_of(viewer, thread)
    if newest <= seen_until(viewer, thread):
        return
    visit, is_new = ThreadVisit.objects.get_or_create(thread=thread, seat_id=viewer.seat_id, defaults={"seen": newest})
    if not is_new:
        # Two windows of one person may come here in either order.
        ThreadVisit.objects.filter(pk=visit.pk, seen__lt=newest).update(seen=newest)


def _settle(thread: IncidentThread, party: ThreadParty, actor: Viewer, now: datetime) -> None:
    """Let a party join that all others have agreed to; it reads what is written from now on."""
    agreed = set(party.agreements.values_list("organisation", flat=True))
    if must_agree(thread, party, now) - agreed:
        return
    newest = ThreadMessage.objects.filter(thread=thread).order_by("-pk").values_list("pk", flat=True).first()
    party.state, party.joined_at, party.sees_after = PARTY_TRANSITIONS["join"].target, now, newest or 0
    party.save(update_fields=["state", "joined_at", "sees_after"])
    _record(acts.PARTY_JOINED, thread, party, actor, now)


def _end(kind: str, verb: str, thread: IncidentThread, party: ThreadParty, actor: Viewer, now: datetime) -> None:
    party.state, party.ended_at = PARTY_TRANSITIONS[verb].target, now
    party.save(update_fields=["state", "ended_at"])
    _record(kind, thread, party, actor, now)


def _write(thread: IncidentThread, actor: Viewer, now: datetime, text: str) -> ThreadMessage:
    message = ThreadMessage.objects.create(thread=thread, seat_id=actor.seat_id, text=text, at=now)
    record(acts.WRITTEN, actor=actor, now=now, subject=(MESSAGE, message.pk, thread.ref), sealed={"message": text})
    return message


def _record(kind: str, thread: IncidentThread, party: ThreadParty, actor: Viewer, now: datetime) -> None:
    subject = (THREAD, thread.pk, thread.ref)
    record(kind, actor=actor, now=now, subject=subject, facts={"organisation": party.organisation.key})


def _held(actor: Viewer, ref: str) -> tuple[IncidentThread, Incident]:
    """The thread and its report, both held for a change: the report first, as everywhere."""
    found = thread_for(actor, ref)
    incident = Incident.objects.select_for_update().get(pk=found.incident_id)
    return thread_for(actor, ref, lock=True), incident


def _asked(actor: Viewer, ref: str, key: str) -> tuple[IncidentThread, Incident, ThreadParty]:
    thread, incident = _held(actor, ref)
    rows = _current(thread).select_related("organisation", "asked_by")
    party = rows.filter(organisation__key=key).first()
    if party is None:
        raise Http404(key)
    return thread, incident, party


def _current(thread: IncidentThread) -> QuerySet[ThreadParty]:
    return ThreadParty.objects.filter(thread=thread, state__in=[PartyState.IN, PartyState.ASKED_FOR])


def _made_by(actor: Viewer, incident: Incident, key: UUID) -> IncidentThread | None:
    """The thread that this page has made already."""
    return IncidentThread.objects.visible_to(actor).filter(incident=incident, key=key).first()


def _party_error(incident: Incident, keys: set[str], chosen: list[Organisation], actor: Viewer, now: datetime) -> str:
    own = set(Organisation.objects.filter(pk=actor.organisation_id).values_list("key", flat=True))
    if unknown := keys - own - {one.key for one in chosen}:
        return f"There is no organisation with the key {', '.join(sorted(unknown))}."
    if not chosen:
        return "Choose at least one other organisation."
    seeing = set(those_who_may_join(incident, now).values_list("pk", flat=True))
    if blind := [one.name for one in chosen if one.pk not in seeing]:
        return f"These may not see the report, and so no thread of it: {', '.join(sorted(blind))}."
    return ""
