"""Requests to whoever orders in a case, and orders: leave for what came late, papers struck and restored, the urgent track."""

from datetime import datetime

import pytest
from django.http import Http404

from apps.disputes.models import Case, Paper, Request
from apps.disputes.selectors.cases import known
from apps.disputes.selectors.papers import docket_of
from apps.disputes.selectors.requests import requests_in, restorable, strikable
from apps.disputes.services import asking, filing
from apps.disputes.services.conducting import begin_writing
from apps.disputes.states import DocumentKind, DocumentState, RequestKind, RequestState, Track
from apps.kernel.decisions import Invalid, Refused
from tests.cast import NOW, Cast
from tests.disputes.filing import acts_in, entered, filed, opened
from tests.disputes.paneling import DAY, THEM, US, begin, composed, put

CLERK, K = "clerk", DocumentKind
LATE = NOW + 11 * DAY


def _replied(cast: Cast, at: datetime = NOW) -> Case:
    case = filed(cast)
    opened(cast, case)
    entered(cast, case, K.REPLY, THEM, at=at)
    return case


def _request() -> Request:
    return Request.objects.select_related("paper", "about", "order").get()


def _given(cast: Cast, case: Case, who: str = CLERK, at: datetime = NOW) -> dict[str, object]:
    return {"actor": cast.viewer(who, at), "now": at, "ref": case.ref}


def _ask_to_strike(cast: Cast, case: Case, who: str = US, about: str = "2", at: datetime = NOW) -> Request:
    put(cast, case, K.REQUEST, who, at, asks="strike", about=about)
    return _request()


def _lines(cast: Cast, case: Case, who: str) -> dict[str, bool]:
    """The docket's names, and of each whether it is a marker for them."""
    docket = docket_of(cast.viewer(who), case, known(case))
    return {line.name: line.is_marker for line in docket}


def test_what_comes_late_asks_for_leave_by_itself_and_what_comes_in_time_does_not(frontier: Cast) -> None:
    case = _replied(frontier)
    assert not Request.objects.exists()
    case = _replied(frontier, LATE)
    request = _request()
    assert (request.kind, request.state) == (RequestKind.LEAVE, RequestState.ASKED)
    assert request.paper.kind == K.REPLY
    assert "dispute.asked" in acts_in(case)


def test_leave_is_granted_with_reasons_and_the_paper_stands(frontier: Cast) -> None:
    case = _replied(frontier, LATE)
    with pytest.raises(Invalid, match="reasons"):
        asking.grant(**_given(frontier, case, at=LATE), request=_request().uid, reasons=" ")
    asking.grant(**_given(frontier, case, at=LATE), request=_request().uid, reasons="The line was down.")
    request = _request()
    assert request.state == RequestState.GRANTED
    assert request.paper.state == DocumentState.SERVED
    assert request.order is not None
    assert (request.order.kind, request.order.text) == (K.ORDER, "The line was down.")
    assert acts_in(case)[-3:] == ["dispute_service.served", "dispute_service.served", "dispute.granted"]


def test_refused_leave_strikes_what_came_late_and_shuts_the_way_to_another(frontier: Cast) -> None:
    case = _replied(frontier, LATE)
    asking.refuse_request(**_given(frontier, case, at=LATE), request=_request().uid, reasons="No reason was given.")
    assert _request().paper.state == DocumentState.STRUCK
    assert acts_in(case)[-2:] == ["dispute.refused", "dispute.struck"]
    with pytest.raises(Refused, match="yours is filed"):
        entered(frontier, case, K.REPLY, THEM, at=LATE)


@pytest.mark.parametrize("who", [US, THEM, "cygnus.representative", "independent"])
def test_nobody_but_whoever_orders_decides_strikes_or_restores(frontier: Cast, who: str) -> None:
    case = _replied(frontier)
    request = _ask_to_strike(frontier, case)
    refused = (Refused, Http404)
    with pytest.raises(refused):
        asking.grant(**_given(frontier, case, who), request=request.uid, reasons="Why not.")
    with pytest.raises(refused):
        asking.refuse_request(**_given(frontier, case, who), request=request.uid, reasons="Why.")
    with pytest.raises(refused):
        asking.strike_paper(**_given(frontier, case, who), name="2", reasons="Why.")
    asking.strike_paper(**_given(frontier, case), name="2", reasons="It is the wrong one.")
    with pytest.raises(refused):
        asking.restore_paper(**_given(frontier, case, who), name="2", reasons="Why.")


def test_a_struck_paper_keeps_its_number_and_only_its_author_and_the_clerk_read_it(frontier: Cast) -> None:
    case = _replied(frontier)
    asking.strike_paper(**_given(frontier, case), name="2", reasons="It is the wrong one.")
    assert {who: _lines(frontier, case, who)["2"] for who in (THEM, CLERK, US, "independent")} == {
        THEM: False,
        CLERK: False,
        US: True,
        "independent": True,
    }
    order = Paper.objects.get(case=case, kind=K.ORDER)
    assert order.title == f"{case.ref}/2 is struck"
    assert order.services.count() == 2
    assert entered(frontier, case, K.REPLY, THEM, "The right one.").number == 4
    asking.restore_paper(**_given(frontier, case), name="2", reasons="It was the right one.")
    assert _lines(frontier, case, US)["2"] is False
    assert acts_in(case)[-1] == "dispute.restored"


def test_a_party_asks_that_a_paper_be_struck_and_it_is(frontier: Cast) -> None:
    case = _replied(frontier)
    request = _ask_to_strike(frontier, case)
    assert (request.paper.name, request.about.name) == ("3", "2")  # type: ignore[union-attr]
    asking.grant(**_given(frontier, case), request=request.uid, reasons="It is the wrong one.")
    assert Paper.objects.get(case=case, number=2, series="").state == DocumentState.STRUCK


def test_what_was_struck_meanwhile_is_not_struck_twice(frontier: Cast) -> None:
    case = _replied(frontier)
    request = _ask_to_strike(frontier, case)
    asking.strike_paper(**_given(frontier, case), name="2", reasons="It is the wrong one.")
    asking.grant(**_given(frontier, case), request=request.uid, reasons="It is struck already.")
    assert acts_in(case).count("dispute.struck") == 1


def test_a_request_is_decided_once_and_taken_back_by_who_asked_alone(frontier: Cast) -> None:
    case = _replied(frontier)
    request = _ask_to_strike(frontier, case)
    with pytest.raises(Refused, match="Only who asked"):
        asking.take_request_back(**_given(frontier, case, THEM), request=request.uid)
    asking.take_request_back(**_given(frontier, case, US), request=request.uid)
    assert _request().state == RequestState.WITHDRAWN
    with pytest.raises(Refused):
        asking.grant(**_given(frontier, case), request=request.uid, reasons="Yes.")


def test_that_something_came_late_is_not_taken_back(frontier: Cast) -> None:
    case = _replied(frontier, LATE)
    with pytest.raises(Refused, match="stays late"):
        asking.take_request_back(**_given(frontier, case, THEM, LATE), request=_request().uid)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({}, "asks"),
        ({"asks": "leave"}, "asks"),
        ({"asks": "strike"}, "about"),
        ({"asks": "strike", "about": "99"}, "about"),
        ({"asks": "strike", "about": "nonsense"}, "about"),
    ],
)
def test_an_unclear_request_is_not_filed_and_nothing_is_lost(frontier: Cast, terms: dict[str, str], field: str) -> None:
    case = _replied(frontier)
    draft = begin(frontier, case, K.REQUEST, US, NOW, **terms)
    with pytest.raises(Invalid) as invalid:
        filing.file_paper(**_given(frontier, case, US), name=str(draft.uid))  # type: ignore[arg-type]
    assert list(invalid.value.errors) == [field]
    draft.refresh_from_db()
    assert draft.state == DocumentState.DRAFT


def test_what_the_case_rests_on_is_never_struck(frontier: Cast) -> None:
    case = _replied(frontier)
    with pytest.raises(Refused, match="never struck"):
        asking.strike_paper(**_given(frontier, case), name="1", reasons="Why.")
    draft = begin(frontier, case, K.REQUEST, THEM, NOW, asks="strike", about="1")
    with pytest.raises(Refused, match="never struck"):
        filing.file_paper(**_given(frontier, case, THEM), name=str(draft.uid))  # type: ignore[arg-type]
    names = [line.name for line in strikable(docket_of(frontier.viewer(US), case, known(case)))]
    assert names == ["2"]


def test_an_urgent_case_keeps_the_times_that_run_and_shortens_those_that_begin(frontier: Cast) -> None:
    case = _replied(frontier)
    talk = case.filed_at
    with pytest.raises(Refused, match="Only the complainant"):
        put(frontier, case, K.REQUEST, THEM, asks="urgent")
    put(frontier, case, K.REQUEST, US, asks="urgent")
    asking.grant(**_given(frontier, case), request=_request().uid, reasons="Training goes on.")
    case.refresh_from_db()
    assert (case.track, case.filed_at) == (Track.URGENT, talk)
    assert acts_in(case)[-1] == "dispute.made_urgent"
    with pytest.raises(Refused, match="urgent already"):
        put(frontier, case, K.REQUEST, US, asks="urgent")


def test_the_panel_orders_when_there_is_one_and_whoever_presides_speaks_for_it(frontier: Cast) -> None:
    case = composed(frontier)
    begin_writing(**_given(frontier, case, "ada"))  # type: ignore[arg-type]
    put(frontier, case, K.SUBMISSION, US)
    name = Paper.objects.get(case=case, kind=K.SUBMISSION).name
    for who in (CLERK, "ben"):
        with pytest.raises(Refused):
            asking.strike_paper(**_given(frontier, case, who), name=name, reasons="Why.")
    asking.strike_paper(**_given(frontier, case, "ada"), name=name, reasons="It is the wrong one.")
    order = Paper.objects.get(case=case, kind=K.ORDER)
    assert (order.panel, order.filed_by) == (1, "The panel")
    assert _lines(frontier, case, "ben")[name] is True
    docket = docket_of(frontier.viewer("ada"), case, known(case))
    assert [line.name for line in restorable(frontier.viewer("ada"), case, known(case), docket, NOW)] == [name]


def test_requests_are_shown_to_those_alone_who_read_the_paper_that_asks(frontier: Cast) -> None:
    case = _replied(frontier)
    _ask_to_strike(frontier, case)

    def shown(who: str) -> list[tuple[bool, bool]]:
        viewer, of = frontier.viewer(who), known(case)
        found = requests_in(viewer, case, of, docket_of(viewer, case, of), NOW)
        return [(one.may_decide, one.may_take_back) for one in found]

    assert {who: shown(who) for who in (US, THEM, CLERK, "independent")} == {
        US: [(False, True)],
        THEM: [(False, False)],
        CLERK: [(True, False)],
        "independent": [],
    }
