"""Reports of what went wrong, the regimes they are judged by, the duties that follow, and what authorities are sent."""

from apps.incidents.models.duties import DUTY, Duty, seats_that_may_see_duty
from apps.incidents.models.packages import (
    PACKAGE,
    QUESTION,
    Package,
    PackageQuestion,
    PackageVersion,
    seats_that_may_see_package,
    seats_that_may_see_question,
)
from apps.incidents.models.regimes import REGIME, OrganisationScope, Regime, RegimeVersion
from apps.incidents.models.reports import (
    KIND,
    SEARCHED,
    Incident,
    IncidentQuerySet,
    IncidentRecipient,
    IncidentUpdate,
    filing_seats,
    seats_once_filed,
    seats_that_may_see,
)

__all__ = [
    "DUTY",
    "KIND",
    "PACKAGE",
    "QUESTION",
    "REGIME",
    "SEARCHED",
    "Duty",
    "Incident",
    "IncidentQuerySet",
    "IncidentRecipient",
    "IncidentUpdate",
    "OrganisationScope",
    "Package",
    "PackageQuestion",
    "PackageVersion",
    "Regime",
    "RegimeVersion",
    "filing_seats",
    "seats_once_filed",
    "seats_that_may_see",
    "seats_that_may_see_duty",
    "seats_that_may_see_package",
    "seats_that_may_see_question",
]
