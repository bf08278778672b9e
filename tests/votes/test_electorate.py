"""Who votes: the electorate frozen when voting opens, recusals, weights."""

from datetime import timedelta
from fractions import Fraction

import pytest

from apps.committees.models import ActingChair, Organisation, StandingFact, Tie
from apps.committees.states import TieKind
from apps.incidents.services.filing import file_at_once
from apps.kernel.decisions import Invalid, Refused
from apps.membership.services import end_seat
from apps.record.models import Act
from apps.votes.models import Elector, Motion, Recusal
from apps.votes.rules import Rule
from apps.votes.selectors import tally_of
from apps.votes.services import recusing
from apps.votes.services.opening import open_voting
from apps.votes.services.weighing import set_weights
from tests.cast import BEGINNING, NOW, Cast
from tests.chairs.factory import rotate
from tests.incidents.factory import CONTENT
from tests.votes.factory import DISCUSSED, HOUR, charter, discussed, vote, voting


def roll(motion: Motion) -> dict[str, tuple[str, str, str]]:
    rows = Elector.objects.filter(motion=motion)
    return {row.key.split(":")[0]: (row.standing, row.weight, row.because) for row in rows}


def tie(one: str, other: str) -> Tie:
    by_key = {row.key: row for row in Organisation.objects.all()}
    return Tie.objects.create(
        organisation=by_key[one],
        other=by_key[other],
        kind=TieKind.AFFILIATE,
        because="One group",
        starts_at=BEGINNING,
    )


class TestTheElectorate:
    def test_labs_and_independent_members_vote_each_with_one_voice(self, frontier: Cast) -> None:
        assert roll(voting(frontier)) == dict.fromkeys(
            ["aster", "borealis", "cygnus", "independent"], ("voting", "1", "")
        )

    def test_the_charter_may_leave_the_vote_to_the_labs(self, frontier: Cast) -> None:
        charter(independents=False)
        assert set(roll(voting(frontier))) == {"aster", "borealis", "cygnus"}

    def test_who_is_not_in_standing_is_listed_without_a_vote_and_with_the_reason(self, frontier: Cast) -> None:
        row = Organisation.objects.get(key="cygnus")
        StandingFact.objects.create(organisation=row, kind="in arrears", since=NOW, because="Two years are unpaid.")
        assert roll(voting(frontier))["cygnus"] == (
            "excluded",
            "1",
            "It is in arrears with its contributions. Two years are unpaid.",
        )

    def test_a_pause_compliance_case_does_not_take_the_vote(self, frontier: Cast) -> None:
        row = Organisation.objects.get(key="cygnus")
        StandingFact.objects.create(organisation=row, kind="under a pause-compliance case", since=NOW, because="Case 1")
        assert roll(voting(frontier))["cygnus"] == ("voting", "1", "")

    def test_a_vacant_seat_has_no_vote(self, frontier: Cast) -> None:
        for role in ("representative", "alternate"):
            end_seat(actor=frontier.viewer("clerk"), now=NOW, seat=frontier[f"cygnus.{role}"], reason="Left")
        assert roll(voting(frontier))["cygnus"] == ("excluded", "1", "Its seat is vacant.")

    def test_an_alternate_alone_is_a_voice(self, frontier: Cast) -> None:
        end_seat(actor=frontier.viewer("clerk"), now=NOW, seat=frontier["cygnus.representative"], reason="Left")
        motion = voting(frontier)
        vote(frontier, motion, "cygnus.alternate", "yes")
        assert tally_of(motion).yes == 1

    def test_it_is_frozen_and_published_when_voting_opens(self, frontier: Cast) -> None:
        motion = voting(frontier)
        facts = Act.objects.get(kind="motion.opened").facts
        assert [row["member"].split(":")[0] for row in facts["roll"]] == ["aster", "borealis", "cygnus", "independent"]
        assert Rule.from_data(facts["rule"]) == Rule.from_data(motion.rule)
        StandingFact.objects.create(
            organisation=Organisation.objects.get(key="cygnus"), kind="suspended", since=DISCUSSED, because="Later"
        )
        assert roll(motion)["cygnus"] == ("voting", "1", "")


class TestTheRule:
    def test_the_charters_quorum_fills_in_where_the_rule_has_none(self, frontier: Cast) -> None:
        charter(quorum_percent=75)
        rule = Rule.from_data(voting(frontier).rule)
        assert (rule.key, [one.value for one in rule.quorum]) == ("simple", [Fraction(3, 4)])

    def test_no_quorum_at_all_where_the_charter_says_so(self, frontier: Cast) -> None:
        charter(quorum_percent=0)
        assert Rule.from_data(voting(frontier).rule).quorum == ()

    def test_the_member_in_the_chair_decides_a_tie_where_the_charter_says_so(self, frontier: Cast) -> None:
        charter(casting=True)
        motion = voting(frontier)
        assert Rule.from_data(motion.rule).casting_vote == "aster"
        vote(frontier, motion, "aster.representative", "yes")
        vote(frontier, motion, "borealis.representative", "no")
        assert tally_of(motion).carried

    def test_an_emergency_must_meet_its_own_rule_and_the_higher_one(self, frontier: Cast) -> None:
        motion = discussed(frontier, procedure="emergency")
        opened = open_voting(actor=frontier.viewer("aster.representative"), now=NOW, ref=motion.ref)
        rule = Rule.from_data(opened.rule)
        assert [one.value for one in rule.conditions] == [Fraction(1, 2), Fraction(3, 4)]
        assert opened.closes_at == NOW + 12 * HOUR

    def test_the_rule_stays_when_the_charter_changes(self, frontier: Cast) -> None:
        motion = voting(frontier)
        charter(rule_general="unanimity")
        assert Rule.from_data(Motion.objects.get(pk=motion.pk).rule).key == "simple"


class TestWeights:
    def test_the_table_says_what_members_weigh(self, frontier: Cast) -> None:
        charter(weights="table", rule_general="imf-70")
        clerk = frontier.viewer("clerk")
        set_weights(actor=clerk, now=NOW, scale="table", values={"aster": "55.6", "borealis": "3"}, decision="D1")
        weights = {key: weight for key, (_standing, weight, _why) in roll(voting(frontier)).items()}
        assert weights == {"aster": "55.6", "borealis": "3", "cygnus": "0", "independent": "0"}

    def test_weights_are_dated_and_the_new_one_holds_from_its_day(self, frontier: Cast) -> None:
        clerk = frontier.viewer("clerk")
        for at, value in ((NOW, "1"), (NOW + HOUR, "2")):
            [row] = set_weights(actor=clerk, now=at, scale="table", values={"aster": value}, decision="D")
        assert (row.value, row.starts_at) == (2, NOW + HOUR)
        facts = Act.objects.filter(kind="motion.weight_set").order_by("-id")[0].facts
        assert (facts["was"], facts["weight"]) == ("1.0000000000", "2")

    @pytest.mark.parametrize("value", ["", "-1", "many", "NaN", "Infinity", "1e400", "0.00000000001"])
    def test_what_is_no_weight_is_refused_by_member(self, frontier: Cast, value: str) -> None:
        clerk = frontier.viewer("clerk")
        with pytest.raises(Invalid) as invalid:
            set_weights(actor=clerk, now=NOW, scale="table", values={"aster": value}, decision="D1")
        assert set(invalid.value.errors) == {"aster"}

    def test_only_a_clerk_sets_them(self, frontier: Cast) -> None:
        actor = frontier.viewer("aster.representative")
        with pytest.raises(Refused, match="Only a clerk"):
            set_weights(actor=actor, now=NOW, scale="table", values={"aster": "9"}, decision="D1")

    def test_voting_does_not_open_where_weight_counts_and_nobody_has_any(self, frontier: Cast) -> None:
        charter(weights="table", rule_general="imf-70")
        with pytest.raises(Refused, match="Set the weights first"):
            voting(frontier)


class TestRecusal:
    def test_a_party_and_who_is_tied_to_it_stand_back(self, frontier: Cast) -> None:
        tie("cygnus", "borealis")
        motion = voting(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        found = roll(motion)
        assert found["borealis"] == ("recused", "1", "The motion is about Borealis itself.")
        assert found["cygnus"][0] == "recused"
        assert "has declared a tie with Borealis" in found["cygnus"][2]

    def test_who_reported_an_incident_stands_back_from_motions_about_it(self, frontier: Cast) -> None:
        incident = file_at_once(
            actor=frontier.viewer("borealis.liaison"), now=NOW, changes=CONTENT | {"tlp": "TLP:GREEN"}
        )
        motion = voting(frontier, payload={"matter": incident.ref})
        assert roll(motion)["borealis"] == ("recused", "1", "Borealis reported it.")

    def test_a_matter_that_not_every_member_sees_is_not_named(self, frontier: Cast) -> None:
        incident = file_at_once(
            actor=frontier.viewer("aster.liaison"), now=NOW, changes=CONTENT | {"tlp": "TLP:AMBER+STRICT"}
        )
        with pytest.raises(Invalid, match="Not every member may see this matter"):
            discussed(frontier, payload={"matter": incident.ref})
        with pytest.raises(Invalid, match="There is no open matter"):
            discussed(frontier, who="borealis.representative", by="cygnus.alternate", payload={"matter": incident.ref})

    def test_it_is_said_when_the_motion_is_proposed(self, frontier: Cast) -> None:
        discussed(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        facts = Act.objects.get(kind="motion.recusal_declared").facts
        assert facts["organisation"] == "borealis"

    def test_contested_it_must_be_decided_before_voting_opens(self, frontier: Cast) -> None:
        tie("cygnus", "borealis")
        motion = discussed(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        actor = frontier.viewer("cygnus.representative")
        recusing.contest(actor=actor, now=NOW, ref=motion.ref, organisation="cygnus", because="The tie has ended.")
        chair = frontier.viewer("aster.representative", DISCUSSED)
        with pytest.raises(Refused, match="A recusal is contested"):
            open_voting(actor=chair, now=DISCUSSED, ref=motion.ref)
        recusing.decide(
            actor=chair, now=DISCUSSED, ref=motion.ref, organisation="cygnus", verb="lift", because="It has ended."
        )
        assert roll(open_voting(actor=chair, now=DISCUSSED, ref=motion.ref))["cygnus"] == ("voting", "1", "")

    def test_a_member_stands_back_by_its_own_word(self, frontier: Cast) -> None:
        motion = discussed(frontier)
        actor = frontier.viewer("cygnus.alternate")
        recusing.declare(actor=actor, now=NOW, ref=motion.ref, organisation="cygnus", because="We wrote the report.")
        with pytest.raises(Invalid, match="is on the list already"):
            recusing.declare(actor=actor, now=NOW, ref=motion.ref, organisation="cygnus", because="Again.")
        opened = open_voting(actor=frontier.viewer("aster.representative"), now=DISCUSSED, ref=motion.ref)
        assert roll(opened)["cygnus"] == ("recused", "1", "We wrote the report.")
        assert Recusal.objects.get().state == "upheld"

    def test_only_whoever_presides_decides(self, frontier: Cast) -> None:
        motion = discussed(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
        for who in ("clerk", "cygnus.representative", "borealis.representative"):
            with pytest.raises(Refused, match="Only whoever presides"):
                recusing.decide(
                    actor=frontier.viewer(who),
                    now=NOW,
                    ref=motion.ref,
                    organisation="borealis",
                    verb="lift",
                    because="No.",
                )

    def test_the_next_in_order_presides_over_a_motion_about_the_chairs_own_organisation(self, frontier: Cast) -> None:
        rotate(frontier)
        at = NOW + timedelta(minutes=5)
        motion = discussed(
            frontier,
            who="borealis.representative",
            by="cygnus.alternate",
            kind="membership.suspend",
            payload={"organisation": "aster"},
        )
        acting = ActingChair.objects.get(subject_kind="motion", subject_id=motion.pk, ends_at=None)
        assert acting.seat == frontier["borealis.representative"]
        assert not frontier.viewer("aster.representative", at).presides_over("motion", motion.pk)
        assert frontier.viewer("borealis.representative", at).presides_over("motion", motion.pk)

    def test_where_everybody_is_recused_voting_does_not_open(self, frontier: Cast) -> None:
        charter(independents=False)
        for other in ("aster", "cygnus"):
            tie(other, "borealis")
        with pytest.raises(Refused, match="Nobody could vote"):
            voting(frontier, kind="membership.suspend", payload={"organisation": "borealis"})
