"""What can happen to scales and budgets."""


def register() -> None:
    """Fill the subjects, the clocks and the catalogue."""
