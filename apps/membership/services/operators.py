"""An operator's reasoned, timed, recorded look into a committee."""

from datetime import datetime, timedelta

from apps.accounts.models import User
from apps.committees.models import OperatorSession
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_value
from apps.committees.states import Role
from apps.kernel.decisions import Invalid, Refused
from apps.membership import acts
from apps.membership.rules.charter import OPERATOR_MINUTES
from apps.record.services import record

LEAST_REASON = 20
MOST_REASON = 500


def open_operator_session(*, operator: User, now: datetime, reason: str, minutes: int) -> OperatorSession:
    """Open a session in the active committee; every member and clerk is told. Raises Refused or Invalid."""
    if not operator.is_operator:
        raise Refused("Only an operator may open such a session.")
    most = charter_value(OPERATOR_MINUTES, now)
    reason = " ".join(reason.split())
    errors = {}
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        errors["reason"] = f"Give a reason of {LEAST_REASON} to {MOST_REASON} characters: the members will read it."
    if not 1 <= minutes <= most:
        errors["minutes"] = f"Give a number of minutes from 1 to {most}."
    if errors:
        raise Invalid(errors)
    if OperatorSession.objects.at(now).filter(person=operator).exists():
        raise Refused("A session of yours is open in this committee. Close it first.")
    session = OperatorSession.objects.create(
        person=operator, reason=reason, starts_at=now, ends_at=now + timedelta(minutes=minutes)
    )
    _tell(acts.OPERATOR_OPENED, session, operator, now)
    return session


def close_operator_session(*, operator: User, now: datetime, session: OperatorSession) -> OperatorSession:
    """Close one's session before its time. Raises Refused when it has ended."""
    session = OperatorSession.objects.select_for_update().get(pk=session.pk, person=operator)
    if session.ends_at <= now:
        raise Refused("This session has ended already.")
    session.ends_at = now
    session.save(update_fields=["ends_at"])
    _tell(acts.OPERATOR_CLOSED, session, operator, now)
    return session


def _tell(kind: str, session: OperatorSession, operator: User, now: datetime) -> None:
    actor = Viewer(
        committee_id=session.committee.pk,
        seat_id=0,
        organisation_id=0,
        role=Role.OBSERVER,
        user_id=operator.pk,
        label=f"{operator.name}, operator",
        operator_session=session.pk,
    )
    record(
        kind,
        actor=actor,
        now=now,
        subject=("operator_session", session.pk, str(session.uid)),
        facts={"reason": session.reason, "until": session.ends_at.isoformat()},
    )
