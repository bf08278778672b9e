"""Answers and duties for tests of the shipped regimes, written as people would say them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from apps.incidents.rules.deriving import Applies, Owed, derive
from apps.incidents.rules.facts import FACTS, HARMS, SCOPES, STARTS, Answers
from apps.incidents.rules.regimes import Profile, profile
from apps.incidents.services.regimes import shipped

BRUSSELS = "Europe/Brussels"
NO_FACT = dict.fromkeys(FACTS, False)
ALL_SCOPES = dict.fromkeys(SCOPES, True)


def regime(key: str) -> Profile:
    """A regime that ships; the committee's own as a committee in Brussels has it."""
    data = next(one for one in shipped() if one["key"] == key)
    return profile(data | {"zone": BRUSSELS} if data["zone"] == "committee" else data)


def at(text: str, zone: str = BRUSSELS) -> datetime:
    """An instant by the wall clock of a zone, such as “2026-10-24 18:00”."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def answers(
    aware: str,
    zone: str = BRUSSELS,
    *,
    places: str = "EU",
    kind: str | None = "harm",
    severity: int | None = 3,
    harms: Mapping[str, int | None] | None = None,
    sent: Mapping[str, list[datetime]] | None = None,
    scopes: Mapping[str, bool | None] | None = None,
    **told: Any,
) -> Answers:
    """Answers where every law reaches the organisation and nothing happened but what is told; instants as texts."""
    instants = {name: at(told.pop(name), zone) for name in STARTS if name in told}
    assert told.keys() <= FACTS.keys(), told
    return Answers(
        known_by=at(aware, zone),
        kind=kind,
        severity=severity,
        places=frozenset(places.split()),
        facts=NO_FACT | {"model_involved": True} | told,
        scopes=ALL_SCOPES | dict(scopes or {}),
        harms={name: None if scale is None else scale for name, scale in (harms or {}).items() if name in HARMS},
        instants={"aware_at": at(aware, zone)} | instants,
        sent=sent or {},
    )


def owed(key: str, given: Answers) -> dict[str, Owed]:
    """What a shipped regime makes of the answers, by report."""
    return {one.report.key: one for one in derive(regime(key), given)}


def told(key: str, given: Answers) -> dict[str, str]:
    """The same in short: “due 2027-01-04 23:59:59”, “perhaps 2027-…”, “perhaps” or “no”, by the regime's own clock."""
    zone = ZoneInfo(regime(key).zone)
    return {name: _short(one, zone) for name, one in owed(key, given).items()}


def _short(one: Owed, zone: ZoneInfo) -> str:
    if one.applies is Applies.NO:
        return "no"
    moment = one.due_at if one.applies is Applies.YES else one.earliest_at
    word = "due" if one.applies is Applies.YES else "perhaps"
    return f"{word} {moment.astimezone(zone):%Y-%m-%d %H:%M:%S}" if moment else word
