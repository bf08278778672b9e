"""What members weigh in votes that count weight."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from apps.committees.models import Organisation
from apps.committees.selectors import members_at
from apps.committees.states import OrganisationKind
from apps.votes.models import VotingWeight
from apps.votes.rules.words import amount


@dataclass(frozen=True, slots=True)
class Weight:
    """A member and what it weighs on a scale now; None where nothing was set."""

    organisation: Organisation
    row: VotingWeight | None

    @property
    def written(self) -> str:
        """The weight as a number, without zeros that say nothing; empty where none was set."""
        return amount(Fraction(self.row.value)) if self.row else ""


def weights_at(now: datetime, scale: str) -> list[Weight]:
    """Every member that may vote, by name, with its weight on the scale (two queries)."""
    set_now = {row.organisation_id: row for row in VotingWeight.objects.at(now).filter(scale=scale)}
    members = members_at(now).filter(kind__in=[OrganisationKind.LAB, OrganisationKind.CIVIL]).order_by("name")
    return [Weight(row, set_now.get(row.pk)) for row in members]
