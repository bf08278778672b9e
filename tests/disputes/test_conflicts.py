"""Who may not sit, and the sentence that says why."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.committees.states import TieKind
from apps.disputes.rules.conflicts import (
    GROUPING,
    Interest,
    Kind,
    Link,
    PastRole,
    conflicts,
    counted,
    group_of,
    may_join,
    oddities,
    without_waived,
)
from apps.disputes.states import Capacity
from tests.disputes.roster import (
    ASTER,
    ASTER_CHIPS,
    ASTER_LAND,
    BOREALIS,
    COMPLAINANT,
    CYGNUS,
    HARBOUR,
    LONG_AGO,
    NOW,
    RESPONDENT,
    THIRD,
    VERITAS,
    link,
    matter,
    panellist,
    party,
)

DAY = timedelta(days=1)
CHAIN = (link(ASTER, ASTER_CHIPS), link(ASTER_LAND, ASTER_CHIPS, TieKind.OWNER))


def kinds(*args: object, **more: object) -> list[Kind]:
    return [one.kind for one in conflicts(*args, **more)]  # type: ignore[arg-type]


class TestWhoMayNotSit:
    def test_somebody_without_any_tie_may_sit(self) -> None:
        assert conflicts(panellist(), matter(), NOW) == []

    @pytest.mark.parametrize(
        ("organisation", "sentence"),
        [
            (ASTER, "Vera is of Aster, the complainant."),
            (BOREALIS, "Vera is of Borealis, the respondent."),
            (CYGNUS, "Vera is of Cygnus, a third party."),
        ],
    )
    def test_nobody_of_a_party_or_third_party_sits(self, organisation: int, sentence: str) -> None:
        found = conflicts(panellist(organisation=organisation), matter(), NOW)
        assert [(one.kind, one.sentence, one.party) for one in found] == [(Kind.ORGANISATION, sentence, organisation)]

    def test_a_group_reaches_over_several_steps(self) -> None:
        found = conflicts(panellist(organisation=ASTER_LAND), matter(links=CHAIN), NOW)
        assert [one.sentence for one in found] == [
            "Vera is of Aster Land, which is of one group with Aster, the complainant."
        ]
        assert found[0].kind == Kind.AFFILIATE

    @pytest.mark.parametrize("kind", sorted(set(TieKind) - GROUPING))
    def test_another_tie_binds_directly_and_both_ways_but_makes_no_group(self, kind: TieKind) -> None:
        for tie in (link(VERITAS, BOREALIS, kind), link(BOREALIS, VERITAS, kind)):
            assert kinds(panellist(), matter(links=(tie,)), NOW) == [Kind.TIE]
        further = (link(VERITAS, ASTER_CHIPS, kind), link(ASTER_CHIPS, BOREALIS, kind))
        assert kinds(panellist(), matter(links=further), NOW) == []

    def test_a_tie_to_an_affiliate_of_a_party_is_one_to_the_party(self) -> None:
        links = (*CHAIN, link(VERITAS, ASTER_LAND, TieKind.SUPPLIER))
        found = conflicts(panellist(), matter(links=links), NOW)
        assert [(one.kind, one.party) for one in found] == [(Kind.TIE, ASTER)]
        assert found[0].sentence == (
            "Veritas, of which Vera is, and Aster, the complainant, have a declared tie (supplier): "
            "it holds a third of its shares."
        )

    def test_where_the_charter_says_so_ties_outside_a_group_are_only_disclosed(self) -> None:
        links = (*CHAIN, link(VERITAS, BOREALIS, TieKind.SUPPLIER))
        assert kinds(panellist(), matter(links=links), NOW, ties_bar=False) == []
        assert kinds(panellist(organisation=ASTER_LAND), matter(links=links), NOW, ties_bar=False) == [Kind.AFFILIATE]

    def test_what_somebody_has_declared_of_themselves_counts_for_the_whole_group(self) -> None:
        declared = panellist(interests=(Interest(ASTER_LAND, "was its director until 2025"),))
        found = conflicts(declared, matter(links=CHAIN), NOW)
        assert [one.sentence for one in found] == [
            "Vera has declared about Aster, the complainant: was its director until 2025."
        ]

    def test_who_had_a_part_in_the_same_matter_does_not_judge_it(self) -> None:
        past = panellist(roles=(PastRole("PAU-2026-0001", "verified a condition"), PastRole("PAU-2026-0002", "sat")))
        found = conflicts(past, matter(refs=frozenset({"PAU-2026-0001", "DSP-2026-3XQ9"})), NOW)
        assert [one.sentence for one in found] == [
            "Vera had a part in this matter before: verified a condition (PAU-2026-0001)."
        ]

    def test_a_term_runs_from_its_first_instant_to_before_its_last(self) -> None:
        running = panellist(ends_at=NOW)
        assert kinds(running, matter(), NOW) == [Kind.TERM]
        assert kinds(running, matter(), NOW - timedelta(seconds=1)) == []
        assert kinds(running, matter(), LONG_AGO - timedelta(seconds=1)) == [Kind.TERM]

    def test_every_reason_is_given_not_only_the_first(self) -> None:
        links = (link(VERITAS, BOREALIS), link(VERITAS, CYGNUS, TieKind.CUSTOMER))
        assert kinds(panellist(ends_at=LONG_AGO + DAY), matter(links=links), NOW) == [
            Kind.TERM,
            Kind.AFFILIATE,
            Kind.TIE,
        ]

    def test_a_tie_that_has_ended_or_has_not_begun_binds_nobody(self) -> None:
        for tie in (link(VERITAS, BOREALIS, until=NOW), link(VERITAS, BOREALIS, since=NOW + DAY)):
            assert kinds(panellist(), matter(links=(tie,)), NOW) == []


class TestTiesDeclaredLate:
    ESTABLISHED = NOW - DAY

    def test_a_party_does_not_rid_itself_of_a_panellist_by_declaring_a_tie(self) -> None:
        late = link(BOREALIS, VERITAS, TieKind.CUSTOMER, since=NOW - timedelta(hours=1))
        assert kinds(panellist(), matter(links=(late,), established_at=self.ESTABLISHED), NOW) == []

    def test_the_panellists_own_side_may_declare_one_at_any_time(self) -> None:
        late = link(VERITAS, BOREALIS, TieKind.CUSTOMER, since=NOW - timedelta(hours=1))
        assert kinds(panellist(), matter(links=(late,), established_at=self.ESTABLISHED), NOW) == [Kind.TIE]

    def test_one_that_a_party_declared_in_time_counts(self) -> None:
        early = link(BOREALIS, VERITAS, TieKind.CUSTOMER, since=self.ESTABLISHED)
        assert counted(matter(links=(early,), established_at=self.ESTABLISHED), NOW) == [early]


class TestConsent:
    def test_parties_overlook_ties_but_neither_a_past_part_nor_the_end_of_a_term(self) -> None:
        someone = panellist(
            organisation=ASTER, ends_at=LONG_AGO + DAY, roles=(PastRole("DSP-2026-3XQ9", "sat on the first panel"),)
        )
        found = conflicts(someone, matter(refs=frozenset({"DSP-2026-3XQ9"})), NOW)
        assert {one.kind for one in without_waived(found, waived=True)} == {Kind.TERM, Kind.PAST_ROLE}
        assert without_waived(found, waived=False) == found


class TestOddCases:
    def test_parties_of_one_group_are_told_so_and_still_heard(self) -> None:
        odd = matter(COMPLAINANT, party(ASTER_LAND, Capacity.RESPONDENT), links=CHAIN)
        assert len(oddities(odd, NOW)) == 1
        assert oddities(odd, NOW)[0].startswith("Aster and Aster Land, which stand against each other here")
        assert oddities(matter(links=CHAIN), NOW) == []

    def test_two_complainants_of_one_group_are_nothing_odd(self) -> None:
        both = matter(COMPLAINANT, party(ASTER_LAND, Capacity.COMPLAINANT), RESPONDENT, links=CHAIN)
        assert oddities(both, NOW) == []

    def test_somebody_of_that_group_is_in_conflict_with_both_sides(self) -> None:
        odd = matter(COMPLAINANT, party(ASTER_LAND, Capacity.RESPONDENT), links=CHAIN)
        found = conflicts(panellist(organisation=ASTER_CHIPS), odd, NOW)
        assert [one.party for one in found] == [ASTER, ASTER_LAND]

    def test_a_panellists_lab_joins_too_late_to_unseat_the_panellist(self) -> None:
        seated, before = panellist(organisation=CYGNUS), matter(COMPLAINANT, RESPONDENT)
        refused = may_join(THIRD, [panellist("quinn"), seated], before, NOW)
        assert refused.reason == (
            "Whoever joins after the panel was composed unseats nobody. Vera is of Cygnus, a third party. All parties may "
            "agree that Vera stays, or on who takes the place (charter, article 8.3)."
        )
        assert may_join(THIRD, [seated], before, NOW, all_agree=True)

    def test_a_lab_without_a_tie_to_the_panel_joins_and_any_lab_before_there_is_one(self) -> None:
        assert may_join(THIRD, [panellist()], matter(COMPLAINANT, RESPONDENT), NOW)
        assert may_join(THIRD, [], matter(COMPLAINANT, RESPONDENT), NOW)

    def test_a_conflict_that_the_panellist_had_before_is_not_the_newcomers(self) -> None:
        known = panellist(interests=(Interest(ASTER, "was its auditor"),))
        assert may_join(THIRD, [known], matter(COMPLAINANT, RESPONDENT), NOW)


ORGANISATIONS = st.integers(1, 8)
LINKS = st.lists(
    st.builds(
        Link,
        ORGANISATIONS,
        ORGANISATIONS,
        st.sampled_from(list(TieKind)),
        st.just("why"),
        st.just(LONG_AGO),
    ),
    max_size=12,
).map(tuple)


class TestLaws:
    @given(LINKS)
    def test_groups_divide_the_organisations_among_them(self, links: tuple[Link, ...]) -> None:
        groups = [group_of(one, links) for one in range(1, 9)]
        for one, group in enumerate(groups, start=1):
            assert one in group
            assert all(groups[other - 1] == group for other in group)

    @given(LINKS, ORGANISATIONS)
    def test_the_order_and_direction_of_ties_do_not_matter(self, links: tuple[Link, ...], organisation: int) -> None:
        turned = tuple(Link(one.other, one.declared_by, one.kind, one.because, one.since) for one in reversed(links))
        someone = panellist(organisation=organisation)
        assert sorted(kinds(someone, matter(links=links), NOW)) == sorted(kinds(someone, matter(links=turned), NOW))

    @given(LINKS, ORGANISATIONS)
    def test_one_more_party_frees_nobody(self, links: tuple[Link, ...], organisation: int) -> None:
        someone = panellist(organisation=organisation)
        before = conflicts(someone, matter(COMPLAINANT, RESPONDENT, links=links), NOW)
        assert set(before) <= set(conflicts(someone, matter(links=links), NOW))


def test_whoever_also_sits_for_a_party_or_its_group_is_of_it() -> None:
    found = conflicts(panellist(also_of=(BOREALIS,)), matter(), NOW)
    assert [(one.kind, one.party) for one in found] == [(Kind.ORGANISATION, BOREALIS)]
    tied = matter(links=(link(BOREALIS, HARBOUR),))
    found = conflicts(panellist(also_of=(HARBOUR,)), tied, NOW)
    assert [(one.kind, one.party) for one in found] == [(Kind.AFFILIATE, BOREALIS)]
