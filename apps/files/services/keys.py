"""Registering the public keys to which evidence is sealed, and retiring them."""

from datetime import datetime
from uuid import UUID

import pyrage
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.files import acts
from apps.files.models import ReadingKey
from apps.files.rules import MY, key_errors, may_keep_keys
from apps.kernel.decisions import Invalid
from apps.record.services import record


def register_key(*, actor: Viewer, now: datetime, whose: str, recipient: str) -> ReadingKey:
    """Make a public key that of the organisation (`whose` is "organisation") or of the person alone ("my").

    The one before is retired with it; files sealed to it stay readable with it alone. Raises Refused, or Invalid by
    field. A secret key that was pasted by mistake is refused and kept nowhere.
    """
    may_keep_keys(actor).require()
    recipient = recipient.strip()
    if errors := key_errors(recipient):
        raise Invalid(errors)
    try:
        pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise Invalid({"recipient": "This is no public key of age: a letter of it is wrong. Copy it again."}) from None
    # Two colleagues who register at once: the second finds the first one's key and retires it.
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)
    if ReadingKey.objects.filter(recipient=recipient).exists():
        raise Invalid({"recipient": "This key stands here already. Make a new one."})
    seat_id = actor.seat_id if whose == MY else None
    former = ReadingKey.objects.filter(organisation=organisation, seat=seat_id, retired_at=None)
    replaces = list(former.values_list("recipient", flat=True))
    former.update(retired_at=now)
    key = ReadingKey.objects.create(
        organisation=organisation, seat_id=seat_id, recipient=recipient, added_by_id=actor.seat_id, added_at=now
    )
    _record(acts.KEY_REGISTERED, key, actor, now, {"replaces": replaces[0]} if replaces else {})
    return key


def retire_key(*, actor: Viewer, now: datetime, uid: UUID) -> ReadingKey:
    """Seal nothing more to a key. Raises Http404, Refused."""
    key = ReadingKey.objects.select_for_update().filter(uid=uid, retired_at=None).first()
    if key is None:
        raise Http404(uid)
    may_keep_keys(actor, organisation_id=key.organisation_id, seat_id=key.seat_id).require()
    key.retired_at = now
    key.save(update_fields=["retired_at"])
    _record(acts.KEY_RETIRED, key, actor, now, {})
    return key


def _record(kind: str, key: ReadingKey, actor: Viewer, now: datetime, more: dict[str, str]) -> None:
    facts = {"recipient": key.recipient, "whose": "person" if key.seat_id else "organisation"} | more
    organisation = key.organisation
    told = [f"colleagues:{organisation.pk}"]
    record(
        kind, actor=actor, now=now, subject=("organisation", organisation.pk, organisation.key), facts=facts, told=told
    )
