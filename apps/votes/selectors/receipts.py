"""The ballots cast for one member, for those to whom they belong: whoever sits for it, and whoever cast them."""

from dataclasses import dataclass

from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.votes.models import Ballot, Elector, Motion
from apps.votes.rules import in_force
from apps.votes.selectors.shown import may_see_ballot


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot that was cast, and whether it is the one that counts."""

    ballot: Ballot
    counts: bool


def cast_for(viewer: Viewer, motion: Motion, line: Elector) -> list[Cast]:
    """The ballots for one line of the roll that the viewer may always see, in the order they were cast (one query)."""
    rows = list(Ballot.objects.filter(elector=line).select_related("motion", "elector").order_by("seq"))
    counting = in_force(rows).get(line.key)
    own = [row for row in rows if may_see_ballot(viewer, line, row, hidden=True)]
    return [Cast(row, counting is not None and row.pk == counting.pk) for row in own]


def cast_ballot(viewer: Viewer, motion: Motion, voter: str, number: int) -> tuple[Cast, list[Cast]]:
    """The ballot with this number for the member with this key, and all of them; Http404 where it is not for the viewer."""
    line = motion.electors.filter(key=voter).first()
    every = [] if line is None else cast_for(viewer, motion, line)
    found = next((one for one in every if one.ballot.seq == number), None)
    if found is None:
        raise Http404(voter)
    return found, every


def own_receipts(viewer: Viewer, motion: Motion) -> list[Cast]:
    """All ballots on a motion that the viewer may always see, in the order they were cast (one query)."""
    rows = Ballot.objects.filter(motion=motion).select_related("motion", "elector").order_by("id")
    counting = in_force(rows)
    own = [row for row in rows if may_see_ballot(viewer, row.elector, row, hidden=True)]
    return [Cast(row, counting[row.voter].pk == row.pk) for row in own]
