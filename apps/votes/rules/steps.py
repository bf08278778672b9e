"""How a result came about, one plain sentence a step."""

from collections.abc import Iterable
from fractions import Fraction

from apps.votes.rules.count import Count
from apps.votes.rules.judging import is_waived, sums_of
from apps.votes.rules.rule import Rule
from apps.votes.rules.threshold import Measure, Of, Threshold
from apps.votes.rules.words import amount, listed, members, percent


def roll(rule: Rule, counted: Count) -> list[str]:
    """Who is on the roll, whose ballots are ignored, and who did what."""
    heads, recused = counted.heads, counted.recused
    said = f"The roll lists {members(int(heads.all) + len(recused))}."
    if recused:
        said += f" Recused, and counted nowhere: {listed(recused)}."
    if not heads.all:
        said += " Nobody is left to vote." if recused else " Nobody can vote."
    elif rule.weighs:
        said += f" Those not recused hold a weight of {amount(counted.weight.all)}"
        said += "." if counted.weight.all else ", of which no share can be reached."
    steps = [said]
    steps += [f"The ballot of {key} is ignored: {why}." for key, why in counted.ignored]
    if heads.all:
        steps.append(f"{heads.yes} yes, {heads.no} no, {heads.abstain} abstaining, {heads.absent} absent.")
    return steps


def quorum(rule: Rule, counted: Count) -> list[str]:
    """Each quorum with its figures."""
    if not rule.quorum:
        return ["No quorum is asked."]
    said = []
    for one in rule.quorum:
        sums = sums_of(one, counted)
        figures = _figures(one, sums.present, sums.all)
        said.append(f"Quorum: {figures} voted or abstained; {_asked(one, one.holds(sums.present, sums.all))}")
    return said


def condition(rule: Rule, threshold: Threshold, counted: Count) -> list[str]:
    """A condition with its figures; where it is not met, what a blocking minority and a casting vote make of it."""
    sums = sums_of(threshold, counted)
    met = threshold.met(sums)
    steps = [f"In favour: {_figures(threshold, sums.yes, threshold.whole(sums))}; {_asked(threshold, met)}"]
    if met:
        return steps
    if rule.blocking and threshold.measure is Measure.WEIGHT and counted.weight.all:
        others = members(int(counted.heads.all - counted.heads.yes))
        so = "so the condition counts as reached" if is_waived(rule, threshold, counted) else "and they suffice"
        steps.append(f"Not in favour: {others}; blocking by weight takes {rule.blocking}, {so}.")
    if threshold.tied(sums):
        steps.append(_tie(rule, counted))
    return steps


def _tie(rule: Rule, counted: Count) -> str:
    key = rule.casting_vote
    if not key:
        return "A tie, and nobody has a casting vote: it fails."
    choice = counted.choices.get(key)
    if choice == "yes":
        return f"A tie: {key} has the casting vote and voted yes, which decides it."
    did = {"no": "voted no", "abstain": "abstained"}.get(str(choice)) or _missing(key, counted)
    return f"A tie: {key} has the casting vote and {did}: it fails."


def _missing(key: str, counted: Count) -> str:
    if key in counted.recused:
        return "is recused"
    return "did not vote" if key in counted.absent else "is not on the roll"


def noes(rule: Rule, counted: Count) -> Iterable[tuple[str, str]]:
    """Objections and vetoes: what is said, and what stands against the motion, if anything."""
    if not counted.heads.all:
        return
    if rule.objections:
        against = sorted(str(key) for key, choice in counted.choices.items() if choice == "no")
        yield (f"Objections: {listed(against) or 'none'}.", "there is an objection" if against else "")
    if rule.veto:
        stopped = [key for key in rule.veto if counted.choices.get(key) == "no"]
        said = f"{listed(stopped)} voted no with a veto." if stopped else f"No veto of {listed(rule.veto, 'or')}."
        yield said, "there is a veto" if stopped else ""


def _figures(threshold: Threshold, part: Fraction, whole: Fraction) -> str:
    if threshold.of is Of.NUMBER:
        return members(int(part))
    share = f", {percent(part / whole)}" if whole else ""
    between = " of" if threshold.measure is Measure.WEIGHT else ""
    return f"{amount(part)} of {amount(whole)}{between} {threshold.denominator}{share}"


def _asked(threshold: Threshold, met: bool) -> str:
    return f"{threshold.needed} needed: {'reached' if met else 'not reached'}."
