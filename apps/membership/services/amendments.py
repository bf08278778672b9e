"""Drafts of amendments of the charter: writing, changing, withdrawing one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from apps.committees.models import CharterDraft, CharterVersion, Seat
from apps.committees.rules.charter import errors_in
from apps.committees.rules.viewer import Actor, Viewer
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.turns import wait_for_turn
from apps.membership import acts
from apps.membership.rules import amendments
from apps.membership.selectors.charter import latest_charter, versions
from apps.record.services import record


def draft_amendment(
    *,
    actor: Actor,
    now: datetime,
    title: str,
    values: Mapping[str, Any],
    because: str = "",
    based_on: int | None = None,
) -> CharterDraft:
    """Draft an amendment: of `values`, by article, only what differs from the version `based_on` is kept.

    `based_on` is the number of the version that its drafter had before them, None the newest. Raises Refused, or
    Invalid with the errors by article.
    """
    amendments.may_draft(actor).require()
    base, altered = _altered(title, values, based_on)
    draft = CharterDraft.objects.create(
        title=title.strip(),
        because=because.strip(),
        values=altered,
        based_on=base.number,
        drafted_by=_seat_of(actor),
        drafted_at=now,
    )
    note(acts.CHARTER_DRAFTED, draft, actor, now, _summary(draft, base))
    return draft


def change_amendment(
    *,
    actor: Actor,
    now: datetime,
    draft: UUID,
    seen: int | None = None,
    title: str | None = None,
    values: Mapping[str, Any] | None = None,
    because: str | None = None,
    based_on: int | None = None,
) -> CharterDraft:
    """Change a draft that is open; what is None stays. New `values` replace all of its values, as when drafting.

    `seen` is the draft's own version that was changed, None where it was read in this transaction: if it has changed
    since, Refused, so that nobody's change is lost. A change of nothing leaves no act. Raises Http404, Refused or
    Invalid.
    """
    row = open_draft(draft, of=actor)
    amendments.is_the_one_seen(row.version, seen).require()
    before = (row.title, row.because, row.values, row.based_on)
    row.title = row.title if title is None else title.strip()
    row.because = row.because if because is None else because.strip()
    base, row.values = _altered(
        row.title, row.values if values is None else values, row.based_on if values is None else based_on
    )
    row.based_on = base.number
    if (row.title, row.because, row.values, row.based_on) == before:
        return row
    row.version += 1
    row.save(update_fields=["title", "because", "values", "based_on", "version"])
    note(acts.CHARTER_DRAFT_CHANGED, row, actor, now, _summary(row, base))
    return row


def _altered(title: str, values: Mapping[str, Any], number: int | None) -> tuple[CharterVersion, dict[str, Any]]:
    """The version that is amended, and the values that differ from it; raises Invalid."""
    base = latest_charter() if number is None else versions().filter(number=number).first()
    if base is None:
        raise Invalid({"based_on": "The charter has no such version."})
    altered = amendments.changed(amendments.standing_values(base.values, base.preset), values)
    errors = dict(errors_in(values))
    if not title.strip():
        errors["title"] = "Give the amendment a title."
    if not errors and not altered:
        errors[""] = "Nothing would change. Give at least one article another value."
    if errors:
        raise Invalid(errors)
    return base, altered


def _summary(draft: CharterDraft, base: CharterVersion) -> dict[str, Any]:
    altered = amendments.changes(amendments.standing_values(base.values, base.preset), draft.values)
    return {"title": draft.title, "articles": [change.number for change in altered]}


def withdraw_amendment(*, actor: Actor, now: datetime, draft: UUID) -> CharterDraft:
    """Withdraw a draft that is open. Raises Http404 or Refused."""
    one_at_a_time()
    row = open_draft(draft, of=actor)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    note(acts.CHARTER_DRAFT_WITHDRAWN, row, actor, now, {"title": row.title})
    return row


def one_at_a_time() -> None:
    """Whoever changes the charter waits for the others; read only after it."""
    wait_for_turn("membership.charter")


def open_draft(uid: UUID, of: Actor | None = None) -> CharterDraft:
    """The draft, locked, that is open, and that `of` may change; raises Http404 or Refused."""
    row = CharterDraft.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Http404
    if of is not None:
        amendments.may_change(of, drafted_by=row.drafted_by_id).require()
    amendments.is_open(adopted=row.adopted_as_id is not None, withdrawn=row.withdrawn_at is not None).require()
    return row


def note(kind: str, draft: CharterDraft, actor: Actor, now: datetime, facts: Mapping[str, Any]) -> None:
    """Record an act on a draft."""
    record(kind, actor=actor, now=now, subject=("charter_draft", draft.pk, str(draft.uid)), facts=facts)


def _seat_of(actor: Actor) -> Seat | None:
    return Seat.objects.get(pk=actor.seat_id) if isinstance(actor, Viewer) else None
