"""Two cases that belong together: offered, asked for, put together or kept apart, and heard by the same people."""

from datetime import datetime

import pytest
from django.http import Http404

from apps.disputes.models import Case, Companion, Panel, Sealing
from apps.disputes.selectors.cases import known
from apps.disputes.selectors.companions import beside
from apps.disputes.services import companions
from apps.disputes.services.agreeing import propose
from apps.disputes.services.roster import disclose
from apps.disputes.states import DocumentKind, JoinderState, ProposalKind, Seal, Stage
from apps.kernel.decisions import Invalid, Refused
from tests.cast import NOW, Cast
from tests.disputes.filing import acts_in, entered, filed, opened
from tests.disputes.paneling import DAY, THEM, US, agreed, asked, drawn, key_for, named, put, roster, seat_panel


def _pair() -> Companion:
    return Companion.objects.select_related("case", "other").get()


def _against(cast: Cast, at: datetime = NOW, respondent: str = "aster", who: str = THEM, **changes: object) -> Case:
    return filed(cast, who, at, respondent=respondent, title="They copied our weights", **changes)


def _ask(cast: Cast, pair: Companion, who: str = US, at: datetime = NOW) -> Companion:
    return companions.ask_together(actor=cast.viewer(who, at), now=at, ref=pair.case.ref, pair=pair.uid)


def _put(cast: Cast, pair: Companion, who: str = "clerk", at: datetime = NOW) -> Companion:
    return companions.put_together(actor=cast.viewer(who, at), now=at, ref=pair.case.ref, pair=pair.uid)


def _to_panel(cast: Cast, case: Case, by: str, to: str, at: datetime = NOW) -> None:
    """The respondent answers, both say that talks have failed, and a panel is asked for."""
    opened(cast, case, to, at)
    entered(cast, case, DocumentKind.REPLY, to, at=at)
    entered(cast, case, DocumentKind.CONSULTATION, by, at=at)
    agreed(cast, case, ProposalKind.TALKS_FAILED, at, by=by, to=to)
    put(cast, case, DocumentKind.PANEL_REQUEST, by, at, claims=["Article 4.1 is broken."])


def _people(case: Case) -> list[str]:
    panel = Panel.objects.get(case=case)
    rows = panel.places.filter(ends_at=None).select_related("seat__person").order_by("-presides", "pk")
    return [place.seat.holder for place in rows]


def test_a_cross_complaint_is_offered_for_joinder_and_both_dockets_say_so(frontier: Cast) -> None:
    first = filed(frontier)
    other = _against(frontier)
    pair = _pair()
    assert (pair.case_id, pair.other_id, pair.state, pair.why) == (first.pk, other.pk, "offered", "cross")
    assert "dispute.together_offered" in acts_in(first)
    assert "dispute.together_offered" in acts_in(other)


def test_what_has_nothing_to_do_with_it_is_not_offered(frontier: Cast) -> None:
    filed(frontier, about=["PAU-2026-0001"])
    _against(frontier, respondent="borealis", who="cygnus.representative", about=["PAU-2026-0002"])
    assert not Companion.objects.exists()


def test_two_complaints_about_one_matter_are_offered(frontier: Cast) -> None:
    filed(frontier, about=["PAU-2026-0001"])
    _against(frontier, respondent="borealis", who="cygnus.representative", about=["PAU-2026-0001"])
    assert _pair().why == "same"


def test_a_sealed_case_is_never_named_by_an_offer(frontier: Cast) -> None:
    first = filed(frontier)
    us = frontier.seats[US]
    Sealing.objects.create(case=first, seal=Seal.CASE, organisation=us.organisation, author=us, sealed_at=NOW)
    _against(frontier)
    assert not Companion.objects.exists()


@pytest.mark.parametrize("who", ["cygnus.representative", "independent", "clerk", "aster.liaison"])
def test_only_who_speaks_for_a_party_asks(frontier: Cast, who: str) -> None:
    filed(frontier)
    _against(frontier)
    with pytest.raises(Refused, match=r"article 8\."):
        _ask(frontier, _pair(), who)


@pytest.mark.parametrize("who", ["aster.representative", "borealis.representative", "cygnus.alternate", "independent"])
def test_nobody_but_whoever_orders_decides(frontier: Cast, who: str) -> None:
    filed(frontier)
    _against(frontier)
    pair = _ask(frontier, _pair())
    with pytest.raises(Refused, match=r"article 8\."):
        _put(frontier, pair, who)
    with pytest.raises(Refused, match=r"article 8\."):
        companions.keep_apart(actor=frontier.viewer(who), now=NOW, ref=pair.case.ref, pair=pair.uid, reasons="No.")


def test_it_is_decided_only_when_somebody_has_asked_and_once(frontier: Cast) -> None:
    filed(frontier)
    _against(frontier)
    with pytest.raises(Refused, match=r"article 8\."):
        _put(frontier, _pair())
    _put(frontier, _ask(frontier, _pair()))
    with pytest.raises(Refused, match=r"article 8\."):
        _put(frontier, _pair())


def test_kept_apart_needs_reasons_and_says_them_in_both_cases(frontier: Cast) -> None:
    first, other = filed(frontier), _against(frontier)
    pair = _ask(frontier, _pair())
    given = {"actor": frontier.viewer("clerk"), "now": NOW, "ref": first.ref, "pair": pair.uid}
    with pytest.raises(Invalid, match="reasons"):
        companions.keep_apart(**given, reasons=" ")
    assert _pair().state == JoinderState.ASKED
    companions.keep_apart(**given, reasons="They ask different things.")
    assert acts_in(first)[-1] == acts_in(other)[-1] == "dispute.kept_apart"
    assert beside(frontier.viewer(US), first, known(first), NOW) == []


def test_a_pair_of_other_cases_is_not_found(frontier: Cast) -> None:
    filed(frontier)
    _against(frontier)
    third = filed(frontier, respondent="cygnus", title="Another")
    with pytest.raises(Http404):
        companions.ask_together(actor=frontier.viewer(US), now=NOW, ref=third.ref, pair=_pair().uid)


def test_the_panel_that_the_parties_agree_on_in_one_case_sits_in_the_other(frontier: Cast) -> None:
    seats = roster(frontier)
    first = asked(frontier)
    other = _against(frontier)
    _put(frontier, _ask(frontier, _pair()))
    _to_panel(frontier, other, THEM, US)
    agreed(frontier, first, ProposalKind.PANEL, keys=[key_for(seat) for seat in seats[:3]])
    other.refresh_from_db()
    assert (first.stage, other.stage) == (Stage.COMPOSED, Stage.COMPOSED)
    assert _people(first) == _people(other) == ["Ada", "Ben", "Cleo"]
    assert "dispute.panel_composed" in acts_in(other)


def test_who_asks_for_a_panel_later_gets_the_one_that_sits_in_the_other_case(frontier: Cast) -> None:
    seats = roster(frontier)
    first = asked(frontier)
    agreed(frontier, first, ProposalKind.PANEL, keys=[key_for(seat) for seat in seats[:3]])
    seat_panel(frontier, Panel.objects.get(case=first))
    other = _against(frontier)
    _put(frontier, _ask(frontier, _pair()), "ada")
    _to_panel(frontier, other, THEM, US)
    assert other.stage == Stage.COMPOSED
    assert _people(first) == _people(other)


def test_where_the_other_case_has_other_parties_the_lot_composes_and_their_people_are_not_on_it(frontier: Cast) -> None:
    roster(frontier)
    first = asked(frontier)
    Case.objects.filter(pk=first.pk).update(about=["PAU-2026-0001"])
    rival = "cygnus.representative"
    other = _against(frontier, respondent="borealis", who=rival, about=["PAU-2026-0001"])
    _put(frontier, _ask(frontier, _pair()))
    _to_panel(frontier, other, rival, THEM)
    with pytest.raises(Refused, match="other parties"):
        propose(actor=frontier.viewer(US), now=NOW, ref=first.ref, kind=ProposalKind.SIZE, terms={"size": "1"})
    agreed(frontier, first, ProposalKind.LOT)
    named(frontier, first, NOW, NOW + 2 * DAY)
    drawn(frontier, first, NOW + 2 * DAY)
    other.refresh_from_db()
    assert other.stage == Stage.COMPOSED
    assert _people(first) == _people(other)


def test_a_panellist_in_conflict_with_the_other_cases_party_keeps_the_cases_apart(frontier: Cast) -> None:
    seats = roster(frontier)
    first = asked(frontier)
    Case.objects.filter(pk=first.pk).update(about=["PAU-2026-0001"])
    given = {"organisation": "cygnus", "because": "She taught there."}
    disclose(actor=frontier.viewer("clerk"), now=NOW, seat=seats[0].uid, **given)
    agreed(frontier, first, ProposalKind.PANEL, keys=[key_for(seat) for seat in seats[:3]])
    seat_panel(frontier, Panel.objects.get(case=first))
    _against(frontier, respondent="borealis", who="cygnus.representative", about=["PAU-2026-0001"])
    with pytest.raises(Refused, match="unseats nobody"):
        _put(frontier, _ask(frontier, _pair()), "ada")
