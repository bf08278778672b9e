"""Amending the charter: who drafts, what changes, what has changed underneath, from when it is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.committees.rules.charter import Value, articles, place, value_of
from apps.committees.rules.viewer import Actor, Portal
from apps.committees.states import MEMBER_ROLES
from apps.kernel.decisions import YES, Decision, no


@dataclass(frozen=True, slots=True)
class Change:
    """One article that reads differently, with both values in words and figures."""

    key: str
    number: str
    title: str
    before: Value
    after: Value
    was: str
    becomes: str
    reads: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """An article that was changed by another amendment after this draft was written."""

    number: str
    title: str
    drafted_from: str
    now: str
    drafted_to: str


def may_draft(actor: Actor) -> Decision:
    """Any member, and the clerks."""
    if isinstance(actor, Portal) or actor.is_operator:
        return no("An amendment is drafted by a person in a seat.")
    if actor.is_clerk or actor.role in MEMBER_ROLES:
        return YES
    return no("Members and clerks draft amendments of the charter.")


def may_change(actor: Actor, *, drafted_by: int | None) -> Decision:
    """Who drafted it, or a clerk, changes or withdraws it."""
    if isinstance(actor, Portal) or actor.is_operator:
        return no("A draft is changed or withdrawn by a person in a seat.")
    if actor.is_clerk or actor.seat_id == drafted_by:
        return YES
    return no("Only its drafter or a clerk may change or withdraw a draft.")


def is_the_one_seen(version: int, seen: int | None) -> Decision:
    """Nobody overwrites or adopts a draft as it was before somebody else changed it; None: it was read just now."""
    if seen in (None, version):
        return YES
    return no("The draft was changed after you opened it. Look at it as it is now, and do it again.")


def is_open(*, adopted: bool, withdrawn: bool) -> Decision:
    """A draft is adopted or withdrawn once."""
    if adopted:
        return no("This draft has been adopted.")
    return no("This draft has been withdrawn.") if withdrawn else YES


def standing_values(values: Mapping[str, Any], preset: str) -> dict[str, Any]:
    """Every article's value in a version, also of articles that are newer than it."""
    return {key: value_of(values, preset, key) for key in articles()}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Only the values of `after` that differ from `before`."""
    return {key: value for key, value in after.items() if key in before and value != before[key]}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs, in the order of the articles."""
    known = articles()
    keys = sorted(changed(before, after), key=lambda key: place(known[key].number))
    return [_change(key, before[key], after[key]) for key in keys]


def _change(key: str, before: Value, after: Value) -> Change:
    article = articles()[key]
    return Change(
        key,
        article.number,
        article.title,
        before,
        after,
        article.spelled(before),
        article.spelled(after),
        article.in_full(after),
    )


def conflicts(drafted: Mapping[str, Any], base: Mapping[str, Any], latest: Mapping[str, Any]) -> list[Conflict]:
    """Articles that the draft would change and that are no longer what they were when it was drafted.

    One that has meanwhile become what the draft asks for is none.
    """
    known = articles()
    found = []
    for key in sorted(set(drafted) & set(known), key=lambda key: place(known[key].number)):
        article = known[key]
        if latest[key] not in (base[key], drafted[key]):
            texts = (article.figures(value) for value in (base[key], latest[key], drafted[key]))
            found.append(Conflict(article.number, article.title, *texts))
    return found


def errors_in_beginning(in_force_at: datetime, *, now: datetime, latest_from: datetime) -> str:
    """Why a version cannot be in force from the instant; empty when it can."""
    if in_force_at < now:
        return "Give a time that has not passed: the charter does not change backwards."
    if in_force_at < latest_from:
        return "An amendment already adopted begins later. Give a time that is not before it."
    return ""
