"""Regimes as a viewer reads them, and what the rules need to know of an incident and its organisation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.rules.viewer import Viewer
from apps.incidents.models import Duty, Incident, OrganisationScope, Regime, RegimeVersion
from apps.incidents.rules.facts import SCOPES, STARTS, Answers
from apps.incidents.states import VersionState

LATEST = 30
"""So many answers stand in the history of an organisation's page."""


def regimes_for(viewer: Viewer) -> list[RegimeVersion]:
    """The newest adopted version of every regime, by name."""
    rows = RegimeVersion.objects.visible_to(viewer).adopted().order_by("regime", "-number").distinct("regime")
    newest = RegimeVersion.objects.filter(pk__in=rows.values("pk")).select_related("regime__desk")
    return list(newest.order_by("name"))


def regime_for(viewer: Viewer, key: str, *, lock: bool = False) -> Regime:
    """The regime with this key; Http404 where there is none that the viewer may read."""
    readable = RegimeVersion.objects.visible_to(viewer).filter(regime__key=key)
    rows = Regime.objects.select_for_update() if lock else Regime.objects.select_related("desk")
    regime = rows.filter(key=key).first() if readable.exists() else None
    if regime is None:
        raise Http404(key)
    return regime


def versions_of(viewer: Viewer, regime: Regime) -> QuerySet[RegimeVersion]:
    """Its versions, newest first."""
    rows = RegimeVersion.objects.visible_to(viewer).filter(regime=regime)
    return rows.select_related("proposed_by__person", "decided_by__person").order_by("-number")


def waiting_for(viewer: Viewer) -> list[RegimeVersion]:
    """The proposed versions that the viewer may read, by name."""
    rows = RegimeVersion.objects.visible_to(viewer).filter(state=VersionState.PROPOSED)
    return list(rows.select_related("regime").order_by("name"))


def scope_history_of(organisation_id: int) -> list[OrganisationScope]:
    """What the organisation has said of the laws that reach it, newest first."""
    rows = OrganisationScope.objects.filter(organisation=organisation_id)
    return list(rows.select_related("seat__organisation", "seat__person").order_by("-id")[:LATEST])


def scopes_of(organisation_id: int) -> dict[str, bool | None]:
    """The organisation's newest answers, by question; a question never answered is not known."""
    rows = OrganisationScope.objects.filter(organisation=organisation_id).order_by("name", "-id").distinct("name")
    return dict.fromkeys(SCOPES) | dict(rows.values_list("name", "answer"))


def reckoned_by(incident: Incident) -> list[RegimeVersion]:
    """The version of each regime under which the incident is reckoned.

    What its duties were first reckoned under stays; of other regimes the newest adopted version that is in force on
    the day of awareness, or the newest one at all, which then says that it is not in force.
    """
    kept = list(
        RegimeVersion.objects.filter(pk__in=Duty.objects.filter(incident=incident).values("version"))
        if incident.pk
        else []
    )
    settled = {version.regime_id for version in kept}
    rows = RegimeVersion.objects.adopted().exclude(regime__in=settled).order_by("regime", "-number")
    by_regime: dict[int, list[RegimeVersion]] = {}
    for version in rows.select_related("regime"):
        by_regime.setdefault(version.regime_id, []).append(version)
    chosen = [_in_force(versions, incident) for versions in by_regime.values()]
    return sorted([*kept, *chosen], key=lambda version: version.name)


def _in_force(versions: Sequence[RegimeVersion], incident: Incident) -> RegimeVersion:
    aware = incident.aware_at or incident.created_at
    for version in versions:
        day = aware.astimezone(ZoneInfo(version.data["zone"])).date()
        if version.from_day <= day and (version.until_day is None or day <= version.until_day):
            return version
    return versions[0]


def answers_of(
    incident: Incident, scopes: Mapping[str, bool | None], sent: Mapping[str, Iterable[datetime]] | None = None
) -> Answers:
    """What the report says, for the rules; `sent` holds what was sent of the regime that is asked."""
    return Answers(
        known_by=incident.created_at,
        kind=incident.kind or None,
        severity=incident.severity,
        places=frozenset(incident.jurisdictions),
        facts=incident.facts,
        scopes=scopes,
        harms=incident.harms,
        instants={name: getattr(incident, name) for name in STARTS},
        sent={report: tuple(instants) for report, instants in (sent or {}).items()},
    )
