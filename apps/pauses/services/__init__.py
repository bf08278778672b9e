"""The verbs of pauses."""

from apps.pauses.services.following import follow

__all__ = ["follow"]
