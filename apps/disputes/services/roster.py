"""Who is on the roster declares what ties them to an organisation, and that it is over."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Viewer
from apps.committees.states import Role
from apps.disputes.acts import roster as acts
from apps.disputes.models import Disclosure
from apps.disputes.rules import roster as rules
from apps.kernel.decisions import Invalid
from apps.record.services import record


def disclose(*, actor: Viewer, now: datetime, seat: UUID, organisation: str, because: str) -> Disclosure:
    """Declare a tie between somebody of the roster and an organisation (its key). Raises Http404, Refused or Invalid."""
    found = _rostered(seat, now)
    rules.may_disclose(actor, seat_id=found.pk, on_roster=True).require()
    body = Organisation.objects.filter(key=organisation).first()
    if errors := rules.disclosure_errors(body, because):
        raise Invalid(errors)
    row = Disclosure.objects.create(seat=found, organisation=body, because=" ".join(because.split()), starts_at=now)
    _tell(acts.DISCLOSED, row, actor, now)
    return row


def end_disclosure(*, actor: Viewer, now: datetime, seat: UUID, disclosure: UUID) -> Disclosure:
    """Say that a tie is over: it counts no more in cases whose panel is still to be composed. Raises Http404 or Refused."""
    found = _rostered(seat, now)
    rules.may_disclose(actor, seat_id=found.pk, on_roster=True).require()
    rows = Disclosure.objects.at(now).filter(seat=found, uid=disclosure, starts_at__lt=now)
    row = rows.select_related("organisation").select_for_update(of=("self",)).first()
    if row is None:
        raise Http404(str(disclosure))
    row.seat = found
    row.ends_at = now
    row.save(update_fields=["ends_at"])
    _tell(acts.ENDED, row, actor, now)
    return row


def _rostered(uid: UUID, now: datetime) -> Seat:
    seats = Seat.objects.at(now).filter(role=Role.PANELLIST, matter="").select_related("person", "organisation")
    found = seats.filter(uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    return found


def _tell(kind: str, row: Disclosure, actor: Viewer, now: datetime) -> None:
    facts = {"holder": row.seat.holder, "organisation": row.organisation.key, "because": row.because}
    record(kind, actor=actor, now=now, subject=("seat", row.seat_id, str(row.seat.uid)), facts=facts)
