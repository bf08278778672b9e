"""A case as machines are told of it: what its page shows, in plain parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.committees.rules.viewer import Viewer
from apps.deadlines.models import Deadline
from apps.disputes.models import Case, CaseParty, Panel
from apps.disputes.rules import papers as rules
from apps.disputes.selectors.board import deadlines_in, is_narrowed
from apps.disputes.selectors.cases import known
from apps.disputes.selectors.panels import sitting_on
from apps.disputes.selectors.papers import docket_of, parties_of
from apps.disputes.selectors.ruled import ruled_in
from apps.disputes.states import OPEN, DocumentKind, Track


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of a case and who owes it: an organisation's key, or the names of audiences."""

    deadline: Deadline
    owed_by: Sequence[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A case as one viewer reads it."""

    case: Case
    parties: Sequence[CaseParty]
    panel: dict[str, Any] | None
    claims: Sequence[dict[str, Any]]
    report: str | None
    deadlines: Sequence[Due]
    asked: dict[str, Sequence[Any]]

    @property
    def is_open(self) -> bool:
        """Whether something can still happen in it."""
        return self.case.stage in OPEN

    @property
    def urgent(self) -> bool:
        """Whether it is on the urgent track."""
        return self.case.track == Track.URGENT


def told_of(viewer: Viewer, case: Case, now: datetime, kinds: Sequence[DocumentKind]) -> Told:
    """All of it, by a number of queries that does not grow; `kinds` are those that are written as papers."""
    of = known(case)
    docket = docket_of(viewer, case, of, narrowed=is_narrowed(viewer))
    claims, report = ruled_in(docket)
    dues = dues_in(case)
    writes = case.filed_at is not None
    return Told(
        case=case,
        parties=parties_of(case),
        panel=_panel(case),
        claims=[
            {"number": number, "claim": claim, "finding": finding or None}
            for number, (claim, finding) in enumerate(claims, start=1)
        ],
        report=report.name if report else None,
        deadlines=dues,
        asked={
            "open": [line.name for line in docket if line.waits is not None],
            "write": [kind.value for kind in kinds if writes and rules.may_write(viewer, of, kind)],
            "due": _owed(viewer, dues),
        },
    )


def dues_in(case: Case) -> Sequence[Due]:
    """The clocks of the case with who owes them."""
    found = deadlines_in(case)
    parties = CaseParty.objects.filter(case=case).values_list("organisation", "organisation__key")
    keys = dict(parties)
    return [
        Due(one, [keys[one.owed_by_organisation_id]] if one.owed_by_organisation_id in keys else one.owed_by)
        for one in found
    ]


def _owed(viewer: Viewer, dues: Sequence[Due]) -> Sequence[UUID]:
    rows = Deadline.objects.filter(pk__in=[one.deadline.pk for one in dues]).waiting_for(viewer)
    return list(rows.order_by("due_at", "pk").values_list("uid", flat=True))


def _panel(case: Case) -> dict[str, Any] | None:
    panel = Panel.objects.filter(case=case).order_by("-number").first()
    if panel is None:
        return None
    return {"number": panel.number, "state": panel.state, "size": panel.size, "members": sitting_on(panel)}
