"""What a vote still needs: one sentence, a gauge for each threshold, and whether the outcome can change at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from apps.votes.rules import yet
from apps.votes.rules.ballots import Ballot
from apps.votes.rules.count import Count, Member, count
from apps.votes.rules.judging import is_quorate, meets, sums_of
from apps.votes.rules.rule import Rule
from apps.votes.rules.tally import tally
from apps.votes.rules.threshold import Measure, Of, Threshold
from apps.votes.rules.words import listed, members
from apps.votes.states import Capacity

CARRIED, LOST = "carried", "lost"


@dataclass(frozen=True, slots=True)
class Gauge:
    """A threshold and how far it is reached, both as shares of `of`; `met` also where it counts as reached."""

    label: str
    reached: Fraction
    needed: Fraction
    of: str
    asked: str
    met: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """The sentence, the gauges, whether the quorum is reached, and how it ends if that is certain.

    `settled` is “carried” or “lost” when it ends so whatever those who have not voted do, or None; it takes every
    ballot cast to stay as it is.
    """

    sentence: str
    gauges: tuple[Gauge, ...]
    quorate: bool
    settled: str | None


def still_needs(rule: Rule, roll: Iterable[Member], ballots: Mapping[str, str]) -> Needs:
    """What it needs; raises ValueError for what `tally` refuses."""
    roll = list(roll)
    counted = count(roll, ballots)
    quorate = is_quorate(rule, counted)
    settled = _settled(rule, roll, ballots, counted)
    return Needs(_sentence(rule, counted, quorate, settled), tuple(_gauges(rule, counted)), quorate, settled)


def is_final(rule: Rule, roll: Iterable[Member], force: Iterable[Ballot], *, hidden: bool) -> bool:
    """Whether the members that have not voted themselves can no longer change the outcome, also where a proxy has.

    `force` are the ballots that count. While they are hidden only when all have voted, for the answer would tell how they
    stand. Raises ValueError for what `tally` refuses.
    """
    own = {one.voter: one.choice for one in force if one.capacity != Capacity.PROXY}
    if hidden:
        return not count(roll, own).absent
    return still_needs(rule, roll, own).settled is not None


def _settled(rule: Rule, roll: list[Member], ballots: Mapping[str, str], counted: Count) -> str | None:
    """A yes never hurts, so all of them is the best that can come. The worst for a quorum is that nobody comes, and
    once it is reached, for everything else, that all come and say no."""

    def ends(choice: str) -> bool:
        return tally(rule, roll, {**ballots, **dict.fromkeys(counted.absent, choice)}).carried

    if not ends("yes"):
        return LOST
    return CARRIED if is_quorate(rule, counted) and ends("no") else None


def _gauges(rule: Rule, counted: Count) -> Iterable[Gauge]:
    for one in rule.quorum:
        sums = sums_of(one, counted)
        yield _gauge("Quorum", one, counted, sums.present, one.holds(sums.present, sums.all))
    for one in rule.conditions:
        label = "Members in favour" if one.measure is Measure.HEADS else "Weight in favour"
        yield _gauge(label, one, counted, sums_of(one, counted).yes, meets(rule, one, counted))
    if rule.objections:
        calm = counted.heads.all - counted.heads.no
        every = Threshold(Measure.HEADS, Fraction(1), Of.ALL)
        yield _gauge("Without objection", every, counted, calm, every.holds(calm, counted.heads.all))


def _gauge(label: str, threshold: Threshold, counted: Count, part: Fraction, met: bool) -> Gauge:
    whole = threshold.whole(sums_of(threshold, counted))
    number = threshold.of is Of.NUMBER
    return Gauge(
        label=label,
        reached=part / whole if whole else Fraction(0),
        needed=threshold.value / (whole or 1) if number else threshold.value,
        of=threshold.denominator,
        asked=threshold.needed,
        met=met,
    )


def _sentence(rule: Rule, counted: Count, quorate: bool, settled: str | None) -> str:
    heads = counted.heads
    if not heads.all:
        why = f"{members(len(counted.recused))} on the roll, all recused" if counted.recused else "the roll is empty"
        return f"Nobody can vote: {why}; it is lost."
    parts = [f"{heads.yes} of {heads.all} in favour" if rule.conditions else _objections(counted)]
    wants = yet.in_favour(rule, counted)
    vetoes = [key for key in rule.veto if counted.choices.get(key) == "no"]
    if rule.conditions and rule.objections:
        parts.append(_objections(counted))
    if vetoes:
        parts.append(f"a veto of {listed(vetoes)} stands")
    if wants:
        parts.append(f"needs {listed(wants)}")
    elif rule.conditions:
        parts.append("enough are in favour")
    parts.append(_quorum(rule, counted, quorate))
    if settled:
        parts.append(f"{settled} whatever the others do" if counted.absent else f"it is {settled} as cast")
    return "; ".join(filter(None, parts)) + "."


def _objections(counted: Count) -> str:
    number = counted.heads.no
    return "No objection so far" if not number else f"{number} {'objection' if number == 1 else 'objections'}"


def _quorum(rule: Rule, counted: Count, quorate: bool) -> str:
    if quorate:
        return "quorum reached" if rule.quorum else ""
    missing = [
        yet.present(one, counted)
        for one in rule.quorum
        if not one.holds(sums_of(one, counted).present, sums_of(one, counted).all)
    ]
    return f"the quorum needs {listed(missing)}"
