"""What other apps learn of motions: who has a stake in one, what a chair leaves open."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from apps.committees.rules.asking import ASKS
from apps.committees.rules.matters import OPEN_MATTERS, STAKES, OpenMatter, OpenMatters, Party, Stake
from apps.committees.rules.viewer import Viewer
from apps.votes import acts
from apps.votes.kinds import members, rules, texts
from apps.votes.models import SUBJECT, Motion, Recusal
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.asks import asks
from apps.votes.states import OPEN, STATE_LABELS, RecusalState, State


def _parties(organisation_ids: Collection[int], motion_ids: Collection[int] | None) -> list[Party]:
    """Who stands back from an open motion does not preside over it, also while that is contested; nor does who says it.

    Otherwise whoever comes next in order could take the chair's place by a word, and decide on it itself.
    """
    rows = Recusal.objects.filter(motion__state__in=OPEN).exclude(state=RecusalState.LIFTED)
    if motion_ids is not None:
        rows = rows.filter(motion__in=motion_ids)
    back = rows.filter(organisation__in=organisation_ids)
    said = rows.filter(declared_by__organisation__in=organisation_ids).exclude(
        declared_by__organisation=F("organisation")
    )
    found = [Party(*row) for row in back.values_list("motion", "motion__ref", "organisation", "because")]
    names = ("motion", "motion__ref", "declared_by__organisation", "organisation__name")
    return found + [
        Party(pk, ref, by, f"It said that {name} must stand back.") for pk, ref, by, name in said.values_list(*names)
    ]


def _involves(organisation_id: int, motion_id: int) -> bool:
    return bool(_parties([organisation_id], [motion_id]))


def _find(viewer: Viewer, ref: str) -> int | None:
    rows = Motion.objects.visible_to(viewer).filter(ref=ref, proposed_at__isnull=False)
    return rows.values_list("pk", flat=True).first()


def _left_open(_now: datetime) -> list[OpenMatter]:
    return [
        OpenMatter(f"{row.ref} {row.title}: {STATE_LABELS[State(row.state)].lower()}", SUBJECT, row.pk, row.ref)
        for row in Motion.objects.open().order_by("listed_at", "pk")
    ]


def register() -> None:
    """Register them, and the kinds of motions."""
    for kind in (*texts.KINDS_HERE, *members.KINDS_HERE, *rules.KINDS_HERE):
        KINDS.register(kind.key, kind)
    changes = frozenset({acts.RECUSAL_DECLARED, acts.RECUSAL_LIFTED, acts.WITHDRAWN, acts.LAPSED, acts.CERTIFIED})
    STAKES.register(SUBJECT, Stake(SUBJECT, "motion", _parties, changes, _find, _involves))
    ASKS.register(SUBJECT, asks)
    OPEN_MATTERS.register(SUBJECT, OpenMatters(SUBJECT, "Open motions", _left_open))
