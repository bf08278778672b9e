"""Who may see an object is told twice, from the viewer and from the object: both tell the same for the whole cast."""

from decimal import Decimal

import pytest

from apps.committees.models import Organisation
from apps.committees.states import Role
from apps.deadlines.selectors import Whose
from apps.deadlines.services import make_feed
from apps.funding.services.budgets import draft_budget
from apps.funding.services.spending import Spent, enter_expenditure
from apps.incidents.models import Incident
from apps.incidents.services.drafting import start_draft
from apps.incidents.services.protecting import ask_identity
from apps.incidents.services.threads import agree_to_party, ask_for_party, write_message
from apps.membership import services
from apps.notices.services.endpoints import add_pager
from apps.pauses.services.challenging import challenge, decide_challenge
from apps.record.rules import SUBJECTS
from apps.votes.services.proxying import offer
from tests.cast import NOW, Cast
from tests.funding import contributed as money
from tests.funding import declared as of_funding
from tests.funding.factory import treasurer
from tests.incidents.alerting import alerted, spoken
from tests.incidents.factory import filed
from tests.incidents.protecting import protected
from tests.pauses.attesting import attested, ordered
from tests.votes import factory as votes

pytestmark = pytest.mark.django_db

FOUND_HERE = {
    "committee", "organisation", "seat", "invitation", "token", "endpoint", "calendar", "incident", "charter_draft",
    "motion", "proxy", "pause", "pause_lab", "pause_evidence", "pause_challenge", "pause_case", "period", "declaration",
    "opening", "scale", "budget", "expenditure", "assessment", "payment",
    "alert", "alert_recipient", "incident_thread", "incident_message",
    "letter", "identity_request",
}  # fmt: skip


def _furnish(cast: Cast) -> None:
    """One of each kind that a few words make, for Borealis: what its counsel could meet."""
    borealis, clerk = Organisation.objects.get(key="borealis"), cast.viewer("clerk")
    matter = filed(cast, recipients=["eu-office"])
    cast.retain(matter.ref)
    _beside(cast, matter)
    filed(cast, tlp="TLP:GREEN")
    start_draft(actor=cast.viewer("borealis.liaison"), now=NOW)
    ask_identity(actor=clerk, now=NOW, ref=protected(cast).incident.ref, reason="A court asks.")
    services.name_administrator(actor=clerk, now=NOW, seat=cast["borealis.alternate"])
    wishes = {"organisation": borealis, "role": Role.LIAISON, "email": "x@borealis.example", "name": "X"}
    services.invite(actor=clerk, now=NOW, **wishes)
    machine = services.add_service_seat(actor=clerk, now=NOW, organisation=borealis, name="ci")
    services.make_token(actor=cast.viewer("borealis.liaison"), now=NOW, seat=machine, name="ci", scopes=["read"])
    keeper = cast.viewer("borealis.representative")
    add_pager(actor=keeper, now=NOW, label="desk", url="https://pager.example/", routing_key="k" * 20)
    make_feed(actor=cast.viewer("borealis.liaison"), now=NOW, whose=Whose.MINE)
    services.draft_amendment(actor=keeper, now=NOW, title="Longer", values={"membership.invitation_days": 21})
    votes.draft(cast, "borealis.liaison")
    motion = votes.proposed(cast, "borealis.representative", text="Another.")
    votes.closed(cast, {}, text="A third.")
    _pause(cast)
    of_funding.opened(cast)
    of_funding.declared(cast)
    of_funding.asked(cast)
    _money(cast)
    offer(actor=keeper, now=NOW, holder=cast["cygnus.representative"].uid, motion=motion.ref)


def _beside(cast: Cast, incident: Incident) -> None:
    """Alerts of a report under three labels, and a thread that another party joins later."""
    for label in ("TLP:RED", "TLP:AMBER+STRICT", "TLP:GREEN"):
        alerted(cast, incident, tlp=label, recipients=["cygnus"])
    thread = spoken(cast, incident, "eu-office")
    ask_for_party(actor=cast.viewer("borealis.liaison"), now=NOW, ref=thread.ref, organisation="secretariat")
    agree_to_party(actor=cast.viewer("observer.eu"), now=NOW, ref=thread.ref, key="secretariat")
    write_message(actor=cast.viewer("clerk"), now=NOW, ref=thread.ref, text="Here we are.")


def _money(cast: Cast) -> None:
    """A scale and a budget in force with what came of them, and another budget that is still a draft."""
    money.issued(cast)
    money.paid(cast, "borealis", "10.00")
    actor = treasurer(cast)
    draft_budget(actor=actor, now=NOW, period="2027", title="Another")
    enter_expenditure(actor=actor, now=NOW, spent=Spent("5000", "Fjord Audit", "An audit", Decimal(5), money.ON))


def _pause(cast: Cast) -> None:
    """An order of the chair's office for Borealis and Cygnus; Borealis has attested, is challenged and has a case."""
    order = ordered(cast)
    attested(cast, order, NOW)
    given = {"now": NOW, "ref": order.ref, "lab": "borealis"}
    uid = challenge(actor=cast.viewer("auditor"), number=1, because="It runs.", **given).uid
    challenge(actor=cast.viewer("auditor"), number=1, because="It still runs.", **given)
    decide_challenge(actor=cast.viewer("aster.representative"), uid=uid, verb="uphold", because="It does.", **given)


def test_what_a_viewer_sees_and_who_sees_it_agree_for_every_kind_of_object(frontier: Cast) -> None:
    _furnish(frontier)
    viewers = {name: frontier.viewer(name) for name in frontier.in_frontier}
    seen_of, differing = set(), []
    ours = [(key, kind) for key, kind in SUBJECTS if kind.visible.__module__.startswith("apps.")]
    for key, kind in ours:
        sees = {name: set(kind.visible(viewer).values_list("pk", flat=True)) for name, viewer in viewers.items()}
        for pk in set().union(*sees.values()):
            seen_of.add(key)
            told = set(kind.seats(pk, NOW).values_list("pk", flat=True))
            wrong = [name for name in viewers if (pk in sees[name]) is not (frontier[name].pk in told)]
            differing += [f"{key} {pk}: {name}" for name in wrong]
    assert differing == []
    assert seen_of >= FOUND_HERE
