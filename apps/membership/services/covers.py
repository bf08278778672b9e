"""The alternate takes over for a period, vote included; declared, and ended early."""

from datetime import datetime

from apps.committees.models import Cover, Organisation, Seat
from apps.committees.rules.viewer import Actor
from apps.committees.services import take_turn
from apps.committees.states import Role
from apps.kernel.decisions import Invalid
from apps.membership import acts
from apps.membership.rules import who
from apps.membership.rules.voice import may_be_covered, may_end_cover
from apps.record.services import record


def declare_cover(
    *, actor: Actor, now: datetime, seat: Seat, ends_at: datetime, because: str, starts_at: datetime | None = None
) -> Cover:
    """Let the alternate speak and vote instead of a representative until an instant, from now or from one to come.

    Raises Refused or Invalid (errors by field); Seat.DoesNotExist when the seat does not hold now.
    """
    take_turn()
    seat = Seat.objects.at(now).select_related("organisation", "person").get(pk=seat.pk)
    who.may_cover(actor, organisation_id=seat.organisation_id, seat_id=seat.pk).require()
    Organisation.objects.select_for_update().get(pk=seat.organisation_id)
    begins = starts_at or now
    alternates = Seat.objects.at(begins).filter(organisation=seat.organisation_id, role=Role.ALTERNATE)
    alternate = alternates.select_related("organisation", "person").first()
    may_be_covered(is_representative=seat.role == Role.REPRESENTATIVE, has_alternate=alternate is not None).require()
    errors = _errors(seat, begins, ends_at, because, now)
    if errors:
        raise Invalid(errors)
    ends = [moment for moment in (ends_at, seat.ends_at, alternate.ends_at) if moment is not None]  # type: ignore[union-attr]
    cover = Cover.objects.create(
        absent=seat, seat=alternate, because=because.strip(), starts_at=begins, ends_at=min(ends)
    )
    _tell(acts.COVER_DECLARED, cover, actor, now, cover.because)
    return cover


def end_cover(*, actor: Actor, now: datetime, cover: Cover) -> Cover:
    """The representative is back before the time, or never went. Raises Refused."""
    take_turn()
    rows = Cover.objects.select_related("absent__organisation", "absent__person", "seat__person")
    cover = rows.select_for_update(of=("self",)).get(pk=cover.pk)
    who.may_cover(actor, organisation_id=cover.absent.organisation_id, seat_id=cover.absent_id).require()
    may_end_cover(ends_at=cover.ends_at, now=now).require()
    if cover.starts_at < now:
        cover.ends_at = now
        cover.save(update_fields=["ends_at"])
    else:
        Cover.objects.filter(pk=cover.pk).delete()
    _tell(acts.COVER_ENDED, cover, actor, now, cover.because)
    return cover


def _errors(seat: Seat, begins: datetime, ends_at: datetime, because: str, now: datetime) -> dict[str, str]:
    errors = {}
    if begins < now:
        errors["starts_at"] = "Give a time that has not passed."
    if ends_at <= begins:
        errors["ends_at"] = "Give a time after the beginning."
    elif Cover.objects.filter(absent=seat, starts_at__lt=ends_at, ends_at__gt=begins).exists():
        errors["ends_at"] = "The alternate takes over in a part of this time already."
    if seat.ends_at is not None and begins >= seat.ends_at:
        errors["starts_at"] = "The representative's seat has ended by then."
    if not because.strip():
        errors["because"] = "Say why."
    return errors


def _tell(kind: str, cover: Cover, actor: Actor, now: datetime, reason: str) -> None:
    record(
        kind,
        actor=actor,
        now=now,
        subject=("seat", cover.absent_id, str(cover.absent.uid)),
        facts={
            "holder": cover.seat.holder,
            "organisation": cover.absent.organisation.key,
            "from": cover.starts_at.isoformat(),
            "until": cover.ends_at.isoformat(),
            "reason": reason,
        },
    )
