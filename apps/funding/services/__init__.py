"""What is done with declarations, scales, budgets and money."""

from apps.funding.services.following import follow

__all__ = ["follow"]
