"""By which rule a motion is decided, from the charter in force."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from apps.committees.models import CharterVersion
from apps.committees.rules.charter import value_of
from apps.committees.selectors import charter_at
from apps.votes.models import Motion
from apps.votes.rules import charter as articles
from apps.votes.rules.kinds import KINDS
from apps.votes.rules.presets import PRESETS
from apps.votes.rules.rule import Rule
from apps.votes.rules.threshold import Measure, Of, Threshold
from apps.votes.states import Procedure

Charter = Callable[[str], Any]
"""A value of one charter version by its key."""


def charter(now: datetime) -> tuple[CharterVersion, Charter]:
    """The version in force and its values (one query)."""
    version = charter_at(now)
    return version, lambda key: value_of(version.values, version.preset, key)


def charter_of(motion: Motion) -> Charter:
    """The values of the version under which voting on the motion was opened (one query)."""
    version = CharterVersion.objects.get(number=motion.charter)
    return lambda key: value_of(version.values, version.preset, key)


def rule_for(motion: Motion, values: Charter, *, chair: str = "") -> Rule:
    """The rule of the motion's kind and procedure, with the charter's quorum where it has none of its own.

    An emergency motion must meet the emergency rule as well. `chair` is the key of the member in the chair, whose
    ballot decides a tie where the charter says so.
    """
    if motion.procedure == Procedure.SILENCE:
        return PRESETS["silence"]
    rule = PRESETS[values(KINDS[motion.kind].article)]
    if motion.procedure == Procedure.EMERGENCY:
        rule = _also(rule, PRESETS[values(articles.RULE_EMERGENCY)])
    percent = values(articles.QUORUM_PERCENT)
    if not rule.quorum and not rule.objections and percent:
        rule = replace(rule, quorum=(Threshold(Measure.HEADS, Fraction(percent, 100), Of.ALL),))
    if chair and values(articles.CASTING) and any(one.may_tie for one in rule.conditions):
        rule = rule.with_casting_vote(chair)
    return rule


def _also(rule: Rule, emergency: Rule) -> Rule:
    more = tuple(one for one in emergency.conditions if one not in rule.conditions)
    return replace(
        rule,
        key=f"{rule.key}+{emergency.key}",
        label=f"{rule.label}, and in an emergency also: {emergency.label}",
        conditions=rule.conditions + more,
        quorum=rule.quorum or emergency.quorum,
        objections=rule.objections or emergency.objections,
    )
