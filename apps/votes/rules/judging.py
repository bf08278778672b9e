"""Whether a quorum is reached and a condition holds, for figures as they are or as they might become."""

from apps.votes.rules.count import Count, Sums
from apps.votes.rules.rule import Rule
from apps.votes.rules.threshold import Measure, Threshold


def sums_of(threshold: Threshold, counted: Count) -> Sums:
    """The figures in the measure of a threshold."""
    return counted.heads if threshold.measure is Measure.HEADS else counted.weight


def is_quorate(rule: Rule, counted: Count) -> bool:
    """Whether somebody may vote and every quorum is reached."""
    return counted.heads.all > 0 and all(
        one.holds(sums_of(one, counted).present, sums_of(one, counted).all) for one in rule.quorum
    )


def meets(rule: Rule, threshold: Threshold, counted: Count) -> bool:
    """Whether a condition holds: by those in favour, by a casting vote, or because too few could block it by weight."""
    sums = sums_of(threshold, counted)
    return (
        threshold.met(sums)
        or is_waived(rule, threshold, counted)
        or (threshold.tied(sums) and counted.choices.get(rule.casting_vote) == "yes")
    )


def is_waived(rule: Rule, threshold: Threshold, counted: Count) -> bool:
    """Whether fewer are not in favour than it takes to block by weight.

    Art. 16(4) TEU says that then the qualified majority counts as reached. With few members its letter would carry a
    text that nobody wants, so only weight is waived and the share of members must still hold; for 27 it is the same.
    """
    few = counted.heads.all - counted.heads.yes < rule.blocking
    return few and threshold.measure is Measure.WEIGHT and counted.weight.all > 0
