"""What apps that do not know each other must know of each other.

Notices and deadlines: what the one owes, has met, and answers to. The public record: where one applies to join.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.deadlines.rules import PAGERS
from apps.deadlines.selectors import due_times
from apps.deadlines.selectors.of_acts import all_done, ended_by, spoken_of
from apps.deadlines.states import OPEN
from apps.kernel import clock
from apps.membership.selectors.applications import takes_applications
from apps.notices.rules import DONE, DUES, ENDINGS, MATTERS, Matter
from apps.notices.selectors import pager_of
from apps.transparency.rules import DOORS, Door

KEY = "deadlines"


def _matters(acts: Sequence[Any], slug: str) -> dict[int, Matter]:
    """What a page about an act is about: the first of its duties that is still owed, and where a pager answers for it.

    Where all have been met meanwhile it is the first of them, so that what ends the matter withholds the page.
    """
    matters = {}
    for act_id, deadlines in spoken_of(acts).items():
        first = next((deadline for deadline in deadlines if deadline.state in OPEN), deadlines[0])
        path = reverse("api-deadlines:page_acknowledgement", args=[slug, first.uid])
        matters[act_id] = Matter(str(first.uid), path, first.due_at)
    return matters


def _endings(acts: Sequence[Any]) -> dict[int, list[str]]:
    return {act_id: [str(deadline.uid) for deadline in ended] for act_id, ended in ended_by(acts).items()}


def connect() -> None:
    """Fill the registries."""
    DOORS.register(
        "apply",
        Door(
            _("Apply to join"),
            _("A lab, an authority, an audit body, a compute provider or a body of civil society may apply."),
            lambda: takes_applications(clock.now()),
            lambda slug: reverse("people:apply", args=[slug]),
        ),
    )
    DUES.register(KEY, due_times)
    DONE.register(KEY, all_done)
    MATTERS.register(KEY, _matters)
    ENDINGS.register(KEY, _endings)
    PAGERS.register("notices", pager_of)
