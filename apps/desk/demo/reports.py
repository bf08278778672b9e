"""Plays a report: drafted, filed, and what everybody did about it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apps.desk.demo import packages, working
from apps.desk.demo.duties import DutyStep, deal_with, hurry
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.parts import (
    Acknowledged,
    Assessed,
    Attached,
    Closed,
    Published,
    Report,
    Step,
    Updated,
    Withdrawn,
)
from apps.desk.demo.story.parts_of_packages import OfPackages
from apps.desk.demo.story.parts_of_work import OfWork
from apps.incidents.acts import SUBJECT
from apps.incidents.selectors.reports import incident_for
from apps.incidents.services import adding, filing, handling
from apps.record.services import note_sighting

WRITING = timedelta(minutes=40)
"""How long somebody writes a report before they file it."""


def moments_of(report: Report, at: datetime) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
    """Everything that happens to a report that is filed (a draft: begun) at the instant, with its time."""
    played = _Played(report, at)
    begun = at if report.is_draft else at - WRITING
    yield begun, played.begin
    if not report.is_draft:
        yield at, played.file
    for step in report.steps:
        if isinstance(step, OfPackages | OfWork):
            part = packages if isinstance(step, OfPackages) else working
            for moment, does in part.moments_of(step, at + step.after):
                yield moment, partial(played.send, does)
            continue
        yield at + step.after, partial(played.take, step)


class _Played:
    """A report while it is played; its reference is known once it has begun."""

    def __init__(self, report: Report, at: datetime) -> None:
        self._report = report
        self._at = at
        self._ref = ""

    def begin(self, at: datetime) -> None:
        """Write the draft with its evidence."""
        report, actor = self._report, viewer(self._report.by, at)
        draft = filing.draft_at_once(actor=actor, now=at, changes=_content(report, self._at))
        self._ref = draft.ref
        if report.evidence:
            files = [attachment.upload() for attachment in report.evidence]
            adding.add_evidence(actor=actor, now=at, ref=draft.ref, evidence=files)

    def file(self, at: datetime) -> None:
        """File it."""
        incident = filing.file_draft(actor=viewer(self._report.by, at), now=at, ref=self._ref)
        if self._report.hurried:
            hurry(incident.pk)

    def take(self, step: Step, at: datetime) -> None:
        """Somebody opens the report and does something about it."""
        actor = viewer(step.who, at)
        incident = incident_for(actor, self._ref)
        note_sighting(SUBJECT, incident.pk, viewer=actor, now=at)
        if isinstance(step, DutyStep):
            deal_with(step, incident.pk, actor=actor, now=at)
            return
        _act(step, {"actor": actor, "now": at, "ref": self._ref})

    def send(self, does: Callable[[str, datetime], object], at: datetime) -> None:
        """Somebody does something about what an authority is sent, or other labs are; those need not see the report."""
        does(self._ref, at)


def _act(step: Step, by: dict[str, Any]) -> None:
    match step:
        case Acknowledged():
            handling.acknowledge(**by)
        case Assessed():
            handling.assess(**by)
        case Updated(text=text):
            adding.add_update(**by, text=text)
        case Attached(files=files):
            adding.add_evidence(**by, evidence=[file.upload() for file in files])
        case Closed(outcome=outcome):
            handling.close(**by, outcome=outcome)
        case Withdrawn(reason=reason):
            handling.withdraw(**by, reason=reason)
        case Published():
            handling.publish(**by)


def _content(report: Report, at: datetime) -> dict[str, Any]:
    instants = {
        f"{name}_at": at - before
        for name in ("started", "ended", "aware")
        if (before := getattr(report, name)) is not None
    }
    given = {name: getattr(report, name) for name in ("title", "kind", "severity", "tlp", "narrative")}
    return given | instants | dict(report.more)
