"""Where a version of a regime stands."""

from enum import StrEnum


class VersionState(StrEnum):
    """Where a version of a regime stands."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


VERSION_LABELS = {
    VersionState.PROPOSED: "Proposed",
    VersionState.ADOPTED: "Adopted",
    VersionState.REFUSED: "Refused",
    VersionState.WITHDRAWN: "Withdrawn",
}
