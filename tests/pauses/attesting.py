"""Labs that attest under an order, for tests."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.committees.rules.viewer import Portal
from apps.deadlines.services.sweeping import sweep
from apps.files.services import check_upload
from apps.pauses.models import Attestation, ComplianceCase, PauseOrder
from apps.pauses.rules.attested import Attested
from apps.pauses.services.adopting import confirm
from apps.pauses.services.attesting import attest
from apps.pauses.services.cases import open_unattested
from apps.pauses.services.serving import acknowledge
from apps.pauses.states import RunState
from tests.cast import NOW, Cast
from tests.pauses import factory
from tests.pauses.factory import DAY, HOUR

BOUND = ("borealis", "cygnus")
"""The labs of these orders: Aster, which holds the chair, has no stake and presides."""


def ordered(people: Cast, **changes: Any) -> PauseOrder:
    """An order in force for Borealis and Cygnus."""
    order = factory.imposed(people, labs=BOUND, **changes)
    return confirm(actor=Portal("a test"), now=NOW, ref=order.ref)


def halted(at: datetime, run: str = "north-7") -> list[Attested]:
    """One run that is halted since an hour before."""
    return [Attested(run, RunState.HALTED, at - HOUR)]


def attested(people: Cast, order: PauseOrder, at: datetime, who: str = "borealis.liaison", **more: Any) -> Attestation:
    """A lab's attestation."""
    given = {"runs": halted(at), "statement": "All of it stands still."} | more
    return attest(actor=people.viewer(who, at), now=at, ref=order.ref, **given)


def late_case(people: Cast, order: PauseOrder) -> ComplianceCase:
    """The case of Borealis, which has said that it was served and then nothing; Cygnus has attested."""
    at = order.in_force_at + HOUR
    acknowledge(actor=people.viewer("borealis.liaison", at), now=at, ref=order.ref)
    attested(people, order, at, "cygnus.liaison")
    sweep(at + 5 * DAY)
    return ComplianceCase.objects.get()


def paper(name: str = "log.txt", inside: str = "halted") -> Any:
    """A checked upload."""
    return check_upload(SimpleUploadedFile(name, inside.encode(), content_type="text/plain"))


def late_case_without_sweep(people: Cast, order: PauseOrder) -> ComplianceCase:
    """The case of Borealis, opened as the sweep opens it, but from within a tenant's transaction."""
    binding = order.bindings.get(organisation__key="borealis")
    open_unattested(binding_id=binding.pk, now=order.in_force_at + 4 * DAY)
    return ComplianceCase.objects.get()
