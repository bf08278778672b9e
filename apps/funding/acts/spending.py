"""What can happen to expenditure and the committee's bank details."""


def register() -> None:
    """Fill the subjects, the clocks and the catalogue."""
