"""Whether a pause order says everything that it must, before it is laid before the committee."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from apps.pauses.rules.charter import LONGEST_DAYS
from apps.pauses.rules.refusing import by


class Written(Protocol):
    """What the rules need to know of a draft."""

    title: str
    reasons: str
    starts_at: datetime | None
    ends_at: datetime | None
    labs_needed: int | None


def missing(
    order: Written, *, labs: int, measures: int, longest_days: int, now: datetime, gone: Sequence[str] = ()
) -> dict[str, str]:
    """What is missing or cannot be, by field ("" for the whole), each as a sentence that names the charter's article.

    `gone` are the names of labs that the draft binds and that are no members any more.
    """
    begins = max(now, order.starts_at or now)
    errors = {}
    if not order.title.strip():
        errors["title"] = "Give the order a title."
    if not order.reasons.strip():
        errors["reasons"] = "Say why the pause is ordered."
    if not labs:
        errors["labs"] = "Say which labs the order binds, and why."
    elif gone:
        errors["labs"] = f"No member any more: {', '.join(gone)}. Say again which labs the order binds."
    if not measures:
        errors["measures"] = "Give at least one measure."
    if order.ends_at is None:
        errors["ends_at"] = f"Every pause has an end {by(LONGEST_DAYS)}. Give its date."
    elif order.ends_at <= begins:
        errors["ends_at"] = f"The pause must end after it begins {by(LONGEST_DAYS)}."
    elif order.ends_at > begins + timedelta(days=longest_days):
        errors["ends_at"] = f"A pause ends within {longest_days} days {by(LONGEST_DAYS)}; a vote may renew it."
    if order.labs_needed is not None and order.labs_needed > labs:
        errors["labs_needed"] = "The condition asks for more labs than the order binds."
    return errors
