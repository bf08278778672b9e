"""The few numbers of the dashboard; none of them counts further than people read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Value

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.deadlines.selectors import overdue
from apps.incidents.models import Incident
from apps.incidents.states import Severity
from apps.kernel.keyset import MANY
from apps.membership.acts import SETUP_CLOSED
from apps.record.models import Act

SOON = timedelta(days=7)
OVERDUE, DUE_SOON, SET_UP = "overdue", "soon", "set up"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the viewer may see of it, each at most one more than MANY; whether setting up is behind the committee."""

    by_severity: dict[int | None, int] = field(default_factory=dict)
    overdue: int = 0
    soon: int = 0
    set_up: bool = False

    @property
    def open(self) -> int:
        """Open incidents."""
        return sum(self.by_severity.values())

    @property
    def grave(self) -> int:
        """Open incidents that count as high or critical."""
        return sum(n for severity, n in self.by_severity.items() if severity is not None and severity >= Severity.MAJOR)


def words(number: int) -> str:
    """A counted number as people read it: exact up to 1 000, else “1 000+”."""
    return str(number) if number <= MANY else "1 000+"


def figures(viewer: Viewer, now: datetime) -> Figures:
    """The dashboard's numbers (two queries, each of which stops counting after a thousand)."""
    gravest_first = Incident.objects.visible_to(viewer).open().order_by(F("weighed_severity").desc(nulls_last=True))
    by_severity = Counter(gravest_first.values_list("weighed_severity", flat=True)[: MANY + 1])
    owed = Deadline.objects.visible_to(viewer).filter(second_to=None)
    late = overdue(owed, now).values_list(Value(OVERDUE), flat=True)[: MANY + 1]
    soon = owed.open().filter(due_at__gte=now, due_at__lt=now + SOON).values_list(Value(DUE_SOON), flat=True)
    closed = Act.objects.filter(kind=SETUP_CLOSED).values_list(Value(SET_UP), flat=True)
    counts = Counter(late.union(soon[: MANY + 1], closed[:1], all=True))
    return Figures(dict(by_severity), counts[OVERDUE], counts[DUE_SOON], counts[SET_UP] > 0)
