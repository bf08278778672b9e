"""What other apps learn of disputes: who has a stake in one, what a chair leaves open, what can be moved about one."""

from collections.abc import Collection
from datetime import datetime

from apps.committees.rules.matters import OPEN_MATTERS, STAKES, OpenMatter, OpenMatters, Party, Stake
from apps.committees.rules.viewer import Viewer
from apps.disputes.acts import cases as acts
from apps.disputes.acts import joining, remedies, rulings
from apps.disputes.kinds import rejecting, rejecting_suspension
from apps.disputes.models import Case, CaseParty
from apps.disputes.rules.who import SUBJECT
from apps.disputes.states import CAPACITY_LABELS, OPEN, STAGE_LABELS, Capacity, Stage
from apps.votes.rules.kinds import KINDS


def _parties(organisation_ids: Collection[int], case_ids: Collection[int] | None) -> list[Party]:
    """Whoever takes part in an open case: none of them presides over it."""
    rows = CaseParty.objects.filter(case__stage__in=OPEN, left_at=None, organisation__in=organisation_ids)
    if case_ids is not None:
        rows = rows.filter(case__in=case_ids)
    names = ("case", "case__ref", "organisation", "organisation__name", "capacity")
    return [
        Party(pk, ref, organisation, f"{name} is {CAPACITY_LABELS[Capacity(capacity)]} in it.")
        for pk, ref, organisation, name, capacity in rows.values_list(*names)
    ]


def _involves(organisation_id: int, case_id: int) -> bool:
    return bool(_parties([organisation_id], [case_id]))


def _find(viewer: Viewer, ref: str) -> int | None:
    rows = Case.objects.read_by(viewer).filter(ref=ref, filed_at__isnull=False)
    return rows.values_list("pk", flat=True).first()


def _left_open(_now: datetime) -> list[OpenMatter]:
    return [
        OpenMatter(f"{row.ref}: {STAGE_LABELS[Stage(row.stage)].lower()}", SUBJECT, row.pk, row.ref)
        for row in Case.objects.filter(stage__in=OPEN).order_by("filed_at", "pk")
    ]


def register() -> None:
    """Register them."""
    changes = frozenset(
        {
            acts.FILED,
            acts.WITHDRAWN,
            acts.LAPSED,
            joining.JOINED,
            joining.LEFT,
            rulings.NO_BREACH,
            rulings.REJECTED,
            rulings.CONTENT,
            rulings.COMPLIED,
            rulings.SETTLED,
            rulings.NOBODY_LEFT,
            remedies.FULFILLED,
        }
    )
    STAKES.register(SUBJECT, Stake(SUBJECT, "dispute", _parties, changes, _find, _involves))
    for kind in (*rejecting.KINDS_HERE, *rejecting_suspension.KINDS_HERE):
        KINDS.register(kind.key, kind)
    OPEN_MATTERS.register(SUBJECT, OpenMatters(SUBJECT, "Open disputes", _left_open))
