"""The checklist of setting a committee up: what is done, and the one next step of what is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.chairs.models import Rotation
from apps.committees.models import Access, Administrator, Invitation, Organisation
from apps.committees.states import OrganisationKind, Role
from apps.desk.selectors.arrivals import Arrival, arrivals
from apps.incidents.acts import IMPORTED
from apps.membership.selectors import last_test, latest_charter
from apps.record.models import Act

NAMED = 3
"""How many organisations a line names at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the checklist: done or not, how it stands in words, and the one next step."""

    key: str
    title: str
    done: bool
    says: str
    next_label: str = ""
    next_address: str = ""
    optional: bool = False
    stays: bool = False
    """Whether the next step is still offered when the line is done: there may be more of it."""

    @property
    def has_next(self) -> bool:
        """Whether the next step is offered."""
        return bool(self.next_address) and (self.stays or not self.done)


@dataclass(frozen=True, slots=True)
class Checklist:
    """All lines, and where the test notice has arrived."""

    steps: list[Step]
    arrivals: list[Arrival]
    sent_at: datetime | None

    @property
    def needed(self) -> list[Step]:
        """The lines that count."""
        return [step for step in self.steps if not step.optional]

    @property
    def left(self) -> list[str]:
        """The keys of those that are not done."""
        return [step.key for step in self.needed if not step.done]

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(step.done for step in self.needed)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.done == len(self.needed)

    @property
    def next(self) -> Step | None:
        """The first line that is not done."""
        return next((step for step in self.needed if not step.done), None)


def checklist(slug: str, now: datetime) -> Checklist:
    """How far the founding of the active committee has come (nine queries, whatever its size)."""
    last = last_test()
    arrived = arrivals(last) if last is not None else []
    members = _members(now)
    steps = [
        _preset(slug),
        _organisations(slug, members),
        _invitations(slug, members, now),
        _history(slug),
        _notice(slug, arrived, sent=last is not None),
        _rotation(slug),
        _administrators(slug, members, now),
    ]
    return Checklist(steps, arrived, last.at if last is not None else None)


@dataclass(frozen=True, slots=True)
class _Member:
    """An organisation, and how many people sit for it."""

    pk: int
    key: str
    name: str
    kind: str
    people: int


def _members(now: datetime) -> list[_Member]:
    """The organisations of today, without the secretariat and without authorities whose access has ended."""
    holding = Q(seats__starts_at__lte=now) & (Q(seats__ends_at=None) | Q(seats__ends_at__gt=now))
    rows = Organisation.objects.filter(Q(left_at=None) | Q(left_at__gt=now))
    rows = rows.exclude(kind=OrganisationKind.SECRETARIAT)
    ended, running = Access.objects.filter(ends_at__lte=now), Access.objects.filter(ends_at__gt=now)
    rows = rows.exclude(Q(pk__in=ended.values("organisation")) & ~Q(pk__in=running.values("organisation")))
    rows = rows.annotate(people=Count("seats", filter=holding & ~Q(seats__role=Role.SERVICE))).order_by("name")
    return [_Member(*row) for row in rows.values_list("pk", "key", "name", "kind", "people")]


def _preset(slug: str) -> Step:
    latest = latest_charter()
    said = _("The preset %(preset)s; version %(number)s of the charter.")
    return Step(
        "preset",
        _("Charter"),
        True,
        said % {"preset": latest.preset, "number": latest.number},
        _("Read the charter"),
        reverse("membership:charter", args=[slug]),
        stays=True,
    )


def _organisations(slug: str, members: Sequence[_Member]) -> Step:
    labs = sum(one.kind == OrganisationKind.LAB for one in members)
    others = len(members) - labs
    lines = [
        ngettext("%(number)s lab", "%(number)s labs", labs) % {"number": labs} if labs else _("no lab yet"),
        ngettext("%(number)s other organisation", "%(number)s other organisations", others) % {"number": others},
    ]
    said = ", ".join(lines if others else lines[:1])
    return Step(
        "organisations",
        _("Organisations"),
        labs > 0,
        f"{said[:1].upper()}{said[1:]}.",
        _("Add an organisation"),
        reverse("membership:add_organisation", args=[slug]),
        stays=True,
    )


def _invitations(slug: str, members: Sequence[_Member], now: datetime) -> Step:
    found = Invitation.objects.aggregate(
        accepted=Count("pk", filter=~Q(accepted_at=None)),
        waiting=Count("pk", filter=Q(accepted_at=None, withdrawn_at=None, expires_at__gt=now)),
        expired=Count("pk", filter=Q(accepted_at=None, withdrawn_at=None, expires_at__lte=now)),
    )
    said = _("%(accepted)s accepted, %(waiting)s waiting, %(expired)s expired.") % found
    empty = [one.name for one in members if not one.people]
    if empty:
        said += " " + _("Nobody sits yet for %(names)s.") % {"names": _named(empty)}
    waiting = bool(found["waiting"] or found["expired"])
    return Step(
        "invitations",
        _("Invitations"),
        bool(members) and not empty,
        said,
        _("See who has not accepted") if waiting else _("Invite someone"),
        reverse("membership:invitations" if waiting else "membership:invite", args=[slug]),
        stays=True,
    )


def _history(slug: str) -> Step:
    brought = Act.objects.filter(kind=IMPORTED).count()
    said = ngettext("%(number)s report brought in.", "%(number)s reports brought in.", brought) % {"number": brought}
    return Step(
        "history",
        _("History"),
        brought > 0,
        said if brought else _("Incidents from before the committee. Not every committee has any."),
        _("Bring it in from a file"),
        reverse("incidents:history", args=[slug]),
        optional=True,
    )


def _notice(slug: str, arrived: Sequence[Arrival], *, sent: bool) -> Step:
    there = sum(one.is_there for one in arrived)
    said = _("It has reached %(there)s of the %(number)s other seats.") % {"there": there, "number": len(arrived)}
    return Step(
        "notice",
        _("Test notice"),
        bool(arrived) and there == len(arrived),
        said if sent else _("None has been sent yet."),
        _("See where it has not arrived") if sent else _("Send one to every seat"),
        "#notice",
    )


def _rotation(slug: str) -> Step:
    started = Rotation.objects.exists()
    return Step(
        "rotation",
        _("Rotation of the chair"),
        started,
        _("It runs.") if started else _("It has not been started."),
        _("Start the rotation"),
        reverse("chairs:index", args=[slug]),
    )


def _administrators(slug: str, members: Sequence[_Member], now: datetime) -> Step:
    managed = set(Administrator.objects.at(now).values_list("organisation", flat=True))
    without = [one for one in members if one.pk not in managed]
    first = next((one for one in without if one.people), None)
    return Step(
        "administrators",
        _("Administrators"),
        bool(members) and not without,
        _administered(members, without),
        _("Name the administrator of %(name)s") % {"name": first.name} if first else "",
        reverse("membership:organisation", args=[slug, first.key]) if first else "",
    )


def _administered(members: Sequence[_Member], without: Sequence[_Member]) -> str:
    if not members:
        return _("The first who accepts an organisation's invitation manages its people.")
    if not without:
        return _("Every organisation has one.")
    said = _("Nobody manages the people of %(names)s.") % {"names": _named([one.name for one in without])}
    if all(one.people for one in without):
        return said
    return said + " " + _("Where nobody sits yet, the first who accepts an invitation will.")


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    rest = len(names) - NAMED
    return _("%(names)s and %(number)s more") % {"names": shown, "number": rest} if rest > 0 else shown
