"""Every regime that ships, pinned: facts, what follows from them, and by when, with the cases of clocks and calendars.

The rules and their sources stand in the profiles under apps/incidents/regimes.
"""

from typing import Any

import pytest

from apps.incidents.rules.deriving import Applies
from apps.incidents.services.regimes import shipped
from tests.incidents.deriving import answers, at, owed, regime, told

GRAVE = {"health": 3}
LA, NEW_YORK = "America/Los_Angeles", "America/New_York"

AI_ACT, CODE, NIS2, SB53, RAISE, OWN = (
    "eu-ai-act-73",
    "eu-gpai-code-9",
    "eu-nis2-23",
    "us-ca-sb53",
    "us-ny-raise",
    "committee",
)


def test_these_regimes_ship_each_with_its_source_and_whether_filing_here_counts() -> None:
    keys = {one["key"] for one in shipped()}
    assert keys == {AI_ACT, CODE, NIS2, SB53, RAISE, OWN}
    for key in keys:
        one = regime(key)
        assert one.citation
        assert one.counts_in_law == one.by_filing == (key == OWN)
        assert one.channel or one.by_filing
        assert one.verified == (key != OWN)


@pytest.mark.parametrize(
    ("case", "due"),
    [
        ({"harms": GRAVE}, "due 2028-01-04 23:59:59"),
        ({"harms": {"rights": 3}}, "due 2028-01-04 23:59:59"),
        ({"harms": GRAVE, "death": True}, "due 2027-12-30 23:59:59"),
        ({"widespread_infringement": True}, "due 2027-12-22 23:59:59"),
        ({"critical_infrastructure": True, "death": True}, "due 2027-12-22 23:59:59"),
        ({"harms": {"health": 2}}, "no"),
        ({"harms": GRAVE, "places": "US-CA"}, "no"),
        ({"harms": GRAVE, "kind": "near_miss"}, "no"),
        ({"harms": GRAVE, "model_involved": False}, "no"),
        ({"harms": GRAVE, "scopes": {"provides_high_risk_systems": False}}, "no"),
        ({"harms": GRAVE, "scopes": {"provides_high_risk_systems": None}}, "perhaps 2028-01-04 23:59:59"),
        ({"harms": GRAVE, "model_involved": None}, "perhaps 2028-01-04 23:59:59"),
        ({"harms": {"health": None}}, "perhaps 2028-01-04 23:59:59"),
        ({"harms": GRAVE, "places": ""}, "perhaps 2028-01-04 23:59:59"),
    ],
)
def test_the_ai_act(case: dict[str, Any], due: str) -> None:
    """15 days in general, over the year's end; 10 for a death; 2 for infrastructure or a widespread infringement."""
    assert told(AI_ACT, answers("2027-12-20 10:00", **case)) == {"report": due}


def test_the_ai_act_reaches_what_became_known_from_its_first_day_on_in_brussels() -> None:
    late = answers("2027-12-01 23:59", harms=GRAVE)
    assert told(AI_ACT, late) == {"report": "no"}
    assert owed(AI_ACT, late)["report"].because == "Does not apply: in force from 2 December 2027 only."
    assert told(AI_ACT, answers("2027-12-02 00:00", harms=GRAVE)) == {"report": "due 2027-12-17 23:59:59"}
    # In Los Angeles it is still the first of December.
    assert told(AI_ACT, answers("2027-12-01 15:30", LA, harms=GRAVE)) == {"report": "due 2027-12-17 23:59:59"}


def test_an_open_question_that_would_shorten_a_sure_clock_is_asked_with_the_hour_it_could_bring() -> None:
    one = owed(AI_ACT, answers("2027-12-20 10:00", harms=GRAVE, death=None))["report"]
    assert one.applies is Applies.YES
    assert one.due_at == at("2028-01-04 23:59:59")
    assert one.earliest_at == at("2027-12-30 23:59:59")
    assert one.questions == ("Has anyone died?",)


@pytest.mark.parametrize(
    ("case", "due"),
    [
        ({"critical_infrastructure": True}, "due 2026-11-04 23:59:59"),
        ({"security_breach": True}, "due 2026-11-07 23:59:59"),
        ({"weights_exfiltrated": True}, "due 2026-11-07 23:59:59"),
        ({"death": True}, "due 2026-11-12 23:59:59"),
        ({"harms": {"society": 4}}, "due 2026-11-17 23:59:59"),
        ({"death": True, "weights_exfiltrated": True, "harms": GRAVE}, "due 2026-11-07 23:59:59"),
        ({"weights_exfiltrated": True, "involved_at": "2026-11-05 09:00"}, "due 2026-11-10 23:59:59"),
        ({"weights_exfiltrated": None}, "perhaps 2026-11-07 23:59:59"),
        ({"weights_exfiltrated": True, "model_involved": False}, "no"),
        ({"weights_exfiltrated": True, "scopes": {"provides_systemic_risk_models": False}}, "no"),
        ({}, "no"),
    ],
)
def test_the_code_of_practice(case: dict[str, Any], due: str) -> None:
    """2 days for infrastructure, 5 for a breach or weights, 10 for a death, 15 for other serious harm."""
    assert told(CODE, answers("2026-11-02 10:00", **case))["initial"] == due


def test_the_code_wants_a_report_every_four_weeks_while_it_goes_on_and_the_last_sixty_days_after_its_end() -> None:
    given: dict[str, Any] = {"weights_exfiltrated": True}
    first = told(CODE, answers("2026-11-02 10:00", **given))
    assert (first["intermediate"], first["final"]) == ("perhaps", "perhaps")
    sent = {"initial": [at("2026-11-06 12:00")]}
    after = told(CODE, answers("2026-11-02 10:00", sent=sent, **given))
    assert after["intermediate"] == "due 2026-12-04 23:59:59"
    again = owed(CODE, answers("2026-11-02 10:00", sent=sent | {"intermediate": [at("2026-12-01 09:00")]}, **given))
    assert (again["intermediate"].round, again["intermediate"].due_at) == (2, at("2026-12-29 23:59:59"))
    over = told(CODE, answers("2026-11-02 10:00", sent=sent, resolved_at="2026-11-20 08:00", **given))
    assert (over["intermediate"], over["final"]) == ("no", "due 2027-01-19 23:59:59")


@pytest.mark.parametrize(
    ("aware", "early", "notification"),
    [
        ("2026-10-24 18:00", "2026-10-25 17:00:00", "2026-10-27 17:00:00"),
        ("2027-03-27 02:30", "2027-03-28 03:30:00", "2027-03-30 03:30:00"),
        ("2026-12-30 23:15", "2026-12-31 23:15:00", "2027-01-02 23:15:00"),
    ],
    ids=["clocks go back", "the hour is skipped", "over the year's end and a holiday"],
)
def test_nis2_counts_elapsed_hours(aware: str, early: str, notification: str) -> None:
    found = told(NIS2, answers(aware, security_breach=True))
    assert (found["early-warning"], found["notification"]) == (f"due {early}", f"due {notification}")


def test_nis2_wants_the_last_report_a_month_after_the_notification_or_after_its_end() -> None:
    sent = {"notification": [at("2027-01-31 12:00")]}
    going_on = told(NIS2, answers("2027-01-29 10:00", security_breach=True, sent=sent))
    assert going_on["progress"] == "due 2027-02-28 23:59:59"
    over = told(NIS2, answers("2027-01-29 10:00", security_breach=True, sent=sent, resolved_at="2027-02-10 10:00"))
    assert (over["progress"], over["final"]) == ("no", "due 2027-02-28 23:59:59")
    long = sent | {"progress": [at("2027-02-27 12:00")]}
    later = told(NIS2, answers("2027-01-29 10:00", security_breach=True, sent=long, resolved_at="2027-04-30 10:00"))
    assert later["final"] == "due 2027-05-30 23:59:59"


def test_nis2_reaches_only_entities_that_it_names() -> None:
    outside = answers("2026-11-02 10:00", security_breach=True, scopes={"is_essential_or_important_entity": False})
    found = owed(NIS2, outside)
    assert {one.applies for one in found.values()} == {Applies.NO}
    assert "neither an essential nor an important entity" in found["early-warning"].because


@pytest.mark.parametrize(
    ("case", "report", "imminent"),
    [
        ({"death": True}, "due 2026-11-17 23:59:59", "no"),
        ({"imminent_danger": True}, "due 2026-11-17 23:59:59", "due 2026-11-03 10:00:00"),
        ({"weights_exfiltrated": True, "imminent_danger": None}, "due 2026-11-17 23:59:59", "perhaps 2026-11-03 10:00:00"),
        ({"harms": {"economy": 5}}, "due 2026-11-17 23:59:59", "no"),
        ({"harms": {"economy": 4}}, "no", "no"),
        ({"imminent_danger": None}, "perhaps 2026-11-17 23:59:59", "perhaps 2026-11-03 10:00:00"),
        ({"death": True, "places": "US-NY EU"}, "no", "no"),
        ({"death": True, "scopes": {"is_frontier_developer_in_california": None}}, "perhaps 2026-11-17 23:59:59", "no"),
    ],
)  # fmt: skip
def test_california(case: dict[str, Any], report: str, imminent: str) -> None:
    """15 days from discovery; 24 hours where somebody is in imminent danger."""
    found = told(SB53, answers("2026-11-02 10:00", LA, **({"places": "US-CA"} | case)))
    assert found == {"report": report, "imminent": imminent}


def test_california_counts_24_hours_over_the_change_of_its_clocks() -> None:
    given = answers("2026-10-31 18:00", LA, places="US-CA", imminent_danger=True)
    assert told(SB53, given)["imminent"] == "due 2026-11-01 17:00:00"


def test_one_instant_is_two_dates_and_each_authority_counts_by_its_own() -> None:
    given = answers("2026-06-30 23:30", LA, places="EU US-CA", harms=GRAVE)
    assert told(CODE, given)["initial"] == "due 2026-07-16 23:59:59"
    assert told(SB53, given)["report"] == "due 2026-07-15 23:59:59"


@pytest.mark.parametrize(
    ("case", "due"),
    [
        ({"death": True}, "due 2027-02-04 10:00:00"),
        ({"death": True, "imminent_danger": True}, "due 2027-02-02 10:00:00"),
        ({"death": True, "determined_at": "2027-02-03 08:00"}, "due 2027-02-06 08:00:00"),
        ({"weights_exfiltrated": None}, "perhaps 2027-02-04 10:00:00"),
        ({}, "no"),
        ({"death": True, "places": "US-CA"}, "no"),
    ],
)
def test_new_york(case: dict[str, Any], due: str) -> None:
    """72 hours from the determination, else from awareness; 24 where somebody is in imminent danger."""
    assert told(RAISE, answers("2027-02-01 10:00", NEW_YORK, **({"places": "US-NY"} | case))) == {"report": due}


def test_new_york_begins_with_its_own_new_year() -> None:
    before = answers("2026-12-31 23:30", NEW_YORK, places="US-NY", death=True)
    assert told(RAISE, before) == {"report": "no"}
    after = answers("2027-01-01 00:00", NEW_YORK, places="US-NY", death=True)
    assert told(RAISE, after) == {"report": "due 2027-01-04 00:00:00"}


@pytest.mark.parametrize(
    ("case", "due"),
    [
        ({"severity": 5}, "due 2026-10-25 17:00:00"),
        ({"severity": 4}, "due 2026-10-27 17:00:00"),
        ({"severity": 3}, "due 2026-11-08 23:59:59"),
        ({"severity": 2, "harms": {"property": 5}}, "due 2026-10-25 17:00:00"),
        ({"severity": 3, "kind": "voluntary"}, "no"),
        ({"severity": 3, "kind": "near_miss"}, "due 2026-11-08 23:59:59"),
    ],
)
def test_the_committees_own_duty(case: dict[str, Any], due: str) -> None:
    """24 hours for critical, 72 for high, 15 days for any other; the strictest of severity and harms decides."""
    assert told(OWN, answers("2026-10-24 18:00", **case))["initial"] == due


def test_a_harm_whose_scale_is_not_known_may_shorten_the_committees_clock() -> None:
    one = owed(OWN, answers("2026-10-24 18:00", harms={"health": None}))["initial"]
    assert (one.due_at, one.earliest_at) == (at("2026-11-08 23:59:59"), at("2026-10-25 17:00"))
    assert one.questions == ("How grave is it?",)


def test_the_committees_last_report_follows_sixty_days_after_its_end() -> None:
    assert told(OWN, answers("2026-10-24 18:00"))["final"] == "perhaps"
    assert told(OWN, answers("2026-10-24 18:00", resolved_at="2026-11-02 10:00"))["final"] == "due 2027-01-01 23:59:59"


def test_what_would_be_due_were_weekends_and_holidays_passed_over_is_shown_beside_it() -> None:
    """Regulation 1182/71 is a switch per rule, off: 7 November 2026 is a Saturday, 9 November the next working day."""
    one = owed(CODE, answers("2026-11-02 10:00", weights_exfiltrated=True))["initial"]
    assert (one.due_at, one.would_roll_to) == (at("2026-11-07 23:59:59"), at("2026-11-09 23:59:59"))
