"""Checks at start-up that what acts and clocks name exists: a misspelt name would be a missed deadline."""

from typing import Any

from django.core.checks import Error

from apps.deadlines.rules.clocks import CLOCKS, ClockRule
from apps.deadlines.rules.ends import ENDS
from apps.deadlines.rules.reckoning import Unit
from apps.deadlines.rules.rolling import is_calendar
from apps.record.rules import CATALOGUE, audience_named


def every_clock_is_known(app_configs: Any = None, **_options: Any) -> list[Error]:
    """Errors for acts that name an unknown clock or end one in two ways, and for clocks that name what is unknown."""
    errors = [
        Error(f"The act {key} names the clock {clock}, which is not registered.", id="deadlines.E001")
        for key, kind in CATALOGUE
        for clock in (*kind.starts, *kind.ends)
        if clock not in CLOCKS
    ]
    errors += [
        Error(f"The act {key} meets the clock {clock} and lets it fall away too.", id="deadlines.E005")
        for key, kind in CATALOGUE
        for clock in kind.meets
        if clock in kind.moots
    ]
    errors += [
        Error(f"The clock {key} names the audience {audience}, which is not registered.", id="deadlines.E002")
        for key, rule in CLOCKS
        for audience in sorted(rule.audiences)
        if audience_named(audience) is None
    ]
    errors += [
        Error(f"The clock {key} ends in {rule.at_end}, which is not registered.", id="deadlines.E003")
        for key, rule in CLOCKS
        if rule.at_end and rule.at_end not in ENDS
    ]
    errors += [
        Error(f"The clock {key} passes over holidays by {rule.rolls}: {trouble}.", id="deadlines.E004")
        for key, rule in CLOCKS
        if rule.rolls and (trouble := _trouble_with(rule))
    ]
    return errors


def _trouble_with(rule: ClockRule) -> str:
    if Unit(rule.unit) == Unit.HOURS:
        return "hours are never passed over"
    return "" if is_calendar(rule.rolls) else "there is no such calendar"
