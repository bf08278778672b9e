"""By which rule a motion is decided: whoever holds the charter's articles finds it again."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias

from apps.votes.rules.charter import CASTING, QUORUM_PERCENT, RULE_EMERGENCY
from apps.votes.rules.presets import PRESETS
from apps.votes.rules.rule import Rule
from apps.votes.rules.threshold import Measure, Of, Threshold
from apps.votes.states import Procedure

Charter: TypeAlias = Callable[[str], Any]
"""A value of one charter version by its key."""


def rule_under(procedure: str, article: str, values: Charter, *, chair: str = "") -> Rule:
    """The rule of an article and a procedure, with the charter's quorum where it has none of its own.

    An emergency motion must meet the emergency rule as well. `chair` is the key of the member in the chair, whose
    ballot decides a tie where the charter says so. Raises KeyError for a rule that is not known.
    """
    if procedure == Procedure.SILENCE:
        return PRESETS["silence"]
    rule = PRESETS[values(article)]
    if procedure == Procedure.EMERGENCY:
        rule = _also(rule, PRESETS[values(RULE_EMERGENCY)])
    percent = values(QUORUM_PERCENT)
    if not rule.quorum and not rule.objections and percent:
        rule = replace(rule, quorum=(Threshold(Measure.HEADS, Fraction(percent, 100), Of.ALL),))
    if chair and values(CASTING) and any(one.may_tie for one in rule.conditions):
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
