"""Checks at start-up that what acts and clocks name exists: a misspelt name would be a missed deadline."""

from typing import Any

from django.core.checks import Error

from apps.deadlines.rules.clocks import CLOCKS
from apps.record.rules import AUDIENCES, CATALOGUE


def every_clock_is_known(app_configs: Any = None, **_options: Any) -> list[Error]:
    """Errors for acts that start or meet an unknown clock, and for clocks that name an unknown audience."""
    errors = [
        Error(f"The act {key} names the clock {clock}, which is not registered.", id="deadlines.E001")
        for key, kind in CATALOGUE
        for clock in (*kind.starts, *kind.meets)
        if clock not in CLOCKS
    ]
    errors += [
        Error(f"The clock {key} names the audience {audience}, which is not registered.", id="deadlines.E002")
        for key, rule in CLOCKS
        for audience in sorted(rule.audiences)
        if audience not in AUDIENCES
    ]
    return errors
