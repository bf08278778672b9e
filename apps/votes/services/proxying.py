"""Proxies: one member lets another vote for it where it does not vote itself; both must agree."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import MEMBER_ROLES, VOTING_ROLES, Role
from apps.kernel.canonical import instant
from apps.kernel.decisions import Invalid, no
from apps.record.services import record
from apps.votes import acts
from apps.votes.models import Proxy
from apps.votes.rules.charter import PROXIES
from apps.votes.rules.roll import may_carry, may_give
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.ruling import charter
from apps.votes.selectors.voices import of_member
from apps.votes.states import PROXY, UNCOUNTED, ProxyState

WAITING_OR_HELD = (ProxyState.OFFERED, ProxyState.ACCEPTED)


def offer(
    *,
    actor: Viewer,
    now: datetime,
    holder: UUID,
    motion: str = "",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Proxy:
    """Offer another member's seat (by uid) one's proxy, for one open motion (by reference) or for a period.

    Raises Http404, Refused or Invalid.
    """
    may_give(actor.role, is_operator=actor.is_operator).require()
    _wait_for_own(actor)
    seat = Seat.objects.at(now).filter(uid=holder, role__in=sorted(VOTING_ROLES)).select_related("organisation").first()
    if seat is None or _is_the_same(actor, seat):
        raise Invalid({"holder": "Choose another member."})
    about = motion_for(actor, motion) if motion else None
    begins = starts_at or now
    errors = {}
    if about is None and (ends_at is None or ends_at <= max(begins, now)):
        errors["ends_at"] = "Give a motion, or an end that is still to come."
    if about is not None and about.state not in UNCOUNTED:
        errors["motion"] = "This motion is not open any more."
    _version, values = charter(now)
    if not values(PROXIES):
        errors[""] = may_carry(0, 0).reason
    mine = Proxy.objects.filter(of_member("giver", actor.seat_id, actor.organisation_id, actor.role), motion=about)
    if _overlapping(mine.filter(state__in=WAITING_OR_HELD), max(begins, now), ends_at).exists():
        errors[""] = "You have given a proxy for this already. Take it back first."
    if errors:
        raise Invalid(errors)
    proxy = Proxy.objects.create(
        giver_id=actor.seat_id,
        holder=seat,
        motion=about,
        state=ProxyState.OFFERED,
        starts_at=begins,
        ends_at=ends_at,
        offered_at=now,
    )
    _tell(acts.PROXY_OFFERED, proxy, actor, now, f"seat:{seat.pk}")
    return proxy


def answer(*, actor: Viewer, now: datetime, uid: UUID, verb: str) -> Proxy:
    """Accept or decline (`verb`) a proxy that was offered. Raises Http404, Refused or Invalid."""
    if verb not in {"accept", "decline"}:
        raise Invalid({"verb": "Accept the proxy, or decline."})
    _wait_for_own(actor)
    proxy = _locked(uid, actor, "holder")
    PROXY.may(verb, proxy.state).require()
    if verb == "accept":
        may_carry(_carried(proxy, actor, now), charter(now)[1](PROXIES)).require()
    proxy.answered_at = now
    return _move(proxy, verb, actor, now, acts.PROXY_ACCEPTED if verb == "accept" else acts.PROXY_DECLINED, "giver")


def revoke(*, actor: Viewer, now: datetime, uid: UUID) -> Proxy:
    """Take back a proxy; a ballot cast by it stays until the member votes itself. Raises Http404 or Refused."""
    proxy = _locked(uid, actor, "giver")
    PROXY.may("revoke", proxy.state).require()
    proxy.revoked_at = now
    return _move(proxy, "revoke", actor, now, acts.PROXY_REVOKED, "holder")


def _wait_for_own(actor: Viewer) -> None:
    """One offers and accepts for a member at a time, so that what is counted stays what there is."""
    Organisation.objects.select_for_update(no_key=True).filter(pk=actor.organisation_id).first()


def _carried(proxy: Proxy, actor: Viewer, now: datetime) -> int:
    """How many proxies the holder has that could be used together with this one."""
    mine = of_member("holder", actor.seat_id, actor.organisation_id, actor.role)
    held = Proxy.objects.filter(mine, state=ProxyState.ACCEPTED).exclude(pk=proxy.pk)
    about = Q(motion__state__in=UNCOUNTED) if proxy.motion_id is None else Q(motion=proxy.motion_id)
    return _overlapping(held.filter(about | Q(motion=None)), max(proxy.starts_at, now), proxy.ends_at).count()


def _overlapping(rows: QuerySet[Proxy], begins: datetime, ends: datetime | None) -> QuerySet[Proxy]:
    rows = rows.filter(Q(ends_at=None) | Q(ends_at__gt=begins))
    return rows if ends is None else rows.filter(starts_at__lt=ends)


def _is_the_same(actor: Viewer, seat: Seat) -> bool:
    if seat.pk == actor.seat_id:
        return True
    both = {Role.INDEPENDENT} & {Role(seat.role), actor.role}
    return not both and seat.organisation_id == actor.organisation_id


def _locked(uid: UUID, actor: Viewer, side: str) -> Proxy:
    if actor.is_operator or actor.role not in MEMBER_ROLES:
        raise Http404(uid)
    mine = of_member(side, actor.seat_id, actor.organisation_id, actor.role)
    pk = Proxy.objects.filter(mine, uid=uid).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404(uid)
    if side == "holder" and actor.role == Role.ALTERNATE:
        no("The representative accepts or declines a proxy.").require()
    return Proxy.objects.select_for_update().get(pk=pk)


def _move(proxy: Proxy, verb: str, actor: Viewer, now: datetime, kind: str, tells: str) -> Proxy:
    proxy.state = PROXY[verb].target
    proxy.save(update_fields=["state", "answered_at", "revoked_at"])
    _tell(kind, proxy, actor, now, f"seat:{getattr(proxy, f'{tells}_id')}")
    return proxy


def _tell(kind: str, proxy: Proxy, actor: Viewer, now: datetime, told: str) -> None:
    facts = {
        "from": str(proxy.giver),
        "to": str(proxy.holder),
        "motion": proxy.motion.ref if proxy.motion else "",
        "until": instant(proxy.ends_at),
    }
    subject = (acts.PROXY, proxy.pk, str(proxy.uid))
    record(kind, actor=actor, now=now, subject=subject, facts=facts, told=[told])
