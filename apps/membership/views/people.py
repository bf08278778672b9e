"""What an organisation's page shows of its people."""

from datetime import datetime
from typing import Any

from apps.committees.models import Organisation
from apps.committees.selectors import seats_at
from apps.committees.states import OrganisationKind
from apps.membership.forms.seats import DayForm
from apps.membership.selectors.accesses import accesses
from apps.membership.selectors.people import people_of, spoke_on


def people_page(request: Any, organisation: Organisation, now: datetime) -> dict[str, Any]:
    """Vacancy, covers, seats to come, and who spoke for it on the day that is asked for."""
    day = DayForm(request.GET)
    asked = day.cleaned_data["on"] if day.is_valid() else None
    return {
        "people": people_of(organisation, list(seats_at(now).filter(organisation=organisation)), now),
        "accesses": accesses(organisation.pk) if organisation.kind == OrganisationKind.REGULATOR else [],
        "day": day,
        "spoke": spoke_on(organisation, asked) if asked else [],
    }
