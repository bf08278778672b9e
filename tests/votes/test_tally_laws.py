"""The laws that hold for every rule, roll and set of ballots."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from apps.kernel.canonical import dumps
from apps.votes.rules import PRESETS, Measure, Member, Of, Rule, Threshold, tally
from tests.votes.drawn import CHOICES, KEYS, ballots, rolls, rules


@given(rules(), rolls(), ballots(), st.sampled_from(KEYS))
def test_one_more_yes_never_turns_carried_into_lost(
    rule: Rule, roll: list[Member], cast: dict[str, str], key: str
) -> None:
    if tally(rule, roll, cast).carried:
        assert tally(rule, roll, {**cast, key: "yes"}).carried


@given(rules(), rolls(), ballots(), CHOICES, st.integers(0, 50))
def test_recused_members_and_their_ballots_never_matter(
    rule: Rule, roll: list[Member], cast: dict[str, str], choice: str, weight: int
) -> None:
    without = [member for member in roll if member.standing == "voting"]
    voting = {member.key for member in without}
    more = [*roll, Member("late", weight, "recused")]
    one = tally(rule, more, {**cast, "late": choice})
    other = tally(rule, without, {key: said for key, said in cast.items() if key in voting})
    assert one.recused == len(more) - len(without)
    assert replace(one, recused=0, steps=()) == replace(other, steps=())
    assert "The ballot of late is ignored: recused." in one.steps


@given(rules(), rolls(), ballots(), st.randoms(use_true_random=False))
def test_the_order_of_roll_and_ballots_never_matters(
    rule: Rule, roll: list[Member], cast: dict[str, str], random: object
) -> None:
    expected = tally(rule, roll, cast)
    turned, rows = list(roll), list(cast.items())
    random.shuffle(turned)  # type: ignore[attr-defined]
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert tally(rule, turned, dict(rows)) == expected


@given(rules(), rolls(), ballots(), st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_weights_scaled_by_a_constant_never_matter(
    rule: Rule, roll: list[Member], cast: dict[str, str], by: Fraction
) -> None:
    scaled = [replace(member, weight=Fraction(member.weight) * by) for member in roll]
    one, other = tally(rule, roll, cast), tally(rule, scaled, cast)
    assert (one.yes_weight * by, one.total_weight * by) == (other.yes_weight, other.total_weight)
    same = {"yes_weight": 0, "total_weight": 0, "steps": ()}
    assert replace(one, **same) == replace(other, **same)


@given(rules(), rolls(), ballots())
def test_the_figures_add_up_and_the_steps_say_the_result(rule: Rule, roll: list[Member], cast: dict[str, str]) -> None:
    outcome = tally(rule, roll, cast)
    assert outcome.yes + outcome.no + outcome.abstain + outcome.absent + outcome.recused == len(roll)
    assert outcome.total_weight == sum(Fraction(one.weight) for one in roll if one.standing == "voting")
    assert outcome.steps[-1].startswith("Carried." if outcome.carried else "Not carried: ")
    assert outcome.quorate or not outcome.carried
    assert dumps(outcome.as_data())


def by_hand(
    held: dict[str, int], yes: set[str], heads: tuple[int, int, bool], weight: tuple[int, int, bool], blocking: int
) -> bool:
    """A double majority of all members, reckoned in whole numbers by cross-multiplying."""

    def enough(part: int, whole: int, share: tuple[int, int, bool]) -> bool:
        over, under, beyond = share
        return whole != 0 and part * under >= whole * over + beyond

    everybody, all_weight = len(held), sum(held.values())
    by_heads = enough(len(yes), everybody, heads)
    by_weight = enough(sum(held[key] for key in yes), all_weight, weight)
    too_few_to_block = all_weight != 0 and everybody - len(yes) <= blocking - 1
    return by_heads and (by_weight or too_few_to_block)


@given(
    st.dictionaries(st.sampled_from(KEYS), st.integers(0, 30)),
    st.dictionaries(st.sampled_from(KEYS), CHOICES),
    st.tuples(st.integers(1, 19), st.just(20), st.booleans()),
    st.tuples(st.integers(1, 19), st.just(20), st.booleans()),
    st.integers(0, 5),
)
def test_a_double_majority_is_what_one_reckons_by_hand(
    held: dict[str, int],
    cast: dict[str, str],
    heads: tuple[int, int, bool],
    weight: tuple[int, int, bool],
    blocking: int,
) -> None:
    rule = Rule(
        "double",
        "Double majority",
        conditions=(
            Threshold(Measure.HEADS, Fraction(*heads[:2]), Of.ALL, heads[2]),
            Threshold(Measure.WEIGHT, Fraction(*weight[:2]), Of.ALL, weight[2]),
        ),
        blocking=blocking,
    )
    yes = {key for key in held if cast.get(key) == "yes"}
    outcome = tally(rule, [Member(key, weight) for key, weight in held.items()], cast)
    assert outcome.carried is by_hand(held, yes, heads, weight, blocking)


def test_five_hundred_members_are_counted_under_every_preset() -> None:
    roll = [
        Member(f"m{number:03}", Decimal(number) / 7, "recused" if number % 50 == 0 else "voting")
        for number in range(500)
    ]
    cast = {member.key: ["yes", "no", "abstain"][number % 3] for number, member in enumerate(roll) if number % 7}
    found = {key: tally(rule, roll, cast) for key, rule in PRESETS.items()}
    assert {(one.yes, one.no, one.abstain, one.absent, one.recused) for one in found.values()} == {
        (found["simple"].yes, found["simple"].no, found["simple"].abstain, found["simple"].absent, 10)
    }
    assert all(one.yes + one.no + one.abstain + one.absent == 490 for one in found.values())
