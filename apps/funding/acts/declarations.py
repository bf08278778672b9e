"""What can happen to what labs declare of their computation."""


def register() -> None:
    """Fill the subjects, the clocks and the catalogue."""
