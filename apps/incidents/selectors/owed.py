"""What an organisation owes to authorities and has sent them, over all its reports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Duty, Package, PackageQuestion
from apps.incidents.models.duties import DutyQuerySet
from apps.incidents.rules.packaging import is_late
from apps.incidents.selectors.desk import ASKED, LATE
from apps.incidents.selectors.duties import PACKAGE_TONES, Row
from apps.incidents.states import AWAITED, PACKAGE_LABELS, DutyState, PackageState


@dataclass(frozen=True, slots=True)
class OwedFilters:
    """How the list is narrowed: a duty's state, a package's REVISION, ASKED or LATE; empty means what is awaited."""

    standing: str = ""

    @property
    def is_of_the_past(self) -> bool:
        """Whether the newest stand first: what is done is looked up, what is not done is worked off."""
        return self.standing == DutyState.MET


def owed_for(viewer: Viewer, filters: OwedFilters, now: datetime) -> DutyQuerySet:
    """The duties of the viewer's own organisation, narrowed."""
    rows = Duty.objects.of_own(viewer)
    if filters.standing == ASKED:
        return rows.filter(Exists(Package.objects.filter(duty=OuterRef("pk"), open_questions__gt=0)))
    if filters.standing == PackageState.REVISION:
        return rows.filter(Exists(Package.objects.filter(duty=OuterRef("pk"), state=PackageState.REVISION)))
    if filters.standing == LATE:
        return rows.awaited().filter(due_at__lt=now).exclude(state=DutyState.POSSIBLE)
    return rows.filter(state=filters.standing) if filters.standing else rows.awaited()


def shown_owed(rows: DutyQuerySet) -> DutyQuerySet:
    """The rows with all that the list shows of them, in one statement."""
    package = Package.objects.filter(duty=OuterRef("pk")).order_by()
    asked = PackageQuestion.objects.filter(package__duty=OuterRef("pk"), answered_at__isnull=True)
    return rows.select_related("incident", "version").annotate(
        package_state=Subquery(package.values("state")[:1]),
        revise_by=Subquery(package.filter(state=PackageState.REVISION).values("revise_by")[:1]),
        answer_by=Subquery(asked.order_by("answer_by").values("answer_by")[:1]),
    )


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A duty as the list shows it."""

    duty: Any
    now: datetime

    @property
    def row(self) -> Row:
        """The duty's own words."""
        return Row(self.duty)

    @property
    def is_late(self) -> bool:
        """Whether something must still be sent or proved, and its hour has passed."""
        owed = self.duty.state in AWAITED and self.duty.state != DutyState.POSSIBLE
        return owed and is_late(self.duty.due_at, self.now)

    @property
    def package(self) -> str:
        """How the authority took it, once it was sent there."""
        state = self.duty.package_state
        return PACKAGE_LABELS[PackageState(state)] if state and state != PackageState.PREPARING else ""

    @property
    def package_tone(self) -> str:
        """The colour of that."""
        return PACKAGE_TONES[PackageState(self.duty.package_state)]
