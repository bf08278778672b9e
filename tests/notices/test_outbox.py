"""From an act to the inboxes of those who may know, and nobody else's."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.committees.models import Organisation, Seat
from apps.committees.rules.viewer import Portal
from apps.kernel.tenancy.context import tenant
from apps.notices.models import Delivery, FanOut, Notice, NoticePreference
from apps.notices.selectors.lines import why
from apps.notices.services import expand
from apps.record.models import Act
from apps.record.rules import CATALOGUE, SUBJECTS, ActKind
from apps.record.services import Entry, record_all
from tests.cast import BEGINNING, NOW, Cast, assemble
from tests.notices.conftest import AT
from tests.notices.probe import KIND, RED, tell

pytestmark = pytest.mark.django_db
Work = Callable[..., int]


def _told(cast: Cast, act: Act) -> set[str]:
    seats = set(Notice.objects.filter(act=act).values_list("seat_id", flat=True))
    return {name for name, seat in cast.seats.items() if seat.pk in seats}


def test_an_act_reaches_those_it_names_who_may_see_its_subject(frontier: Cast, work: Work) -> None:
    act = tell(frontier["aster.liaison"].organisation)
    work()
    assert _told(frontier, act) == {"clerk", "aster.representative", "aster.alternate", "aster.liaison"}


def test_its_actor_is_not_told(frontier: Cast, work: Work) -> None:
    act = tell(frontier["aster.liaison"].organisation, actor=frontier.viewer("aster.liaison"))
    work()
    assert _told(frontier, act) == {"clerk", "aster.representative", "aster.alternate"}


def test_an_act_that_names_nobody_or_nobody_who_may_see_it_writes_nothing(frontier: Cast) -> None:
    borealis = frontier["borealis.liaison"].organisation
    tell(borealis, kind="probe.silent")
    tell(borealis, told=("chair", "observers"))
    assert not FanOut.objects.exists()


def test_what_is_urgent_falls_to_the_clerks_where_nobody_named_may_see_it(frontier: Cast, work: Work) -> None:
    act = tell(frontier["borealis.liaison"].organisation, kind="probe.urgent")
    work()
    assert _told(frontier, act) == {"clerk"}
    assert Notice.objects.get().fell_back


def test_whoever_owes_it_is_not_told_to_stand_in_for_those_who_may_not_see_it(frontier: Cast, work: Work) -> None:
    liaison = frontier["borealis.liaison"]
    act = tell(liaison.organisation, kind="probe.urgent", told=(f"seat:{liaison.pk}", "observers"))
    work()
    assert _told(frontier, act) == {"borealis.liaison", "clerk"}
    whys = {notice.seat_id: why(act, notice.fell_back) for notice in Notice.objects.filter(act=act)}
    assert "as far as they may see it" in whys[liaison.pk]
    assert "not all of them may see it and act, so it comes to you too" in whys[frontier["clerk"].pk]


def test_where_only_whoever_owes_it_is_gone_the_others_hear_beside_the_stand_ins(frontier: Cast, work: Work) -> None:
    User.objects.filter(pk=frontier["aster.liaison"].person_id).update(is_active=False)
    told = (f"seat:{frontier['aster.liaison'].pk}", "chair")
    act = tell(frontier["aster.liaison"].organisation, kind="probe.urgent", told=told)
    work()
    assert _told(frontier, act) == {"aster.liaison", "aster.representative", "clerk"}
    assert [notice.seat_id for notice in Notice.objects.filter(fell_back=True)] == [frontier["clerk"].pk]


def test_what_is_urgent_and_closed_to_the_clerks_falls_to_the_independent_member(frontier: Cast, work: Work) -> None:
    act = tell(frontier["borealis.liaison"].organisation, kind="probe.urgent", tier=RED)
    work()
    assert _told(frontier, act) == {"independent"}


def test_the_audience_is_frozen_when_the_act_happens(frontier: Cast, work: Work) -> None:
    act = tell(frontier["aster.liaison"].organisation)
    person = frontier["borealis.liaison"].person
    Seat.objects.create(
        organisation=frontier["aster.liaison"].organisation, person=person, role="liaison", starts_at=BEGINNING
    )
    work()
    assert Notice.objects.filter(act=act).count() == 4


def test_eve_and_the_rivals_hear_nothing(frontier: Cast, work: Work) -> None:
    tell(frontier["aster.liaison"].organisation)
    work()
    told = set(Notice.objects.values_list("seat__person__email", flat=True))
    assert not any("borealis" in email or "cygnus" in email or "observer" in email for email in told)
    with tenant(frontier.pacific.pk):
        assert not Notice.objects.exists()
        assert not Delivery.objects.exists()


def test_expanding_twice_adds_nothing(frontier: Cast, work: Work) -> None:
    tell(frontier["aster.liaison"].organisation)
    work()
    FanOut.objects.update(expanded_at=None)
    work()
    assert Notice.objects.count() == Delivery.objects.count() == 4


def test_following_takes_as_many_queries_for_many_as_for_one(frontier: Cast) -> None:
    aster, borealis = frontier["aster.liaison"].organisation, frontier["borealis.liaison"].organisation
    Seat.objects.bulk_create(
        Seat(organisation=borealis, role="service", name=f"Machine {n}", starts_at=BEGINNING) for n in range(300)
    )
    counts = []
    for lab in (aster, borealis):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tell(lab)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert [len(row.seat_ids) for row in FanOut.objects.order_by("id")] == [4, 304]


def test_machines_get_notices_but_no_email(frontier: Cast, work: Work) -> None:
    aster = frontier["aster.liaison"].organisation
    machine = Seat.objects.create(organisation=aster, role="service", name="Machine", starts_at=BEGINNING)
    tell(aster)
    work()
    assert Notice.objects.filter(seat=machine).count() == 1
    assert not Delivery.objects.filter(notice__seat=machine).exists()


@pytest.mark.parametrize(("kind", "emails"), [("probe.told", 0), ("probe.urgent", 1)])
def test_a_preference_holds_back_email_but_never_what_is_urgent(
    frontier: Cast, work: Work, kind: str, emails: int
) -> None:
    NoticePreference.objects.create(seat=frontier["clerk"], channel="email", mode="off")
    tell(frontier["borealis.liaison"].organisation, kind=kind)
    work()
    assert Notice.objects.filter(seat=frontier["clerk"]).count() == 1
    assert Delivery.objects.filter(notice__seat=frontier["clerk"]).count() == emails


@pytest.mark.django_db(transaction=True)
def test_expansion_by_several_workers_at_once_fills_each_inbox_exactly_once() -> None:
    cast = assemble()
    acts = 12
    with tenant(cast.frontier.pk):
        for _ in range(acts):
            tell(cast["aster.liaison"].organisation)
    workers = 4
    start = Barrier(workers)

    def worker() -> None:
        start.wait()
        expand(cast.frontier.pk, now=NOW, at=AT)
        connection.close()

    threads = [Thread(target=worker) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenant(cast.frontier.pk):
        assert not FanOut.objects.filter(expanded_at=None).exists()
        assert Notice.objects.count() == Delivery.objects.count() == acts * 4


def test_a_fan_out_that_cannot_be_expanded_does_not_stop_the_others(frontier: Cast, work: Work) -> None:
    bad = tell(frontier["aster.liaison"].organisation)
    good = tell(frontier["aster.liaison"].organisation)
    seat_ids = FanOut.objects.get(act=bad).seat_ids
    FanOut.objects.filter(act=bad).update(seat_ids=[*seat_ids, None])
    work()
    assert not Notice.objects.filter(act=bad).exists()
    assert Notice.objects.filter(act=good).count() == 4


def test_an_act_of_which_the_portal_knows_nothing_does_not_stop_the_others(
    frontier: Cast, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(frontier["aster.liaison"].organisation, kind="probe.signed")
    good = tell(frontier["aster.liaison"].organisation)
    monkeypatch.delitem(CATALOGUE._items, "probe.signed")
    work()
    assert Notice.objects.filter(act=good).count() == Notice.objects.count() == 4


def _fan_outs_of(frontier: Cast, labs: list[Organisation], **facts: object) -> dict[str, list[int]]:
    entries = [
        Entry("probe.told", Portal("the test's clock"), (KIND, lab.pk, f"PRB-{lab.key}"), told=("everyone",), **facts)
        for lab in labs
    ]
    acts = record_all(entries, now=NOW)
    assert [act.subject_id for act in acts] == [lab.pk for lab in labs]
    rows = FanOut.objects.filter(act__in=acts).select_related("act")
    return {row.act.subject_ref: sorted(row.seat_ids) for row in rows}


def test_acts_recorded_together_reach_whom_they_would_reach_alone(frontier: Cast) -> None:
    labs = [frontier["aster.liaison"].organisation, frontier["borealis.liaison"].organisation]
    together = _fan_outs_of(frontier, labs)
    alone = {ref: seats for lab in labs for ref, seats in _fan_outs_of(frontier, [lab]).items()}
    assert together == alone
    assert together["PRB-aster"] != together["PRB-borealis"]


def test_acts_on_alike_subjects_are_asked_about_once(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Callable
) -> None:
    subject = replace(SUBJECTS[KIND], alike=lambda ids: dict.fromkeys(ids, "all the same"))
    monkeypatch.setitem(SUBJECTS._items, KIND, subject)
    lab = frontier["aster.liaison"].organisation
    with django_assert_max_num_queries(8):
        _fan_outs_of(frontier, [lab] * 40)
    assert FanOut.objects.count() == 40


@pytest.mark.parametrize("part", ["meets", "moots"])
def test_what_ends_a_matter_leaves_a_row_also_when_it_tells_nobody(frontier: Cast, part: str) -> None:
    CATALOGUE.register("probe.ends", replace(ActKind("probe.ends", "ended the probe"), **{part: ("probe.clock",)}))
    try:
        tell(frontier["aster.liaison"].organisation, kind="probe.ends")
        assert FanOut.objects.get().seat_ids == []
    finally:
        del CATALOGUE._items["probe.ends"]
