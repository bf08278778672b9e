"""What a measure forbids, and to whom: exact, and in doubt against the run."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from apps.kernel.flop import in_words
from apps.pauses.states import Extent, Restricts


class Activity(StrEnum):
    """What a lab would do."""

    TRAINING = "training"
    DEPLOYMENT = "deployment"


@dataclass(frozen=True, slots=True)
class Run:
    """A training run or a deployment, as its lab knows it; None is not known, and counts as more than any threshold.

    `flop` is the whole computation of the run, planned or done, with fine-tuning and other later training; `lineage`
    that of each model it descends from. `parameters` are the model's. `capabilities` are the markers that the model
    has reached or may reach. `begun_at` is when it began; None where it has not.
    """

    key: str
    lab: str
    activity: Activity = Activity.TRAINING
    flop: int | None = None
    lineage: tuple[int | None, ...] = ()
    parameters: int | None = None
    capabilities: frozenset[str] | None = None
    begun_at: datetime | None = None

    @property
    def lineage_flop(self) -> int | None:
        """The FLOP of the run and of everything that it descends from; None where one of them is not known.

        California SB 53 counts the original run with fine-tuning, reinforcement learning and other material changes.
        """
        amounts = (self.flop, *self.lineage)
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if len(known) == len(amounts) else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of an order: what it restricts for which labs, from and until when (`until` itself is free again).

    `above` is FLOP or parameters, and what is exactly so much is not above it. `lifted_at` is when it was lifted
    before its end.
    """

    key: str
    restricts: Restricts
    labs: frozenset[str]
    starts_at: datetime
    until: datetime
    extent: Extent = Extent.FULL
    above: int | None = None
    marker: str = ""
    lifted_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a measure that could not be judged: a threshold or a marker is missing, negative or one too many."""
        needs_amount = self.restricts in {Restricts.COMPUTE, Restricts.PARAMETERS}
        if needs_amount != (self.above is not None) or (self.above or 0) < 0:
            raise ValueError(f"{self.key}: a threshold is missing, negative or one too many")
        if (self.restricts == Restricts.CAPABILITY) != bool(self.marker):
            raise ValueError(f"{self.key}: a capability marker is missing or one too many")

    def is_in_force(self, at: datetime) -> bool:
        """Whether it binds at the instant."""
        return self.starts_at <= at < min(self.until, self.lifted_at or self.until)

    def forbids(self, run: Run) -> str:
        """Why the run is within the measure, in a sentence; nothing where it is not."""
        if run.lab not in self.labs or self._may_end(run):
            return ""
        return JUDGES[self.restricts](self, run)

    def _may_end(self, run: Run) -> bool:
        return self.extent == Extent.PARTIAL and run.begun_at is not None and run.begun_at < self.starts_at


def _training_above(measure: Measure, run: Run, amount: int | None, limit: str, what: str) -> str:
    if run.activity != Activity.TRAINING:
        return ""
    if amount is None:
        return f"{what} is not known, so it counts as more than {limit}."
    return f"{what} is {in_words(amount)}, more than {limit}." if amount > (measure.above or 0) else ""


def _by_compute(measure: Measure, run: Run) -> str:
    limit = f"{in_words(measure.above or 0)} FLOP"
    return _training_above(measure, run, run.lineage_flop, limit, "The computation of the model's lineage, in FLOP,")


def _by_parameters(measure: Measure, run: Run) -> str:
    limit = f"{in_words(measure.above or 0)} parameters"
    return _training_above(measure, run, run.parameters, limit, "The number of parameters")


def _by_capability(measure: Measure, run: Run) -> str:
    if run.activity != Activity.TRAINING:
        return ""
    if run.capabilities is None:
        return f"Whether it may reach “{measure.marker}” is not known, so it counts as reaching it."
    return f"It may reach “{measure.marker}”." if measure.marker in run.capabilities else ""


def _by_deployment(_measure: Measure, run: Run) -> str:
    return "It is a deployment." if run.activity == Activity.DEPLOYMENT else ""


def _by_reporting(_measure: Measure, _run: Run) -> str:
    return ""


JUDGES = {
    Restricts.COMPUTE: _by_compute,
    Restricts.PARAMETERS: _by_parameters,
    Restricts.CAPABILITY: _by_capability,
    Restricts.DEPLOYMENT: _by_deployment,
    Restricts.REPORTING: _by_reporting,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What of a pause order decides about runs: its measures, from when it is in force, and when it ended.

    `in_force_at` is None where its condition has not been met; `ended_at` where it has not been lifted, expired,
    lapsed or replaced. A drill binds nobody.
    """

    ref: str
    measures: tuple[Measure, ...]
    in_force_at: datetime | None
    ended_at: datetime | None = None
    is_drill: bool = False

    def is_in_force(self, at: datetime) -> bool:
        """Whether the order stands at the instant, whatever becomes of its single measures."""
        return self.in_force_at is not None and self.in_force_at <= at and (self.ended_at is None or at < self.ended_at)
