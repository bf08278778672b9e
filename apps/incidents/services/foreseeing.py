"""Which duties a report would lead to if it were filed as it stands, and who would see it; nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from apps.incidents.models import Incident, RegimeVersion
from apps.incidents.rules.deriving import Applies, Owed, derive
from apps.incidents.selectors.audience import Audience, audience_of
from apps.incidents.selectors.regimes import answers_of, reckoned_by, scopes_of
from apps.incidents.states import DUTY_LABELS, DutyState
from apps.kernel.times import when

STATES = {Applies.YES: DutyState.DUE, Applies.PERHAPS: DutyState.POSSIBLE, Applies.NO: DutyState.NOT_OWED}
ORDER = (DutyState.MET, DutyState.DUE, DutyState.POSSIBLE, DutyState.NOT_OWED)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A duty as it would be reckoned at the filing."""

    regime: str
    authority: str
    name: str
    state: DutyState
    because: str
    citation: str
    version: int
    zone: str
    due_at: datetime | None
    earliest_at: datetime | None
    questions: tuple[str, ...]
    regime_id: int = 0

    @property
    def label(self) -> str:
        """The state in words."""
        return DUTY_LABELS[self.state]

    @property
    def hour(self) -> SafeString | str:
        """When it is due, or the earliest hour at which it could be, in the zone that it is counted in, with UTC."""
        return when(self.by, utc=True, zone=ZoneInfo(self.zone))

    @property
    def by(self) -> datetime | None:
        """When it is due, or could be due at the earliest."""
        return self.due_at or self.earliest_at


def foresee(incident: Incident) -> list[Foreseen]:
    """The duties of every regime that is reckoned here: those owed first, by their hour; those that are not, last."""
    scopes = scopes_of(incident.organisation_id)
    found = [one for version in reckoned_by(incident) for one in _of(version, incident, scopes)]
    return sorted(found, key=_order)


def _of(version: RegimeVersion, incident: Incident, scopes: dict[str, bool | None]) -> list[Foreseen]:
    profile = version.profile()
    if not profile.on:
        return []
    rows = []
    for place, owed in enumerate(derive(profile, answers_of(incident, scopes))):
        state = STATES[owed.applies]
        if profile.by_filing and place == 0 and state != DutyState.NOT_OWED:
            state = DutyState.MET
        rows.append(_foreseen(version, owed, state, profile.authority, profile.zone, profile.citation))
    return rows


def _foreseen(
    version: RegimeVersion, owed: Owed, state: DutyState, authority: str, zone: str, citation: str
) -> Foreseen:
    return Foreseen(
        regime=version.name,
        authority=authority,
        name=owed.report.name,
        state=state,
        because=owed.because,
        citation=", ".join(filter(None, (citation, owed.report.citation))),
        version=version.number,
        zone=zone,
        due_at=owed.due_at,
        earliest_at=owed.earliest_at,
        questions=owed.questions,
        regime_id=version.regime_id,
    )


def _order(one: Foreseen) -> tuple[int, bool, float]:
    return ORDER.index(one.state), one.by is None, one.by.timestamp() if one.by else 0.0


def sharing_once_filed(incident: Incident, duties: Iterable[Foreseen], *, now: datetime) -> Audience:
    """Who would see a draft once it is filed as it stands, by organisation and reason, and what is unusual about it."""
    owed = {one.regime_id for one in duties if one.state in {DutyState.DUE, DutyState.POSSIBLE}}
    return audience_of(incident, now, owed_under=owed)
