"""The charter changes: a draft is adopted; the preset of a committee that is being founded."""

from datetime import datetime
from uuid import UUID

from apps.committees.models import CharterVersion, Committee
from apps.committees.rules.charter import PRESETS, errors_in, preset_values
from apps.committees.rules.viewer import Actor
from apps.kernel import canonical
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import active_committee
from apps.membership import acts
from apps.membership.rules import amendments
from apps.membership.rules.setup import may_choose_preset
from apps.membership.rules.who import may_keep_papers
from apps.membership.selectors.charter import latest_charter
from apps.membership.selectors.setup import decided_acts
from apps.membership.services.amendments import note, one_at_a_time, open_draft
from apps.record.services import record

MOST_WORDS = 200


def adopt_amendment(
    *,
    actor: Actor,
    now: datetime,
    draft: UUID,
    onto: int,
    decision: str,
    seen: int | None = None,
    in_force_at: datetime | None = None,
) -> CharterVersion:
    """Record that the committee has adopted a draft: a new version, in force from the instant (None: at once).

    `onto` is the number of the version that the clerk has compared it with, `seen` the draft's own version, None where
    it was read just now: when another was adopted or the draft was changed meanwhile it is Refused, so that nobody
    adopts what they have not seen. Open deadlines keep what was frozen when they began.
    Raises Http404, Refused or Invalid.
    """
    may_keep_papers(actor).require()
    one_at_a_time()
    row = open_draft(draft)
    amendments.is_the_one_seen(row.version, seen).require()
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
    note(acts.CHARTER_AMENDED, row, actor, now, facts)
    return version


def choose_preset(*, actor: Actor, now: datetime, preset: str) -> CharterVersion:
    """Give a committee that is being founded another preset: a new version, in force at once.

    Only while nothing was decided under the charter; afterwards by an amendment. Raises Refused or Invalid.
    """
    may_keep_papers(actor).require()
    one_at_a_time()
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


def _error_in_decision(decision: str) -> str:
    if not decision.strip():
        return "Name the committee's decision: what, when, where it is written down."
    return "" if len(decision.strip()) <= MOST_WORDS else f"Give at most {MOST_WORDS} characters."
