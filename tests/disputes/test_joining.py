"""A member asks to take part in a case; whoever orders in it decides, nobody of the panel is unseated, and who joined may leave."""

from datetime import UTC, datetime

import pytest
from django.http import Http404

from apps.committees.models import Organisation, Tie
from apps.committees.states import TieKind
from apps.disputes.models import Case, CaseParty, Joinder, Paper
from apps.disputes.services import joining
from apps.disputes.states import DocumentKind, JoinderState
from apps.kernel.decisions import Invalid, Refused
from tests.cast import BEGINNING, NOW, Cast
from tests.disputes.filing import acts_in, filed
from tests.disputes.paneling import DAY, US, asked, composed, put, roster

WHO = "independent"
WHY = "We sold the chips."
CHAIR, ORDERS = "cygnus.representative", "clerk"
"""Where the chair is a party and nobody presides in its place the clerks order."""


def _ask(cast: Cast, case: Case, who: str = WHO, at: datetime = NOW, **given: str) -> Joinder:
    told = {"capacity": "third_party", "because": WHY} | given
    return joining.ask_to_join(actor=cast.viewer(who, at), now=at, ref=case.ref, **told)


def _let(cast: Cast, case: Case, joinder: Joinder, who: str = ORDERS, at: datetime = NOW) -> Joinder:
    return joining.let_join(actor=cast.viewer(who, at), now=at, ref=case.ref, joinder=joinder.uid)


def test_a_third_party_is_let_in_by_whoever_presides_and_reads_what_third_parties_read(frontier: Cast) -> None:
    case = asked_case(frontier)
    joinder = _let(frontier, case, _ask(frontier, case))
    assert joinder.state == JoinderState.JOINED
    assert CaseParty.objects.get(organisation__key="independent").capacity == "third_party"
    assert acts_in(case)[-2:] == ["dispute.join_asked", "dispute.joined"]
    read = Paper.objects.read_by(frontier.viewer(WHO)).filter(case=case).values_list("kind", flat=True)
    assert "reply" in set(read)
    assert "consultation" not in set(read)


def asked_case(cast: Cast) -> Case:
    roster(cast)
    return asked(cast)


@pytest.mark.parametrize(
    "who", ["aster.representative", "borealis.representative", "cygnus.representative", "independent"]
)
def test_nobody_else_decides(frontier: Cast, who: str) -> None:
    case = filed(frontier)
    joinder = _ask(frontier, case)
    with pytest.raises(Refused, match=r"article 8\."):
        _let(frontier, case, joinder, who)
    with pytest.raises(Refused, match=r"article 8\."):
        joining.keep_out(actor=frontier.viewer(who), now=NOW, ref=case.ref, joinder=joinder.uid, reasons="No.")


def test_to_whom_the_case_is_not_there_it_is_not_there(frontier: Cast) -> None:
    case = filed(frontier)
    for who in ("observer.eu", "auditor"):
        with pytest.raises(Http404):
            _ask(frontier, case, who)


@pytest.mark.parametrize("who", ["aster.representative", "borealis.alternate", "cygnus.liaison", "clerk"])
def test_parties_and_who_binds_nobody_do_not_ask(frontier: Cast, who: str) -> None:
    with pytest.raises(Refused, match=r"article 8\.3"):
        _ask(frontier, filed(frontier), who)


def test_it_is_asked_once_in_time_and_with_a_reason(frontier: Cast) -> None:
    case = asked_case(frontier)
    for wrong in ({"because": " "}, {"because": "B" * 2001}, {"capacity": "panel"}):
        with pytest.raises(Invalid) as refusal:
            _ask(frontier, case, **wrong)
        assert set(refusal.value.errors) == set(wrong)
    _ask(frontier, case)
    with pytest.raises(Refused, match="has asked already"):
        _ask(frontier, case)
    # Ten days after the 21st of November, the last second of the day in Brussels.
    over = datetime(2026, 12, 1, 23, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="time for saying so is over"):
        _ask(frontier, case, CHAIR, over)


def test_it_is_refused_with_reasons_and_taken_back_before_it_is_decided(frontier: Cast) -> None:
    case = filed(frontier)
    joinder = _ask(frontier, case)
    given = {"now": NOW, "ref": case.ref, "joinder": joinder.uid}
    with pytest.raises(Invalid):
        joining.keep_out(actor=frontier.viewer(ORDERS), **given, reasons=" ")
    with pytest.raises(Refused):
        joining.take_back(actor=frontier.viewer(ORDERS), **given)
    joining.take_back(actor=frontier.viewer(WHO), **given)
    with pytest.raises(Refused):
        _let(frontier, case, joinder)
    again = _ask(frontier, case)
    joining.keep_out(actor=frontier.viewer(ORDERS), now=NOW, ref=case.ref, joinder=again.uid, reasons="No stake.")
    assert Joinder.objects.get(pk=again.pk).reasons == "No stake."
    assert not CaseParty.objects.filter(organisation__key="independent").exists()


def test_whoever_joins_after_the_panel_was_composed_unseats_nobody(frontier: Cast) -> None:
    case = composed(frontier)
    body = Organisation.objects.get(key="independent")
    Tie.objects.create(
        organisation=Organisation.objects.get(key="ada-institute"),
        other=body,
        kind=TieKind.AFFILIATE,
        because="It founded it.",
        starts_at=BEGINNING,
    )
    joinder = _ask(frontier, case)
    with pytest.raises(Refused, match="unseats nobody"):
        _let(frontier, case, joinder, "ada")
    with pytest.raises(Refused, match="Only the panel"):
        _let(frontier, case, joinder, ORDERS)


def test_a_third_party_is_heard_once_and_may_leave(frontier: Cast) -> None:
    case = composed(frontier)
    _let(frontier, case, _ask(frontier, case), "ada")
    put(frontier, case, DocumentKind.THIRD_SUBMISSION, WHO, NOW + DAY)
    with pytest.raises(Refused, match="yours is filed"):
        put(frontier, case, DocumentKind.THIRD_SUBMISSION, WHO, NOW + DAY)
    with pytest.raises(Refused, match="Only who joined"):
        joining.leave_case(actor=frontier.viewer(US), now=NOW, ref=case.ref)
    joining.leave_case(actor=frontier.viewer(WHO, NOW + DAY), now=NOW + DAY, ref=case.ref)
    assert CaseParty.objects.get(organisation__key="independent").left_at == NOW + DAY
    assert acts_in(case)[-1] == "dispute.left"
