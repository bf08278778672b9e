"""Plays what people do with a report besides its stages, and a report of a protected person."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from apps.desk.demo.seats import seat_of, viewer
from apps.desk.demo.story.parts import Protected
from apps.desk.demo.story.parts_of_work import ActionAdded, Alerted, CauseNoted, Found, Given, OfWork, Talked
from apps.incidents.models import Incident, IncidentAction, IncidentAlert, IncidentThread
from apps.incidents.services import actions, alerts, handling, protecting, threads, working

Moment = tuple[datetime, Callable[[str, datetime], object]]


def moments_of(step: OfWork, at: datetime) -> Iterator[Moment]:
    """What follows from a step taken at the instant; each takes the report's reference and its time."""
    yield at, partial(_take, step)
    match step:
        case Alerted(taken=taken):
            for who, after in taken:
                yield at + after, partial(_acknowledge, who)
        case Talked(answers=answers):
            for who, after, text in answers:
                yield at + after, partial(_write, who, text)
        case ActionAdded(done=done) if done is not None:
            yield at + done, partial(_do, step)


def protected_moments(event: Protected, at: datetime) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
    """A protected report, and what became of it."""
    filed: list[str] = []
    yield at, partial(_file, event, filed)
    for step in event.steps:
        yield (
            at + step.after,
            lambda then, who=step.who: handling.acknowledge(actor=viewer(who, then), now=then, ref=filed[0]),
        )


def _file(event: Protected, filed: list[str], at: datetime) -> None:
    letter = protecting.file_protected(actor=viewer(event.by, at), now=at, **event.report)
    filed.append(letter.incident.ref)


def _take(step: OfWork, ref: str, at: datetime) -> None:
    by: dict[str, Any] = {"actor": viewer(step.who, at), "now": at, "ref": ref}
    match step:
        case Alerted(words=words, urgency=urgency, to=to):
            alerts.send_alert(**by, key=uuid4(), urgency=urgency, recipients=to, **words)
        case Talked(subject=subject, text=text, parties=parties):
            threads.open_thread(**by, key=uuid4(), subject=subject, text=text, parties=parties)
        case Given(to=to, note=note):
            working.assign(**by, to=str(seat_of(to, at).uid), note=note)
        case Found(text=text, basis=basis):
            working.add_finding(**by, text=text, basis=basis)
        case CauseNoted(text=text):
            working.note_cause(**by, text=text)
        case ActionAdded(text=text, owner=owner, within=within):
            zone = ZoneInfo(Incident.objects.select_related("organisation").get(ref=ref).organisation.zone)
            actions.add_action(**by, text=text, owner=owner, due_on=(at + within).astimezone(zone).date())


def _acknowledge(who: str, ref: str, at: datetime) -> None:
    alert = IncidentAlert.objects.filter(incident__ref=ref).latest("pk")
    alerts.acknowledge_alert(actor=viewer(who, at), now=at, ref=alert.ref)


def _write(who: str, text: str, ref: str, at: datetime) -> None:
    thread = IncidentThread.objects.filter(incident__ref=ref).latest("pk")
    threads.write_message(actor=viewer(who, at), now=at, ref=thread.ref, text=text)


def _do(step: ActionAdded, ref: str, at: datetime) -> None:
    action = IncidentAction.objects.get(incident__ref=ref, text=step.text)
    by = {"actor": viewer(step.who, at), "now": at, "ref": ref}
    actions.do_action(**by, number=action.number, note=step.words)
