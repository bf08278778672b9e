"""The consequences of a case that was found: one after the other, until it is cleared or remedied.

Registered here are notice to all, public notice and the suspended vote; apps above register theirs.
"""

from datetime import datetime

from apps.committees.models import StandingFact
from apps.committees.rules.standing import UNDER_CASE, VOTE_SUSPENDED
from apps.committees.rules.viewer import Portal
from apps.pauses.acts.compliance import CASE, CONSEQUENCE, LAST_CONSEQUENCE
from apps.pauses.models import ComplianceCase
from apps.pauses.models import Consequence as Taken
from apps.pauses.rules.charter import CONSEQUENCE_DAYS
from apps.pauses.rules.consequences import (
    CONSEQUENCES,
    NOTICE,
    PUBLIC_NOTICE,
    SURCHARGE,
    SUSPENDED_VOTE,
    Consequence,
    to_come,
)
from apps.pauses.rules.refusing import by
from apps.pauses.services.telling import tell_of_part
from apps.pauses.states import CaseState

ORDER_OF_CHARTER = Portal("the charter's consequences")


def begin(case: ComplianceCase, now: datetime) -> None:
    """A locked case was found: the lab's standing says so, and the first consequence follows. A drill suspends nothing."""
    if not case.binding.order.is_drill:
        _stand(case, UNDER_CASE, f"{case.ref}: {case.because}", now)
    take_next(case, now)


def take_next(case: ComplianceCase, now: datetime) -> Taken | None:
    """Take the next consequence of a locked case that is found; None where there is none to come."""
    if case.state != CaseState.FOUND:
        return None
    known = [one for _key, one in CONSEQUENCES]
    waiting = to_come(known, set(case.consequences.values_list("key", flat=True)))
    if not waiting:
        return None
    following, is_real = waiting[0], not case.binding.order.is_drill
    says = following.take(case, now) if is_real else f"Would have followed, were this no drill: {following.says}"
    taken = Taken.objects.create(case=case, key=following.key, says=says[:500], is_real=is_real, at=now)
    kind = CONSEQUENCE if len(waiting) > 1 else LAST_CONSEQUENCE
    facts = {"consequence": following.key, "label": str(following.label), "says": taken.says}
    tell_of_part(kind, case.binding.order, (CASE, case.pk, case.ref), actor=ORDER_OF_CHARTER, now=now, facts=facts)
    return taken


def undo_all(case: ComplianceCase, now: datetime) -> None:
    """The case is over: every effect that its consequences had ends, and its mark on the lab's standing."""
    for taken in case.consequences.filter(is_real=True).order_by("-id"):
        known = CONSEQUENCES.get(taken.key)
        if known is not None:
            known.undo(case, now)
    _unstand(case, UNDER_CASE, now)


def _stand(case: ComplianceCase, kind: str, because: str, now: datetime) -> None:
    StandingFact.objects.create(
        organisation=case.binding.organisation,
        kind=kind,
        since=now,
        because=because[:300],
        restored_by=f"The decision that {case.ref} is cleared or remedied.",
    )


def _unstand(case: ComplianceCase, kind: str, now: datetime) -> None:
    facts = StandingFact.objects.filter(organisation=case.binding.organisation, kind=kind, until=None)
    facts.filter(because__startswith=f"{case.ref}:").update(until=now)


def _notice(case: ComplianceCase, _now: datetime) -> str:
    return f"Every seat of the committee is told that {case.binding.organisation.name} has not complied."


def _public(case: ComplianceCase, _now: datetime) -> str:
    return f"It is published that {case.binding.organisation.name} has not complied."


def _suspend(case: ComplianceCase, now: datetime) -> str:
    _stand(case, VOTE_SUSPENDED, f"{case.ref}: {case.because}", now)
    return f"{case.binding.organisation.name} has no vote until the case is over {by(CONSEQUENCE_DAYS)}."


def _restore(case: ComplianceCase, now: datetime) -> None:
    _unstand(case, VOTE_SUSPENDED, now)


def register() -> None:
    """Fill the registry with what needs no other app."""
    for one in (
        Consequence(
            NOTICE, "Notice to all", "Every seat of the committee is told that the lab has not complied.", _notice
        ),
        Consequence(
            PUBLIC_NOTICE, "Public notice", "It is published that the lab has not complied.", _public, (NOTICE,)
        ),
        Consequence(
            SUSPENDED_VOTE,
            "Suspended vote",
            "The lab has no vote in motions that open from then on, until the case is over.",
            _suspend,
            (PUBLIC_NOTICE, SURCHARGE),
            _restore,
        ),
    ):
        CONSEQUENCES.register(one.key, one)
