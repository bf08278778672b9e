"""Shares and money, exactly: pure, and importable by whoever wants to check the committee's figures."""

from apps.funding.rules.proportion import ImpossibleScaleError, scale
from apps.funding.rules.remainder import assess

__all__ = ["ImpossibleScaleError", "assess", "scale"]
