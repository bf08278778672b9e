"""What can happen to arrears and the vote."""


def register() -> None:
    """Fill the subjects, the clocks and the catalogue."""
