"""API tokens: made, shown once, revoked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.accounts.models import User
from apps.accounts.selectors import lacks_second_factor
from apps.committees.models import ApiToken, Seat
from apps.committees.rules.viewer import Actor, Portal
from apps.committees.states import STRONG_ROLES, Role
from apps.kernel.decisions import Invalid, Refused
from apps.membership import acts
from apps.membership.rules import tokens as rules
from apps.membership.rules.who import may_hold_tokens
from apps.record.services import record


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token's row and its secret, which exists nowhere else."""

    token: ApiToken
    secret: str


def make_token(
    *, actor: Actor, now: datetime, seat: Seat, name: str, scopes: Iterable[str], days: int = rules.USUAL_DAYS
) -> NewToken:
    """Make a token for one's own seat or a service seat of one's organisation. Raises Refused or Invalid."""
    seat = Seat.objects.at(now).select_related("organisation", "person").get(pk=seat.pk)
    _require_right(actor, seat)
    _require_second_factor(actor, seat)
    chosen = [scope for scope in rules.SCOPES if scope in set(scopes)]
    errors = rules.errors_in_token(name, scopes, days)
    if errors:
        raise Invalid(errors)
    secret = rules.new_secret()
    token = ApiToken.objects.create(
        seat=seat,
        name=name.strip(),
        digest=rules.digest_of(secret),
        hint=rules.hint_of(secret),
        scopes=chosen,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    _tell(acts.KEY_MADE, token, actor, now)
    return NewToken(token, secret)


def revoke_token(*, actor: Actor, now: datetime, token: ApiToken) -> ApiToken:
    """End a token: its next request gets 401. Raises Refused."""
    token = ApiToken.objects.select_related("seat__organisation").select_for_update(of=("self",)).get(pk=token.pk)
    _require_right(actor, token.seat)
    if token.revoked_at is not None:
        raise Refused("This token has been revoked already.")
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    _tell(acts.KEY_REVOKED, token, actor, now)
    return token


def _require_right(actor: Actor, seat: Seat) -> None:
    may_hold_tokens(actor, seat_id=seat.pk, organisation_id=seat.organisation_id, role=Role(seat.role)).require()


def _require_second_factor(actor: Actor, seat: Seat) -> None:
    """A token must not be a side door around the second factor that its maker's seat needs."""
    if isinstance(actor, Portal):
        person, role = seat.person, Role(seat.role)
    else:
        person, role = User.objects.filter(pk=actor.user_id or 0).first(), actor.role
    if person is not None and role in STRONG_ROLES and lacks_second_factor(person):
        raise Refused("This seat needs a second factor. Set one up before making tokens.")


def _tell(kind: str, token: ApiToken, actor: Actor, now: datetime) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=("token", token.pk, str(token.uid)),
        facts={
            "seat": str(token.seat.uid),
            "name": token.name,
            "scopes": list(token.scopes),
            "expires_at": token.expires_at.isoformat(),
        },
    )
