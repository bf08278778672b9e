"""Carve-outs: what a permit for safety research covers."""

from dataclasses import dataclass
from datetime import datetime

from apps.pauses.rules.measures import Measure, Run


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit for one run of one lab, from the measures it names, up to so much computation, until its end.

    `flop` is the most that the run may take, without its lineage; `until` itself is no longer covered. `revoked_at` is
    when it was taken back.
    """

    key: str
    lab: str
    run: str
    measures: frozenset[str]
    flop: int
    starts_at: datetime
    until: datetime
    conditions: str = ""
    revoked_at: datetime | None = None

    def is_in_force(self, at: datetime) -> bool:
        """Whether it holds at the instant."""
        return self.starts_at <= at < min(self.until, self.revoked_at or self.until)

    def covers(self, run: Run, measure: Measure, at: datetime) -> bool:
        """Whether it exempts the run from the measure at the instant; a run of unknown size is never covered."""
        is_its_run = run.lab == self.lab and run.key == self.run and run.flop is not None and run.flop <= self.flop
        return is_its_run and measure.key in self.measures and self.is_in_force(at)
