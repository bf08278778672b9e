"""Keeping the one clock of a report's open questions in line with the duties that hang on them."""

from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.incidents.acts import questions as acts
from apps.incidents.models import QUESTIONS, Duty, Incident
from apps.incidents.states import OPEN
from apps.kernel.canonical import instant
from apps.record.services import Entry

RULES = Portal("the rules of reporting")


def of_questions(incident: Incident) -> list[Entry]:
    """The act that starts, moves or ends the clock, where the questions or the hour that they could give have changed.

    A report that is closed or withdrawn takes no more answers, and asks none.
    """
    hanging = _hanging(incident) if incident.state in OPEN else []
    running = Deadline.objects.open().about(QUESTIONS, incident.pk).first()
    if not hanging:
        if running is not None:
            return [_entry(acts.SETTLED, incident, [])]
        return []
    name, earliest = acts.name_of(hanging), hanging[0].earliest_at
    if running is None:
        return [_entry(acts.ASKED, incident, hanging)]
    if running.first_due_at != earliest or not running.name.endswith(name):
        return [_entry(acts.CHANGED, incident, hanging)]
    return []


def _hanging(incident: Incident) -> list[Duty]:
    """What hangs on answers, the earliest hour first."""
    return list(Duty.objects.awaiting_answers().filter(incident=incident).order_by("earliest_at", "pk"))


def _entry(kind: str, incident: Incident, hanging: list[Duty]) -> Entry:
    facts = {"earliest_at": instant(hanging[0].earliest_at)} if hanging else {}
    sealed = {"hanging": [duty.ref.partition("/")[2] for duty in hanging]}
    return Entry(kind, RULES, (QUESTIONS, incident.pk, incident.ref), facts, sealed)
