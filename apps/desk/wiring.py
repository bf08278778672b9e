"""Notices and deadlines do not know each other: here the one learns what the other owes, has met, and answers to."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from apps.deadlines.rules import PAGERS
from apps.deadlines.selectors import due_times
from apps.deadlines.selectors.of_acts import all_done, ended_by, spoken_of
from apps.deadlines.states import OPEN
from apps.notices.rules import DONE, DUES, ENDINGS, MATTERS, Matter
from apps.notices.selectors import pager_of

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
    """Fill the registries of both."""
    DUES.register(KEY, due_times)
    DONE.register(KEY, all_done)
    MATTERS.register(KEY, _matters)
    ENDINGS.register(KEY, _endings)
    PAGERS.register("notices", pager_of)
