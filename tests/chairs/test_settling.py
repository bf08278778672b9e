"""The chair passes on by itself: at its instant, to the first who may, once."""

from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.chairs import services
from apps.chairs.models import Place, Rotation, Term
from apps.chairs.rules.plan import boundary
from apps.chairs.selectors import scene
from apps.committees.models import Cover, Office, Organisation, StandingFact
from apps.committees.selectors import chair_at
from apps.committees.states import MembershipState, Role
from apps.kernel.decisions import Invalid, Refused
from apps.kernel.tenancy.context import tenant
from apps.membership.selectors.people import representing
from apps.membership.services import add_organisation, declare_cover, end_cover, end_seat, fill_seat
from apps.record.models import Act
from tests.cast import NOW, Cast
from tests.chairs.factory import MEMBERS, members, next_end, rotate

SECOND = timedelta(seconds=1)


def holder(at: datetime) -> str:
    office = chair_at(at)
    return str(office.seat.person.email) if office else ""


class TestStarting:
    def test_the_first_term_goes_by_the_charters_order(self, frontier: Cast) -> None:
        rotate(frontier)
        term = Term.objects.get()
        assert (term.organisation.key, term.starts_at) == ("aster", NOW)
        assert term.ends_at == boundary(NOW, 6, 1, "Europe/Brussels")
        assert holder(NOW) == "representative@aster.example"
        assert holder(term.ends_at) == ""
        assert [place.organisation.key for place in Place.objects.all()] == list(MEMBERS)

    def test_the_clerk_may_name_who_presides_first(self, frontier: Cast) -> None:
        rotate(frontier, first="cygnus")
        assert [place.organisation.key for place in Place.objects.all()] == [
            "cygnus",
            "aster",
            "borealis",
            "independent",
        ]
        assert holder(NOW) == "representative@cygnus.example"

    def test_only_a_clerk_starts_it_and_only_once(self, frontier: Cast) -> None:
        with pytest.raises(Refused):
            services.start_rotation(actor=frontier.viewer("aster.representative"), now=NOW, members=members())
        rotate(frontier)
        with pytest.raises(Invalid):
            rotate(frontier)

    def test_who_cannot_preside_cannot_be_listed(self, frontier: Cast) -> None:
        veritas = Organisation.objects.get(key="veritas")
        with pytest.raises(Invalid, match="neither a lab"):
            services.start_rotation(actor=frontier.viewer("clerk"), now=NOW, members=[veritas])


class TestHandingOver:
    def test_it_happens_at_the_instant_the_term_ends_however_late_the_sweep(self, frontier: Cast) -> None:
        rotate(frontier)
        ends = next_end()
        services.settle(ends - SECOND)
        assert Term.objects.count() == 1
        services.settle(ends + timedelta(hours=5))
        assert holder(ends - SECOND) == "representative@aster.example"
        assert holder(ends) == "representative@borealis.example"
        act = Act.objects.get(kind="chair.handed_over", facts__organisation="borealis")
        assert act.at == ends + timedelta(hours=5)
        assert act.told == ["everyone"]

    def test_twice_at_once_changes_nothing(self, frontier: Cast) -> None:
        rotate(frontier)
        ends = next_end()
        services.settle(ends)
        before = list(Act.objects.values_list("pk", flat=True))
        services.settle(ends)
        assert list(Act.objects.values_list("pk", flat=True)) == before

    def test_after_years_without_a_sweep_every_term_is_made_up_without_a_gap(self, frontier: Cast) -> None:
        rotate(frontier)
        services.settle(NOW + timedelta(days=365 * 4))
        terms = list(Term.objects.order_by("starts_at"))
        assert [term.organisation.key for term in terms][:6] == [*MEMBERS, "aster", "borealis"]
        assert all(one.ends_at == two.starts_at for one, two in pairwise(terms))
        assert [term.starts_at for term in terms] == [
            boundary(NOW, 6, number, "Europe/Brussels") for number in range(len(terms))
        ]

    def test_a_member_in_arrears_is_passed_over_and_the_reason_stands(self, frontier: Cast) -> None:
        rotate(frontier)
        borealis = Organisation.objects.get(key="borealis")
        StandingFact.objects.create(organisation=borealis, kind="in arrears", since=NOW, because="Unpaid")
        services.settle(next_end())
        term = Term.objects.get(state="running")
        assert term.organisation.key == "cygnus"
        assert term.passed[0]["organisation"] == "borealis"
        assert "arrears" in term.passed[0]["because"]


class TestNobodyEligible:
    def test_the_clerk_presides_ad_interim_and_everyone_is_told_until_somebody_may(self, frontier: Cast) -> None:
        rotate(frontier)
        ends = next_end()
        facts = [
            StandingFact.objects.create(organisation=one, kind="in arrears", since=NOW, because="Unpaid")
            for one in members()
        ]
        services.settle(ends)
        term = Term.objects.get(state="running")
        assert (term.kind, term.organisation.key) == ("ad interim", "secretariat")
        assert holder(ends) == "clerk@secretariat.example"
        assert Act.objects.get(kind="chair.interim").told == ["everyone"]
        cygnus = facts[2]
        cygnus.until = ends + timedelta(hours=1)
        cygnus.save()
        services.settle(ends + timedelta(minutes=30))
        assert holder(ends + timedelta(minutes=30)) == "clerk@secretariat.example"
        services.settle(ends + timedelta(hours=1))
        assert holder(ends + timedelta(hours=1)) == "representative@cygnus.example"


class TestChangesWithinATerm:
    def test_the_alternate_presides_when_the_representatives_seat_ends(self, frontier: Cast) -> None:
        rotate(frontier)
        later = NOW + timedelta(hours=1)
        end_seat(actor=frontier.viewer("clerk"), now=later, seat=frontier["aster.representative"], reason="Gone")
        assert holder(later) == "alternate@aster.example"
        assert holder(later - SECOND) == "representative@aster.example"

    def test_a_new_representative_takes_the_chair(self, frontier: Cast) -> None:
        rotate(frontier)
        later = NOW + timedelta(hours=1)
        clerk, aster = frontier.viewer("clerk"), frontier["aster.representative"].organisation
        end_seat(actor=clerk, now=later, seat=frontier["aster.representative"], reason="Gone")
        eve = frontier["eve"].person
        fill_seat(actor=clerk, now=later + SECOND, organisation=aster, role=Role.REPRESENTATIVE, person=eve)
        assert holder(later + SECOND) == "eve@pacific.example"
        assert Term.objects.count() == 1

    def test_whoever_covers_presides_meanwhile(self, frontier: Cast) -> None:
        rotate(frontier)
        starts, ends = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
        Cover.objects.create(
            absent=frontier["aster.representative"],
            seat=frontier["aster.alternate"],
            because="Leave",
            starts_at=starts,
            ends_at=ends,
        )
        services.settle(NOW + SECOND)
        assert Rotation.objects.get().wake_at <= starts
        services.settle(starts)
        assert holder(starts) == "alternate@aster.example"
        services.settle(ends)
        assert holder(ends) == "representative@aster.example"

    def test_a_cover_that_is_ended_early_gives_the_chair_back_at_once(self, frontier: Cast) -> None:
        rotate(frontier)
        clerk, starts, back = frontier.viewer("clerk"), NOW + timedelta(hours=1), NOW + timedelta(hours=2)
        of = {"seat": frontier["aster.representative"], "ends_at": NOW + timedelta(days=9), "because": "Leave"}
        cover = declare_cover(actor=clerk, now=starts, **of)
        assert holder(starts) == "alternate@aster.example"
        end_cover(actor=clerk, now=back, cover=cover)
        assert holder(back) == "representative@aster.example"

    def test_where_nobody_sits_any_more_the_next_presides_at_once(self, frontier: Cast) -> None:
        rotate(frontier)
        later, clerk = NOW + timedelta(hours=1), frontier.viewer("clerk")
        end_seat(actor=clerk, now=later, seat=frontier["aster.representative"], reason="Gone")
        end_seat(actor=clerk, now=later + SECOND, seat=frontier["aster.alternate"], reason="Gone")
        assert holder(later + SECOND) == "representative@borealis.example"
        assert next_end() == boundary(later + SECOND, 6, 1, "Europe/Brussels")

    @pytest.mark.parametrize("state", [MembershipState.EXPELLED, MembershipState.SUSPENDED, MembershipState.LEFT])
    def test_a_chair_expelled_suspended_or_gone_passes_on_at_once(self, frontier: Cast, state: str) -> None:
        rotate(frontier)
        later = NOW + timedelta(days=3)
        Organisation.objects.filter(key="aster").update(state=state)
        services.settle(later)
        assert holder(later) == "representative@borealis.example"
        assert Term.objects.get(state="ended").ends_at == later
        assert Place.objects.filter(organisation__key="aster", left_at=None).exists() is (state == "suspended")


class TestTheList:
    def test_a_withdrawal_closes_the_gap(self, frontier: Cast) -> None:
        rotate(frontier)
        Organisation.objects.filter(key="borealis").update(state=MembershipState.LEFT)
        services.settle(next_end())
        assert holder(next_end() - SECOND) == "representative@cygnus.example"
        assert Act.objects.get(kind="chair.place_left").facts["organisation"] == "borealis"

    def test_a_newcomer_presides_last_in_the_cycle(self, frontier: Cast) -> None:
        rotate(frontier)
        clerk, later = frontier.viewer("clerk"), NOW + timedelta(days=1)
        abacus = add_organisation(actor=clerk, now=later, key="abacus", name="Abacus", kind="lab")
        eve = frontier["eve"].person
        fill_seat(actor=clerk, now=later, organisation=abacus, role=Role.REPRESENTATIVE, person=eve)
        assert [place.organisation.key for place in Place.objects.all()] == [*MEMBERS, "abacus"]
        for _turn in range(5):
            services.settle(next_end())
        terms = Term.objects.order_by("starts_at")
        # In the next cycle it stands where the alphabet has it; Aster has rested one term.
        assert [term.organisation.key for term in terms] == [*MEMBERS, "abacus", "aster"]


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_instant_hand_over_once(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        rotate(cast)
        ends = next_end()
    gate, errors = Barrier(4), []

    def run() -> None:
        try:
            gate.wait(10)
            services.sweep(ends + SECOND)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    with tenant(cast.frontier.pk):
        assert Term.objects.count() == 2
        assert Act.objects.filter(kind="chair.handed_over").count() == 2
        assert Office.objects.at(ends).count() == 1


def test_the_sweep_settles_what_is_due_once(cast: Cast) -> None:
    with tenant(cast.frontier.pk):
        rotate(cast)
        ends = next_end()
    assert services.sweep(NOW + SECOND) == 0
    assert services.sweep(ends) == 1
    assert services.sweep(ends) == 0


def test_who_presides_for_an_organisation_is_who_speaks_for_it_while_it_has_a_voice(frontier: Cast) -> None:
    clerk, ends = frontier.viewer("clerk"), NOW + timedelta(hours=2)
    declare_cover(actor=clerk, now=NOW, seat=frontier["borealis.representative"], ends_at=ends, because="Leave")
    end_seat(actor=clerk, now=NOW, seat=frontier["cygnus.representative"], reason="Gone")
    for at in (NOW, ends):
        seen = scene(at)
        for key in ("aster", "borealis", "independent"):
            pk = seen.id_of(key)
            assert seen.sits_for(pk) == representing(pk, at) is not None
    cygnus = seen.id_of("cygnus")
    assert representing(cygnus, ends) is None
    assert seen.sits_for(cygnus) == frontier["cygnus.alternate"]
