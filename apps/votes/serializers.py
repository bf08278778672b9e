"""What the API of motions takes and gives; explicit fields only."""

from typing import Any

from rest_framework import serializers

from apps.kernel.canonical import instant
from apps.votes.models import Motion
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.receipts import Cast
from apps.votes.selectors.shown import Line, Standings
from apps.votes.selectors.standing import rule_of
from apps.votes.services.balloting import receipt_of
from apps.votes.services.drafting import LONGEST_TITLE
from apps.votes.states import Choice, Procedure, State

STATES = ["open", *(state.value for state in State)]
CHOOSE = "Choose yes, no or abstain."


class ListQuery(serializers.Serializer):
    """How the list is narrowed; drafts of the own organisation come only with `state=draft`."""

    state = serializers.ChoiceField(choices=STATES, required=False)
    kind = serializers.CharField(max_length=40, required=False)
    organisation = serializers.SlugField(max_length=40, required=False)
    q = serializers.CharField(max_length=200, required=False)


class MotionBody(serializers.Serializer):
    """What others send: types only; what is still missing is the domain's to say."""

    kind = serializers.CharField(max_length=40, required=False)
    title = serializers.CharField(max_length=LONGEST_TITLE, required=False, allow_blank=True)
    text = serializers.CharField(required=False, allow_blank=True)
    procedure = serializers.ChoiceField(choices=[one.value for one in Procedure], required=False)
    payload = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=200),
        required=False,
        help_text="What it names, by kind.",
    )
    draft = serializers.BooleanField(required=False, default=True)


class MotionLine(serializers.Serializer):
    """A motion in a list."""

    ref = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    kind = serializers.CharField()
    procedure = serializers.CharField()
    organisation = serializers.CharField(source="organisation.key")
    amends = serializers.CharField(source="parent.ref", allow_null=True, default=None)
    closes_at = serializers.DateTimeField(allow_null=True)
    carried = serializers.BooleanField(allow_null=True)
    listed_at = serializers.DateTimeField()


def line(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of MotionLine from a row of values."""
    names = ("ref", "title", "state", "kind", "procedure", "closes_at", "carried", "listed_at")
    return {name: row[name] for name in names} | {
        "organisation": row["organisation__key"],
        "amends": row["parent__ref"],
    }


class MotionAnswer(MotionLine):
    """A whole motion; `rule` is in words, and empty before voting has opened."""

    text = serializers.CharField()
    payload = serializers.DictField()
    asks = serializers.SerializerMethodField()
    mover = serializers.CharField(source="mover.holder")
    seconded_by = serializers.CharField(source="seconded_by.organisation.key", allow_null=True, default=None)
    proposed_at = serializers.DateTimeField(allow_null=True)
    discussed_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    certified_at = serializers.DateTimeField(allow_null=True)
    charter = serializers.IntegerField(allow_null=True)
    hidden = serializers.BooleanField()
    rule = serializers.SerializerMethodField()
    effect = serializers.CharField()
    effect_note = serializers.CharField()
    because = serializers.CharField()
    review_at = serializers.DateTimeField(allow_null=True)

    def get_asks(self, motion: Motion) -> str:
        """What it names, in words."""
        return KINDS[motion.kind].says(motion.payload)

    def get_rule(self, motion: Motion) -> list[str]:
        """The frozen rule, a sentence a condition."""
        return rule_of(motion).in_words() if motion.rule else []


class WithdrawalBody(serializers.Serializer):
    """Why."""

    because = serializers.CharField(allow_blank=True)


class StatementBody(serializers.Serializer):
    """A statement for the record."""

    text = serializers.CharField(allow_blank=True)


class StatementAnswer(serializers.Serializer):
    """A statement that was made."""

    id = serializers.UUIDField(source="uid")
    seat = serializers.CharField(source="seat.holder")
    organisation = serializers.CharField(source="seat.organisation.key")
    text = serializers.CharField()
    at = serializers.DateTimeField()


class BallotBody(serializers.Serializer):
    """A ballot; `for` is the key of the member on the roll, where it is not the own one."""

    choice = serializers.ChoiceField(
        choices=[choice.value for choice in Choice],
        error_messages={"required": CHOOSE, "null": CHOOSE, "invalid_choice": CHOOSE},
    )
    explanation = serializers.CharField(required=False, allow_blank=True, default="")
    public = serializers.BooleanField(required=False, default=True)

    def get_fields(self) -> dict[str, Any]:
        """With `for`, which Python keeps for itself."""
        member = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
        return {**super().get_fields(), "for": member}


class OpeningBody(serializers.Serializer):
    """What opens a commitment; `explanation` is itself a commitment to its text, which the receipt's `salt` opens."""

    motion = serializers.CharField()
    voter = serializers.CharField()
    choice = serializers.CharField()
    seq = serializers.IntegerField()
    by = serializers.CharField()
    capacity = serializers.CharField()
    explanation = serializers.CharField()
    nonce = serializers.CharField()


class ReceiptBody(serializers.Serializer):
    """What a voter keeps: the commitment that entered the record, and what opens it."""

    opening = OpeningBody()
    commitment = serializers.CharField()
    explanation = serializers.CharField(allow_blank=True)
    salt = serializers.CharField()
    at = serializers.DateTimeField()


class CastAnswer(serializers.Serializer):
    """A ballot is recorded; `replaces` is the number of the one that counted before, or null."""

    receipt = ReceiptBody()
    replaces = serializers.IntegerField(allow_null=True)


class OwnBallot(serializers.Serializer):
    """A ballot that was cast, and whether it is the one that counts."""

    receipt = ReceiptBody()
    counts = serializers.BooleanField()


def own_ballot(one: Cast) -> dict[str, Any]:
    """The fields of OwnBallot."""
    return {"receipt": receipt_of(one.ballot).as_data(), "counts": one.counts}


class GaugeRow(serializers.Serializer):
    """A threshold; `reached` and `needed` are shares as fractions in text."""

    label = serializers.CharField()
    reached = serializers.CharField()
    needed = serializers.CharField()
    of = serializers.CharField()
    met = serializers.BooleanField()


class TallyBody(serializers.Serializer):
    """How a vote stands. While ballots are hidden only `voted` and `entitled` are said, and every figure is null.

    `still_needs` and `settled` are null once voting has closed.
    """

    hidden = serializers.BooleanField()
    voted = serializers.IntegerField()
    entitled = serializers.IntegerField()
    carried = serializers.BooleanField(allow_null=True)
    quorate = serializers.BooleanField(allow_null=True)
    yes = serializers.IntegerField(allow_null=True)
    no = serializers.IntegerField(allow_null=True)
    abstain = serializers.IntegerField(allow_null=True)
    absent = serializers.IntegerField(allow_null=True)
    recused = serializers.IntegerField(allow_null=True)
    yes_weight = serializers.CharField(allow_null=True)
    total_weight = serializers.CharField(allow_null=True)
    steps = serializers.ListField(child=serializers.CharField(), allow_null=True)
    still_needs = serializers.CharField(allow_null=True)
    settled = serializers.CharField(allow_null=True)
    gauges = GaugeRow(many=True)


FIGURES = ("carried", "quorate", "yes", "no", "abstain", "absent", "recused", "yes_weight", "total_weight", "steps")


def tally_body(standing: Standings) -> dict[str, Any]:
    """The fields of TallyBody."""
    outcome, needs = standing.outcome, standing.needs
    figures = outcome.as_data() if outcome else dict.fromkeys(FIGURES)
    gauges = [
        {"label": one.label, "reached": str(one.reached), "needed": str(one.needed), "of": one.of, "met": one.met}
        for one in (needs.gauges if needs else ())
    ]
    return figures | {
        "hidden": standing.is_hidden,
        "voted": standing.voted,
        "entitled": standing.entitled,
        "still_needs": needs.sentence if needs else None,
        "settled": needs.settled if needs else None,
        "gauges": gauges,
    }


class RollRow(serializers.Serializer):
    """A line of the roll; `choice` is null where nobody voted, or it is hidden still."""

    member = serializers.CharField()
    name = serializers.CharField()
    organisation = serializers.CharField()
    standing = serializers.CharField()
    because = serializers.CharField(allow_blank=True)
    mark = serializers.CharField(allow_blank=True)
    weight = serializers.CharField()
    voted = serializers.BooleanField()
    choice = serializers.CharField(allow_null=True)
    explanation = serializers.CharField(allow_blank=True)
    by = serializers.CharField(allow_null=True)
    capacity = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


def roll_row(line: Line) -> dict[str, Any]:
    """The fields of RollRow."""
    elector, ballot = line.elector, line.ballot
    return {
        "member": elector.key,
        "name": elector.name,
        "organisation": elector.organisation.key,
        "standing": elector.standing,
        "because": elector.because,
        "mark": line.mark,
        "weight": elector.weight,
        "voted": line.has_voted,
        "choice": line.choice or None,
        "explanation": line.explanation,
        "by": ballot.by if ballot else None,
        "capacity": ballot.capacity if ballot else None,
        "at": instant(ballot.at) if ballot else None,
    }
