"""What other apps learn of pauses: the motions about them, who has a stake in one, what a chair leaves open."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.committees.rules.asking import ASKS, Ask
from apps.committees.rules.matters import OPEN_MATTERS, STAKES, OpenMatter, OpenMatters, Party, Stake
from apps.committees.rules.viewer import Viewer
from apps.incidents.models import KIND as REPORT
from apps.pauses import acts
from apps.pauses.kinds import conditions
from apps.pauses.kinds.orders import KINDS_HERE
from apps.pauses.models import SUBJECT, Binding, PauseOrder
from apps.pauses.rules.moved import ACTIVATE, CONFIRM, DRAFT, EXTEND, LIFT
from apps.pauses.rules.verbs import may_draft
from apps.pauses.states import OPEN_CASES, PENDING, STANDING, STATE_LABELS, ChallengeState, State
from apps.transparency.rules import DOORS, Door
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.asks import asks_of

OPEN = (*PENDING, *STANDING)
ABOUT = {DRAFT: (ACTIVATE,), SUBJECT: (CONFIRM, EXTEND, LIFT)}
"""What can be moved about a draft of a pause, and about one that stands; to stop one is to move that it be lifted."""


def _parties(organisation_ids: Collection[int], order_ids: Collection[int] | None) -> list[Party]:
    """The labs that an open order binds, and those about which something is undecided: none of them presides over it."""
    bound = Q(order__state__in=OPEN, released_at=None)
    undecided = Q(cases__state__in=OPEN_CASES) | Q(attestations__challenges__state=ChallengeState.OPEN)
    ids = Binding.objects.filter(bound | undecided, organisation__in=organisation_ids).values("pk")
    rows = Binding.objects.filter(pk__in=ids)
    if order_ids is not None:
        rows = rows.filter(order__in=order_ids)
    names = ("order", "order__ref", "organisation", "organisation__name")
    return [
        Party(pk, ref, organisation, f"The pause binds {name}.")
        for pk, ref, organisation, name in rows.values_list(*names)
    ]


def _involves(organisation_id: int, order_id: int) -> bool:
    return bool(_parties([organisation_id], [order_id]))


def _find(viewer: Viewer, ref: str) -> int | None:
    rows = PauseOrder.objects.visible_to(viewer).filter(ref=ref, laid_at__isnull=False)
    return rows.values_list("pk", flat=True).first()


def _left_open(_now: datetime) -> list[OpenMatter]:
    return [
        OpenMatter(f"{row.ref} {row.marked_title}: {STATE_LABELS[State(row.state)].lower()}", SUBJECT, row.pk, row.ref)
        for row in PauseOrder.objects.filter(state__in=OPEN).order_by("laid_at", "pk")
    ]


def _asks(viewer: Viewer, kind: str, name: str, now: datetime) -> list[Ask]:
    if kind == REPORT:
        return [Ask(_("Propose a pause"), "pauses:new", urlencode({"basis": name}))] if may_draft(viewer) else []
    return asks_of(viewer, ABOUT.get(kind, ()), name, now)


def register() -> None:
    """Register them."""
    DOORS.register(
        SUBJECT,
        Door(
            _("Pauses"),
            _("What is paused now, what was, and what each pause asks of labs."),
            lambda: True,
            lambda slug: reverse("public-pauses:pauses", args=[slug]),
        ),
    )
    for kind in (*KINDS_HERE, *conditions.KINDS_HERE):
        KINDS.register(kind.key, kind)
    changes = frozenset(
        {
            acts.LAID,
            acts.REJECTED,
            acts.IMPOSED,
            acts.FAILED,
            acts.LAPSED,
            acts.LIFTED,
            acts.EXPIRED,
            acts.SUPERSEDED,
            acts.LAB_GONE,
            acts.LAB_BACK,
            acts.NEWCOMER_BOUND,
            acts.NEWCOMER_MAY_JOIN,
        }
    )
    STAKES.register(SUBJECT, Stake(SUBJECT, "pause", _parties, changes, _find, _involves))
    OPEN_MATTERS.register(SUBJECT, OpenMatters(SUBJECT, "Open pauses", _left_open))
    ASKS.register(SUBJECT, _asks)
