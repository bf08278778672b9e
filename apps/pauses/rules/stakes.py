"""Whose own matter a pause is."""


def are_singled_out(*, bound: int, labs: int) -> bool:
    """Whether the labs that an order binds stand back from the votes about it: only where they are fewer than half.

    A pause of half the labs or more is everybody's matter; otherwise the last rival that it leaves free would decide
    alone over all others.
    """
    return 2 * bound < labs
