"""The demo's motions: what was decided and how, what is being voted on, and that the files of decisions verify."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.committees.models import CharterVersion, Committee, Organisation
from apps.committees.selectors import charter_at
from apps.deadlines.models import Deadline
from apps.deadlines.services import sweep
from apps.desk.demo.people import EVE, FORNAX, of_lab
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.frontier_votes import BOREALIS, BY_WEIGHT, CONTACTS, TEST_SET, WATCHED
from apps.desk.demo_accounts import PASSWORD
from apps.kernel.tenancy.context import tenant
from apps.record.models import Act
from apps.verify.dossier import verify
from apps.votes.models import Ballot, Elector, Motion, Proxy, Recusal, Statement
from apps.votes.selectors import needs_of
from apps.votes.selectors.dossier import dossier_of
from apps.votes.services.balloting import cast, hold_box
from tests.desk.demo.conftest import page_of
from tests.signing_in import confirm_identity

pytestmark = pytest.mark.django_db

BY_LOT_MOTION = "Draw the order of the chair by lot"


def _motion(title: str) -> Motion:
    return Motion.objects.get(title=title)


def test_motions_of_every_kind_of_end_stand_side_by_side(frontier: Committee) -> None:
    with tenant(frontier.pk):
        ends = list(Motion.objects.order_by("pk").values_list("state", "procedure", "carried", "effect"))
    assert sorted(ends, key=str) == sorted(
        [
            ("certified", "vote", True, "done"),
            ("certified", "vote", True, "none"),
            ("certified", "silence", True, "none"),
            ("certified", "vote", True, "none"),
            ("certified", "vote", True, "done"),
            ("certified", "vote", True, "done"),
            *[("certified", "vote", True, "done")] * 4,
            ("lapsed", "vote", None, "none"),
            ("certified", "vote", False, "none"),
            ("withdrawn", "vote", None, "none"),
            ("certified", "emergency", True, "none"),
            ("certified", "vote", True, "done"),
            ("certified", "vote", True, "done"),
            *[("voting", "vote", None, "none")] * 3,
            ("discussion", "vote", None, "none"),
            ("discussion", "vote", None, "none"),
        ],
        key=str,
    )


def test_every_closed_vote_has_a_dossier_that_verifies(frontier: Committee) -> None:
    with tenant(frontier.pk):
        closed = list(Motion.objects.exclude(closed_at=None))
        assert len(closed) == 14
        assert [verify(dossier_of(motion)).ends for motion in closed] == [0] * 14


def test_an_amendment_of_the_charter_was_carried_and_is_in_force(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        moved = Motion.objects.get(kind="charter.amendment", carried=True)
        version = charter_at(loaded_at)
        assert (version.number, version.adopted_by) == (5, f"Motion {moved.ref}")
        assert version.in_force_at == moved.certified_at
        assert moved.payload["name"] == BY_WEIGHT
        assert list(CharterVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_motion_carried_with_statements_explanations_and_a_change_of_mind(frontier: Committee) -> None:
    with tenant(frontier.pk):
        motion = _motion(CONTACTS)
        assert Statement.objects.filter(motion=motion).count() == 2
        explained = Ballot.objects.filter(motion=motion).exclude(explanation="").values_list("elector__key", "public")
        assert set(explained) == {("aster", True), ("borealis", True), ("dione", False)}
        of_aster = Ballot.objects.filter(motion=motion, elector__key="aster").order_by("seq")
        assert [ballot.choice for ballot in of_aster] == ["abstain", "yes"]
        weights = Elector.objects.filter(motion=motion).values_list("weight", flat=True)
        assert sorted(weights) == ["10", "15", "20", "20", "30", "5"]
        minutes = f"motions/{motion.ref}/minutes/"
    assert "Our support contract" in page_of(BOREALIS, minutes)
    assert "Our support contract" not in page_of("observer@eu.example", minutes)


def test_the_text_was_amended_before_it_was_voted_on(frontier: Committee) -> None:
    with tenant(frontier.pk):
        motion = _motion(TEST_SET)
        amendment = motion.amendments.get()
        assert [text.number for text in motion.texts.order_by("number")] == [1, 2]
        assert motion.text == amendment.text
        assert amendment.certified_at < motion.opened_at


def test_fornax_contested_its_recusal_and_was_suspended_by_motion(frontier: Committee) -> None:
    with tenant(frontier.pk):
        motion = Motion.objects.get(kind="membership.suspend")
        recusal = Recusal.objects.get(motion=motion)
        assert (recusal.organisation.key, recusal.state) == ("fornax", "upheld")
        assert recusal.contested_by.person.email == FORNAX
        assert recusal.decided_by.person.email == of_lab("aster", "representative")
        assert Elector.objects.get(motion=motion, organisation__key="fornax").standing == "recused"
        assert Organisation.objects.get(key="fornax").state == "suspended"
        assert Act.objects.filter(actor=f"The portal (motion {motion.ref})", subject_ref="fornax").count() == 1


def test_one_is_lost_by_a_single_member(frontier: Committee) -> None:
    with tenant(frontier.pk):
        outcome = Motion.objects.get(carried=False).outcome
    assert (outcome["yes"], outcome["no"], outcome["abstain"]) == (3, 2, 1)
    assert "at least two thirds needed: not reached" in " ".join(outcome["steps"])


def test_the_emergency_decision_is_to_be_reviewed(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        motion = Motion.objects.get(procedure="emergency")
        assert motion.review_at > loaded_at + timedelta(days=20)
        assert Deadline.objects.open().about("motion", motion.pk).get().clock == "motion.review"


def test_borealis_has_yet_to_vote_and_its_ballot_can_settle_it(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        motion = _motion(BY_LOT_MOTION)
        assert timedelta(days=1) < motion.closes_at - loaded_at < timedelta(days=2)
        voted = set(Ballot.objects.filter(motion=motion).values_list("elector__organisation__key", flat=True))
        assert voted == {"aster", "dione", "elara"}
        assert needs_of(motion).settled is None
    client = Client()
    client.force_login(User.objects.get(email=BOREALIS))
    confirm_identity(client, PASSWORD)
    ballot = client.get(f"/c/frontier/motions/{motion.ref}/ballot/").content.decode()
    assert "We come next in the order as it stands." in ballot
    assert "We come next" not in page_of("representative@cygnus.example", f"motions/{motion.ref}/")
    assert motion.title in page_of(BOREALIS, "")
    with tenant(frontier.pk):
        actor = viewer(BOREALIS, loaded_at)
        cast(actor=actor, now=loaded_at, box=hold_box(actor=actor, ref=motion.ref), choice="no")
        assert needs_of(motion).settled == "lost"
        assert Proxy.objects.get().state == "accepted"


def test_the_watched_vote_closes_minutes_after_the_loading(frontier: Committee, loaded_at: datetime) -> None:
    with tenant(frontier.pk):
        closes_at = _motion(WATCHED).closes_at
        assert timedelta(minutes=10) < closes_at - loaded_at < timedelta(minutes=15)
        assert needs_of(_motion(WATCHED)).sentence == (
            "3 of 6 in favour; needs 1 more member and any weight more; quorum reached."
        )
    sweep(closes_at + timedelta(minutes=1))
    with tenant(frontier.pk):
        motion = _motion(WATCHED)
        assert (motion.state, motion.carried, motion.closed_at) == ("closed", False, closes_at)


def test_eve_has_something_to_vote_on(loaded_at: datetime) -> None:
    with tenant(Committee.objects.get(slug="pacific").pk):
        motion = Motion.objects.get()
        assert motion.state == "voting"
        actor = viewer(EVE, loaded_at)
        cast(actor=actor, now=loaded_at, box=hold_box(actor=actor, ref=motion.ref), choice="yes")
        assert needs_of(motion).quorate


def test_what_happened_to_motions_stands_in_the_order_of_its_times(frontier: Committee) -> None:
    with tenant(frontier.pk):
        for motion in Motion.objects.all():
            times = [act.at for act in Act.objects.about("motion", motion.pk)]
            assert times == sorted(times)
