"""Reports of what went wrong, the regimes they are judged by, the duties that follow, and what authorities are sent."""

from apps.incidents.models.actions import ACTION, IncidentAction, seats_that_may_see_action
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
from apps.incidents.models.public import PUBLIC, PublicVersion, seats_that_may_see_public_version
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
from apps.incidents.models.statistics import COUNTED, WAITS, IncidentTally, seen_beside
from apps.incidents.models.widening import WIDENING, IncidentWidening, seats_that_may_see_widening
from apps.incidents.models.working import (
    LINK,
    CauseNote,
    Finding,
    IncidentLink,
    SeverityReview,
    seats_that_may_see_link,
)

__all__ = [
    "ACTION",
    "COUNTED",
    "DUTY",
    "KIND",
    "LINK",
    "PACKAGE",
    "PUBLIC",
    "QUESTION",
    "REGIME",
    "SEARCHED",
    "WAITS",
    "WIDENING",
    "CauseNote",
    "Duty",
    "Finding",
    "Incident",
    "IncidentAction",
    "IncidentLink",
    "IncidentQuerySet",
    "IncidentRecipient",
    "IncidentTally",
    "IncidentUpdate",
    "IncidentWidening",
    "OrganisationScope",
    "Package",
    "PackageQuestion",
    "PackageVersion",
    "PublicVersion",
    "Regime",
    "RegimeVersion",
    "SeverityReview",
    "filing_seats",
    "seats_once_filed",
    "seats_that_may_see",
    "seats_that_may_see_action",
    "seats_that_may_see_duty",
    "seats_that_may_see_link",
    "seats_that_may_see_package",
    "seats_that_may_see_public_version",
    "seats_that_may_see_question",
    "seats_that_may_see_widening",
    "seen_beside",
]
