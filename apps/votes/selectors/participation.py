"""How often members could vote, and what they did: from the rolls of votes that have closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from apps.committees.rules.viewer import Viewer
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.rules.ballots import PRECEDENCE
from apps.votes.states import CHOICE_LABELS, STANDING_LABELS, Choice, Standing

SHARE = (
    "key", "organisation__key", "latest_name", "could", "yes", "no", "abstained", "absent", "recused", "excluded",
)  # fmt: skip
COLUMNS = ("member", "key", "could vote", "yes", "no", "abstained", "absent", "recused", "without a vote")


@dataclass(frozen=True, slots=True)
class Share:
    """A member's part in closed votes: in how many it could vote, and what it did; recusals stand apart."""

    key: str
    organisation: str
    name: str
    could: int
    yes: int
    no: int
    abstained: int
    absent: int
    recused: int
    excluded: int

    @property
    def voted(self) -> int:
        """How often it said yes or no."""
        return self.yes + self.no

    @property
    def present(self) -> int:
        """How often it voted or abstained."""
        return self.voted + self.abstained

    @property
    def cells(self) -> Sequence[Any]:
        """For a table, in the order of COLUMNS."""
        return (
            self.name, self.key, self.could, self.yes, self.no, self.abstained, self.absent, self.recused,
            self.excluded,
        )  # fmt: skip


def participation(viewer: Viewer, organisation: str = "") -> list[Share]:
    """Every member's part in the closed votes that the viewer may see, by name, or one organisation's (one query)."""
    rows = _lines(viewer, organisation).values("key", "organisation__key")
    entitled = Q(standing=Standing.VOTING)
    counted = rows.annotate(
        latest_name=Max("name"),
        could=Count("pk", filter=entitled),
        yes=Count("pk", filter=entitled & Q(said=Choice.YES)),
        no=Count("pk", filter=entitled & Q(said=Choice.NO)),
        abstained=Count("pk", filter=entitled & Q(said=Choice.ABSTAIN)),
        absent=Count("pk", filter=entitled & Q(said=None)),
        recused=Count("pk", filter=Q(standing=Standing.RECUSED)),
        excluded=Count("pk", filter=Q(standing=Standing.EXCLUDED)),
    )
    return [Share(*row) for row in counted.order_by("latest_name", "key").values_list(*SHARE)]


@dataclass(frozen=True, slots=True)
class Part:
    """What a member did in one vote, in words."""

    line: Elector
    did: str


def parts_of(viewer: Viewer, organisation: str, most: int) -> list[Part]:
    """What an organisation did in each closed vote that the viewer may see, the newest first (one query)."""
    lines = _lines(viewer, organisation).select_related("motion").order_by("-motion__closed_at", "-pk")
    return [Part(line, _did(line)) for line in lines[:most]]


def _lines(viewer: Viewer, organisation: str) -> QuerySet[Elector]:
    """The lines of closed rolls; `said` is the choice of the ballot that counts."""
    seen = Motion.objects.visible_to(viewer).filter(closed_at__isnull=False)
    rank = Case(
        *(When(capacity=capacity, then=Value(place)) for place, capacity in enumerate(PRECEDENCE)),
        output_field=IntegerField(),
    )
    counting = Ballot.objects.filter(elector=OuterRef("pk")).order_by(rank.desc(), "-seq")
    lines = Elector.objects.filter(motion__in=seen).annotate(said=Subquery(counting.values("choice")[:1]))
    return lines.filter(organisation__key=organisation) if organisation else lines


def _did(line: Elector) -> str:
    if line.standing != Standing.VOTING:
        return STANDING_LABELS[Standing(line.standing)]
    said = line.said  # type: ignore[attr-defined]
    return CHOICE_LABELS[Choice(said)] if said else "Did not vote"
