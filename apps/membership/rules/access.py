"""An authority's access: what its observers may see, until when."""

from collections.abc import Container
from datetime import datetime

from apps.committees.states import OrganisationKind, Role
from apps.kernel.decisions import YES, Decision, no

MOST_DAYS = 1096
"""Three years: a longer access would outlive the people who granted it."""
CAPPED_ROLES = frozenset({Role.OBSERVER, Role.SERVICE})
"""An authority's people and machines: none sits longer than its authority has access."""


def may_have_access(kind: OrganisationKind) -> Decision:
    """Access is granted to authorities; everyone else sits by their seat alone."""
    if kind == OrganisationKind.REGULATOR:
        return YES
    return no("Only a regulator's access has a scope and an end.")


def errors_in_access(scope: str, days: int, *, scopes: Container[str]) -> dict[str, str]:
    """What is wrong with a wish to grant access, by field."""
    errors = {}
    if scope not in scopes:
        errors["scope"] = "Choose what the authority may see."
    if not 1 <= days <= MOST_DAYS:
        errors["days"] = f"Give a number of days from 1 to {MOST_DAYS}."
    return errors


def may_be_seated(ends_at: datetime | None, now: datetime) -> Decision:
    """Whether an authority can have another seat; `ends_at` is its access's end, None where none was ever granted."""
    if ends_at is not None and now >= ends_at:
        return no("The authority's access has ended. A clerk must renew it first.")
    return YES
