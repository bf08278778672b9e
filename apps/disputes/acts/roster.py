"""What somebody of the roster declares."""

from apps.record.rules import ActKind, declare

DISCLOSED = "roster.disclosed"
ENDED = "roster.disclosure_ended"


def register() -> None:
    """Fill the catalogue."""
    declare(
        ActKind(DISCLOSED, "declared a tie of somebody on the roster", told=("clerks",), icon="link", founding=True),
        ActKind(
            ENDED, "noted that a tie of somebody on the roster is over", told=("clerks",), icon="unlink", founding=True
        ),
    )
