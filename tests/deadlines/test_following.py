"""The record is followed: acts start clocks and meet them."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.committees.models import CharterVersion
from apps.committees.rules.viewer import Portal
from apps.deadlines.models import Deadline
from apps.deadlines.rules import CLOCKS
from apps.deadlines.services import pause, resume, take_steps
from apps.deadlines.states import State
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.record.services import Entry, record_all
from tests.cast import Cast
from tests.deadlines import probe

pytestmark = pytest.mark.django_db


def test_an_act_starts_its_clock_on_its_own_subject(frontier: Cast) -> None:
    act = probe.act(frontier, probe.OPENED)
    deadline = Deadline.objects.get()
    assert deadline.subject == (act.subject_kind, act.subject_id, act.subject_ref)
    assert (deadline.state, deadline.started_by, deadline.starts_at) == (State.RUNNING, act, probe.BEGUN)
    assert deadline.due_at == probe.DUE
    assert deadline.next_step_at == probe.DUE - timedelta(hours=4)
    assert deadline.because == "A probe is answered within 24 hours (article 99.1)."
    assert (deadline.owed_by, deadline.charter_version, deadline.zone) == (["chair", "clerks"], 1, "Europe/Brussels")


def test_an_act_that_comes_twice_starts_one_deadline(frontier: Cast) -> None:
    first = probe.act(frontier, probe.OPENED)
    probe.act(frontier, probe.OPENED, at=probe.BEGUN + timedelta(hours=1))
    assert [deadline.started_by for deadline in Deadline.objects.all()] == [first]


def test_two_open_deadlines_of_one_clock_and_subject_are_refused_by_the_database(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    deadline.pk, deadline.uid = None, Deadline._meta.get_field("uid").get_default()
    with pytest.raises(IntegrityError, match="deadline_open_once"), transaction.atomic():
        deadline.save(force_insert=True)


def test_another_labs_subject_has_its_own_deadline(frontier: Cast) -> None:
    ours, theirs = probe.deadline(frontier), probe.deadline(frontier, lab="cygnus")
    probe.act(frontier, probe.ANSWERED, lab="cygnus")
    states = dict(Deadline.objects.values_list("pk", "state"))
    assert states == {ours.pk: State.RUNNING, theirs.pk: State.MET}


def test_the_act_that_is_waited_for_meets_the_deadline_and_ends_its_ladder(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    answer = probe.act(frontier, probe.ANSWERED, at=probe.BEGUN + timedelta(hours=2))
    deadline.refresh_from_db()
    assert (deadline.state, deadline.met_at, deadline.met_by) == (State.MET, answer.at, answer)
    assert take_steps([deadline.pk], probe.DUE + timedelta(days=9)) == 0


def test_an_overdue_deadline_can_still_be_met(frontier: Cast) -> None:
    deadline = probe.deadline(frontier)
    take_steps([deadline.pk], probe.DUE + timedelta(hours=1))
    probe.act(frontier, probe.ANSWERED, at=probe.DUE + timedelta(hours=2))
    deadline.refresh_from_db()
    assert (deadline.state, deadline.next_step_at) == (State.MET, None)


def test_a_met_clock_can_start_again(frontier: Cast) -> None:
    for kind in (probe.OPENED, probe.ANSWERED, probe.OPENED):
        probe.act(frontier, kind)
    assert sorted(Deadline.objects.values_list("state", flat=True)) == [State.MET, State.RUNNING]


def test_an_act_that_meets_and_starts_one_clock_ends_the_old_term_and_begins_the_next(frontier: Cast) -> None:
    first = probe.deadline(frontier, probe.ASKED)
    second = probe.deadline(frontier, probe.ASKED, at=probe.BEGUN + timedelta(hours=1))
    first.refresh_from_db()
    assert (first.state, first.met_by, second.state) == (State.MET, second.started_by, State.RUNNING)


def test_a_duty_of_an_organisation_counts_days_in_its_own_zone(frontier: Cast) -> None:
    lab = frontier["borealis.liaison"].organisation
    lab.zone = "America/Los_Angeles"
    lab.save(update_fields=["zone"])
    deadline = probe.deadline(frontier, probe.ASKED, at=datetime(2026, 7, 1, 6, 30, tzinfo=UTC))
    assert (deadline.owed_by_organisation, deadline.zone) == (lab, "America/Los_Angeles")
    assert deadline.due_at == datetime(2026, 7, 16, 6, 59, 59, tzinfo=UTC)


def test_length_and_ladder_come_from_the_charter_of_the_acts_day_and_do_not_change_afterwards(frontier: Cast) -> None:
    before = probe.deadline(frontier)
    values = {"deadline_probe.answer_hours": 6, "deadline_probe.remind_hours": 1}
    CharterVersion.objects.create(
        number=2, preset="standard", values=values, in_force_at=probe.DUE, adopted_by="a vote"
    )
    after = probe.deadline(frontier, at=probe.DUE, lab="cygnus")
    unchanged = Deadline.objects.get(pk=before.pk)
    assert (unchanged.due_at, unchanged.plan) == (before.due_at, before.plan)
    assert (after.due_at - probe.DUE, after.charter_version) == (timedelta(hours=6), 2)
    assert after.next_step_at == after.due_at - timedelta(hours=1)


def test_the_subject_chooses_the_length_by_number_or_by_article(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    aster = frontier["aster.liaison"].organisation_id
    rule = dataclasses.replace(
        CLOCKS[probe.ANSWER], length=lambda lab: 2 if lab == aster else "deadline_probe.answer_hours"
    )
    monkeypatch.setitem(CLOCKS._items, probe.ANSWER, rule)
    by_number, by_article = probe.deadline(frontier, lab="aster"), probe.deadline(frontier)
    assert [each.due_at - probe.BEGUN for each in (by_number, by_article)] == [timedelta(hours=2), timedelta(hours=24)]
    assert by_number.because == "A probe is answered within 2 hours (article )."
    assert (by_number.citation, by_article.citation) == ("", "Charter, article 99.1")


def test_a_rule_may_pass_over_weekends_and_keeps_the_date_that_it_would_have_been(
    frontier: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = dataclasses.replace(CLOCKS[probe.REPORT], rolls="BE", citation="Regulation 1182/71", version="2026-11")
    monkeypatch.setitem(CLOCKS._items, probe.REPORT, rule)
    rolled = probe.deadline(frontier, probe.ASKED, at=datetime(2026, 11, 6, 12, tzinfo=UTC))
    plain = probe.deadline(frontier, probe.ASKED, at=datetime(2026, 11, 5, 12, tzinfo=UTC), lab="cygnus")
    assert rolled.rolled_from == datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)
    assert rolled.due_at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
    assert (plain.rolled_from, plain.due_at) == (None, datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC))
    assert (rolled.citation, rolled.rule_version) == ("Regulation 1182/71", "2026-11")


def test_a_rolled_duty_is_rolled_again_after_a_pause(frontier: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = dataclasses.replace(CLOCKS[probe.REPORT], rolls="BE")
    monkeypatch.setitem(CLOCKS._items, probe.REPORT, rule)
    deadline = probe.deadline(frontier, probe.ASKED, at=datetime(2026, 11, 6, 12, tzinfo=UTC))
    clerk = Portal("motion MOT-2026-0001")
    pause(actor=clerk, now=datetime(2026, 11, 9, 12, tzinfo=UTC), uid=deadline.uid, reason="Carried.")
    resume(actor=clerk, now=datetime(2026, 11, 10, 12, tzinfo=UTC), uid=deadline.uid)
    deadline.refresh_from_db()
    assert (deadline.rolled_from, deadline.due_at) == (
        datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC),
    )


def test_an_act_that_is_rolled_back_leaves_no_deadline(frontier: Cast) -> None:
    with transaction.atomic():
        probe.act(frontier, probe.OPENED)
        transaction.set_rollback(True)
    assert not Deadline.objects.exists()


def test_an_act_without_clocks_costs_the_follower_no_query(frontier: Cast, django_assert_num_queries: object) -> None:
    from apps.deadlines.services import follow

    act = probe.act(frontier, probe.OPENED)
    act.kind = "deadline.reminded"
    with django_assert_num_queries(0):
        follow([act])


def test_a_started_clock_costs_three_queries(frontier: Cast, django_assert_num_queries: object) -> None:
    from apps.deadlines.services import follow

    act = Act.objects.get(pk=probe.act(frontier, probe.OPENED).pk)
    Deadline.objects.all().delete()
    with django_assert_num_queries(3):
        follow([act])


def test_deadlines_of_another_committee_do_not_exist_here(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        probe.deadline(cast)
    with tenant(cast.pacific.pk):
        assert not Deadline.objects.exists()


def _together(cast: Cast, *steps: tuple[str, str], at: datetime = probe.BEGUN) -> list[Act]:
    """Record (kind, lab) after each other as one list, as verbs do that touch many objects."""
    clerk = cast.viewer("clerk")
    labs = {lab: cast[f"{lab}.liaison"].organisation_id for lab in ("borealis", "cygnus")}
    entries = [Entry(kind, clerk, (probe.KIND, labs[lab], f"PRB-{lab.upper()}")) for kind, lab in steps]
    return record_all(entries, now=at)


def test_acts_recorded_together_start_and_end_each_ones_own_clock(frontier: Cast) -> None:
    ours, theirs = _together(frontier, (probe.OPENED, "borealis"), (probe.OPENED, "cygnus"))
    assert set(Deadline.objects.values_list("subject_id", "started_by")) == {
        (ours.subject_id, ours.pk),
        (theirs.subject_id, theirs.pk),
    }
    answers = _together(frontier, (probe.ANSWERED, "cygnus"), (probe.ANSWERED, "borealis"), at=probe.DUE)
    met = Deadline.objects.filter(state=State.MET, met_at=probe.DUE).values_list("subject_id", "met_by")
    assert set(met) == {(act.subject_id, act.pk) for act in answers}


def test_what_happens_to_one_subject_happens_in_turn(frontier: Cast) -> None:
    acts = _together(
        frontier,
        (probe.OPENED, "borealis"),
        (probe.OPENED, "cygnus"),
        (probe.DROPPED, "borealis"),
        (probe.OPENED, "borealis"),
    )
    told = Deadline.objects.order_by("pk").values_list("started_by", "state", "closed_by")
    assert set(told) == {
        (acts[0].pk, State.MOOT, acts[2].pk),
        (acts[1].pk, State.RUNNING, None),
        (acts[3].pk, State.RUNNING, None),
    }
