"""The dashboard: what waits for the viewer, a few figures, and what has happened lately."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.selectors import Shown, overdue, waiting_for
from apps.desk.rules import Waiting, in_order
from apps.incidents.models import Incident
from apps.incidents.rules.verbs import may_start
from apps.incidents.selectors import drafts_of
from apps.incidents.states import Severity
from apps.notices.models import Notice
from apps.notices.selectors import Line, Show, inbox_rows, lines
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS
from apps.record.selectors import Entry, recent, titles_of

MOST = 8
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """The few numbers of the dashboard, each counted over what the viewer may see."""

    by_severity: dict[int, int] = field(default_factory=dict)
    overdue: int = 0
    soon: int = 0

    @property
    def open(self) -> int:
        """Open incidents."""
        return sum(self.by_severity.values())

    @property
    def grave(self) -> int:
        """Open incidents that count as high or critical."""
        return sum(n for severity, n in self.by_severity.items() if severity >= Severity.MAJOR)


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of what has happened lately, with the page of the object it is about."""

    entry: Entry
    about: str
    address: str


def waiting(viewer: Viewer, now: datetime, slug: str, *, has_unread: bool) -> list[Waiting]:
    """What waits for the viewer: duties, unread notices that ask something, drafts; the nearest due time first.

    `has_unread` saves the look into an inbox in which all is read.
    """
    duties = waiting_for(viewer, now, MOST)
    asked = _asking(viewer, slug, duties) if has_unread else []
    rows = [
        *(_of_duty(shown, slug) for shown in duties),
        *(_of_notice(line, slug) for line in asked),
        *_drafts(viewer, slug),
    ]
    return in_order(rows)


def _about(thing: Deadline | Notice | Act, title: str) -> str:
    """What a line is about: the kind, the reference and the title, where it has one."""
    named = f"{SUBJECTS[thing.subject_kind].label} {shown_ref(thing.subject_ref)}".strip()
    return f"{named} · {title}" if title else named


def _of_duty(shown: Shown, slug: str) -> Waiting:
    deadline = shown.deadline
    return Waiting(
        title=deadline.name,
        about=_about(deadline, shown.title),
        address=shown.address(slug),
        status=shown.label,
        tone=shown.tone,
        due_at=deadline.due_at,
        overdue=shown.now > deadline.due_at,
    )


def _asking(viewer: Viewer, slug: str, duties: Iterable[Shown]) -> list[Line]:
    """The newest unread notice on each subject that asks something which nobody has done yet.

    An act that starts a clock asks those who owe it alone, and theirs is among the duties already.
    """
    known = {(shown.deadline.subject_kind, shown.deadline.subject_id) for shown in duties}
    unread = list(inbox_rows(viewer, Show.UNREAD)[: MOST * 3])
    said = [line for line in lines(unread, viewer, slug) if line.asks and not CATALOGUE[line.act_kind].starts]
    still_open = _open_deadlines(said)
    found: dict[tuple[str, int], Line] = {}
    for line in said:
        about = line.notice.subject_kind, line.notice.subject_id
        deadline = line.notice.act.facts.get("deadline_id")
        if about not in known and (deadline is None or deadline in still_open):
            found.setdefault(about, line)
    return list(found.values())[:MOST]


def _open_deadlines(said: Iterable[Line]) -> set[str]:
    named = [deadline for line in said if (deadline := line.notice.act.facts.get("deadline_id"))]
    rows = Deadline.objects.open().filter(uid__in=named).values_list("uid", flat=True) if named else ()
    return {str(uid) for uid in rows}


def _of_notice(line: Line, slug: str) -> Waiting:
    return Waiting(
        title=line.asks,
        about=_about(line.notice, line.title),
        address=reverse("notices:open", args=[slug, line.notice.uid]),
        status=_("Asked of you"),
        tone="info",
        due_at=line.due_at,
    )


def _drafts(viewer: Viewer, slug: str) -> list[Waiting]:
    if not may_start(viewer):
        return []
    mine = [draft for draft in drafts_of(viewer) if draft.reporter_id == viewer.seat_id]
    return [
        Waiting(
            title=_("Finish the report “%(title)s”") % {"title": draft.title or draft.ref},
            about=_("your draft %(ref)s") % {"ref": draft.ref},
            address=reverse("incidents:check", args=[slug, draft.ref]),
            status=_("Draft"),
            tone="neutral",
        )
        for draft in mine[:MOST]
    ]


def figures(viewer: Viewer, now: datetime) -> Figures:
    """The dashboard's numbers (two queries)."""
    incidents = Incident.objects.visible_to(viewer).open()
    by_severity = dict(incidents.order_by().values_list("severity").annotate(Count("pk")))
    late = overdue(Deadline.objects.all(), now).values("pk")
    counts = (
        Deadline.objects.visible_to(viewer)
        .open()
        .aggregate(
            overdue=Count("pk", filter=Q(pk__in=late)),
            soon=Count("pk", filter=Q(due_at__gte=now, due_at__lt=now + SOON)),
        )
    )
    return Figures(by_severity, **counts)


def happenings(viewer: Viewer, slug: str) -> list[Happening]:
    """The newest acts that the viewer may see."""
    entries = recent(viewer, MOST)
    titles = titles_of((entry.act.subject_kind, entry.act.subject_id) for entry in entries)
    return [
        Happening(
            entry,
            _about(entry.act, titles.get((entry.act.subject_kind, entry.act.subject_id), "")),
            SUBJECTS[entry.act.subject_kind].address(slug, entry.act.subject_ref),
        )
        for entry in entries
    ]


def shown_ref(reference: str) -> str:
    """A reference as people read it: nothing where it is a machine's long one."""
    return "" if len(reference) == 36 and reference.count("-") == 4 else reference
