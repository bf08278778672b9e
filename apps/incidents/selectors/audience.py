"""Who sees a report, by organisation and reason; what another label or other recipients would change."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from apps.chairs.selectors import would_preside
from apps.committees.models import Organisation, Seat
from apps.committees.states import OrganisationKind
from apps.incidents.models import Duty, Incident, Regime, seats_once_filed
from apps.incidents.rules.audience import Change, Group, Named, Reader, Sharing, grouped, unusual
from apps.incidents.rules.sight import open_roles, open_to_chairs_office
from apps.incidents.selectors.reports import recipients_of
from apps.incidents.states import DutyState

LATELY = 12
"""So many of an organisation's earlier reports say what is usual."""
STILL_OWED = (DutyState.POSSIBLE, DutyState.DUE, DutyState.SENT)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees a report, or would: its groups, its seats, and what is unusual about it."""

    label: str
    seats: list[Seat]
    groups: list[Group]
    warnings: list[str] = field(default_factory=list)

    @property
    def others(self) -> list[Group]:
        """All but the organisation that reports."""
        return self.groups[1:] if self.groups and self.groups[0].doors == ("own",) else self.groups

    @property
    def people(self) -> int:
        """How many people of other organisations."""
        return sum(group.people for group in self.others)


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of who sees a report, as a page shows it."""

    change: Change
    now: Audience
    then: Audience
    gains: list[Group]
    loses: list[Group]


def readers_of(
    incident: Incident, at: datetime, *, label: str | None = None, named: Sequence[Organisation] | None = None
) -> list[Seat]:
    """The seats that see a filed report, or would see it with this label and these recipients; none without a label."""
    wanted = copy(incident)
    wanted.tlp = incident.tlp if label is None else label
    if not wanted.tlp:
        return []
    ids = None if named is None else [one.pk for one in named]
    seats = seats_once_filed(wanted, at, named=ids, presides=_will_preside(incident, wanted.tlp, at))
    return list(seats.select_related("organisation", "person").order_by("organisation__name", "role", "pk"))


def _will_preside(incident: Incident, label: str, at: datetime) -> int | None:
    """Who begins to preside over the report of the chair's own organisation, and so to see it, with such a label."""
    nobody_yet = incident.filed_at is None or not open_to_chairs_office(incident.tlp)
    if not nobody_yet or not open_to_chairs_office(label):
        return None
    seat = would_preside([incident.organisation_id], at)
    return seat.pk if seat else None


def _groups(incident: Incident, seats: Sequence[Seat], label: str, named: Sequence[Organisation]) -> list[Group]:
    readers = [Reader(seat.pk, seat.organisation.key, seat.organisation.name, seat.role) for seat in seats]
    keys = {one.key for one in named}
    return grouped(readers, own=incident.organisation.key, named=keys, roles=open_roles(label))


def audience_of(
    incident: Incident,
    at: datetime,
    *,
    label: str | None = None,
    named: Sequence[Organisation] | None = None,
    owed_under: Collection[int] | None = None,
) -> Audience:
    """Who sees the report, or would with this label and these recipients, and what is unusual about that.

    `owed_under` are the regimes, by id, under which something would be owed; without it the report's duties are asked.
    """
    wanted = incident.tlp if label is None else label
    named = recipients_of(incident) if named is None else named
    seats = readers_of(incident, at, label=wanted, named=named)
    sharing = Sharing(
        label=wanted,
        kind=incident.kind,
        severity=incident.severity,
        facts=incident.facts,
        named=_named(named, at),
        usual=_usual(incident),
        secretariat_sees=any(seat.organisation.kind == OrganisationKind.SECRETARIAT for seat in seats),
        owed=_blind(incident, {seat.organisation_id for seat in seats}, owed_under),
    )
    return Audience(wanted, seats, _groups(incident, seats, wanted, named), unusual(sharing))


def _named(organisations: Sequence[Organisation], at: datetime) -> tuple[Named, ...]:
    if not organisations:
        return ()
    rows = Seat.objects.at(at).filter(organisation__in=[one.pk for one in organisations], matter="")
    people = dict(rows.order_by().values_list("organisation").annotate(number=Count("pk")))
    return tuple(Named(one.name, one.kind, people.get(one.pk, 0)) for one in organisations)


def _usual(incident: Incident) -> tuple[str, ...]:
    rows = Incident.objects.filter(organisation=incident.organisation_id, filed_at__isnull=False)
    rows = rows.filter(kind=incident.kind, severity=incident.severity).exclude(pk=incident.pk)
    return tuple(rows.order_by("-filed_at", "-pk").values_list("tlp", flat=True)[:LATELY])


def _blind(incident: Incident, seeing: Collection[int], owed_under: Collection[int] | None) -> tuple[str, ...]:
    """The authorities with a desk here to which something is owed, and of which nobody sees the report."""
    if owed_under is None:
        rows = Duty.objects.filter(incident=incident, state__in=STILL_OWED, desk__isnull=False)
        found = rows.values_list("desk", "desk__name")
    else:
        found = Regime.objects.filter(pk__in=owed_under, desk__isnull=False).values_list("desk", "desk__name")
    return tuple(sorted({name for pk, name in found if pk not in seeing}))


def change_of(incident: Incident, at: datetime, *, label: str, named: Sequence[Organisation]) -> Change:
    """What this label and these recipients change about who sees a filed report."""
    named_now = recipients_of(incident)
    now = {seat.pk for seat in readers_of(incident, at, label=incident.tlp, named=named_now)}
    then = {seat.pk for seat in readers_of(incident, at, label=label, named=named)}
    return _change(incident, label, named_now, named, now, then, at)


def _change(
    incident: Incident,
    label: str,
    named_now: Sequence[Organisation],
    named: Sequence[Organisation],
    now: Collection[int],
    then: Collection[int],
    at: datetime,
) -> Change:
    known = {one.pk for one in named_now}
    fresh = [one for one in named if one.pk not in known]
    return Change(
        label_now=incident.tlp,
        label_then=label,
        now=frozenset(now),
        then=frozenset(then),
        named_now=frozenset(one.key for one in named_now),
        named_then=frozenset(one.key for one in named),
        empty=tuple(one.name for one in _named(fresh, at) if not one.people),
    )


def shown_change(incident: Incident, at: datetime, *, label: str, named: Sequence[Organisation]) -> Changed:
    """The same as a page shows it: by organisation, with what is unusual about the new audience."""
    named_now = recipients_of(incident)
    now = audience_of(incident, at, named=named_now)
    then = audience_of(incident, at, label=label, named=named)
    before, after = {seat.pk: seat for seat in now.seats}, {seat.pk: seat for seat in then.seats}
    change = _change(incident, label, named_now, named, before.keys(), after.keys(), at)
    gains = [seat for seat in then.seats if seat.pk in change.gains]
    loses = [seat for seat in now.seats if seat.pk in change.loses]
    return Changed(
        change,
        now,
        then,
        _groups(incident, gains, label, named),
        _groups(incident, loses, incident.tlp, named_now),
    )
