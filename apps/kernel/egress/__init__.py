"""The one guarded way out: every request to an address that somebody typed goes through here (decisions/0007)."""

from apps.kernel.egress.errors import EgressError, NotAllowed, Unreachable
from apps.kernel.egress.sending import Answer, check, post

__all__ = ["Answer", "EgressError", "NotAllowed", "Unreachable", "check", "post"]
