"""What can happen to assessments and payments."""

ISSUED = "assessment.issued"
BOOKED = "payment.booked"
MATCHED = "payment.matched"
REVERSED = "payment.reversed"


def register() -> None:
    """Fill the subjects, the clocks and the catalogue."""
