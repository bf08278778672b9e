"""Each lab's document of what binds it, signed: made by the worker, which alone holds the key."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from celery import signature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from apps.committees.models import Committee
from apps.committees.rules.viewer import Actor
from apps.kernel import ed25519
from apps.kernel.canonical import dumps, sha256
from apps.kernel.tenancy.context import active_committee
from apps.kernel.tenancy.tasks import ring_after_commit
from apps.kernel.tenancy.turns import wait_for_turn
from apps.pauses.acts.signed import CHANGE_MEASURES, KEY_TAKEN
from apps.pauses.models import KEY_SUBJECT, MeasuresKey, SignedMeasures
from apps.pauses.rules.documents import PAYLOAD_TYPE, Measures, encoded, envelope
from apps.pauses.selectors.signed import Bound, binding_until
from apps.record.models import Act
from apps.record.services import record

SIGN = "pauses.sign_measures"
VALID = timedelta(hours=6)
"""How long a document is good: long enough for a scheduler to live through a night when the portal is away, short
enough that an order which it could not fetch binds its machines by the next shift."""


class RetiredKey(Exception):
    """The key has been followed by another; it never signs again."""


def follow(recorded: Sequence[Act]) -> None:
    """Ring for the worker when something happened that may change what binds a lab."""
    if any(act.subject_kind in CHANGE_MEASURES for act in recorded):
        ring_after_commit(signature(SIGN), active_committee())


def sign_measures(*, actor: Actor, now: datetime, key: Ed25519PrivateKey) -> list[str]:
    """Sign the active committee's documents where something has changed or half of their life is gone.

    Safe to run twice and at once. Gives the keys of the labs whose document is new. Raises RetiredKey.
    """
    _one_at_a_time()
    row = _take(key, actor, now)
    held = {document.organisation_id: document for document in SignedMeasures.objects.all()}
    committee = Committee.objects.get(pk=active_committee() or 0)
    signed = []
    for bound in binding_until(now, now + VALID):
        measures = Measures(committee.slug, bound.lab.key, now, now + VALID, bound.orders, bound.permits)
        digest = _digest(measures)
        if _is_good(held.get(bound.lab.pk), digest, row.key_id, now):
            continue
        _keep(bound, measures, digest, key)
        signed.append(bound.lab.key)
    return signed


def _one_at_a_time() -> None:
    # Else who read first could write last, and what was lifted would bind again for hours.
    wait_for_turn("pauses.measures")


def _take(key: Ed25519PrivateKey, actor: Actor, now: datetime) -> MeasuresKey:
    """The key's row; with a new one the key before it is retired, and all members are told."""
    key_id, public = ed25519.key_id(key), ed25519.public(key)
    row = MeasuresKey.objects.filter(key_id=key_id).first()
    if row is not None:
        if row.retired_at is not None:
            raise RetiredKey(f"The measures key {row.short_id} was retired; give the worker the newer one.")
        return row
    MeasuresKey.objects.filter(retired_at=None).update(retired_at=now)
    row = MeasuresKey.objects.create(key_id=key_id, public_key=public, starts_at=now)
    facts = {"keyid": key_id, "public_key": public}
    record(KEY_TAKEN, actor=actor, now=now, subject=(KEY_SUBJECT, row.pk, row.short_id), facts=facts)
    return row


def _digest(measures: Measures) -> str:
    """SHA-256 over what binds, whenever it is signed."""
    said = measures.as_data()
    return sha256(dumps({name: said[name] for name in said.keys() - {"issued_at", "valid_until"}}))


def _is_good(held: SignedMeasures | None, digest: str, key_id: str, now: datetime) -> bool:
    if held is None or held.digest != digest or held.issued_at > now:
        return False
    signers = {signature["keyid"] for signature in held.envelope["signatures"]}
    return key_id in signers and held.valid_until - now > VALID / 2


def _keep(bound: Bound, measures: Measures, digest: str, key: Ed25519PrivateKey) -> None:
    payload = dumps(measures.as_data())
    signature = key.sign(encoded(PAYLOAD_TYPE, payload))
    SignedMeasures.objects.update_or_create(
        organisation=bound.lab,
        defaults={
            "issued_at": measures.issued_at,
            "valid_until": measures.valid_until,
            "digest": digest,
            "envelope": envelope(payload, {ed25519.key_id(key): signature}),
        },
    )
