"""A stand-in for the apps above: a subject that is a lab's secret, acts on it, and clocks over it.

The subject's id is the lab's organisation; the lab and the clerks may see it, and nobody else.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from apps.committees.models import Organisation, Seat
from apps.committees.models.seat import not_for_another
from apps.committees.rules.charter import SECTIONS, Article, Section
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.deadlines.models import Deadline
from apps.deadlines.rules import CLOCKS, ClockRule, Does, Repeat, Step, Unit
from apps.record.models import Act
from apps.record.rules import SUBJECTS, ActKind, SubjectKind, declare
from apps.record.services import record
from tests.cast import NOW, Cast

KIND = "deadline_probe"
ANSWER, REPORT = "deadline_probe.answer", "deadline_probe.report"
OPENED, ANSWERED, ASKED = "deadline_probe.opened", "deadline_probe.answered", "deadline_probe.asked"
DROPPED, FINISHED = "deadline_probe.dropped", "deadline_probe.finished"
BEGUN = NOW - timedelta(days=1)
DUE = NOW
"""The answer is due 24 h after BEGUN."""


def _visible(viewer: Viewer) -> QuerySet[Organisation]:
    if viewer.is_operator or viewer.is_clerk:
        return Organisation.objects.all()
    rows = Organisation.objects.filter(pk=viewer.organisation_id)
    return rows.none() if viewer.is_for_one_matter else rows


def _seats(organisation_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(not_for_another(), Q(organisation=organisation_id) | Q(role=Role.CLERK))


def _hours(number: str, key: str, title: str, value: int) -> Article:
    presets = dict.fromkeys(("small", "standard", "treaty"), value)
    return Article(f"deadline_probe.{key}_hours", number, title, "{value}", "hours", presets)


SECTIONS.register(
    KIND,
    Section(
        KIND,
        "Probe",
        (
            _hours("99.1", "answer", "Answer", 24),
            _hours("99.2", "remind", "Reminder", 4),
            _hours("99.3", "members", "Members", 4),
        ),
    ),
)
SUBJECTS.register(
    KIND,
    SubjectKind(KIND, "probe", lambda slug, ref: f"/c/{slug}/probes/{ref}/", visible=_visible, seats=_seats),
)
CLOCKS.register(
    ANSWER,
    ClockRule(
        key=ANSWER,
        name="Answer the probe",
        owed_by=("chair", "clerks"),
        length="deadline_probe.answer_hours",
        unit=Unit.HOURS,
        because="A probe is answered within {length} (article {article}).",
        ladder=(
            Step("-deadline_probe.remind_hours", ("chair", "clerks"), Does.REMIND),
            Step(0, ("chair", "clerks", "chairs_alternate")),
            Step("+deadline_probe.members_hours", ("members",)),
        ),
        repeat=Repeat(12, ("members",), most=3),
    ),
)
CLOCKS.register(
    REPORT,
    ClockRule(
        key=REPORT,
        name="Report on the probe",
        owed_by=(),
        length=15,
        unit=Unit.DAYS,
        because="The lab reports within {length}.",
        zone="organisation",
        organisation_of=lambda organisation_id: organisation_id,
    ),
)
declare(
    ActKind(OPENED, "opened the probe", starts=(ANSWER,)),
    ActKind(ANSWERED, "answered the probe", meets=(ANSWER,)),
    ActKind(DROPPED, "dropped the probe", moots=(ANSWER,)),
    ActKind(FINISHED, "reported, and needs no answer any more", meets=(REPORT,), moots=(ANSWER,)),
    ActKind(ASKED, "asked for a report, each in place of the last", starts=(REPORT,), meets=(REPORT,)),
)


def act(cast: Cast, kind: str, at: datetime = BEGUN, lab: str = "borealis") -> Act:
    """Record an act on a lab's probe, by its liaison."""
    seat = cast[f"{lab}.liaison"]
    subject = (KIND, seat.organisation_id, f"PRB-{lab.upper()}")
    return record(kind, actor=cast.viewer(f"{lab}.liaison"), now=at, subject=subject)


def deadline(cast: Cast, kind: str = OPENED, at: datetime = BEGUN, lab: str = "borealis") -> Deadline:
    """The deadline that an act of this kind has just started."""
    return Deadline.objects.get(started_by=act(cast, kind, at, lab))


def many(cast: Cast, count: int, due: datetime = DUE) -> None:
    """Count more deadlines of the answer clock, each on an object of its own, as the clock would have made them."""
    pattern = deadline(cast, at=due - timedelta(days=1))
    made = []
    for number in range(1, count):
        row = Deadline.objects.get(pk=pattern.pk)
        row.pk, row.subject_id, row.uid = None, -number, Deadline._meta.get_field("uid").get_default()
        made.append(row)
    Deadline.objects.bulk_create(made)


def steps_of(subject_id: int) -> list[tuple[str, int | None]]:
    """The acts of deadlines on one subject, in the order of the record, each with its step's number."""
    acts = Act.objects.about(KIND, subject_id).filter(kind__startswith="deadline.")
    return [(row.kind.removeprefix("deadline."), row.facts.get("step")) for row in acts]
