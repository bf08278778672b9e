"""Webhooks and pagers of an organisation: added, paused, given new secrets, removed. Each is an act in the record."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.accounts.models import User
from apps.accounts.selectors import lacks_second_factor
from apps.committees.models import Organisation
from apps.committees.rules.viewer import Viewer
from apps.kernel.decisions import no
from apps.notices import acts
from apps.notices.channels.places import Place, digest_of, new_pager_token, new_signing_secret, place_of
from apps.notices.models import Endpoint
from apps.notices.rules import may_add_endpoint, may_keep_endpoints
from apps.notices.states import EndpointKind
from apps.record.services import record


@dataclass(frozen=True, slots=True)
class NewSecret:
    """An endpoint and the secret that its keeper must copy now: a webhook's to check signatures, a pager's token."""

    endpoint: Endpoint
    secret: str


def add_webhook(*, actor: Viewer, now: datetime, label: str, url: str) -> NewSecret:
    """Have the organisation's acts posted to an address that the guard of the way out takes. Raises Refused."""
    secret = new_signing_secret()
    return NewSecret(_add(actor, now, EndpointKind.WEBHOOK, label, Place(url, secret)), secret)


def add_pager(*, actor: Viewer, now: datetime, label: str, url: str, routing_key: str) -> NewSecret:
    """Have what cannot wait posted to a pager; its secret is the token with which it acknowledges. Raises Refused."""
    token = new_pager_token()
    return NewSecret(_add(actor, now, EndpointKind.PAGER, label, Place(url, routing_key), digest_of(token)), token)


def rotate(*, actor: Viewer, now: datetime, uid: uuid.UUID) -> NewSecret:
    """A new secret: a webhook's old one signs beside it for a day, a pager's old token ends at once.

    Raises Refused, Endpoint.DoesNotExist.
    """
    _require_right(actor)
    endpoint = endpoint_of(actor, uid)
    if endpoint.kind == EndpointKind.PAGER:
        secret = new_pager_token()
        endpoint.ack_digest = digest_of(secret)
    else:
        secret, place = new_signing_secret(), place_of(endpoint)
        endpoint.sealed = Place(place.url, secret, previous=place.secret).sealed()
    endpoint.rotated_at = now
    endpoint.save(update_fields=["ack_digest", "sealed", "rotated_at"])
    tell(acts.ROTATED, endpoint, actor, now)
    return NewSecret(endpoint, secret)


def pause(*, actor: Viewer, now: datetime, uid: uuid.UUID) -> Endpoint:
    """Send nothing there until it is resumed. Raises Refused, Endpoint.DoesNotExist."""
    return _switch(actor, now, uid, paused_at=now)


def resume(*, actor: Viewer, now: datetime, uid: uuid.UUID) -> Endpoint:
    """Send there again from now on. Raises Refused, Endpoint.DoesNotExist."""
    return _switch(actor, now, uid, paused_at=None)


def remove(*, actor: Viewer, now: datetime, uid: uuid.UUID) -> Endpoint:
    """End it for good and forget its address and secrets; its log stays. Raises Refused, Endpoint.DoesNotExist."""
    may_keep_endpoints(actor).require()
    endpoint = endpoint_of(actor, uid)
    endpoint.removed_at, endpoint.ack_digest, endpoint.sealed = now, "", ""
    endpoint.save(update_fields=["removed_at", "ack_digest", "sealed"])
    tell(acts.REMOVED, endpoint, actor, now)
    return endpoint


def endpoint_of(actor: Viewer, uid: uuid.UUID) -> Endpoint:
    """The organisation's endpoint, locked; raises Endpoint.DoesNotExist for one that is another's or gone."""
    mine = Endpoint.objects.visible_to(actor).there().exclude(kind=EndpointKind.PUSH)
    return mine.select_for_update(of=("self",)).get(uid=uid)


def tell(kind: str, endpoint: Endpoint, actor: Any, now: datetime, facts: Mapping[str, Any] | None = None) -> None:
    """Record what was done to an endpoint."""
    known = {"kind": endpoint.kind, "label": endpoint.label, "host": endpoint.host}
    subject = acts.ENDPOINT, endpoint.pk, str(endpoint.uid)
    record(kind, actor=actor, now=now, subject=subject, facts=known | dict(facts or {}))


def _add(actor: Viewer, now: datetime, kind: EndpointKind, label: str, place: Place, ack_digest: str = "") -> Endpoint:
    _require_right(actor)
    # Two at once must not both be the last that there is room for.
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    may_add_endpoint(Endpoint.objects.there().filter(organisation=actor.organisation_id).count()).require()
    endpoint = Endpoint.objects.create(
        kind=kind,
        organisation_id=actor.organisation_id,
        label=label.strip(),
        host=place.host,
        sealed=place.sealed(),
        ack_digest=ack_digest,
        made_at=now,
        made_by_id=actor.seat_id,
    )
    tell(acts.ADDED, endpoint, actor, now)
    return endpoint


def _switch(actor: Viewer, now: datetime, uid: uuid.UUID, *, paused_at: datetime | None) -> Endpoint:
    may_keep_endpoints(actor).require()
    endpoint = endpoint_of(actor, uid)
    if (endpoint.paused_at is None) == (paused_at is None):
        no("It is paused already." if paused_at else "It is not paused.").require()
    endpoint.paused_at = paused_at
    endpoint.save(update_fields=["paused_at"])
    tell(acts.PAUSED if paused_at else acts.RESUMED, endpoint, actor, now)
    return endpoint


def _require_right(actor: Viewer) -> None:
    """A secret must not be a side door around the second factor that its maker's seat needs."""
    may_keep_endpoints(actor).require()
    person = User.objects.filter(pk=actor.user_id or 0).first()
    if person is not None and actor.needs_second_factor and lacks_second_factor(person):
        no("This seat needs a second factor. Set one up before adding endpoints.").require()
