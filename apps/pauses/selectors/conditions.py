"""The conditions for lifting an order with everything that was shown for them, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.deadlines.selectors.holding import hold_clocks
from apps.files.models import File
from apps.pauses.acts.lifting import CONDITION
from apps.pauses.models import SUBJECT, Condition, PauseOrder, Showing
from apps.pauses.rules.showing import TIERS
from apps.pauses.states import CONDITION_KIND_LABELS, CONDITION_LABELS, ConditionKind, ConditionState

TONES = {
    ConditionState.OPEN: "neutral",
    ConditionState.SUBMITTED: "info",
    ConditionState.VERIFIED: "info",
    ConditionState.MET: "ok",
}
VERB_WORDS = {
    "submit": "gave evidence",
    "verify": "verified it",
    "return": "returned it",
    "accept": "found it met",
    "come": "found it met",
    "reopen": "opened it again",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One step of a condition, with the files that came with it."""

    row: Showing
    files: tuple[File, ...]

    @property
    def words(self) -> str:
        """What was done."""
        return VERB_WORDS[self.row.verb]

    @property
    def tier(self) -> str:
        """How closely it was verified, in words; nothing where it was not."""
        return "" if self.row.tier is None else f"{self.row.tier}: {TIERS[self.row.tier]}"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition with its steps, oldest first."""

    row: Condition
    shown: tuple[Shown, ...]

    @property
    def label(self) -> str:
        """Where it stands, in words."""
        return str(CONDITION_LABELS[ConditionState(self.row.state)])

    @property
    def tone(self) -> str:
        """The tone of that."""
        return TONES[ConditionState(self.row.state)]

    @property
    def kind(self) -> str:
        """What it is about, in words."""
        return str(CONDITION_KIND_LABELS[ConditionKind(self.row.kind)])

    @property
    def tier(self) -> str:
        """How closely it must be verified, in words."""
        return f"{self.row.tier}: {TIERS[self.row.tier]}"

    @property
    def verified(self) -> Shown | None:
        """Who verified it last, since it was last open."""
        return self._last("verify")

    @property
    def met(self) -> Shown | None:
        """Who found it met."""
        return (self._last("accept") or self._last("come")) if self.row.state == ConditionState.MET else None

    @property
    def evidence(self) -> Shown | None:
        """The evidence that stands."""
        return self._last("submit")

    def _last(self, verb: str) -> Shown | None:
        for one in reversed(self.shown):
            if one.row.verb == verb:
                return one
            if one.row.verb in {"return", "reopen"}:
                return None
        return None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The conditions of an order in their order, and how many of them are met."""

    rows: tuple[ConditionRow, ...]
    met: int

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def open_rows(self) -> tuple[ConditionRow, ...]:
        """Those that are not met."""
        return tuple(one for one in self.rows if one.row.state != ConditionState.MET)


def conditions_of(viewer: Viewer, order: PauseOrder, now: datetime) -> Checklist:
    """The conditions of an order with what was shown for them (three queries)."""
    conditions = Condition.objects.visible_to(viewer).filter(order=order).order_by("number")
    rows = list(conditions.select_related("order", "measure", "motion"))
    ids = [one.pk for one in rows]
    showings = defaultdict(list)
    for one in (
        Showing.objects.filter(condition__in=ids).select_related("seat__organisation", "seat__person").order_by("pk")
    ):
        showings[one.condition_id].append(one)
    files = defaultdict(list)
    for file in File.objects.filter(subject_kind=CONDITION, subject_id__in=ids).order_by("pk"):
        files[file.subject_id, file.uploaded_at, file.uploaded_by_id].append(file)
    found = tuple(
        ConditionRow(row, tuple(Shown(one, tuple(files[row.pk, one.at, one.seat_id])) for one in showings[row.pk]))
        for row in rows
    )
    return Checklist(found, sum(one.row.state == ConditionState.MET for one in found))


def condition_for(viewer: Actor, ref: str, number: int, *, lock: bool = False) -> Condition:
    """The condition with this number of the order; Http404 alike for absent and hidden ones.

    `lock` holds the clocks under its order, the order, and then the condition, for a change.
    """
    orders = PauseOrder.objects.all() if isinstance(viewer, Portal) else PauseOrder.objects.visible_to(viewer)
    orders = orders.filter(ref=ref, laid_at__isnull=False)
    if lock:
        hold_clocks({SUBJECT: list(orders.values_list("pk", flat=True))})
    order = (orders.select_for_update() if lock else orders).first()
    if order is None:
        raise Http404(ref)
    rows = Condition.objects.filter(order=order, number=number)
    row = (rows.select_for_update() if lock else rows.select_related("measure", "motion")).first()
    if row is None:
        raise Http404(ref)
    row.order = order
    return row
