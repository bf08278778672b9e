"""Leaves a service that has failed alone for a while, lest everybody wait for it in turn."""

import time

REST = 5.0
"""Seconds."""


class Fuse:
    """Blown by a failure, whole again after REST; one a process."""

    def __init__(self) -> None:
        self._until = 0.0

    @property
    def is_blown(self) -> bool:
        """Whether the service is being left alone."""
        return time.monotonic() < self._until

    def blow(self) -> None:
        """It has failed just now."""
        self._until = time.monotonic() + REST

    def mend(self) -> None:
        """It may be asked again at once."""
        self._until = 0.0
