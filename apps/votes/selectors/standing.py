"""How a vote stands: the frozen roll, the ballots in force, the tally, and what is still needed."""

from collections.abc import Iterable, Mapping

from apps.votes.models import Ballot, Elector, Motion
from apps.votes.rules import Member, Needs, Outcome, Rule, in_force, still_needs, tally
from apps.votes.states import Standing


def electors_of(motion: Motion) -> list[Elector]:
    """The frozen roll: those who vote, those recused, those without a vote; each by name."""
    order = [Standing.VOTING, Standing.RECUSED, Standing.EXCLUDED]
    rows = motion.electors.select_related("organisation")
    return sorted(rows, key=lambda row: (order.index(Standing(row.standing)), row.personal, row.name))


def roll_of(electors: Iterable[Elector]) -> list[Member]:
    """The roll as the rules count it: those without a vote are not on it."""
    return [Member(row.key, row.weighs, row.standing) for row in electors if row.standing != Standing.EXCLUDED]


def ballots_in_force(motion: Motion) -> dict[int, Ballot]:
    """The ballot that counts of each member that has cast one, by elector (one query)."""
    rows = Ballot.objects.filter(motion=motion).select_related("elector", "seat__person", "seat__organisation")
    return {row.elector_id: row for row in in_force(rows.order_by("id")).values()}


def newest_of(line: Elector) -> tuple[int, str] | None:
    """Number and capacity of the newest ballot of one line of the roll (one query, however many there are).

    It is the one in force: no weaker one is taken after a stronger.
    """
    return Ballot.objects.filter(elector=line).order_by("-seq").values_list("seq", "capacity").first()


def choices_of(ballots: Mapping[int, Ballot]) -> dict[str, str]:
    """The ballots in force as the rules count them: by key."""
    return {row.voter: row.choice for row in ballots.values()}


def rule_of(motion: Motion) -> Rule:
    """The rule as it was frozen when voting opened."""
    return Rule.from_data(motion.rule)


def tally_of(motion: Motion) -> Outcome:
    """What the ballots cast so far come to (two queries)."""
    return tally(rule_of(motion), roll_of(electors_of(motion)), choices_of(ballots_in_force(motion)))


def needs_of(motion: Motion) -> Needs:
    """What is still needed for it to carry (two queries)."""
    return still_needs(rule_of(motion), roll_of(electors_of(motion)), choices_of(ballots_in_force(motion)))
