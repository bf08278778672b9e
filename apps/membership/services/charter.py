"""Amending the charter: drafts, their adoption, their withdrawal; the preset of a committee that is being founded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404

from apps.committees.models import CharterDraft, CharterVersion, Committee, Seat
from apps.committees.rules.charter import PRESETS, errors_in, preset_values
from apps.committees.rules.viewer import Actor, Viewer
from apps.kernel import canonical
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import active_committee
from apps.membership import acts
from apps.membership.rules import amendments
from apps.membership.rules.setup import may_choose_preset
from apps.membership.rules.who import may_keep_papers
from apps.membership.selectors.charter import latest_charter
from apps.membership.selectors.setup import decided_acts
from apps.record.services import record

MOST_WORDS = 200


def draft_amendment(
    *, actor: Actor, now: datetime, title: str, values: Mapping[str, Any], because: str = ""
) -> CharterDraft:
    """Draft an amendment: of `values`, by article, only what differs from the latest version is kept.

    Raises Refused, or Invalid with the errors by article.
    """
    amendments.may_draft(actor).require()
    latest = latest_charter()
    standing = amendments.standing_values(latest.values, latest.preset)
    errors = dict(errors_in(values))
    if not title.strip():
        errors["title"] = "Give the amendment a title."
    changed = amendments.changed(standing, values)
    if not errors and not changed:
        errors[""] = "Nothing would change. Give at least one article another value."
    if errors:
        raise Invalid(errors)
    draft = CharterDraft.objects.create(
        title=title.strip(),
        because=because.strip(),
        values=changed,
        based_on=latest.number,
        drafted_by=_seat_of(actor),
        drafted_at=now,
    )
    numbers = [change.number for change in amendments.changes(standing, changed)]
    _record(acts.CHARTER_DRAFTED, draft, actor, now, {"title": draft.title, "articles": numbers})
    return draft


def adopt_amendment(
    *, actor: Actor, now: datetime, draft: UUID, onto: int, decision: str, in_force_at: datetime | None = None
) -> CharterVersion:
    """Record that the committee has adopted a draft: a new version, in force from the instant (None: at once).

    `onto` is the number of the version that the clerk has compared it with: when another was adopted meanwhile it is
    Refused, so that nobody adopts what they have not seen. Open deadlines keep what was frozen when they began.
    Raises Http404, Refused or Invalid.
    """
    may_keep_papers(actor).require()
    _one_at_a_time()
    row = _open_draft(draft)
    latest = latest_charter()
    if latest.number != onto:
        raise Refused(
            f"Version {latest.number} of the charter was adopted meanwhile. Look at what this draft changes now, "
            "and adopt it again."
        )
    begins = now if in_force_at is None else in_force_at
    errors = {"in_force_at": amendments.errors_in_beginning(begins, now=now, latest_from=latest.in_force_at)}
    errors["decision"] = _error_in_decision(decision)
    standing = amendments.standing_values(latest.values, latest.preset)
    errors |= errors_in(row.values)
    if any(errors.values()):
        raise Invalid({name: text for name, text in errors.items() if text})
    altered = amendments.changes(standing, row.values)
    if not altered:
        raise Refused(f"Version {latest.number} says already what this draft asks for. Withdraw the draft.")
    version = CharterVersion.objects.create(
        number=latest.number + 1,
        preset=latest.preset,
        values=standing | row.values,
        in_force_at=begins,
        adopted_by=decision.strip(),
    )
    row.adopted_as = version
    row.save(update_fields=["adopted_as"])
    facts = {
        "version": version.number,
        "in_force_at": canonical.instant(begins),
        "decision": version.adopted_by,
        "changes": [f"{one.number} {one.title}: {one.was} → {one.becomes}" for one in altered],
    }
    _record(acts.CHARTER_AMENDED, row, actor, now, facts)
    return version


def withdraw_amendment(*, actor: Actor, now: datetime, draft: UUID) -> CharterDraft:
    """Withdraw a draft that is open. Raises Http404 or Refused."""
    _one_at_a_time()
    row = _open_draft(draft, of=actor)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    _record(acts.CHARTER_DRAFT_WITHDRAWN, row, actor, now, {"title": row.title})
    return row


def choose_preset(*, actor: Actor, now: datetime, preset: str) -> CharterVersion:
    """Give a committee that is being founded another preset: a new version, in force at once.

    Only while nothing was decided under the charter; afterwards by an amendment. Raises Refused or Invalid.
    """
    may_keep_papers(actor).require()
    _one_at_a_time()
    latest = latest_charter()
    if preset not in PRESETS:
        raise Invalid({"preset": f"Choose one of {', '.join(PRESETS)}."})
    may_choose_preset(
        decided=decided_acts().exists(), same=latest.preset == preset, begun=latest.in_force_at <= now
    ).require()
    version = CharterVersion.objects.create(
        number=latest.number + 1,
        preset=preset,
        values=preset_values(preset),
        in_force_at=now,
        adopted_by="The founding of the committee",
    )
    committee = Committee.objects.get(pk=active_committee() or 0)
    record(
        acts.PRESET_CHOSEN,
        actor=actor,
        now=now,
        subject=("committee", committee.pk, committee.slug),
        facts={"preset": preset, "version": version.number},
    )
    return version


def _one_at_a_time() -> None:
    """Whoever changes the charter waits for the others; read only after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('membership.charter'), %s::int)", [active_committee()])


def _open_draft(uid: UUID, of: Actor | None = None) -> CharterDraft:
    row = CharterDraft.objects.select_for_update(of=("self",)).filter(uid=uid).first()
    if row is None:
        raise Http404
    if of is not None:
        amendments.may_withdraw(of, drafted_by=row.drafted_by_id).require()
    amendments.is_open(adopted=row.adopted_as_id is not None, withdrawn=row.withdrawn_at is not None).require()
    return row


def _error_in_decision(decision: str) -> str:
    if not decision.strip():
        return "Name the committee's decision: what, when, where it is written down."
    return "" if len(decision.strip()) <= MOST_WORDS else f"Give at most {MOST_WORDS} characters."


def _seat_of(actor: Actor) -> Seat | None:
    return Seat.objects.get(pk=actor.seat_id) if isinstance(actor, Viewer) else None


def _record(kind: str, draft: CharterDraft, actor: Actor, now: datetime, facts: Mapping[str, Any]) -> None:
    record(kind, actor=actor, now=now, subject=("charter_draft", draft.pk, str(draft.uid)), facts=facts)
