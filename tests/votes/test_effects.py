"""What a carried motion does, in the transaction that certifies it; or why it could not."""

from typing import Any
from uuid import UUID

import pytest

from apps.committees.models import Application, CharterVersion, Office, Organisation, Seat
from apps.committees.selectors import chair_at
from apps.committees.states import ApplicationState, OrganisationKind
from apps.deadlines.models import Deadline
from apps.incidents.services.filing import file_at_once
from apps.kernel.decisions import Invalid, Refused
from apps.membership.services import change_amendment, draft_amendment
from apps.membership.services.membership import take_step
from apps.votes.models import Motion, MotionText
from apps.votes.rules.kinds import KINDS
from apps.votes.services.certifying import certify
from apps.votes.services.closing import close_due
from apps.votes.services.drafting import change_draft, start_amendment
from apps.votes.services.opening import open_voting
from apps.votes.services.proposing import propose, second, withdraw
from tests.cast import NOW, Cast
from tests.chairs.factory import rotate
from tests.incidents.factory import CONTENT
from tests.votes.factory import CLOSES, DISCUSSED, HOUR, charter, closed, discussed, proposed, vote

ALL = ("aster.representative", "borealis.representative", "cygnus.representative", "independent")


def carried(people: Cast, *voters: str, who: str = "clerk", **content: Any) -> Motion:
    motion = closed(people, dict.fromkeys(voters, "yes"), who=who, **content)
    assert motion.carried
    return certify(actor=people.viewer("clerk", CLOSES), now=CLOSES + HOUR, ref=motion.ref)


def application() -> Application:
    return Application.objects.create(
        ref="APP-2026-TEST01",
        name="Dione Labs",
        kind=OrganisationKind.LAB,
        contact_name="Dora",
        contact_email="dora@dione.example",
        state=ApplicationState.RECEIVED,
        digest="d" * 64,
        applied_at=NOW,
    )


class TestMembers:
    def test_an_applicant_is_admitted(self, frontier: Cast) -> None:
        row = application()
        done = carried(frontier, *ALL, kind="membership.admit", payload={"application": row.ref})
        assert (done.effect, done.effect_note) == (
            "done",
            "Dione Labs is a member from now on, and its first person is invited.",
        )
        assert Organisation.objects.get(key="dione-labs").state == "admitted"

    def test_only_who_sees_applications_lays_one_before_the_committee(self, frontier: Cast) -> None:
        row = application()
        with pytest.raises(Invalid, match="A clerk lays it before"):
            proposed(frontier, kind="membership.admit", payload={"application": row.ref})

    @pytest.mark.parametrize(("step", "state"), [("suspend", "suspended"), ("expel", "expelled")])
    def test_a_member_is_suspended_or_expelled(self, frontier: Cast, step: str, state: str) -> None:
        done = carried(
            frontier,
            "aster.representative",
            "cygnus.representative",
            "independent",
            kind=f"membership.{step}",
            payload={"organisation": "borealis"},
        )
        assert done.effect == "done"
        row = Organisation.objects.get(key="borealis")
        assert row.state == state
        assert row.membership_changes.latest("since").decision == f"Motion {done.ref}"
        assert Seat.objects.at(CLOSES + 2 * HOUR).filter(organisation=row).exists() is (step == "suspend")

    def test_a_suspended_member_is_reinstated(self, frontier: Cast) -> None:
        row = Organisation.objects.get(key="borealis")
        clerk = frontier.viewer("clerk")
        take_step(actor=clerk, now=NOW, organisation=row, step="suspend", decision="D", because="B")
        voters = ("aster.representative", "cygnus.representative", "independent")
        carried(frontier, *voters, kind="membership.reinstate", payload={"organisation": "borealis"})
        row.refresh_from_db()
        assert row.state == "admitted"

    def test_what_has_become_impossible_is_said_and_nothing_is_done(self, frontier: Cast) -> None:
        voters = ("aster.representative", "cygnus.representative", "independent")
        motion = closed(
            frontier,
            dict.fromkeys(voters, "yes"),
            who="clerk",
            kind="membership.suspend",
            payload={"organisation": "borealis"},
        )
        row = Organisation.objects.get(key="borealis")
        clerk = frontier.viewer("clerk")
        take_step(actor=clerk, now=CLOSES, organisation=row, step="suspend", decision="D", because="B")
        done = certify(actor=clerk, now=CLOSES + HOUR, ref=motion.ref)
        assert (done.state, done.carried, done.effect) == ("certified", True, "impossible")
        assert done.effect_note == "Borealis is a suspended member now, so this cannot be done."

    def test_a_refused_effect_is_said_and_nothing_of_it_is_done(self, frontier: Cast) -> None:
        voters = ("aster.representative", "borealis.representative", "cygnus.representative", "independent")
        motion = closed(
            frontier, dict.fromkeys(voters, "yes"), kind="membership.expel", payload={"organisation": "veritas"}
        )
        Motion.objects.filter(pk=motion.pk).update(payload={"organisation": "secretariat", "name": "Secretariat"})
        done = certify(actor=frontier.viewer("clerk"), now=CLOSES + HOUR, ref=motion.ref)
        assert (done.effect, done.state) == ("impossible", "certified")
        assert "last clerk" in done.effect_note
        assert Organisation.objects.get(key="secretariat").state == "admitted"

    def test_a_member_that_is_not_there_cannot_be_named(self, frontier: Cast) -> None:
        with pytest.raises(Invalid, match="Choose a member"):
            proposed(frontier, kind="membership.expel", payload={"organisation": "nobody"})

    def test_what_cannot_happen_is_not_proposed(self, frontier: Cast) -> None:
        with pytest.raises(Refused, match="Borealis is a member now, so this cannot be done"):
            proposed(frontier, kind="membership.reinstate", payload={"organisation": "borealis"})


class TestTheChair:
    def test_the_chair_is_taken_from_a_member_and_the_next_presides(self, frontier: Cast) -> None:
        rotate(frontier)
        done = carried(
            frontier,
            "borealis.representative",
            "cygnus.representative",
            "independent",
            presider="borealis.representative",
            kind="chair.remove",
            payload={"organisation": "aster"},
        )
        assert (done.effect, done.effect_note) == (
            "done",
            "Aster no longer holds the chair; the next in order presides.",
        )
        office = chair_at(CLOSES + HOUR)
        assert office is not None
        assert office.seat == frontier["borealis.representative"]
        assert Office.objects.at(CLOSES + HOUR).filter(kind="chair").count() == 1

    def test_who_does_not_preside_cannot_lose_the_chair(self, frontier: Cast) -> None:
        rotate(frontier)
        with pytest.raises(Refused, match="does not hold the chair"):
            proposed(frontier, kind="chair.remove", payload={"organisation": "cygnus"})


class TestTheCharter:
    def _draft(self, frontier: Cast, hours: int = 50) -> UUID:
        row = draft_amendment(
            actor=frontier.viewer("clerk"), now=NOW, title="Shorter", values={"votes.window_hours": hours}
        )
        return row.uid

    def test_an_amendment_becomes_the_next_version(self, frontier: Cast) -> None:
        done = carried(frontier, *ALL, kind="charter.amendment", payload={"draft": str(self._draft(frontier))})
        assert done.effect_note == "Version 2 of the charter is in force."
        version = CharterVersion.objects.get(number=2)
        assert (version.values["votes.window_hours"], version.adopted_by) == (50, f"Motion {done.ref}")

    def test_a_draft_changed_after_it_was_moved_is_not_adopted(self, frontier: Cast) -> None:
        uid = self._draft(frontier)
        motion = closed(
            frontier, dict.fromkeys(ALL, "yes"), who="clerk", kind="charter.amendment", payload={"draft": str(uid)}
        )
        change_amendment(actor=frontier.viewer("clerk"), now=CLOSES, draft=uid, values={"votes.window_hours": 1})
        done = certify(actor=frontier.viewer("clerk"), now=CLOSES + HOUR, ref=motion.ref)
        assert done.effect == "impossible"
        assert "was changed after it was moved" in done.effect_note

    def test_of_two_amendments_the_second_is_moved_again(self, frontier: Cast) -> None:
        first, other = self._draft(frontier), self._draft(frontier, 60)
        motions = [
            closed(
                frontier, dict.fromkeys(ALL, "yes"), who="clerk", kind="charter.amendment", payload={"draft": str(uid)}
            )
            for uid in (first, other)
        ]
        effects = [
            certify(actor=frontier.viewer("clerk"), now=CLOSES + HOUR, ref=motion.ref).effect for motion in motions
        ]
        assert effects == ["done", "impossible"]


class TestDeadlines:
    def _owed(self, frontier: Cast, tlp: str) -> Deadline:
        incident = file_at_once(actor=frontier.viewer("borealis.liaison"), now=NOW, changes=CONTENT | {"tlp": tlp})
        return Deadline.objects.get(clock="incident.update", subject_id=incident.pk)

    def test_a_deadline_is_waived_and_who_owes_it_stands_back(self, frontier: Cast) -> None:
        row = self._owed(frontier, "TLP:GREEN")
        done = carried(
            frontier,
            "aster.representative",
            "cygnus.representative",
            kind="deadline.waive",
            payload={"deadline": str(row.uid)},
        )
        assert done.effect == "done"
        row.refresh_from_db()
        assert row.state == "waived"
        assert done.outcome["recused"] == 1

    def test_one_that_not_every_member_sees_is_not_named(self, frontier: Cast) -> None:
        row = self._owed(frontier, "TLP:AMBER+STRICT")
        with pytest.raises(Invalid, match="Not every member may see"):
            proposed(frontier, "clerk", kind="deadline.waive", payload={"deadline": str(row.uid)})


class TestAmendments:
    def _amendment(self, frontier: Cast, parent: Motion, text: str = "A better text.") -> Motion:
        actor = frontier.viewer("borealis.representative")
        row = start_amendment(actor=actor, now=NOW, ref=parent.ref)
        change_draft(actor=actor, now=NOW, ref=row.ref, changes={"text": text})
        motion = propose(actor=actor, now=NOW, ref=row.ref)
        return second(actor=frontier.viewer("cygnus.representative"), now=NOW, ref=motion.ref)

    def test_amendments_are_voted_on_first_and_change_the_text(self, frontier: Cast) -> None:
        parent = discussed(frontier)
        amendment = self._amendment(frontier, parent)
        chair = frontier.viewer("aster.representative", DISCUSSED)
        with pytest.raises(Refused, match="Amendments to its text are voted on first"):
            open_voting(actor=chair, now=DISCUSSED, ref=parent.ref)
        open_voting(actor=chair, now=DISCUSSED, ref=amendment.ref)
        for who in ALL[:2]:
            vote(frontier, amendment, who, "yes")

        close_due(ref=amendment.ref, now=CLOSES)
        done = certify(actor=chair, now=CLOSES, ref=amendment.ref)
        assert done.effect_note == f"The text of {parent.ref} now reads as this motion says."
        parent.refresh_from_db()
        assert parent.text == "A better text."
        assert [row.text for row in MotionText.objects.filter(motion=parent).order_by("number")][1] == "A better text."
        opened = open_voting(actor=chair, now=CLOSES + HOUR, ref=parent.ref)
        assert opened.state == "voting"

    def test_with_a_withdrawn_motion_its_amendments_lapse(self, frontier: Cast) -> None:
        parent = discussed(frontier)
        amendment = self._amendment(frontier, parent)
        actor = frontier.viewer("aster.representative")
        withdraw(actor=actor, now=NOW, ref=parent.ref, because="We changed our mind.")
        amendment.refresh_from_db()
        assert (amendment.state, amendment.because) == ("lapsed", f"{parent.ref} was withdrawn.")
        assert set(Deadline.objects.filter(clock="motion.open").values_list("state", flat=True)) == {"moot"}

    def test_an_amendment_of_a_withdrawn_text_is_not_proposed(self, frontier: Cast) -> None:
        parent = discussed(frontier)
        actor = frontier.viewer("borealis.representative")
        row = start_amendment(actor=actor, now=NOW, ref=parent.ref)
        change_draft(actor=actor, now=NOW, ref=row.ref, changes={"text": "Other words."})
        withdraw(actor=frontier.viewer("aster.representative"), now=NOW, ref=parent.ref, because="No.")
        with pytest.raises(Refused, match="was withdrawn or has lapsed"):
            propose(actor=actor, now=NOW, ref=row.ref)

    def test_an_amendment_is_not_amended(self, frontier: Cast) -> None:
        amendment = self._amendment(frontier, discussed(frontier))
        with pytest.raises(Refused, match="An amendment is not amended itself"):
            start_amendment(actor=frontier.viewer("borealis.representative"), now=NOW, ref=amendment.ref)


class TestDuplicates:
    def test_the_same_motion_is_not_open_twice(self, frontier: Cast) -> None:
        first = proposed(frontier)
        with pytest.raises(Invalid, match=f"{first.ref} asks for the same"):
            proposed(frontier, "borealis.representative")

    def test_it_may_come_again_when_the_first_is_over(self, frontier: Cast) -> None:
        first = proposed(frontier)
        withdraw(actor=frontier.viewer("aster.representative"), now=NOW, ref=first.ref, because="No.")
        assert proposed(frontier, "borealis.representative").ref == "MOT-2026-0002"


def test_a_name_taken_meanwhile_keeps_an_applicant_out_and_the_certification_says_so(frontier: Cast) -> None:
    row = application()
    motion = closed(
        frontier, dict.fromkeys(ALL, "yes"), who="clerk", kind="membership.admit", payload={"application": row.ref}
    )
    Organisation.objects.filter(key="cygnus").update(name="Dione Labs")
    done = certify(actor=frontier.viewer("clerk"), now=CLOSES + HOUR, ref=motion.ref)
    assert (done.state, done.effect) == ("certified", "impossible")
    row.refresh_from_db()
    assert row.state == "received"


def test_every_kind_says_what_follows_either_way(frontier: Cast) -> None:
    charter(second=False)
    rotate(frontier)
    payloads = {
        "membership.admit": {"application": application().ref, "name": "Dione Labs"},
        "charter.amendment": {
            "draft": str(
                draft_amendment(
                    actor=frontier.viewer("clerk"), now=NOW, title="S", values={"votes.window_hours": 9}
                ).uid
            )
        },
        "amendment": {"motion": "MOT-2026-0001"},
        "deadline.waive": {"name": "Update", "subject": "INC-2026-0001"},
    }
    viewer = frontier.viewer("aster.representative")
    for key, kind in KINDS:
        preview = kind.preview(payloads.get(key, {"organisation": "aster", "name": "Aster"}), viewer, NOW)
        assert preview.carried, key
        assert preview.lost, key


@pytest.mark.parametrize(
    "kind",
    [
        "membership.admit",
        "membership.suspend",
        "membership.reinstate",
        "membership.expel",
        "chair.remove",
        "charter.amendment",
    ],
)
def test_what_takes_a_majority_of_its_own_is_not_decided_by_silence(frontier: Cast, kind: str) -> None:
    with pytest.raises(Invalid, match="Choose how it is to be decided"):
        proposed(frontier, kind=kind, procedure="silence", payload={"organisation": "borealis"})
