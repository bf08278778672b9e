"""An authority's desk: what was sent to it, newest first, with what it is asked and by when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import OuterRef, Subquery, Value

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Package, PackageQuestion
from apps.incidents.models.packages import PackageQuerySet
from apps.incidents.selectors.duties import PACKAGE_TONES, package_state
from apps.incidents.states import PackageState
from apps.kernel.keyset import MANY

ASKED, LATE = "asked", "late"
"""What the desk is narrowed to that is no state of a package: a question is open, it came after its hour."""


@dataclass(frozen=True, slots=True)
class DeskFilters:
    """How the desk is narrowed; empty means all. `standing` is a package's state, ASKED or LATE."""

    standing: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None
    zone: tzinfo = UTC

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.standing or self.organisation or self.since or self.until)


def desk_of(viewer: Viewer, filters: DeskFilters) -> PackageQuerySet:
    """What was sent to the viewer's own authority, narrowed."""
    rows = Package.objects.of_desk(viewer)
    if filters.standing == ASKED:
        rows = rows.filter(open_questions__gt=0)
    elif filters.standing == LATE:
        rows = rows.filter(is_late=True)
    elif filters.standing:
        rows = rows.filter(state=filters.standing)
    if filters.organisation:
        rows = rows.filter(duty__incident__organisation__key=filters.organisation)
    if filters.since:
        rows = rows.filter(sent_at__gte=_begins(filters.since, filters.zone))
    if filters.until:
        rows = rows.filter(sent_at__lt=_begins(filters.until, filters.zone, ends=True))
    return rows


def _begins(day: date, zone: tzinfo, *, ends: bool = False) -> datetime:
    """The beginning of the day in the reader's zone, or its end; days at the rim of the calendar stay in it."""
    try:
        start = datetime(day.year, day.month, day.day, tzinfo=zone)
        return (start + timedelta(days=1) if ends else start).astimezone(UTC)
    except OverflowError:
        return datetime(1 if day.year == 1 else 9999, 1, 1, tzinfo=UTC)


def shown(rows: PackageQuerySet) -> PackageQuerySet:
    """The rows with all that the list shows of them: one statement for a page, whatever it holds."""
    asked = PackageQuestion.objects.filter(package=OuterRef("pk"), answered_at__isnull=True)
    first = asked.order_by("answer_by").values("answer_by")[:1]
    related = ("duty__incident__organisation", "duty__version")
    return rows.select_related(*related).annotate(answer_by=Subquery(first))


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A package as the list shows it."""

    package: Any

    @property
    def ref(self) -> str:
        """The report that it is about."""
        return str(self.package.ref.partition("/")[0])

    @property
    def key(self) -> str:
        """Its name in the address."""
        return str(self.package.ref.partition("/")[2])

    @property
    def label(self) -> str:
        """Its state in the authority's words: what was only sent waits for its receipt."""
        if self.package.state == PackageState.SENT:
            return "Waiting for receipt"
        return package_state(self.package)[0]

    @property
    def tone(self) -> str:
        """Its state's colour."""
        if self.package.state == PackageState.SENT:
            return "warn"
        return PACKAGE_TONES[PackageState(self.package.state)]


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """How much of the desk waits for something, each at most one more than MANY."""

    waiting: int = 0
    asked: int = 0
    revision: int = 0
    late: int = 0


def desk_figures(viewer: Viewer) -> DeskFigures:
    """The desk's numbers: one query, which stops counting after a thousand of each."""
    wanted = {"waiting": PackageState.SENT.value, "asked": ASKED, "revision": PackageState.REVISION.value, "late": LATE}
    parts = [
        desk_of(viewer, DeskFilters(standing=standing)).order_by().values_list(Value(name), flat=True)[: MANY + 1]
        for name, standing in wanted.items()
    ]
    counted = list(parts[0].union(*parts[1:], all=True))
    return DeskFigures(**{name: counted.count(name) for name in wanted})
