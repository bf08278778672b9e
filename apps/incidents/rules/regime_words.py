"""A regime as people read it: conditions and clocks as sentences, and what changed from one version to the next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.deadlines.rules.reckoning import in_words as length_in_words
from apps.incidents.rules.conditions.terms import Always
from apps.incidents.rules.conditions.wording import in_words
from apps.incidents.rules.facts import STARTS
from apps.incidents.rules.fields import FIELDS
from apps.incidents.rules.packaging import Changed
from apps.incidents.rules.regimes import Clock, Profile, Report


@dataclass(frozen=True, slots=True)
class Told:
    """A report of a regime in words."""

    name: str
    when: str
    clocks: tuple[str, ...]
    needs: tuple[str, ...]
    may_have: tuple[str, ...]
    citation: str


def reports_in_words(profile: Profile) -> list[Told]:
    """Each report of the regime in its order."""
    names = {report.key: report.name for report in profile.reports}
    return [_report(report, names) for report in profile.reports]


def applies_in_words(profile: Profile) -> str:
    """When the regime applies, as a sentence."""
    return _sentence(in_words(profile.applies))


def _report(report: Report, names: Mapping[str, str]) -> Told:
    when = "" if isinstance(report.when, Always) else _sentence(f"Only where {in_words(report.when)}")
    return Told(
        report.name,
        _named(when, names),
        tuple(_named(clock_in_words(clock, names, again=report.repeats), names) for clock in report.clocks),
        tuple(FIELDS[name] for name in report.needs),
        tuple(FIELDS[name] for name in report.may_have),
        report.citation,
    )


def clock_in_words(clock: Clock, names: Mapping[str, str], *, again: bool = False) -> str:
    """“2 days, counted from when the organisation became aware of it, where critical infrastructure is disrupted.”"""
    if clock.after:
        start = f"after “{names.get(clock.after, clock.after)}” was sent" + (", and again after each" if again else "")
    else:
        start = "counted from when " + ", or else when ".join(STARTS[name] for name in clock.starts)
    where = "" if isinstance(clock.when, Always) else f", where {in_words(clock.when)}"
    rolls = f", and on over weekends and holidays ({clock.rolls})" if clock.rolls else ""
    return _sentence(f"{length_in_words(clock.length, clock.unit)}, {start}{rolls}{where}")


def _named(text: str, names: Mapping[str, str]) -> str:
    """Reports by their names, where the words of a condition hold their keys."""
    for key, name in names.items():
        text = text.replace(f"“{key}”", f"“{name}”")
    return text


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    """What differs between the data of two versions, by place, in the later one's order; then what is gone."""
    old, new = dict(_flat(before)), dict(_flat(after))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Changed(place, old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place, "") != new.get(place, "")
    ]


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _flat(one, f"{place} › {name}" if place else str(name))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for number, one in enumerate(value, start=1):
            yield from _flat(one, f"{place} › {one.get('key', number)}")
    elif isinstance(value, list):
        yield place, ", ".join(str(one) for one in value)
    elif isinstance(value, bool):
        yield place, "yes" if value else "no"
    else:
        yield place, " ".join(str(value).split())
