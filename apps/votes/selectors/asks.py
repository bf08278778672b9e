"""What can be moved about a thing of another app: shown on its page, and taken into the draft that begins there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from apps.committees.rules.asking import Ask
from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import Invalid
from apps.votes.rules.kinds import KINDS
from apps.votes.rules.verbs import may_draft

ABOUT = {
    "charter_draft": ("charter.amendment",),
    "application": ("membership.admit",),
    "organisation": ("membership.suspend", "membership.reinstate", "membership.expel"),
}
"""The kinds of motions that name a thing of this kind, and nothing else."""


def asks(viewer: Viewer, kind: str, name: str, now: datetime) -> list[Ask]:
    """The motions that the viewer could write about a thing now; empty for those who write none."""
    return asks_of(viewer, ABOUT.get(kind, ()), name, now)


def asks_of(viewer: Viewer, keys: Iterable[str], name: str, now: datetime) -> list[Ask]:
    """Those of these kinds that can name the thing: for apps above this one, which register theirs themselves."""
    if not may_draft(viewer):
        return []
    return [
        Ask(
            f"Move: {KINDS[key].label[:1].lower()}{KINDS[key].label[1:]}",
            "votes:new",
            urlencode({"kind": key, "about": name}),
        )
        for key in keys
        if named(viewer, key, name, now)
    ]


def named(viewer: Viewer, key: str, name: str, now: datetime) -> dict[str, Any]:
    """What a motion of this kind would freeze about the thing; empty where it does not name one, or has become impossible.

    Of a kind that names more, the thing alone, where it is one to choose; the rest is typed into the draft.
    """
    kind = KINDS.get(key)
    if kind is None or not name or "\0" in name or not kind.parameters:
        return {}
    first, *more = kind.parameters
    if more:
        return {first.name: name} if first.choices and name in dict(first.choices(viewer, now)) else {}
    try:
        payload = kind.settle({first.name: name}, viewer, now)
    except Invalid:
        return {}
    return {} if kind.impossible(payload, now) else payload
