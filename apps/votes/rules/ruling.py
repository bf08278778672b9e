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
    rule = _with_quorum(PRESETS[values(article)], values(QUORUM_PERCENT))
    if procedure == Procedure.EMERGENCY:
        rule = _also(rule, _with_quorum(PRESETS[values(RULE_EMERGENCY)], values(QUORUM_PERCENT)))
    if chair and values(CASTING) and any(one.may_tie for one in rule.conditions):
        rule = rule.with_casting_vote(chair)
    return rule


def _with_quorum(rule: Rule, percent: int) -> Rule:
    if rule.quorum or rule.objections or not percent:
        return rule
    return replace(rule, quorum=(Threshold(Measure.HEADS, Fraction(percent, 100), Of.ALL),))


def _also(rule: Rule, emergency: Rule) -> Rule:
    """Both at once; where only one of two that count weight asks for a blocking minority, neither waives anything."""
    blocking = {one.blocking for one in (rule, emergency) if one.weighs}
    return replace(
        rule,
        key=f"{rule.key}+{emergency.key}",
        label=f"{rule.label}, and in an emergency also: {emergency.label}",
        conditions=tuple(dict.fromkeys(rule.conditions + emergency.conditions)),
        quorum=tuple(dict.fromkeys(rule.quorum + emergency.quorum)),
        blocking=blocking.pop() if len(blocking) == 1 else 0,
        objections=rule.objections or emergency.objections,
    )
