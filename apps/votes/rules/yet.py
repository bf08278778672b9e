"""How much more a threshold takes, of those who have not voted: fewest members, least weight."""

from collections.abc import Callable
from fractions import Fraction

from apps.votes.rules.count import Count
from apps.votes.rules.judging import meets, sums_of
from apps.votes.rules.rule import Rule
from apps.votes.rules.threshold import Measure, Of, Threshold
from apps.votes.rules.words import members, percent


def in_favour(rule: Rule, counted: Count) -> list[str]:
    """What the conditions that are not met take, such as “2 more members” and “12.5 % more of the weight”."""
    lacking = [one for one in rule.conditions if not meets(rule, one, counted)]
    heads = [one for one in lacking if one.measure is Measure.HEADS]
    said, more = _members(rule, heads, counted) if heads else ([], 0)
    for one in lacking:
        few = _too_few_to_block(rule, counted)
        if one.measure is Measure.WEIGHT and not (few and more and few <= more):
            other = f" (or {_more(few)}, too few then being left to block)" if few else ""
            said.append(_weight(rule, one, counted) + other)
    return said


def present(threshold: Threshold, counted: Count) -> str:
    """What a quorum that is not reached takes, such as “2 more ballots”."""
    sums = sums_of(threshold, counted)
    if threshold.measure is Measure.HEADS:
        fewest = _fewest(int(sums.absent), lambda more: threshold.holds(sums.present + more, sums.all))
        return "more ballots than are left" if fewest is None else f"{fewest} more ballot{'s'[: fewest != 1]}"
    return _share(threshold.value * sums.all - sums.present, counted, strict=threshold.beyond)


def _members(rule: Rule, lacking: list[Threshold], counted: Count) -> tuple[list[str], int | None]:
    cast = counted.choices.get(rule.casting_vote) == "yes"

    def fewest(decided: bool) -> int | None:
        def enough(more: Fraction) -> bool:
            sums = counted.heads.joined(more)
            return all(one.met(sums) or (decided and one.tied(sums)) for one in lacking)

        return _fewest(int(counted.heads.absent), enough)

    alone = fewest(cast)
    helped = fewest(True) if rule.casting_vote in counted.absent else None
    if helped is not None and helped != alone:
        others = f"{_more(alone)}, or " if alone else ""
        return [f"{others}{_more(helped)} with the casting vote"], alone
    return ["more members than are left" if alone is None else _more(alone)], alone


def _weight(rule: Rule, threshold: Threshold, counted: Count) -> str:
    sums, share = counted.weight, threshold.value
    short = share * threshold.whole(sums) - sums.yes
    if threshold.of is not Of.ALL and share < 1:
        short /= 1 - share
    elif threshold.of is not Of.ALL and short:
        return "more weight than is left"
    may_tie = threshold.may_tie and threshold.of is Of.CAST and 0 < short <= sums.absent
    decided = may_tie and counted.choices.get(rule.casting_vote) == "yes"
    said = _share(short, counted, strict=threshold.beyond and not decided)
    if may_tie and rule.casting_vote in counted.absent:
        if short == sums.absent:
            return f"{_share(short, counted, strict=False)}, with the casting vote"
        return f"{said} (or just that, with the casting vote)"
    return said


def _too_few_to_block(rule: Rule, counted: Count) -> int:
    """How many more in favour would leave too few to block by weight; 0 where that cannot be."""
    few = int(counted.heads.all - counted.heads.yes) - rule.blocking + 1
    return few if rule.blocking and counted.weight.all and few <= counted.heads.absent else 0


def _share(short: Fraction, counted: Count, *, strict: bool) -> str:
    whole, left = counted.weight.all, counted.weight.absent
    if not whole:
        return "weight, of which there is none"
    if short > left or (strict and short == left):
        return "more weight than is left"
    if not short:
        return "any weight more"
    return f"{'more than ' if strict else ''}{percent(short / whole)} more of the weight"


def _fewest(absent: int, enough: Callable[[Fraction], bool]) -> int | None:
    return next((more for more in range(1, absent + 1) if enough(Fraction(more))), None)


def _more(number: int) -> str:
    return members(number).replace(" ", " more ", 1)
