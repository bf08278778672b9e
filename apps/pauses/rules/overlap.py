"""Where measures overlap: which of them leaves nothing for the other to add."""

from collections.abc import Sequence

from apps.pauses.rules.measures import Measure
from apps.pauses.states import Extent, Restricts


def governs(one: Measure, other: Measure) -> bool:
    """Whether every run that `other` forbids is forbidden by `one` as well, while both are in force.

    It is so only among measures of one kind: a threshold of computation says nothing of parameters. A duty to report
    forbids nothing, so each stands for itself.
    """
    alike = one.restricts == other.restricts != Restricts.REPORTING and one.marker == other.marker
    if not alike or not other.labs <= one.labs or (one.above or 0) > (other.above or 0):
        return False
    if one.extent == Extent.FULL:
        return True
    # What a partial measure lets end had begun before it: an earlier one lets fewer runs end.
    return other.extent == Extent.PARTIAL and one.starts_at <= other.starts_at


def governed(measures: Sequence[Measure]) -> dict[str, str]:
    """By the key of each measure that adds nothing: the key of the first that governs it and is governed by none.

    Of two that say the same the first governs.
    """
    first = [one for one in measures if not _is_below(one, measures)]
    return {
        other.key: next(one.key for one in first if governs(one, other))
        for other in measures
        if _is_below(other, measures)
    }


def _is_below(other: Measure, measures: Sequence[Measure]) -> bool:
    place = measures.index(other)
    return any(
        governs(one, other) and (rank < place or not governs(other, one))
        for rank, one in enumerate(measures)
        if rank != place
    )
