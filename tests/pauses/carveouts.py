"""An order with conditions and permits at every stage, for tests of pages and of who may open them."""

from typing import Any

from apps.pauses.models import PauseOrder, Permit
from apps.pauses.services import permitting, showing
from apps.pauses.services.adopting import impose
from apps.pauses.services.drafting import Asked, Drawn, put_condition
from apps.pauses.states import ConditionKind, Restricts
from tests.cast import NOW, Cast
from tests.pauses.factory import DAY, draft

ASKED = (
    Asked(ConditionKind.MILESTONE, "The agreed test suite is passed.", tier=2),
    Asked(ConditionKind.METRIC, "The doubling time is above 150 days.", tier=1, measure=2),
    Asked(ConditionKind.VOTE, "The committee finds it safe."),
    Asked(ConditionKind.DATE, "Not before March.", date=NOW + 99 * DAY),
)
MEASURES = (Drawn(Restricts.COMPUTE, above="10^26"), Drawn(Restricts.DEPLOYMENT))


def ordered(people: Cast, *, asked: tuple[Asked, ...] = ASKED, **changes: Any) -> PauseOrder:
    """An emergency order in force since NOW that binds Borealis and Cygnus, over which Aster's representative presides."""
    order = draft(people, labs=("borealis", "cygnus"), measures=MEASURES, **changes)
    chair = people.viewer("aster.representative")
    for one in asked:
        put_condition(actor=chair, now=NOW, ref=order.ref, asked=one)
    return impose(actor=chair, now=NOW, ref=order.ref)


def permit(people: Cast, order: PauseOrder, **changes: Any) -> Permit:
    """Borealis asks for a permit at NOW."""
    given = {"run": "safety-1", "purpose": "Red-teaming.", "flop": "3×10²⁴", "until": NOW + 20 * DAY} | changes
    return permitting.request_permit(actor=people.viewer("borealis.liaison"), now=NOW, ref=order.ref, **given)


def granted(people: Cast, order: PauseOrder, **changes: Any) -> Permit:
    """One that Aster's representative has granted."""
    asked = permit(people, order, **changes)
    return permitting.grant(
        actor=people.viewer("aster.representative"), now=NOW, ref=asked.ref, conditions="Weekly logs to the auditor."
    )


def shown(people: Cast, order: PauseOrder, number: int, *steps: str) -> None:
    """The condition, as far as these steps."""
    named: dict[str, Any] = {"now": NOW, "ref": order.ref, "number": number}
    if "submit" in steps:
        showing.submit(actor=people.viewer("borealis.liaison"), text="The report of the suite.", **named)
    if "verify" in steps:
        showing.verify(actor=people.viewer("auditor"), tier=2, text="We ran it ourselves.", **named)
    if "accept" in steps:
        showing.accept(actor=people.viewer("aster.representative"), **named)
