"""A membership as its organisation's page shows it: state, history, tier, ties, who recognises the framework there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.committees.models import Jurisdiction, Organisation, Tie
from apps.committees.rules.charter import articles, value_of
from apps.committees.rules.standing import Change, change_at
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import changes_of, charter_at
from apps.committees.states import TIE_LABELS, MembershipState, TieKind
from apps.membership.rules import membership as rules
from apps.membership.rules.charter import TIER_POWERS
from apps.membership.rules.membership import STATE_WORDS, STEPS, Step
from apps.membership.rules.who import may_keep_papers

NO_TIER = "No training run above the first threshold is declared: it reports what goes wrong."


@dataclass(frozen=True, slots=True)
class Line:
    """A change of the membership in words."""

    words: str
    change: Change


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie from one organisation's side: to whom, how, and whether it is the one who declared it."""

    tie: Tie
    to: Organisation | None
    to_name: str
    label: str
    declared_here: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """All that the card shows, and what the viewer may do there."""

    now: Line
    leaves_at: datetime | None
    history: list[Line]
    tier: str
    steps: list[Step]
    ties: list[TieLine]
    recognition: Jurisdiction | None
    means: str = ""
    may_give_notice: bool = False
    may_take_back: bool = False
    may_declare: bool = False


def membership_of(organisation: Organisation, viewer: Viewer, now: datetime) -> Membership:
    """The organisation's membership at the instant, for this viewer (four queries)."""
    changes = changes_of([organisation.pk]).get(organisation.pk, [])
    state = MembershipState(organisation.state)
    founding = Change(MembershipState.ADMITTED, organisation.admitted_at)
    history = changes if changes and changes[0].since == organisation.admitted_at else [founding, *changes]
    current = change_at(changes, now, admitted_at=organisation.admitted_at, leaves_at=organisation.left_at) or founding
    name, leaves_at = organisation.name, organisation.left_at
    speaks = rules.may_speak_of_leaving(viewer, organisation.pk)
    return Membership(
        now=_line(current),
        leaves_at=leaves_at if leaves_at is not None and leaves_at > now else None,
        history=[_line(change) for change in reversed(history)],
        tier=_tier(organisation.tier, now),
        steps=[step for step in STEPS.values() if may_keep_papers(viewer) and rules.may_step(step.verb, name, state)],
        ties=ties_of(organisation, now),
        recognition=Jurisdiction.objects.at(now).filter(code__in=_codes(organisation.jurisdiction)).last(),
        means=rules.SUSPENDED_MEANS if current.state == MembershipState.SUSPENDED else "",
        may_give_notice=bool(speaks and rules.may_give_notice(name, state, leaves_at)),
        may_take_back=bool(speaks and rules.may_take_back_notice(name, state, leaves_at, now)),
        may_declare=bool(rules.may_declare(viewer, organisation.pk)),
    )


def _line(change: Change) -> Line:
    words = STATE_WORDS[change.state]
    return Line(words[:1].upper() + words[1:], change)


def _codes(jurisdiction: str) -> list[str]:
    """A state's own recognition, else its country's: “US-CA”, then “US”."""
    return [jurisdiction, jurisdiction.partition("-")[0]] if jurisdiction else []


def _tier(tier: int, now: datetime) -> str:
    if not tier:
        return NO_TIER
    version, key = charter_at(now), TIER_POWERS[min(tier, len(TIER_POWERS)) - 1]
    article = articles()[key]
    words = article.words(value_of(version.values, version.preset, key))
    return f"{words} (Charter, article {article.number}.)"


def ties_of(organisation: Organisation, now: datetime) -> list[TieLine]:
    """The ties that bind the organisation at the instant, those declared by others too (one query)."""
    rows = (
        Tie.objects.at(now).filter(Q(organisation=organisation) | Q(other=organisation)).order_by("-starts_at", "-id")
    )
    return [_tie(tie, organisation) for tie in rows.select_related("organisation", "other")]


def _tie(tie: Tie, organisation: Organisation) -> TieLine:
    declared_here = tie.organisation_id == organisation.pk
    to = tie.other if declared_here else tie.organisation
    return TieLine(tie, to, to.name if to else tie.other_name, TIE_LABELS[TieKind(tie.kind)], declared_here)


def jurisdictions(now: datetime) -> tuple[QuerySet[Jurisdiction], QuerySet[Jurisdiction]]:
    """The governments that recognise the framework at the instant, and those that no longer do, newest first."""
    ended = Jurisdiction.objects.filter(ends_at__lte=now).order_by("-ends_at", "-id")
    return Jurisdiction.objects.at(now).order_by("name", "id"), ended
