"""The public is told of a report by a text of its own: written, agreed to by the organisation, published by a clerk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.incidents.acts import public as acts
from apps.incidents.models import PUBLIC, Incident, PublicVersion
from apps.incidents.rules import public_text as rules
from apps.incidents.selectors.public import body_of, has_hidden, version_for
from apps.incidents.selectors.reports import incident_for
from apps.incidents.states import IN_WORK, PUBLIC_TRANSITIONS, PublicState
from apps.kernel.canonical import dumps, sha256
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.record.services import record

STALE = "The text has been changed since this page was made. Read it as it stands now."
NOTICE_LENGTH = 2_000


def write_public(
    *, actor: Viewer, now: datetime, ref: str, title: str, text: str, shown: Sequence[str] = (), edited: int = 0
) -> PublicVersion:
    """Write what the public is to be told, or change it; an agreement falls with the text that it was given to.

    `edited` is the count of edits that the writer began with, 0 for a first draft. Raises Http404, Refused, or Invalid.
    """
    incident = incident_for(actor, ref, lock=True)
    rules.may_write(actor, incident, has_hidden=has_hidden(actor, incident)).require()
    title, text = title.replace("\0", "").strip(), text.replace("\0", "").strip()
    if errors := rules.text_errors(title, text, shown):
        raise Invalid(errors)
    row = PublicVersion.objects.filter(incident=incident, state__in=IN_WORK).select_for_update().first()
    if edited != (row.edited if row else 0):
        raise Invalid({"": STALE})
    is_new = row is None
    if row is None:
        number = PublicVersion.objects.filter(incident=incident).count() + 1
        row = PublicVersion(incident=incident, ref=incident.ref, number=number, edited=0, by_clerk=actor.is_clerk)
    row.state = PublicState(PUBLIC_TRANSITIONS["change"].target)
    row.title, row.text = title, text
    row.shown = [name for name in rules.SHOWN if name in set(shown)]
    row.body = body_of(incident, row.shown)
    row.edited += 1
    row.by_clerk = row.by_clerk or actor.is_clerk
    row.writers = sorted({*row.writers, *([actor.user_id] if actor.user_id else [])})
    row.written_by_id, row.written_at = actor.seat_id, now
    row.agreed_by, row.agreed_at = None, None
    row.given_back_by, row.given_back_at, row.given_back_because = None, None, ""
    row.save()
    _record(acts.DRAFTED if is_new else acts.CHANGED, row, actor, now)
    return row


def agree_to_publish(*, actor: Viewer, now: datetime, ref: str, uid: UUID, edited: int) -> PublicVersion:
    """Agree, for the reporting organisation, to exactly the text that was read. Raises Http404, Refused or Invalid."""
    incident, row = _held(actor, ref, uid)
    rules.may_agree(actor, incident, row, kind=_kind(incident)).require()
    _is_what_was_read(row, edited)
    row.state = PublicState(PUBLIC_TRANSITIONS["agree"].target)
    row.agreed_by_id, row.agreed_at = actor.seat_id, now
    row.given_back_by, row.given_back_at, row.given_back_because = None, None, ""
    row.save()
    _record(acts.AGREED, row, actor, now)
    return row


def publish_public(*, actor: Viewer, now: datetime, ref: str, uid: UUID, edited: int) -> PublicVersion:
    """Publish what was agreed to; a version that was public is replaced. Raises Http404, Refused or Invalid."""
    incident, row = _held(actor, ref, uid)
    rules.may_publish(actor, incident, row).require()
    _is_what_was_read(row, edited)
    before = PublicVersion.objects.filter(incident=incident, state=PublicState.PUBLISHED)
    before.update(state=PublicState(PUBLIC_TRANSITIONS["replace"].target))
    row.state = PublicState(PUBLIC_TRANSITIONS["publish"].target)
    row.published_by_id, row.published_at = actor.seat_id, now
    row.save(update_fields=["state", "published_by", "published_at"])
    _record(acts.PUBLISHED, row, actor, now)
    return row


def withdraw_public(*, actor: Viewer, now: datetime, ref: str, uid: UUID, notice: str) -> PublicVersion:
    """Withdraw what is public, with a notice that everybody reads. Raises Http404, Refused or Invalid."""
    incident, row = _held(actor, ref, uid)
    rules.may_withdraw(actor, incident, row, kind=_kind(incident)).require()
    row.notice = required(notice, "notice", "Say why it is withdrawn. Everybody reads it.", NOTICE_LENGTH)
    row.state = PublicState(PUBLIC_TRANSITIONS["withdraw"].target)
    row.withdrawn_by_id, row.withdrawn_at = actor.seat_id, now
    row.save(update_fields=["state", "notice", "withdrawn_by", "withdrawn_at"])
    _record(acts.WITHDRAWN, row, actor, now)
    return row


def give_back_public(*, actor: Viewer, now: datetime, ref: str, uid: UUID, edited: int, because: str) -> PublicVersion:
    """Give what was agreed to back instead of publishing it, and say why. Raises Http404, Refused or Invalid."""
    incident, row = _held(actor, ref, uid)
    rules.may_give_back(actor, incident, row).require()
    _is_what_was_read(row, edited)
    row.given_back_because = required(because, "because", "Say what should be different.", NOTICE_LENGTH)
    row.state = PublicState(PUBLIC_TRANSITIONS["give_back"].target)
    row.agreed_by, row.agreed_at = None, None
    row.given_back_by_id, row.given_back_at = actor.seat_id, now
    row.save()
    _record(acts.GIVEN_BACK, row, actor, now, sealed={"because": row.given_back_because})
    return row


def discard_public(*, actor: Viewer, now: datetime, ref: str, uid: UUID, edited: int) -> PublicVersion:
    """Throw away what is not yet public. Raises Http404, Refused or Invalid."""
    incident, row = _held(actor, ref, uid)
    rules.may_discard(actor, incident, row).require()
    _is_what_was_read(row, edited)
    row.state = PublicState(PUBLIC_TRANSITIONS["discard"].target)
    row.save(update_fields=["state"])
    _record(acts.DISCARDED, row, actor, now)
    return row


def _held(actor: Viewer, ref: str, uid: UUID) -> tuple[Incident, PublicVersion]:
    """The report and the version, both held for a change: the report first, as everywhere.

    A clerk may publish what was agreed to without seeing the report itself.
    """
    found = version_for(actor, ref, uid)
    incident = Incident.objects.select_for_update().get(pk=found.incident_id)
    return incident, version_for(actor, ref, uid, lock=True)


def _kind(incident: Incident) -> str:
    return Organisation.objects.values_list("kind", flat=True).get(pk=incident.organisation_id)


def _is_what_was_read(row: PublicVersion, edited: int) -> None:
    if row.edited != edited:
        raise Invalid({"": STALE})


def digest_of(row: PublicVersion) -> str:
    """What was written, as one mark: agreed to and published are the same."""
    return sha256(dumps({"title": row.title, "text": row.text, "body": row.body}))


def _record(
    kind: str, row: PublicVersion, actor: Viewer, now: datetime, sealed: Mapping[str, str] | None = None
) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=(PUBLIC, row.pk, row.ref),
        facts={"version": row.number, "digest": digest_of(row)},
        sealed={"title": row.title, "text": row.text, "body": row.body, **(sealed or {})},
    )
