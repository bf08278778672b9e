"""The portal dies between any two lines of what composes a panel, ends its work or lets somebody join: see test_between_lines."""

from collections.abc import Sequence
from functools import partial

import pytest

from apps.disputes.models import Companion
from apps.disputes.selectors.roster import key_for
from apps.disputes.services import agreeing, asking, companions, joining
from apps.disputes.services.composing import drawing, listing, seating
from apps.disputes.services.conducting import begin_writing
from apps.disputes.services.filing import file_paper
from apps.disputes.services.reporting import adopt
from apps.disputes.states import DocumentKind, ProposalKind
from tests.cast import NOW, Cast
from tests.disputes import paneling
from tests.disputes.filing import entered, filed, opened
from tests.disputes.paneling import DAY, THEM, US, VALUE, asked, roster
from tests.disputes.test_course import at
from tests.torn import LeadUp, Verb, survives_each_write, survives_its_followers

pytestmark = [pytest.mark.django_db, pytest.mark.torn]
ENTERED, SERVED, AGREED = "dispute_paper.entered", "dispute_service.served", "dispute_proposal.agreed"


def _close(people: Cast) -> Verb:
    roster(people)
    return partial(listing.close_at_the_end, ref=asked(people).ref, now=NOW + DAY)


def _by_lot(people: Cast) -> str:
    roster(people)
    case = asked(people)
    paneling.agreed(people, case, ProposalKind.LOT)
    return case.ref


def _strike(people: Cast) -> Verb:
    ref = _by_lot(people)
    key = key_for(people["ada.roster"])
    return partial(listing.strike, actor=people.viewer(US), now=NOW, ref=ref, key=key)


def _draw(people: Cast) -> Verb:
    ref = _by_lot(people)
    named = {"source": "The lottery", "source_at": NOW + DAY}
    drawing.name_value(actor=people.viewer("clerk"), now=NOW, ref=ref, **named)
    return partial(drawing.draw_panel, actor=people.viewer("clerk", NOW + DAY), now=NOW + DAY, ref=ref, value=VALUE)


def _agree(people: Cast, kind: ProposalKind, **terms: object) -> Verb:
    seats = roster(people)
    case = asked(people)
    told = {"keys": [key_for(seat) for seat in seats[:3]]} if kind == ProposalKind.PANEL else terms
    proposal = agreeing.propose(actor=people.viewer(US), now=NOW, ref=case.ref, kind=kind, terms=told)
    return partial(agreeing.agree, actor=people.viewer(THEM), now=NOW, ref=case.ref, proposal=proposal.uid)


def _leave(people: Cast) -> Verb:
    case = paneling.composed(people)
    then = NOW + DAY
    seat = people["ben"].uid
    return partial(seating.leave, actor=people.viewer("ben", then), now=then, ref=case.ref, seat=seat, because="Ill.")


def _report(people: Cast) -> Verb:
    case = paneling.composed(people)
    begin_writing(actor=people.viewer("ada"), now=NOW, ref=case.ref)
    paneling.put(people, case, DocumentKind.INTERIM_REPORT, "ada")
    findings = {"1": "breach", "2": "no_breach"}
    name = str(paneling.begin(people, case, DocumentKind.REPORT, "ada", NOW, findings=findings).uid)
    return partial(file_paper, actor=people.viewer("ada", NOW + DAY), now=NOW + DAY, ref=case.ref, name=name)


def _adopt(people: Cast, *, breach: bool) -> Verb:
    return partial(adopt, ref=paneling.reported(people, breach=breach).ref, now=at(2027, 1, 20))


def _appeal(people: Cast) -> Verb:
    case = paneling.reported(people)
    name = str(paneling.begin(people, case, DocumentKind.APPEAL, THEM, NOW).uid)
    return partial(file_paper, actor=people.viewer(THEM), now=NOW, ref=case.ref, name=name)


def _join(people: Cast) -> Verb:
    roster(people)
    case = asked(people)
    who = people.viewer("independent")
    joinder = joining.ask_to_join(actor=who, now=NOW, ref=case.ref, capacity="third_party", because="Chips.")
    return partial(joining.let_join, actor=people.viewer("clerk"), now=NOW, ref=case.ref, joinder=joinder.uid)


def _together(people: Cast) -> Verb:
    seats = roster(people)
    case = asked(people)
    paneling.agreed(people, case, ProposalKind.PANEL, keys=[key_for(seat) for seat in seats[:3]])
    paneling.seat_panel(people, case.panels.get())
    other = filed(people, THEM, respondent="aster")
    opened(people, other, US)
    for kind, who in ((DocumentKind.REPLY, US), (DocumentKind.CONSULTATION, THEM)):
        entered(people, other, kind, who)
    paneling.agreed(people, other, ProposalKind.TALKS_FAILED, by=THEM, to=US)
    paneling.put(people, other, DocumentKind.PANEL_REQUEST, THEM, claims=["Article 4.1 is broken."])
    pair = Companion.objects.get()
    companions.ask_together(actor=people.viewer(US), now=NOW, ref=case.ref, pair=pair.uid)
    return partial(companions.put_together, actor=people.viewer("ada"), now=NOW, ref=case.ref, pair=pair.uid)


def _late(people: Cast) -> Verb:
    case, then = filed(people), NOW + 11 * DAY
    opened(people, case)
    entered(people, case, DocumentKind.REPLY, THEM, at=then)
    given = {"actor": people.viewer("clerk", then), "now": then, "ref": case.ref}
    return partial(asking.refuse_request, **given, request=case.requests.get().uid, reasons="No reason was given.")


def _urgent(people: Cast) -> Verb:
    case = filed(people)
    opened(people, case)
    paneling.put(people, case, DocumentKind.REQUEST, US, asks="urgent")
    given = {"actor": people.viewer("clerk"), "now": NOW, "ref": case.ref}
    return partial(asking.grant, **given, request=case.requests.get().uid, reasons="Training goes on.")


ORDERED = [ENTERED, SERVED, SERVED]
LIFE: dict[str, tuple[LeadUp, Sequence[str]]] = {
    "close the list": (_close, ["dispute.list_closed"]),
    "strike": (_strike, [ENTERED]),
    "draw": (_draw, ["dispute.panel_drawn", "dispute.panel_composed"]),
    "agree on the panel": (partial(_agree, kind=ProposalKind.PANEL), [AGREED, "dispute.panel_composed"]),
    "agree on its size": (partial(_agree, kind=ProposalKind.SIZE, size=5), [AGREED, "dispute.panel_size_agreed"]),
    "settle": (partial(_agree, kind=ProposalKind.SETTLEMENT, notice="We settle."), [AGREED, ENTERED, SERVED, "dispute.settled"]),
    "leave the panel": (_leave, ["dispute.panellist_left", "dispute.list_closed"]),
    "report": (_report, [ENTERED, "dispute.reported", SERVED, SERVED]),
    "adopt": (partial(_adopt, breach=True), ["dispute.adopted"]),
    "adopt without a breach": (partial(_adopt, breach=False), ["dispute.adopted_without_breach"]),
    "appeal": (_appeal, [ENTERED, "dispute.appealed", SERVED, "dispute.list_closed"]),
    "let join": (_join, ["dispute.joined"]),
    "refuse leave": (_late, [*ORDERED, "dispute.refused", "dispute.struck"]),
    "make urgent": (_urgent, [*ORDERED, "dispute.granted", "dispute.made_urgent"]),
    "put together": (_together, ["dispute.put_together", "dispute.put_together", "dispute.panel_composed"]),
}  # fmt: skip
"""Each step: what leads up to it, and the acts that it leaves, in order."""


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_after_each_write(cast: Cast, lead_up: LeadUp, acts: Sequence[str]) -> None:
    survives_each_write(cast, lead_up, acts)


@pytest.mark.parametrize(("lead_up", "acts"), LIFE.values(), ids=LIFE)
def test_where_a_follower_of_the_record_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, lead_up: LeadUp, acts: Sequence[str]
) -> None:
    survives_its_followers(cast, monkeypatch, lead_up, acts)
